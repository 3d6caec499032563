import fc from 'fast-check'
import { expect, test } from 'vitest'
import { difficulty, expectedShare } from '../../../src/quiz/difficulty.ts'

const prior = fc.integer({ min: 1, max: 5 })
const tally = fc.nat(500).chain((answered) => fc.record({ answered: fc.constant(answered), right: fc.nat(answered) }))

test('it is the question’s own until answers tell', () => {
  for (const own of [1, 2, 3, 4, 5]) expect(difficulty(own, { answered: 0, right: 0 })).toBe(own)
})

test('it is the mean of a Beta distribution that begins as sure as twenty answers', () => {
  // Level 3 expects 0.9 - 2 · 0.15 = 0.6 of the learners to be right: Beta(12, 8). With 6 of 10 right it is Beta(18, 12), of mean 18/30.
  expect(expectedShare(3, { answered: 10, right: 6 })).toBeCloseTo(0.6, 12)
  // With 0 of 10 right, Beta(12, 18): 12/30 = 0.4, which is (0.9 - 0.4) / 0.15 = 3.33 steps above 1: 4.33, so 4.
  expect(expectedShare(3, { answered: 10, right: 0 })).toBeCloseTo(0.4, 12)
  expect(difficulty(3, { answered: 10, right: 0 })).toBe(4)
  // With 1 of 60 right: 13/80 = 0.1625, which is beyond the hardest.
  expect(difficulty(3, { answered: 60, right: 1 })).toBe(5)
  // With 60 of 60 right: 72/80 = 0.9, the easiest.
  expect(difficulty(3, { answered: 60, right: 60 })).toBe(1)
})

test('one answer moves nothing', () => {
  for (const own of [1, 2, 3, 4, 5]) for (const right of [0, 1]) expect(difficulty(own, { answered: 1, right })).toBe(own)
})

test('many answers outweigh any beginning', () => {
  for (const own of [1, 2, 3, 4, 5]) expect(difficulty(own, { answered: 10_000, right: 6_000 })).toBe(3)
})

test('one more right answer never makes it harder, one more wrong one never easier, a harder beginning never easier', () => {
  fc.assert(
    fc.property(prior, tally, (own, { answered, right }) => {
      const now = difficulty(own, { answered, right })
      expect([1, 2, 3, 4, 5]).toContain(now)
      expect(difficulty(own, { answered: answered + 1, right: right + 1 })).toBeLessThanOrEqual(now)
      expect(difficulty(own, { answered: answered + 1, right })).toBeGreaterThanOrEqual(now)
      expect(difficulty(Math.min(5, own + 1), { answered, right })).toBeGreaterThanOrEqual(now)
    }),
  )
})
