import { type Kysely, sql } from 'kysely'
import type { Place } from '../chat/platform.ts'
import type { Delivery, Effect, Settlement, Verdict } from '../delivery/outbox.ts'
import { batch, inOrder, unindexed } from './batch.ts'
import { NOBODY } from './privacy.ts'
import type { Room } from './room.ts'
import { channelName, channelOf, insertRows, toChannelPlace, toRow } from './rows.ts'
import type { Tables } from './schema.ts'
import { count, type Count } from './tally.ts'
import { standBefore, withdraw } from './withdraw.ts'
import { toShown, writeShown } from './shown.ts'

const COLUMNS = {
  key: 'text',
  token: 'text',
  look_at: 'bigint',
  sending: 'bigint',
  message: 'text',
  state: 'text',
  why: 'text',
  ended_at: 'bigint',
} as const

/** One statement settles the batch; only effects, which are rare, cost more. */
export const settle = async (room: Room, settlements: readonly Settlement[], now: Date): Promise<readonly string[]> => {
  if (settlements.length === 0) return []
  const { access, holder } = room
  const ordered = inOrder(settlements, ({ claim }) => claim.key)
  const written = await access.write(async (tx) => {
    const { rows } = await sql<{ key: string; attempt: number }>`
      update delivery set look_at = v.look_at, sending = v.sending, message = coalesce(v.message, delivery.message),
        state = v.state, why = v.why, ended_at = v.ended_at, token = null, held_until = null
      from ${batch(
        access.kind,
        COLUMNS,
        ordered.map((settlement) => toVerdictRow(settlement, now)),
      )}
      where delivery.key = v.key and delivery.token = v.token and ${unindexed('delivery.look_at')} is not null
      returning delivery.key, delivery.attempt`.execute(tx)
    const ours = new Set(rows.map(({ key, attempt }) => `${attempt} ${key}`))
    const settled = ordered.filter(({ claim }) => ours.has(`${claim.attempt} ${claim.key}`))
    const counts = [...settled.flatMap(toCount), ...(await takeEffect(room, tx, settled, now))]
    await count(tx, access.kind, holder, counts)
    return { keys: settled.map(({ claim }) => claim.key), wrote: settled.some(({ effects }) => effects.length > 0) }
  })
  if (written.wrote) room.changed()
  return written.keys
}

const toVerdictRow = ({ claim, verdict, effects }: Settlement, now: Date) => ({
  key: claim.key,
  token: claim.token,
  look_at: verdict.kind === 'again' ? verdict.at.getTime() : null,
  sending: verdict.kind === 'again' && verdict.doubt ? 1 : 0,
  message: verdict.kind === 'done' ? verdict.message : null,
  state: toState(verdict, effects),
  why: verdict.kind === 'done' ? null : plainText(verdict.why),
  ended_at: verdict.kind === 'again' ? null : now.getTime(),
})

/** A post that its channel refused was certainly never sent: when its schedule is resumed, its catch-up may plan it again. */
const toState = (verdict: Verdict, effects: readonly Effect[]): string => {
  if (verdict.kind === 'again') return 'waiting'
  return verdict.kind === 'dropped' && effects.some(({ kind }) => kind === 'halt') ? 'withdrawn' : verdict.kind
}

const LONGEST_WHY = 500

/** What a platform said, in what every database can hold. */
export const plainText = (why: string): string => why.slice(0, LONGEST_WHY).replaceAll('\0', ' ').toWellFormed()

const toCount = ({ claim: { dueAt }, verdict: { kind } }: Settlement): Count[] => {
  const due = dueAt.getTime()
  if (kind === 'again') return []
  return [kind === 'done' ? { dueAt: due, sent: 1 } : kind === 'silent' ? { dueAt: due, silent: 1 } : { dueAt: due, dropped: 1 }]
}

type Halt = Extract<Effect, { kind: 'halt' }>

