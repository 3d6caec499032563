import { type Kysely, sql } from 'kysely'
import type { EngineKind } from '../engine.ts'
import type { Tables } from '../schema.ts'

/** Of all who call it with one name, one at a time goes on, until its transaction ends. SQLite has one writer anyway. */
export const alone = async (kind: EngineKind, tx: Kysely<Tables>, name: string): Promise<void> => {
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}
