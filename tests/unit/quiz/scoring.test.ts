import { describe, expect, test } from 'vitest'
import { windowAt } from '../../../src/quiz/engine/closing.ts'
import type { Game, Rules } from '../../../src/quiz/engine/game.ts'
import { distributionOf, pointsOf, rankingOf } from '../../../src/quiz/engine/scoring.ts'
import type { Line, Player } from '../../../src/quiz/rounds.ts'
import { after, askedQuestion, begun, next, pause, resume, RULES, stands, stop, T, timeUp, unheard } from '../../support/quiz-games.ts'

const FAST: Rules = { ...RULES, speed: true }
const asked = askedQuestion(0)
const given = (atMs: number, option = 0) => ({ option, atMs: T + atMs, openedMs: T, closesMs: T + 20_000 })

describe('an answer is worth', () => {
  test.each([
    [0, 1000],
    [5000, 875],
    [10_000, 750],
    [19_999, 500],
    [20_000, 500],
    [12_345, 691],
  ])('half, and of the other half what was left of the time, where being fast counts: after %d ms %d', (atMs, points) =>
    expect(pointsOf(asked, FAST, given(atMs))).toBe(points),
  )

  test('never more than all nor less than half, whenever it was given', () => {
    expect(pointsOf(asked, FAST, given(-60_000))).toBe(1000)
    expect(pointsOf(asked, FAST, given(39_000))).toBe(500)
  })

  test('no less and no more for a pause: what was left of the time counts, as it was when it was given', () => {
    const worth = (game: Game, atMs: number) => pointsOf(asked, FAST, { option: 0, atMs: T + atMs, ...windowAt(game, T + atMs) })
    const once = after(begun(), stands(0, 0), pause(15_000), resume(60_000))
    expect([0, 5000, 14_000, 61_000, 65_000].map((atMs) => worth(once, atMs))).toEqual([1000, 875, 650, 600, 500])
    const twice = after(once, pause(62_000), resume(100_000))
    expect([5000, 14_000, 61_000, 101_000].map((atMs) => worth(twice, atMs))).toEqual([875, 650, 600, 550])
    const before = after(begun(), pause(0), stands(0, 1000), resume(31_000))
    expect([1000, 31_000, 41_000].map((atMs) => worth(before, atMs))).toEqual([1000, 1000, 750])
  })

  test('no less and no more for an absence either', () => {
    const worth = (game: Game, atMs: number) => pointsOf(asked, FAST, { option: 0, atMs: T + atMs, ...windowAt(game, T + atMs) })
    const once = after(begun(), stands(0, 0), unheard(8000, 60_000), stands(0, 61_000))
    expect([0, 5000, 60_500, 61_000, 71_000].map((atMs) => worth(once, atMs))).toEqual([1000, 875, 1000, 1000, 750])
    const paused = after(begun(), stands(0, 0), unheard(8000, 60_000), pause(60_500), stands(0, 61_000), resume(90_000))
    expect([5000, 90_000, 100_000].map((atMs) => worth(paused, atMs))).toEqual([875, 1000, 750])
  })

  test('nothing where it is wrong or none of the options, however fast', () => {
    for (const option of [1, 2, 3, -1]) for (const rules of [FAST, RULES]) expect(pointsOf(asked, rules, given(0, option))).toBe(0)
  })

  test.each([
    ['where being fast does not count', asked, RULES],
    ['where people died', askedQuestion(0, { solemn: true }), FAST],
    ['in a class', asked, { ...FAST, mode: 'class' }],
    ['without a limit', asked, { ...FAST, seconds: null }],
  ] as const)('all of it at any time %s', (_, question, rules) => {
    for (const atMs of [0, 10_000, 20_000]) expect(pointsOf(question, rules, given(atMs))).toBe(1000)
  })

  test('all of it where nobody knows what time there was', () => {
    expect(pointsOf(asked, FAST, { option: 0, atMs: T + 9000 })).toBe(1000)
    expect(pointsOf(asked, FAST, { option: 0, atMs: T + 9000, openedMs: T })).toBe(1000)
    expect(pointsOf(asked, FAST, { option: 0, atMs: T + 9000, openedMs: T, closesMs: T })).toBe(1000)
  })
})

