import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Clock, rehearsalClock, systemClock } from '../../src/kernel/clock.ts'
import { Failure, StartFault } from '../../src/kernel/failure.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { guarded } from '../../src/store/access.ts'
import { ledger } from '../../src/store/ledger.ts'
import { migrate } from '../../src/store/migrations.ts'
import { sqliteEngine } from '../../src/store/sqlite.ts'
import { openStore } from '../../src/store/store.ts'
import { vault } from '../../src/store/vault.ts'
import { tablesOf } from '../contracts/store/tables.ts'
import { longestPause } from '../support/loop.ts'
import type { Postgres } from '../support/postgres.ts'
import {
  deliveryOf,
  MINUTE,
  postgresServer,
  quiet,
  SECRET,
  sqliteFiles,
  standingClock,
  type StoreEngine,
  storeOn,
  storeProcess,
  T,
} from '../support/store.ts'

const UNAVAILABLE = new Failure('unavailable', 'error.store')

/** Patience that is over sooner: the clock by which one waits runs ten times as fast. */
const hasty = (): Clock => rehearsalClock(new Date(), 10, systemClock())

/** Another program on the machine may hold us up as well; what blocks of itself does so every time. */
const leastOf = async (times: number, measure: () => Promise<number>): Promise<number> => {
  let least = Infinity
  for (let n = 0; n < times; n++) least = Math.min(least, await measure())
  return least
}

const told = (lines: readonly string[]) => lines.filter((line) => line.includes('database unavailable'))

