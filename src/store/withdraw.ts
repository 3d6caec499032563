import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'
import type { Count } from './tally.ts'

export type Withdrawal = {
  readonly owners: readonly string[]
  readonly why: string
  readonly now: Date
  /** Moves the watermarks back, so that what is taken back is planned again when they go on. */
  readonly goBack?: boolean
  /** Also what goes to their makers, and what edits messages that stand. */
  readonly everything?: boolean
}

/**
 * Takes back what these subscriptions have open and what nobody began to send. A worker that holds one finds its token gone when it
 * wants to send it; what is marked as being sent is left to be finished, because it may be there already.
 */
export const withdraw = async (
  tx: Kysely<Tables>,
  { owners, why, now, goBack = false, everything = false }: Withdrawal,
): Promise<readonly Count[]> => {
  if (owners.length === 0) return []
  const rows = await tx
    .updateTable('delivery')
    .set({ look_at: null, held_until: null, token: null, state: 'withdrawn', why, ended_at: now.getTime() })
    .where('owner', 'in', owners)
    .where('look_at', 'is not', null)
    .where('sending', '=', 0)
    .$if(!everything, (query) => query.where('channel', 'is not', null).where('amends', 'is', null))
    .returning(['owner', 'due_at'])
    .execute()
  if (goBack) for (const row of rows) if (row.owner !== null) await standBefore(tx, row.owner, row.due_at)
  return rows.map(({ due_at }) => ({ dueAt: due_at, dropped: 1 }))
}

/** When this subscription goes on, its catch-up begins before what was due then. */
export const standBefore = (tx: Kysely<Tables>, id: string, dueAt: number) =>
  tx
    .updateTable('subscription')
    .set({ planned_through: dueAt - 1 })
    .where('id', '=', id)
    .where('planned_through', '>=', dueAt)
    .execute()

/** What is being sent, or was and nobody knows whether it arrived, is finished and looked for; it is not begun once more. */
export const sendNoMore = (tx: Kysely<Tables>, owner: string, now: Date) =>
  tx
    .updateTable('delivery')
    .set({ expires_at: now.getTime() })
    .where('owner', '=', owner)
    .where('look_at', 'is not', null)
    .where('channel', 'is not', null)
    .where('amends', 'is', null)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', now.getTime())]))
    .execute()
