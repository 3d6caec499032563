import { type Kysely, sql } from 'kysely'
import type { Rounds } from '../../quiz/rounds.ts'
import type { Room } from '../room.ts'
import type { Tables } from '../schema.ts'

/** The lease that says until when answers were heard. */
const HEARD = 'quiz answers'

/** What was not noted so many times in a row was an absence. */
const MISSES = 3

/**
 * The presence of this process. It is written for the others, and for those who come after it, only while some question stands open,
 * when an absence costs somebody something; what this process itself heard last it knows without.
 */
export const attending = ({ access, holder }: Pick<Room, 'access' | 'holder'>, move: Rounds['move']): Rounds['attend'] => {
  let heardMs = Number.NEGATIVE_INFINITY

  return async (now, everyMs) => {
    const nowMs = now.getTime()
    if (nowMs >= heardMs && nowMs - heardMs < everyMs / 2) return 0
    const open = await access.read((db) => openRounds(db, 1))
    const again = open.length === 0 ? 0 : await heard(nowMs, everyMs)
    heardMs = nowMs
    return again
  }

  async function heard(nowMs: number, everyMs: number): Promise<number> {
    const fromMs = Math.max(heardMs, await access.read(heardUntil))
    let again = 0
    if (nowMs - fromMs > MISSES * everyMs)
      for (const id of await access.read((db) => openRounds(db)))
        again += (await move(id, { kind: 'unheard', fromMs, nowMs }))?.events.length ?? 0
    // Last, so that whoever dies before it leaves all of it to be done.
    await access.write((tx) => note(tx, holder, nowMs))
    return again
  }
}

/** The rounds with a question that stands open; the questions of a day are none of them. The first two conditions are those of the index. */
const openRounds = async (db: Kysely<Tables>, most?: number): Promise<readonly string[]> => {
  const limit = most === undefined ? sql`` : sql`limit ${most}`
  const { rows } = await sql<{ id: string }>`
    select id from quiz_round where phase <> 'over' and mode <> 'daily' and phase = 'open' ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

const heardUntil = async (db: Kysely<Tables>): Promise<number> =>
  (await db.selectFrom('lease').select('until_at').where('name', '=', HEARD).executeTakeFirst())?.until_at ?? Number.NEGATIVE_INFINITY

/** A process whose clock is behind takes nothing back. */
const note = async (tx: Kysely<Tables>, holder: string, nowMs: number): Promise<void> => {
  await tx
    .insertInto('lease')
    .values({ name: HEARD, holder, until_at: nowMs })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ holder, until_at: nowMs }).where('lease.until_at', '<', nowMs))
    .execute()
}
