import { describe, expect, test } from 'vitest'
import { systemRandom, seededRandom } from '../../../src/kernel/random.ts'
import { ownOrder, toAsked } from '../../../src/quiz/asking.ts'
import type { Question } from '../../../src/quiz/question.ts'

const wording = {
  text: 'On which day?',
  right: '18 August 2020',
  wrong: ['12 August 2020', '24 August 2020', '2 September 2020'],
  explanation: 'It was a Tuesday.',
  accepts: ['18/8/2020'],
}
const question: Question = {
  id: 'mali/date/coup',
  kind: 'date',
  difficulty: 2,
  about: { pack: 'mali', event: 'coup' },
  topic: 'army',
  solemn: true,
  words: { en: wording, fr: { ...wording, text: 'Quel jour ?', right: 'le 18 août 2020', wrong: ['le 12', 'le 24', 'le 2'] } },
  sources: [{ title: 'A source', publisher: 'A publisher', url: 'https://example.org/' }],
}

/** The sum over all cells of (seen - expected)² / expected. */
const chiSquared = (seen: readonly number[]): number => {
  const expected = seen.reduce((sum, count) => sum + count, 0) / seen.length
  return seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}
const counted = (cells: number, places: readonly number[]): readonly number[] =>
  Array.from({ length: cells }, (_, place) => places.filter((at) => at === place).length)

describe('a question as it is asked', () => {
  test('is in one language, with all of its options and the place of the right one', () => {
    const { options, right, ...rest } = toAsked(question, 'fr', seededRandom('x'))
    expect(options.toSorted()).toEqual(['le 12', 'le 18 août 2020', 'le 2', 'le 24'])
    expect(options[right]).toBe('le 18 août 2020')
    const { words: _, ...same } = question
    expect(rest).toEqual({ ...same, text: 'Quel jour ?', explanation: wording.explanation, accepts: wording.accepts })
  })

  test('is the same by the same chance', () =>
    expect(toAsked(question, 'en', seededRandom('x'))).toEqual(toAsked(question, 'en', seededRandom('x'))))

  test('cannot be asked in a language that it was not written in', () =>
    expect(() => toAsked(question, 'pl', systemRandom())).toThrow('question mali/date/coup was not written in pl'))

  // The bounds are those of 1 in 1000: 10.83, 13.82, 16.27 and 20.52 for 1, 2, 3 and 5 degrees of freedom.
  test.each([
    [1, 10.83],
    [2, 13.82],
    [3, 16.27],
    [5, 20.52],
  ])('has the right one at each place equally often, beside %d wrong ones', (many, bound) => {
    const one = { ...question, words: { en: { ...wording, wrong: Array.from({ length: many }, (_, n) => `wrong ${n}`) } } }
    const random = seededRandom('uniform')
    const places = Array.from({ length: 24_000 }, () => toAsked(one, 'en', random).right)
    expect(chiSquared(counted(many + 1, places))).toBeLessThan(bound)
  })

  test('has each of all orders equally often', () => {
    const random = seededRandom('orders')
    const orders = Array.from({ length: 24_000 }, () => toAsked(question, 'en', random).options.join())
    const kinds = [...new Set(orders)]
    expect(kinds).toHaveLength(24)
    const seen = counted(
      24,
      orders.map((order) => kinds.indexOf(order)),
    )
    // 23 degrees of freedom, 1 in 1000.
    expect(chiSquared(seen)).toBeLessThan(49.73)
  })
})

describe('a learner’s own order', () => {
  const asked = toAsked(question, 'en', seededRandom('x'))

  test('has every option once, and is his for the round', () => {
    expect(ownOrder(asked, 'ada', 'r1').toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3])
    expect(ownOrder(asked, 'ada', 'r1')).toEqual(ownOrder(asked, 'ada', 'r1'))
  })

  test('puts the right one at each place equally often, over people, rounds and questions', () => {
    const across = {
      people: Array.from({ length: 8000 }, (_, n) => ownOrder(asked, `person ${n}`, 'r1')),
      rounds: Array.from({ length: 8000 }, (_, n) => ownOrder(asked, 'ada', `round ${n}`)),
      questions: Array.from({ length: 8000 }, (_, n) => ownOrder({ ...asked, id: `question ${n}` }, 'ada', 'r1')),
    }
    for (const orders of Object.values(across))
      expect(
        chiSquared(
          counted(
            4,
            orders.map((order) => order.indexOf(asked.right)),
          ),
        ),
      ).toBeLessThan(16.27)
  })

  test('tells nothing of which is right', () =>
    expect(ownOrder({ ...asked, right: 3 } as typeof asked, 'ada', 'r1')).toEqual(
      ownOrder({ ...asked, right: 0 } as typeof asked, 'ada', 'r1'),
    ))
})
