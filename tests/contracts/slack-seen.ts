import { slackMessageFaults } from '../support/slack-schema.ts'
import type { Answer } from './driver.ts'

export type Fields = Readonly<Record<string, unknown>>
/** What stands where an answer was given: the message itself, until another takes its place. */
export type Held = { body: Fields }

export const fieldsOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])
export const textOf = (value: unknown): string => (value as { text?: string } | undefined)?.text ?? ''
const rich = (element: Fields): string[] =>
  element['type'] === 'rich_text_section'
    ? [fieldsOf(element['elements']).map(textOf).join('')]
    : fieldsOf(element['elements']).flatMap(rich)

function linesOf(block: Fields): string[] {
  if (block['type'] === 'header') return [textOf(block['text'])]
  if (block['type'] === 'context') return fieldsOf(block['elements']).map(textOf)
  return block['type'] === 'rich_text' ? fieldsOf(block['elements']).flatMap(rich) : []
}

const controlsOf = (body: Fields): readonly Fields[] =>
  fieldsOf(body['blocks'])
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => fieldsOf(elements))
export const buttonsOf = (body: Fields): readonly Fields[] => controlsOf(body).filter(({ type }) => type === 'button')
export const optionsOf = (body: Fields): readonly Fields[] => controlsOf(body).flatMap(({ options }) => fieldsOf(options))

export const toAnswer = (body: Fields): Answer => ({
  private: body['response_type'] === 'ephemeral',
  text: fieldsOf(body['blocks']).flatMap(linesOf).join('\n'),
  buttons: buttonsOf(body).map(({ text }) => textOf(text)),
  menu: optionsOf(body).map(({ text }) => textOf(text)),
  replaced: body['replace_original'] === true,
  faults: slackMessageFaults(body),
  handle: { body } satisfies Held,
})
