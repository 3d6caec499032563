import { Failure } from '../../kernel/failure.ts'
import type { PlainKey } from '../../words/say.ts'
import type { Nothing } from '../engine/game.ts'

/** Why nothing came of it, in words. */
export const NO: Readonly<Record<Nothing | 'no-round', PlainKey>> = {
  closed: 'quiz.no.closed',
  paused: 'quiz.no.paused',
  'too-late': 'quiz.no.too-late',
  counted: 'quiz.no.counted',
  same: 'quiz.no.same',
  'no-option': 'quiz.no.no-option',
  over: 'quiz.no.over',
  already: 'quiz.no.already',
  'not-now': 'quiz.no.not-now',
  'no-round': 'quiz.no.over',
}

/** That nothing came of it, and why. */
export const nothingOf = (why: Nothing | 'no-round'): Failure => new Failure('conflict', NO[why])
