import type { Kysely } from 'kysely'
import type { Person } from '../../quiz/engine/game.ts'
import type { Remembered, Reviewed, Reviews } from '../../quiz/review/reviews.ts'
import type { Room } from '../room.ts'
import { instant } from '../rows.ts'
import type { Tables } from '../schema.ts'
import type { CardTable, LogTable } from './schema.ts'

const PER_DAY = 20

/** What `card` is where somebody suspended a question before the first answer. */
const NEVER_ANSWERED = ''

export const reviews = ({ access, clock }: Pick<Room, 'access' | 'clock'>): Reviews => ({
  cards: (person) =>
    access.read(async (db) => {
      const rows = await db
        .selectFrom('review_card')
        .selectAll()
        .where('person', '=', person)
        .orderBy('due_at')
        .orderBy('question')
        .execute()
      return rows.map(toRemembered)
    }),
  write: (person, reviewed, request) => access.write((tx) => write(tx, person, reviewed, request)),
  written: (person, request) =>
    access.read(async (db) => {
      const row = await logOf(db, person, request)
      return row && toReviewed(row)
    }),
  regrade: (person, request, change) => access.write((tx) => regrade(tx, person, request, change)),
  undo: (person, day, request) => access.write((tx) => undo(tx, person, day, request)),
  suspend: (person, question, suspended) => access.write((tx) => suspend(tx, person, question, suspended, clock.now().getTime())),
  today: (person, day) =>
    access.read(async (db) => {
      const row = await db
        .selectFrom('review_log')
        .select((e) => [e.fn.countAll<number>().as('answered'), e.fn.count<number>('card_before').as('again')])
        .where('person', '=', person)
        .where('day', '=', day)
        .executeTakeFirstOrThrow()
      return { answered: row.answered, fresh: row.answered - row.again }
    }),
  settings: (person) =>
    access.read(async (db) => {
      const row = await db.selectFrom('review_setting').select('per_day').where('person', '=', person).executeTakeFirst()
      return { perDay: row?.per_day ?? PER_DAY }
    }),
  set: (person, { perDay }) =>
    access.write(async (tx) => {
      const values = { per_day: perDay, touched_at: clock.now().getTime() }
      await tx
        .insertInto('review_setting')
        .values({ person, ...values })
        .onConflict((conflict) => conflict.column('person').doUpdateSet(values))
        .execute()
    }),
})

const write = async (tx: Kysely<Tables>, person: Person, reviewed: Reviewed, request: string): Promise<boolean> => {
  const { question, before, after, grade, at, day } = reviewed
  const last = await tx
    .selectFrom('review_log')
    .select((e) => e.fn.max('number').as('number'))
    .where('person', '=', person)
    .executeTakeFirst()
  const written = await tx
    .insertInto('review_log')
    .values({
      person,
      request,
      number: (last?.number ?? 0) + 1,
      question,
      card_before: before ? JSON.stringify(before) : null,
      card_after: JSON.stringify(after),
      grade,
      reviewed_at: at.getTime(),
      day,
    })
    .onConflict((conflict) => conflict.columns(['person', 'request']).doNothing())
    .returning('number')
    .executeTakeFirst()
  if (written) await keep(tx, person, after, at.getTime())
  return written !== undefined
}

const logOf = (db: Kysely<Tables>, person: Person, request: string): Promise<LogTable | undefined> =>
  db.selectFrom('review_log').selectAll().where('person', '=', person).where('request', '=', request).executeTakeFirst()

