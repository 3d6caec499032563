import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/quiz/engine/decide.ts'
import type { Game, Move, Rules } from '../../../src/quiz/engine/game.ts'
import {
  after,
  answers,
  begun,
  close,
  moreTime,
  next,
  nextByHand,
  pause,
  resume,
  stands,
  stop,
  timeUp,
  unheard,
} from '../../support/quiz-games.ts'

/** Each move, of the first of two questions, in the tenth second; turn 9 is nobody's. */
const MOVES = {
  stands: stands(0, 1000, 10_000),
  'stands, the other': stands(1, 1000, 10_000),
  answer: answers('ada', 0, 2, 10_000),
  'answer, the other': answers('ada', 1, 2, 10_000),
  'time up, stale': timeUp(0, 9, 10_000),
  close: close(0, 10_000),
  'close, the other': close(1, 10_000),
  next: next(1, 10_000),
  'next, by hand': nextByHand(1, 10_000),
  'next, a further one': next(2, 10_000),
  pause: pause(10_000),
  resume: resume(10_000),
  unheard: unheard(2000, 10_000),
  stop: stop(10_000),
  'more time': moreTime('ada', 2, 10_000),
} as const satisfies Readonly<Record<string, Move>>

type Column = keyof typeof MOVES | 'time up'

const given = (rules: Partial<Rules>, ...moves: readonly Move[]): Game => after(begun(rules), ...moves)
const OPEN = stands(0, 1000)
const REVEALED = [OPEN, timeUp(0, 1, 9000)] as const
const BY_HAND = { pace: 'by-hand' } as const

/** What comes of each move more often than not: `+` is what happens, `-` why nothing does. */
const USUAL = {
  stands: '-already',
  'stands, the other': '-not-now',
  answer: '-closed',
  'answer, the other': '-closed',
  'time up': '-already',
  'time up, stale': '-not-now',
  close: '-already',
  'close, the other': '-not-now',
  next: '-not-now',
  'next, by hand': '-not-now',
  'next, a further one': '-not-now',
  pause: '+paused',
  resume: '-already',
  unheard: '-not-now',
  stop: '+ended',
  'more time': '+given-time',
} as const satisfies Readonly<Record<Column, string>>

/** Of each game what is not as usual. */
const TABLE: Readonly<Record<string, { readonly game: Game; readonly unlike: Partial<Readonly<Record<Column, string>>> }>> = {
  'a question that was given to the platform': {
    game: given({}),
    unlike: { stands: '+opened', answer: '+answered', 'time up': '-not-now', close: '-not-now' },
  },
  'an open question': {
    game: given({}, OPEN),
    unlike: { answer: '+answered', 'time up': '+revealed', close: '+closed', unheard: '+asked-again' },
  },
  'a question that is asked again': {
    game: given({}, OPEN, unheard(2000, 9000)),
    unlike: { stands: '+opened', answer: '+answered', 'time up': '-not-now', close: '-not-now' },
  },
  'a question that was closed by hand a moment ago': {
    game: given({}, OPEN, close(0, 9999)),
    unlike: { answer: '-too-late', 'time up': '+revealed', pause: '-closed', stop: '+revealed +ended' },
  },
  'a paused question': {
    game: given({}, OPEN, pause(9000)),
    unlike: {
      answer: '-paused',
      'time up': '-paused',
      'time up, stale': '-paused',
      close: '+closed',
      pause: '-already',
      resume: '+resumed',
    },
  },
  'a question that was paused before it stood there': {
    game: given({}, pause(0)),
    unlike: { stands: '+opened', answer: '-paused', 'time up': '-not-now', close: '-not-now', pause: '-already', resume: '+resumed' },
  },
  'a revealed question': {
    game: given({}, ...REVEALED),
    unlike: { 'time up, stale': '-already', next: '+asked' },
  },
  'a question that was paused while its answer was being told': {
    game: given({}, ...REVEALED, pause(9500)),
    unlike: { 'time up, stale': '-already', next: '+asked', pause: '-already', resume: '+resumed' },
  },
  'a revealed question, the next called by hand': {
    game: given(BY_HAND, ...REVEALED),
    unlike: { 'time up, stale': '-already', next: '+told', pause: '-not-now' },
  },
  'a told question, the next called by hand': {
    game: given(BY_HAND, ...REVEALED, next(1, 9500)),
    unlike: { 'time up, stale': '-already', next: '-already', 'next, by hand': '+asked', pause: '-not-now' },
  },
}

const moveOf = (column: Column, { at, turn }: Game): Move => (column === 'time up' ? timeUp(at, turn, 10_000) : MOVES[column])

const outcome = (game: Game, move: Move): string => {
  const decision = decide(game, move)
  return decision.kind === 'nothing' ? `-${decision.why}` : decision.events.map(({ kind }) => `+${kind}`).join(' ')
}

describe.each(Object.entries(TABLE))('given %s', (_, { game, unlike }) => {
  test.each(Object.entries({ ...USUAL, ...unlike }) as [Column, string][])('when %s, then %s', (column, then) => {
    const before = structuredClone(game)
    expect(outcome(game, moveOf(column, game))).toBe(then)
    expect(game).toStrictEqual(before)
  })
})

const over = given({}, OPEN, stop(9000))
test.each(Object.keys(USUAL) as Column[])('given a round that is over, when %s, then nothing', (column) =>
  expect(outcome(over, moveOf(column, over))).toBe('-over'),
)
