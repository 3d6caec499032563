import type { Kysely } from 'kysely'
import type { Answer, Game, Person } from '../../quiz/engine/game.ts'
import type { EngineKind } from '../engine.ts'
import { channelOf } from '../rows.ts'
import type { Tables } from '../schema.ts'
import type { AnswerTable, RoundTable } from './schema.ts'

export type Answers = Readonly<Record<Person, Answer>>

const NOBODYS: Answers = {}

/** A game of its row, with these answers. */
export const toGame = ({ asked, state }: Pick<RoundTable, 'asked' | 'state'>, answers: Answers = NOBODYS): Game => ({
  ...(JSON.parse(state) as Omit<Game, 'questions' | 'answers'>),
  questions: JSON.parse(asked) as Game['questions'],
  answers,
})

/** What changes of a row when its game does. The questions never do, and answers have rows of their own. */
export const toStateRow = (game: Game): Pick<RoundTable, 'phase' | 'state'> => ({
  phase: game.phase,
  state: JSON.stringify({ ...game, questions: undefined, answers: undefined }),
})

export const toRoundRow = (game: Game, startedAt: Date, owner: string | undefined): RoundTable => ({
  ...channelOf(game.place),
  ...toStateRow(game),
  id: game.id,
  mode: game.rules.mode,
  owner: owner ?? null,
  starter: game.starter,
  asked: JSON.stringify(game.questions),
  version: 0,
  started_at: startedAt.getTime(),
  ended_at: null,
})

export const toAnswer = ({ chosen, given_at }: Pick<AnswerTable, 'chosen' | 'given_at'>): Answer => ({ option: chosen, atMs: given_at })

/** A round's row; `held` until the transaction ends, so that nobody else moves it meanwhile. */
export const roundOf = (db: Kysely<Tables>, id: string, held?: EngineKind): Promise<RoundTable | undefined> =>
  db
    .selectFrom('quiz_round')
    .selectAll()
    .where('id', '=', id)
    .$if(held === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst()

/** Answers to one question of a round, of these people or of everybody, in the order in which they were given. */
export const answersTo = async (db: Kysely<Tables>, round: string, question: number, people?: readonly Person[]): Promise<Answers> => {
  const rows = await db
    .selectFrom('quiz_answer')
    .select(['person', 'chosen', 'given_at'])
    .where('round', '=', round)
    .where('question', '=', question)
    .$if(people !== undefined, (query) => query.where('person', 'in', people ?? []))
    .orderBy('given_at')
    .orderBy('person')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.person, toAnswer(row)]))
}
