import type { Locale } from './locale.ts'
import { sayer } from './say.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * "3 days", "5 hours", "20 minutes", in the one unit that says most: up to a minute and a half in seconds, to an hour and a half in
 * minutes, to a day and a half in hours. Rounded to the nearest; in Polish as it follows `za` and stands before `po`.
 */
export function durationText(locale: Locale, ms: number): string {
  const say = sayer(locale)
  const length = Math.abs(ms)
  if (length < 1.5 * MINUTE_MS) return say('duration.seconds', { n: Math.round(length / SECOND_MS) })
  if (length < 1.5 * HOUR_MS) return say('duration.minutes', { n: Math.round(length / MINUTE_MS) })
  if (length < 1.5 * DAY_MS) return say('duration.hours', { n: Math.round(length / HOUR_MS) })
  return say('duration.days', { n: Math.round(length / DAY_MS) })
}
