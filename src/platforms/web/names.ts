import { cleaned } from '../../chat/clean.ts'

/** A name has at most so many characters. */
export const LONGEST_NAME = 40

/** What somebody who wrote this wants to be called: without what cannot be seen, and no longer than a name may be; undefined where nothing is left. */
export function toName(written: string): string | undefined {
  const words = cleaned(written).normalize('NFC').replace(/\s+/g, ' ').trim()
  const name = Array.from(words).slice(0, LONGEST_NAME).join('').trim()
  return name === '' ? undefined : name
}

/** Neither a vowel nor a sign that is easily taken for another, so that no code is a word. */
const LETTERS = 'BCDFGHJKMNPQRTVWXY'
const DIGITS = '23456789'

/** Four signs by which somebody without a name is told from others: the same for the same bytes, of which four are used. */
export const guestCode = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 4), (byte, at) => (at % 2 === 0 ? DIGITS[byte % DIGITS.length] : LETTERS[byte % LETTERS.length])).join('')
