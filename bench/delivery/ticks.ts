import { planner } from '../../src/anniversaries/planner.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { virtualClock } from '../../src/kernel/virtual-clock.ts'
import type { Database, Store } from '../../src/store/store.ts'
import { digits, median, quantile } from '../figures.ts'
import type { Databases } from './databases.ts'
import { DUE_AT, fillHistory, fillSubscriptions, open } from './filling.ts'

export type Tick = {
  /** What a planner and the couriers of three platforms ask when nothing is due. */
  readonly lookMs: number
  readonly lookP99Ms: number
  /** That, and what is asked each minute besides: the dead man's check and the settlements. */
  readonly minuteMs: number
  readonly minuteP99Ms: number
}

const NOW = new Date(DUE_AT.getTime() - 3_600_000)
const LOOKS = 300
const UNCOUNTED = 50

const LABELS = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const

/** What a look costs when nothing is due, among so many subscriptions that each have a settled post of yesterday. */
export async function ticks(from: Databases, sizes: readonly number[]): Promise<Readonly<Record<string, Tick>>> {
  const figures: Record<string, Tick> = {}
  for (const kind of ['sqlite', 'postgres'] as const)
    for (const size of sizes) {
      const database = await from.fresh(kind)
      const store = await filled(database, size)
      figures[`${LABELS[kind]}, ${size.toLocaleString('en')}`] = await tickOf(store)
      await store.close()
      await from.forget(database)
    }
  return figures
}

async function filled(database: Database, size: number): Promise<Store> {
  const store = await open(database, virtualClock(NOW))
  await fillSubscriptions(database, size, { nextAt: DUE_AT, through: NOW })
  await fillHistory(database)
  return store
}

async function tickOf({ subscriptions, outbox, settlements }: Store): Promise<Tick> {
  const planning = planner({
    subscriptions,
    speaks: () => true,
    endOf: () => undefined,
    edition: '',
    clock: virtualClock(NOW),
    random: systemRandom(),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    timing: TIMING,
    report: () => '',
  })
  const look = async (): Promise<void> => {
    const planned = planning.round().then(() => subscriptions.nextAt())
    const open = (['discord', 'slack', 'web'] as const).map((platform) => outbox.nextAt(platform))
    await Promise.all([planned, ...open])
  }
  const minute = async (): Promise<void> => {
    await Promise.all([look(), settlements.refresh(), outbox.tally('2026-08-18').then(() => outbox.lag(new Date(NOW.getTime() - 300_000)))])
  }
  const [looks, minutes] = [await timed(look), await timed(minute)]
  return {
    lookMs: digits(median(looks), 3),
    lookP99Ms: digits(quantile(looks, 0.99), 3),
    minuteMs: digits(median(minutes), 3),
    minuteP99Ms: digits(quantile(minutes, 0.99), 3),
  }
}

/** How long each of a few hundred takes, after a few that do not count. */
async function timed(work: () => Promise<void>): Promise<readonly number[]> {
  const took: number[] = []
  for (let n = -UNCOUNTED; n < LOOKS; n += 1) {
    const begun = performance.now()
    await work()
    if (n >= 0) took.push(performance.now() - begun)
  }
  return took
}
