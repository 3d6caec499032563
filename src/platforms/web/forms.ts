import type { Upload } from '../../chat/platform.ts'
import type { Field, Form } from '../../chat/reply.ts'
import { escaped } from './render.ts'
import type { Sent } from './sent.ts'

/** Where a form is sent, and what goes with it unseen. */
export type Filing = { readonly to: string; readonly mark: string; readonly locale: string }

/** Names of fields in what is sent, so that none of them can be taken for anything else. */
const PREFIX = 'field.'

/** Of what is written in several lines. */
const LONGEST_TEXT = 100_000

/** A form as HTML: every field has its label, and its hint is read with it. */
export function formHtml(form: Form, filing: Filing): string {
  const hidden = { mark: filing.mark, locale: filing.locale, root: form.root, sub: form.sub }
  const id = (field: Field): string => `${filing.mark.slice(0, 8)}-${field.name.replace(/\W/g, '')}`
  return [
    `<form class="fill" method="post" action="${escaped(filing.to)}"${isLong(form) ? ' enctype="multipart/form-data"' : ''} aria-label="${escaped(form.title)}">`,
    ...Object.entries(hidden).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`),
    ...form.fields.map((field) => fieldHtml(field, id(field))),
    `<button type="submit">${escaped(form.submit)}</button>`,
    '</form>',
  ].join('\n')
}

/** What may be longer than a line is sent in parts. */
const isLong = ({ fields }: Form): boolean => fields.some(({ kind }) => kind === 'file' || kind === 'long')

function fieldHtml(field: Field, id: string): string {
  const hint = field.hint === undefined ? '' : `<small id="${id}-hint">${escaped(field.hint)}</small>`
  const attributes = `id="${id}" name="${PREFIX}${escaped(field.name)}"${field.required ? ' required' : ''}${hint ? ` aria-describedby="${id}-hint"` : ''}`
  const control = controlHtml(field, attributes)
  return `<div class="field"><label for="${id}">${escaped(field.label)}</label>${control}${hint}</div>`
}

function controlHtml(field: Field, attributes: string): string {
  switch (field.kind) {
    case 'text':
      return `<input ${attributes} type="text" maxlength="200" autocomplete="off" value="${escaped(field.value ?? '')}">`
    case 'long':
      return `<textarea ${attributes} rows="6" maxlength="${LONGEST_TEXT}" autocomplete="off">\n${lines(field.value ?? '')}</textarea>`
    case 'file':
      return `<input ${attributes} type="file">`
    case 'choice':
      return `<select ${attributes}>${choices(field)}</select>`
  }
}

const lines = (text: string): string => text.split('\n').map(escaped).join('\n')

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
export function fromFilled({
  fields,
  files,
}: Sent): { readonly root: string; readonly sub: string; readonly values: Readonly<Record<string, string | Upload>> } | undefined {
  const root = fields.get('root')
  if (!root) return undefined
  const given = [...[...fields].map(([name, value]) => [name, value.slice(0, LONGEST_TEXT)] as const), ...files]
  const values = given.flatMap(([name, value]) => (name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value] as const] : []))
  return { root, sub: fields.get('sub') ?? '', values: Object.fromEntries(values) }
}
