import type { ActionsBlock, Button, ContextBlock, HeaderBlock, KnownBlock, PlainTextElement, PlainTextOption, RichTextBlock, RichTextElement } from '@slack/types'
import { toPlain } from '../../chat/plain.ts'
import { wordsOf, type Block, type Body, type Inline, type Menu, type Reply } from '../../chat/reply.ts'
import { sayer } from '../../words/say.ts'
import { clean, cut, cutBody, divided, escaped, isBlank, oneLine } from './text.ts'

/** What a surface holds: how many blocks, and how many bytes of JSON they may be together. */
export type Room = { readonly blocks: number; readonly bytes: number }

/** A message takes 50 blocks; all together may be about 13,200 characters, which is measured but not documented (slackapi/bolt-js #2509, #2867). */
export const MESSAGE: Room = { blocks: 50, bytes: 13_000 }
/** A modal or a home tab takes 100 blocks and 250,000 bytes; one block is kept for what a surface adds itself. */
export const VIEW: Room = { blocks: 99, bytes: 100_000 }

/** How a message answers: by itself, in the place of the pressed one, or beside that one for the presser alone. */
export type Placing = 'new' | 'instead' | 'beside'

/** A message as slash commands' acknowledgements, `response_url` and `chat.postMessage` take it. */
export type Message = {
  readonly response_type: 'in_channel' | 'ephemeral'
  readonly replace_original?: boolean
  readonly text: string
  readonly mrkdwn: false
  readonly blocks: KnownBlock[]
  readonly unfurl_links: false
  readonly unfurl_media: false
}

const LONGEST = { text: 3000, header: 150, label: 75, placeholder: 150, footer: 500, url: 3000, buttonValue: 2000, optionValue: 150, message: 4000 } as const
const MOST = { buttons: 25, options: 100, buttonBytes: 4000, menuBytes: 3000 } as const

/** The whole of a reply. Its `text` is all of it in plain words, because screen readers read that and not the blocks. */
export function toMessage(reply: Reply, placing: Placing = 'new'): Message {
  return {
    response_type: placing === 'new' && reply.audience === 'everyone' ? 'in_channel' : 'ephemeral',
    ...(placing !== 'new' && { replace_original: placing === 'instead' }),
    text: plainText(reply),
    mrkdwn: false,
    blocks: toBlocks(reply),
    unfurl_links: false,
    unfurl_media: false,
  }
}

/** The blocks of a reply, valid for every reply: what does not fit is cut at a word, and a line says so. */
export function toBlocks(reply: Reply, room: Room = MESSAGE): KnownBlock[] {
  const title = header(reply.title)
  const buttons = buttonRow(reply.buttons)
  const footer = small(cutBody(cleanBody(reply.footer), LONGEST.footer))
  const notice = context(sayer(reply.locale)('slack.cut'))
  const around = [...title, ...buttons, ...footer, ...notice]
  const options = optionsOf(reply.menu)
  const body = fitted(reply.blocks, { blocks: room.blocks - around.length - 1, bytes: room.bytes - sizeOf(around) - Math.min(sizeOf(options), MOST.menuBytes) })
  const menu = menuOf(reply.menu, options, room.bytes - sizeOf(around) - sizeOf(body.blocks))
  const shortened =
    body.cut ||
    oneLine(reply.title ?? '').length > LONGEST.header ||
    wordsOf(reply.footer).length > LONGEST.footer ||
    countOf(menu) < (reply.menu?.options.length ?? 0) ||
    countOf(buttons) < reply.buttons.length
  const blocks = [...title, ...body.blocks, ...(shortened ? notice : []), ...menu, ...buttons, ...footer]
  return blocks.length > 0 ? blocks : context('…')
}

/** The plain words of a reply, escaped, and short enough for every way of sending them. */
function plainText(reply: Reply): string {
  const whole = clean(toPlain(reply))
  if (isBlank(whole)) return '…'
  if (escaped(whole).length <= LONGEST.message) return escaped(whole)
  const notice = `\n\n${sayer(reply.locale)('slack.cut')}`
  let most: number = LONGEST.message - notice.length
  while (escaped(cut(whole, most)).length > LONGEST.message - notice.length) most = Math.floor(most * 0.8)
  return escaped(cut(whole, most) + notice)
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

const plain = (text: string, max: number): PlainTextElement => ({ type: 'plain_text', text: cut(text, max), emoji: false })

function header(title: string | undefined): HeaderBlock[] {
  const text = oneLine(title ?? '')
  return isBlank(text) ? [] : [{ type: 'header', text: plain(text, LONGEST.header) }]
}

const context = (text: string): ContextBlock[] => (isBlank(text) ? [] : [{ type: 'context', elements: [plain(text, LONGEST.text)] }])

/** Small print; a context takes no link without mrkdwn, so print with a link is set as text. */
const small = (body: Body): KnownBlock[] => (body.some((part) => typeof part !== 'string' && part.kind === 'link') ? section(body) : context(wordsOf(body)))

const richText = (elements: RichTextBlock['elements']): RichTextBlock => ({ type: 'rich_text', elements })

const section = (body: Body): RichTextBlock[] => (isBlank(wordsOf(body)) ? [] : [richText([{ type: 'rich_text_section', elements: body.flatMap(element) }])])

const cleanBody = (body: Body): Body => body.map((part) => (typeof part === 'string' ? clean(part) : { ...part, text: clean(part.text) }))

/** One block as Slack's blocks, each small enough for Slack, whatever its length. */
function drawn(block: Block): KnownBlock[] {
  switch (block.kind) {
    case 'heading': return section([{ kind: 'strong', text: cut(oneLine(block.text), LONGEST.text) }])
    case 'text': return divided(cleanBody(block.body), LONGEST.text).flatMap(section)
    case 'note': return divided(cleanBody(block.body), LONGEST.text).flatMap(small)
    case 'list': return lists(block.items)
    case 'divider': return [{ type: 'divider' }]
  }
}

function lists(items: readonly Body[]): RichTextBlock[] {
  const groups: Body[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const item of items.flatMap((item) => divided(cleanBody(item), LONGEST.text))) {
    const length = wordsOf(item).length
    if (used + length > LONGEST.text) {
      groups.push([])
      used = 0
    }
    groups.at(-1)?.push(item)
    used += length
  }
  return groups.map((group) => richText([{ type: 'rich_text_list', style: 'bullet', elements: group.map((item) => ({ type: 'rich_text_section', elements: item.flatMap(element) })) }]))
}

function element(part: Inline): RichTextElement[] {
  const text = wordsOf([part])
  if (text === '') return []
  if (typeof part === 'string') return [{ type: 'text', text }]
  switch (part.kind) {
    case 'strong': return [{ type: 'text', text, style: { bold: true } }]
    case 'em': return [{ type: 'text', text, style: { italic: true } }]
    case 'code': return [{ type: 'text', text, style: { code: true } }]
    case 'link': return [link(text, part.url)]
  }
}

function link(text: string, url: string): RichTextElement {
  const address = /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).href : ''
  return address === '' || address.length > LONGEST.url ? { type: 'text', text } : { type: 'link', url: address, text }
}

