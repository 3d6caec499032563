import { daysBetween, type Day } from '../words/dates.ts'

const ORIGIN: Day = { year: 1970, month: 1, day: 1 }

/** Days since 1 January 1970. */
export const serialOf = (day: Day): number => daysBetween(ORIGIN, day)

/** Counts the dates of a year, 29 February among them, so that a date has one number in all years. */
const dateNumber = ({ month, day }: Day): number => daysBetween({ year: 2000, month: 1, day: 1 }, { year: 2000, month, day })

/** The one of four whose turn it is on a day: never the one of the day before, nor the one of the same date a year before. */
export const inTurn = <T>(four: readonly [T, T, T, T], day: Day): T => four[(dateNumber(day) + 3 * day.year) % 4] ?? four[0]

/** The same things in another order than on the same date a year before, wherever there are at least two. */
export const orderedInTurn = <T>(things: readonly T[], day: Day): readonly T[] => {
  const from = things.length === 0 ? 0 : (dateNumber(day) + day.year) % things.length
  return [...things.slice(from), ...things.slice(0, from)]
}

/**
 * Which of `count` things is shown on a day. With four or more it is never the one of the day before, and never the one
 * of the same date a year before, whether 365 or 366 days lie between.
 */
export function turnOf(day: Day, count: number): number {
  if (count <= 0) return 0
  const yearly = Array.from({ length: count }, (_, n) => n).find((n) => [1 + n, 365 + n, 366 + n].every((away) => away % count !== 0)) ?? 0
  return (serialOf(day) + yearly * day.year) % count
}
