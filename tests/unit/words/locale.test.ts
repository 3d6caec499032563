import { expect, test } from 'vitest'
import { LOCALES, toLocale } from '../../../src/words/locale.ts'

test.each([
  ['pl-PL', 'pl'],
  ['en_US', 'en'],
  ['en-GB', 'en'],
  ['fr-CA', 'fr'],
  ['FR', 'fr'],
  [' fr ', 'fr'],
  ['pl', 'pl'],
  ['zh-Hans-CN', undefined],
  ['english', undefined],
  ['fra', undefined],
  ['', undefined],
  ['-', undefined],
  ['__proto__', undefined],
  [undefined, undefined],
])('the language of %j is %j', (tag, locale) => {
  expect(toLocale(tag)).toBe(locale)
})

test('every language is its own tag', () => {
  expect(LOCALES.map(toLocale)).toEqual(LOCALES)
})
