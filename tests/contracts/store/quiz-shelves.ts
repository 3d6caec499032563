import { describe, expect, test } from 'vitest'
import { type Deck, MOST_DECKS, serverShelf } from '../../../src/quiz/deck.ts'
import type { Question } from '../../../src/quiz/question.ts'
import { at, DAY, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { personOf } from './quiz-round.ts'
import { tablesOf } from './tables.ts'

const questionOf = (id: string): Question => ({
  id,
  kind: 'own',
  difficulty: 3,
  solemn: false,
  words: { fr: { text: `« ${id} » ?`, right: 'oui', wrong: ['non'], explanation: 'Parce que…', accepts: ['ouais'] } },
  sources: [],
})

export const deckOf = (name: string, changes: Partial<Deck> = {}): Omit<Deck, 'id'> => ({
  name,
  locale: 'fr',
  questions: [questionOf('1'), questionOf('2')],
  madeAt: T,
  ...changes,
})

const SHELF = serverShelf({ platform: 'slack', server: 'T1' })

export const quizShelvesContract = ({ open, another, here }: World): void => {
  describe('decks', () => {
    test('are kept as they were given, one owner’s apart from another’s', async () => {
      const { decks } = (await open()).quiz
      const kept = await decks.put(SHELF, deckOf('Le Mali'))
      expect(kept).toEqual({ kind: 'kept', id: expect.stringMatching(/^[a-z2-7]{10}$/), replaced: false })
      const { id } = kept as { id: string }
      expect(await decks.get(SHELF, id)).toEqual({ ...deckOf('Le Mali'), id })
      expect(await decks.list(SHELF)).toEqual([{ id, name: 'Le Mali', locale: 'fr', madeAt: T, count: 2 }])
      for (const owner of [
        personOf(1),
        serverShelf({ platform: 'slack', server: 'T2' }),
        serverShelf({ platform: 'discord', server: 'T1' }),
      ]) {
        expect(await decks.list(owner)).toEqual([])
        expect(await decks.get(owner, id)).toBeUndefined()
        expect(await decks.remove(owner, id)).toBe(false)
      }
      expect([await decks.remove(SHELF, id), await decks.remove(SHELF, id)]).toEqual([true, false])
      expect(await decks.list(SHELF)).toEqual([])
    })

    test('of one name, whatever its capitals and accents, replace each other under one id', async () => {
      const { decks } = (await open()).quiz
      const first = await decks.put(SHELF, deckOf('Élections  2020'))
      const second = await decks.put(SHELF, deckOf(' ELECTIONS 2020', { questions: [questionOf('9')], locale: 'en', madeAt: at(DAY) }))
      expect(second).toEqual({ ...first, replaced: true })
      expect(await decks.list(SHELF)).toEqual([
        { id: (first as { id: string }).id, name: ' ELECTIONS 2020', locale: 'en', madeAt: at(DAY), count: 1 },
      ])
    })

    test('are fifty at most of one owner, also where two processes put them; one of them may still be replaced', async () => {
      const [first, second] = [(await open()).quiz, (await another()).quiz]
      const put = await Promise.all(Array.from({ length: 60 }, (_, n) => (n % 2 ? first : second).decks.put(SHELF, deckOf(`deck ${n}`))))
      expect(put.filter(({ kind }) => kind === 'kept')).toHaveLength(MOST_DECKS)
      const name = (await first.decks.list(SHELF))[0]?.name ?? ''
      expect(await first.decks.put(SHELF, deckOf(name))).toMatchObject({ kind: 'kept', replaced: true })
      expect(await first.decks.put(SHELF, deckOf('one more'))).toEqual({ kind: 'full' })
      expect(await first.decks.put(personOf(1), deckOf('one more'))).toMatchObject({ kind: 'kept' })
    })
  })

  describe('reports', () => {
    const report = { question: 'q1', locale: 'en', edition: '2026a', at: T } as const

    test('of one question by one person count once, by two twice; the newest first', async () => {
      const { reports } = (await open()).quiz
      for (const person of [1, 1, 2]) await reports.add({ ...report, person: personOf(person), at: at(person) })
      await reports.add({ ...report, question: 'q2', locale: 'pl', person: personOf(1), at: at(DAY) })
      expect(await reports.list(9)).toEqual([
        { question: 'q2', locale: 'pl', edition: '2026a', at: at(DAY), count: 1 },
        { ...report, at: at(2), count: 2 },
      ])
      expect(await reports.list(1)).toHaveLength(1)
    })

    test('again, of a newer edition, count for that one', async () => {
      const { reports } = (await open()).quiz
      for (const edition of ['2026a', '2026b']) await reports.add({ ...report, edition, person: personOf(1) })
      expect(await reports.list(9)).toEqual([{ ...report, edition: '2026b', count: 1 }])
    })

    test('keep nothing of who, nor that two of them are one person’s', async () => {
      const { reports } = (await open()).quiz
      for (const question of ['q1', 'q2']) await reports.add({ ...report, question, person: personOf(1) })
      const tables = await tablesOf(here())
      const marks = await tables.run('select mark from quiz_report')
      expect(await tables.dump()).not.toContain(personOf(1))
      await tables.close()
      expect(new Set(marks.map(({ mark }) => mark)).size).toBe(2)
    })
  })

  describe('roster', () => {
    const CLASS = { platform: 'slack', server: 'T1', channel: 'C1' }

    test('gives each code to one person, and each person one code', async () => {
      const { roster } = (await open()).quiz
      await roster.set(CLASS, ['A1', 'B2', 'Ségou'], personOf(8))
      expect(await roster.join(CLASS, 'A1', personOf(1))).toBe('joined')
      expect(await roster.join(CLASS, 'A1', personOf(1))).toBe('joined')
      expect(await roster.join(CLASS, 'A1', personOf(2))).toBe('taken')
      expect(await roster.join(CLASS, ' ségou ', personOf(2))).toBe('joined')
      expect(await roster.join(CLASS, 'C3', personOf(3))).toBe('unknown')
      expect(await roster.join({ ...CLASS, channel: 'C2' }, 'A1', personOf(3))).toBe('unknown')
      expect(await roster.join(CLASS, 'B2', personOf(1))).toBe('joined')
      expect(await roster.codes(CLASS)).toEqual([
        { code: 'A1' },
        { code: 'B2', person: personOf(1) },
        { code: 'Ségou', person: personOf(2) },
      ])
    })

    test('that is replaced leaves people their codes where they are still listed, in the order of the list', async () => {
      const { roster } = (await open()).quiz
      await roster.set(CLASS, ['A1', 'B2'], personOf(8))
      for (const [n, code] of ['A1', 'B2'].entries()) await roster.join(CLASS, code, personOf(n))
      await roster.set(CLASS, [' c3 ', 'b2', 'B2', ''], personOf(8))
      expect(await roster.codes(CLASS)).toEqual([{ code: 'c3' }, { code: 'B2', person: personOf(1) }])
      expect(await roster.join(CLASS, 'c3', personOf(0))).toBe('joined')
      await roster.set(CLASS, [], personOf(8))
      expect(await roster.codes(CLASS)).toEqual([])
    })

    test('gives a code that many want at once to one of them', async () => {
      const [first, second] = [(await open()).quiz.roster, (await another()).quiz.roster]
      await first.set(CLASS, ['A1'], personOf(8))
      const joined = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? first : second).join(CLASS, 'A1', personOf(n))))
      expect(joined.filter((one) => one === 'joined')).toHaveLength(1)
      expect(await first.codes(CLASS)).toEqual([{ code: 'A1', person: personOf(joined.indexOf('joined')) }])
    })
  })
}