describe('SQLite in trouble', () => {
  let files: StoreEngine
  beforeAll(() => {
    files = sqliteFiles()
  })
  afterAll(() => files.end())

  test('a file that another process has locked for a moment: the call waits, and everything else goes on', async () => {
    const database = await files.fresh()
    const store = await storeOn(database)
    const written: number[] = []
    const pause = await leastOf(3, async () => {
      const other = storeProcess(database, 'lock')
      await other.first
      return longestPause(async () => {
        const writing = store.ledger.write([deliveryOf(`k${written.length}`)], T)
        await systemClock().sleep(400)
        await other.end()
        written.push(await writing)
      })
    })
    expect(written).toEqual([1, 1, 1])
    expect(pause).toBeLessThan(100)
    await store.close()
  })

  test('a file that another process keeps locked: writing says so after five seconds, reading goes on, and nothing is lost', async () => {
    const database = await files.fresh()
    const lines: string[] = []
    const store = await storeOn(database, { wall: hasty(), log: quiet(lines) })
    await store.ledger.write([deliveryOf('a', { owner: 'o' })], T)
    const other = storeProcess(database, 'lock')
    await other.first
    const pause = await longestPause(async () => {
      await expect(Promise.all([1, 2, 3].map((n) => store.ledger.write([deliveryOf(`b${n}`)], T)))).rejects.toThrow(UNAVAILABLE)
    })
    expect(pause).toBeLessThan(1000)
    expect(store.ready()).toMatchObject({ ready: false, detail: expect.stringMatching(/locked/) })
    expect(await store.subscriptions.log('o', 5)).toHaveLength(1)
    await other.end()
    expect(await store.ledger.write([deliveryOf('c')], T)).toBe(1)
    expect(store.ready().ready).toBe(true)
    expect(told(lines)).toHaveLength(1)
    await store.close()
  })

  test('a disk that is full: writing says so, reading goes on, and when there is room again everything is as it was', async () => {
    const database = await files.fresh()
    const engine = sqliteEngine((database as { path: string }).path)
    const access = guarded(engine, { wall: systemClock(), random: systemRandom(), log: quiet() })
    await migrate(access)
    const post = ledger({
      access,
      vault: vault(SECRET),
      clock: standingClock(T),
      log: quiet(),
      holder: 'h',
      changed: () => undefined,
      restoredMs: () => Number.NEGATIVE_INFINITY,
      enter: async () => [],
    })
    const filling = async (from: number) => {
      for (let n = from; ; n++) await post.write([deliveryOf(`k${n}`, { subject: 'x'.repeat(2000) })], T)
    }
    await sql`pragma max_page_count = 100`.execute(engine.db)
    await expect(filling(0)).rejects.toThrow(UNAVAILABLE)
    const many = async () => (await access.read((db) => sql<{ n: number }>`select count(*) as n from delivery`.execute(db))).rows[0]?.n
    const before = await many()
    await expect(filling(1000)).rejects.toThrow(UNAVAILABLE)
    expect(await many()).toBe(before)
    expect(access.trouble()).toBeUndefined()
    await sql`pragma max_page_count = 10000`.execute(engine.db)
    expect(await post.write([deliveryOf('after', { subject: 'x'.repeat(2000) })], T)).toBe(1)
    expect((await sql<{ integrity_check: string }>`pragma integrity_check`.execute(engine.db)).rows).toEqual([{ integrity_check: 'ok' }])
    await engine.close()
  })

  test('a handle that may not write is given up for another', async () => {
    const database = await files.fresh()
    const engine = sqliteEngine((database as { path: string }).path)
    const access = guarded(engine, { wall: systemClock(), random: systemRandom(), log: quiet() })
    await migrate(access)
    const post = ledger({
      access,
      vault: vault(SECRET),
      clock: standingClock(T),
      log: quiet(),
      holder: 'h',
      changed: () => undefined,
      restoredMs: () => Number.NEGATIVE_INFINITY,
      enter: async () => [],
    })
    await sql`pragma query_only = 1`.execute(engine.db)
    await expect(post.write([deliveryOf('a')], T)).rejects.toThrow(UNAVAILABLE)
    expect(await post.write([deliveryOf('a')], T)).toBe(1)
    await engine.close()
  })

  test('a file that may only be read: every change says so, and nothing breaks', async () => {
    const database = await files.fresh()
    await (await storeOn(database)).close()
    const { path } = database as { path: string }
    const readOnly = () => {
      chmodSync(path, 0o444)
      chmodSync(dirname(path), 0o555)
      chmodSync(dirname(dirname(path)), 0o755)
    }
    // Nothing is read-only for root: then the process that tries is nobody's.
    const nobody = userInfo().uid === 0 ? { uid: 65_534, gid: 65_534 } : {}
    if (nobody.uid !== undefined) chownSync(path, nobody.uid, nobody.gid)
    readOnly()
    const other = storeProcess(database, 'try', { ...nobody, cwd: '/' })
    expect(await other.first).toEqual({ written: 'unavailable error.store', ready: false })
    await other.end()
    chmodSync(dirname(path), 0o755)
    chmodSync(path, 0o644)
    const store = await storeOn(database)
    await store.settlements.settle({ platform: 'web', channel: 'x' }, { locale: 'fr' })
    await store.close()
  })

  test('a file that is no database is refused with a clear line, and not touched', async () => {
    const database = await files.fresh()
    const { path } = database as { path: string }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'Dear diary, '.repeat(100))
    const opening = storeOn(database)
    await expect(opening).rejects.toThrow(StartFault)
    await expect(opening).rejects.toThrow(/no SQLite database/)
  })

  test('thousands of calls at once let everything else go on', async () => {
    const store = await storeOn(await files.fresh())
    let beats = 0
    const beat = setInterval(() => {
      beats += 1
    }, 1)
    await Promise.all(Array.from({ length: 2000 }, (_, n) => store.ledger.write([deliveryOf(`k${n}`)], T)))
    clearInterval(beat)
    expect(beats).toBeGreaterThan(10)
    expect(await store.outbox.claim('slack', T, MINUTE, 5000)).toHaveLength(2000)
    await store.close()
  })
})

const forever = new AbortController().signal

