import { type Kysely, sql } from 'kysely'
import type { Logged, Plan } from '../anniversaries/subscription.ts'
import type { Delivery } from '../delivery/outbox.ts'
import { batch, inOrder, unindexed } from './batch.ts'
import type { Room } from './room.ts'
import { insertMissed, insertRows, instant, maybe, type MissedRow, type NewRow, same, toRow } from './rows.ts'
import { plainText } from './settle.ts'
import type { Tables } from './schema.ts'
import { count, type Count } from './tally.ts'

const WATERMARKS = { id: 'text', from_at: 'bigint', through_at: 'bigint', look_at: 'bigint' } as const

/** The watermark is the fence: of two planners that saw the same one, the first moves it, and the second moves nothing. */
export const plan = async (room: Room, plans: readonly Plan[], now: Date): Promise<number> => {
  if (plans.length === 0) return 0
  const { access, holder } = room
  const marks = inOrder(plans, ({ id }) => id).map((given) => ({
    id: given.id,
    from_at: given.from.getTime(),
    through_at: given.through.getTime(),
    look_at: given.nextAt.getTime(),
  }))
  const made = await access.write(async (tx) => {
    const { rows } = await sql<PlaceRow>`
      update subscription set planned_through = v.through_at, next_at = v.look_at from ${batch(access.kind, WATERMARKS, marks)}
      where subscription.id = v.id and planned_through = v.from_at and ${unindexed('next_at')} is not null
      returning subscription.id, platform, server, channel`.execute(tx)
    const places = new Map(rows.map((row) => [row.id, row]))
    const moved = plans.filter(({ id }) => places.has(id))
    const deliveries = moved.flatMap((given) => given.deliveries.map((delivery) => toRow(delivery, room.vault)))
    const missed = moved.flatMap((given) => given.missed.map((one) => toMissedRow(one, places.get(given.id) as PlaceRow, now)))
    const { planned, revived } = await put(room, tx, deliveries)
    const passed = await insertMissed(tx, access.kind, missed)
    // Not the row that is held while posts are settled: neither waits for the other to be written.
    await count(tx, access.kind, `${holder}/plan`, [
      ...revived,
      ...planned.map((dueAt) => ({ dueAt, planned: 1 })),
      ...passed.map((dueAt) => ({ dueAt, planned: 1, dropped: 1 })),
    ])
    return planned.length
  })
  if (made > 0) room.changed()
  return made
}

type PlaceRow = { readonly id: string; readonly platform: string; readonly server: string; readonly channel: string }

const KEYS = { key: 'text' } as const

/** Writes deliveries that are not there yet. Hardly ever one has to be made room for: whether it has is asked only where a key was taken. */
const put = async (room: Room, tx: Kysely<Tables>, rows: readonly NewRow[]) => {
  const { kind } = room.access
  const written = await insertRows(tx, kind, rows)
  const revived = written.length < rows.length ? await makeRoom(room, tx, rows) : []
  return { planned: revived.length > 0 ? [...written, ...(await insertRows(tx, kind, rows))] : written, revived }
}

/** What was taken back before anybody sent it makes room for the same key. */
const makeRoom = async ({ access }: Room, tx: Kysely<Tables>, rows: readonly NewRow[]): Promise<readonly Count[]> => {
  if (rows.length === 0) return []
  const keys = inOrder(rows, ({ key }) => key).map(({ key }) => ({ key }))
  const gone = await sql<{ due_at: number }>`
    delete from delivery where state = 'withdrawn' and key in (select v.key from ${batch(access.kind, KEYS, keys)}) returning due_at`.execute(
    tx,
  )
  return gone.rows.map(({ due_at }) => ({ dueAt: due_at, planned: -1, dropped: -1 }))
}

const toMissedRow = (missed: Plan['missed'][number], { id, platform, server, channel }: PlaceRow, now: Date): MissedRow => ({
  key: missed.key,
  owner: id,
  platform,
  server,
  channel,
  place: '',
  post: '',
  subject: 'null',
  due_at: missed.dueAt.getTime(),
  expires_at: null,
  amends: null,
  why: plainText(missed.why),
  ended_at: now.getTime(),
})

export const sendNow = async (room: Room, delivery: Delivery): Promise<boolean> => (await writeDeliveries(room, [delivery])) === 1

/** Writes deliveries that somebody's hand made necessary; keys that are there already are left alone. */
export const writeDeliveries = async (room: Room, deliveries: readonly Delivery[]): Promise<number> => {
  if (deliveries.length === 0) return 0
  const { access, holder, vault } = room
  const made = await access.write(async (tx) => {
    const rows = deliveries.map((delivery) => toRow(delivery, vault))
    const { planned, revived } = await put(room, tx, rows)
    await count(tx, access.kind, holder, [...revived, ...planned.map((dueAt) => ({ dueAt, planned: 1 }))])
    return planned.length
  })
  if (made > 0) room.changed()
  return made
}

/** Only what went into the channel, or was to: what its maker was told in private is no post. */
export const log = async (db: Kysely<Tables>, id: string, limit: number, until?: Date): Promise<readonly Logged[]> =>
  (
    await logged(db)
      .where('owner', '=', id)
      .where('channel', 'is not', null)
      .$if(until !== undefined, (all) => all.where('due_at', '<=', until?.getTime() ?? 0))
      .orderBy('due_at', 'desc')
      .orderBy('key', 'desc')
      .limit(limit)
      .execute()
  ).map(toLogged)

/** Of the whole installation. */
export const recent = async (db: Kysely<Tables>, limit: number): Promise<readonly Logged[]> =>
  (await logged(db).where('state', '!=', 'waiting').orderBy('ended_at', 'desc').orderBy('key', 'desc').limit(limit).execute()).map(toLogged)

const logged = (db: Kysely<Tables>) => db.selectFrom('delivery').select(['key', 'due_at', 'state', 'sending', 'ended_at', 'message', 'why'])

type LoggedRow = Pick<Tables['delivery'], 'key' | 'due_at' | 'state' | 'sending' | 'ended_at' | 'message' | 'why'>

const toLogged = (row: LoggedRow): Logged => ({
  key: row.key,
  dueAt: instant(row.due_at),
  state: row.state === 'withdrawn' ? 'dropped' : row.state === 'waiting' && row.sending === 1 ? 'sending' : row.state,
  ...maybe('endedAt', row.ended_at, instant),
  ...maybe('message', row.message, same),
  ...maybe('why', row.why, same),
})

export const judge = async (room: Room, key: string, verdict: 'there' | 'post', now: Date): Promise<boolean> => {
  const { access, holder } = room
  const at = now.getTime()
  const change =
    verdict === 'there'
      ? { state: 'done' as const, ended_at: at }
      : {
          state: 'waiting' as const,
          ended_at: null,
          look_at: at,
          expires_at: null,
          attempt: 0,
          sending: 0,
          first_tried_at: null,
          last_tried_at: null,
        }
  const judged = await access.write(async (tx) => {
    const row = await tx
      .updateTable('delivery')
      .set({ ...change, why: null })
      .where('key', '=', key)
      .where('state', '=', 'silent')
      .returning('due_at')
      .executeTakeFirst()
    if (row) await count(tx, access.kind, holder, [{ dueAt: row.due_at, silent: -1, ...(verdict === 'there' ? { sent: 1 } : {}) }])
    return row !== undefined
  })
  if (judged) room.changed()
  return judged
}
