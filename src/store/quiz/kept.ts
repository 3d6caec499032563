import type { Kysely } from 'kysely'
import type { Asked } from '../../quiz/question.ts'
import type { Person } from '../../quiz/engine/game.ts'
import { draftShelf } from '../../quiz/deck.ts'
import type { Kept } from '../../quiz/people.ts'
import { instant } from '../rows.ts'
import type { Tables } from '../schema.ts'
import type { Vault } from '../vault.ts'
import { NAME } from './answering.ts'
import { roundOf, toGame } from './game-row.ts'
import { markOf } from './reports.ts'

type Row = Kept[string][number]

/** Table by table, those without rows left out. Nothing is in it of anybody else, nor what a question that is not told yet is about to tell. */
export const keptOf = async (db: Kysely<Tables>, vault: Vault, person: Person): Promise<Kept> => {
  const names = await db.selectFrom('quiz_player').select(['round', 'name', 'code']).where('person', '=', person).orderBy('round').execute()
  const tables: Readonly<Record<string, readonly Row[]>> = {
    quiz_round: await startedBy(db, person),
    quiz_answer: await answersOf(db, person),
    quiz_player: names.map(({ round, name, code }) => ({ round, name: vault.open(name, NAME), code })),
    quiz_deck: await decksOf(db, person),
    quiz_report: (await reportsOf(db, person)).map(({ question, locale, edition, reported_at }) => ({
      question,
      locale,
      edition,
      at: iso(reported_at),
    })),
    quiz_roster: await db
      .selectFrom('quiz_roster')
      .select(['platform', 'server', 'channel', 'code'])
      .where((e) => e.or([e('person', '=', person), e('keeper', '=', person)]))
      .orderBy('platform')
      .orderBy('server')
      .orderBy('channel')
      .execute(),
    ...(await reviewsOf(db, person)),
  }
  return Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length > 0))
}

const iso = (at: number): string => instant(at).toISOString()

const startedBy = async (db: Kysely<Tables>, person: Person): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (const id of await roundsWith(db, person)) {
    const row = await roundOf(db, id)
    if (!row) continue
    const { starter, factors } = toGame(row)
    rows.push({
      round: id,
      platform: row.platform,
      server: row.server,
      channel: row.channel,
      mode: row.mode,
      at: iso(row.started_at),
      started: starter === person ? 1 : 0,
      time: factors[person] ?? 1,
    })
  }
  return rows
}

const answersOf = async (db: Kysely<Tables>, person: Person): Promise<readonly Row[]> => {
  const rows = await db.selectFrom('quiz_answer').selectAll().where('person', '=', person).orderBy('round').orderBy('question').execute()
  const asked = new Map<string, { readonly questions: readonly Asked[]; readonly typed: boolean }>()
  for (const id of new Set(rows.map(({ round }) => round))) {
    const row = await roundOf(db, id)
    const game = row && toGame(row)
    if (game) asked.set(id, { questions: game.questions, typed: game.rules.typed })
  }
  return rows.map(({ round, question, chosen, given_at, is_right, points }) => {
    const { questions = [], typed = false } = asked.get(round) ?? {}
    const one = questions[question]
    // As what something typed was taken would tell what is right.
    const isTold = !typed || is_right !== null
    return {
      round,
      question: question + 1,
      text: one?.text ?? null,
      answer: (isTold ? one?.options[chosen] : undefined) ?? null,
      at: iso(given_at),
      right: is_right,
      points,
    }
  })
}

const decksOf = async (db: Kysely<Tables>, person: Person): Promise<readonly Row[]> => {
  const rows = await db
    .selectFrom('quiz_deck')
    .select(['id', 'name', 'locale', 'questions', 'made_at'])
    .where((e) => e.or([e('owner', 'in', [person, draftShelf(person)]), e('maker', '=', person)]))
    .orderBy('id')
    .execute()
  return rows.map(({ made_at, ...row }) => ({ ...row, at: iso(made_at) }))
}

const reviewsOf = async (db: Kysely<Tables>, person: Person): Promise<Readonly<Record<string, readonly Row[]>>> => {
  const cards = await db.selectFrom('review_card').selectAll().where('person', '=', person).orderBy('question').execute()
  const logs = await db.selectFrom('review_log').selectAll().where('person', '=', person).orderBy('number').execute()
  const settings = await db.selectFrom('review_setting').selectAll().where('person', '=', person).execute()
  return {
    review_card: cards.map((row) => ({
      question: row.question,
      card: row.card,
      due: iso(row.due_at),
      suspended: row.suspended,
      at: iso(row.touched_at),
    })),
    review_log: logs.map((row) => ({
      question: row.question,
      grade: row.grade,
      at: iso(row.reviewed_at),
      day: row.day,
      before: row.card_before,
      after: row.card_after,
      request: row.request,
    })),
    review_setting: settings.map((row) => ({ perDay: row.per_day, at: iso(row.touched_at) })),
  }
}

/** The rounds that this person started, or was given more time in, in the order of their ids. */
export const roundsWith = async (db: Kysely<Tables>, person: Person): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('quiz_round')
    .select('id')
    // Who was given more time stands in the state alone.
    .where((e) => e.or([e('starter', '=', person), e('state', 'like', `%"${person}"%`)]))
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** A mark says nothing of who, but of whom one asks about it can be made again for every question. */
export const reportsOf = async (db: Kysely<Tables>, person: Person) => {
  const rows = await db.selectFrom('quiz_report').selectAll().orderBy('question').execute()
  return rows.filter(({ question, mark }) => mark === markOf(person, question))
}
