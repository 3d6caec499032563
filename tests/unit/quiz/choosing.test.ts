import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/kernel/random.ts'
import { chosen, type QuestionWish } from '../../../src/quiz/choosing.ts'
import { KINDS, type Question, type Wording } from '../../../src/quiz/question.ts'
import { questionsOf } from '../../../src/quiz/questions/questions.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { mali } from '../../support/shelves.ts'

const question = (id: string, changes: Partial<Omit<Question, 'words'>> = {}, words: Partial<Wording> = {}): Question => ({
  id,
  kind: 'who',
  difficulty: 2,
  about: { pack: 'mali', event: id },
  topic: 'army',
  solemn: false,
  words: { en: { text: `About ${id}?`, right: `right ${id}`, wrong: ['wrong'], explanation: `Told of ${id}.`, accepts: [], ...words } },
  sources: [],
  ...changes,
})
const WISH: QuestionWish = { count: 10, locale: 'en' }
const ids = (questions: readonly Question[], wish: Partial<QuestionWish> = {}, seed = 'seed'): readonly string[] =>
  chosen(questions, { ...WISH, ...wish }, seededRandom(seed)).questions.map(({ id }) => id)

describe('the questions of a round', () => {
  const many = Array.from({ length: 40 }, (_, n) => question(`q${n}`))

  test('are as many as were wished, each of them once', () => {
    const { questions, found } = chosen(many, WISH, seededRandom('seed'))
    expect(new Set(questions).size).toBe(10)
    expect(found).toBe(40)
  })

  test('are the same by the same chance, and others by another', () => {
    expect(ids(many)).toEqual(ids(many))
    expect(ids(many, {}, 'another')).not.toEqual(ids(many))
  })

  test('are as difficult as answers have shown them to be, where that is known', () => {
    const difficultyOf = ({ id, difficulty }: Question) => (id === 'q7' ? 5 : difficulty)
    expect(ids(many, { difficulty: { from: 4, to: 5 }, difficultyOf })).toEqual(['q7'])
    expect(ids(many, { difficulty: { from: 1, to: 3 }, count: 40, difficultyOf })).not.toContain('q7')
  })

  test('are all there are where there are too few, which says how many there were', () => {
    const { questions, found } = chosen(many.slice(0, 3), WISH, seededRandom('seed'))
    expect(questions).toHaveLength(3)
    expect(found).toBe(3)
    expect(chosen([], WISH, seededRandom('seed'))).toEqual({ questions: [], found: 0 })
  })

  test('are of the language, kinds, topics and difficulties that were wished', () => {
    const mixed = [
      question('a', { kind: 'date', topic: 'army', difficulty: 1 }),
      question('b', { kind: 'who', topic: 'protest', difficulty: 2 }),
      question('c', { kind: 'where', difficulty: 3 }),
      question('d', { kind: 'own', topic: 'protest', difficulty: 5 }),
    ]
    const { topic: _, ...bare } = question('e', { kind: 'body', difficulty: 4 })
    const all = [...mixed, bare]
    const sorted = (wish: Partial<QuestionWish>): readonly string[] => ids(all, wish).toSorted()
    expect(sorted({ kinds: ['date', 'where'] })).toEqual(['a', 'c'])
    expect(sorted({ topics: ['protest'] })).toEqual(['b', 'd'])
    expect(sorted({ difficulty: { from: 2, to: 4 } })).toEqual(['b', 'c', 'e'])
    expect(sorted({ kinds: [], topics: [] })).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(sorted({ locale: 'fr' })).toEqual([])
  })

  test('are of as many events as there are, and within those of as many kinds', () => {
    const pool = Array.from({ length: 6 }, (_, event) =>
      (['date', 'who', 'where', 'body'] as const).map((kind) =>
        question(`${event}-${kind}`, { kind, about: { pack: 'mali', event: `event-${event}` } }),
      ),
    ).flat()
    for (const seed of ['a', 'b', 'c', 'd']) {
      const { questions } = chosen(pool, { ...WISH, count: 6 }, seededRandom(seed))
      expect(new Set(questions.map(({ about }) => about?.event)).size).toBe(6)
      expect(new Set(questions.map(({ kind }) => kind)).size).toBe(4)
    }
  })

  test('are each as likely to be the first', () => {
    const first = Array.from({ length: 8000 }, (_, n) => ids(many.slice(0, 4), { count: 1 }, `seed ${n}`)[0])
    for (const id of ['q0', 'q1', 'q2', 'q3']) {
      const count = first.filter((one) => one === id).length
      // Five times the deviation of 8000 throws of one in four.
      expect(Math.abs(count - 2000)).toBeLessThan(194)
    }
  })
})

