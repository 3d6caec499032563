import { afterAll, beforeEach, expect, test } from 'vitest'
import { pulse, type Pulse } from '../../src/house/pulse.ts'
import type { LogFields } from '../../src/kernel/log.ts'
import type { Store } from '../../src/store/store.ts'
import { at, CHANNEL, deliveryOf, MINUTE, sqliteFiles, standingClock, storeOn, T, wishOf } from '../support/store.ts'

const files = sqliteFiles()
afterAll(() => files.end())

const LAG_MS = 5 * MINUTE
const told: { readonly level: string; readonly event: string; readonly fields: LogFields }[] = []
const entry =
  (level: string) =>
  (event: string, fields: LogFields = {}): void =>
    void told.push({ level, event, fields })
const log = { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') }
const clock = standingClock(T)
let store: Store
let heart: Pulse

beforeEach(async () => {
  told.length = 0
  clock.set(T)
  store = await storeOn(await files.fresh(), { clock })
  heart = pulse({ outbox: store.outbox, clock, log, lagMs: LAG_MS, platforms: () => ['discord'], plannedAt: () => clock.now() })
  return () => store.close()
})

/** One post of Discord that is due at T, planned. */
async function planned(): Promise<void> {
  const id = 'abcdefghij'
  const place = { ...CHANNEL, platform: 'discord' } as const
  const subscription = await store.subscriptions.add({ id, place, wish: wishOf(), maker: '1', now: T })
  if (!subscription) throw new Error('nobody has subscribed')
  const deliveries = [deliveryOf(`anniversaries/${id}/2026-08-18`, { owner: id, to: place })]
  await store.subscriptions.plan([{ id, from: subscription.plannedThrough, through: at(1), nextAt: at(MINUTE), deliveries, missed: [] }], T)
}

async function sent(): Promise<void> {
  const [claim] = await store.outbox.claim('discord', clock.now(), MINUTE, 1)
  if (!claim) throw new Error('nothing is to be sent')
  await store.outbox.settle([{ claim, verdict: { kind: 'done', message: '1' }, effects: [] }], clock.now())
}

test('what is expected today and what was sent is counted', async () => {
  await planned()
  await heart.look()
  expect(heart.beat()?.tally).toEqual({ planned: 1, sent: 0, silent: 0, dropped: 0 })
  expect(heart.ready()).toEqual({ name: 'posts', ready: true, detail: '1 expected today, 0 sent' })
  await sent()
  await heart.look()
  expect(heart.ready().detail).toBe('1 expected today, 1 sent')
})

test('a post that is neither sent nor given up turns it red after five minutes, is logged once and again after an hour, and its sending is logged too', async () => {
  await planned()
  clock.set(at(LAG_MS))
  await heart.look()
  expect(heart.ready().ready).toBe(true)
  clock.set(at(LAG_MS + 1))
  for (let minute = 0; minute < 61; minute += 1) await heart.look()
  expect(heart.ready()).toEqual({ name: 'posts', ready: false, detail: expect.stringContaining(`1 overdue since ${T.toISOString()}`) })
  expect(told.map(({ level, event }) => `${level} ${event}`)).toEqual(['warn posts are overdue', 'warn posts are overdue'])
  await sent()
  await heart.look()
  expect(heart.ready().ready).toBe(true)
  expect(told.at(-1)).toMatchObject({ level: 'info', event: 'posts are on time again' })
})

test('what waits for a platform that is off here turns nothing red', async () => {
  await planned()
  clock.set(at(LAG_MS * 2))
  const elsewhere = pulse({
    outbox: store.outbox,
    clock,
    log,
    lagMs: LAG_MS,
    platforms: () => ['slack', 'web'],
    plannedAt: () => clock.now(),
  })
  await elsewhere.look()
  expect(elsewhere.ready().ready).toBe(true)
})

test('at the end of a day its sums are logged', async () => {
  await planned()
  await sent()
  await heart.look()
  clock.set(new Date('2026-08-19T00:00:30Z'))
  await heart.look()
  expect(told).toEqual([
    { level: 'info', event: 'posts of the day', fields: { day: '2026-08-18', planned: 1, sent: 1, silent: 0, dropped: 0 } },
  ])
})

test('a database that cannot be read is red', async () => {
  await store.close()
  await heart.look()
  expect(heart.ready()).toEqual({ name: 'posts', ready: false, detail: 'the database cannot be read' })
})

test('it is red while nobody has planned for five minutes, though nothing that was planned is late', async () => {
  const planned: { at?: Date } = {}
  const watched = pulse({ outbox: store.outbox, clock, log, lagMs: LAG_MS, platforms: () => ['discord'], plannedAt: () => planned.at })
  const isReadyAt = async (ms: number) => {
    clock.set(at(ms))
    await watched.look()
    return watched.ready().ready
  }
  expect(await isReadyAt(LAG_MS)).toBe(true)
  expect(await isReadyAt(LAG_MS + 1)).toBe(false)
  expect(watched.ready().detail).toContain(`nothing is planned since ${T.toISOString()}`)
  planned.at = at(MINUTE)
  expect(await isReadyAt(LAG_MS + MINUTE)).toBe(true)
  expect(await isReadyAt(LAG_MS + MINUTE + 1)).toBe(false)
})
