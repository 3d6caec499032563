import type { Ask } from '../../chat/command.ts'
import type { Reply } from '../../chat/reply.ts'
import { Failure } from '../../kernel/failure.ts'
import { steeredCard } from '../cards/panel.ts'
import { distinctNames } from '../cards/names.ts'
import { FACTORS } from '../engine/closing.ts'
import type { Game, Move } from '../engine/game.ts'
import type { QuizParts } from '../parts.ts'
import { fold } from '../../words/fold.ts'
import { quotable } from '../../chat/clean.ts'
import type { Which } from './counting.ts'
import { nothingOf } from './nothing.ts'
import { classOf, isHere, leading, leads, runningHere } from './place.ts'

export const ACTS = ['next', 'close', 'pause', 'resume', 'stop'] as const
export type Act = (typeof ACTS)[number]

type Steered = Pick<QuizParts, 'rounds' | 'pseudonyms'>

/** After so long without a new question a round is nobody's: anybody may end it. */
const ABANDONED_MS = 15 * 60_000

/** Whether this person may end a round: whoever leads it, and anybody in its channel where it has been left alone. */
export const mayEnd = (parts: Pick<QuizParts, 'pseudonyms'>, ask: Ask, game: Game): boolean =>
  leads(parts, ask, game) ||
  (isHere(ask, game) && game.rules.mode === 'round' && ask.now.getTime() - (game.openedMs ?? Number.POSITIVE_INFINITY) > ABANDONED_MS)

/** Does with the round of this channel what its leader wants. */
export async function steer(parts: Steered, ask: Ask, act: Act): Promise<Reply> {
  return steerOne(parts, ask, act, await runningHere(parts, ask))
}

/** The same by a button, which is about one round: one that closes a question or calls the next does nothing when another is asked by then. */
export async function steerBy(parts: Steered, ask: Ask, act: Act, { round, question }: Which): Promise<Reply> {
  const game = await parts.rounds.game(round)
  if (!game) throw nothingOf('no-round')
  if ((act === 'next' || act === 'close') && game.at !== question - 1) throw nothingOf('already')
  return steerOne(parts, ask, act, game)
}

async function steerOne(parts: Steered, ask: Ask, act: Act, game: Game): Promise<Reply> {
  if (act !== 'stop' || !mayEnd(parts, ask, game)) leading(parts, ask, game)
  if (act === 'next' && game.rules.pace === 'by-itself' && game.phase !== 'over') throw new Failure('conflict', 'quiz.byItself')
  if (act === 'next' && game.revealedMs === undefined && game.closedMs === undefined && game.phase !== 'over')
    throw new Failure('conflict', 'quiz.closeFirst', { command: `/quiz ${ask.say('cmd.quizClose.name')}` })
  const moved = await parts.rounds.move(game.id, moveOf(act, game, ask.now.getTime()))
  if (!moved) throw nothingOf('no-round')
  if (moved.nothing) throw nothingOf(moved.nothing)
  return steeredCard(ask, moved.game, act)
}

function moveOf(act: Act, { at }: Game, nowMs: number): Exclude<Move, { kind: 'answer' }> {
  switch (act) {
    case 'next':
      return { kind: 'next', question: at + 1, byHand: true, nowMs }
    case 'close':
      return { kind: 'reveal', question: at, nowMs }
    case 'pause':
    case 'resume':
      return { kind: act, nowMs }
    case 'stop':
      return { kind: 'stop', why: 'stopped', nowMs }
  }
}

export const FACTOR_NAMES = ['1.5', '2'] as const
export const FACTOR_LABELS = { '1.5': 'quiz.factor.half', '2': 'quiz.factor.double' } as const

/** Gives one learner more time for each question of the round that is played here, by the code that the learner took or the name that the round gave. */
export async function giveTime(
  parts: Steered & Pick<QuizParts, 'roster'>,
  ask: Ask,
  typed: string,
  factor: (typeof FACTOR_NAMES)[number],
): Promise<Reply> {
  const game = await runningHere(parts, ask)
  leading(parts, ask, game)
  const person = await learnerNamed(parts, game, typed)
  const times = FACTORS.find((known) => String(known) === factor) ?? 2
  const moved = await parts.rounds.move(game.id, { kind: 'more-time', person, factor: times, nowMs: ask.now.getTime() })
  if (!moved) throw nothingOf('no-round')
  if (moved.nothing) throw nothingOf(moved.nothing)
  return steeredCard(ask, moved.game, 'time', { learner: quotable(typed, 40), factor })
}

async function learnerNamed({ rounds, roster }: Pick<QuizParts, 'rounds' | 'roster'>, game: Game, typed: string): Promise<string> {
  const name = fold(typed.trim())
  const code = (await roster.codes(classOf(game.place))).find((one) => fold(one.code) === name)
  if (code && code.person === undefined) throw new Failure('not-found', 'quiz.codeFree', { code: quotable(typed) })
  const players = code ? [] : [...distinctNames((await rounds.sheet(game.id))?.players ?? [])]
  const same = [...players.filter(([, called]) => called === typed.trim()), ...players.filter(([, called]) => fold(called) === name)]
  const person = code?.person ?? same[0]?.[0]
  if (person === undefined) throw new Failure('not-found', 'quiz.noLearner', { learner: quotable(typed) })
  return person
}
