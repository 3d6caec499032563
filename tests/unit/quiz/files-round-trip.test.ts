import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deckFile, FORMATS, readDeck } from '../../../src/quiz/files/deck-file.ts'
import { faultLine } from '../../../src/quiz/files/fault.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { nasty, nastyDeck } from './files-nasty.ts'

describe('what is written is read back, and nothing is lost', () => {
  test.each(FORMATS)('as %s', (format) => {
    fc.assert(
      fc.property(nastyDeck, (deck) => {
        const { name, text } = deckFile(deck, format)
        const read = readDeck(name, text, deck.locale)
        expect(read.faults).toEqual([])
        expect(read.deck.questions).toEqual(deck.questions)
      }),
      { numRuns: 300 },
    )
  })

  test.each(FORMATS)('as %s by its content alone, whatever the file is called', (format) => {
    fc.assert(
      fc.property(nastyDeck, (deck) => {
        expect(readDeck('upload', deckFile(deck, format).text, deck.locale).deck.questions).toEqual(deck.questions)
      }),
      { numRuns: 50 },
    )
  })
})

test('whatever is sent, reading it ends in a deck and faults, each of which can be said', () => {
  const file = fc.constantFrom('x.csv', 'x.json', 'x.gift', 'x.txt', 'x', '')
  const begin = fc.constantFrom(
    '',
    'question,right,wrong1\n',
    '{"questions":[',
    '#separator:tab\n#columns:a\tb\tc\tquestion\tright\twrong1\n',
    '::a::',
    'x {',
  )
  fc.assert(
    fc.property(file, begin, fc.array(nasty, { maxLength: 8 }), fc.constantFrom(...LOCALES), (name, head, texts, locale) => {
      const { deck, faults } = readDeck(name, head + texts.join('\n'), locale)
      expect(deck.questions.length + faults.length).toBeGreaterThan(0)
      for (const fault of faults) expect(faultLine(fault, sayer(locale))).not.toMatch(/undefined|^$/)
    }),
    { numRuns: 500 },
  )
})
