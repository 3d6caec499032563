import { dayAsked } from '../../almanac/commands.ts'
import { mainYear } from '../../almanac/filter.ts'
import type { Shelf } from '../../almanac/shelf.ts'
import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { Failure } from '../../kernel/failure.ts'
import { addDays, dayText, daysBetween, toIso, today, type Day, type YearlyDay } from '../../words/dates.ts'
import { daysFromToday, readDate } from '../../words/read-date.ts'
import { storyEnd } from '../story.ts'
import type { Wish } from '../subscription.ts'
import { isoText } from './phrases.ts'

/** Nobody plans a course for later. */
const FARTHEST_DAYS = 731

/** The local date after today. */
export const tomorrow = (now: Date, zone: string): string => toIso(addDays(today(now, zone), 1))

/** The local date on which a replay begins to be told; a day without a year is the next one of that name. Throws `Failure` for a day gone by. */
export function firstDate(ask: Ask, typed: string, zone: string): string {
  const now = today(ask.now, zone)
  const day = dayMeant(ask, typed, now)
  const distance = daysBetween(now, day)
  if (distance < 0) throw new Failure('bad-input', 'schedule.past', { said: quotable(typed) })
  if (distance > FARTHEST_DAYS) throw new Failure('bad-input', 'schedule.far', { said: quotable(typed) })
  return toIso(day)
}

/** The local date whose post somebody wants to see; a day without a year is the next one of that name. */
export function previewDate(ask: Ask, typed: string, zone: string): string {
  const now = today(ask.now, zone)
  return toIso(dayMeant(ask, typed, now))
}

/** "Yesterday" is the day before this one and not one of the year to come. */
function dayMeant(ask: Ask, typed: string, now: Day): Day {
  const away = daysFromToday(typed)
  return away === undefined ? ahead(dayAsked(readDate(typed, now), ask, typed), now) : addDays(now, away)
}

/** A day of this year or, where that is gone by, of the next year that has it. */
export function ahead({ year, month, day }: YearlyDay, now: Day): Day {
  const candidates = year === undefined ? [0, 1, 2, 3, 4, 8].map((n) => ({ year: now.year + n, month, day })) : [{ year, month, day }]
  const found = candidates.find((candidate) => daysBetween(now, candidate) >= 0 && toIso(addDays(candidate, 0)) === toIso(candidate))
  return found ?? { year: year ?? now.year, month, day }
}

/** The day of the story with which a replay begins; a day without a year is one of the pack's main year. Throws `Failure` for a day outside the story. */
export function beginning(shelf: Shelf | undefined, ask: Ask, typed: string, taste: Pick<Wish, 'minWeight' | 'topics'>): string {
  const { year, month, day } = dayAsked(readDate(typed, today(ask.now, ask.zone)), ask, typed)
  const first = shelf?.almanac.events.map((event) => event.first).find((from) => from !== undefined)
  const last = shelf && storyEnd(shelf, taste)
  const wanted = toIso({ year: year ?? (shelf ? mainYear(shelf) : 0), month, day })
  if (first && last !== undefined && wanted >= toIso(first) && wanted <= last) return wanted
  throw new Failure('bad-input', 'schedule.outside', {
    first: first ? dayText(ask.locale, first) : '',
    last: last === undefined ? '' : isoText(ask.say, last),
  })
}
