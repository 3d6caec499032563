/** Letters that have no decomposition into a base letter and marks. */
const BY_HAND: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ı: 'i',
  ɛ: 'e',
  ɔ: 'o',
  ɲ: 'n',
  ŋ: 'n',
}
const MARKS = /\p{M}+/gu
const ODD = /[łøđœæßıɛɔɲŋ]/gu
const APOSTROPHES = /[’‘ʼʹ`´′]/gu

/**
 * Text as it is compared: without marks, in lower case, with straight apostrophes.
 * The two Bambara open vowels fold to their plain neighbours, since most keyboards lack them.
 */
export const fold = (text: string): string => (PLAIN.test(text) ? text.toLowerCase() : foldedWhole(text))

/** Letters, digits and signs that have nothing to lose but their capitals: most words of most texts. */
const PLAIN = /^[\t\n -_a-~]*$/

const foldedWhole = (text: string): string =>
  text
    .replace(APOSTROPHES, "'")
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(ODD, (letter) => BY_HAND[letter] ?? letter)
    .replace(APOSTROPHES, "'")

/** The folded words of a text: letters and digits, broken at everything else. */
export const foldedWords = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
