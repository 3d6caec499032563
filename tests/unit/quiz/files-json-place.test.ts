import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brokenAt } from '../../../src/quiz/files/json-place.ts'

test('JSON is whole to its end', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), undefined, indent)
      expect(brokenAt(written)).toBe(written.length)
    }),
  )
})

/** Whether these signs can be the beginning of JSON, by V8: a parser that wants more of it has found no fault yet. */
const wantsMore = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    return /Unexpected end|Unterminated/.test(String(error)) || new RegExp(`position ${text.length}\\b`).test(String(error))
  }
}

test('what is broken is broken where V8 stops as well: all before it may be JSON, and no more', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom(',', ']', '}', '{', '[', ':', '"', "'", 'x'), (json, place, sign) => {
      const at = place % (json.length + 1)
      const text = json.slice(0, at) + sign + json.slice(at)
      fc.pre(!wantsMore(text))
      const broken = brokenAt(text)
      const before = text.slice(0, broken)
      expect(before.trim() === '' || wantsMore(before)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['{"a":1,}', 7],
  ['[1,,2]', 3],
  ['{"a" 1}', 5],
  ['{a:1}', 1],
  ['[1]]', 3],
  ['[1}', 2],
  ['["a\nb"]', 1],
  ['', 0],
  ['[01]', 2],
])('%j breaks at %i', (text, at) => expect(brokenAt(text)).toBe(at))
