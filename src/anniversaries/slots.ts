import { addDays, daysBetween, fromIso, toIso, type Day } from '../words/dates.ts'
import type { Wish } from './subscription.ts'
import { instantOf, localDay } from './wall.ts'

/** On which local dates, and at which minute of them, something recurs. */
export type Rhythm = {
  /** IANA. */
  readonly zone: string
  /** Minutes after local midnight. */
  readonly minute: number
  /** 1 is Monday, 7 Sunday; every day where it is missing. */
  readonly weekday?: number | undefined
  /** The first and the last local date, `YYYY-MM-DD`. */
  readonly first?: string | undefined
  readonly last?: string | undefined
}

/** One occurrence: the local date it belongs to, and when it is. The clocks may show the next date already where they jumped over its time. */
export type Slot = { readonly date: string; readonly at: Date }

const EPOCH: Day = { year: 1970, month: 1, day: 1 }
const LAST_DAY = daysBetween(EPOCH, { year: 9999, month: 12, day: 31 })

/** When the posts of a wish are due; `last` is the local date on which a story that is told ends. */
export const rhythmOf = ({ kind, zone, minute, weekday, starts }: Wish, last?: string): Rhythm => ({
  zone,
  minute,
  ...(kind === 'weekly' && { weekday }),
  ...(kind === 'replay' && { first: starts, last }),
})

/** Every occurrence after `after` and up to `through`, in order: one for each local date that exists. */
export const between = (rhythm: Rhythm, after: Date, through: Date): readonly Slot[] => {
  const slots: Slot[] = []
  if (through <= after) return slots
  for (const slot of slotsFrom(rhythm, after)) {
    if (slot.at > through) break
    slots.push(slot)
  }
  return slots
}

/** The first occurrence after an instant; undefined where there is none any more. */
export const next = (rhythm: Rhythm, after: Date): Slot | undefined => {
  for (const slot of slotsFrom(rhythm, after)) return slot
  return undefined
}

/** All occurrences after an instant, in order, for as long as they are asked for. */
function* slotsFrom(rhythm: Rhythm, after: Date): Generator<Slot> {
  const { zone, minute, first, last } = rhythm
  // Where the clocks jumped, an occurrence lies on the day after its date.
  const firstDay = Math.max(localDay(zone, after.getTime()) - 1, bound(first, Number.NEGATIVE_INFINITY))
  const lastDay = Math.min(bound(last, Number.POSITIVE_INFINITY), LAST_DAY)
  for (let day = onWeekday(rhythm, firstDay); day <= lastDay; day += stepOf(rhythm)) {
    const ms = instantOf(zone, day, minute)
    if (ms !== undefined && ms > after.getTime()) yield { date: toIso(addDays(EPOCH, day)), at: new Date(ms) }
  }
}

const stepOf = ({ weekday }: Rhythm): number => (weekday === undefined ? 1 : 7)

/** The first day from `day` on that is the wanted weekday; 1970-01-01 was a Thursday. */
const onWeekday = ({ weekday }: Rhythm, day: number): number => (weekday === undefined ? day : day + ((((weekday - 4 - day) % 7) + 7) % 7))

const bound = (date: string | undefined, otherwise: number): number => {
  const day = date === undefined ? undefined : fromIso(date)
  return day === undefined ? otherwise : daysBetween(EPOCH, day)
}
