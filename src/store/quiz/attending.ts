import { type Kysely, sql } from 'kysely'
import { Failure } from '../../kernel/failure.ts'
import type { Rounds } from '../../quiz/rounds.ts'
import type { Room } from '../room.ts'
import type { Tables } from '../schema.ts'

/** The lease that says until when answers were heard. */
const HEARD = 'quiz answers'
/** An absence that not all rounds were told of yet: its holder says from when it lasted. */
const ABSENCE = 'quiz absence'

/** What was not noted so many times in a row was an absence; a note that is as far ahead is of a clock that went astray. */
const MISSES = 3

/** Rounds that are moved at a time. */
const AT_ONCE = 6
/** The database that fails so often is out of reach: the rest is for the next look. */
const MOST_FAILURES = 2

type Absence = { readonly fromMs: number; readonly untilMs: number }

/**
 * The presence of this process. It is written for the others, and for those who come after it, only while some question stands open,
 * when an absence costs somebody something; what this process itself heard last it knows without. An absence is written down before any
 * round is told of it, and forgotten when all were: whoever dies in between leaves the rest to the next, and nobody takes it for longer.
 */
export const attending = ({ access, holder, clock, log }: Attending, move: Rounds['move']): Rounds['attend'] => {
  let heardMs = Number.NEGATIVE_INFINITY
  let looking: Promise<number> | undefined

  const nowMs = (): number => clock.now().getTime()

  async function note(everyMs: number): Promise<Absence | undefined> {
    const atMs = nowMs()
    const absence = await access.write(async (tx) => {
      const fromMs = Math.max(heardMs, await heardUntil(tx, atMs + MISSES * everyMs))
      if (atMs - fromMs > MISSES * everyMs) await writeAbsence(tx, { fromMs, untilMs: atMs })
      await writeHeard(tx, holder, atMs, everyMs)
      return absenceIn(tx)
    })
    heardMs = atMs
    return absence
  }

  async function look(everyMs: number): Promise<number> {
    const open = await access.read((db) => openRounds(db, 1))
    const absence = open.length === 0 ? undefined : await note(everyMs)
    const again = absence ? await askAgain(absence, everyMs) : 0
    heardMs = nowMs()
    return again
  }

  async function askAgain(absence: Absence, everyMs: number): Promise<number> {
    const rounds = [...(await access.read((db) => openRounds(db)))]
    let again = 0
    let failures = 0
    while (rounds.length > 0 && failures < MOST_FAILURES) {
      const told = await Promise.all(rounds.splice(0, AT_ONCE).map((id) => tell(id, absence)))
      again += told.filter((one) => one === 'again').length
      failures += told.filter((one) => one === 'failed').length
      // A look that takes long is no absence.
      if (nowMs() - heardMs >= everyMs) await note(everyMs)
    }
    if (failures === 0) await access.write((tx) => forgetAbsence(tx, absence))
    if (again > 0) log.warn('questions of the quiz are asked again: nobody was there to hear their answers', { count: again })
    return again
  }

  /** One round that cannot be moved holds up no other; one that cannot be reached is tried again by the next look. */
  async function tell(round: string, absence: Absence): Promise<'again' | 'nothing' | 'failed'> {
    try {
      const moved = await move(round, { kind: 'unheard', ...absence, nowMs: nowMs() })
      return moved && moved.events.length > 0 ? 'again' : 'nothing'
    } catch (error) {
      if (error instanceof Failure) return 'failed'
      log.error('a round cannot be asked again', { round, error })
      return 'nothing'
    }
  }

  return async (everyMs) => {
    const agoMs = nowMs() - heardMs
    if (!looking && agoMs >= 0 && agoMs < everyMs / 2) return 0
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
const writeHeard = async (tx: Kysely<Tables>, holder: string, nowMs: number, everyMs: number): Promise<void> => {
  await tx
    .insertInto('lease')
    .values({ name: HEARD, holder, until_at: nowMs })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until_at: nowMs })
        .where((e) => e.or([e('lease.until_at', '<', nowMs), e('lease.until_at', '>', nowMs + MISSES * everyMs)])),
    )
    .execute()
}

const absenceIn = async (db: Kysely<Tables>): Promise<Absence | undefined> => {
  const row = await db.selectFrom('lease').select(['holder', 'until_at']).where('name', '=', ABSENCE).executeTakeFirst()
  return row && { fromMs: Number(row.holder), untilMs: row.until_at }
}

/** One that not all were told of goes on in it. */
const writeAbsence = async (tx: Kysely<Tables>, { fromMs, untilMs }: Absence): Promise<void> => {
  await tx
    .insertInto('lease')
    .values({ name: ABSENCE, holder: String(fromMs), until_at: untilMs })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ until_at: untilMs }).where('lease.until_at', '<', untilMs))
    .execute()
}

const forgetAbsence = async (tx: Kysely<Tables>, { untilMs }: Absence): Promise<void> => {
  await tx.deleteFrom('lease').where('name', '=', ABSENCE).where('until_at', '<=', untilMs).execute()
}
