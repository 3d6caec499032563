import type { KnownBlock } from '@slack/types'
import { toPlain } from '../../chat/plain.ts'
import { wordsOf, type Block, type Body, type Reply } from '../../chat/reply.ts'
import { sayer } from '../../words/say.ts'
import { buttonRow, countOf, menuRow, optionsOf, sizeOf } from './controls.ts'
import { cleanBody, context, draw, header, LONGEST, pieces, small } from './draw.ts'
import { clean, cut, cutBody, escaped, isBlank, oneLine } from './text.ts'

/** What a surface holds: how many blocks, and how many bytes of JSON they may be together. */
export type Room = { readonly blocks: number; readonly bytes: number }

/** A message takes 50 blocks; together they may be about 13,200 characters, which is measured but not documented (slackapi/bolt-js #2509, #2867). */
export const MESSAGE: Room = { blocks: 50, bytes: 13_000 }

/** A modal or a home tab takes 100 blocks and 250,000 bytes; one block is left for what the surface adds. */
export const VIEW: Room = { blocks: 99, bytes: 100_000 }

/** How a message answers: by itself, in the place of the pressed one, or beside that one for the presser alone. */
export type Placing = 'new' | 'instead' | 'beside'

/** A message as acknowledgements of slash commands, `response_url` and `chat.postMessage` take it. */
export type Message = {
  readonly response_type: 'in_channel' | 'ephemeral'
  readonly replace_original?: boolean
  readonly text: string
  readonly mrkdwn: false
  readonly blocks: KnownBlock[]
  readonly unfurl_links: false
  readonly unfurl_media: false
}

/** Characters of a message's `text`, escaped: what Slack advises, and the most that it takes where a message is changed. */
const LONGEST_TEXT = 4000
const LONGEST_FOOTER = 500
/** Bytes kept for a menu when the body is longer than a message. */
const MENU_BYTES = 3000

/** What answers a command is drawn once, however many people are told it. */
const drawn = new WeakMap<Reply, Message>()

/** The whole of a reply. Its `text` is all of it in plain words, because screen readers read that and not the blocks. */
export function toMessage(reply: Reply, placing: Placing = 'new'): Message {
  const known = placing === 'new' ? drawn.get(reply) : undefined
  if (known) return known
  const message = messageOf(reply, placing)
  if (placing === 'new') drawn.set(reply, message)
  return message
}

function messageOf(reply: Reply, placing: Placing): Message {
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
  const print = cleanBody(reply.footer)
  const footer = small(cutBody(print, LONGEST_FOOTER))
  const notice = context(sayer(reply.locale)('slack.cut'))
  const around = [...title, ...buttons, ...footer, ...notice]
  const options = optionsOf(reply.menu)
  const body = fitted(reply.blocks, {
    blocks: room.blocks - around.length - 1,
    bytes: room.bytes - sizeOf(around) - Math.min(sizeOf(options), MENU_BYTES),
  })
  const menu = menuRow(reply.menu, options, room.bytes - sizeOf(around) - sizeOf(body.blocks))
  const incomplete =
    body.cut ||
    reply.blocks.some((block) => block.kind === 'heading' && oneLine(block.text).length > LONGEST.text) ||
    oneLine(reply.title ?? '').length > LONGEST.header ||
    wordsOf(print).length > LONGEST_FOOTER ||
    countOf(menu) < (reply.menu?.options.length ?? 0) ||
    countOf(buttons) < reply.buttons.length
  const blocks = [...title, ...body.blocks, ...(incomplete ? notice : []), ...menu, ...buttons, ...footer]
  return blocks.length > 0 ? blocks : context('…')
}

/** The plain words of a reply, escaped, and short enough for every way of sending them. */
function plainText(reply: Reply): string {
  const whole = clean(toPlain(reply))
  if (isBlank(whole)) return '…'
  if (escaped(whole).length <= LONGEST_TEXT) return escaped(whole)
  const notice = `\n\n${sayer(reply.locale)('slack.cut')}`
  let most = LONGEST_TEXT - notice.length
  while (escaped(cut(whole, most)).length > LONGEST_TEXT - notice.length) most = Math.floor(most * 0.9)
  return escaped(cut(whole, most) + notice)
}

/** As many pieces as there is room for; the first that does not fit is shortened, and what announced it goes with it. */
function fitted(blocks: readonly Block[], room: Room): { readonly blocks: KnownBlock[]; readonly cut: boolean } {
  const out: { readonly kind: Block['kind']; readonly drawn: KnownBlock }[] = []
  let left = room.bytes
  for (const piece of blocks.flatMap(pieces)) {
    for (const drawn of draw(piece)) {
      const size = sizeOf(drawn) + 1
      if (size > left || out.length >= room.blocks) {
        const last = out.length < room.blocks ? shortened(piece, left) : []
        while (last.length === 0 && (out.at(-1)?.kind === 'heading' || out.at(-1)?.kind === 'divider')) out.pop()
        return { blocks: [...out.map((each) => each.drawn), ...last], cut: true }
      }
      out.push({ kind: piece.kind, drawn })
      left -= size
    }
  }
  return { blocks: out.map((each) => each.drawn), cut: false }
}

/** The beginning of a piece within so many bytes, if it is worth showing. */
function shortened(piece: Block, bytes: number): KnownBlock[] {
  for (let most = Math.min(LONGEST.text, bytes); most >= 40; most = Math.floor(most * 0.8)) {
    const [drawn] = draw(beginning(piece, most))
    if (drawn && sizeOf(drawn) < bytes) return [drawn]
  }
  return []
}

function beginning(piece: Block, most: number): Block {
  switch (piece.kind) {
    case 'text':
    case 'note':
      return { kind: piece.kind, body: cutBody(piece.body, most) }
    case 'list':
      return { kind: 'list', items: firstItems(piece.items, most) }
    case 'heading':
    case 'divider':
      return { kind: 'text', body: [] }
  }
}

function firstItems(items: readonly Body[], most: number): Body[] {
  const out: Body[] = []
  let left = most
  for (const item of items) {
    if (left < 40) break
    out.push(cutBody(item, left))
    left -= wordsOf(item).length
  }
  return out
}
