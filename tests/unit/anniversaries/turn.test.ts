import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { inTurn, orderedInTurn, turnOf } from '../../../src/anniversaries/turn.ts'
import { addDays, type Day } from '../../../src/words/dates.ts'

/** 29 February has no date a year on. */
const anyDay = fc
  .integer({ min: 0, max: 60 * 365 })
  .map((n) => addDays({ year: 2020, month: 1, day: 1 }, n))
  .filter(({ month, day }) => month !== 2 || day !== 29)
const aYearOn = (day: Day): Day => ({ ...day, year: day.year + 1 })
const FOUR = ['a', 'b', 'c', 'd'] as const

test('of four things none has its turn on two days running, nor on the same date of two years running', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      expect(inTurn(FOUR, addDays(day, 1))).not.toBe(inTurn(FOUR, day))
      expect(inTurn(FOUR, aYearOn(day))).not.toBe(inTurn(FOUR, day))
    }),
  )
})

test('each of four things has its turn', () => {
  const turns = Array.from({ length: 8 }, (_, n) => inTurn(FOUR, addDays({ year: 2026, month: 5, day: 1 }, n)))
  expect(new Set(turns)).toEqual(new Set(FOUR))
})

test('things are put in another order than on the same date a year before, and none is lost', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 2, max: 9 }), (day, count) => {
      const things = Array.from({ length: count }, (_, n) => n)
      expect(orderedInTurn(things, day).toSorted((a, b) => a - b)).toEqual(things)
      expect(orderedInTurn(things, aYearOn(day))).not.toEqual(orderedInTurn(things, day))
    }),
  )
  expect(orderedInTurn([], { year: 2026, month: 1, day: 1 })).toEqual([])
})

test('of four or more things none is shown on two days running, nor on the same date of two years running', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 4, max: 400 }), (day, count) => {
      const turn = turnOf(day, count)
      expect(turn).toBeGreaterThanOrEqual(0)
      expect(turn).toBeLessThan(count)
      expect(turnOf(addDays(day, 1), count)).not.toBe(turn)
      expect(turnOf(aYearOn(day), count)).not.toBe(turn)
    }),
    { numRuns: 1000 },
  )
})

test('of one thing it is always that one, and of none the first', () => {
  expect(turnOf({ year: 2026, month: 8, day: 18 }, 1)).toBe(0)
  expect(turnOf({ year: 2026, month: 8, day: 18 }, 0)).toBe(0)
})
