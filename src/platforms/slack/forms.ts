import type { InputBlock, ModalView, PlainTextOption } from '@slack/types'
import { quotable } from '../../chat/clean.ts'
import type { Root } from '../../chat/command.ts'
import { filled } from '../../chat/filled.ts'
import type { Upload } from '../../chat/platform.ts'
import { wordsOf, type Field, type Form, type Reply } from '../../chat/reply.ts'
import type { Locale } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import { LONGEST, plain } from './draw.ts'
import { clean, cut, isBlank, oneLine } from './text.ts'
import { field, toModal } from './views.ts'

/** Windows in which the arguments of a command are filled in. */
export const FORM = 'griot_form'

/** Slack's limits (docs.slack.dev, Block Kit and views). */
const MOST = { fields: 60, options: 100, value: 150, typed: 3000, title: 24, label: 2000, fault: 500 } as const

/** How what was typed is quoted in English, Polish and French. */
const MARKS = [
  ['“', '”'],
  ['„', '”'],
  ['«\u202f', '\u202f»'],
] as const

/** What was filled in, and where the command was called that asked for it. */
export type Submitted = {
  readonly root: string
  readonly sub: string
  readonly channel: string | undefined
  readonly input: ReturnType<typeof filled>
}

/** A reply in a window: its form where it has one, and else its words. A window tells of no channel by itself: it carries the one it was asked for in. */
export const toWindow = (reply: Reply, channel: string | undefined): ModalView =>
  reply.form && reply.form.fields.length > 0
    ? toFormModal(reply.form, reply.locale, channel)
    : { ...toModal(reply), ...(channel !== undefined && { private_metadata: JSON.stringify({ channel }) }) }

/** The channel that a window carries. */
export function channelIn(view: unknown): string | undefined {
  const channel = field(parsed(field(view, 'private_metadata')), 'channel')
  return typeof channel === 'string' ? channel : undefined
}

function toFormModal({ title, submit, root, sub, fields }: Form, locale: Locale, channel: string | undefined): ModalView {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify({ root, sub, ...(channel !== undefined && { channel }) }),
    title: plain(oneLine(title), MOST.title),
    submit: plain(oneLine(submit), MOST.title),
    close: plain(sayer(locale)('slack.close'), MOST.title),
    blocks: fields.slice(0, MOST.fields).map((one) => inputOf(one, locale)),
  }
}

const inputOf = (one: Field, locale: Locale): InputBlock => ({
  type: 'input',
  block_id: one.name,
  label: plain(oneLine(one.label), MOST.label),
  ...(one.hint !== undefined && !isBlank(one.hint) && { hint: plain(oneLine(one.hint), MOST.label) }),
  optional: !one.required,
  element: elementOf(one, locale),
})

function elementOf(one: Field, locale: Locale): InputBlock['element'] {
  if (one.kind === 'file') return { type: 'file_input', action_id: one.name, max_files: 1 }
  if (one.kind !== 'choice') {
    const isLong = one.kind === 'long'
    const initial = (isLong ? clean : oneLine)(one.value ?? '')
    return {
      type: 'plain_text_input',
      action_id: one.name,
      max_length: MOST.typed,
      ...(isLong && { multiline: true }),
      ...(!isBlank(initial) && { initial_value: cut(initial, MOST.typed) }),
    }
  }
  const options = one.options
    .filter(({ label, value }) => !isBlank(label) && !isBlank(value) && value.length <= MOST.value)
    .slice(0, MOST.options)
    .map(({ label, value }): PlainTextOption => ({ text: plain(oneLine(label), LONGEST.label), value }))
  const initial = options.find(({ value }) => value === one.value)
  return {
    type: 'static_select',
    action_id: one.name,
    placeholder: plain(sayer(locale)('slack.choose'), LONGEST.placeholder),
    options,
    ...(initial && { initial_option: initial }),
  }
}

/** What a submitted window says, `given` the files that lie in it; undefined where it is none of ours or was tampered with. */
export function submittedIn(
  view: unknown,
  roots: readonly Root[],
  given: (file: unknown) => Upload | undefined = () => undefined,
): Submitted | undefined {
  const meant = parsed(field(view, 'private_metadata'))
  const [root, sub] = ['root', 'sub'].map((name) => field(meant, name))
  const command = roots.find(({ name }) => name === root)?.commands.find((spec) => spec.sub === sub)
  if (!command) return undefined
  const state = field(field(view, 'state'), 'values')
  const input = filled(command, (name, type) => {
    const element = field(field(state, name), name)
    const files = field(element, 'files')
    if (type === 'file') return Array.isArray(files) ? given(files[0]) : undefined
    const value = field(element, 'value') ?? field(field(element, 'selected_option'), 'value')
    return typeof value === 'string' ? value : undefined
  })
  return { root: command.root, sub: command.sub, channel: channelIn(view), input }
}

/** What is wrong, beside the field whose words it quotes or that it names, or else beside the first; undefined where the window has none. */
export function faultsIn(view: unknown, reply: Reply) {
  const said = reply.blocks.flatMap((block) => ('body' in block ? [wordsOf(block.body)] : [])).join(' ')
  const blocks: unknown = field(view, 'blocks')
  const fields = (Array.isArray(blocks) ? blocks : []).flatMap((block: unknown) => {
    const [id, label] = [field(block, 'block_id'), field(field(block, 'label'), 'text')]
    return field(block, 'type') === 'input' && typeof id === 'string' ? [{ id, label: typeof label === 'string' ? label : '' }] : []
  })
  const state = field(field(view, 'state'), 'values')
  const [first = Object.keys(Object(state))[0]] = fields.map(({ id }) => id)
  const isQuoted = ({ id }: { readonly id: string }) => {
    const typed = field(field(field(state, id), id), 'value')
    return (
      typeof typed === 'string' && typed.trim() !== '' && MARKS.some(([begin, end]) => said.includes(`${begin}${quotable(typed)}${end}`))
    )
  }
  const isNamed = ({ label }: { readonly label: string }) => label !== '' && said.toLowerCase().includes(label.toLowerCase())
  // A name is inflected in a sentence, or stands in another language than the window; what was typed is quoted as it is.
  const named = fields.find(isQuoted)?.id ?? fields.filter(isNamed).toSorted((a, b) => b.label.length - a.label.length)[0]?.id ?? first
  return named === undefined
    ? undefined
    : ({ response_action: 'errors', errors: { [named]: cut(isBlank(said) ? '…' : oneLine(said), MOST.fault) } } as const)
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
