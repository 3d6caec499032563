import { Temporal } from 'temporal-polyfill'

/** A time in which a zone keeps one offset from UTC: local time is an instant plus `offsetMs`. */
type Stretch = { readonly fromMs: number; readonly untilMs: number; readonly offsetMs: number }

export const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Two neighbouring offsets differ by a day at most (Samoa, 2011), so that farther from a change no local time is missing or repeated. */
const FAR_MS = 2 * DAY_MS

/** The polyfill looks three years ahead for a change and no farther. */
const KNOWN_AHEAD_MS = 730 * DAY_MS

/** What is remembered is forgotten as a whole when there is more of it. */
const MOST_ZONES = 2_000
const MOST_STRETCHES = 128
const MOST_LOOKED_UP = 20_000

const stretches = new Map<string, Stretch[]>()
const lookedUp = new Map<string, number | undefined>()

/** The offset of a zone from UTC at an instant, in milliseconds. Throws a RangeError for an unknown zone. */
export const offsetAt = (zone: string, ms: number): number => stretchAt(zone, ms).offsetMs

/** When the offset of a zone next changes, strictly after an instant; undefined where it does not within two years. */
export const changeAfter = (zone: string, ms: number): number | undefined =>
  toZoned(zone, ms).getTimeZoneTransition('next')?.epochMilliseconds

/** The local date at an instant, in days since 1970-01-01. */
export const localDay = (zone: string, ms: number): number => Math.floor((ms + offsetAt(zone, ms)) / DAY_MS)

/**
 * The instant at which the clocks of a zone show this minute of this local date, in epoch milliseconds; undefined where the zone
 * skipped the whole date. A time that the clocks jump over is read with the offset before the jump, and of a time that comes twice
 * the first is meant (RFC 5545 §3.3.5; Temporal calls it `compatible`).
 */
export const instantOf = (zone: string, day: number, minute: number): number | undefined => {
  const localMs = day * DAY_MS + minute * MINUTE_MS
  const { fromMs, untilMs, offsetMs } = stretchAt(zone, localMs)
  const ms = localMs - offsetMs
  if (ms - FAR_MS >= fromMs && ms + FAR_MS < untilMs) return ms
  return remembered(`${zone} ${day} ${minute}`, () => nearChange(zone, day, localMs))
}

const nearChange = (zone: string, day: number, localMs: number): number | undefined => {
  const { year, month, day: dayOfMonth } = toPlain(day * DAY_MS)
  const date = Temporal.PlainDate.from({ year, month, day: dayOfMonth })
  if (!date.toZonedDateTime(zone).toPlainDate().equals(date)) return undefined
  return toPlain(localMs).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

const toZoned = (zone: string, ms: number): Temporal.ZonedDateTime => new Temporal.ZonedDateTime(BigInt(ms) * 1_000_000n, zone)

const toPlain = (ms: number): Temporal.PlainDateTime => toZoned('UTC', ms).toPlainDateTime()

const stretchAt = (zone: string, ms: number): Stretch => {
  const known = stretches.get(zone)
  const found = known?.find(({ fromMs, untilMs }) => fromMs <= ms && ms < untilMs)
  if (found) return found
  const made = newStretch(zone, ms)
  if (!known && stretches.size >= MOST_ZONES) stretches.clear()
  stretches.set(zone, [made, ...(known ?? []).slice(0, MOST_STRETCHES - 1)])
  return made
}

const newStretch = (zone: string, ms: number): Stretch => {
  const zoned = toZoned(zone, ms)
  const next = zoned.getTimeZoneTransition('next')
  // "Previous" is strictly before, and a change that happens at this very instant is the one that is meant.
  const previous = toZoned(zone, ms + 1).getTimeZoneTransition('previous')
  return {
    fromMs: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    untilMs: next?.epochMilliseconds ?? ms + KNOWN_AHEAD_MS,
    offsetMs: zoned.offsetNanoseconds / 1_000_000,
  }
}

const remembered = (name: string, make: () => number | undefined): number | undefined => {
  if (lookedUp.has(name)) return lookedUp.get(name)
  const made = make()
  if (lookedUp.size >= MOST_LOOKED_UP) lookedUp.clear()
  lookedUp.set(name, made)
  return made
}