const takeEffect = async (room: Room, tx: Kysely<Tables>, settled: readonly Settlement[], now: Date): Promise<readonly Count[]> => {
  const counts: Count[] = []
  const deliveries: Delivery[] = []
  const halts = new Map<string, Halt>()
  for (const effect of settled.flatMap(({ effects }) => effects)) {
    if (effect.kind === 'deliver') deliveries.push(...effect.deliveries)
    else if (effect.kind === 'shown') await show(tx, room, effect, now)
    else if (effect.kind === 'ask') deliveries.push(...(await questionTo(room, tx, effect)))
    else if (effect.kind === 'enter') deliveries.push(...(await room.enter(tx, effect.entry, now)))
    else if (effect.place.kind !== 'person') halts.set(channelName(channelOf(effect.place)), effect)
  }
  for (const [, halt] of inOrder([...halts], ([name]) => name)) {
    const halted = await haltChannel(room, tx, halt, now)
    deliveries.push(...halted.notices)
    counts.push(...halted.counts)
  }
  for (const { claim, effects } of settled)
    if (claim.owner !== undefined && effects.some(({ kind }) => kind === 'halt')) await standBefore(tx, claim.owner, claim.dueAt.getTime())
  const rows = deliveries.map((delivery) => toRow(delivery, room.vault))
  const written = await insertRows(tx, room.access.kind, rows)
  return [...counts, ...written.map((dueAt) => ({ dueAt, planned: 1 }))]
}

const show = async (tx: Kysely<Tables>, { access }: Room, { key, shows }: Extract<Effect, { kind: 'shown' }>, now: Date): Promise<void> => {
  const shown = toShown(shows)
  if (shown) await writeShown(tx, access.kind, [shown], now)
  await tx
    .updateTable('delivery')
    .set({ shows: shown?.hash ?? null })
    .where('key', '=', key)
    .execute()
}

const questionTo = async (
  room: Room,
  tx: Kysely<Tables>,
  { owner, tell }: Extract<Effect, { kind: 'ask' }>,
): Promise<readonly Delivery[]> => {
  const row = await tx
    .selectFrom('subscription')
    .select(['platform', 'server', 'channel', 'maker'])
    .where('id', '=', owner)
    .executeTakeFirst()
  const question = row && tell({ owner, maker: makerPlace(room, toChannelPlace(row), row.maker) })
  return question ? [question] : []
}

const haltChannel = async (room: Room, tx: Kysely<Tables>, { place, reason, why, tell }: Halt, now: Date) => {
  if (place.kind === 'person') return { notices: [], counts: [] }
  const { platform, server, channel } = channelOf(place)
  const at = now.getTime()
  await tx
    .insertInto('refusal')
    .values({ platform, server, channel, refused_at: at })
    .onConflict((conflict) => conflict.columns(['platform', 'server', 'channel']).doUpdateSet({ refused_at: at }))
    .execute()
  const paused = await tx
    .updateTable('subscription')
    .set({ paused_at: at, paused_by: 'platform', reason, why: plainText(why), next_at: null })
    .where('platform', '=', platform)
    .where('server', '=', server)
    .where('channel', '=', channel)
    .where('paused_at', 'is', null)
    .returning(['id', 'maker'])
    .execute()
  const counts = await withdraw(tx, { owners: paused.map(({ id }) => id), why: plainText(why), now, goBack: true })
  const people = paused.map(({ id, maker }) => ({ id, person: makerPlace(room, place, maker) }))
  const byPerson = Map.groupBy(
    inOrder(people, ({ id }) => id),
    ({ person }) => JSON.stringify(person),
  )
  const notices = [...byPerson.values()].flatMap(([first, ...others]) =>
    first ? (tell({ owner: first.id, others: others.map(({ id }) => id), maker: first.person }) ?? []) : [],
  )
  return { notices, counts }
}

/** Undefined where whoever it was has been forgotten. */
export const makerPlace = ({ vault }: Pick<Room, 'vault'>, at: Pick<Place, 'platform' | 'server'>, maker: string): Place | undefined =>
  maker === NOBODY
    ? undefined
    : {
        kind: 'person',
        platform: at.platform,
        ...(at.server === undefined ? {} : { server: at.server }),
        user: vault.open(maker, 'subscription.maker'),
      }
