import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { seededRandom } from '../../src/kernel/random.ts'
import { sayer } from '../../src/words/say.ts'
import { allReady, readiness } from '../contracts/house.ts'
import { command } from '../support/discord-payloads.ts'
import { type Replica, replica, type ReplicaParts } from '../support/replica.ts'
import { commandPayload, signedRequest } from '../support/slack-payloads.ts'
import { SIGNING_SECRET } from '../support/slack-rig.ts'
import { SHORT } from './given.ts'
import { type Crowd, populate, type Spot } from './population.ts'
import { type Stage, stage } from './stage.ts'
import { acceptedOf } from './verdict.ts'

const en = sayer('en')
const TODAY = en('day.today', { date: '' }).split(' ')[0]!
const IDENTIFY = { kind: 'gateway', op: 2 } as const
const POSTS = { kind: 'asked', method: 'POST', path: '/messages' } as const

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

async function begin(): Promise<Stage> {
  const there = await stage('postgres')
  open.push(() => there.close())
  return there
}

function run({ environment }: Stage, parts: ReplicaParts = {}): Replica {
  const one = replica({ ...environment, LOG_LEVEL: 'warn' }, parts)
  open.push(() => one.kill())
  return one
}

/** Posts into channels in which we may look. */
async function due(there: Stage, channels: number, crowd: Crowd): Promise<readonly string[]> {
  const spots: readonly Spot[] = await there.spots(channels * 2, 0)
  const expected = await populate(
    there.database,
    spots.filter(({ readable }) => readable),
    crowd,
    seededRandom('processes'),
  )
  return expected.map(({ key }) => key)
}

/** How often each of these stands there, once each has come. */
async function standing(there: Stage, keys: readonly string[]): Promise<Readonly<Record<string, number>>> {
  for (;;) {
    const { places } = await acceptedOf(there, keys)
    if (places.size === keys.length) return Object.fromEntries([...places].map(([key, { length }]) => [key, length]))
    await pause(200)
  }
}

const once = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, 1]))

const databaseOf = async ({ url }: Pick<Replica, 'url'>) => (await readiness(await url)).parts.find(({ name }) => name === 'database')

const holderOf = async (all: readonly Replica[]): Promise<Replica> => {
  for (const one of all) {
    const { parts } = await readiness(await one.url)
    if (parts.some(({ name, detail }) => name === 'discord' && detail === 'connected')) return one
  }
  return holderOf(all)
}

test('three that start at once on an empty database all serve, and one of them makes the schema', { timeout: 60_000 }, async () => {
  const there = await begin()
  const all = [run(there), run(there), run(there)]
  for (const one of all) await allReady(await one.url)
  expect(await there.look("select value from meta where name = 'schema'")).toHaveLength(1)
  await holderOf(all)
  expect(await there.discord.received(IDENTIFY)).toHaveLength(1)
})

test('the gateway goes over to another process within ten seconds after its holder was killed', { timeout: 60_000 }, async () => {
  const there = await begin()
  const all = [run(there), run(there)]
  const holder = await holderOf(all)
  const from = performance.now()
  await holder.kill()
  await there.discord.waitFor(IDENTIFY, 2)
  expect(performance.now() - from).toBeLessThan(10_000)
  await there.discord.listening()
  expect((await there.discord.interact(command('mali', 'today'))).type).toBe(4)
})

test('SIGTERM while sends hang: it ends with 0 within eight seconds, holds no claim, and the next one finishes the work once', {
  timeout: 90_000,
}, async () => {
  const there = await begin()
  const keys = await due(there, 20, { days: 3, soon: 0, withinMs: 0 })
  await there.discord.plan({ seed: 'hangs', shares: { stall: 0.5, 'stall-after': 0.5 } })
  const first = run(there)
  await there.discord.waitFor(POSTS, 10)
  const { ms, ...ended } = await first.stop()
  expect(ended).toEqual({ code: 0, signal: null })
  expect(ms).toBeLessThan(8000)
  const rows = await there.look('select sending, look_at, token from delivery where look_at is not null')
  const leftMs = (sending: number): readonly number[] =>
    rows.filter((row) => Number(row['sending']) === sending).map((row) => Number(row['look_at']) - Date.now())
  expect(rows.filter(({ token }) => token !== null)).toEqual([])
  // What was never sent is free at once, what is in doubt before its lease would have ended.
  expect(leftMs(0).filter((ms) => ms > 0)).toEqual([])
  expect(leftMs(1).length).toBeGreaterThan(0)
  expect(leftMs(1).filter((ms) => ms > 60_000)).toEqual([])
  await there.discord.plan()
  run(there, { timing: SHORT })
  expect(await standing(there, keys)).toEqual(once(keys))
})

test('PostgreSQL gone for a while: what needs no memory is answered on Discord and Slack, what needs it says so, /readyz is red, and then all that was due is posted once', {
  timeout: 90_000,
}, async () => {
  const there = await begin()
  await there.slack.tell('setUser', 'U0000ASKER', { locale: 'en-US', tz: 'Africa/Bamako', is_admin: true })
  const keys = await due(there, 15, { days: 0, soon: 30, withinMs: 10_000 })
  const all = [run(there, { timing: SHORT }), run(there, { timing: SHORT })]
  for (const one of all) await allReady(await one.url)
  const { url } = await holderOf(all)
  const onDiscord = async (root: string, sub: string) => JSON.stringify((await there.discord.interact(command(root, sub))).message)
  const onSlack = async (line: string) =>
    (await fetch(`${await url}/slack/events`, signedRequest(SIGNING_SECRET, commandPayload(line, there.slack.hook)))).text()
  await there.postgres?.stop()
  // Longer than anybody could hold the gateway without asking.
  for (const afterMs of [0, 12_000]) {
    await pause(afterMs)
    expect(await onDiscord('mali', 'today')).toContain(TODAY)
    expect(await onDiscord('schedule', 'list')).toContain(en('error.store'))
    expect(await onSlack('/mali today')).toContain(TODAY)
  }
  expect((await readiness(await url)).status).toBe(503)
  expect(await databaseOf({ url })).toMatchObject({ ready: false })
  expect((await fetch(`${await url}/healthz`)).status).toBe(200)
  await there.postgres?.start()
  expect(await standing(there, keys)).toEqual(once(keys))
  for (const one of all) expect(await databaseOf(one)).toMatchObject({ ready: true })
})
