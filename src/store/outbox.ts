import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Place, PlatformName } from '../chat/platform.ts'
import type { Claim, Leaving, Outbox } from '../delivery/outbox.ts'
import { batch, inOrder, unindexed } from './batch.ts'
import type { Room } from './room.ts'
import { channelName, channelOf, instant, toClaim } from './rows.ts'
import type { DeliveryTable, Tables } from './schema.ts'
import { settle } from './settle.ts'
import { tallyOf } from './tally.ts'

const PLATFORMS: readonly PlatformName[] = ['discord', 'slack', 'web']
const MOST_COUNTED = 1000

/** A reservation further ahead than this was left by a clock that has since been set back. */
const FURTHEST_AHEAD_MS = 3_600_000

export const outbox = (room: Room): Outbox => ({
  claim: (platform, now, leaseMs, limit) => claim(room, platform, now, leaseMs, limit),
  mark: (claims, now) => mark(room, claims, now),
  settle: (settlements, now) => settle(room, settlements, now),
  nextAt: (platform) =>
    room.access.read(async (db) => {
      const row = await db
        .selectFrom('delivery')
        .select('look_at')
        .where('platform', '=', platform)
        .where('look_at', 'is not', null)
        .orderBy('look_at')
        .limit(1)
        .executeTakeFirst()
      return row?.look_at === null || row === undefined ? undefined : instant(row.look_at)
    }),
  refused: (places, since) => refused(room, places, since),
  reserve: (platform, count, perSecond, now) => reserve(room, platform, Math.ceil((count * 1000) / perSecond), now),
  lag: (before, platforms = PLATFORMS) => room.access.read((db) => lag(db, before.getTime(), platforms)),
  tally: (day) => room.access.read((db) => tallyOf(db, day)),
})

const claim = (
  { access, vault, restoredMs }: Room,
  platform: PlatformName,
  now: Date,
  leaseMs: number,
  limit: number,
): Promise<readonly Claim[]> =>
  access.once(async (db) => {
    const token = randomUUID()
    const until = instant(now.getTime() + leaseMs)
    // SQLite has one writer, so the statement is its own lock; PostgreSQL passes over rows that others hold.
    const skip = sql.raw(access.kind === 'postgres' ? 'for update skip locked' : '')
    const { rows } = await sql<DeliveryTable>`
      with due as materialized (
        select key as due_key from delivery where platform = ${platform} and look_at <= ${now.getTime()} order by look_at, due_at limit ${limit} ${skip}
      )
      update delivery set token = ${token}, look_at = ${until.getTime()}, attempt = attempt + 1
      where key in (select due_key from due) returning *`.execute(db)
    return rows
      .sort((a, b) => a.due_at - b.due_at || (a.key < b.key ? -1 : 1))
      .map((row) => toClaim(row, vault, { token, until, restoredMs: restoredMs() }))
  })

const HELD = { key: 'text', token: 'text', shows: 'text' } as const

const mark = async ({ access }: Room, claims: readonly Leaving[], now: Date): Promise<readonly Claim[]> => {
  if (claims.length === 0) return []
  const held = inOrder(claims, (claim) => claim.key).map(({ key, token, shows }) => ({
    key,
    token,
    shows: shows ? JSON.stringify(shows) : null,
  }))
  const { rows } = await access.once((db) =>
    sql<{ key: string; first_tried_at: number }>`
      update delivery set sending = 1, shows = v.shows, last_tried_at = ${now.getTime()}, first_tried_at = coalesce(first_tried_at, ${now.getTime()})
      from ${batch(access.kind, HELD, held)}
      where delivery.key = v.key and delivery.token = v.token and ${unindexed('look_at')} is not null
      returning delivery.key, first_tried_at`.execute(db),
  )
  const since = new Map(rows.map((row) => [row.key, instant(row.first_tried_at)]))
  return claims.flatMap((claim) => {
    const firstTriedAt = since.get(claim.key)
    return firstTriedAt ? [{ ...claim, firstTriedAt, lastTriedAt: now }] : []
  })
}

const CHANNEL = { platform: 'text', server: 'text', channel: 'text' } as const

const refused = async ({ access }: Room, places: readonly Place[], since: Date): Promise<readonly Place[]> => {
  const channels = places.flatMap((place) => (place.kind === 'person' ? [] : [{ place, ...channelOf(place) }]))
  if (channels.length === 0) return []
  const asked = channels.map(({ platform, server, channel }) => ({ platform, server, channel }))
  const { rows } = await access.read((db) =>
    sql<{ platform: string; server: string; channel: string }>`
      select refusal.platform, refusal.server, refusal.channel from refusal join ${batch(access.kind, CHANNEL, asked)}
      on refusal.platform = v.platform and refusal.server = v.server and refusal.channel = v.channel
      where refused_at > ${since.getTime()}`.execute(db),
  )
  const names = new Set(rows.map(channelName))
  return channels.filter((channel) => names.has(channelName(channel))).map(({ place }) => place)
}

const reserve = ({ access }: Room, platform: PlatformName, costMs: number, now: Date): Promise<Date> =>
  access.once(async (db) => {
    const at = now.getTime()
    const { rows } = await sql<{ free_at: number }>`
      insert into pace (platform, free_at) values (${platform}, cast(${at + costMs} as bigint))
      on conflict (platform) do update set free_at = cast(${costMs} as bigint)
        + case when pace.free_at > ${at} and pace.free_at <= ${at + FURTHEST_AHEAD_MS} then pace.free_at else ${at} end
      returning free_at`.execute(db)
    return instant((rows[0]?.free_at ?? at + costMs) - costMs)
  })

/** What is looked at before `before` was due before it; only of what was put off does its own column have to be asked. */
const lag = async (
  db: Kysely<Tables>,
  before: number,
  platforms: readonly PlatformName[],
): Promise<{ readonly count: number; readonly since?: Date }> => {
  const open = db.selectFrom('delivery').select('due_at').where('platform', 'in', platforms)
  const waiting = await open.where('look_at', '<', before).orderBy('platform').orderBy('look_at').limit(MOST_COUNTED).execute()
  const putOff = await open
    .where('look_at', '>=', before)
    .where('due_at', '<', before)
    .limit(MOST_COUNTED - waiting.length)
    .execute()
  const dues = [...waiting, ...putOff].map((row) => row.due_at)
  return dues.length === 0 ? { count: 0 } : { count: dues.length, since: instant(dues.reduce((a, b) => Math.min(a, b))) }
}
