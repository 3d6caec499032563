import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openStore } from '../../src/store/store.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { deliveryOf, postgresServer, quiet, SECRET, sqliteFiles, type StoreEngine, storeOn, storeProcess, T } from '../support/store.ts'

const KEYS = Array.from({ length: 200 }, (_, n) => `k${n}`)

describe.each<[string, () => Promise<StoreEngine>]>([
  ['SQLite', async () => sqliteFiles()],
  ['PostgreSQL', () => postgresServer()],
])('three processes on one %s', (_name, start) => {
  let engine: StoreEngine
  let database: Database
  beforeAll(async () => {
    engine = await start()
    database = await engine.fresh()
  })
  afterAll(() => engine.end())

  test('that start at the same time make the schema once', async () => {
    const processes = [1, 2, 3].map(() => storeProcess(database, 'migrate'))
    const migrated = (await Promise.all(processes.map(({ first }) => first))) as { from: number; to: number }[]
    const newest = migrated[0]?.to
    expect(migrated.map(({ from }) => from).toSorted((a, b) => a - b)).toEqual([0, newest, newest])
    await Promise.all(processes.map((process) => process.end()))
  })

  test('carry every delivery once between them', async () => {
    const store = await storeOn(database)
    await store.ledger.write(
      KEYS.map((key) => deliveryOf(key, { owner: 'o' })),
      T,
    )
    const processes = [1, 2, 3].map(() => storeProcess(database, 'carry'))
    const carried = (await Promise.all(processes.map(({ first }) => first))) as string[][]
    await Promise.all(processes.map((process) => process.end()))
    expect(carried.flat().toSorted()).toEqual(KEYS.toSorted())
    expect(await store.outbox.tally('2026-08-18')).toEqual({ planned: 200, sent: 200, silent: 0, dropped: 0 })
    await store.close()
  })
})

test('SQLite is used by nobody but its owner: its directory is made so that others cannot enter', async () => {
  const files = sqliteFiles()
  const database = await files.fresh()
  const store = openStore({ database, secret: SECRET, clock: systemClock(), random: systemRandom(), log: quiet() })
  await store.opened
  expect(statSync(dirname((database as { path: string }).path)).mode & 0o777).toBe(0o700)
  await store.close()
  await files.end()
})
