import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TIMING } from '../../src/delivery/timing.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import type { Database } from '../../src/store/store.ts'
import { channel, delivery, rig, START, type Worker } from '../support/courier-rig.ts'
import { type Mishap, outside } from '../support/outside.ts'
import { type Postgres, postgres } from '../support/postgres.ts'

const MINUTE = 60_000
const DELIVERIES = 150

const MISHAPS: readonly Mishap[] = [
  { kind: 'taken, then 500' },
  { kind: 'taken, no answer' },
  { kind: 'stall' },
  { kind: 'taken late', afterMs: 59_000 },
  { kind: 'taken late', afterMs: 3000 },
  { kind: 'unknown', why: '500' },
  { kind: 'throws' },
  { kind: 'not-yet', scope: 'channel', afterMs: 20_000, why: '429' },
  { kind: 'not-yet', scope: 'platform', afterMs: 3000, why: '429' },
  { kind: 'not-yet', scope: 'message', why: 'refused connection' },
  { kind: 'refused', scope: 'server', reason: 'server', why: 'no' },
]

/** Three workers over a platform of which a third of all answers go wrong; every few seconds one of them dies in the middle and another begins. */
async function chaos(seed: number, history: boolean, database?: Database) {
  const random = seededRandom(`chaos ${seed}`)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const all = await rig(database)
  const discord = outside({ clock: all.clock, history, mishap: ({ n }) => (n < 6 && random() < 0.35 ? pick(MISHAPS) : undefined) })
  const begin = (): Worker =>
    all.work({ platforms: [discord], batch: 20, timing: { ...TIMING, lookMs: 5000 }, ...(random() < 0.5 && { budget: { discord: 10 } }) })
  const workers = [begin(), begin(), begin()]
  await all.plan(
    ...Array.from({ length: DELIVERIES }, (_, i) =>
      delivery(`k${i}`, { to: channel(`C${i % 60}`, `S${i % 7}`), dueAt: new Date(START.getTime() + Math.floor(random() * 5 * MINUTE)) }),
    ),
  )
  for (let n = 0; n < 40; n++) {
    await all.clock.advance(Math.floor(random() * 15_000))
    const i = Math.floor(random() * workers.length)
    workers[i]?.die()
    workers[i] = begin()
  }
  await all.minutes(90)
  return { ...all, discord, states: Object.values(await all.states()) }
}

describe.each([
  { engine: 'sqlite', looking: [1, 2, 3], blind: [4, 5, 6] },
  { engine: 'postgres', looking: [7], blind: [8] },
] as const)('on $engine', ({ engine, looking, blind }) => {
  let server: Postgres | undefined
  beforeAll(async () => {
    if (engine === 'postgres') server = await postgres()
  })
  afterAll(() => server?.end())
  const database = async (): Promise<Database | undefined> => server && { kind: 'postgres', url: await server.database() }

  test.each(looking)('whatever fails and whoever dies, everything arrives once where one can look (seed %i)', async (seed) => {
    const { discord, states } = await chaos(seed, true, await database())
    expect(Object.keys(discord.counts())).toHaveLength(DELIVERIES)
    expect(discord.messages).toHaveLength(DELIVERIES)
    expect(new Set(states)).toEqual(new Set(['done']))
  })

  test.each(blind)('and where one cannot, nothing is doubled, and what is missing is silent (seed %i)', async (seed) => {
    const { discord, states } = await chaos(seed, false, await database())
    const arrived = Object.keys(discord.counts()).length
    expect(discord.messages).toHaveLength(arrived)
    expect(new Set(states)).toEqual(new Set(['done', 'silent']))
    expect(states.filter((state) => state === 'done').length).toBeLessThanOrEqual(arrived)
    expect(states.filter((state) => state === 'silent').length).toBeGreaterThanOrEqual(DELIVERIES - arrived)
  })
})
