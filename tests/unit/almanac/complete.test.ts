import { describe, expect, test } from 'vitest'
import { completeZone, completions, zoneOf } from '../../../src/almanac/complete.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import type { Ask } from '../../../src/chat/command.ts'
import { seededRandom } from '../../../src/kernel/random.ts'
import { LOCALES, type Locale } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { asker, house, MALI_2020, must, NOON, openShelf } from '../../support/ear.ts'

const shelf = openShelf(MALI_2020)
const askIn = (locale: Locale): Ask => ({
  say: sayer(locale),
  locale,
  audience: 'asker',
  now: NOON,
  zone: 'Africa/Bamako',
  random: seededRandom(1),
  asker,
})
const complete = completions(shelf)

describe('what is offered while somebody types', () => {
  test('never more than 25, of anything', () => {
    for (const of of [...Object.values(complete), completeZone])
      for (const typed of ['', 'a', 'm']) expect(of(typed, askIn('en')).length).toBeLessThanOrEqual(25)
  })
  test('an event in the language of the asker, by words of any', () => {
    expect(complete.event('bunt kati', askIn('fr'))).toEqual([{ name: 'Des soldats se mutinent à Kati', value: 'mutiny-at-kati' }])
  })
  test('with nothing typed, the weightiest events', () => {
    const weights = complete.event('', askIn('en')).map(({ value }) => shelf.almanac.event(value)?.weight ?? 0)
    expect(weights).toEqual(weights.toSorted((a, b) => b - a))
  })
  test('both people and organisations to "who"', () => {
    expect(complete.who('dick', askIn('en'))).toContainEqual({ name: 'Mahmoud Dicko', value: 'mahmoud-dicko' })
    expect(complete.who('ecow', askIn('en')).map(({ value }) => value)).toContain('ecowas')
  })
  test('a place by another name of it', () =>
    expect(complete.where('badala', askIn('pl')).map(({ value }) => value)).toEqual(['badalabougou']))

  test('every choice, sent as Discord sends it, is answered', async () => {
    const { ear, roots } = house([shelf])
    const mali = must(roots[0])
    for (const spec of mali.commands) {
      for (const param of spec.params.filter((p) => p.complete && p.name !== 'zone')) {
        for (const typed of ['', 'a', 'e', 'k', 'm', 's']) {
          for (const { value, name } of ear.complete({ root: 'mali', sub: spec.sub, param: param.name, typed, asker })) {
            const input = { ...(spec.sub === 'search' && { words: 'Bamako' }), [param.name]: value }
            const answer = await ear.answer({ kind: 'command', root: 'mali', sub: spec.sub, input, asker })
            // Nothing may pass a filter, but every name that is offered is known.
            const allowed = spec.sub === 'search' || spec.sub === 'timeline' ? [undefined, 'not-found'] : [undefined]
            expect(allowed, name).toContain(answer.failure)
            expect(toPlain(answer), name).not.toContain('knows nobody')
          }
        }
      }
    }
  })
})

describe('zones', () => {
  test('are found by any part of their names', () =>
    expect(completeZone('bam', askIn('en'))).toContainEqual({ name: 'Africa/Bamako', value: 'Africa/Bamako' }))
  test('are found by a city, in any language', () =>
    expect(completeZone('varso', askIn('en'))).toEqual([{ name: 'Varsovie (Europe/Warsaw)', value: 'Europe/Warsaw' }]))
  test('are read in any letter case', () => expect(zoneOf(' europe/paris ')).toBe('Europe/Paris'))
  test('are read by a city', () => expect(zoneOf('montreal')).toBe('America/Toronto'))
  test('one that is none is refused', () => expect(() => zoneOf('Atlantis')).toThrow(expect.objectContaining({ key: 'error.zone' })))
  test('none is none', () => expect(zoneOf(undefined)).toBeUndefined())
  test('every one that is offered is one', () => {
    for (const locale of LOCALES) for (const { value } of completeZone('a', askIn(locale))) expect(zoneOf(value)).toBe(value)
  })
})
