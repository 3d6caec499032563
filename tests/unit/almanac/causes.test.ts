import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { almanac } from '../../../src/almanac/almanac.ts'
import { chain, circle } from '../../../src/almanac/causes.ts'
import { must } from '../../support/ear.ts'
import { inventedPack } from '../../support/invented.ts'

/** a leads to b and c, both lead to d, and d to e; f stands alone. */
const book = almanac(
  inventedPack([
    { id: 'a', date: '2020-01-01' },
    { id: 'b', date: '2020-01-03', causes: ['a'] },
    { id: 'c', date: '2020-01-02', causes: ['a'] },
    { id: 'd', date: '2020-01-04', causes: ['b', 'c', 'a'] },
    { id: 'e', date: '2020-01-05', causes: ['d'] },
    { id: 'f', date: '2020-01-06' },
  ]),
)
const links = (id: string, direction: 'causes' | 'effects') =>
  chain(book, must(book.event(id)), direction).map(({ event, steps }) => `${event.id}${steps}`)

describe('the chain', () => {
  test('the nearest first, then in order of time, each once by its shortest way', () => {
    expect(links('e', 'causes')).toEqual(['d1', 'a2', 'c2', 'b2'])
    expect(links('a', 'effects')).toEqual(['c1', 'b1', 'd1', 'e2'])
  })
  test('ends where nothing is named', () => {
    expect(links('a', 'causes')).toEqual([])
    expect(links('f', 'effects')).toEqual([])
  })
  test('ends in a pack that runs in a circle, too, and never names where it began', () => {
    const round = almanac(
      inventedPack([
        { id: 'a', date: '2020-01-01', causes: ['b'] },
        { id: 'b', date: '2020-01-02', causes: ['a'] },
      ]),
    )
    expect(chain(round, must(round.event('a')), 'causes').map(({ event }) => event.id)).toEqual(['b'])
  })
  test('passes over causes that the pack does not hold', () => {
    const broken = almanac(inventedPack([{ id: 'a', date: '2020-01-01', causes: ['gone'] }]))
    expect(chain(broken, must(broken.event('a')), 'causes')).toEqual([])
  })
})

describe('a circle', () => {
  test('is told as the way round', () => {
    expect(
      circle([
        { id: 'a', causes: ['b'] },
        { id: 'b', causes: ['c'] },
        { id: 'c', causes: ['a'] },
      ]),
    ).toEqual(['a', 'b', 'c', 'a'])
    expect(
      circle([
        { id: 'a', causes: [] },
        { id: 'b', causes: ['b'] },
      ]),
    ).toEqual(['b', 'b'])
  })
  test('is none where causes point back only', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat({ max: 20 }), { maxLength: 4 }), { maxLength: 20 }), (back) => {
        const events = back.map((causes, i) => ({ id: `${i}`, causes: causes.filter((c) => c < i).map(String) }))
        expect(circle(events)).toBeUndefined()
      }),
    )
  })
  test('is found wherever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(), (length, from) => {
        const events = Array.from({ length }, (_, i) => ({ id: `${i}`, causes: i === 0 ? [] : [`${i - 1}`] }))
        const at = from % length
        const closed = events.map((event, i) => (i === 0 ? { ...event, causes: [`${at}`] } : event))
        expect(circle(closed)?.length).toBe(at + 2)
      }),
    )
  })
})
