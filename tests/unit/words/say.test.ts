import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer, type Key } from '../../../src/words/say.ts'

describe('a voice', () => {
  test('knows its language, and each language has one', () => {
    expect(LOCALES.map((locale) => sayer(locale).locale)).toEqual(LOCALES)
    expect(sayer('pl')).toBe(sayer('pl'))
  })

  test('fills the gaps of a message in its own language', () => {
    const values = { first: '10', last: '12' }
    expect(LOCALES.map((locale) => sayer(locale)('date.range', values))).toEqual(['10 to 12', 'du 10 au 12', 'od 10 do 12'])
  })

  test('inserts text as given, whatever ICU would make of it', () => {
    const gaps = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('{n}', "it''s", "'{", '#', '<b>bold</b>', '{n, plural, other {x}}'),
    )
    fc.assert(
      fc.property(gaps, gaps, (first, last) => {
        expect(sayer('en')('date.range', { first, last })).toBe(`${first} to ${last}`)
      }),
    )
  })

  test('refuses a key that no message has, even one that every object has', () => {
    const say = sayer('en') as (key: string) => string
    expect(() => say('no.such.message')).toThrow('no.such.message')
    expect(() => say('toString')).toThrow('toString')
  })

  test('refuses to leave a gap open', () => {
    const say = sayer('fr') as (key: Key, values?: object) => string
    expect(() => say('date.range', { first: '10' })).toThrow('last')
    expect(() => say('date.range')).toThrow('first')
  })
})
