import type { Body, Inline } from '../../chat/reply.ts'

/** A link whose address is longer is shown by its words alone. */
const LONGEST_URL = 512

/** A longer run without a blank is cut in its middle. */
const LONGEST_WORD = 40

const ELLIPSIS = '…'
/** Keeps the marks of two neighbours apart, so that `**a**` beside `*b*` is not read as one. */
const APART = '\u200B'

/** What the guard of a line's start may add. */
const GUARDS = 1

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The characters of a text that a person can see, on one line: lone surrogates, controls, line breaks and marks that turn the
 * direction of writing are gone. Joiners stay, because Arabic and emoji need them.
 */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cf}--[\u200C\u200D]]/gv, '')

/** At most `most` UTF-16 units of a visible text, cut at a word where there is one and marked with an ellipsis. */
export function shortened(text: string, most: number): string {
  const whole = visible(text).trim()
  if (whole.length <= most) return whole
  const end = endOfWord(whole, most - ELLIPSIS.length)
  return `${whole.slice(0, end).trimEnd()}${ELLIPSIS}`
}

/** Where to cut a text so that at most `most` units are left: behind a word if that loses little, else behind a grapheme. */
function endOfWord(text: string, most: number): number {
  if (most <= 0) return 0
  const blank = text.slice(0, most + 1).search(/\s\S*$/u)
  if (blank > 0 && most - blank <= LONGEST_WORD) return blank
  let end = 0
  for (const { index, segment } of GRAPHEMES.segment(text.slice(0, most + 32))) {
    if (index + segment.length > most) break
    end = index + segment.length
  }
  return end > 0 ? end : text.slice(0, most).toWellFormed() === text.slice(0, most) ? most : most - 1
}

/** One line of Discord's Markdown in which nothing but our own emphasis and links is markup. Empty when nothing can be seen. */
export function toMarkdown(body: Body): string {
  return lineStart(body.map(inline).reduce(beside, '').trim())
}

/** As much of a line as fits into `room` units of Markdown, cut at a word; emphasis is closed and no link is torn. */
export function toMarkdownWithin(body: Body, room: number): string {
  const whole = toMarkdown(body)
  if (whole.length <= room) return whole
  const kept: Inline[] = []
  let line = ''
  for (const part of body) {
    line = beside(line, inline(part))
    if (line.length + GUARDS + ELLIPSIS.length > room) return withPieceOf(part, kept, room)
    kept.push(part)
  }
  return withPieceOf('', kept, room)
}

/** The longest beginning of `part` that still fits behind what is kept. */
function withPieceOf(part: Inline, kept: readonly Inline[], room: number): string {
  const text = visible(typeof part === 'string' ? part : part.text)
  const piece = (end: number): Inline => (typeof part === 'string' ? text.slice(0, end) : { ...part, text: text.slice(0, end) })
  const line = (end: number): string => {
    const words = toMarkdown(end > 0 ? [...kept, piece(end)] : kept)
    return words === '' ? '' : words + ELLIPSIS
  }
  let [low, high] = [0, Math.min(text.length, room)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (line(middle).length <= room) low = middle
    else high = middle - 1
  }
  const cut = line(low === text.length ? low : endOfWord(text, low))
  return cut.length <= room ? cut : ''
}

function inline(part: Inline): string {
  if (typeof part === 'string') return escaped(visible(part))
  switch (part.kind) {
    case 'strong':
      return wrapped(part.text, '**')
    case 'em':
      return wrapped(part.text, '*')
    case 'code':
      return quoted(part.text)
    case 'link':
      return linked(part.text, part.url)
    case 'lead':
      return escaped(visible(part.text))
  }
}

/** A backslash takes the meaning from any sign that follows it; `:` and `@` are among them because of emoji, addresses and mentions. */
const escaped = (text: string): string => text.replace(/[\\*_~`|<>#[\](@:]/g, '\\$&')

/** What a list, a heading or small print begins with means nothing further on, so that only the start of a line is guarded. */
const lineStart = (line: string): string => line.replace(/^[-+]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2')

/** Blanks move outside: Discord reads `* a*` as a star. */
function wrapped(text: string, mark: '**' | '*'): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(visible(text)) ?? []
  return words === '' ? before : `${before}${mark}${escaped(words)}${mark}${after}`
}

/** No backslash works inside code, so a backtick becomes the accent that looks like one, and what could end a link before it is kept apart. */
function quoted(text: string): string {
  const words = visible(text).trim()
  return words === '' ? '' : `\`${words.replaceAll('`', 'ˋ').replaceAll('](', `]${APART}(`)}\``
}

/** Square brackets cannot be escaped inside the words of a link; and words that look like an address make Discord show the source instead. */
function linked(text: string, url: string): string {
  const words = visible(text)
    .trim()
    .replace(/\bhttps?:\/\//gi, '')
    .replaceAll('[', '(')
    .replaceAll(']', ')')
  const address = addressOf(url)
  if (address === undefined) return escaped(words)
  return `[${escaped(words === '' ? new URL(address).hostname : words)}](<${address}>)`
}

/** The address, percent-encoded so that it cannot end the link; undefined unless it is http or https, without a password and of decent length. */
function addressOf(url: string): string | undefined {
  const parsed = URL.parse(url.toWellFormed())
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username !== '' || parsed.password !== '') return undefined
  const address = parsed.href.replace(/[\s<>()[\]"'`\\|*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
  return address.length > LONGEST_URL ? undefined : address
}

/** Two marks of the same sign are kept apart; an escaped sign is none. */
function beside(line: string, part: string): string {
  const [last, first] = [line.at(-1), part.at(0)]
  const touching = last === first && (first === '*' || first === '`') && line.at(-2) !== '\\'
  return touching ? line + APART + part : line + part
}
