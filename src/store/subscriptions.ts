import type { Kysely } from 'kysely'
import type { ChannelPlace } from '../chat/platform.ts'
import {
  type DueSubscription,
  MOST_IN_CHANNEL,
  type NewSubscription,
  type Pause,
  type Subscription,
  type Subscriptions,
  Wish,
} from '../anniversaries/subscription.ts'
import { whole } from './batch.ts'
import { lookAgain, setBack } from './look-again.ts'
import { judge, log, plan, recent, sendNow } from './planning.ts'
import type { Room } from './room.ts'
import { channelOf, instant, maybe, same, toChannelPlace } from './rows.ts'
import type { SubscriptionTable, Tables } from './schema.ts'
import { meet } from './servers.ts'
import { makerPlace } from './settle.ts'
import { count } from './tally.ts'
import { sendNoMore, withdraw, type Withdrawal } from './withdraw.ts'

export const subscriptions = (room: Room): Subscriptions => {
  const { access } = room
  const change = async (work: (tx: Kysely<Tables>) => Promise<SubscriptionTable | undefined>): Promise<Subscription | undefined> => {
    const row = await access.write(work)
    if (row) room.changed()
    return row && toSubscription(row)
  }
  return {
    add: (given) => change((tx) => add(room, tx, given)),
    inChannel: (place) => access.read((db) => inChannel(db, place)),
    get: (id) => access.read(async (db) => maybeSubscription(await rowOf(db, id))),
    maker: (id) =>
      access.read(async (db) => {
        const row = await rowOf(db, id)
        return row && makerPlace(room, toChannelPlace(row), row.maker)
      }),
    edit: (id, wish, now) => change((tx) => edit(room, tx, id, wish, now)),
    pause: (id, now) => change((tx) => pause(room, tx, id, now)),
    resume: (id, now) => change((tx) => resume(tx, id, now)),
    remove: async (id, now) => {
      const removed = await access.write((tx) => remove(room, tx, id, now))
      if (removed) room.changed()
      return removed
    },
    due: (now, limit, skip = 0) => access.read((db) => due(db, now, limit, skip)),
    nextAt: () => access.read(nextAt),
    lookAgain: (edition, now) => lookAgain(access, edition, now),
    setBack: (tooFar, now) => setBack(access, tooFar, now),
    plan: (plans, now) => plan(room, plans, now),
    sendNow: (delivery) => sendNow(room, delivery),
    log: (id, limit, until) => access.read((db) => log(db, id, limit, until)),
    all: (after, limit) => access.read((db) => all(db, after, limit)),
    recent: (limit) => access.read((db) => recent(db, limit)),
    judge: (key, verdict, now) => judge(room, key, verdict, now),
  }
}

const toSubscription = (row: SubscriptionTable): Subscription => ({ ...toDue(row), wish: Wish.parse(JSON.parse(row.wish)) })

const toDue = (row: SubscriptionTable): DueSubscription => ({
  id: row.id,
  number: row.number,
  place: toChannelPlace(row),
  wish: storedWish(row.wish),
  ...maybe('pause', toPause(row), same),
  plannedThrough: instant(row.planned_through),
  madeAt: instant(row.made_at),
})

/** A wish as it was stored. Many channels wish the same: what was read lately is the same object again, for whoever remembers what it means. */
const storedWish = (text: string): unknown => {
  const known = WISHES.get(text)
  if (known !== undefined) return known
  const wish = toWish(text)
  if (WISHES.size >= MOST_WISHES) WISHES.clear()
  WISHES.set(text, wish)
  return wish
}

const WISHES = new Map<string, unknown>()
const MOST_WISHES = 1000

const toWish = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

const maybeSubscription = (row: SubscriptionTable | undefined): Subscription | undefined => row && toSubscription(row)

const toPause = (row: SubscriptionTable): Pause | undefined => {
  if (row.paused_at === null) return undefined
  const at = instant(row.paused_at)
  if (row.paused_by !== 'platform') return { by: 'people', at }
  return { by: 'platform', at, reason: row.reason as Extract<Pause, { by: 'platform' }>['reason'], why: row.why ?? '' }
}

const rowOf = (db: Kysely<Tables>, id: string): Promise<SubscriptionTable | undefined> =>
  db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst()

const inChannel = async (db: Kysely<Tables>, place: ChannelPlace): Promise<readonly Subscription[]> => {
  const { platform, server, channel } = channelOf(place)
  const rows = await db
    .selectFrom('subscription')
    .selectAll()
    .where('platform', '=', platform)
    .where('server', '=', server)
    .where('channel', '=', channel)
    .orderBy('number')
    .execute()
  // One whose wish cannot be read (a zone that the data dropped, a newer version's word) must not hide the others.
  return rows.flatMap((row) => (Wish.safeParse(storedWish(row.wish)).success ? [toSubscription(row)] : []))
}

const all = async (db: Kysely<Tables>, after: string | undefined, limit: number): Promise<readonly DueSubscription[]> => {
  const rows = await db
    .selectFrom('subscription')
    .selectAll()
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toDue)
}

