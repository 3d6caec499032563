import { addDays, daysIn, isDay, type Day } from './dates.ts'
import { fold } from './fold.ts'
import { monthSpellings } from './months.ts'

/** What somebody meant by the words for a date. `said` is what they wrote, without blanks that say nothing. */
export type DateRead =
  | { readonly kind: 'day'; readonly month: number; readonly day: number; readonly year?: number }
  | { readonly kind: 'mid-month'; readonly month: number; readonly year?: number }
  | { readonly kind: 'month'; readonly month: number; readonly year?: number }
  | { readonly kind: 'year'; readonly year: number }
  | ImpossibleDate
  | { readonly kind: 'unreadable' }

/** A date by its form, but none that the calendar has: 30 February, 31 June, month 13. */
export type ImpossibleDate = {
  readonly kind: 'impossible'
  readonly said: string
  readonly why: 'no-such-day' | 'no-such-month'
  readonly month?: number
  readonly day?: number
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Words are compared folded: without marks and in lower case. */
const MONTHS: ReadonlyMap<string, number> = new Map(monthSpellings().map(([spelling, month]) => [fold(spelling).replace('.', ''), month]))
const ROMAN: ReadonlyMap<string, number> = new Map(
  [...words('i ii iii iv v vi vii viii ix x xi xii')].map((numeral, at) => [numeral, at + 1]),
)
const FROM_TODAY: ReadonlyMap<string, number> = new Map([
  ...[...words("today aujourd'hui aujourdhui dzisiaj dzis")].map((word) => [word, 0] as const),
  ...[...words('yesterday hier wczoraj')].map((word) => [word, -1] as const),
  ...[...words('tomorrow demain jutro')].map((word) => [word, 1] as const),
])
const MIDDLE = words('mid middle mi milieu polowa polowie polowy')
const SILENT = words('the of on in le la a du de d en r rok roku year dnia w we')
const ORDINALS = words('st nd rd th er ere re e eme go')
/** What may stand in front of a date and says nothing. */
const OPENING = words(`
  au
  monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
  lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim
  poniedzialek wtorek sroda srode czwartek piatek sobota sobote niedziela niedziele pon wt sr czw pt sob niedz nd`)

/** What may stand between two pieces, and behind the last one. */
const SEPARATOR = /^\.? ?[-‐–/.,]? ?$/
const FULL_STOP = /^ ?[.,]$/

/** No date has more words, numbers and separators than this. */
const MOST_PARTS = 32

/**
 * The role of each piece, day, month, year or "mid", by the shape of the whole: `n` is a number of one or two digits,
 * `y` one of four, `m` a month's name, `r` a Roman numeral, `h` "mid". A shape that is not here is not a date.
 */
const SHAPES: ReadonlyMap<string, string> = new Map(
  [
    ...words(`
      y:y m:m my:my ym:ym yn:ym ny:my ry:my hm:hm hmy:hmy
      nm:dm nr:dm nn:dm mn:md
      nmy:dmy nry:dmy nny:dmy mny:mdy ymn:ymd ynm:ydm ynn:ymd
      nmn:dmy nrn:dmy nnn:dmy mnn:mdy`),
  ].map((row) => row.split(':') as [shape: string, roles: string]),
)

/**
 * Reads a date as people write it in English, French or Polish, whatever language they asked in. The day comes before
 * the month, unless only the other order makes sense ("08-18"). "Today" is the day of `today`, of any year.
 * Never throws; the time it takes grows with the length of the text and no faster.
 */
export const readDate = (text: string, today: Day): DateRead => {
  if (/\p{Cc}/u.test(text)) return { kind: 'unreadable' }
  const said = text.replace(/\s+/g, ' ').trim()
  const folded = fold(said).trim()
  const ahead = FROM_TODAY.get(folded)
  if (ahead === undefined) return dateOf(piecesOf(folded) ?? [], said)
  const { month, day } = addDays(today, ahead)
  return { kind: 'day', month, day }
}

/** How many days from today a word such as "tomorrow" or "hier" lies, in any language; undefined for any other words. Never throws. */
export const daysFromToday = (text: string): number | undefined => FROM_TODAY.get(fold(text).trim())

type Piece = { readonly letter: string; readonly value: number }

/** The words and numbers that carry the date, or undefined where something stands between them that no date has. */
const piecesOf = (folded: string): readonly Piece[] | undefined => {
  const parts = folded.match(/\p{L}+|\d+|[^\p{L}\d]+/gu) ?? []
  if (parts.length > MOST_PARTS) return undefined
  const pieces: Piece[] = []
  for (const [at, part] of parts.entries()) {
    const piece = pieceOf(part)
    const before = parts[at - 1] ?? ''
    if (piece !== undefined) pieces.push(piece)
    else if (!isSeparator(part, before, at === parts.length - 1) && !isSilent(part, before, pieces.length === 0)) return undefined
  }
  return pieces
}

const isSeparator = (part: string, before: string, isLast: boolean): boolean => before !== '' && (isLast ? FULL_STOP : SEPARATOR).test(part)

const isSilent = (part: string, before: string, isOpening: boolean): boolean =>
  SILENT.has(part) || (isOpening && OPENING.has(part)) || (/^\d/.test(before) && ORDINALS.has(part))

const pieceOf = (part: string): Piece | undefined => {
  if (/^\d/.test(part)) return { letter: part.length <= 2 ? 'n' : part.length === 4 ? 'y' : '?', value: Number(part) }
  if (MIDDLE.has(part)) return { letter: 'h', value: 0 }
  const named = MONTHS.get(part)
  if (named !== undefined) return { letter: 'm', value: named }
  const numeral = ROMAN.get(part)
  return numeral === undefined ? undefined : { letter: 'r', value: numeral }
}

const dateOf = (pieces: readonly Piece[], said: string): DateRead => {
  const roles = SHAPES.get(pieces.map(({ letter }) => letter).join(''))
  if (roles === undefined) return { kind: 'unreadable' }
  const at = (role: string): Piece | undefined => pieces[roles.indexOf(role)]
  const [y, m, d] = [at('y'), at('m'), at('d')]
  const year = y && { year: y.letter === 'n' ? 2000 + y.value : y.value }
  if (m === undefined) return year ? { kind: 'year', ...year } : { kind: 'unreadable' }
  if (d === undefined) {
    if (daysIn({ month: m.value }) === 0) return { kind: 'impossible', said, why: 'no-such-month', month: m.value }
    return { kind: roles.startsWith('h') ? 'mid-month' : 'month', month: m.value, ...year }
  }
  const swapped = roles.startsWith('dm') && m.letter === 'n' && m.value > 12 && isDay({ month: d.value, day: m.value })
  const [month, day] = swapped ? [d.value, m.value] : [m.value, d.value]
  if (daysIn({ month }) === 0) return { kind: 'impossible', said, why: 'no-such-month', month, day }
  if (!isDay({ month, day, ...year })) return { kind: 'impossible', said, why: 'no-such-day', month, day }
  return { kind: 'day', month, day, ...year }
}
