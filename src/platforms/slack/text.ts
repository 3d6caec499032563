import { wordsOf, type Body, type Inline } from '../../chat/reply.ts'

/** Control characters but the line break, and the marks that turn the direction of writing. */
const UNSEEN = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Text as Slack takes it: well formed, with nothing in it that hides or turns other text. */
export const clean = (text: string): string => text.toWellFormed().replace(/\r\n?/g, '\n').replace(UNSEEN, ' ')

/** The same in one line, for titles and labels; the no-break blanks of French stay. */
export const oneLine = (text: string): string =>
  clean(text)
    .replace(/[^\S\u00a0\u202f]+/g, ' ')
    .trim()

/** Whether there is nothing to see; Slack refuses a text that is empty. */
export const isBlank = (text: string): boolean => !/[^\s\p{Cf}]/u.test(text)

/** At most `max` characters, cut between words, with an ellipsis where something was cut. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${firstWords(text, max - 1).trimEnd()}…`
}

/** The beginning of a text that is no longer than `max`, up to a space where there is one in its second half; a text that `waits` for more room is not broken inside a word. */
function firstWords(text: string, max: number, waits = false): string {
  const head = text.slice(0, max)
  if (/^\s/.test(text.slice(max, max + 1))) return head
  const space = head.search(/\s\S*$/)
  if (space >= 0 && (waits || space > max / 2)) return head.slice(0, space + 1)
  return waits ? '' : head.replace(/[\uD800-\uDBFF]$/, '')
}

const withWords = (part: Inline, text: string): Inline => (typeof part === 'string' ? text : { ...part, text })

/** A body in pieces of at most `max` characters, divided between words; nothing is lost. */
export function divided(body: Body, max: number): readonly Body[] {
  const pieces: Inline[][] = [[]]
  let used = 0
  for (const part of body) {
    let rest = wordsOf([part])
    while (rest !== '') {
      const fits = rest.length <= max - used
      const now = fits ? rest : firstWords(rest, max - used, used > 0)
      if (now !== '') pieces.at(-1)?.push(withWords(part, now))
      used += now.length
      rest = rest.slice(now.length)
      if (!fits) {
        pieces.push([])
        used = 0
      }
    }
  }
  return pieces.filter((piece) => !isBlank(wordsOf(piece)))
}

/** The beginning of a body, with an ellipsis where something was cut. */
export function cutBody(body: Body, max: number): Body {
  if (wordsOf(body).length <= max) return body
  const first = divided(body, max - 1)[0] ?? []
  const last = first.at(-1) ?? ''
  return [...first.slice(0, -1), withWords(last, `${wordsOf([last]).trimEnd()}…`)]
}

/** The three characters that Slack decodes in a text, and the only ones (docs.slack.dev, "Escaping text"): without this, `<!channel>` would ring. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What Slack escaped in a line that somebody typed. */
export const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
