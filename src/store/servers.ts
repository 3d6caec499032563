import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

type ServerRow = { readonly platform: string; readonly server: string }

/** A server that is named is known from then on; one that had sent us away is back, since somebody there speaks to us. */
export const meet = async (tx: Kysely<Tables>, { platform, server }: ServerRow, now: Date): Promise<void> => {
  if (server === '') return
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('server')
    .values({ platform, server, gone_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (!numInsertedOrUpdatedRows) await welcomeBack(tx, platform, [server], now)
}

/** What a server that sends us away refuses with before we know that it did. */
const SENT_AWAY = ['forbidden', 'no-channel', 'not-member'] as const

/** Takes the tombstone from these servers, and lets their schedules go on from where they stood: also those that a platform's refusal had paused on the way out. */
export const welcomeBack = async (tx: Kysely<Tables>, platform: string, servers: readonly string[], now: Date): Promise<void> => {
  const back = await tx
    .updateTable('server')
    .set({ gone_at: null })
    .where('platform', '=', platform)
    .where('server', 'in', servers)
    .where('gone_at', 'is not', null)
    .returning('server')
    .execute()
  if (back.length === 0) return
  const here = back.map(({ server }) => server)
  await tx.deleteFrom('refusal').where('platform', '=', platform).where('server', 'in', here).execute()
  const theirs = tx.updateTable('subscription').where('platform', '=', platform).where('server', 'in', here)
  await theirs
    .set({ paused_at: null, paused_by: null, reason: null, why: null })
    .where('paused_by', '=', 'platform')
    .where('reason', 'in', SENT_AWAY)
    .execute()
  await theirs.set({ next_at: now.getTime() }).where('paused_at', 'is', null).execute()
}
