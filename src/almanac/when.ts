import { dayText, eitherText, monthText, rangeText, yearText } from '../words/dates.ts'
import type { Say } from '../words/say.ts'
import type { Edtf, EdtfInterval, EdtfPoint } from './edtf.ts'

/** A date in words, as precise as the date and no more: "10 to 12 July 2020", "around 15 June 2020", "until May 2020". */
export const whenText = (say: Say, edtf: Edtf): string => {
  if (edtf.kind === 'one-of') return eitherText(say.locale, edtf.days)
  return edtf.kind === 'interval' ? intervalText(say, edtf) : pointText(say, edtf)
}

const pointText = (say: Say, point: EdtfPoint): string => {
  const date = point.approximate ? say('when.around', governed(say, point)) : alone(say, point)
  return point.uncertain ? say('when.uncertain', { date }) : date
}

const intervalText = (say: Say, { start, end }: EdtfInterval): string => {
  if (start === undefined) return say('when.until', governedEnd(say, end))
  if (end === undefined) return say('when.since', governedEnd(say, start))
  if (start.kind === 'day' && end.kind === 'day' && !isDoubtful(start) && !isDoubtful(end)) return rangeText(say.locale, start, end)
  const sameYear = start.kind === 'month' && end.kind === 'month' && start.year === end.year && !isDoubtful(start)
  return `${say('when.from', governedEnd(say, start, sameYear))} ${say('when.to', governedEnd(say, end))}`
}

const isDoubtful = ({ approximate, uncertain }: EdtfPoint): boolean => approximate || uncertain

const alone = (say: Say, point: EdtfPoint): string => {
  if (point.kind === 'year') return yearText(say.locale, point.year)
  return point.kind === 'month' ? monthText(say.locale, point) : dayText(say.locale, point)
}

/** A date as it follows a preposition, and its kind, because the preposition depends on it: "du 10", "de juin", "d’août". */
type Governed = { readonly date: string; readonly kind: 'day' | 'vowel' | 'month' | 'year' }

const governed = (say: Say, point: EdtfPoint, yearless = false): Governed => {
  if (point.kind !== 'month') return { date: alone(say, point), kind: point.kind }
  const { month, year } = point
  const date = monthText(say.locale, yearless ? { month } : { month, year }, 'governed')
  return { date, kind: /^[aeiou]/i.test(date) ? 'vowel' : 'month' }
}

/** An end of an interval carries its own doubt, behind the preposition. */
const governedEnd = (say: Say, point: EdtfPoint, yearless = false): Governed => {
  const { date, kind } = governed(say, point, yearless)
  const roughly = point.approximate ? say('when.roughly', { date }) : date
  return { date: point.uncertain ? say('when.uncertain', { date: roughly }) : roughly, kind }
}
