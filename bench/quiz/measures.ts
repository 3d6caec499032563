import type { Database } from '../../src/store/store.ts'
import type { Databases } from '../delivery/databases.ts'
import { digits, median, quantile } from '../figures.ts'
import { uncounted } from './counted.ts'
import type { Crowd, Pressed, Stand } from './crowd.ts'
import { type PLATFORMS, programs, type Programs, type Way } from './programs.ts'

export type Sizes = {
  readonly rounds: number
  /** People in each round of the rates. */
  readonly answers: number
  /** Rounds whose acknowledgements are put together. */
  readonly bursts: number
  readonly kinds: readonly Database['kind'][]
  readonly platforms: readonly (typeof PLATFORMS)[number][]
  /** Node's flags for Griot's own process. */
  readonly flags: readonly string[]
}

/** Medians of the rounds; `of bare` is the median of the ratios of single rounds. */
export type Rate = Readonly<Record<'perSecond' | 'bare' | 'of bare' | 'and told' | 'CPU µs' | 'bare CPU µs', number | string>>

/** From the press to its acknowledgement, over all rounds. */
export type Wait = Readonly<Record<'p50Ms' | 'p99Ms' | 'slowestMs' | 'bare p50Ms' | 'bare p99Ms', number>>

export type Measured = {
  readonly rates: Readonly<Record<string, Rate>>
  readonly waits: Readonly<Record<string, Wait>>
  /** How many answers were given to Griot, and how many of them, or of those to the bare peers, were not counted once as what was pressed. */
  readonly answers: number
  readonly wrong: number
}

const LABELS = { sqlite: 'SQLite', postgres: 'PostgreSQL', slack: 'Slack', discord: 'Discord' } as const

/** As many connections as the other benchmark has. */
const AT_ONCE = 32
const CLASS = 500

/** Crowds by the name of what they are. */
const CROWDS: Readonly<Record<string, Omit<Crowd, 'first'>>> = {
  '200 a second': { people: 400, atOnce: AT_ONCE, withinMs: 2000 },
  '500 within a second': { people: CLASS, atOnce: CLASS, withinMs: 1000 },
  '500 at once': { people: CLASS, atOnce: CLASS, withinMs: 0 },
}
/** The same, by people of whom nobody has heard: Slack is asked about each. */
const STRANGERS = '500 at once, all strangers'

/** One crowd at one program, and what came of it. */
type Turn = Pressed & { readonly cpuMs: number; readonly toldMs: number; readonly wrong: number }

type Tally = { answers: number; wrong: number }

/** Griot and the bare peers by turns, on each engine, from each platform. */
export async function measured(from: Databases, sizes: Sizes): Promise<Measured> {
  const rates: Record<string, Rate> = {}
  const waits: Record<string, Wait> = {}
  const tally: Tally = { answers: 0, wrong: 0 }
  for (const kind of sizes.kinds) {
    const people = sizes.answers + CLASS * sizes.bursts
    const all = await programs({ fresh: () => from.fresh(kind), people, flags: sizes.flags })
    for (const platform of sizes.platforms) {
      const name = `${LABELS[platform]}, ${LABELS[kind]}`
      rates[name] = await rateOf(all[platform], sizes, tally)
      Object.assign(waits, await waitsOf(name, all[platform], platform === 'slack', sizes, tally))
    }
    await all.end()
  }
  return { rates, waits, ...tally }
}

type Pair = Programs['slack']

/** One question, answered by as many people at either program. */
async function duel({ griot, bare }: Pair, crowd: Crowd, tally: Tally): Promise<{ readonly griot: Turn; readonly bare: Turn }> {
  const stand = await griot.stage()
  const turns = { bare: await turn('bare', bare, stand, crowd), griot: await turn('griot', griot, stand, crowd) }
  tally.answers += crowd.people
  tally.wrong += turns.bare.wrong + turns.griot.wrong
  return turns
}

async function turn(who: 'griot' | 'bare', way: Way, stand: Stand, crowd: Crowd): Promise<Turn> {
  const before = await way.spent()
  const pressed = await way.press(stand, crowd)
  const toldAt = (await way.receipts?.(crowd.people)) ?? pressed.beganAt + pressed.lastedMs
  const cpuMs = (await way.spent()) - before
  const wrong = pressed.failures + (await uncounted(way.database, who, stand, crowd.people))
  return { ...pressed, cpuMs, toldMs: toldAt - pressed.beganAt, wrong }
}

async function rateOf(pair: Pair, { rounds, answers }: Sizes, tally: Tally): Promise<Rate> {
  const duels: Awaited<ReturnType<typeof duel>>[] = []
  for (let round = -1; round < rounds; round += 1) {
    const one = await duel(pair, { people: answers, first: 0, atOnce: AT_ONCE }, tally)
    // The first round warms everybody up.
    if (round >= 0) duels.push(one)
  }
  const perSecond = (ms: number): number => (answers * 1000) / ms
  const middle = (of: (one: (typeof duels)[number]) => number, count = 4) => digits(median(duels.map(of)), count)
  return {
    perSecond: middle(({ griot }) => perSecond(griot.lastedMs)),
    bare: middle(({ bare }) => perSecond(bare.lastedMs)),
    'of bare': middle(({ griot, bare }) => bare.lastedMs / griot.lastedMs, 3),
    'and told': middle(({ griot }) => perSecond(griot.toldMs)),
    'CPU µs': middle(({ griot }) => (griot.cpuMs * 1000) / answers, 3),
    'bare CPU µs': middle(({ bare }) => (bare.cpuMs * 1000) / answers, 3),
  }
}

async function waitsOf(name: string, pair: Pair, hasStrangers: boolean, sizes: Sizes, tally: Tally): Promise<Record<string, Wait>> {
  const tookMs = new Map<string, { readonly griot: number[]; readonly bare: number[] }>()
  for (let round = 0; round < sizes.bursts; round += 1) {
    const strangers = { ...CROWDS['500 at once'], first: sizes.answers + round * CLASS }
    const crowds = Object.entries(CROWDS).map(([label, crowd]) => [label, { ...crowd, first: 0 }] as const)
    for (const [label, crowd] of hasStrangers ? [...crowds, [STRANGERS, strangers as Crowd] as const] : crowds) {
      const { griot, bare } = await duel(pair, crowd, tally)
      const so = tookMs.get(label) ?? { griot: [], bare: [] }
      so.griot.push(...griot.tookMs)
      so.bare.push(...bare.tookMs)
      tookMs.set(label, so)
    }
  }
  return Object.fromEntries([...tookMs].map(([label, took]) => [`${name}, ${label}`, waitOf(took.griot, took.bare)]))
}

const waitOf = (griot: readonly number[], bare: readonly number[]): Wait => ({
  p50Ms: digits(quantile(griot, 0.5), 3),
  p99Ms: digits(quantile(griot, 0.99), 3),
  slowestMs: digits(Math.max(...griot), 3),
  'bare p50Ms': digits(quantile(bare, 0.5), 3),
  'bare p99Ms': digits(quantile(bare, 0.99), 3),
})
