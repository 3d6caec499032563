import type { Delivery } from '../delivery/outbox.ts'
import type { Timing } from '../delivery/timing.ts'
import { between, next, rhythmOf, type Slot } from './slots.ts'
import type { DueSubscription, Missed, Plan, Wish } from './subscription.ts'

/** The name of the post that an occurrence becomes, and of the one that asks the question of a day; the quiz knows how. */
export const DIGEST = 'digest'
export const QUESTION = 'quiz-daily'

/** A question of the day closes so long before the next one is asked. */
const BEFORE_NEXT_MS = 10 * 60_000
const DAY_MS = 24 * 60 * 60_000

/** What the pack says of a wish. */
export type Teller = {
  /** Whether there is anything to say on a local date, `YYYY-MM-DD`. */
  readonly speaks: (wish: Wish, date: string) => boolean
  /** The local date of the last post of a replay; undefined for what has no end. */
  readonly endOf: (wish: Wish) => string | undefined
}

/** `latest` reaches so far back. */
const LATEST_HOURS = 12

/** Nothing that was missed longer ago is even counted. */
const FARTHEST_HOURS = 20 * 24

/** So long until somebody looks again whether a story that has ended goes on. */
const REST_HOURS = 7 * 24

const MOST_MISSED = 20

/** The key of the post of one local date: planning it twice makes the same. */
export const keyOf = (subscription: string, date: string, kind?: Wish['kind']): string =>
  `${kind === 'question' ? 'question' : 'anniversaries'}/${subscription}/${date}`

/** How long after its time a post may still be sent: that is what its catch-up policy promises. */
export const windowMs = ({ catchUp, catchUpHours }: Wish, { lateMs, hourMs }: Timing): number =>
  catchUp === 'skip' ? lateMs : (catchUp === 'latest' ? LATEST_HOURS : catchUpHours) * hourMs

/** No watermark lies further ahead unless a clock ran ahead of its time and was set back. */
export const tooFar = (now: Date, { horizonMs, hourMs }: Timing): Date => new Date(now.getTime() + horizonMs + hourMs)

/**
 * What is to become of a subscription that is looked at: deliveries for what is due until the horizon, and for what was missed as far
 * as its catch-up policy wants it; the rest is passed over, the last twenty of it with a word for the log. A day on which there is
 * nothing to say is no occurrence. Pure.
 */
export const planOf = (due: DueSubscription, wish: Wish, teller: Teller, now: Date, timing: Timing): Plan => {
  const rhythm = rhythmOf(wish, teller.endOf(wish))
  const nowMs = now.getTime()
  const farthestMs = nowMs - Math.max(windowMs(wish, timing), FARTHEST_HOURS * timing.hourMs)
  // What a clock that ran ahead planned too early keeps its key and is not planned again; what it passed over is still to come.
  const reachedMs = due.plannedThrough > tooFar(now, timing) ? nowMs : due.plannedThrough.getTime()
  const through = new Date(Math.max(nowMs + timing.horizonMs, reachedMs))
  const slots = between(rhythm, new Date(Math.max(reachedMs, farthestMs)), through).filter(({ date }) => teller.speaks(wish, date))
  const wanted = wantedOf(slots, wish, nowMs, timing)
  const coming = next(rhythm, through)
  return {
    id: due.id,
    from: due.plannedThrough,
    through,
    nextAt: new Date(coming ? Math.max(coming.at.getTime() - timing.horizonMs, nowMs) : nowMs + REST_HOURS * timing.hourMs),
    deliveries: slots.filter((slot) => wanted.has(slot)).map((slot) => toDelivery(due, wish, slot, timing)),
    missed: slots
      .filter((slot) => !wanted.has(slot))
      .slice(-MOST_MISSED)
      .map((slot) => toMissed(due, wish, slot, nowMs, timing)),
  }
}

/** What is on time, and of what is not whatever the policy catches up with. */
const wantedOf = (slots: readonly Slot[], wish: Wish, nowMs: number, timing: Timing): ReadonlySet<Slot> => {
  const isOnTime = (slot: Slot): boolean => msOf(slot) > nowMs - timing.lateMs
  const missed = slots.filter((slot) => !isOnTime(slot) && msOf(slot) > nowMs - windowMs(wish, timing))
  // Several questions of the day at once would be nobody's.
  const caughtUp = wish.catchUp === 'all' && wish.kind !== 'question' ? missed : wish.catchUp === 'skip' ? [] : missed.slice(-1)
  return new Set([...caughtUp, ...slots.filter(isOnTime)])
}

const msOf = ({ at }: Slot): number => at.getTime()

const toDelivery = ({ id, place }: DueSubscription, wish: Wish, { date, at }: Slot, timing: Timing): Delivery => ({
  key: keyOf(id, date, wish.kind),
  to: place,
  ...(wish.kind === 'question'
    ? { post: QUESTION, subject: { subscription: id, date, wish, closesMs: closesMs(wish, at) } }
    : { post: DIGEST, subject: { subscription: id, date, wish } }),
  dueAt: at,
  expiresAt: new Date(at.getTime() + windowMs(wish, timing)),
  owner: id,
})

/** When a question of the day closes that is asked at an instant: before the next one. */
export const closesMs = (wish: Wish, at: Date): number => (next(rhythmOf(wish), at)?.at.getTime() ?? at.getTime() + DAY_MS) - BEFORE_NEXT_MS

const toMissed = ({ id }: DueSubscription, wish: Wish, slot: Slot, nowMs: number, timing: Timing): Missed => ({
  key: keyOf(id, slot.date, wish.kind),
  dueAt: slot.at,
  why: msOf(slot) > nowMs - windowMs(wish, timing) ? 'missed: a later one was posted' : `missed: too late (${wish.catchUp})`,
})
