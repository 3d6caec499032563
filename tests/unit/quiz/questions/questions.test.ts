import { describe, expect, test } from 'vitest'
import { difficultyOf } from '../../../../src/quiz/questions/draft.ts'
import { questionsOf } from '../../../../src/quiz/questions/questions.ts'
import { KINDS, type Kind, type Question } from '../../../../src/quiz/question.ts'
import { LOCALES } from '../../../../src/words/locale.ts'
import { must } from '../../../support/ear.ts'
import { inventedShelf, mali } from '../../../support/shelves.ts'

const written = questionsOf([mali])
const all = written.all('en')
const pack = mali.almanac.pack
const seeds = new Set(pack.quiz.map(({ text }) => text.en))
const en = (question: Question) => must(question.words.en)
const byPack = all.filter((question) => !seeds.has(en(question).text))
const ofKind = (kind: Kind) => byPack.filter((question) => question.kind === kind)
const about = (kind: Kind, event: string) => ofKind(kind).filter((question) => question.about?.event === event)
const other = inventedShelf([{ id: 'coup-of-18-august', date: '2020-08-18' }], { id: 'other', command: 'other' })

describe('the questions of a pack', () => {
  test('are the same each time, under the same ids, in the order of the ids', () => {
    const again = questionsOf([mali]).all('en')
    expect(again).toEqual(all)
    const ids = all.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('keep their ids beside another pack', () => {
    const beside = questionsOf([other, mali]).all('fr')
    expect(beside.filter((question) => question.about?.pack === 'mali-2020')).toEqual(written.all('fr'))
  })

  test('are found by their ids, and nothing is found by another', () => {
    const [first] = all
    expect(written.get(must(first).id)).toBe(first)
    expect(written.get('date:nothing')).toBeUndefined()
  })

  test('are some hundreds, of every kind in every language', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(all.length).toBeLessThan(1000)
    for (const locale of LOCALES)
      expect(new Set(written.all(locale).map(({ kind }) => kind))).toEqual(new Set(KINDS.filter((kind) => kind !== 'own')))
  })

  test('hold those that the editors wrote, word for word', () => {
    expect(pack.quiz.length).toBeGreaterThan(50)
    for (const seed of pack.quiz) {
      const question = must(all.find((one) => en(one).text === seed.text.en))
      expect(question.kind).toBe(seed.kind)
      for (const locale of LOCALES)
        expect(question.words[locale]).toEqual({
          text: seed.text[locale],
          right: seed.right[locale],
          wrong: seed.wrong.map((option) => option[locale]),
          explanation: seed.explanation[locale],
          accepts: seed.accepts,
        })
    }
  })

  test('are none where a pack has nothing that more than one source says', () => {
    const poor = inventedShelf([
      { id: 'a', date: '2020-01-01', people: ['p'] },
      { id: 'b', date: '2020-02-01', causes: ['a'] },
    ])
    expect(questionsOf([poor]).all('en')).toEqual([])
    expect(questionsOf([]).all('en')).toEqual([])
  })
})

describe('the words', () => {
  test('of a disputed date ask which days are given, and the right answer has them all', () => {
    const [question] = about('date', 'abduction-of-soumaila-cisse')
    expect(must(question).words).toMatchObject({
      en: { right: '25 or 26 March 2020' },
      fr: { right: '25 ou 26 mars 2020' },
      pl: { right: '25 lub 26 marca 2020 r.' },
    })
  })

  test('of figures never ask for one number, and name a claimant for each', () => {
    for (const question of ofKind('how-many'))
      for (const option of [en(question).right, ...en(question).wrong]) expect(option).toMatch(/^.+: [\d,–]+(?:; .+: [\d,–]+)+$/)
  })

  test('leave nobody out who died, and nobody who is blamed', () => {
    for (const question of [...ofKind('who'), ...ofKind('where'), ...ofKind('body')])
      expect(en(question).text.split('\n').at(-1)).not.toMatch(/\b(?:killed|died|dead|shot|wounded|funeral)\b/)
    for (const question of ofKind('who')) expect(en(question).text.split('\n').at(-1)).not.toMatch(/accus|corrupt|plot|arrested|seized/)
  })

  test('never put a death among the options of what is not solemn', () => {
    for (const question of byPack.filter(({ solemn }) => !solemn))
      for (const option of [en(question).right, ...en(question).wrong]) expect(option).not.toMatch(/\b(?:killed|shot dead|dies|died)\b/)
  })

  test('of a gap offer women where the sentence tells of a woman, and men where it tells of a man', () => {
    const women = new Set(['Manassa Danioko', 'Sophie Pétronin', 'Sy Kadiatou Sow', 'Louise Mushikiwabo'])
    for (const question of ofKind('who'))
      for (const option of en(question).wrong) expect([option, women.has(option)]).toEqual([option, women.has(en(question).right)])
  })

  test('of a gap stand under the title of their event where they do not say what they are about', () => {
    const lines = about('body', 'resignation-of-keita').map((question) => en(question).text.split('\n'))
    expect(lines.length).toBeGreaterThan(0)
    for (const [, title] of lines) expect(title).toBe('President Ibrahim Boubacar Keïta resigns while held by soldiers')
  })

  test('of a gap have no article before a missing body, which would tell of which gender it is', () => {
    const says = (event: string, locale: 'en' | 'fr', words: string) =>
      must(mali.almanac.event(event)).claims.some(({ text }) => text[locale].includes(words))
    expect(says('francophonie-suspends-mali', 'en', 'La Francophonie')).toBe(true)
    expect(about('body', 'francophonie-suspends-mali')).not.toEqual([])
    for (const { words } of ofKind('body')) {
      expect(words.en?.text).not.toMatch(/\b(?:an?|the|la) \[…\]/i)
      expect(words.fr?.text).not.toMatch(/(?:\b(?:l[ae]s?|une?|des|du|aux?) |\bl’)\[…\]/i)
    }
  })

  test('of a gap have no word beside a missing body that says of what kind it is: a party is missing from none that calls it so', () => {
    const claims = must(mali.almanac.event('companions-freed')).claims
    expect(claims.some(({ text }) => /parti \p{Lu}/u.test(text.fr) && / party\b/.test(text.en))).toBe(true)
    for (const { words } of ofKind('body')) {
      expect(words.en?.text).not.toMatch(/\[…\] party\b/)
      expect(words.fr?.text).not.toMatch(/\bparti \[…\]/)
    }
  })

  test('put no grave deed to the account of the wrong person, even to call it false', () => {
    const names = pack.people.map(({ name }) => name.en)
    const lies = ofKind('true-false').filter((question) => en(question).right === 'False')
    const slanders = lies.filter((question) =>
      names.some((name) => en(question).text.includes(name) && !en(question).explanation.includes(name)),
    )
    expect(slanders.length).toBeGreaterThan(5)
    for (const question of slanders) expect(en(question).text.split('\n').at(-1)).not.toMatch(/accus|corrupt|overthr|arrest|plot|killed/)
  })

  test('with a title in them stand on lines of their own', () => {
    for (const question of [...ofKind('date'), ...ofKind('cause'), ...ofKind('order')])
      for (const locale of LOCALES) expect(must(question.words[locale]).text).toMatch(/^[^\n]+[?.]\n[^\n]/)
  })
})

describe('nothing but knowledge helps:', () => {
  test('the right date is as often the first or the last as one in between', () => {
    const dates = ofKind('date').filter((question) => /^\d+ \w+ 2020$/.test(en(question).right))
    const places = dates.map((question) => {
      const { right, wrong } = en(question)
      return wrong.filter((option) => Date.parse(option) < Date.parse(right)).length
    })
    for (const place of [0, 1, 2, 3]) expect(places.filter((one) => one === place).length / places.length).toBeGreaterThan(0.1)
  })

  test('true is right about as often as false', () => {
    const questions = ofKind('true-false')
    const trues = questions.filter((question) => en(question).right === 'True').length / questions.length
    expect(trues).toBeGreaterThan(0.35)
    expect(trues).toBeLessThan(0.65)
  })

  test('no letter stands first in the right order much more often than others', () => {
    const firsts = ofKind('order').map((question) => en(question).right[0])
    for (const letter of 'ABCD') expect(firsts.filter((one) => one === letter).length / firsts.length).toBeLessThan(0.6)
  })

  test('nobody is the answer to more than 6 questions, nor are there more than 3 about one event', () => {
    const counts = (of: (question: Question) => string) => [...Map.groupBy(ofKind('who'), of).values()].map((group) => group.length)
    expect(Math.max(...counts((question) => en(question).right))).toBeLessThanOrEqual(6)
    expect(Math.max(...counts((question) => must(question.about).event))).toBeLessThanOrEqual(3)
  })
})

describe('difficulty', () => {
  test.each<[Kind, number, number]>([
    ['true-false', 5, 1],
    ['true-false', 3, 1],
    ['true-false', 1, 2],
    ['who', 4, 2],
    ['date', 5, 2],
    ['date', 2, 4],
    ['order', 3, 4],
    ['disputed', 1, 5],
  ])('of %s about an event of weight %i is %i', (kind, weight, difficulty) => expect(difficultyOf(kind, weight)).toBe(difficulty))

  test('is from 1 to 5 for every kind and weight', () => {
    for (const kind of KINDS) for (const weight of [1, 2, 3, 4, 5]) expect([1, 2, 3, 4, 5]).toContain(difficultyOf(kind, weight))
  })
})
