import { type Kysely, sql } from 'kysely'
import type { Tally } from '../delivery/outbox.ts'
import { batch, inOrder } from './batch.ts'
import type { EngineKind } from './engine.ts'
import { dayOf } from './rows.ts'
import type { Tables } from './schema.ts'

/** What changed for the deliveries of one instant. */
export type Count = { readonly dueAt: number } & { readonly [name in keyof Tally]?: number }

type Sums = { -readonly [name in keyof Tally]: number }

/** Adds to what this process counted; the sums move in the transaction of what they count. */
export const count = async (tx: Kysely<Tables>, kind: EngineKind, holder: string, counts: readonly Count[]): Promise<void> => {
  const days = new Map<string, Sums>()
  for (const [at, many] of Map.groupBy(counts, ({ dueAt }) => dueAt)) {
    const day = days.get(dayOf(at)) ?? { planned: 0, sent: 0, silent: 0, dropped: 0 }
    days.set(dayOf(at), day)
    for (const { planned = 0, sent = 0, silent = 0, dropped = 0 } of many) {
      day.planned += planned
      day.sent += sent
      day.silent += silent
      day.dropped += dropped
    }
  }
  if (days.size === 0) return
  const rows = inOrder([...days], ([day]) => day).map(([day, sums]) => ({ day, ...sums }))
  await sql`
    insert into tally (day, holder, planned, sent, silent, dropped)
    select day, ${holder}, planned, sent, silent, dropped from ${batch(kind, COLUMNS, rows)} where true
    on conflict (day, holder) do update set planned = tally.planned + excluded.planned, sent = tally.sent + excluded.sent,
      silent = tally.silent + excluded.silent, dropped = tally.dropped + excluded.dropped`.execute(tx)
}

const COLUMNS = { day: 'text', planned: 'bigint', sent: 'bigint', silent: 'bigint', dropped: 'bigint' } as const

export const tallyOf = async (db: Kysely<Tables>, day: string): Promise<Tally> => {
  const sums = await db.selectFrom('tally').select(['planned', 'sent', 'silent', 'dropped']).where('day', '=', day).execute()
  const sum = (name: keyof Tally) => sums.reduce((total, row) => total + row[name], 0)
  return { planned: sum('planned'), sent: sum('sent'), silent: sum('silent'), dropped: sum('dropped') }
}
