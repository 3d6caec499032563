import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distance, tolerance } from '../../../src/words/near.ts'

const FAR = 99
const word = fc.stringMatching(/^[abc]{0,8}$/)

/** The definition itself (optimal string alignment), without a limit and without haste. */
function byDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const [restA, restB] = [a.slice(1), b.slice(1)]
  const steps = [byDefinition(restA, b) + 1, byDefinition(a, restB) + 1, byDefinition(restA, restB) + (a[0] === b[0] ? 0 : 1)]
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) steps.push(byDefinition(a.slice(2), b.slice(2)) + 1)
  return Math.min(...steps)
}

describe('one step', () => {
  test.each([
    ['a letter more', 'kati', 'katii'],
    ['a letter less', 'kati', 'kat'],
    ['another letter', 'kati', 'koti'],
    ['two neighbours swapped', 'kati', 'ktai'],
  ])('%s', (_, a, b) => {
    expect(distance(a, b, FAR)).toBe(1)
    expect(distance(b, a, FAR)).toBe(1)
  })
})

test('the distance is what its definition says', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[abc]{0,6}$/), fc.stringMatching(/^[abc]{0,6}$/), (a, b) => {
      expect(distance(a, b, FAR)).toBe(byDefinition(a, b))
    }),
  )
})

test('a limit changes no distance within it, and says "more" to all others', () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
      expect(distance(a, b, limit)).toBe(Math.min(distance(a, b, FAR), limit + 1))
    }),
  )
})

test('it is nothing only between equals, and the same both ways', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(distance(a, b, FAR) === 0).toBe(a === b)
      expect(distance(a, b, FAR)).toBe(distance(b, a, FAR))
    }),
  )
})

test('the longer the word, the more slips it bears; a word of three letters bears none', () => {
  expect([1, 3, 4, 7, 8, 20].map(tolerance)).toEqual([0, 0, 1, 1, 2, 2])
})