/** As many blocks as there is room for; the first that does not fit is shortened as far as it takes. */
function fitted(blocks: readonly Block[], room: Room): { readonly blocks: KnownBlock[]; readonly cut: boolean } {
  const out: KnownBlock[] = []
  let left = room.bytes
  for (const block of blocks) {
    for (const piece of drawn(block)) {
      const size = sizeOf(piece) + 1
      if (size <= left && out.length < room.blocks) {
        out.push(piece)
        left -= size
        continue
      }
      const rest = out.length < room.blocks ? shortened(block, left) : undefined
      return { blocks: withoutEdge([...out, ...(rest ? [rest] : [])]), cut: true }
    }
  }
  return { blocks: out, cut: false }
}

/** A heading or a line that nothing follows is taken away with what it announced. */
function withoutEdge(blocks: KnownBlock[]): KnownBlock[] {
  return blocks.at(-1)?.type === 'divider' ? blocks.slice(0, -1) : blocks
}

/** The beginning of a block within so many bytes, if that is worth showing. */
function shortened(block: Block, bytes: number): KnownBlock | undefined {
  if (block.kind === 'divider' || block.kind === 'heading') return undefined
  for (let most = Math.min(LONGEST.text, bytes); most >= 40; most = Math.floor(most * 0.7)) {
    const [piece] = drawn(block.kind === 'list' ? { ...block, items: someItems(block.items, most) } : { ...block, body: cutBody(block.body, most) })
    if (piece && sizeOf(piece) < bytes) return piece
  }
  return undefined
}

function someItems(items: readonly Body[], most: number): Body[] {
  const out: Body[] = []
  let left = most
  for (const item of items) {
    out.push(cutBody(item, Math.max(left, 20)))
    left -= wordsOf(item).length
    if (left <= 0) break
  }
  return out
}

/** One row of buttons. An action that Slack would change or refuse makes no button. */
function buttonRow(buttons: Reply['buttons']): ActionsBlock[] {
  const elements: Button[] = []
  let left: number = MOST.buttonBytes
  for (const { label, action } of buttons) {
    if (action === '' || action.length > LONGEST.buttonValue || !action.isWellFormed()) continue
    const button: Button = { type: 'button', action_id: `button-${elements.length}`, text: plain(labelOf(label), LONGEST.label), value: action }
    left -= sizeOf(button)
    if (left < 0 || elements.length === MOST.buttons) break
    elements.push(button)
  }
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

const labelOf = (label: string): string => {
  const text = oneLine(label)
  return isBlank(text) ? '…' : text
}

function optionsOf(menu: Menu | undefined): PlainTextOption[] {
  const fits = (action: string) => action !== '' && action.length <= LONGEST.optionValue && action.isWellFormed()
  return (menu?.options ?? [])
    .filter(({ action }) => fits(action))
    .slice(0, MOST.options)
    .map(({ label, hint, action }) => ({
      text: plain(labelOf(label), LONGEST.label),
      value: action,
      ...(hint !== undefined && !isBlank(hint) && { description: plain(oneLine(hint), LONGEST.label) }),
    }))
}

function menuOf(menu: Menu | undefined, options: readonly PlainTextOption[], bytes: number): ActionsBlock[] {
  if (!menu) return []
  const placeholder = plain(labelOf(menu.label), LONGEST.placeholder)
  let left = bytes - sizeOf(placeholder) - 120
  const fits = options.filter((option) => (left -= sizeOf(option) + 1) >= 0)
  return fits.length === 0 ? [] : [{ type: 'actions', elements: [{ type: 'static_select', action_id: 'menu', placeholder, options: fits }] }]
}

/** How many things can be chosen in a row. */
const countOf = (rows: readonly ActionsBlock[]): number =>
  rows.flatMap((row) => row.elements).reduce((sum, chosen) => sum + (chosen.type === 'static_select' ? (chosen.options?.length ?? 0) : 1), 0)
