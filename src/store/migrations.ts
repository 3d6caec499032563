import { type Kysely, sql, type Transaction } from 'kysely'
import { StartFault } from '../kernel/failure.ts'
import type { Access, EngineKind } from './engine.ts'
import { DECKS_HAVE_MAKERS, PLAYERS_HAVE_CODES, QUIZ_BEGINS } from './quiz/migration.ts'
import type { Tables } from './schema.ts'

/** From one version of the schema to the next. What stands here was run somewhere: it is never changed, only followed. */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    'create table channel (platform text not null, server text not null, channel text not null, numbers bigint not null, primary key (platform, server, channel))',
    `create table subscription (id text primary key, number bigint not null, platform text not null, server text not null, channel text not null,
      wish text not null, maker text not null, made_at bigint not null, planned_through bigint not null, next_at bigint,
      paused_at bigint, paused_by text, reason text, why text, unique (platform, server, channel, number))`,
    'create index subscription_next on subscription (next_at, id) where next_at is not null',
    `create table delivery (key text primary key, owner text, platform text not null, server text not null, channel text, place text not null,
      post text not null, subject text not null, due_at bigint not null, expires_at bigint, amends text, look_at bigint, sending bigint not null,
      attempt bigint not null, token text, first_tried_at bigint, last_tried_at bigint, message text, shows text, state text not null, why text, ended_at bigint)`,
    'create index delivery_open on delivery (platform, look_at, due_at) where look_at is not null',
    'create index delivery_owner on delivery (owner, due_at) where owner is not null',
    `create table settlement (platform text not null, server text not null, channel text not null, locale text, zone text, revision bigint not null,
      primary key (platform, server, channel))`,
    "insert into meta (name, value) values ('settlement revision', '0')",
    'create table server (platform text not null, server text not null, gone_at bigint, primary key (platform, server))',
    'create table lease (name text primary key, holder text not null, until_at bigint not null)',
    'create table pace (platform text primary key, free_at bigint not null)',
    'create table refusal (platform text not null, server text not null, channel text not null, refused_at bigint not null, primary key (platform, server, channel))',
    `create table tally (day text not null, holder text not null, planned bigint not null, sent bigint not null, silent bigint not null,
      dropped bigint not null, primary key (day, holder))`,
    'create table web_channel (name text primary key, owner text not null, revision bigint not null, messages bigint not null, last_at bigint not null)',
    'create index web_channel_last on web_channel (last_at)',
    `create table web_message (channel text not null, number bigint not null, key text not null, reply text not null, sent_at bigint not null,
      amended_at bigint, revision bigint not null, primary key (channel, number), unique (channel, key), unique (channel, revision))`,
  ],
  [
    'alter table delivery add column held_until bigint',
    'alter table delivery set (fillfactor = 40)',
    'create table shown (hash text primary key, shows text not null, day text not null)',
  ],
  QUIZ_BEGINS,
  DECKS_HAVE_MAKERS,
  PLAYERS_HAVE_CODES,
]

export const NEWEST = MIGRATIONS.length

export type Migrated = { readonly from: number; readonly to: number }

/** Any number, the same in every version: whoever holds it migrates, and the others wait. */
const TURN_TO_MIGRATE = 4_720_208_181

/** Brings the schema to the newest version, all of it or nothing; of several processes one does it. Throws `StartFault` where it is newer than this program. */
export const migrate = (access: Access): Promise<Migrated> =>
  access.write(async (tx) => {
    await takeTurnToMigrate(access.kind, tx)
    await makeMeta(access.kind, tx)
    const from = Number((await readMeta(tx, 'schema')) ?? 0)
    refuseNewer(from)
    await step(access.kind, tx, from, NEWEST)
    return { from, to: NEWEST }
  })

/** SQLite has one writer anyway. On PostgreSQL no statement that follows is cut off for taking long. */
export const takeTurnToMigrate = async (kind: EngineKind, tx: Transaction<Tables>): Promise<void> => {
  if (kind === 'sqlite') return
  await sql`set local statement_timeout = 0`.execute(tx)
  await sql`select pg_advisory_xact_lock(${TURN_TO_MIGRATE})`.execute(tx)
}

/** From one version of the schema to a later one. */
export const step = async (kind: EngineKind, tx: Transaction<Tables>, from: number, to: number): Promise<void> => {
  await makeMeta(kind, tx)
  for (const statement of MIGRATIONS.slice(from, to).flat())
    if (kind === 'postgres' || !FOR_POSTGRES.test(statement)) await sql.raw(spelled(kind, statement)).execute(tx)
  if (from < to) await writeMeta(tx, 'schema', String(to))
}

const makeMeta = async (kind: EngineKind, tx: Transaction<Tables>): Promise<void> => {
  await sql.raw(spelled(kind, 'create table if not exists meta (name text primary key, value text not null)')).execute(tx)
}

/** How full a page is made: SQLite knows no such thing. */
const FOR_POSTGRES = / set \(fillfactor/

/**
 * PostgreSQL's own: texts are ordered by their bytes, as SQLite does it, so that no index depends on the languages of its machine; and
 * the pages of deliveries keep room, because each is written three times within a minute.
 */
const spelled = (kind: EngineKind, statement: string): string => {
  if (kind === 'sqlite' || !statement.startsWith('create table')) return statement
  const text = statement.replaceAll(/ text\b/g, ' text collate "C"')
  return statement.startsWith('create table delivery') ? `${text} with (fillfactor = 60)` : text
}

export const refuseNewer = (version: number): void => {
  if (version > NEWEST)
    throw new StartFault(
      `database: it was written by a newer Griot (schema ${version}; this one knows up to ${NEWEST}). Start the newer version, or restore a backup of this one.`,
    )
}

export const readMeta = async (db: Kysely<Tables>, name: string): Promise<string | undefined> =>
  (await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst())?.value

export const writeMeta = async (tx: Transaction<Tables>, name: string, value: string): Promise<void> => {
  await tx
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
