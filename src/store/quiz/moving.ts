import { type Kysely, sql } from 'kysely'
import type { Delivery } from '../../delivery/outbox.ts'
import type { Log } from '../../kernel/log.ts'
import { windowAt } from '../../quiz/engine/closing.ts'
import { decide } from '../../quiz/engine/decide.ts'
import { RoundEntry } from '../../quiz/engine/entry.ts'
import { evolve } from '../../quiz/engine/evolve.ts'
import type { Event, Game, Move } from '../../quiz/engine/game.ts'
import { pointsOf } from '../../quiz/engine/scoring.ts'
import { stepsOf } from '../../quiz/engine/steps.ts'
import type { AnswerMove, Moved } from '../../quiz/rounds.ts'
import { batch } from '../batch.ts'
import type { EngineKind } from '../engine.ts'
import type { Tables } from '../schema.ts'
import { answersTo, roundOf, toGame, toStateRow } from './game-row.ts'
import { keepCodes } from './roster.ts'

export type Applied = Moved & { readonly deliveries: readonly Delivery[] }

/** Moves a round in this transaction; its row is held from the first look until the end. Undefined where there is no such round. */
export const applyMove = async (
  kind: EngineKind,
  tx: Kysely<Tables>,
  id: string,
  move: Exclude<Move, AnswerMove>,
): Promise<Applied | undefined> => {
  const row = await roundOf(tx, id, kind)
  if (!row) return undefined
  let game = toGame(row)
  const decision = decide(game, move)
  if (decision.kind === 'nothing') return { game, events: [], nothing: decision.why, deliveries: [] }
  const deliveries: Delivery[] = []
  for (const event of decision.events) {
    if (event.kind === 'revealed') await score(kind, tx, game)
    if (event.kind === 'ended' && game.rules.mode === 'class') await keepCodes(tx, game)
    game = evolve(game, event)
    deliveries.push(...stepsOf(game, event))
  }
  await write(kind, tx, game, decision.events, row.version)
  return { game, events: decision.events, deliveries }
}

/** What a settled delivery enters into a round. One that is of no round, or cannot be understood, changes nothing. */
export const enterRound = async (
  kind: EngineKind,
  log: Log,
  tx: Kysely<Tables>,
  entry: unknown,
  now: Date,
): Promise<readonly Delivery[]> => {
  const parsed = RoundEntry.safeParse(entry)
  if (!parsed.success) {
    log.error('round entry not understood', { error: parsed.error })
    return []
  }
  // It was made when the message was sent; where the database was out of reach meanwhile, its time is now.
  const { round, move } = parsed.data
  const applied = await applyMove(kind, tx, round, { ...move, nowMs: Math.max(move.nowMs, now.getTime()) })
  return applied?.deliveries ?? []
}

const EVENTS = { number: 'bigint', event: 'text' } as const

const write = async (kind: EngineKind, tx: Kysely<Tables>, game: Game, events: readonly Event[], version: number): Promise<void> => {
  const ended = events.find((event) => event.kind === 'ended')
  const rows = events.map((event, n) => ({ number: version + n + 1, event: JSON.stringify(event) }))
  await tx
    .updateTable('quiz_round')
    .set({ ...toStateRow(game), version: version + events.length, ...(ended && { ended_at: ended.nowMs }) })
    .where('id', '=', game.id)
    .execute()
  await sql`insert into quiz_event (round, number, event) select ${game.id}, number, event from ${batch(kind, EVENTS, rows)}`.execute(tx)
}

const SCORES = { round: 'text', question: 'bigint', person: 'text', is_right: 'bigint', points: 'bigint' } as const

/** When the answer is told, nothing can be answered any more: what each answer was worth is written, and how often the question was answered rightly. */
const score = async (kind: EngineKind, tx: Kysely<Tables>, game: Game): Promise<void> => {
  const asked = game.questions[game.at]
  const answers = Object.entries(await answersTo(tx, game.id, game.at))
  if (!asked || answers.length === 0) return
  const scores = answers.map(([person, answer]) => ({
    round: game.id,
    question: game.at,
    person,
    is_right: answer.option === asked.right ? 1 : 0,
    points: pointsOf(asked, game.rules, { ...answer, ...windowAt(game, answer.atMs) }),
  }))
  await sql`update quiz_answer set is_right = v.is_right, points = v.points from ${batch(kind, SCORES, scores)}
    where quiz_answer.round = v.round and quiz_answer.question = v.question and quiz_answer.person = v.person`.execute(tx)
  const sums = { answered: scores.length, rightly: scores.reduce((sum, { is_right }) => sum + is_right, 0) }
  await tx
    .insertInto('quiz_tally')
    .values({ question: asked.id, ...sums })
    .onConflict((conflict) =>
      conflict.column('question').doUpdateSet((e) => ({
        answered: e('quiz_tally.answered', '+', sums.answered),
        rightly: e('quiz_tally.rightly', '+', sums.rightly),
      })),
    )
    .execute()
}
