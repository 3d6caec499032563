import { type Kysely, sql } from 'kysely'
import { Failure } from '../../kernel/failure.ts'
import type { Rounds } from '../../quiz/rounds.ts'
import type { Room } from '../room.ts'
import type { Tables } from '../schema.ts'

/** The lease that says until when answers were heard. */
const HEARD = 'quiz answers'

/** What was not noted so many times in a row was an absence. */
const MISSES = 3
/** A note that is further ahead of our clock is of a clock that went astray. */
const SKEW_MS = 60_000

/**
 * The presence of this process. It is written for the others, and for those who come after it, only while some question stands open,
 * when an absence costs somebody something; what this process itself heard last it knows without.
 */
export const attending = ({ access, holder, clock, log }: Attending, move: Rounds['move']): Rounds['attend'] => {
  let heardMs = Number.NEGATIVE_INFINITY
  let looking: Promise<number> | undefined

  const nowMs = (): number => clock.now().getTime()

  async function look(everyMs: number): Promise<number> {
    const open = await access.read((db) => openRounds(db, 1))
    let again = 0
    if (open.length > 0) {
      const fromMs = Math.max(heardMs, await access.read((db) => heardUntil(db, nowMs() + SKEW_MS)))
      if (nowMs() - fromMs > MISSES * everyMs) again = await askAgain(fromMs)
      // Last, so that whoever dies before it leaves all of it to be done; and as of now, since we were there all the while.
      await access.write((tx) => note(tx, holder, nowMs()))
    }
    heardMs = nowMs()
    return again
  }

  async function askAgain(fromMs: number): Promise<number> {
    let again = 0
    for (const id of await access.read((db) => openRounds(db)))
      try {
        again += (await move(id, { kind: 'unheard', fromMs, nowMs: nowMs() }))?.events.length ?? 0
      } catch (error) {
        if (error instanceof Failure) throw error
        // One round that cannot be moved must not hold up all others.
        log.error('a round cannot be asked again', { round: id, error })
      }
    if (again > 0) log.warn('questions of the quiz are asked again: nobody was there to hear their answers', { count: again })
    return again
  }

  return async (everyMs) => {
    const agoMs = nowMs() - heardMs
    if (agoMs >= 0 && agoMs < everyMs / 2) return 0
    looking ??= look(everyMs).finally(() => (looking = undefined))
    return looking
  }
}

type Attending = Pick<Room, 'access' | 'holder' | 'clock' | 'log'>

/** The rounds with a question that stands open; the questions of a day are none of them. The first two conditions are those of the index. */
const openRounds = async (db: Kysely<Tables>, most?: number): Promise<readonly string[]> => {
  const limit = most === undefined ? sql`` : sql`limit ${most}`
  const { rows } = await sql<{ id: string }>`
    select id from quiz_round where phase <> 'over' and mode <> 'daily' and phase = 'open' ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

const heardUntil = async (db: Kysely<Tables>, latestMs: number): Promise<number> => {
  const lease = db.selectFrom('lease').select('until_at').where('name', '=', HEARD).where('until_at', '<=', latestMs)
  return (await lease.executeTakeFirst())?.until_at ?? Number.NEGATIVE_INFINITY
}

/** A process whose clock is a little behind takes nothing back. */
const note = async (tx: Kysely<Tables>, holder: string, nowMs: number): Promise<void> => {
  await tx
    .insertInto('lease')
    .values({ name: HEARD, holder, until_at: nowMs })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until_at: nowMs })
        .where((e) => e.or([e('lease.until_at', '<', nowMs), e('lease.until_at', '>', nowMs + SKEW_MS)])),
    )
    .execute()
}
