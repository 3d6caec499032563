import { setTimeout as pause } from 'node:timers/promises'
import { type Random, seededRandom } from '../../src/kernel/random.ts'
import { type Line, type Replica, replica } from '../support/replica.ts'
import { type Given, type Heard, type Injected, LATE_MS, SHORT } from './given.ts'
import { type Expected, populate } from './population.ts'
import { type Stage, stage } from './stage.ts'
import { type Verdict, verdict } from './verdict.ts'

/** How long after the last kill, and after the last post was due, everything must have ended. */
const PATIENCE_MS = 240_000

/**
 * Runs replicas on one database while posts fall due, kills one after another without a warning at random instants, starts each anew
 * at once, and ends when everything has ended. Judged by what the platforms accepted.
 */
export async function chaos(given: Given): Promise<Verdict> {
  const random = seededRandom(`chaos ${given.seed}`)
  const startedMs = Date.now()
  const there = await stage(given.engine)
  const heard: Heard = { faults: [], late: new Set(), events: new Map() }
  const herd = replicas(there, given.replicas, (line) => note(heard, line))
  try {
    const expected = await populate(there.database, await there.spots(given.discord, given.slack), given, random)
    await misfortune(there, given.seed)
    herd.begin()
    const injected = await strike(there, herd, given, expected, random)
    if (given.calmly) await Promise.all([there.discord.plan(), there.slack.tell('plan', null)])
    await settled(there, expected, herd)
    const ends = await herd.end()
    return await verdict({ given, there, expected, injected, heard, ends, ms: Date.now() - startedMs })
  } finally {
    await herd.kill()
    await there.close()
  }
}

/** Every kind of fault on the way to both platforms: a quarter of all posts meets one. */
async function misfortune({ discord, slack }: Stage, seed: string | number): Promise<void> {
  const shares = {
    limit: 0.03,
    break: 0.04,
    'break-after': 0.04,
    reset: 0.03,
    'reset-after': 0.03,
    stall: 0.02,
    'stall-after': 0.02,
    late: 0.04,
  }
  await discord.plan({ seed: `discord ${seed}`, shares, ms: LATE_MS })
  for (const kind of ['break', 'limit', 'reset', 'page'] as const)
    await discord.fault({ method: 'GET', path: '/messages', kind, times: 5, ms: 200, status: 502 })
  const chances = { lost: 0.03, broken: 0.04, accepted: 0.04, reset: 0.03, late: 0.04, stall: 0.03, limited: 0.03, page: 0.01 }
  await slack.tell('plan', { seed: `slack ${seed}`, methods: ['chat.postMessage'], chances, lateMs: LATE_MS, retryAfter: 1 })
}

function note({ faults, late, events }: Heard, line: Line): void {
  const event = String(line.event)
  events.set(event, (events.get(event) ?? 0) + 1)
  if (event === 'settled too late') late.add(String(line['key']))
  if (['broken', 'unhandled', 'delivery given up'].includes(event) || line.level === undefined)
    faults.push(JSON.stringify(line).slice(0, 600))
}

type Herd = ReturnType<typeof replicas>

/** So many replicas, of which a killed one is replaced at once. */
function replicas({ environment }: Stage, count: number, hear: (line: Line) => void) {
  const all: Replica[] = []
  let fallen = 0
  const begin = (): Replica => {
    const one = replica({ ...environment, LOG_LEVEL: 'warn' }, { timing: SHORT, heard: hear })
    void one.ended.then(({ signal }) => (fallen += signal === 'SIGKILL' ? 0 : 1))
    return one
  }
  return {
    begin: () => void all.push(...Array.from({ length: count }, begin)),
    /** Kills one some time after it began to serve, and one in five as it comes, perhaps while it starts; returns when that was. */
    async strike(afterMs: number, random: Random): Promise<number> {
      const n = Math.floor(random() * all.length)
      if (random() < 0.8) await all[n]?.url.catch(() => undefined)
      await pause(afterMs)
      const dying = all[n]?.kill()
      const atMs = Date.now()
      all[n] = begin()
      await dying
      return atMs
    },
    /** Whether none has ended by itself. */
    lives: () => fallen === 0,
    end: async () =>
      Promise.all(
        all.map(async (one) =>
          one.url.then(
            () => one.stop(),
            () => one.ended,
          ),
        ),
      ),
    kill: async () => Promise.all(all.map((one) => one.kill())),
  }
}

async function strike(there: Stage, herd: Herd, given: Given, expected: readonly Expected[], random: Random): Promise<Injected> {
  const kills: number[] = []
  const outages: (readonly [number, number])[] = []
  let restarting = Promise.resolve()
  let openHalfway = 0
  const restartAfter = new Set(Array.from({ length: given.restarts }, (_, n) => Math.floor(((n + 0.5) * given.kills) / given.restarts)))
  for (let n = 0; n < given.kills; n++) {
    if (restartAfter.has(n)) restarting = restarting.then(async () => void outages.push(await restart(there, outages.length, random)))
    kills.push(await herd.strike(given.everyMs * (0.1 + 1.8 * random()), random))
    if (n === Math.floor(given.kills / 2)) openHalfway = await left(there, expected)
  }
  await restarting
  return { kills, outages, openHalfway, openAtTheLast: await left(there, expected) }
}

/** By turns as a crash and as an operator would. */
async function restart({ postgres }: Stage, n: number, random: Random): Promise<readonly [number, number]> {
  const fromMs = Date.now()
  await (n % 2 === 0 ? postgres?.kill() : postgres?.stop())
  await pause(1500 * random())
  await postgres?.start()
  return [fromMs, Date.now()]
}

/** How many of the expected posts have not ended; what is not planned yet counts as well. */
async function left({ look }: Stage, expected: readonly Expected[]): Promise<number> {
  const [row] = await look(
    "select count(*) as n from delivery where look_at is null and key not like 'notice/%' and key not like '%/thread'",
  )
  return expected.length - Number(row?.['n'])
}

async function settled(there: Stage, expected: readonly Expected[], herd: Herd): Promise<void> {
  const until = expected.reduce((latest, { dueMs }) => Math.max(latest, dueMs), Date.now()) + PATIENCE_MS
  while (Date.now() < until && herd.lives()) {
    const [row] = await there.look('select count(*) as n from delivery where look_at is not null')
    if (Number(row?.['n']) === 0 && (await left(there, expected)) <= 0) break
    await pause(250)
  }
  // What was accepted late has come by then.
  await pause(LATE_MS + 500)
}
