import type { Platform } from '../chat/platform.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Budget } from './budget.ts'
import { carry, type Load } from './carry.ts'
import { gather } from './gather.ts'
import type { Claim, Leaving, Outbox, Settlement, Verdict } from './outbox.ts'
import type { Patience } from './patience.ts'
import type { PostSpec } from './post.ts'
import { placeName, type Road } from './road.ts'
import { settled, toSettlement } from './settling.ts'
import type { Timing } from './timing.ts'
import type { Report, Trouble } from './trouble.ts'
import { turns } from './turns.ts'

/** What all lanes share. */
export type Depot = {
  readonly outbox: Outbox
  readonly posts: ReadonlyMap<string, PostSpec>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly timing: Timing
  readonly report: Report
  /** How many are claimed at once, and how many such batches may be on their way. */
  readonly batch: number
  readonly batches: number
}

/** What one platform's lane has of its own. */
export type Gear = {
  readonly platform: Platform
  readonly road: Road
  readonly trouble: Trouble
  readonly budget: Budget
  readonly before: Patience
  readonly during: Patience
}

/** What became of all that was carried since the process began. */
export type Sums = {
  readonly ended: Readonly<Record<Verdict['kind'], number>>
  /** From when a post was due to when it was settled as sent: all of them together, and the longest. */
  readonly delayMs: { readonly total: number; readonly most: number }
}

/** Those who are on their way. */
export type Crew = {
  /** Sets out with each claim on its own; `shut` are the names of the places that refused us lately. */
  begin(claims: readonly Claim[], shut: ReadonlySet<string>): void
  size(): number
  /** Ends when nobody is on his way any more. */
  home(): Promise<void>
  sums(): Sums
}

/**
 * Carries and settles claims; what ends while others are being settled is settled with the next. `returned` is called as each comes
 * home, with whether it was put back to be claimed again.
 */
export function crew(depot: Depot, gear: Gear, returned: (again: boolean) => void): Crew {
  const load = toLoad(depot, gear)
  const desk = { ...depot, ...gear }
  const settle = gather((settlements: readonly Settlement[]) => settled(desk, settlements), depot.batch * depot.batches)
  const underway = new Set<Promise<void>>()
  let size = 0
  const ended = { done: 0, silent: 0, dropped: 0, again: 0 }
  const delayMs = { total: 0, most: 0 }

  /** Resolves to whether it was put back. */
  async function trip(claim: Claim, shut: boolean): Promise<boolean> {
    const carried = await carry(load, claim, shut)
    if (!carried) return false
    const { verdict } = carried
    if (verdict.kind !== 'again') load.throws.delete(claim.key)
    if (!(await settle(toSettlement(desk, carried)))) {
      depot.log.warn('settled too late', { key: claim.key, verdict: verdict.kind })
      return false
    }
    ended[verdict.kind]++
    if (verdict.kind === 'done') {
      const delay = depot.clock.now().getTime() - claim.dueAt.getTime()
      delayMs.total += delay
      delayMs.most = Math.max(delayMs.most, delay)
    }
    return verdict.kind === 'again'
  }

  async function safeTrip(claim: Claim, shut: boolean): Promise<void> {
    let again = false
    try {
      again = await trip(claim, shut)
    } catch (error) {
      gear.trouble.bug(error, 'courier')
    }
    size--
    returned(again)
  }

  return {
    begin(claims, shut) {
      for (const claim of claims) {
        const going: Promise<void> = safeTrip(claim, shut.has(placeName(claim.to))).finally(() => underway.delete(going))
        underway.add(going)
        size++
      }
    },
    size: () => size,
    async home() {
      while (underway.size > 0) await Promise.all(underway)
    },
    sums: () => ({ ended: { ...ended }, delayMs: { ...delayMs } }),
  }
}

function toLoad(depot: Depot, gear: Gear): Load {
  /** What the outbox throws is told of here, once for all who asked together. */
  const asked = async <T>(question: () => Promise<T>): Promise<T> => {
    try {
      return await question()
    } catch (error) {
      gear.trouble.outbox(error)
      throw error
    }
  }
  const mark = gather<Leaving, Claim | undefined>(async (claims) => {
    const ours = await asked(() => depot.outbox.mark(claims, depot.clock.now()))
    const found = new Map(ours.map((claim) => [`${claim.key} ${claim.token}`, claim]))
    return claims.map(({ key, token }) => found.get(`${key} ${token}`))
  }, depot.batch * depot.batches)
  return { ...depot, ...gear, slot: () => asked(() => gear.budget.slot()), mark, inTurn: turns(), throws: new Map() }
}