const line = (person: string, question: number, option: number, atMs = 1000): Line => ({
  person,
  question,
  option,
  atMs: T + atMs,
  openedMs: T,
  closesMs: T + 20_000,
})
const named = (...people: readonly string[]): readonly Player[] => people.map((person) => ({ person, name: person.toUpperCase() }))
const both: Game = after(begun(), stands(0, 0), timeUp(0, 1, 1), next(1, 2), stands(1, 3), timeUp(1, 1, 4), next(2, 5))

describe('a ranking', () => {
  test('has the best first, and those with the same points in one place; the next place is left out for each of them', () => {
    const lines = [
      line('ada', 0, 0),
      line('ada', 1, 1),
      line('bob', 0, 0),
      line('bob', 1, 0),
      line('cy', 0, 0),
      line('dee', 0, 3),
      line('dee', 1, 3),
    ]
    expect(rankingOf({ game: both, lines, players: named('ada', 'bob', 'dee') })).toEqual([
      { person: 'ada', name: 'ADA', right: 2, answered: 2, points: 2000, place: 1 },
      { person: 'bob', name: 'BOB', right: 1, answered: 2, points: 1000, place: 2 },
      { person: 'cy', right: 1, answered: 1, points: 1000, place: 2 },
      { person: 'dee', name: 'DEE', right: 0, answered: 2, points: 0, place: 4 },
    ])
  })

  test('is the same in whichever order the answers are read', () => {
    const lines = ['ada', 'bob', 'cy', 'dee'].flatMap((person, n) => [line(person, 0, n % 2), line(person, 1, n % 3)])
    const players = named('dee', 'ada', 'cy')
    expect(rankingOf({ game: both, lines: lines.toReversed(), players })).toEqual(rankingOf({ game: both, lines, players }))
  })

  test('shows nothing of a question whose answer was not revealed: not in a round that runs, nor in one that was stopped', () => {
    const second = after(begun(), stands(0, 0), timeUp(0, 1, 1), next(1, 2), stands(1, 3))
    const lines = [line('ada', 0, 3), line('ada', 1, 1), line('bob', 1, 1)]
    const shown = [{ person: 'ada', right: 0, answered: 1, points: 0, place: 1 }]
    for (const game of [second, after(second, stop(9))]) expect(rankingOf({ game, lines, players: [] })).toEqual(shown)
    expect(rankingOf({ game: after(second, timeUp(1, 1, 9), stop(10)), lines, players: [] })).toHaveLength(2)
  })

  test('leaves out who answered nothing that was revealed', () =>
    expect(rankingOf({ game: both, lines: [line('ada', 0, 0)], players: named('ada', 'bob') }).map(({ person }) => person)).toEqual([
      'ada',
    ]))

  test('counts being fast where the round does', () => {
    const fast = { ...both, rules: FAST }
    const ranked = rankingOf({ game: fast, lines: [line('ada', 0, 0, 10_000), line('bob', 0, 0, 5000)], players: [] })
    expect(ranked.map(({ person, points, place }) => [person, points, place])).toEqual([
      ['bob', 875, 1],
      ['ada', 750, 2],
    ])
  })
})

describe('a distribution', () => {
  test('counts each option in its place, and what was none of them', () =>
    expect(
      distributionOf(
        asked,
        [0, 2, 2, -1, 0, 2].map((option) => ({ option })),
      ),
    ).toEqual({ counts: [2, 0, 3, 0], none: 1, all: 6 }))

  test('of no answers is all noughts', () => expect(distributionOf(asked, [])).toEqual({ counts: [0, 0, 0, 0], none: 0, all: 0 }))
})
