import type { Kysely } from 'kysely'
import type { Kept, Row, Who } from '../house/privacy.ts'
import type { Room } from './room.ts'
import { instant, toPlace } from './rows.ts'
import type { SubscriptionTable, Tables } from './schema.ts'
import type { Vault } from './vault.ts'

/** What is kept of people besides the quiz: that they set up a schedule, that a channel of the web is theirs, that they are told of something. */
export type Makers = {
  show(who: Who): Promise<Pick<Kept, 'schedules' | 'channels' | 'notices'>>
  /** Schedules and channels go on as nobody's; what they were to be told is deleted. */
  forget(who: Who): Promise<void>
}

/** What stands where a person stood. */
export const NOBODY = ''

/** As many rows are opened between two breaths: their people are sealed, and can only be found by opening each. */
const AT_ONCE = 500

const MAKER = 'subscription.maker'
const OWNER = 'web_channel.owner'

export const makers = ({ access, vault }: Pick<Room, 'access' | 'vault'>): Makers => {
  const found = async (who: Who) => ({
    schedules: await everyPage(
      (after) => access.read((db) => schedulesAfter(db, who, after)),
      (row) => isMaker(vault, who, row),
    ),
    channels:
      who.platform === 'web'
        ? await everyPage(
            (after) => access.read((db) => channelsAfter(db, after)),
            (row) => isOwner(vault, who, row),
          )
        : [],
    notices: await everyPage(
      (after) => access.read((db) => noticesAfter(db, who, after)),
      (row) => isTold(vault, who, row),
    ),
  })
  return {
    async show(who) {
      const { schedules, channels, notices } = await found(who)
      return filled({
        schedules: schedules.map(({ platform, server, channel, number, wish, made_at }) => ({
          platform,
          server,
          channel,
          number,
          wish,
          at: iso(made_at),
        })),
        channels: channels.map(({ name, last_at }) => ({ platform: 'web', channel: name, at: iso(last_at) })),
        notices: notices.map(({ post, subject, due_at }) => ({ post, subject, at: iso(due_at) })),
      })
    },
    async forget(who) {
      const { schedules, channels, notices } = await found(who)
      await access.write(async (tx) => {
        // One at a time by what was read: a schedule that somebody else took over meanwhile stays theirs.
        for (const { id, maker } of schedules)
          await tx.updateTable('subscription').set({ maker: NOBODY }).where('id', '=', id).where('maker', '=', maker).execute()
        for (const { name, owner } of channels)
          await tx.updateTable('web_channel').set({ owner: NOBODY }).where('name', '=', name).where('owner', '=', owner).execute()
        for (const { key } of notices) await tx.deleteFrom('delivery').where('key', '=', key).execute()
      })
    },
  }
}

const iso = (at: number): string => instant(at).toISOString()

const filled = <T extends Readonly<Record<string, readonly Row[]>>>(sorts: T): Partial<T> =>
  Object.fromEntries(Object.entries(sorts).filter(([, rows]) => rows.length > 0)) as Partial<T>

/** Those of a whole table that are wanted, page by page in the order of their names. */
async function everyPage<T extends { readonly id: string }>(
  page: (after: string) => Promise<readonly T[]>,
  wanted: (row: T) => boolean,
): Promise<readonly T[]> {
  const kept: T[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: readonly T[] = await page(after)
    kept.push(...rows.filter(wanted))
    after = rows.length < AT_ONCE ? undefined : rows.at(-1)?.id
  }
  return kept
}

const schedulesAfter = (db: Kysely<Tables>, { platform }: Who, after: string) =>
  db.selectFrom('subscription').selectAll().where('id', '>', after).where('platform', '=', platform).orderBy('id').limit(AT_ONCE).execute()

/** On Slack an id means somebody in one workspace only. */
const isSame = ({ platform, server = '' }: Who, there: string): boolean => platform !== 'slack' || server === there

const isMaker = (vault: Vault, who: Who, { server, maker }: SubscriptionTable): boolean =>
  maker !== NOBODY && isSame(who, server) && vault.open(maker, MAKER) === who.user

const channelsAfter = async (db: Kysely<Tables>, after: string) => {
  const rows = await db.selectFrom('web_channel').selectAll().where('name', '>', after).orderBy('name').limit(AT_ONCE).execute()
  return rows.map((row) => ({ id: row.name, ...row }))
}

const isOwner = (vault: Vault, { user }: Who, { owner }: { readonly owner: string }): boolean =>
  owner !== NOBODY && vault.open(owner, OWNER) === user

/** What goes to people has a key of this beginning; see `anniversaries/posts/notice.ts`. */
const NOTICES = { from: 'notice/', to: 'notice0' } as const

const noticesAfter = async (db: Kysely<Tables>, { platform }: Who, after: string) => {
  const rows = await db
    .selectFrom('delivery')
    .select(['key', 'platform', 'server', 'channel', 'place', 'post', 'subject', 'due_at'])
    .where('key', '>', after === '' ? NOTICES.from : after)
    .where('key', '<', NOTICES.to)
    .where('platform', '=', platform)
    .orderBy('key')
    .limit(AT_ONCE)
    .execute()
  return rows.map((row) => ({ id: row.key, ...row }))
}

const isTold = (vault: Vault, who: Who, row: Parameters<typeof toPlace>[0]): boolean => {
  if (row.channel !== null || !isSame(who, row.server)) return false
  const place = toPlace(row, vault)
  return place.kind === 'person' && place.user === who.user
}
