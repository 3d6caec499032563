import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { GOLDEN_QUIZ_FILES, goldenDecks, goldenQuizFiles } from '../../../scripts/write-golden-quiz-files.ts'
import { FORMATS, deckFile, readDeck } from '../../../src/quiz/files/deck-file.ts'

const made = goldenQuizFiles()
const kept = (name: string): string => readFileSync(`${GOLDEN_QUIZ_FILES}${name}`, 'utf8')

test.each([...made])('%s is written as it was', (name, text) => {
  expect(kept(name), `${name}: if the change is meant, run npm run golden:quiz-files and read the diff`).toBe(text)
})

test('no golden file is left over', () => expect(globSync('*', { cwd: GOLDEN_QUIZ_FILES }).toSorted()).toEqual([...made.keys()].toSorted()))

describe.each(FORMATS)('a deck that was written as %s', (format) => {
  test.each(goldenDecks())('is read back from its golden file: $name', (deck) => {
    const { name } = deckFile(deck, format)
    const { deck: read, faults } = readDeck(name, kept(name), deck.locale)
    expect(faults).toEqual([])
    expect(read.locale).toBe(deck.locale)
    // The golden decks have ids of their own; a deck that is read has those of its words.
    const ids = read.questions.map(({ id }) => id)
    expect(read.questions).toEqual(deck.questions.map((question, at) => ({ ...question, id: ids[at] })))
  })
})

test('JSON alone says its name and language itself', () => {
  const deck = goldenDecks().find(({ locale }) => locale === 'pl')
  const { deck: read } = readDeck('download (1).json', deckFile(deck!, 'json').text, 'en')
  expect(read).toMatchObject({ name: 'Zażółć gęślą jaźń', locale: 'pl' })
})
