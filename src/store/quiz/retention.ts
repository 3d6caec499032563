import type { Kysely } from 'kysely'
import type { Retention } from '../../quiz/people.ts'
import { DRAFT_MS, draftShelf, serverShelf } from '../../quiz/deck.ts'
import type { Access } from '../engine.ts'
import { instant, maybe } from '../rows.ts'
import type { Tables } from '../schema.ts'
import type { Vault } from '../vault.ts'
import { unname } from './unname.ts'

const DAY_MS = 86_400_000

/** As many rows are looked at in one transaction: none takes long, whatever has piled up. */
const AT_ONCE = 500

export const RETENTION: Retention = { answersDays: 365, seasonDays: 90, reviewsDays: 730 }

/** How much was deleted: rounds with all that was answered in them, names that rounds were played under, and people's reviews; and of when the oldest is that is left. */
export type QuizPurged = { readonly rounds: number; readonly names: number; readonly reviews: number; readonly oldest: QuizOldest }

/** Missing where nothing is left. */
export type QuizOldest = { readonly answersAt?: Date; readonly reviewsAt?: Date }

/**
 * Deletes rounds that ended `answersDays` ago (or began then, and never ended), the names of those that did so `seasonDays` ago, and the
 * reviews of people who have not reviewed anything for `reviewsDays`.
 */
export const purgeQuiz = async (access: Access, vault: Vault, keep: Retention, now: Date): Promise<QuizPurged> => {
  const before = (days: number) => now.getTime() - days * DAY_MS
  await access.write((tx) =>
    tx
      .deleteFrom('quiz_deck')
      .where('owner', 'like', draftShelf('%'))
      .where('made_at', '<', now.getTime() - DRAFT_MS)
      .execute(),
  )
  return {
    names: await purgeNames(access, vault, before(keep.seasonDays), now),
    rounds: await purgeRounds(access, before(keep.answersDays)),
    reviews: await purgeReviews(access, before(keep.reviewsDays)),
    oldest: await access.read(oldestOf),
  }
}

const oldestOf = async (db: Kysely<Tables>): Promise<QuizOldest> => {
  const answer = await db
    .selectFrom('quiz_answer')
    .select((e) => e.fn.min('given_at').as('at'))
    .executeTakeFirst()
  const review = await db
    .selectFrom('review_log')
    .select((e) => e.fn.min('reviewed_at').as('at'))
    .executeTakeFirst()
  return { ...maybe('answersAt', answer?.at, instant), ...maybe('reviewsAt', review?.at, instant) }
}

/** Takes everything of a server's quizzes with it. */
export const forgetServer = async (access: Access, where: { readonly platform: string; readonly server: string }): Promise<number> => {
  const { platform, server } = where
  let rounds = 0
  for (let many = AT_ONCE; many === AT_ONCE; rounds += many)
    many = await access.write(async (tx) => {
      const ids = await tx
        .selectFrom('quiz_round')
        .select('id')
        .where('platform', '=', platform)
        .where('server', '=', server)
        .limit(AT_ONCE)
        .execute()
      return deleteRounds(
        tx,
        ids.map(({ id }) => id),
      )
    })
  await access.write(async (tx) => {
    await tx.deleteFrom('quiz_roster').where('platform', '=', platform).where('server', '=', server).execute()
    await tx.deleteFrom('quiz_deck').where('owner', '=', serverShelf(where)).execute()
  })
  return rounds
}

const purgeRounds = async (access: Access, before: number): Promise<number> => {
  let rounds = 0
  await walkRounds(access, before, async (tx, ids) => {
    rounds += await deleteRounds(tx, ids)
  })
  return rounds
}

const purgeNames = async (access: Access, vault: Vault, before: number, now: Date): Promise<number> => {
  let names = 0
  await walkRounds(access, before, async (tx, ids) => {
    await unname(tx, vault, { rounds: ids }, now, before)
    const { numDeletedRows } = await tx.deleteFrom('quiz_player').where('round', 'in', ids).executeTakeFirst()
    names += Number(numDeletedRows)
  })
  return names
}

/** Walks over all rounds in the order of their ids, and hands on those that are older: once a day that costs less than an index does all the time. */
const walkRounds = async (
  access: Access,
  before: number,
  work: (tx: Kysely<Tables>, ids: readonly string[]) => Promise<void>,
): Promise<void> => {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after
    const rows = await access.read((db) =>
      db.selectFrom('quiz_round').select(['id', 'started_at', 'ended_at']).where('id', '>', from).orderBy('id').limit(AT_ONCE).execute(),
    )
    const old = rows.filter(({ started_at, ended_at }) => (ended_at ?? started_at) < before).map(({ id }) => id)
    if (old.length > 0) await access.write((tx) => work(tx, old))
    after = rows.length < AT_ONCE ? undefined : rows.at(-1)?.id
  }
}

const deleteRounds = async (tx: Kysely<Tables>, ids: readonly string[]): Promise<number> => {
  if (ids.length === 0) return 0
  // The rounds first: whoever is just moving one is waited for, and nobody finds one without its parts.
  await tx.deleteFrom('quiz_round').where('id', 'in', ids).execute()
  for (const table of ['quiz_event', 'quiz_answer', 'quiz_player'] as const) await tx.deleteFrom(table).where('round', 'in', ids).execute()
  return ids.length
}

const purgeReviews = async (access: Access, before: number): Promise<number> => {
  let rows = 0
  for (let many = AT_ONCE; many === AT_ONCE; ) {
    const idle = await access.read((db) =>
      db
        .selectFrom('review_card')
        .select('person')
        .groupBy('person')
        .having((e) => e(e.fn.max('touched_at'), '<', before))
        .limit(AT_ONCE)
        .execute(),
    )
    many = idle.length
    const people = idle.map(({ person }) => person)
    if (many > 0)
      rows += await access.write(async (tx) => {
        const { numDeletedRows } = await tx.deleteFrom('review_card').where('person', 'in', people).executeTakeFirst()
        return Number(numDeletedRows)
      })
  }
  return rows + (await purgeTraces(access, before))
}

/** What was answered so long ago, and the settings of people who have nothing else. */
const purgeTraces = (access: Access, before: number): Promise<number> =>
  access.write(async (tx) => {
    const logs = await tx.deleteFrom('review_log').where('reviewed_at', '<', before).executeTakeFirst()
    const settings = await tx
      .deleteFrom('review_setting')
      .where('touched_at', '<', before)
      .where('person', 'not in', (e) => e.selectFrom('review_card').select('person'))
      .executeTakeFirst()
    return Number(logs.numDeletedRows) + Number(settings.numDeletedRows)
  })
