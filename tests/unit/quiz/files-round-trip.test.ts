import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deckFile, FORMATS, readDeck } from '../../../src/quiz/files/deck-file.ts'
import { nastyDeck } from './files-nasty.ts'

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
