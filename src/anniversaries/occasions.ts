import { isOccasion, type Event, type OnDay } from '../almanac/almanac.ts'
import { bounds } from '../almanac/edtf.ts'
import type { Shelf } from '../almanac/shelf.ts'
import { addDays, daysBetween, isDay, type Day } from '../words/dates.ts'
import type { Wish } from './subscription.ts'

/** Which events a channel wants. */
export type Taste = Pick<Wish, 'minWeight' | 'topics'>

/** One event on the day of its anniversary: the day of its own time that is remembered, and how many years it is ago. */
export type Occasion = OnDay & { readonly past: Day; readonly years: number }

export const wanted =
  ({ minWeight, topics }: Taste) =>
  ({ weight, topic }: Pick<Event, 'weight' | 'topic'>): boolean =>
    weight >= minWeight && (topics.length === 0 || topics.includes(topic))

/** Everything of one date; 29 February falls on the 28th in a year that has none. */
function ofDate({ almanac }: Shelf, date: Day): readonly OnDay[] {
  const isLast = date.month === 2 && date.day === 28 && !isDay({ year: date.year, month: 2, day: 29 })
  return isLast ? [...almanac.on(date), ...almanac.on({ month: 2, day: 29 }).filter(isOccasion)] : almanac.on(date)
}

/** The day of an event's own time that this day of the calendar remembers. */
function dayOf({ event, shown }: OnDay, date: Day): Day | undefined {
  if (shown.how === 'last-day') return event.last
  if (shown.how === 'day-of') return event.first && addDays(event.first, shown.n - 1)
  if (shown.how === 'one-of' && event.when.kind === 'one-of')
    return event.when.days.find(({ month, day }) => month === date.month && day === date.day) ?? event.first
  return event.first
}

const roundness = (years: number): number => (years > 0 && years % 10 === 0 ? 0 : years > 0 && years % 5 === 0 ? 1 : 2)

/** What a channel's date remembers: round years first, then by weight, then the longest ago. Nothing that is still to come, and nothing of an approximate day. */
export function occasions(shelf: Shelf, taste: Taste, date: Day): readonly Occasion[] {
  const isWanted = wanted(taste)
  const found = ofDate(shelf, date).flatMap((on): Occasion[] => {
    if (!isOccasion(on) || !isWanted(on.event)) return []
    const past = dayOf(on, date)
    return past && daysBetween(past, date) >= 0 ? [{ ...on, past, years: date.year - past.year }] : []
  })
  return found.toSorted((a, b) => roundness(a.years) - roundness(b.years) || b.event.weight - a.event.weight || b.years - a.years)
}

/** Whether the pack remembers anything on a date, wanted or not. */
export const isBusy = (shelf: Shelf, date: Day): boolean => occasions(shelf, { minWeight: 1, topics: [] }, date).length > 0

/** Events that the pack dates otherwise, but that other sources date to this day. */
export const datedByOthers = (shelf: Shelf, taste: Taste, date: Day): readonly OnDay[] =>
  shelf.almanac.on(date).filter(({ event, attested }) => {
    const first = attested && bounds(attested.when).first
    return first !== undefined && daysBetween(first, date) >= 0 && wanted(taste)(event)
  })

/** The nearest date before or after on which something is remembered that has happened already, and how many days it is away. */
export function nearest(
  shelf: Shelf,
  taste: Taste,
  date: Day,
): { readonly occasion: Occasion; readonly date: Day; readonly away: number } | undefined {
  for (let days = 1; days <= HALF_YEAR; days += 1)
    for (const away of date.year % 2 === 0 ? [-days, days] : [days, -days]) {
      const near = addDays(date, away)
      const occasion = occasions(shelf, taste, near).find(({ past }) => daysBetween(past, date) > 0)
      if (occasion) return { occasion, date: near, away }
    }
  return undefined
}

const HALF_YEAR = 183

/** The next date on which something is remembered, and the first of it that is not told today already. */
export function nextDate(
  shelf: Shelf,
  taste: Taste,
  date: Day,
  told: readonly Occasion[],
): { readonly date: Day; readonly occasion: Occasion } | undefined {
  for (let days = 1; days < 366; days += 1) {
    const next = addDays(date, days)
    const occasion = occasions(shelf, taste, next).find(({ event }) => !told.some((other) => other.event === event))
    if (occasion) return { date: next, occasion }
  }
  return undefined
}
