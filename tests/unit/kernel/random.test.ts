import { describe, expect, it } from 'vitest'
import { type Random, seededRandom, shortId, systemRandom } from '../../../src/kernel/random.ts'

const many = (random: Random, n = 10_000) => Array.from({ length: n }, () => random())

describe.each([
  ['seeded', seededRandom('mali')],
  ['system', systemRandom()],
])('%s chance', (_name, random) => {
  it('gives numbers from 0 up to 1, evenly', () => {
    const numbers = many(random)
    expect(numbers.every((n) => n >= 0 && n < 1)).toBe(true)
    const tenths = Map.groupBy(numbers, (n) => Math.floor(n * 10))
    for (let tenth = 0; tenth < 10; tenth++) expect(tenths.get(tenth)?.length).toBeGreaterThan(850)
  })
})

describe('a seed', () => {
  it('gives the same sequence each time, and another seed another one', () => {
    expect(many(seededRandom(7), 5)).toEqual(many(seededRandom(7), 5))
    expect(many(seededRandom(7), 5)).not.toEqual(many(seededRandom(8), 5))
  })

  it('means the same on every machine and in every version', () => {
    expect(many(seededRandom('griot'), 3)).toMatchInlineSnapshot(`
      [
        0.17147062183357775,
        0.746377881616354,
        0.7223984526935965,
      ]
    `)
  })
})

describe('a short id', () => {
  it('is eight letters and digits that are not easily misread', () => {
    expect(shortId(systemRandom())).toMatch(/^[a-hjkmnp-z2-9]{8}$/)
    expect(shortId(() => 0.999_999_999)).toBe('99999999')
  })
})
