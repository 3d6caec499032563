import { type Kysely, sql } from 'kysely'
import type { ChannelPlace, Place, PlatformName } from '../chat/platform.ts'
import type { Claim, Delivery } from '../delivery/outbox.ts'
import { batch, inOrder } from './batch.ts'
import type { EngineKind } from './engine.ts'
import type { DeliveryTable, Tables } from './schema.ts'
import type { Vault } from './vault.ts'

const PLACE = 'delivery.place'

export const ms = (at: Date | undefined): number | null => at?.getTime() ?? null

export const instant = (at: number): Date => new Date(at)

/** Nothing where there is nothing, so that optional fields stay away. */
export const maybe = <K extends string, T, R>(name: K, value: T | null | undefined, to: (value: T) => R): { readonly [key in K]?: R } =>
  value === null || value === undefined ? {} : ({ [name]: to(value) } as { readonly [key in K]?: R })

export const same = <T>(value: T): T => value

/** The UTC day that a delivery is counted under. */
export const dayOf = (dueAt: number): string => instant(dueAt).toISOString().slice(0, 10)

type ChannelRow = { readonly platform: string; readonly server: string; readonly channel: string }

/** Where a message into a channel or one of its threads is counted. */
export const channelOf = (place: Exclude<Place, { kind: 'person' }>): ChannelRow => ({
  platform: place.platform,
  server: place.server ?? '',
  channel: place.channel,
})

export const channelName = ({ platform, server, channel }: ChannelRow): string => JSON.stringify([platform, server, channel])

export const fromPlace = (place: Place, vault: Vault): Pick<DeliveryTable, 'platform' | 'server' | 'channel' | 'place'> => {
  const { platform, server = '' } = place
  if (place.kind === 'channel') return { platform, server, channel: place.channel, place: '' }
  const json = JSON.stringify(place)
  return place.kind === 'person'
    ? { platform, server, channel: null, place: vault.seal(json, PLACE) }
    : { platform, server, channel: place.channel, place: json }
}

type PlaceRow = Pick<DeliveryTable, 'platform' | 'server' | 'channel' | 'place'>

export const toPlace = ({ platform, server, channel, place }: PlaceRow, vault: Vault): Place =>
  channel !== null && place === ''
    ? toChannelPlace({ platform, server, channel })
    : (JSON.parse(channel === null ? vault.open(place, PLACE) : place) as Place)

export const toChannelPlace = (row: { readonly platform: string; readonly server: string; readonly channel: string }): ChannelPlace => ({
  kind: 'channel',
  platform: row.platform as PlatformName,
  ...(row.server === '' ? {} : { server: row.server }),
  channel: row.channel,
})

/** What a claim is made of. */
export type ClaimedRow = Pick<
  DeliveryTable,
  | 'key'
  | 'owner'
  | 'platform'
  | 'server'
  | 'channel'
  | 'place'
  | 'post'
  | 'subject'
  | 'due_at'
  | 'expires_at'
  | 'amends'
  | 'sending'
  | 'attempt'
  | 'first_tried_at'
  | 'last_tried_at'
>

const toDelivery = (row: ClaimedRow, vault: Vault): Delivery => ({
  key: row.key,
  to: toPlace(row, vault),
  post: row.post,
  subject: JSON.parse(row.subject) as unknown,
  dueAt: instant(row.due_at),
  ...maybe('expiresAt', row.expires_at, instant),
  ...maybe('owner', row.owner, same),
  ...maybe('amends', row.amends, same),
})

type Held = { readonly token: string; readonly until: Date; readonly restoredMs: number }

export const toClaim = (row: ClaimedRow, vault: Vault, { token, until, restoredMs }: Held): Claim => ({
  ...toDelivery(row, vault),
  token,
  until,
  attempt: row.attempt,
  doubt: row.sending === 1 || isForgotten(row, restoredMs),
  ...maybe('firstTriedAt', row.first_tried_at, instant),
  ...maybe('lastTriedAt', row.last_tried_at, instant),
})

/** Perhaps it was sent after the backup was taken that holds nothing of that. Whoever said by hand that it is to be posted has looked. */
const isForgotten = ({ due_at, expires_at, last_tried_at }: ClaimedRow, restoredMs: number): boolean =>
  due_at <= restoredMs && expires_at !== null && (last_tried_at ?? 0) <= restoredMs

/** A delivery to be written. */
export type NewRow = Pick<
  DeliveryTable,
  'key' | 'owner' | 'platform' | 'server' | 'channel' | 'place' | 'post' | 'subject' | 'due_at' | 'expires_at' | 'amends'
>

/** One that nobody is to send, for the log: why not, and since when that is settled. */
export type MissedRow = NewRow & { readonly why: string; readonly ended_at: number }

export const toRow = (delivery: Delivery, vault: Vault): NewRow => ({
  ...fromPlace(delivery.to, vault),
  key: delivery.key,
  owner: delivery.owner ?? null,
  post: delivery.post,
  subject: JSON.stringify(delivery.subject ?? null),
  due_at: delivery.dueAt.getTime(),
  expires_at: ms(delivery.expiresAt),
  amends: delivery.amends ?? null,
})

const NEW = {
  key: 'text',
  owner: 'text',
  platform: 'text',
  server: 'text',
  channel: 'text',
  place: 'text',
  post: 'text',
  subject: 'text',
  due_at: 'bigint',
  expires_at: 'bigint',
  amends: 'text',
} as const
const MISSED = { ...NEW, why: 'text', ended_at: 'bigint' } as const

const namesOf = (columns: Readonly<Record<string, unknown>>) => sql.raw(Object.keys(columns).join(', '))
const [NEW_NAMES, MISSED_NAMES] = [namesOf(NEW), namesOf(MISSED)]

/** Writes deliveries that wait, where their keys are not there yet; returns when each of the new ones is due. Only inside a transaction that made them necessary. */
export const insertRows = async (tx: Kysely<Tables>, kind: EngineKind, rows: readonly NewRow[]): Promise<readonly number[]> => {
  if (rows.length === 0) return []
  const written = await sql<{ due_at: number }>`
    insert into delivery (${NEW_NAMES}, look_at, state, sending, attempt)
    select ${NEW_NAMES}, due_at, 'waiting', 0, 0 from ${batch(
      kind,
      NEW,
      inOrder(rows, (row) => row.key),
    )} where true
    on conflict (key) do nothing returning due_at`.execute(tx)
  return written.rows.map((row) => row.due_at)
}

/** Writes what was passed over, as `insertRows` does; an edit may move the time of that day to one that is still to come, and take its key. */
export const insertMissed = async (tx: Kysely<Tables>, kind: EngineKind, rows: readonly MissedRow[]): Promise<readonly number[]> => {
  if (rows.length === 0) return []
  const written = await sql<{ due_at: number }>`
    insert into delivery (${MISSED_NAMES}, state, sending, attempt)
    select ${MISSED_NAMES}, 'withdrawn', 0, 0 from ${batch(
      kind,
      MISSED,
      inOrder(rows, (row) => row.key),
    )} where true
    on conflict (key) do nothing returning due_at`.execute(tx)
  return written.rows.map((row) => row.due_at)
}
