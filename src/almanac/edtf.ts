import { addDays, daysBetween, daysIn, fromIso, isDay, toIso, type Day } from '../words/dates.ts'

/** What the source leaves open: `~` approximate, `?` uncertain, `%` both. */
type Doubt = { readonly approximate: boolean; readonly uncertain: boolean }

export type EdtfDay = { readonly kind: 'day' } & Day & Doubt
export type EdtfMonth = { readonly kind: 'month'; readonly year: number; readonly month: number } & Doubt
export type EdtfYear = { readonly kind: 'year'; readonly year: number } & Doubt

/** A date that stands alone or at the end of an interval. */
export type EdtfPoint = EdtfDay | EdtfMonth | EdtfYear

/** Both ends belong to the interval; an end that is missing is open (`..`), and at most one is. */
export type EdtfInterval = { readonly kind: 'interval' } & (
  | { readonly start: EdtfPoint; readonly end: EdtfPoint | undefined }
  | { readonly start: undefined; readonly end: EdtfPoint }
)

/** It happened on one of these days, in the order of the calendar; there are at least two. */
export type EdtfOneOf = { readonly kind: 'one-of'; readonly days: readonly Day[] }

/** A date of a pack: the part of EDTF (ISO 8601-2) that its sources need. */
export type Edtf = EdtfPoint | EdtfInterval | EdtfOneOf

const POINT = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)$/

/** Reads a date, or gives undefined for text outside the subset, a day that does not exist and an interval that runs backwards. */
export const parseEdtf = (text: string): Edtf | undefined => {
  if (text.startsWith('[')) return parseOneOf(text)
  return text.includes('/') ? parseInterval(text) : parsePoint(text)
}

export const isEdtf = (text: string): boolean => parseEdtf(text) !== undefined

/** The text of a date, such that reading it gives the same date. */
export const toEdtf = (edtf: Edtf): string => {
  if (edtf.kind === 'one-of') return `[${edtf.days.map(toIso).join(',')}]`
  if (edtf.kind === 'interval') return [edtf.start, edtf.end].map((end) => (end === undefined ? '..' : toEdtf(end))).join('/')
  const { kind, year, approximate, uncertain } = edtf
  const mark = approximate ? (uncertain ? '%' : '~') : uncertain ? '?' : ''
  return toIso({ year, month: kind === 'year' ? 1 : edtf.month, day: kind === 'day' ? edtf.day : 1 }).slice(0, LENGTH[kind]) + mark
}

const LENGTH = { year: 4, month: 7, day: 10 } as const

const parsePoint = (text: string): EdtfPoint | undefined => {
  const [found, yyyy, mm, dd, mark = ''] = POINT.exec(text) ?? []
  if (found === undefined) return undefined
  const [year, month, day] = [Number(yyyy), Number(mm), Number(dd)]
  const doubt = { approximate: /[~%]/.test(mark), uncertain: /[?%]/.test(mark) }
  if (mm === undefined) return { kind: 'year', year, ...doubt }
  if (dd === undefined) return daysIn({ year, month }) > 0 ? { kind: 'month', year, month, ...doubt } : undefined
  return isDay({ year, month, day }) ? { kind: 'day', year, month, day, ...doubt } : undefined
}

const parseInterval = (text: string): EdtfInterval | undefined => {
  const ends = text.split('/')
  const [start, end] = ends.map(parsePoint)
  if (ends.length !== 2 || !ends.every((written, at) => written === '..' || [start, end][at])) return undefined
  if (start === undefined) return end && { kind: 'interval', start, end }
  return end && daysBetween(firstOf(start), firstOf(end)) <= 0 ? undefined : { kind: 'interval', start, end }
}

const parseOneOf = (text: string): EdtfOneOf | undefined => {
  if (!text.endsWith(']')) return undefined
  const days = text.slice(1, -1).split(',').map(fromIso)
  const inOrder = days.every((day, at) => day && (at === 0 || daysBetween(days[at - 1] ?? day, day) > 0))
  return inOrder && days.length > 1 ? { kind: 'one-of', days: days.filter((day) => day !== undefined) } : undefined
}

const firstOf = (point: EdtfPoint): Day => ({
  year: point.year,
  month: point.kind === 'year' ? 1 : point.month,
  day: point.kind === 'day' ? point.day : 1,
})

const lastOf = (point: EdtfPoint): Day => {
  const month = point.kind === 'year' ? 12 : point.month
  return { year: point.year, month, day: point.kind === 'day' ? point.day : daysIn({ year: point.year, month }) }
}

/** The first and the last day that a date may mean, as written: a doubt does not widen it, and an open end is undefined. */
export const bounds = (edtf: Edtf): { readonly first: Day | undefined; readonly last: Day | undefined } => {
  if (edtf.kind === 'one-of') return { first: edtf.days[0], last: edtf.days.at(-1) }
  if (edtf.kind === 'interval') return { first: edtf.start && firstOf(edtf.start), last: edtf.end && lastOf(edtf.end) }
  return { first: firstOf(edtf), last: lastOf(edtf) }
}

/** In which way a day of the calendar is a date's day. Only `exact` is an anniversary without a further word. */
export type Shown =
  | { readonly how: 'exact' | 'one-of' | 'first-day' | 'last-day' | 'around' }
  | { readonly how: 'day-of'; readonly n: number; readonly of: number }

type MonthDay = { readonly month: number; readonly day: number }

/** The longest interval, in days, that is answered on each of its days; a longer one is a state. */
const LONGEST = 7

/** How many days to either side an approximate or uncertain day is still "around this time". */
const AROUND = 7

/** How an event of this date is shown on a day of the calendar, or undefined where it is not. */
export const shownOn = (edtf: Edtf, asked: MonthDay): Shown | undefined => {
  switch (edtf.kind) {
    case 'year':
      return undefined
    case 'month':
      return edtf.month === asked.month ? { how: 'around' } : undefined
    case 'day':
      if (isExact(edtf)) return isSame(edtf, asked) ? { how: 'exact' } : undefined
      return apart(edtf, asked) <= AROUND ? { how: 'around' } : undefined
    case 'one-of':
      return edtf.days.some((day) => isSame(day, asked)) ? { how: 'one-of' } : undefined
    case 'interval':
      return shownInInterval(edtf, asked)
  }
}

const shownInInterval = ({ start, end }: EdtfInterval, asked: MonthDay): Shown | undefined => {
  const of = isExact(start) && isExact(end) ? daysBetween(start, end) + 1 : Infinity
  if (isExact(start) && of <= LONGEST) {
    const at = Array.from({ length: of }, (_, n) => addDays(start, n)).findIndex((day) => isSame(day, asked))
    return at < 0 ? undefined : { how: 'day-of', n: at + 1, of }
  }
  if (isExact(start) && isSame(start, asked)) return { how: 'first-day' }
  return isExact(end) && isSame(end, asked) ? { how: 'last-day' } : undefined
}

const isExact = (point: EdtfPoint | undefined): point is EdtfDay => point?.kind === 'day' && !point.approximate && !point.uncertain

const isSame = (a: MonthDay, b: MonthDay): boolean => a.month === b.month && a.day === b.day

/** Days between two days of the calendar the shorter way round the year, which counts 29 February. */
const apart = (a: MonthDay, b: MonthDay): number => {
  const there = Math.abs(daysBetween({ year: 2000, month: a.month, day: a.day }, { year: 2000, month: b.month, day: b.day }))
  return Math.min(there, 366 - there)
}
