import type { ContextBlock, HeaderBlock, KnownBlock, PlainTextElement, RichTextBlock, RichTextElement } from '@slack/types'
import { wordsOf, type Block, type Body, type Inline } from '../../chat/reply.ts'
import { clean, cut, divided, isBlank, oneLine } from './text.ts'

/** Slack's limits on single texts, in characters (docs.slack.dev, Block Kit reference). */
export const LONGEST = { text: 3000, header: 150, label: 75, placeholder: 150, url: 3000 } as const

/** A text in which nothing is markup; `:x:` stays what it is. */
export const plain = (text: string, max: number): PlainTextElement => ({ type: 'plain_text', text: cut(text, max), emoji: false })

export function header(title: string | undefined): HeaderBlock[] {
  const text = oneLine(title ?? '')
  return isBlank(text) ? [] : [{ type: 'header', text: plain(text, LONGEST.header) }]
}

/** One line of small print. */
export const context = (text: string): ContextBlock[] => (isBlank(text) ? [] : [{ type: 'context', elements: [plain(text, LONGEST.text)] }])

/** Small print; a context takes no link without mrkdwn, so print with a link is set as text. */
export const small = (body: Body): KnownBlock[] =>
  body.some((part) => typeof part !== 'string' && part.kind === 'link') ? section(body) : context(wordsOf(body))

export const cleanBody = (body: Body): Body =>
  body.map((part) => (typeof part === 'string' ? clean(part) : { ...part, text: clean(part.text) }))

/** A block in cleaned pieces, each short enough for one block of Slack's; nothing but a heading is cut. */
export function pieces(block: Block): readonly Block[] {
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'heading', text: cut(oneLine(block.text), LONGEST.text) }]
    case 'text':
    case 'note':
      return divided(cleanBody(block.body), LONGEST.text).map((body) => ({ kind: block.kind, body }))
    case 'list':
      return grouped(block.items.flatMap((item) => divided(cleanBody(item), LONGEST.text)))
    case 'divider':
      return [block]
  }
}

/** One piece as a block of Slack's; none where there is nothing to see. */
export function draw(piece: Block): KnownBlock[] {
  switch (piece.kind) {
    case 'heading':
      return section([{ kind: 'strong', text: piece.text }])
    case 'text':
      return section(piece.body)
    case 'note':
      return small(piece.body)
    case 'list':
      return bullets(piece.items)
    case 'divider':
      return [{ type: 'divider' }]
  }
}

const richText = (elements: RichTextBlock['elements']): RichTextBlock => ({ type: 'rich_text', elements })

const section = (body: Body): RichTextBlock[] =>
  isBlank(wordsOf(body)) ? [] : [richText([{ type: 'rich_text_section', elements: body.flatMap(element) }])]

function bullets(items: readonly Body[]): RichTextBlock[] {
  const seen = items.filter((item) => !isBlank(wordsOf(item)))
  return seen.length === 0
    ? []
    : [
        richText([
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: seen.map((item) => ({ type: 'rich_text_section', elements: item.flatMap(element) })),
          },
        ]),
      ]
}

function grouped(items: readonly Body[]): Block[] {
  const groups: Body[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const item of items) {
    const length = wordsOf(item).length
    if (used + length > LONGEST.text) {
      groups.push([])
      used = 0
    }
    groups.at(-1)?.push(item)
    used += length
  }
  return groups.map((group) => ({ kind: 'list', items: group }))
}

function element(part: Inline): RichTextElement[] {
  const text = wordsOf([part])
  if (text === '') return []
  if (typeof part === 'string') return [{ type: 'text', text }]
  switch (part.kind) {
    case 'strong':
      return [{ type: 'text', text, style: { bold: true } }]
    case 'em':
      return [{ type: 'text', text, style: { italic: true } }]
    case 'code':
      return [{ type: 'text', text, style: { code: true } }]
    case 'link':
      return [link(text, part.url)]
    case 'lead':
      return [{ type: 'text', text }]
  }
}

function link(text: string, url: string): RichTextElement {
  const address = /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).href : ''
  return address === '' || address.length > LONGEST.url ? { type: 'text', text } : { type: 'link', url: address, text }
}
