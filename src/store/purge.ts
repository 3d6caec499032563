import type { Retention } from '../quiz/people.ts'
import type { Access } from './engine.ts'
import { forgetServer, purgeQuiz, type QuizPurged, RETENTION } from './quiz/retention.ts'
import type { Room } from './room.ts'
import { dayOf } from './rows.ts'

const DAY_MS = 86_400_000
export const TOMBSTONE_MS = 30 * DAY_MS
export const REMEMBERED_MS = 800 * DAY_MS
const REFUSAL_MS = 2 * DAY_MS

/** As many messages a channel of the web keeps. */
export const KEPT = 1000

/** As many rows are looked at in one transaction: none takes long, whatever has piled up. */
const AT_ONCE = 500

export type Purged = {
  readonly servers: number
  readonly subscriptions: number
  readonly deliveries: number
  readonly messages: number
} & QuizPurged

/** Deletes what is kept of servers that went 30 days ago, of posts that were settled 800 days ago, of refusals that matter no more, the web's messages before a channel's newest thousand, and of the quiz what is older than `keep` says. */
export const purge = async ({ access, vault }: Pick<Room, 'access' | 'vault'>, now: Date, keep: Retention = RETENTION): Promise<Purged> => {
  const at = now.getTime()
  const gone = await access.read((db) =>
    db
      .selectFrom('server')
      .select(['platform', 'server'])
      .where('gone_at', '<', at - TOMBSTONE_MS)
      .execute(),
  )
  const deliveries = await purgeDeliveries(access, new Set(gone.map(serverName)), at - REMEMBERED_MS)
  let [subscriptions, rounds] = [0, 0]
  for (const where of gone) {
    rounds += await forgetServer(access, where)
    subscriptions += await forget(access, where)
  }
  const lastDay = dayOf(at - REMEMBERED_MS)
  // A day longer than whatever shows it: that began to on its last day at the latest, and was settled within another.
  await access.write((tx) =>
    tx
      .deleteFrom('shown')
      .where('day', '<', dayOf(at - REMEMBERED_MS - 2 * DAY_MS))
      .execute(),
  )
  await access.write((tx) => tx.deleteFrom('tally').where('day', '<', lastDay).execute())
  await access.write((tx) =>
    tx
      .deleteFrom('refusal')
      .where('refused_at', '<', at - REFUSAL_MS)
      .execute(),
  )
  const quiz = await purgeQuiz(access, vault, keep, now)
  return { servers: gone.length, subscriptions, deliveries, messages: await purgeMessages(access), ...quiz, rounds: rounds + quiz.rounds }
}

type ServerRow = { readonly platform: string; readonly server: string }

const serverName = ({ platform, server }: ServerRow): string => JSON.stringify([platform, server])

/** Walks over all deliveries in the order of their keys: once a day that costs less than an index does all the time. */
const purgeDeliveries = async (access: Access, gone: ReadonlySet<string>, before: number): Promise<number> => {
  let deleted = 0
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after
    const rows = await access.read((db) =>
      db
        .selectFrom('delivery')
        .select(['key', 'platform', 'server', 'ended_at'])
        .where('key', '>', from)
        .orderBy('key')
        .limit(AT_ONCE)
        .execute(),
    )
    const old = rows.filter((row) => (row.ended_at !== null && row.ended_at < before) || gone.has(serverName(row))).map(({ key }) => key)
    if (old.length > 0) await access.write((tx) => tx.deleteFrom('delivery').where('key', 'in', old).execute())
    deleted += old.length
    after = rows.length < AT_ONCE ? undefined : rows.at(-1)?.key
  }
  return deleted
}

/** The server itself goes last: whatever interrupts this, the next purge finds the rest. */
const forget = async (access: Access, { platform, server }: ServerRow): Promise<number> => {
  let subscriptions = 0
  for (let many = AT_ONCE; many === AT_ONCE; subscriptions += many) {
    const ids = await access.read((db) =>
      db.selectFrom('subscription').select('id').where('platform', '=', platform).where('server', '=', server).limit(AT_ONCE).execute(),
    )
    many = ids.length
    const list = ids.map(({ id }) => id)
    if (many > 0) await access.write((tx) => tx.deleteFrom('subscription').where('id', 'in', list).execute())
  }
  await access.write(async (tx) => {
    for (const table of ['settlement', 'channel', 'refusal', 'server'] as const)
      await tx.deleteFrom(table).where('platform', '=', platform).where('server', '=', server).execute()
  })
  return subscriptions
}

/** A channel counts its messages, and none was deleted but its oldest: what is too old is known by its number. */
const purgeMessages = async (access: Access): Promise<number> => {
  const full = await access.read((db) => db.selectFrom('web_channel').select(['name', 'messages']).where('messages', '>', KEPT).execute())
  let deleted = 0
  for (const { name, messages } of full) {
    for (let many = AT_ONCE; many === AT_ONCE; deleted += many) {
      const old = await access.read((db) =>
        db
          .selectFrom('web_message')
          .select('number')
          .where('channel', '=', name)
          .where('number', '<=', messages - KEPT)
          .orderBy('number')
          .limit(AT_ONCE)
          .execute(),
      )
      many = old.length
      const last = old.at(-1)?.number
      if (last !== undefined)
        await access.write((tx) => tx.deleteFrom('web_message').where('channel', '=', name).where('number', '<=', last).execute())
    }
  }
  return deleted
}
