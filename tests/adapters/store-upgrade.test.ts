import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { step, takeTurnToMigrate } from '../../src/store/migrations.ts'
import { postgresEngine } from '../../src/store/postgres.ts'
import { toRoundRow } from '../../src/store/quiz/game-row.ts'
import { sqliteEngine } from '../../src/store/sqlite.ts'
import type { Database } from '../../src/store/store.ts'
import { vault } from '../../src/store/vault.ts'
import { gameOf, personOf } from '../contracts/store/quiz-round.ts'
import { CHANNEL, MINUTE, postgresServer, quiet, SECRET, sqliteFiles, type StoreEngine, storeOn, T } from '../support/store.ts'

const engineOf = (database: Database): Engine =>
  database.kind === 'sqlite' ? sqliteEngine(database.path) : postgresEngine(database.url, quiet())

/** A database as the first version of the schema left it, with a post that was sent and one that waits. */
async function left(database: Database): Promise<void> {
  const engine = engineOf(database)
  await engine.db.transaction().execute(async (tx) => {
    await step(engine.kind, tx, 0, 1)
    const place = JSON.stringify(CHANNEL)
    const row = (key: string, open: boolean) => sql`
      insert into delivery (key, platform, server, channel, place, post, subject, due_at, look_at, sending, attempt, message, shows, state, ended_at)
      values (${key}, 'slack', ${CHANNEL.server ?? ''}, ${CHANNEL.channel}, ${place}, 'digest', '{"of":"old"}', ${sql.lit(T.getTime())},
        ${open ? sql.lit(T.getTime()) : null}, 0, 0, ${open ? null : 'm'}, ${open ? null : '{"coup":"1.2"}'}, ${open ? 'waiting' : 'done'}, ${open ? null : sql.lit(T.getTime())})`
    await row('sent', false).execute(tx)
    await row('waiting', true).execute(tx)
  })
  await engine.close()
}

const engines: Readonly<Record<Database['kind'], () => Promise<StoreEngine>>> = {
  sqlite: async () => sqliteFiles(),
  postgres: postgresServer,
}

describe.each(['sqlite', 'postgres'] as const)('a database of an older version, on %s', (kind) => {
  let engine: StoreEngine
  beforeAll(async () => {
    engine = await engines[kind]()
  })
  afterAll(() => engine.end())

  test('the first, is brought up to date when it is opened: what waits is carried, and what was sent shows what it showed', async () => {
    const database = await engine.fresh()
    await left(database)
    const store = await storeOn(database)
    expect(await store.migrate()).toMatchObject({ from: 1 })
    expect(await store.ledger.sent(undefined, 5)).toMatchObject([
      { key: 'sent', to: CHANNEL, subject: { of: 'old' }, shows: { coup: '1.2' } },
    ])
    const [claim] = await store.outbox.claim('slack', T, MINUTE, 5)
    expect(claim).toMatchObject({ key: 'waiting', to: CHANNEL, attempt: 1, doubt: false })
    await store.close()
  })

  test('that knew no codes of players keeps the players as they were', async () => {
    const database = await engine.fresh()
    const before = engineOf(database)
    await before.db.transaction().execute(async (tx) => {
      await step(before.kind, tx, 0, 4)
      await tx
        .insertInto('quiz_round')
        .values(toRoundRow(gameOf(), T, undefined))
        .execute()
      const name = vault(SECRET).seal('Aminata', 'quiz_player.name')
      await sql`insert into quiz_player (round, person, name) values ('aaaaaaaaaa', ${personOf(1)}, ${name})`.execute(tx)
    })
    await before.close()
    const store = await storeOn(database)
    expect(await store.migrate()).toMatchObject({ from: 4 })
    expect((await store.quiz.rounds.sheet('aaaaaaaaaa'))?.players).toEqual([{ person: personOf(1), name: 'Aminata' }])
    await store.close()
  })
})

describe.each(['sqlite', 'postgres'] as const)('what is asked again and again, on %s', (kind) => {
  let engine: StoreEngine
  beforeAll(async () => {
    engine = await engines[kind]()
  })
  afterAll(() => engine.end())

  test('finds what is open by its index, and reads nothing that is settled', async () => {
    const database = await engine.fresh()
    const store = await storeOn(database)
    const asked = engineOf(database)
    const explain = kind === 'sqlite' ? 'explain query plan' : 'explain'
    const plan = async (query: string) => {
      const { rows } = await sql.raw<Record<string, unknown>>(`${explain} ${query}`).execute(asked.db)
      return rows.map((row) => String(row['detail'] ?? row['QUERY PLAN'])).join('\n')
    }
    const open = "select key from delivery where platform = 'slack' and look_at <= 5 and (held_until is null or held_until <= 5)"
    for (const query of [
      `${open} order by look_at, due_at limit 200`,
      "select look_at from delivery where platform = 'slack' and look_at is not null and held_until is null order by look_at limit 1",
      "select min(held_until) from delivery where platform = 'slack' and look_at < 5",
    ])
      expect(await plan(query)).toMatch(/delivery_open/)
    expect(await plan('select * from subscription where next_at <= 5 order by next_at, id limit 400')).toMatch(/subscription_next/)
    await asked.close()
    await store.close()
  })
})

test('on PostgreSQL a process waits as long as it takes for another that migrates', { timeout: 30_000 }, async () => {
  const engine = await postgresServer()
  const database = (await engine.fresh()) as Extract<Database, { kind: 'postgres' }>
  const other = engineOf(database)
  const done: string[] = []
  const migrating = other.db.transaction().execute(async (tx) => {
    await takeTurnToMigrate('postgres', tx)
    done.push('begun')
    // Longer than any other statement may take.
    await sql`select pg_advisory_xact_lock(1) from (select pg_sleep(4)) as once`.execute(tx)
    await sql`select pg_advisory_xact_lock(1) from (select pg_sleep(4)) as twice`.execute(tx)
    done.push('ended')
  })
  await vi.waitFor(() => expect(done).toEqual(['begun']))
  const store = await storeOn(database)
  expect(done).toEqual(['begun', 'ended'])
  await migrating
  await store.close()
  await other.close()
  await engine.end()
})
