import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../../src/delivery/outbox.ts'
import type { Game, Move, Rules } from '../../../src/quiz/engine/game.ts'
import { AskSubject, firstStep, ReportSubject, RevealSubject, stepsOf } from '../../../src/quiz/engine/steps.ts'
import {
  after,
  answers,
  begun,
  close,
  moreTime,
  moved,
  next,
  nextByHand,
  pause,
  resume,
  stands,
  stop,
  T,
  timeUp,
  unheard,
} from '../../support/quiz-games.ts'

/** What time has to bring because of the last of these moves. */
function brought(rules: Partial<Rules>, ...moves: readonly Move[]): readonly Delivery[] {
  const before: Game = after(begun(rules), ...moves.slice(0, -1))
  const { game, events } = moved(before, moves.at(-1)!)
  return events.flatMap((event) => stepsOf(game, event))
}

const TO = { kind: 'channel', platform: 'discord', server: 'S', channel: 'C' }
const ask = (number: number, dueMs: number, turn = 0) => ({
  key: `quiz/abcdefghij/${number}/ask${turn === 0 ? '' : `/${turn}`}`,
  to: TO,
  post: 'quiz-ask',
  subject: { round: 'abcdefghij', question: number - 1, turn },
  dueAt: new Date(T + dueMs),
})
const reveal = (number: number, turn: number, dueMs: number) => ({
  key: `quiz/abcdefghij/${number}/reveal/${turn}`,
  to: TO,
  post: 'quiz-reveal',
  subject: { round: 'abcdefghij', question: number - 1, turn },
  dueAt: new Date(T + dueMs),
})
const report = (dueMs: number) => ({
  key: 'quiz/abcdefghij/report',
  to: TO,
  post: 'quiz-report',
  subject: { round: 'abcdefghij' },
  dueAt: new Date(T + dueMs),
})

