import { bell } from '../delivery/bell.ts'
import type { Timing } from '../delivery/timing.ts'
import { isOutage, type Report, trouble } from '../delivery/trouble.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { planOf, type Teller, tooFar } from './plan.ts'
import { type DueSubscription, type Plan, type Subscriptions, Wish } from './subscription.ts'

/** As many subscriptions are looked at in one round. */
const AT_ONCE = 400

/** Planners that get in each other's way spread over so many times as many. */
const SPREAD = 8

/** So much longer than a courier a planner may sleep: it is two minutes early. */
const IDLE_FACTOR = 6

export type Planner = {
  /** Plans whatever comes due, until `signal` aborts. Never throws. */
  run(signal: AbortSignal): Promise<void>
  /** Looks at once: something was written that it may have to plan. */
  wake(): void
  /** Plans what is due now, at most 400 subscriptions of it; resolves to how many it looked at. */
  round(): Promise<number>
  standing(): Standing
}

/** When a planner last found everything planned, and since when the store has not answered it. */
export type Standing = { readonly doneAt?: Date | undefined; readonly troubleSince?: Date | undefined }

export type PlannerParts = Teller & {
  readonly subscriptions: Pick<Subscriptions, 'due' | 'plan' | 'nextAt' | 'lookAgain' | 'setBack'>
  /** Which edition of the rules of the time zones this machine has. */
  readonly edition: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly timing: Timing
  readonly report: Report
}

/** Turns subscriptions into deliveries, about two minutes before they are due. Any number of planners may run at once. */
export function planner(parts: PlannerParts): Planner {
  const { subscriptions, clock, timing } = parts
  const doorbell = bell(clock)
  const rounds = planning(parts)
  const { fault } = rounds
  const wake = (): void => doorbell.ring()
  let isEditionKnown = false
  let latestMs = Number.POSITIVE_INFINITY
  let doneAt: Date | undefined

  /** Does what is to be done; resolves to how long to sleep then. */
  async function work(): Promise<number> {
    if (!isEditionKnown) await subscriptions.lookAgain(parts.edition, clock.now())
    isEditionKnown = true
    await minded()
    const { more } = await rounds.round()
    fault.calm()
    if (more) return 0
    doneAt = clock.now()
    const nextAt = (await subscriptions.nextAt())?.getTime() ?? Number.POSITIVE_INFINITY
    return Math.max(timing.lookMs, Math.min(nextAt - clock.now().getTime(), timing.idleMs * IDLE_FACTOR))
  }

  /** What a clock that was set back, now or while nobody ran, leaves far ahead of itself is put right. */
  async function minded(): Promise<void> {
    const now = clock.now()
    if (now.getTime() < latestMs - timing.hourMs) {
      const count = await subscriptions.setBack(tooFar(now, timing), now)
      if (count > 0) parts.log.warn('the clock had run ahead; schedules are planned anew', { count })
    }
    latestMs = now.getTime()
  }

  async function run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', wake, { once: true })
    while (!signal.aborted) {
      const pauseMs = await work().catch((error: unknown) => fault.outbox(error))
      if (pauseMs > 0 && !signal.aborted) await doorbell.sleep(pauseMs)
    }
    signal.removeEventListener('abort', wake)
  }

  return { run, wake, round: async () => (await rounds.round()).looked, standing: () => ({ doneAt, troubleSince: fault.since() }) }
}

function planning(parts: PlannerParts) {
  const { subscriptions, clock, timing, log } = parts
  const fault = trouble({ ...parts, platform: 'planner' })

  /** One that cannot be planned stands where it stood, and is looked at again in an hour; it keeps no other from its posts. */
  function passedOver({ id, plannedThrough }: DueSubscription, error: unknown, now: Date): Plan {
    log.warn('subscription passed over', { subscription: id, incident: fault.bug(error, 'plan') })
    const nextAt = new Date(now.getTime() + timing.hourMs)
    return { id, from: plannedThrough, through: plannedThrough, nextAt, deliveries: [], missed: [] }
  }

  const read = new WeakMap<object, Wish>()

  /** What many wish alike is checked once. */
  function wishOf({ wish }: DueSubscription): Wish {
    const known = typeof wish === 'object' && wish !== null ? read.get(wish) : undefined
    if (known) return known
    const checked = Wish.parse(wish)
    read.set(wish as object, checked)
    return checked
  }

  function planned(due: DueSubscription, now: Date): Plan {
    try {
      return planOf(due, wishOf(due), parts, now, timing)
    } catch (error) {
      return passedOver(due, error, now)
    }
  }

  /** Throws only when all had their turn. */
  async function oneByOne(all: readonly DueSubscription[], now: Date): Promise<void> {
    const failures: unknown[] = []
    for (const due of all)
      await subscriptions
        .plan([planned(due, now)], now)
        .catch((error: unknown) => (isOutage(error) ? Promise.reject(error) : subscriptions.plan([passedOver(due, error, now)], now)))
        .catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }

  /** Whether another planned what we looked at first, since everything was last planned. */
  let crowded = false

  /** How many were looked at, and whether there may be more. */
  async function round(): Promise<{ readonly looked: number; readonly more: boolean }> {
    const now = clock.now()
    // All see the same ones first: whoever was outrun begins elsewhere, now and then in front, where whoever outran him may have died.
    const skip = crowded ? Math.floor(parts.random() * SPREAD) * AT_ONCE : 0
    const all = await subscriptions.due(now, AT_ONCE, skip)
    const plans = all.map((due) => planned(due, now))
    const written = plans.length === 0 ? Promise.resolve(0) : subscriptions.plan(plans, now)
    const made = await written.catch(async (error: unknown) => {
      if (isOutage(error)) throw error
      // One of them may be at fault for all.
      await oneByOne(all, now)
      return all.length
    })
    const isFull = all.length === AT_ONCE
    crowded = isFull && (crowded || (made === 0 && plans.some(({ deliveries }) => deliveries.length > 0)))
    return { looked: all.length, more: isFull || skip > 0 }
  }

  return { round, fault }
}
