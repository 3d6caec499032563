import type { Shelf } from '../almanac/shelf.ts'
import { endOf, speaks } from '../anniversaries/digest.ts'
import type { Wish } from '../anniversaries/subscription.ts'
import { TIMING } from '../delivery/timing.ts'
import type { Log } from '../kernel/log.ts'
import { seededRandom } from '../kernel/random.ts'
import { virtualClock } from '../kernel/virtual-clock.ts'
import { openStore } from '../store/store.ts'
import { fortune, type Blow, type Fault } from './fortune.ts'
import { life, type Life } from './life.ts'
import { population } from './population.ts'
import { judged, type Verdicts } from './verdicts.ts'
import { world } from './world.ts'

export type SimulationSettings = {
  readonly from: Date
  readonly days: number
  readonly channels: number
  readonly faults: ReadonlySet<Fault>
  readonly seed: string
  readonly shelves: readonly Shelf[]
  readonly log: Log
  /** Where the database is; in memory unless given, since a simulated death spares it anyway. */
  readonly path?: string
}

export type Simulated = Verdicts & {
  /** What was injected, by kind. */
  readonly faults: Readonly<Record<string, number>>
  /** The first of what answers to no fault. */
  readonly unexplained: readonly string[]
}

const DAY_MS = 86_400_000
/** One process alone need not look for what others wrote. */
const SIMULATED = { ...TIMING, lookMs: 60_000, idleMs: 3_600_000 }

/**
 * Lets years pass for a population of channels: the real planner, outbox, courier and the platforms' own sending, under a clock that jumps and
 * over a world that loses, doubts, refuses and kills. The same seed gives the same result.
 */
export async function simulate(settings: SimulationSettings): Promise<Simulated> {
  const { from, days, seed, shelves, log } = settings
  const clock = virtualClock(from)
  const random = (what: string) => seededRandom(`${seed}/${what}`)
  const store = openStore({
    database: { kind: 'sqlite', path: settings.path ?? ':memory:' },
    secret: 'a simulation keeps no secrets',
    clock,
    wall: clock,
    random: random('store'),
    log,
    changed: () => living?.wake(),
  })
  let living: Life | undefined
  const report = (error: unknown, where: string): string => {
    broken.push(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return 'simulated'
  }
  const broken: string[] = []
  try {
    await store.opened
    const inhabitants = population(settings.channels, from, shelves[0]?.almanac.pack.command ?? '', random('people'))
    for (const { id, place, wish } of inhabitants) await store.subscriptions.add({ id, place, wish, maker: '1', now: from })
    // Reading an answer takes turns of the event loop in which nobody seems to do anything.
    const reading = clock.holding({ turns: fewTurns })
    const blows = fortune({
      startMs: from.getTime(),
      days,
      channels: inhabitants.length,
      faults: settings.faults,
      random: random('fortune'),
    })
    const around = world({ clock, random, stir: () => void reading.turns(), network: settings.faults.has('network'), inhabitants })
    const memory = { outbox: clock.holding(store.outbox), subscriptions: clock.holding(store.subscriptions) }
    const born = () =>
      life({
        store: memory,
        shelves,
        around,
        clock,
        random: random(`life ${String(clock.now().getTime())}`),
        log,
        timing: SIMULATED,
        report,
      })
    living = born()
    const down = new Set<Blow>()
    for (const { atMs, blow, begins } of turningPoints(blows)) {
      await clock.advance(atMs - clock.now().getTime())
      if (blow.kind === 'down') {
        if (begins) {
          down.add(blow)
          around.killed(living?.kill() ?? [])
          living = undefined
        } else {
          down.delete(blow)
          if (down.size === 0) living = born()
        }
      } else {
        around.befall(blow, begins)
        const mended = blow.kind === 'withdrawn' && !begins ? inhabitants[blow.inhabitant] : undefined
        if (mended) await store.subscriptions.resume(mended.id, clock.now())
      }
    }
    const endAt = new Date(from.getTime() + days * DAY_MS)
    // Nothing befalls anybody any more, and what was under way may end.
    await clock.advance(endAt.getTime() + 15 * DAY_MS - clock.now().getTime())
    const wishOf = (wish: Wish, date: string): boolean => speaks(shelves, wish, date)
    const { verdicts, unexplained } = await judged(inhabitants, {
      startAt: from,
      endAt,
      lateMs: SIMULATED.lateMs,
      blows,
      speaks: ({ wish }, date) => wishOf(wish, date),
      last: ({ wish }) => endOf(shelves, wish),
      log: ({ id }) => store.subscriptions.log(id, 100_000),
      ...around.evidence,
    })
    return {
      ...verdicts,
      doubled: around.doubled(),
      faults: { ...around.faults(), ...countsOf(blows) },
      unexplained: [...broken, ...unexplained].slice(0, 20),
    }
  } finally {
    living?.kill()
    await store.close()
  }
}

async function fewTurns(): Promise<void> {
  for (let n = 0; n < 8; n += 1) await new Promise((resolve) => void setImmediate(resolve))
}

type TurningPoint = { readonly atMs: number; readonly blow: Blow; readonly begins: boolean }

const turningPoints = (blows: readonly Blow[]): readonly TurningPoint[] =>
  blows
    .flatMap((blow) => [
      { atMs: blow.fromMs, blow, begins: true },
      { atMs: blow.toMs, blow, begins: false },
    ])
    .toSorted((a, b) => a.atMs - b.atMs)

const countsOf = (blows: readonly Blow[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(blows, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length]))

/** Whether a simulation kept every promise. */
export const kept = ({ lost, doubled, unexplained }: Simulated): boolean => lost === 0 && doubled === 0 && unexplained.length === 0