describe('two questions are not asked in one round', () => {
  const expectEither = (a: Question, b: Question): void => {
    for (const seed of ['1', '2', '3', '4']) {
      expect(ids([a, b], {}, seed)).toHaveLength(1)
      expect(chosen([a, b], WISH, seededRandom(seed)).found).toBe(2)
    }
  }
  const coup = { about: { pack: 'mali', event: 'coup' } }

  test('where both ask the same of one event', () => expectEither(question('a', coup), question('b', coup)))

  test('where both are of one event and have one answer', () =>
    expectEither(question('a', { ...coup, kind: 'where' }, { right: 'Kati' }), question('b', { ...coup, kind: 'body' }, { right: 'KATI' })))

  test('where both ask and answer the same in the same words', () =>
    expectEither(
      question('a', { kind: 'own' }, { text: 'Who?', right: 'Bah N’Daw' }),
      question('b', { kind: 'own' }, { text: 'Who ?', right: "Bah N'Daw" }),
    ))

  test('where the text of one holds the answer of the other, with or without its marks', () =>
    expectEither(
      question('a', {}, { right: 'Ibrahim Boubacar Keïta' }),
      question('b', {}, { text: 'When did IBRAHIM BOUBACAR KEITA resign?' }),
    ))

  test('where the text of one holds what the other takes for its answer', () =>
    expectEither(
      question('a', {}, { right: 'Ibrahim Boubacar Keïta', accepts: ['IBK'] }),
      question('b', {}, { text: 'When did IBK resign?' }),
    ))

  test('where what is told after one holds the answer of the other', () =>
    expectEither(
      question('a', {}, { right: '18 August 2020' }),
      question('b', {}, { explanation: 'Soldiers took him on 18 August 2020 at home.' }),
    ))
})

test('a question that goes with few others does not make a round short', () => {
  const others = ['a', 'b', 'c'].map((id) => question(id))
  const hub = question('hub', {}, { explanation: 'That was right a, and right b, and right c.' })
  for (const seed of Array.from({ length: 40 }, (_, n) => `seed ${n}`)) expect(ids([hub, ...others], { count: 3 }, seed)).toHaveLength(3)
})

describe('two questions are asked in one round', () => {
  const expectBoth = (a: Question, b: Question): void => expect(ids([a, b]).toSorted()).toEqual(['a', 'b'])

  test('where one holds only part of a word of the other’s answer', () =>
    expectBoth(question('a', {}, { right: 'Kati' }), question('b', {}, { text: 'Who was Katilé?' })))

  test('where they read the same and have different answers', () =>
    expectBoth(question('a', {}, { text: 'Which came first?' }), question('b', {}, { text: 'Which came first?' })))

  test('where one is true, and truth is spoken of in the other', () =>
    expectBoth(question('a', { kind: 'true-false' }, { right: 'True' }), question('b', {}, { text: 'Is it true?', right: 'Yes it is' })))

  test('where a teacher wrote both, though one gives the other away; but others come first', () => {
    const own = { kind: 'own' } as const
    const [a, b] = [question('a', own, { right: '5' }), question('b', own, { text: 'What is 5 + 2?', right: '7' })]
    expectBoth(a, b)
    for (const seed of ['1', '2', '3', '4', '5', '6']) {
      const two = ids([a, b, question('c', own)], { count: 2 }, seed)
      expect(two).toHaveLength(2)
      expect(two).toContain('c')
    }
  })
})

describe('of the shipped pack', () => {
  const book = questionsOf([mali])

  test.each(LOCALES)('twenty questions can be had in %s that go together', (locale) => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const { questions, found } = chosen(book.all(locale), { count: 20, locale }, seededRandom(seed))
        expect(questions).toHaveLength(20)
        expect(found).toBe(book.all(locale).length)
        expect(new Set(questions.map(({ about }) => about?.event)).size).toBeGreaterThanOrEqual(15)
        expect(new Set(questions.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(8)
        for (const a of questions)
          for (const b of questions) if (a !== b && a.kind !== 'true-false') expectApart(a.words[locale]!, b.words[locale]!)
      }),
      { numRuns: 20, seed: 4 },
    )
  })

  test.each(KINDS.filter((kind) => kind !== 'own'))('ten can be had that ask only: %s', (kind) =>
    expect(chosen(book.all('en'), { count: 10, locale: 'en', kinds: [kind] }, seededRandom('seed')).questions).toHaveLength(10),
  )
})

/** Letter by letter, without the folding that choosing does. */
function expectApart(a: Wording, b: Wording): void {
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${a.right.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u')
  expect(`${b.text}\n${b.explanation}`).not.toMatch(whole)
}
