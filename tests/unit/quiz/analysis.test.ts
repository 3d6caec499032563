import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { itemAnalysis } from '../../../src/quiz/analysis.ts'
import type { Game } from '../../../src/quiz/engine/game.ts'
import type { Line } from '../../../src/quiz/rounds.ts'
import { askedQuestion, begun, T } from '../../support/quiz-games.ts'

/** A round of so many questions that was played to its end; the right option of each is its first. */
const played = (count: number): Game => ({
  ...begun(
    {},
    Array.from({ length: count }, (_, at) => askedQuestion(at, { right: 0 })),
  ),
  phase: 'over',
  ending: 'played',
  at: count - 1,
  revealedMs: T,
})

/** Answers as rows, a learner each: the place of the option chosen in each question, or a dash for none. */
const sheet = (...rows: readonly string[]): { readonly game: Game; readonly lines: readonly Line[] } => ({
  game: played(rows[0]?.length ?? 1),
  lines: rows.flatMap((row, learner) =>
    Array.from(row).flatMap((sign, question) =>
      sign === '-' ? [] : [{ person: `p${learner}`, question, option: Number(sign), atMs: T, openedMs: T }],
    ),
  ),
})

describe('ten learners and four questions, by hand', () => {
  const items = itemAnalysis(
    sheet(
      '0000', // p0
      '0001', // p1
      '0001', // p2
      '0201', // p3
      '0012', // p4
      '0013', // p5
      '1002', // p6
      '0123', // p7
      '110-', // p8
      '32--', // p9
    ),
  )

  /*
   * The right option is 0 everywhere, so that the scores are 4, 3, 3, 2, 2, 2, 2, 1, 1, 0. Of ten learners 27 % are 3 (2.7 rounded).
   * Upper: p0, p1, p2. Lower: p7, p8, p9. No ties at either edge.
   */
  test('how many answered, how many were right, and the index of difficulty', () => {
    expect(items.map(({ answered, right, p }) => [answered, right, p])).toEqual([
      [10, 7, 0.7], // p0 to p5 and p7
      [10, 6, 0.6], // p0, p1, p2, p4, p5, p6
      [9, 6, 6 / 9], // p0 to p3, p6 and p8; p4 and p5 said 1, p7 said 2
      [8, 1, 1 / 8], // p0
    ])
  })

  test('the difference between the upper and the lower group', () => {
    // 1: upper 3/3, lower 1/3 (p7). 2: 3/3 and 0/3. 3: 3/3 and 1/3 (p8). 4: 1/3 and 0/3.
    expect(items.map(({ upperLower }) => upperLower)).toEqual([1 - 1 / 3, 1, 1 - 1 / 3, 1 / 3])
  })

  test('the correlation with the other questions', () => {
    /*
     * 1: right (x) 1 1 1 1 1 1 0 1 0 0; the rest (y) 3 2 2 1 1 1 2 0 1 0.
     *    sum x 7, y 13, xy 10, y² 25. n·Σxy - Σx·Σy = 100 - 91 = 9; n·Σx² - (Σx)² = 70 - 49 = 21; n·Σy² - (Σy)² = 250 - 169 = 81.
     *    9 / √(21 · 81) = 0.21822.
     * 2: x 1 1 1 0 1 1 1 0 0 0; y 3 2 2 2 1 1 1 1 1 0. sum x 6, y 14, xy 10, y² 26. 100 - 84 = 16; 60 - 36 = 24; 260 - 196 = 64.
     *    16 / √(24 · 64) = 0.40825.
     * 3: x 1 1 1 1 0 0 1 0 1 0; y 3 2 2 1 2 2 1 1 0 0. sum x 6, y 14, xy 9, y² 28. 90 - 84 = 6; 24; 280 - 196 = 84.
     *    6 / √(24 · 84) = 0.13363.
     * 4: x 1 0 0 0 0 0 0 0 0 0; y 3 3 3 2 2 2 2 1 1 0. sum x 1, y 19, xy 3, y² 45. 30 - 19 = 11; 10 - 1 = 9; 450 - 361 = 89.
     *    11 / √(9 · 89) = 0.38867.
     */
    for (const [at, expected] of [0.21822, 0.40825, 0.13363, 0.38867].entries()) expect(items[at]?.pointBiserial).toBeCloseTo(expected, 5)
  })

  test('how often each option was chosen, and what misled the best', () => {
    expect(items.map(({ chosen }) => chosen)).toEqual([
      [7, 2, 0, 1],
      [6, 2, 2, 0],
      [6, 2, 1, 0],
      [1, 3, 2, 2],
    ])
    // In the fourth, p1 and p2 chose option 1, and only p0 of the upper three was right.
    expect(items.map(({ misleading }) => misleading)).toEqual([[], [], [], [1]])
  })
})