describe('time has to bring', () => {
  test('the first question, now', () => expect(firstStep(begun(), new Date(T))).toEqual(ask(1, 0)))

  test('the answer, two seconds after the last closing', () => {
    expect(brought({}, stands(0, 1000))).toEqual([reveal(1, 1, 23_000)])
    expect(brought({}, moreTime('ada', 1.5, 0), stands(0, 1000))).toEqual([reveal(1, 1, 33_000)])
    expect(brought({}, moreTime('ada', 1.5, 0), moreTime('bob', 2, 0), stands(0, 1000))).toEqual([reveal(1, 1, 43_000)])
  })

  test('the answer after the full time, where we learned late that it stood there', () =>
    expect(brought({}, stands(0, 1000, 60_000))).toEqual([reveal(1, 1, 82_000)]))

  test('no answer by itself without a limit', () => {
    expect(brought({ seconds: null }, stands(0, 1000))).toEqual([])
    expect(brought({ seconds: null }, stands(0, 1000), moreTime('ada', 2, 2000))).toEqual([])
    expect(brought({ seconds: null }, stands(0, 1000), pause(2000), resume(9000))).toEqual([])
  })

  test('the answer two seconds after the question was closed by hand, in another turn', () => {
    expect(brought({}, stands(0, 1000), close(0, 9000))).toEqual([reveal(1, 2, 11_000)])
    expect(brought({ seconds: null }, stands(0, 1000), close(0, 9000))).toEqual([reveal(1, 2, 11_000)])
    expect(brought({}, stands(0, 1000), pause(5000), close(0, 9000))).toEqual([reveal(1, 2, 11_000)])
  })

  test('the answer at another time and in another turn, where somebody is given more while it is open', () => {
    expect(brought({}, stands(0, 1000), moreTime('ada', 2, 9000))).toEqual([reveal(1, 2, 43_000)])
    expect(brought({}, moreTime('ada', 2, 0), stands(0, 1000), moreTime('bob', 2, 9000))).toEqual([])
    expect(brought({}, moreTime('ada', 2, 0))).toEqual([])
  })

  test('the answer after what was left, when the round goes on', () => {
    expect(brought({}, stands(0, 1000), pause(9000))).toEqual([])
    expect(brought({}, stands(0, 1000), pause(9000), resume(100_000))).toEqual([reveal(1, 2, 114_000)])
    expect(brought({}, stands(0, 1000), pause(9000), moreTime('ada', 2, 10_000))).toEqual([])
    expect(brought({}, stands(0, 1000), pause(9000), moreTime('ada', 2, 10_000), resume(100_000))).toEqual([reveal(1, 2, 134_000)])
  })

  test('the same question again, where it was paused before it stood there', () => {
    expect(brought({}, pause(500), resume(9000))).toEqual([ask(1, 9000, 1)])
    expect(brought({}, pause(500), stands(0, 1000))).toEqual([])
    expect(brought({}, pause(500), stands(0, 1000), resume(9000))).toEqual([reveal(1, 2, 31_000)])
  })

  test('the same question again, at once, where nobody was there to hear its answers, and its answer after its full time', () => {
    expect(brought({}, stands(0, 1000), unheard(2000, 60_000))).toEqual([ask(1, 60_000, 2)])
    expect(brought({}, stands(0, 1000), unheard(2000, 60_000), stands(0, 61_000))).toEqual([reveal(1, 3, 83_000)])
  })

  test('nothing but the report once an answer is revealed, until it was told', () => {
    expect(brought({}, stands(0, 0), timeUp(0, 1, 22_000))).toEqual([])
    expect(brought({}, stands(0, 0), timeUp(0, 1, 22_000), pause(22_100), resume(22_200))).toEqual([])
    expect(brought({ pace: 'by-hand' }, stands(0, 0), timeUp(0, 1, 22_000), next(1, 23_000))).toEqual([])
  })

  test('the next question eight seconds after the answer, or when it is called', () => {
    const told = [stands(0, 0), timeUp(0, 1, 22_000), next(1, 23_000)]
    expect(brought({}, ...told)).toEqual([ask(2, 31_000)])
    expect(brought({ pace: 'by-hand' }, ...told, nextByHand(1, 90_000))).toEqual([ask(2, 90_000)])
  })

  test('the next question not while the round is paused, but at once when it goes on', () => {
    const paused = [stands(0, 0), timeUp(0, 1, 22_000), pause(22_500), next(1, 23_000)]
    expect(brought({}, ...paused)).toEqual([])
    expect(brought({}, ...paused, resume(90_000))).toEqual([ask(2, 90_000, 1)])
  })

  test('the report three seconds after the last answer, or at once when the round was stopped or refused', () => {
    const last = [stands(0, 0), timeUp(0, 1, 22_000), next(1, 23_000), stands(1, 31_000), timeUp(1, 1, 53_000), next(2, 54_000)]
    expect(brought({}, ...last)).toEqual([report(57_000)])
    expect(brought({}, stands(0, 0), stop(9000))).toEqual([report(9000)])
    expect(brought({}, stands(0, 0), close(0, 8000), stop(9000))).toEqual([report(12_000)])
    expect(brought({}, { kind: 'stop', why: 'refused', nowMs: T + 9000 })).toEqual([report(9000)])
  })

  test('nothing because of an answer', () => expect(brought({}, stands(0, 0), answers('ada', 0, 1, 500))).toEqual([]))
})

test('what is brought has a subject that its post understands, belongs to nobody and never expires', () => {
  const first = firstStep(begun(), new Date(T))
  const told = brought({}, stands(0, 0))
  const ended = brought({}, stop(0))
  expect(AskSubject.parse(first.subject)).toEqual(first.subject)
  expect(RevealSubject.parse(told[0]?.subject)).toEqual(told[0]?.subject)
  expect(ReportSubject.parse(ended[0]?.subject)).toEqual(ended[0]?.subject)
  for (const step of [first, ...told, ...ended]) expect([step.owner, step.expiresAt]).toEqual([undefined, undefined])
})
