import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleaned, quotable } from '../../../src/chat/clean.ts'

test.each([
  ['a line break is a blank', 'Kati\nBamako', 'Kati Bamako'],
  ['a NUL is a blank', 'Kati\0Bamako', 'Kati Bamako'],
  ['a soft hyphen parts no word', 'Bam\u00ADako', 'Bamako'],
  ['a mark that turns the direction is gone', '\u202E81-80\u202C', '81-80'],
  ['a byte order mark is gone', '\uFEFFKati', 'Kati'],
  ['a zero-width space is gone', 'Ka\u200Bti', 'Kati'],
  ['half a character is replaced', 'Kati \ud83d', 'Kati \uFFFD'],
  ['letters with marks stay', 'Keïta, Ndjamena, Gàɔ', 'Keïta, Ndjamena, Gàɔ'],
])('%s', (_, typed, read) => expect(cleaned(typed)).toBe(read))

test('what is left is well formed and holds nothing unseen, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((n) => String.fromCharCode(n)) }), (typed) => {
      expect(cleaned(typed).isWellFormed()).toBe(true)
      expect(cleaned(typed)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      expect(cleaned(cleaned(typed))).toBe(cleaned(typed))
    }),
  )
})

test('a quotation is at most as long as asked, and says that it was cut', () => {
  expect(quotable('abcdef', 6)).toBe('abcdef')
  expect(quotable('abcdefg', 6)).toBe('abcde…')
  expect(quotable('🪘🪘🪘', 2)).toBe('🪘…')
})