test('learners with the same score at the edge belong to a group by equal parts', () => {
  // Four learners: one is 27 % (1.08 rounded). All but the last have one right answer, so that the upper place is a third of each.
  const [first, second] = itemAnalysis(sheet('01', '01', '10', '11'))
  expect(first?.upperLower).toBeCloseTo(2 / 3, 12)
  expect(second?.upperLower).toBeCloseTo(1 / 3, 12)
  // In the second, two thirds of the upper group chose option 1, and one third the right one.
  expect(second?.misleading).toEqual([1])
  expect(first?.misleading).toEqual([])
})

describe('where nothing can be told, nothing is', () => {
  test('about nobody', () => {
    const [item] = itemAnalysis({ game: played(1), lines: [] })
    expect(item).toEqual({ number: 1, asked: expect.anything(), answered: 0, right: 0, chosen: [0, 0, 0, 0], misleading: [] })
  })

  test('about one learner but what was answered', () => {
    const [item] = itemAnalysis(sheet('01'))
    expect(item).toEqual({ number: 1, asked: expect.anything(), answered: 1, right: 1, p: 1, chosen: [1, 0, 0, 0], misleading: [] })
  })

  test('about a correlation where all are right, or all alike', () => {
    for (const item of itemAnalysis(sheet('00', '00', '00'))) {
      expect(item).toMatchObject({ p: 1, upperLower: 0 })
      expect(item.pointBiserial).toBeUndefined()
    }
    expect(itemAnalysis(sheet('0', '1', '0'))[0]?.pointBiserial).toBeUndefined()
  })
})

test('a question that is not revealed yet is not told of, and its answers make nobody better', () => {
  const { lines } = sheet('01', '10', '00')
  const game: Game = { ...played(2), phase: 'open', at: 1, revealedMs: undefined } as unknown as Game
  const items = itemAnalysis({ game, lines })
  expect(items.map(({ number }) => number)).toEqual([1])
  expect(items[0]?.pointBiserial).toBeUndefined()
})

test('a typed answer that is no option is an answer, and wrong', () => {
  const { game } = sheet('0')
  const line = { person: 'p', question: 0, option: -1, atMs: T, openedMs: T }
  expect(itemAnalysis({ game, lines: [line] })[0]).toMatchObject({ answered: 1, right: 0, p: 0, chosen: [0, 0, 0, 0] })
})

test('no order of learners or answers changes anything, and every figure keeps its range', () => {
  const row = fc.stringMatching(/^[0-3-]{3}$/)
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.nat(), (rows, seed) => {
      const { game, lines } = sheet(...rows)
      const items = itemAnalysis({ game, lines })
      const turned = itemAnalysis({
        game,
        lines: [...lines.slice(seed % (lines.length + 1)), ...lines.slice(0, seed % (lines.length + 1))].reverse(),
      })
      const figures = (all: typeof items) =>
        all.map(({ upperLower = 9, pointBiserial = 9, ...item }) => ({
          ...item,
          figures: [upperLower, pointBiserial].map((value) => value.toFixed(9).replace('-0.000000000', '0.000000000')),
        }))
      expect(figures(turned)).toEqual(figures(items))
      for (const { p = 0, upperLower = 0, pointBiserial = 0, answered, chosen } of items) {
        expect(p).toBeGreaterThanOrEqual(0)
        expect(p).toBeLessThanOrEqual(1)
        expect(Math.abs(upperLower)).toBeLessThanOrEqual(1 + 1e-9)
        expect(Math.abs(pointBiserial)).toBeLessThanOrEqual(1 + 1e-9)
        expect(chosen.reduce((sum, count) => sum + count, 0)).toBe(answered)
      }
    }),
    { numRuns: 200 },
  )
})
