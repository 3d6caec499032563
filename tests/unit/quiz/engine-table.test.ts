import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/quiz/engine/decide.ts'
import type { Game, Move, Rules } from '../../../src/quiz/engine/game.ts'
import { after, answers, begun, close, moreTime, next, nextByHand, pause, resume, stands, stop, timeUp } from '../../support/quiz-games.ts'

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
  stop: stop(10_000),
  'more time': moreTime('ada', 2, 10_000),
} as const satisfies Readonly<Record<string, Move>>

type Column = keyof typeof MOVES | 'time up'

const given = (rules: Partial<Rules>, ...moves: readonly Move[]): Game => after(begun(rules), ...moves)
const OPEN = stands(0, 1000)
const REVEALED = [OPEN, timeUp(0, 1, 9000)] as const
const BY_HAND = { pace: 'by-hand' } as const

/** `+` is what happens, `-` why nothing does. */
const TABLE: Readonly<Record<string, { readonly game: Game; readonly expect: Readonly<Record<Column, string>> }>> = {
  'a question that was given to the platform': {
    game: given({}),
    expect: {
      stands: '+opened',
      'stands, the other': '-not-now',
      answer: '+answered',
      'answer, the other': '-closed',
      'time up': '-not-now',
      'time up, stale': '-not-now',
      close: '-not-now',
      'close, the other': '-not-now',
      next: '-not-now',
      'next, by hand': '-not-now',
      'next, a further one': '-not-now',
      pause: '+paused',
      resume: '-already',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'an open question': {
    game: given({}, OPEN),
    expect: {
      stands: '-already',
      'stands, the other': '-not-now',
      answer: '+answered',
      'answer, the other': '-closed',
      'time up': '+revealed',
      'time up, stale': '-not-now',
      close: '+closed',
      'close, the other': '-not-now',
      next: '-not-now',
      'next, by hand': '-not-now',
      'next, a further one': '-not-now',
      pause: '+paused',
      resume: '-already',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'a question that was closed by hand a moment ago': {
    game: given({}, OPEN, close(0, 9999)),
    expect: {
      stands: '-already',
      'stands, the other': '-not-now',
      answer: '-too-late',
      'answer, the other': '-closed',
      'time up': '+revealed',
      'time up, stale': '-not-now',
      close: '-already',
      'close, the other': '-not-now',
      next: '-not-now',
      'next, by hand': '-not-now',
      'next, a further one': '-not-now',
      pause: '-closed',
      resume: '-already',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'a paused question': {
    game: given({}, OPEN, pause(9000)),
    expect: {
      stands: '-already',
      'stands, the other': '-not-now',
      answer: '-paused',
      'answer, the other': '-closed',
      'time up': '-paused',
      'time up, stale': '-paused',
      close: '+closed',
      'close, the other': '-not-now',
      next: '-not-now',
      'next, by hand': '-not-now',
      'next, a further one': '-not-now',
      pause: '-already',
      resume: '+resumed',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'a question that was paused before it stood there': {
    game: given({}, pause(0)),
    expect: {
      stands: '+opened',
      'stands, the other': '-not-now',
      answer: '-paused',
      'answer, the other': '-closed',
      'time up': '-not-now',
      'time up, stale': '-not-now',
      close: '-not-now',
      'close, the other': '-not-now',
      next: '-not-now',
      'next, by hand': '-not-now',
      'next, a further one': '-not-now',
      pause: '-already',
      resume: '+resumed',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'a revealed question': {
    game: given({}, ...REVEALED),
    expect: {
      stands: '-already',
      'stands, the other': '-not-now',
      answer: '-closed',
      'answer, the other': '-closed',
      'time up': '-already',
      'time up, stale': '-already',
      close: '-already',
      'close, the other': '-not-now',
      next: '+asked',
      'next, by hand': '-not-now',
      'next, a further one': '-not-now',
      pause: '+paused',
      resume: '-already',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'a question that was paused while its answer was being told': {
    game: given({}, ...REVEALED, pause(9500)),
    expect: {
      stands: '-already',
      'stands, the other': '-not-now',
      answer: '-closed',
      'answer, the other': '-closed',
      'time up': '-already',
      'time up, stale': '-already',
      close: '-already',
      'close, the other': '-not-now',
      next: '+asked',
      'next, by hand': '-not-now',
      'next, a further one': '-not-now',
      pause: '-already',
      resume: '+resumed',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'a revealed question, the next called by hand': {
    game: given(BY_HAND, ...REVEALED),
    expect: {
      stands: '-already',
      'stands, the other': '-not-now',
      answer: '-closed',
      'answer, the other': '-closed',
      'time up': '-already',
      'time up, stale': '-already',
      close: '-already',
      'close, the other': '-not-now',
      next: '+told',
      'next, by hand': '-not-now',
      'next, a further one': '-not-now',
      pause: '-not-now',
      resume: '-already',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'a told question, the next called by hand': {
    game: given(BY_HAND, ...REVEALED, next(1, 9500)),
    expect: {
      stands: '-already',
      'stands, the other': '-not-now',
      answer: '-closed',
      'answer, the other': '-closed',
      'time up': '-already',
      'time up, stale': '-already',
      close: '-already',
      'close, the other': '-not-now',
      next: '-already',
      'next, by hand': '+asked',
      'next, a further one': '-not-now',
      pause: '-not-now',
      resume: '-already',
      stop: '+ended',
      'more time': '+given-time',
    },
  },
  'a round that is over': {
    game: given({}, OPEN, stop(9000)),
    expect: {
      stands: '-over',
      'stands, the other': '-over',
      answer: '-over',
      'answer, the other': '-over',
      'time up': '-over',
      'time up, stale': '-over',
      close: '-over',
      'close, the other': '-over',
      next: '-over',
      'next, by hand': '-over',
      'next, a further one': '-over',
      pause: '-over',
      resume: '-over',
      stop: '-over',
      'more time': '-over',
    },
  },
}

const outcome = (game: Game, move: Move): string => {
  const decision = decide(game, move)
  return decision.kind === 'nothing' ? `-${decision.why}` : decision.events.map(({ kind }) => `+${kind}`).join(' ')
}

describe.each(Object.entries(TABLE))('given %s', (_, { game, expect: expected }) => {
  test.each(Object.entries(expected) as [Column, string][])('when %s, then %s', (column, then) => {
    const move = column === 'time up' ? timeUp(game.at, game.turn, 10_000) : MOVES[column]
    const before = structuredClone(game)
    expect(outcome(game, move)).toBe(then)
    expect(game).toStrictEqual(before)
  })
})
