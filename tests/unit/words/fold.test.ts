import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, foldedWords } from '../../../src/words/fold.ts'

describe('text is compared', () => {
  test.each([
    ['without marks', 'Keïta Cissé Goïta', 'keita cisse goita'],
    ['in lower case', 'IBK', 'ibk'],
    ['without Polish marks', 'Żółć, łąka', 'zolc, laka'],
    ['without French ligatures', 'Cœur, ŒUVRE, Ægypte', 'coeur, oeuvre, aegypte'],
    ['with Bambara letters as they are typed without them', 'Bɔgɔlan, ɛ, ɲɛgɛn, ŋana', 'bogolan, e, negen, nana'],
    ['with one apostrophe', 'M’Bemba M‘Bemba MʼBemba M`Bemba M´Bemba M′Bemba', "m'bemba m'bemba m'bemba m'bemba m'bemba m'bemba"],
    ['however the marks are written', 'Kei\u0308ta', 'keita'],
    ['without full width', 'Ｋａｔｉ １８', 'kati 18'],
    ['with German and Turkish letters', 'Straße İstanbul ısparta', 'strasse istanbul isparta'],
  ])('%s', (_, text, folded) => expect(fold(text)).toBe(folded))

  test('folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })

  test('a mark or a capital more or less is the same word', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,12}$/),
        fc.array(fc.constantFrom('\u0301', '\u0308', '\u0327', '\u0328', '\u0302')),
        (word, marks) => {
          expect(
            fold(
              Array.from(word.toUpperCase())
                .map((letter, i) => letter + (marks[i] ?? ''))
                .join('')
                .normalize('NFC'),
            ),
          ).toBe(word)
        },
      ),
    )
  })
})

describe('words', () => {
  test.each([
    ['M’Bemba Moussa Keïta', ['m', 'bemba', 'moussa', 'keita']],
    ['Soundiata-Keïta', ['soundiata', 'keita']],
    ['18-08, 2020', ['18', '08', '2020']],
    ['  ', []],
    ['*_~`:!?', []],
  ])('%s', (text, words) => expect(foldedWords(text)).toEqual(words))
})
