import { Temporal } from 'temporal-polyfill'

/** Whoever is still awake learns for the evening before. */
const BEGINS = Temporal.PlainTime.from('04:00')

/**
 * The study day of an instant in a zone, as `YYYY-MM-DD`: it begins at 04:00 by the clocks there, and ends where the next begins. A day that
 * the zone skipped has none. Throws a RangeError for an unknown zone.
 */
export function studyDay(now: Date, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime())
  let day = at.toZonedDateTimeISO(zone).toPlainDate()
  while (beginning(day, zone).epochMilliseconds > at.epochMilliseconds) day = day.subtract({ days: 1 })
  return day.toString()
}

/** When a study day begins in a zone; one that the zone skipped begins with the next. Where the clocks jump over 04:00, it is read with the offset before the jump; where it comes twice, the first is meant. */
export const studyDayStart = (day: string, zone: string): Date => new Date(beginning(Temporal.PlainDate.from(day), zone).epochMilliseconds)

const beginning = (day: Temporal.PlainDate, zone: string): Temporal.ZonedDateTime =>
  day.toZonedDateTime({ timeZone: zone, plainTime: BEGINS })

const DAY_MS = 86_400_000

/** Days since 1970-01-01. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS)

/** The day that is so many days after 1970-01-01. */
export const dayNumbered = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)
