import { withEnvelope } from './action.ts'
import { wordsOf, type Block, type Body, type Button, type Inline, type Reply } from './reply.ts'

/**
 * What fits into one message on every platform. Measured in characters as the most verbose renderer writes them:
 * Discord allows 4,000 in one message and spells out addresses and escapes, so a page stays well below.
 */
export const PAGE = { characters: 2600, blocks: 24 } as const

/**
 * One page of a reply that is too long for one message, with buttons to the pages beside it.
 * Pages are cut between blocks, then between items, then between words; every word is on exactly one page, and page 1 is what is asked for by no number.
 * A reply that cannot say itself again (no `self`) is left whole, for the renderer to cut.
 */
export function page(reply: Reply, wanted: number, label: (kind: 'earlier' | 'later', page: number, of: number) => string, footer: (page: number, of: number) => Inline): Reply {
  const { self } = reply
  if (!self) return reply
  const pages = pagesOf(reply.blocks)
  if (pages.length <= 1) return reply
  const number = Math.min(Math.max(1, wanted), pages.length)
  const to = (kind: 'earlier' | 'later', n: number): Button[] => (n < 1 || n > pages.length ? [] : [{ label: label(kind, n, pages.length), action: withEnvelope(self, { page: n }) }])
  return {
    ...reply,
    blocks: pages[number - 1] ?? [],
    buttons: [...to('earlier', number - 1), ...to('later', number + 1), ...reply.buttons],
    footer: [footer(number, pages.length), ...(reply.footer.length > 0 ? [' · ', ...reply.footer] : [])],
  }
}

/** The blocks dealt out to pages; a heading always stays with what follows it. */
export function pagesOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const pages: Block[][] = [[]]
  let used = 0
  const fits = (block: Block, keep: number) => used + weight(block) + keep <= PAGE.characters && (pages.at(-1)?.length ?? 0) < PAGE.blocks
  const pieces = blocks.flatMap(split)
  for (const [i, block] of pieces.entries()) {
    const next = pieces[i + 1]
    const keep = block.kind === 'heading' && next ? weight(next) : 0
    if (!fits(block, keep) && (pages.at(-1)?.length ?? 0) > 0) {
      pages.push([])
      used = 0
    }
    if (block.kind === 'divider' && pages.at(-1)?.length === 0) continue
    pages.at(-1)?.push(block)
    used += weight(block)
  }
  return pages.map((blocks) => (blocks.at(-1)?.kind === 'divider' ? blocks.slice(0, -1) : blocks)).filter((page) => page.length > 0)
}

const ESCAPE = /[\\*_~`|>#[\]()<&-]/g

/** Characters as the most verbose renderer writes them: a mark before each sign that means something, addresses spelled out. */
const weightOf = (body: Body): number =>
  body.reduce((sum, part) => {
    if (typeof part === 'string') return sum + part.length + (part.match(ESCAPE)?.length ?? 0)
    return sum + part.text.length + (part.text.match(ESCAPE)?.length ?? 0) + (part.kind === 'link' ? part.url.length + 6 : 4)
  }, 0)

function weight(block: Block): number {
  switch (block.kind) {
    case 'heading': return block.text.length + 6
    case 'text': case 'note': return weightOf(block.body) + 4
    case 'list': return block.items.reduce((sum, item) => sum + weightOf(item) + 4, 0)
    case 'divider': return 1
  }
}

/** Pieces of a block that is heavier than half a page by itself. */
function split(block: Block): readonly Block[] {
  const half = PAGE.characters / 2
  if (weight(block) <= half) return [block]
  switch (block.kind) {
    case 'list': return groups(block.items.flatMap((item) => splitBody(item, half)), half).map((items) => ({ kind: 'list', items }))
    case 'text': case 'note': return splitBody(block.body, half).map((body) => ({ kind: block.kind, body }))
    case 'heading': case 'divider': return [block]
  }
}

function groups(items: readonly Body[], limit: number): Body[][] {
  const out: Body[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const item of items) {
    if (used + weightOf(item) + 4 > limit) { out.push([]); used = 0 }
    out.at(-1)?.push(item)
    used += weightOf(item) + 4
  }
  return out
}

function splitBody(body: Body, limit: number): Body[] {
  if (weightOf(body) <= limit) return [body]
  const out: Inline[][] = [[]]
  for (const part of body.flatMap((inline) => splitInline(inline, limit))) {
    if (weightOf([...(out.at(-1) ?? []), part]) > limit && (out.at(-1)?.length ?? 0) > 0) out.push([])
    out.at(-1)?.push(part)
  }
  return out.filter((piece) => wordsOf(piece).trim() !== '')
}

function splitInline(part: Inline, limit: number): Inline[] {
  if (weightOf([part]) <= limit) return [part]
  const [words, make] = typeof part === 'string' ? [part, (text: string): Inline => text] : [part.text, (text: string): Inline => ({ ...part, text })]
  const most = Math.max(1, Math.floor(limit / 2))
  const pieces = words.match(new RegExp(`[\\s\\S]{1,${most}}(?=\\s|$)|[\\s\\S]{1,${most}}`, 'gu')) ?? []
  return pieces.map(make)
}
