import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Place, PlatformName } from '../chat/platform.ts'
import type { Claim, Leaving, Outbox } from '../delivery/outbox.ts'
import { batch, inOrder, unindexed, whole } from './batch.ts'
import type { Room } from './room.ts'
import { channelName, channelOf, type ClaimedRow, instant, toClaim } from './rows.ts'
import type { Tables } from './schema.ts'
import { settle } from './settle.ts'
import { type KnownShown, knownShown, toShown, writeShown } from './shown.ts'
import { tallyOf } from './tally.ts'

const PLATFORMS: readonly PlatformName[] = ['discord', 'slack', 'web']
const MOST_COUNTED = 1000

/** A reservation further ahead than this was left by a clock that has since been set back. */
const FURTHEST_AHEAD_MS = 3_600_000

export const outbox = (room: Room, known = knownShown()): Outbox => ({
  claim: (platform, now, leaseMs, limit) => claim(room, platform, now, leaseMs, limit),
  mark: (claims, now) => mark(room, known, claims, now),
  settle: (settlements, now) => settle(room, settlements, now),
  nextAt: (platform) => room.access.read((db) => nextAt(db, platform)),
  refused: (places, since) => refused(room, places, since),
  reserve: (platform, count, perSecond, now) => reserve(room, platform, Math.ceil((count * 1000) / perSecond), now),
  lag: (before, platforms = PLATFORMS) => room.access.read((db) => lag(db, before.getTime(), platforms)),
  tally: (day) => room.access.read((db) => tallyOf(db, day)),
})

/** The first that nobody holds; whatever is to be looked at before it is held, and looked at again when that ends. */
const nextAt = async (db: Kysely<Tables>, platform: PlatformName): Promise<Date | undefined> => {
  const { rows } = await sql<{ free: number | null; held: number | null }>`
    with free as materialized (
      select look_at from delivery where platform = ${platform} and look_at is not null and held_until is null order by look_at limit 1
    )
    select (select look_at from free) as free,
      (select min(held_until) from delivery where platform = ${platform} and look_at < coalesce((select look_at from free), ${whole(END)})) as held`.execute(
    db,
  )
  const times = rows.flatMap(({ free, held }) => [free, held]).filter((at) => at !== null)
  return times.length === 0 ? undefined : instant(Math.min(...times))
}

/** After every instant that a Date can hold. */
const END = 9_000_000_000_000_000

const CLAIMED = sql.raw(
  'key, owner, platform, server, channel, place, post, subject, due_at, expires_at, amends, sending, attempt, first_tried_at, last_tried_at',
)

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
    // SQLite has one writer, so the statement is its own lock; PostgreSQL passes over rows that others hold, and what is locked stays where it is.
    const isPostgres = access.kind === 'postgres'
    const [place, skip] = [sql.raw(isPostgres ? 'ctid' : 'rowid'), sql.raw(isPostgres ? 'for update skip locked' : '')]
    const due = sql`
      select ${place} from delivery
      where platform = ${platform} and look_at <= ${now.getTime()} and (held_until is null or held_until <= ${now.getTime()})
      order by look_at, due_at limit ${limit} ${skip}`
    const { rows } = await sql<ClaimedRow>`
      update delivery set token = ${token}, held_until = ${until.getTime()}, attempt = attempt + 1
      where ${place} ${isPostgres ? sql`= any(array(${due}))` : sql`in (${due})`} returning ${CLAIMED}`.execute(db)
    return rows
      .sort((a, b) => a.due_at - b.due_at || (a.key < b.key ? -1 : 1))
      .map((row) => toClaim(row, vault, { token, until, restoredMs: restoredMs() }))
  })

const HELD = { key: 'text', token: 'text', shows: 'text' } as const

const mark = async ({ access }: Room, known: KnownShown, claims: readonly Leaving[], now: Date): Promise<readonly Claim[]> => {
  if (claims.length === 0) return []
  const leaving = inOrder(claims, (claim) => claim.key).map(({ key, token, shows }) => ({ key, token, shown: shows && toShown(shows) }))
  const unknown = known.unknown(
    leaving.flatMap(({ shown }) => shown ?? []),
    now,
  )
  const held = leaving.map(({ key, token, shown }) => ({ key, token, shows: shown?.hash ?? null }))
  const write = async (db: Kysely<Tables>) => {
    await writeShown(db, access.kind, unknown, now)
    return sql<{ key: string; first_tried_at: number }>`
      update delivery set sending = 1, shows = v.shows, last_tried_at = ${now.getTime()}, first_tried_at = coalesce(first_tried_at, ${now.getTime()})
      from ${batch(access.kind, HELD, held)}
      where delivery.key = v.key and delivery.token = v.token and ${unindexed('look_at')} is not null
      returning delivery.key, first_tried_at`.execute(db)
  }
  const { rows } = await (unknown.length === 0 ? access.once(write) : access.write(write))
  known.learn(unknown, now)
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
