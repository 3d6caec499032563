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
export function page(
  reply: Reply,
  wanted: number,
  label: (kind: 'earlier' | 'later', page: number, of: number) => string,
  footer: (page: number, of: number) => Inline,
): Reply {
  const { self } = reply
  if (!self) return reply
  const pages = pagesOf(reply.blocks)
  if (pages.length <= 1) return reply
  const number = Math.min(Math.max(1, wanted), pages.length)
  const to = (kind: 'earlier' | 'later', n: number): Button[] =>
    n < 1 || n > pages.length ? [] : [{ label: label(kind, n, pages.length), action: withEnvelope(self, { page: n }) }]
  return {
    ...reply,
    blocks: pages[number - 1] ?? [],
    buttons: [...to('earlier', number - 1), ...to('later', number + 1), ...reply.buttons],
    footer: [footer(number, pages.length), ...(reply.footer.length > 0 ? [' · ', ...reply.footer] : [])],
  }
}

/** The blocks dealt out to pages; headings always stay with what follows them. A page neither begins nor ends with a divider. */
export function pagesOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const pages: Block[][] = []
  const fits = (more: readonly Block[]): boolean => {
    const last = pages.at(-1)
    return last !== undefined && last.length + more.length <= PAGE.blocks && heft(last) + heft(more) <= PAGE.characters
  }
  const deal = (more: readonly Block[]): void => {
    if (!fits(more)) pages.push([])
    const last = pages.at(-1)
    last?.push(...(last.length > 0 ? more : more.slice(more.findIndex((block) => block.kind !== 'divider'))))
  }
  const whole = new Map<Block, Block>()
  const pieces = blocks.flatMap((block) => split(block).map((piece) => (whole.set(piece, block), piece)))
  for (const unit of unitsOf(pieces)) {
    const small = unit.length <= PAGE.blocks && heft(unit) <= PAGE.characters
    if (small) deal(unit)
    else for (const block of unit) deal([block])
  }
  return pages.map((page) => joined(withoutLastDivider(page), whole)).filter((page) => page.length > 0)
}

/** Pieces of one list that came to stand on one page are one list again. */
const joined = (page: readonly Block[], whole: ReadonlyMap<Block, Block>): readonly Block[] =>
  page.reduce<Block[]>((done, block, at) => {
    const [last, above] = [done.at(-1), page[at - 1]]
    const same = above !== undefined && whole.get(above) === whole.get(block)
    if (same && last?.kind === 'list' && block.kind === 'list')
      return [...done.slice(0, -1), { kind: 'list', items: [...last.items, ...block.items] }]
    return [...done, block]
  }, [])

/** What must not be parted: a block with the headings and the dividers before it. */
function unitsOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const units: Block[][] = [[]]
  for (const block of blocks) {
    units.at(-1)?.push(block)
    if (block.kind !== 'heading' && block.kind !== 'divider') units.push([])
  }
  return units.filter((unit) => unit.length > 0)
}

const withoutLastDivider = (page: readonly Block[]): readonly Block[] =>
  page.slice(0, page.findLastIndex((block) => block.kind !== 'divider') + 1)

const ESCAPED = new Set(Buffer.from('\\*_~`|>#[]()<&:@-'))

/** Counted by hand: a list of all the signs in every text of every answer would only be counted. */
function lengthOf(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length; at += 1) if (ESCAPED.has(text.charCodeAt(at))) length += 1
  return length
}

/**
 * A message of Slack holds about 13,000 bytes of JSON, of which buttons, menu and footer take up to 6,000 (`platforms/slack/render.ts`);
 * each part of a text costs about 62 bytes beside its own, each item of a list 55. Weighed so that a full page is full in that measure too.
 */
const BYTE = PAGE.characters / 7000
const PART_BYTES = 62
const ITEM_BYTES = 55

/** What a body takes in the more costly of two measures: characters of Markdown with addresses and escapes, or bytes of JSON. */
const weightOf = (body: Body): number =>
  body.reduce((sum, part) => {
    const [text, address] = typeof part === 'string' ? [part, ''] : [part.text, part.kind === 'link' ? part.url : '']
    const characters = lengthOf(text) + (typeof part === 'string' ? 0 : 4) + (address ? address.length + 2 : 0)
    return sum + Math.max(characters, (Buffer.byteLength(text) + Buffer.byteLength(address) + PART_BYTES) * BYTE)
  }, 0)

/** How much of a page a block takes. */
export function weight(block: Block): number {
  switch (block.kind) {
    case 'heading':
      return lengthOf(block.text) + 6
    case 'text':
    case 'note':
      return weightOf(block.body) + 4
    case 'list':
      return block.items.reduce((sum, item) => sum + weightOf(item) + ITEM_BYTES * BYTE, 0)
    case 'divider':
      return 1
  }
}

const weighed = new WeakMap<Block, number>()

/** The weight of a block is asked for again with each block that comes after it. */
function knownWeight(block: Block): number {
  const known = weighed.get(block) ?? weight(block)
  weighed.set(block, known)
  return known
}

const heft = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + knownWeight(block), 0)

/** Pieces of a block that is heavier than half a page by itself. */
function split(block: Block): readonly Block[] {
  const half = PAGE.characters / 2
  if (knownWeight(block) <= half) return [block]
  switch (block.kind) {
    case 'list':
      return groups(
        block.items.flatMap((item) => splitBody(item, half - 4)),
        half,
      ).map((items) => ({ kind: 'list', items }))
    case 'text':
    case 'note':
      return splitBody(block.body, half - 4).map((body) => ({ kind: block.kind, body }))
    case 'heading':
      return splitBody([block.text], half - 6).map((body) => ({ kind: 'heading', text: wordsOf(body) }))
    case 'divider':
      return [block]
  }
}

function groups(items: readonly Body[], limit: number): Body[][] {
  const out: Body[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const item of items) {
    if (used + weightOf(item) + ITEM_BYTES * BYTE > limit) {
      out.push([])
      used = 0
    }
    out.at(-1)?.push(item)
    used += weightOf(item) + ITEM_BYTES * BYTE
  }
  return out
}

function splitBody(body: Body, limit: number): Body[] {
  if (weightOf(body) <= limit) return [body]
  const out: Inline[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const part of body.flatMap((inline) => splitInline(inline, limit))) {
    if (used + weightOf([part]) > limit) {
      out.push([])
      used = 0
    }
    out.at(-1)?.push(part)
    used += weightOf([part])
  }
  return out.filter((piece) => wordsOf(piece).trim() !== '')
}

/** Each piece of a link leads where the whole did; one whose address alone would fill half a piece is left as its words. */
function splitInline(part: Inline, limit: number): Inline[] {
  if (weightOf([part]) <= limit) return [part]
  if (typeof part !== 'string' && part.kind === 'link' && part.url.length > limit / 2) return splitInline(part.text, limit)
  const [words, make] =
    typeof part === 'string' ? [part, (text: string): Inline => text] : [part.text, (text: string): Inline => ({ ...part, text })]
  // Every character may need a mark before it or be a pair of halves, but not both.
  const most = Math.max(1, Math.floor((limit - weightOf([make('')])) / 2))
  const pieces = words.match(new RegExp(`[\\s\\S]{1,${most}}(?=\\s|$)|[\\s\\S]{1,${most}}`, 'gu')) ?? []
  return pieces.map(make)
}
