import fc from 'fast-check'
import { parse } from 'gift-pegjs'
import { describe, expect, test } from 'vitest'
import { deckFile, type NewDeck } from '../../../src/quiz/files/deck-file.ts'
import { moodleReading } from './files-moodle.ts'
import { nastyDeck } from './files-nasty.ts'

const wordsOf = ({ questions, locale }: NewDeck) => questions.map((question) => ({ ...question.words[locale]!, id: question.id }))

/** Blanks that a program drops at the ends of a text, or runs together, are no loss. */
const bare = (text: string): string => text.replace(/\s+/gu, ' ').trim()

describe('GIFT is read by others as it was meant', () => {
  test('by gift-pegjs, an importer of its own: title, question, answers, explanation', () => {
    fc.assert(
      fc.property(nastyDeck, (deck) => {
        const read = parse(deckFile(deck, 'gift').text).map((item) => {
          if (item.type !== 'MC') throw new Error(`read as ${item.type}`)
          return {
            id: item.title,
            text: bare(item.stem.text),
            right: item.choices.filter(({ isCorrect }) => isCorrect).map(({ text }) => bare(text.text)),
            wrong: item.choices.filter(({ isCorrect }) => !isCorrect).map(({ text }) => bare(text.text)),
            explanation: bare(item.globalFeedback?.text ?? ''),
          }
        })
        expect(read).toEqual(
          wordsOf(deck).map(({ id, text, right, wrong, explanation }) => ({
            id,
            text: bare(text),
            right: [bare(right)],
            wrong: wrong.map(bare),
            explanation: bare(explanation),
          })),
        )
      }),
      { numRuns: 200 },
    )
  })

  test('by the steps of Moodle’s importer, to the letter', () => {
    fc.assert(
      fc.property(nastyDeck, (deck) => {
        expect(moodleReading(deckFile(deck, 'gift').text)).toEqual(
          wordsOf(deck).map(({ id, text, right, wrong, explanation }) => ({
            name: id,
            text,
            feedback: explanation,
            answers: [...wrong.map((option) => ({ text: option, fraction: 0 })), { text: right, fraction: 1 }],
          })),
        )
      }),
      { numRuns: 200 },
    )
  })
  test('and of all that stands in comments, Moodle finds one id and the topic alone as a tag', () => {
    fc.assert(
      fc.property(nastyDeck, (deck) => {
        const comments = deckFile(deck, 'gift')
          .text.split('\n\n')
          .map((block) =>
            block
              .split('\n')
              .filter((line) => line.startsWith('//'))
              .join('\n'),
          )
        expect(comments.map((comment) => comment.match(/\[id:/g)?.length)).toEqual(deck.questions.map(() => 1))
        expect(comments.map((comment) => comment.match(/\[tag:(?:\\\]|[^\]<>`])+\]/g)?.length ?? 0)).toEqual(
          deck.questions.map(({ topic = '' }) => (topic.replace(/[[\]<>`\s]/g, '') === '' ? 0 : 1)),
        )
      }),
      { numRuns: 200 },
    )
  })
})

/**
 * The rows that Anki takes from a file with tabs: lines that begin with `#` are headers or comments, cells in quotation marks may hold
 * anything with the marks doubled. Anki itself is a desktop program whose importer is published for no language of this house.
 */
const ankiRows = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = []
  let rest = text
  while (rest !== '') {
    if (rest.startsWith('#')) {
      rest = rest.slice(rest.indexOf('\n') + 1)
      continue
    }
    const row: string[] = []
    for (let more = true; more; ) {
      const [whole = '', quoted, open = '', end] = /^(?:"((?:[^"]|"")*)"|([^\t\n"][^\t\n]*)?)(\t|\n|$)/.exec(rest) ?? []
      if (whole === '') throw new Error(`no cell: ${rest.slice(0, 40)}`)
      row.push(quoted?.replaceAll('""', '"') ?? open)
      rest = rest.slice(whole.length)
      more = end === '\t'
    }
    rows.push(row)
  }
  return rows
}

/** What a browser shows of simple HTML. */
const shown = (html: string): string =>
  html
    .replaceAll('<br>', '\n')
    .replace(/<a href="[^"<>]*">|<\/a>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

test('Anki’s import gets one card for each question: its text, its answer with the explanation, tags without blanks', () => {
  fc.assert(
    fc.property(nastyDeck, (deck) => {
      const { text } = deckFile(deck, 'anki')
      expect(text.split('\n').slice(0, 3)).toEqual(['#separator:tab', '#html:true', '#tags column:3'])
      const rows = ankiRows(text)
      expect(rows.map(([front = '']) => shown(front))).toEqual(wordsOf(deck).map((words) => words.text))
      for (const [at, { right, explanation }] of wordsOf(deck).entries()) {
        const { sources, topic, difficulty } = deck.questions[at]!
        const parts = [
          right,
          ...(explanation ? [explanation] : []),
          ...(sources.length > 0 ? [sources.map(({ title }) => title).join('\n')] : []),
        ]
        expect(shown(rows[at]![1]!)).toBe(parts.join('\n\n'))
        expect(rows[at]![2]!.split(/\s+/u)).toHaveLength(topic ? 3 : 2)
        expect(rows[at]![2]).toContain(`griot::${difficulty}`)
      }
    }),
    { numRuns: 200 },
  )
})
