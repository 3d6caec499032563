import type { Field, Form } from '../../chat/reply.ts'
import { escaped } from './render.ts'

/** Where a form is sent, and what goes with it unseen. */
export type Filing = { readonly to: string; readonly mark: string; readonly locale: string }

/** Names of fields in what is sent, so that none of them can be taken for anything else. */
const PREFIX = 'field.'

/** A form as HTML: every field has its label, and its hint is read with it. */
export function formHtml(form: Form, filing: Filing): string {
  const hidden = { mark: filing.mark, locale: filing.locale, root: form.root, sub: form.sub }
  const id = (field: Field): string => `${filing.mark.slice(0, 8)}-${field.name.replace(/\W/g, '')}`
  return [
    `<form class="fill" method="post" action="${escaped(filing.to)}" aria-label="${escaped(form.title)}">`,
    ...Object.entries(hidden).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`),
    ...form.fields.map((field) => fieldHtml(field, id(field))),
    `<button type="submit">${escaped(form.submit)}</button>`,
    '</form>',
  ].join('\n')
}

function fieldHtml(field: Field, id: string): string {
  const hint = field.hint === undefined ? '' : `<small id="${id}-hint">${escaped(field.hint)}</small>`
  const attributes = `id="${id}" name="${PREFIX}${escaped(field.name)}"${field.required ? ' required' : ''}${hint ? ` aria-describedby="${id}-hint"` : ''}`
  const control =
    field.kind !== 'choice'
      ? `<input ${attributes} type="text" maxlength="200" autocomplete="off" value="${escaped(field.value ?? '')}">`
      : `<select ${attributes}>${choices(field)}</select>`
  return `<div class="field"><label for="${id}">${escaped(field.label)}</label>${control}${hint}</div>`
}

/** What need not be chosen, or has not been, begins with nothing chosen. */
function choices({ options, value, required }: Extract<Field, { kind: 'choice' }>): string {
  const isOpen = !required || !options.some((option) => option.value === value)
  const all = isOpen ? [{ label: '—', value: '' }, ...options] : options
  return all
    .map(
      (option) =>
        `<option value="${escaped(option.value)}"${option.value === (value ?? '') ? ' selected' : ''}>${escaped(option.label)}</option>`,
    )
    .join('')
}

/** What was filled in, by the names of the fields; undefined where no form was sent. */
export function fromFilled(
  body: URLSearchParams,
): { readonly root: string; readonly sub: string; readonly values: Readonly<Record<string, string>> } | undefined {
  const root = body.get('root')
  if (!root) return undefined
  const values = [...body].flatMap(([name, value]) =>
    name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value.slice(0, 1000)] as const] : [],
  )
  return { root, sub: body.get('sub') ?? '', values: Object.fromEntries(values) }
}