/** The log is written first, so that of two who do this at once one waits for the other. */
const regrade = async (
  tx: Kysely<Tables>,
  person: Person,
  request: string,
  change: (reviewed: Reviewed) => Reviewed,
): Promise<Reviewed | undefined> => {
  await tx
    .updateTable('review_log')
    .set((e) => ({ grade: e.ref('grade') }))
    .where('person', '=', person)
    .where('request', '=', request)
    .execute()
  const row = await logOf(tx, person, request)
  if (!row) return undefined
  const reviewed = toReviewed(row)
  const kept = await tx
    .selectFrom('review_card')
    .select(['card', 'suspended'])
    .where('person', '=', person)
    .where('question', '=', row.question)
    .executeTakeFirst()
  if (kept?.card !== JSON.stringify(reviewed.after.card)) return undefined
  const changed = change(reviewed)
  await tx
    .updateTable('review_log')
    .set({ card_after: JSON.stringify(changed.after), grade: changed.grade })
    .where('person', '=', person)
    .where('request', '=', request)
    .execute()
  // Whoever wants it not to be asked any more still does.
  await keep(tx, person, { ...changed.after, suspended: kept.suspended === 1 }, reviewed.at.getTime())
  return changed
}

/** Its card is then what it was before that answer, whatever was done with it since. */
const undo = async (tx: Kysely<Tables>, person: Person, day: string, request?: string): Promise<Reviewed | undefined> => {
  const last = await tx
    .selectFrom('review_log')
    .selectAll()
    .where('person', '=', person)
    .where('day', '=', day)
    .orderBy('number', 'desc')
    .orderBy('request', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last || (request !== undefined && last.request !== request)) return undefined
  const gone = await tx
    .deleteFrom('review_log')
    .where('person', '=', person)
    .where('request', '=', last.request)
    .returning('request')
    .executeTakeFirst()
  // Somebody else took it back at the same moment.
  if (!gone) return undefined
  const reviewed = toReviewed(last)
  if (reviewed.before) await keep(tx, person, reviewed.before, last.reviewed_at)
  else await tx.deleteFrom('review_card').where('person', '=', person).where('question', '=', last.question).execute()
  return reviewed
}

const keep = async (tx: Kysely<Tables>, person: Person, { question, card, dueAt, suspended }: Remembered, touched_at: number) => {
  const values = { card: JSON.stringify(card), due_at: dueAt.getTime(), suspended: suspended ? 1 : 0, touched_at }
  await tx
    .insertInto('review_card')
    .values({ person, question, ...values })
    .onConflict((conflict) => conflict.columns(['person', 'question']).doUpdateSet(values))
    .execute()
}

/** A question that was never answered has no card; where it is suspended all the same, an empty one stands for that until it is wanted again. */
const suspend = async (tx: Kysely<Tables>, person: Person, question: string, suspended: boolean, at: number): Promise<void> => {
  const values = { suspended: suspended ? 1 : 0, touched_at: at }
  if (suspended) {
    await tx
      .insertInto('review_card')
      .values({ person, question, card: NEVER_ANSWERED, due_at: at, ...values })
      .onConflict((conflict) => conflict.columns(['person', 'question']).doUpdateSet(values))
      .execute()
    return
  }
  await tx.updateTable('review_card').set(values).where('person', '=', person).where('question', '=', question).execute()
  await tx
    .deleteFrom('review_card')
    .where('person', '=', person)
    .where('question', '=', question)
    .where('card', '=', NEVER_ANSWERED)
    .execute()
}

const toRemembered = (row: CardTable): Remembered => ({
  question: row.question,
  card: row.card === NEVER_ANSWERED ? null : (JSON.parse(row.card) as unknown),
  dueAt: instant(row.due_at),
  suspended: row.suspended === 1,
})

const toReviewed = (row: LogTable): Reviewed => ({
  question: row.question,
  before: row.card_before === null ? undefined : fromJson(row.card_before),
  after: fromJson(row.card_after),
  grade: row.grade as Reviewed['grade'],
  at: instant(row.reviewed_at),
  day: row.day,
})

const fromJson = (text: string): Remembered => {
  const { dueAt, ...rest } = JSON.parse(text) as Omit<Remembered, 'dueAt'> & { readonly dueAt: string }
  return { ...rest, dueAt: new Date(dueAt) }
}