describe('PostgreSQL in trouble', () => {
  let engine: StoreEngine & { readonly server: Postgres }
  beforeAll(async () => {
    engine = await postgresServer()
  })
  afterAll(() => engine.end())

  test('a server that is gone for a while: calls say so, the process lives, and afterwards nothing is lost', async () => {
    const database = await engine.fresh()
    const lines: string[] = []
    const store = await storeOn(database, { log: quiet(lines) })
    await store.ledger.write([deliveryOf('a')], T)
    const [claim] = await store.outbox.mark(await store.outbox.claim('slack', T, MINUTE, 5), T)
    for (const end of [() => engine.server.stop(), () => engine.server.kill()]) {
      await end()
      const pause = await leastOf(3, () =>
        longestPause(async () => {
          const calls = [store.outbox.nextAt('slack'), store.ledger.write([deliveryOf('b')], T), store.subscriptions.due(T, 5)]
          for (const call of await Promise.allSettled(calls)) expect(call).toMatchObject({ reason: UNAVAILABLE })
        }),
      )
      expect(pause).toBeLessThan(100)
      expect(store.ready().ready).toBe(false)
      await engine.server.start()
      expect(await store.outbox.nextAt('slack')).toEqual(new Date(T.getTime() + MINUTE))
      expect(store.ready().ready).toBe(true)
    }
    expect(await store.outbox.settle([{ claim: claim!, verdict: { kind: 'done', message: 'm' }, effects: [] }], T)).toEqual(['a'])
    expect(told(lines)).toHaveLength(1)
    expect(lines.join('')).not.toContain(new URL((database as { url: string }).url).password)
    await store.close()
  })

  test('tables that a newer process has changed under us: every call goes on', async () => {
    const database = await engine.fresh()
    const store = await storeOn(database)
    const calls = async (key: string) => {
      await store.ledger.write([deliveryOf(key)], T)
      const claims = await store.outbox.claim('slack', T, MINUTE, 5)
      return store.outbox.settle(
        claims.map((claim) => ({ claim, verdict: { kind: 'done', message: 'm' }, effects: [] })),
        T,
      )
    }
    expect(await calls('a')).toEqual(['a'])
    const tables = await tablesOf(database)
    await tables.run('alter table delivery add column extra text')
    await tables.close()
    expect(await Promise.all(['b', 'c', 'd'].map((key) => calls(key))).then((keys) => keys.flat().toSorted())).toEqual(['b', 'c', 'd'])
    await store.close()
  })

  test('a server that is not there yet: the store opens by itself when it comes', async () => {
    const database = await engine.fresh()
    await engine.server.stop()
    const store = openStore({ database, secret: SECRET, clock: standingClock(T), random: systemRandom(), log: quiet(), wall: hasty() })
    await systemClock().sleep(300)
    await expect(store.outbox.nextAt('slack')).rejects.toThrow(UNAVAILABLE)
    expect(store.ready().ready).toBe(false)
    await engine.server.start()
    await store.opened
    expect(await store.outbox.nextAt('slack')).toBeUndefined()
    await store.close()
  })

  test('a store that never opened can be closed', async () => {
    const store = openStore({
      database: { kind: 'postgres', url: 'postgres://nobody:nothing@127.0.0.1:1/none' },
      secret: SECRET,
      clock: standingClock(T),
      random: systemRandom(),
      log: quiet(),
    })
    await store.close()
    await expect(store.opened).rejects.toThrow(/closed/)
  })

  test('a turn whose database is gone stays its holder’s, and is over as soon as it is seen to be another’s', async () => {
    const database = await engine.fresh()
    const store = await storeOn(database)
    const lost = await store.turn('gateway', { turnMs: 300 }).take(forever)
    await engine.server.stop()
    await systemClock().sleep(900)
    expect(lost.aborted).toBe(false)
    await engine.server.start()
    const tables = await tablesOf(database)
    await tables.run(`update lease set holder = 'another', until_at = ${Date.now() + 60_000}`)
    await tables.close()
    await vi.waitFor(() => expect(lost.aborted).toBe(true), { timeout: 10_000 })
    await store.close()
  })

  test('a turn that nobody can be asked about is taken after as long as one lasts, and given up where it was another’s', async () => {
    const database = await engine.fresh()
    const [store, other] = [await storeOn(database), await storeOn(database)]
    const kept = await store.turn('gateway', { turnMs: 60_000 }).take(forever)
    const waiting = other.turn('gateway', { turnMs: 300 }).take(forever)
    await engine.server.stop()
    const taken = await waiting
    expect([taken.aborted, kept.aborted]).toEqual([false, false])
    await engine.server.start()
    await vi.waitFor(() => expect(taken.aborted).toBe(true), { timeout: 10_000 })
    expect(kept.aborted).toBe(false)
    await Promise.all([store.close(), other.close()])
  })
})