/** The row of the channel is written first: of two who add to it, one waits for the other. */
const add = async ({ vault }: Room, tx: Kysely<Tables>, given: NewSubscription): Promise<SubscriptionTable | undefined> => {
  const place = channelOf(given.place)
  const { numbers } = await tx
    .insertInto('channel')
    .values({ ...place, numbers: 1 })
    .onConflict((conflict) =>
      conflict.columns(['platform', 'server', 'channel']).doUpdateSet((e) => ({ numbers: e('channel.numbers', '+', 1) })),
    )
    .returning('numbers')
    .executeTakeFirstOrThrow()
  const first = await rowOf(tx, given.id)
  const many = await tx
    .selectFrom('subscription')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('platform', '=', place.platform)
    .where('server', '=', place.server)
    .where('channel', '=', place.channel)
    .executeTakeFirstOrThrow()
  if (first || many.n >= MOST_IN_CHANNEL) {
    await tx
      .updateTable('channel')
      .set({ numbers: numbers - 1 })
      .where('platform', '=', place.platform)
      .where('server', '=', place.server)
      .where('channel', '=', place.channel)
      .execute()
    return first
  }
  await meet(tx, place, given.now)
  const at = given.now.getTime()
  return tx
    .insertInto('subscription')
    .values({
      ...place,
      id: given.id,
      number: numbers,
      wish: JSON.stringify(given.wish),
      maker: vault.seal(given.maker, 'subscription.maker'),
      made_at: at,
      planned_through: at,
      next_at: at,
      ...UNPAUSED,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

const UNPAUSED = { paused_at: null, paused_by: null, reason: null, why: null } as const

const edit = async (room: Room, tx: Kysely<Tables>, id: string, wish: Wish, now: Date): Promise<SubscriptionTable | undefined> => {
  const at = now.getTime()
  const row = await tx
    .updateTable('subscription')
    .set((e) => ({
      wish: JSON.stringify(wish),
      // Never the same as before: a plan that was made for the old wish must not find its watermark.
      planned_through: e
        .case()
        .when('planned_through', '=', at)
        .then(whole(at + 1))
        .else(whole(at))
        .end(),
      next_at: e.case().when('next_at', 'is', null).then(null).else(whole(at)).end(),
    }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  // What was due already and could not be sent so far is planned anew by the new wish, as far as its catch-up wants it.
  if (row) await takeBack(room, tx, { owners: [id], why: 'edited', now, goBack: true })
  return row && rowOf(tx, id)
}

const pause = async (room: Room, tx: Kysely<Tables>, id: string, now: Date): Promise<SubscriptionTable | undefined> => {
  const row = await tx
    .updateTable('subscription')
    .set({ paused_at: now.getTime(), paused_by: 'people', next_at: null })
    .where('id', '=', id)
    .where('paused_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) return rowOf(tx, id)
  await takeBack(room, tx, { owners: [id], why: 'paused', now })
  await sendNoMore(tx, id, now)
  return row
}

const takeBack = async ({ access, holder }: Pick<Room, 'access' | 'holder'>, tx: Kysely<Tables>, withdrawal: Withdrawal): Promise<void> =>
  count(tx, access.kind, holder, await withdraw(tx, withdrawal))

const resume = async (tx: Kysely<Tables>, id: string, now: Date): Promise<SubscriptionTable | undefined> => {
  const at = now.getTime()
  const row = await tx
    .updateTable('subscription')
    .set((e) => ({
      ...UNPAUSED,
      planned_through: e.case().when('paused_by', '=', 'people').then(whole(at)).else(e.ref('planned_through')).end(),
      next_at: at,
    }))
    .where('id', '=', id)
    .where('paused_at', 'is not', null)
    .returningAll()
    .executeTakeFirst()
  // Whoever resumes has just mended it: the channel may be tried again.
  if (row)
    await tx
      .deleteFrom('refusal')
      .where('platform', '=', row.platform)
      .where('server', '=', row.server)
      .where('channel', '=', row.channel)
      .execute()
  return row ?? rowOf(tx, id)
}

/** What was sent stays, so that it can be corrected; what is being sent is finished by whoever does it. */
const remove = async ({ access, holder }: Room, tx: Kysely<Tables>, id: string, now: Date): Promise<boolean> => {
  const gone = await tx.deleteFrom('subscription').where('id', '=', id).returning('id').executeTakeFirst()
  if (!gone) return false
  await takeBack({ access, holder }, tx, { owners: [id], why: 'removed', now, everything: true })
  // Nobody holds these; whether they are there is not asked any more.
  await tx
    .updateTable('delivery')
    .set({ look_at: null, held_until: null, token: null, sending: 0, state: 'silent', why: 'removed', ended_at: now.getTime() })
    .where('owner', '=', id)
    .where('look_at', 'is not', null)
    .where((e) => e.or([e('held_until', 'is', null), e('held_until', '<=', now.getTime())]))
    .execute()
  await sendNoMore(tx, id, now)
  await tx.deleteFrom('delivery').where('owner', '=', id).where('look_at', 'is', null).where('state', '!=', 'done').execute()
  return true
}

const due = async (db: Kysely<Tables>, now: Date, limit: number, skip: number): Promise<readonly DueSubscription[]> => {
  const rows = await db
    .selectFrom('subscription')
    .selectAll()
    .where('next_at', '<=', now.getTime())
    .orderBy('next_at')
    .orderBy('id')
    .limit(limit)
    .offset(skip)
    .execute()
  return rows.map(toDue)
}

const nextAt = async (db: Kysely<Tables>): Promise<Date | undefined> => {
  const row = await db
    .selectFrom('subscription')
    .select('next_at')
    .where('next_at', 'is not', null)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst()
  return row?.next_at === null || row === undefined ? undefined : instant(row.next_at)
}
