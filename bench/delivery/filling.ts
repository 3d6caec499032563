import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Wish } from '../../src/anniversaries/subscription.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { type Database, openStore, type Store } from '../../src/store/store.ts'
import { vault } from '../../src/store/vault.ts'

export const SECRET = 'a secret of the benchmark, long enough'

/** The fullest day of the pack, at nine in Bamako: when all that falls due in the benchmark is due. */
export const DUE_AT = new Date('2026-08-18T09:00:00Z')
const DAY_MS = 86_400_000

const MINUTE = 540
/** In all of them it is always as late as in UTC. */
const ZONES = ['Africa/Bamako', 'Africa/Dakar', 'Africa/Abidjan', 'Africa/Accra', 'Africa/Nouakchott', 'Atlantic/Reykjavik']
const LOCALES = ['en', 'fr', 'pl'] as const

/** What channels wish for: 54 different wishes, by turns. */
const WISHES: readonly Wish[] = LOCALES.flatMap((locale) =>
  ZONES.flatMap((zone) =>
    [1, 2, 3].map(
      (minWeight): Wish => ({
        kind: 'anniversaries',
        pack: 'mali',
        zone,
        minute: MINUTE,
        locale,
        minWeight,
        topics: [],
        quiet: 'skip',
        catchUp: 'latest',
        catchUpHours: 12,
        thread: false,
        weekday: 1,
        pace: 1,
      }),
    ),
  ),
)

/** As much as a delivery says of itself, for queues that do nothing with it. */
export const PAYLOAD = JSON.stringify({
  to: { kind: 'channel', platform: 'discord', server: 'S100000', channel: 'C100000' },
  subject: { subscription: '0123456789', date: '2026-08-18', wish: WISHES[0] },
})

export const open = async (database: Database, clock = systemClock(), changed = (): void => undefined): Promise<Store> => {
  const log = logger({ level: 'silent', secrets: [] })
  const store = openStore({ database, secret: SECRET, clock, random: systemRandom(), log, changed })
  await store.opened
  return store
}

/** Statements of our own on a database of the store's. */
export type Hand = { run(sql: string): Promise<void>; number(sql: string): Promise<number>; close(): Promise<void> }

export async function hand(database: Database): Promise<Hand> {
  if (database.kind === 'sqlite') {
    const db = new DatabaseSync(database.path)
    return {
      run: async (sql) => db.exec(sql),
      number: async (sql) => Number(Object.values(db.prepare(sql).get() ?? {})[0]),
      close: async () => db.close(),
    }
  }
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  return {
    run: async (sql) => void (await client.query(sql)),
    number: async (sql) => Number((await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows[0]?.[0]),
    close: async () => client.end(),
  }
}

/** A text that is different for each row and as long as the real one. */
const idOf = (database: Database): string =>
  database.kind === 'sqlite' ? "printf('%010d', i * 7919 % 10000000000)" : "lpad((i::bigint * 7919 % 10000000000)::text, 10, '0')"

const wishOf = (): string =>
  `case i % ${WISHES.length} ${WISHES.map((wish, n) => `when ${n} then '${JSON.stringify(wish)}'`).join(' ')} end`

/** Writes subscriptions, each in a channel of its own, that are to be looked at from `nextAt` on and are planned through `through`. */
export async function fillSubscriptions(
  database: Database,
  count: number,
  { nextAt, through }: { nextAt: Date; through: Date },
): Promise<void> {
  const by = await hand(database)
  const maker = vault(SECRET).seal('U0123456789', 'subscription.maker')
  const id = idOf(database)
  await by.run(`
    insert into subscription (id, number, platform, server, channel, wish, maker, made_at, planned_through, next_at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
    select ${id}, 1, 'discord', 'S' || i / 5, 'C' || i, ${wishOf()}, '${maker}', ${through.getTime()}, ${through.getTime()}, ${nextAt.getTime()} + i from n`)
  await by.run(database.kind === 'sqlite' ? 'pragma wal_checkpoint(truncate)' : 'vacuum analyze subscription')
  await by.close()
}

/** Writes a post of yesterday for each subscription, sent and settled, as they pile up until they are purged. */
export async function fillHistory(database: Database): Promise<void> {
  const by = await hand(database)
  const at = DUE_AT.getTime() - DAY_MS
  const place = `'{"kind":"channel","platform":"discord","server":"' || server || '","channel":"' || channel || '"}'`
  await by.run(`
    insert into delivery (key, owner, platform, server, channel, place, post, subject, due_at, expires_at, sending, attempt,
      first_tried_at, last_tried_at, message, shows, state, ended_at)
    select 'anniversaries/' || id || '/2026-08-17', id, platform, server, channel, ${place}, 'digest',
      '{"subscription":"' || id || '","date":"2026-08-17","wish":' || wish || '}', ${at}, ${at + DAY_MS / 2}, 0, 1,
      ${at}, ${at}, '1275000000000000000', '{"mali-2020/coup-of-18-august":"0123456789.0123456789"}', 'done', ${at}
    from subscription`)
  await by.run(database.kind === 'sqlite' ? 'pragma wal_checkpoint(truncate)' : 'vacuum analyze delivery')
  await by.close()
}
