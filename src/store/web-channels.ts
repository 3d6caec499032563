import { type Kysely, sql } from 'kysely'
import type { Reply } from '../chat/reply.ts'
import type { WebChannels, WebMessage } from '../platforms/web/channels.ts'
import { whole } from './batch.ts'
import type { EngineKind } from './engine.ts'
import type { Room } from './room.ts'
import { NOBODY } from './privacy.ts'
import { instant, maybe } from './rows.ts'
import type { Tables, WebMessageTable } from './schema.ts'
import type { Vault } from './vault.ts'

const OWNER = 'web_channel.owner'

/** The row of a channel is written first by everybody who writes there: its revisions are seen in their order. */
export const webChannels = ({ access, vault }: Pick<Room, 'access' | 'vault'>): WebChannels => ({
  claim: (channel, owner, now, most = Infinity) =>
    access.write(async (tx) => {
      const known = await tx.selectFrom('web_channel').select('owner').where('name', '=', channel).executeTakeFirst()
      if (known && known.owner !== NOBODY) return vault.open(known.owner, OWNER)
      if (known) {
        // Of two who take it over, the row itself says whose it is.
        await tx
          .updateTable('web_channel')
          .set({ owner: vault.seal(owner, OWNER) })
          .where('name', '=', channel)
          .where('owner', '=', NOBODY)
          .execute()
        return ownerOf(vault, await tx.selectFrom('web_channel').select('owner').where('name', '=', channel).executeTakeFirstOrThrow())
      }
      if (!(await hasRoom(tx, access.kind, most))) return undefined
      await tx
        .insertInto('web_channel')
        .values({ name: channel, owner: vault.seal(owner, OWNER), revision: 0, messages: 0, last_at: now.getTime() })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute()
      const row = await tx.selectFrom('web_channel').select('owner').where('name', '=', channel).executeTakeFirstOrThrow()
      return ownerOf(vault, row)
    }),
  owner: (channel) =>
    access.read(async (db) => {
      const row = await db.selectFrom('web_channel').select('owner').where('name', '=', channel).executeTakeFirst()
      return row && ownerOf(vault, row)
    }),
  list: (limit) =>
    access.read(async (db) => {
      const rows = await db
        .selectFrom('web_channel')
        .select(['name', 'messages', 'last_at'])
        .orderBy('last_at', 'desc')
        .orderBy('name')
        .limit(limit)
        .execute()
      return rows.map(({ name, messages, last_at }) => ({ name, messages, lastAt: instant(last_at) }))
    }),
  append: (channel, key, reply, now) => access.write((tx) => append(tx, channel, key, reply, now)),
  amend: (channel, number, reply, now) => access.write((tx) => amend(tx, channel, number, reply, now)),
  find: (channel, key) => access.read((db) => find(db, channel, key)),
  latest: (channel, limit) =>
    access.read(async (db) => {
      // Read before the messages: what comes in between is told again rather than never.
      const row = await db.selectFrom('web_channel').select('revision').where('name', '=', channel).executeTakeFirst()
      const rows = await db
        .selectFrom('web_message')
        .selectAll()
        .where('channel', '=', channel)
        .orderBy('number', 'desc')
        .limit(limit)
        .execute()
      return { revision: row?.revision ?? 0, messages: rows.map(toMessage) }
    }),
  since: (channel, revision, limit) =>
    access.read(async (db) => {
      const rows = await db
        .selectFrom('web_message')
        .selectAll()
        .where('channel', '=', channel)
        .where('revision', '>', revision)
        .orderBy('revision')
        .limit(limit)
        .execute()
      return rows.map(toMessage)
    }),
  revisions: (channels) => (channels.length === 0 ? Promise.resolve(new Map()) : access.read((db) => revisions(db, channels))),
})

const ownerOf = (vault: Vault, { owner }: { readonly owner: string }): string => (owner === NOBODY ? NOBODY : vault.open(owner, OWNER))

/** Any number but that of the migrations: whoever holds it is the only one to make a channel. */
const TURN_TO_MAKE = 4_720_208_182

/** Whether there are fewer than `most`; until the end of the transaction nobody else makes one. */
const hasRoom = async (tx: Kysely<Tables>, kind: EngineKind, most: number): Promise<boolean> => {
  if (most === Infinity) return true
  // SQLite has one writer at a time as it is.
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${TURN_TO_MAKE})`.execute(tx)
  const { count } = await tx
    .selectFrom('web_channel')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count < most
}

const toMessage = (row: WebMessageTable): WebMessage => ({
  number: row.number,
  key: row.key,
  reply: JSON.parse(row.reply) as Reply,
  sentAt: instant(row.sent_at),
  ...maybe('amendedAt', row.amended_at, instant),
  revision: row.revision,
})

const revisions = async (db: Kysely<Tables>, channels: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.selectFrom('web_channel').select(['name', 'revision']).where('name', 'in', channels).execute()
  return new Map(rows.map(({ name, revision }) => [name, revision]))
}

const find = async (db: Kysely<Tables>, channel: string, key: string): Promise<WebMessage | undefined> => {
  const row = await db.selectFrom('web_message').selectAll().where('channel', '=', channel).where('key', '=', key).executeTakeFirst()
  return row && toMessage(row)
}

/** Takes the next revision of a channel, and with it the turn to write there. */
const advance = (tx: Kysely<Tables>, channel: string, by: { readonly messages: number }) =>
  tx
    .updateTable('web_channel')
    .set((e) => ({ revision: e('revision', '+', whole(1)), messages: e('messages', '+', whole(by.messages)) }))
    .where('name', '=', channel)
    .returning(['revision', 'messages'])
    .executeTakeFirst()

/** The channel's row is written, and so locked, before we look whether the message is there. */
const locked = (tx: Kysely<Tables>, channel: string) =>
  tx
    .updateTable('web_channel')
    .set((e) => ({ revision: e.ref('revision') }))
    .where('name', '=', channel)
    .returning('name')
    .executeTakeFirst()

const append = async (tx: Kysely<Tables>, channel: string, key: string, reply: Reply, now: Date): Promise<WebMessage | undefined> => {
  if (!(await locked(tx, channel))) return undefined
  const first = await find(tx, channel, key)
  if (first) return first
  const next = await advance(tx, channel, { messages: 1 })
  if (!next) return undefined
  const at = now.getTime()
  await tx.updateTable('web_channel').set({ last_at: at }).where('name', '=', channel).execute()
  const row = await tx
    .insertInto('web_message')
    .values({ channel, number: next.messages, key, reply: JSON.stringify(reply), sent_at: at, amended_at: null, revision: next.revision })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toMessage(row)
}

/** Changes what a message says; saying the same again changes nothing. */
export const amend = async (
  tx: Kysely<Tables>,
  channel: string,
  number: number,
  reply: Reply,
  now: Date,
): Promise<WebMessage | undefined> => {
  if (!(await locked(tx, channel))) return undefined
  const message = tx.selectFrom('web_message').selectAll().where('channel', '=', channel).where('number', '=', number)
  const row = await message.executeTakeFirst()
  const said = JSON.stringify(reply)
  if (!row || row.reply === said) return row && toMessage(row)
  const next = await advance(tx, channel, { messages: 0 })
  if (!next) return undefined
  await tx
    .updateTable('web_message')
    .set({ reply: said, amended_at: now.getTime(), revision: next.revision })
    .where('channel', '=', channel)
    .where('number', '=', number)
    .execute()
  return toMessage(await message.executeTakeFirstOrThrow())
}
