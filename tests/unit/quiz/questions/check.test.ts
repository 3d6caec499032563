import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkQuestions } from '../../../../src/quiz/questions/check.ts'
import { questionsOf } from '../../../../src/quiz/questions/questions.ts'
import { KINDS, type Kind, type Question, type Questions, type Wording } from '../../../../src/quiz/question.ts'
import { LOCALES, type Locale } from '../../../../src/words/locale.ts'
import { must } from '../../../support/ear.ts'
import { mali } from '../../../support/shelves.ts'

const written = questionsOf([mali])
const all = written.all('en')
const pack = mali.almanac.pack
const eventOf = (question: Question) => must(mali.almanac.event(must(question.about).event))
const isSeed = (question: Question) => pack.quiz.some((seed) => seed.text.en === question.words.en?.text)

/** Some questions as if they were all there are. */
const only = (...questions: readonly Question[]): Questions => ({
  all: (locale) => questions.filter(({ words }) => words[locale]),
  get: (id) => questions.find((question) => question.id === id),
})
const faultsOf = (question: Question) => checkQuestions([mali], only(question)).faults.map(({ what }) => what)

/** A written question of a kind that fits. */
const one = (kind: Kind, fits: (question: Question) => boolean = () => true): Question =>
  must(all.find((question) => question.kind === kind && !isSeed(question) && fits(question)))

const reworded = (question: Question, change: (wording: Wording, locale: Locale) => Partial<Wording>): Question => ({
  ...question,
  words: Object.fromEntries(
    LOCALES.map((locale) => {
      const wording = must(question.words[locale])
      return [locale, { ...wording, ...change(wording, locale) }]
    }),
  ),
})
/** The question with this in place of its first wrong option. */
const withWrong = (question: Question, option: (locale: Locale) => string): Question =>
  reworded(question, ({ wrong }, locale) => ({ wrong: [option(locale), ...wrong.slice(1)] }))
const hasGap = (question: Question) => must(question.words.en).text.includes('[…]')
const isGiven = (question: Question) => must(question.words.en).text.startsWith('Sources date')
const isOfTitle = (question: Question) => !hasGap(question) && !isGiven(question)
const swapped = (question: Question): Question =>
  reworded(question, ({ right, wrong }) => ({ right: must(wrong[0]), wrong: [right, ...wrong.slice(1)] }))

describe('the questions of the shipped pack', () => {
  test('each has exactly one right answer under every attested date and range, in all three languages', () => {
    expect(checkQuestions([mali], written).faults).toEqual([])
  })

  test('there are some of every kind in every language, and counted they are all', () => {
    const { counts } = checkQuestions([mali], written)
    for (const locale of LOCALES) {
      const kinds = counts.filter((count) => count.locale === locale).map(({ kind }) => kind)
      expect(new Set(kinds)).toEqual(new Set(KINDS.filter((kind) => kind !== 'own')))
      const counted = counts.filter((count) => count.locale === locale).reduce((sum, { questions }) => sum + questions, 0)
      expect(counted).toBe(written.all(locale).length)
    }
  })

  test('those who prove them share no code with those who write them', () => {
    const proving = ['check', 'check-names', 'check-read', 'check-time', 'check-words']
    const known = proving.flatMap((name) =>
      [...readFileSync(`src/quiz/questions/${name}.ts`, 'utf8').matchAll(/from '\.\/([^']+)\.ts'/g)].map(([, file]) => file ?? ''),
    )
    expect(new Set(known.filter((name) => !proving.includes(name)))).toEqual(new Set(['questions']))
  })
})

type Mutant = readonly [name: string, mutant: () => Question, fault: RegExp]

describe('a broken question is found: one', () => {
  const mutants: readonly Mutant[] = [
    ['that lacks a language', () => ({ ...all[0]!, words: { en: must(all[0]?.words.en) } }), /language is missing/],
    [
      'with fewer options in one language',
      () => reworded(one('who'), ({ wrong }, locale) => ({ wrong: locale === 'pl' ? wrong.slice(1) : wrong })),
      /as many options/,
    ],
    ['with no wrong option', () => reworded(one('who'), () => ({ wrong: [] })), /no wrong option/],
    ['with an empty option', () => withWrong(one('who'), () => ' '), /option is empty/],
    [
      'with one option twice but for its marks',
      () => reworded(one('who'), ({ wrong }) => ({ wrong: [must(wrong[1]).toUpperCase(), ...wrong.slice(1)] })),
      /stands twice/,
    ],
    ['with an option longer than a button may show', () => withWrong(one('source'), () => 'x'.repeat(301)), /too long/],
    ['whose words hold the answer', () => reworded(one('source'), ({ text, right }) => ({ text: `${right}: ${text}` })), /hold the answer/],
    ['without a source', () => ({ ...one('who'), sources: [] }), /no source/],
    [
      'with a source that the pack does not know',
      () => ({ ...one('who'), sources: [{ title: 'x', publisher: 'x', url: 'https://example.org' }] }),
      /none of the pack/,
    ],
    ['about a solemn event that is not solemn', () => ({ ...one('who', ({ solemn }) => solemn), solemn: false }), /solemn/],
    ['that is solemn about what is not', () => ({ ...one('who', ({ solemn }) => !solemn), solemn: true }), /solemn/],
    [
      'that names a solemn event among its options and is not solemn',
      () => ({ ...one('order', (q) => q.solemn && !eventOf(q).solemn), solemn: false }),
      /solemn/,
    ],
    ['about an event of no pack', () => ({ ...one('who'), about: { pack: 'mali-2020', event: 'x' } }), /no event/],
    ['with an id too long for a button', () => ({ ...one('who'), id: `who:${'x'.repeat(60)}` }), /id that no button/],
    ['of no difficulty', () => ({ ...one('who'), difficulty: 0 }), /difficulty/],
    ['that explains nothing', () => reworded(one('who'), () => ({ explanation: '' })), /explains nothing/],
  ]
  test.each(mutants)('%s', (_, mutant, fault) => expect(faultsOf(mutant()).join('\n')).toMatch(fault))

  test('id that two questions have', () => {
    const [question, other] = [one('who'), one('where')]
    expect(checkQuestions([mali], only(question, { ...other, id: question.id })).faults.map(({ what }) => what)).toContain(
      'the id stands twice',
    )
  })
})

const day = (locale: Locale, n: number, month: 'March' | 'June' | 'August' = 'August') => {
  const names = { March: ['March', 'mars', 'marca'], June: ['June', 'juin', 'czerwca'], August: ['August', 'août', 'sierpnia'] }[month]
  const [en, fr, pl] = names
  return { en: `${n} ${en} 2020`, fr: `${n} ${fr} 2020`, pl: `${n} ${pl} 2020 r.` }[locale]
}
const about = (id: string) => (question: Question) => question.about?.event === id

describe('a question about time is proved by every dating: one', () => {
  const mutants: readonly Mutant[] = [
    ['with a wrong date for the right one', () => swapped(one('date', isOfTitle)), /right date is not the one/],
    [
      'with a wrong date that somebody attests',
      () =>
        withWrong(
          one('date', (q) => isGiven(q) && about('abduction-of-soumaila-cisse')(q)),
          (locale) => ({ en: '26 or 27 March 2020', fr: '26 ou 27 mars 2020', pl: '26 lub 27 marca 2020 r.' })[locale],
        ),
      /wrong date may be right/,
    ],
    [
      'that asks a disputed date as one',
      () => reworded(one('date', isGiven), () => ({ text: 'When did this happen?\nx' })),
      /disputed date is asked as one|another event/,
    ],
    [
      'with a wrong date on which the same was done again',
      () => withWrong(one('date', about('rally-of-5-june')), (locale) => day(locale, 19, 'June')),
      /wrong date may be right/,
    ],
    [
      'with a date in its words',
      () => reworded(one('date', isOfTitle), ({ text }, locale) => ({ text: `${text} ${day(locale, 2, 'March')}` })),
      /hold a date/,
    ],
    [
      'with options that are not equally precise',
      () =>
        withWrong(
          one('date', isOfTitle),
          (locale) => ({ en: '2 or 3 March 2020', fr: '2 ou 3 mars 2020', pl: '2 lub 3 marca 2020 r.' })[locale],
        ),
      /equally precise/,
    ],
    ['with an option that is no date', () => withWrong(one('date', isOfTitle), () => 'Bamako'), /no date/],
    ['with another date in its gap than the claim’s', () => swapped(one('date', hasGap)), /not the claim/],
    ['that asks for the first and means another', () => swapped(one('first')), /may have come first/],
    [
      'that asks for the first of two on one day',
      () =>
        withWrong(
          one('first', about('mutiny-at-kati')),
          (locale) => must(mali.almanac.event('arrest-of-keita-and-boubou-cisse')).title[locale],
        ),
      /may have come first/,
    ],
    ['with another order for the right one', () => swapped(one('order')), /right order is not the only one/],
    ['with an order that lacks a letter', () => withWrong(one('order'), () => 'A → B'), /no order of the letters/],
    [
      'that asks for the order of two on one day',
      () =>
        reworded(one('order', about('mutiny-at-kati')), ({ text }, locale) => ({
          text: text.replace(
            /\n([A-D])\. (?!.*Kati).*$/m,
            (_, letter: string) => `\n${letter}. ${must(mali.almanac.event('arrest-of-keita-and-boubou-cisse')).title[locale]}`,
          ),
        })),
      /not the only one/,
    ],
  ]
  test.each(mutants)('%s', (_, mutant, fault) => expect(faultsOf(mutant()).join('\n')).toMatch(fault))
})

const place = (id: string) => must(pack.places.find((one) => one.id === id))
const person = (id: string) => must(pack.people.find((one) => one.id === id))

describe('a question about a name is proved by the parts in the event: one', () => {
  const mutants: readonly Mutant[] = [
    [
      'with a wrong person who had a part',
      () => withWrong(one('who', about('bah-ndaw-sworn-in')), (locale) => person('goodluck-jonathan').name[locale]),
      /goodluck-jonathan may be right too/,
    ],
    ['with a stranger for the right person', () => swapped(one('who')), /has no part|may be right too/],
    [
      'with a wrong place that had a part',
      () =>
        withWrong(
          one('where', (q) => about('mutiny-at-kati')(q) && q.words.en?.right === 'Bamako'),
          (locale) => place('kati').name[locale],
        ),
      /kati may be right too/,
    ],
    ['with a wrong place around the right one', () => withWrong(one('where'), (locale) => place('mali').name[locale]), /may be right too/],
    ['with an option that is no person', () => withWrong(one('who'), () => 'Nobody Known'), /none of the people/],
    [
      'that names the answer beside the gap',
      () =>
        reworded(one('who'), ({ text, right }) => ({
          text: text.replace('\n', ` (${right.split(' ').at(-1)})\n`).replace('[…]', `[…] ${right}`),
        })),
      /name|gap/,
    ],
    ['whose gap is somewhere else', () => reworded(one('who'), ({ text }) => ({ text: `${text} x` })), /gap is not where/],
    ['with two gaps', () => reworded(one('body'), ({ text }) => ({ text: `${text} […]` })), /not one gap/],
    [
      'that asks as a fact what only one source says',
      () => {
        const question = one('who', about('moctar-ouane-prime-minister'))
        const single = must(must(mali.almanac.event('bah-ndaw-sworn-in')).claims.find(({ status }) => status === 'single-source'))
        return reworded({ ...question, about: { pack: 'mali-2020', event: 'bah-ndaw-sworn-in' } }, (_, locale) => ({
          explanation: single.text[locale],
        }))
      },
      /only one source says/,
    ],
    ['that calls a true statement false', () => swapped(one('true-false', (q) => q.words.en?.right === 'True')), /pack says just that/],
    [
      'that calls a false statement true',
      () => swapped(one('true-false', (q) => q.words.en?.right === 'False')),
      /statement is not the claim/,
    ],
    [
      'that changes a statement in two places',
      () =>
        reworded(
          one('true-false', (q) => q.words.en?.right === 'False'),
          ({ text }) => ({ text: `${text} Emmanuel Macron, Macky Sall.` }),
        ),
      /not one date or name/,
    ],
    [
      'that changes a date to one that others give',
      () => {
        const question = one('true-false', (q) => q.words.en?.right === 'False')
        const claim = must(must(mali.almanac.event('release-of-soumaila-cisse')).claims.find(({ id }) => id === 'received'))
        return reworded({ ...question, about: { pack: 'mali-2020', event: 'release-of-soumaila-cisse' } }, (wording, locale) => ({
          ...wording,
          text: claim.text[locale].replace(/8 (October|octobre|października)/, '9 $1'),
          explanation: claim.text[locale],
        }))
      },
      /changed date may be right/,
    ],
  ]
  test.each(mutants)('%s', (_, mutant, fault) => expect(faultsOf(mutant()).join('\n')).toMatch(fault))
})

describe('a question about what sources say is proved by them: one', () => {
  const mutants: readonly Mutant[] = [
    ['with the wrong list of figures', () => swapped(one('how-many')), /not what the sources give|wrong list/],
    ['that asks a disputed number without claimants', () => reworded(one('how-many'), () => ({ right: '11' })), /without its claimants/],
    [
      'with a wrong list of figures that sources give',
      () =>
        reworded(one('how-many', about('minusma-report-on-july')), ({ wrong }, locale) => ({
          wrong: [must(one('how-many', about('attack-on-parliament-and-television')).words[locale]).right, ...wrong.slice(1)],
        })),
      /wrong list/,
    ],
    ['with an effect for a cause', () => swapped(one('cause')), /not linked to the event|linked to the event too/],
    [
      'with a wrong cause that led to it by steps',
      () =>
        withWrong(
          one('cause', (q) => q.words.en?.text.includes('led to this event') === true && about('resignation-of-keita')(q)),
          (locale) => must(mali.almanac.event('mutiny-at-kati')).title[locale],
        ),
      /linked to the event too/,
    ],
    ['with a publisher that is not cited for the right one', () => swapped(one('source')), /not cited for it/],
    [
      'with a wrong publisher that is cited in the event',
      () => withWrong(one('source', about('mutiny-at-kati')), () => 'United Nations'),
      /cited too/,
    ],
    ['that calls an undisputed statement disputed', () => swapped(one('disputed')), /not disputed/],
    [
      'with two disputed statements',
      () => {
        const [a, b] = all.filter((question) => question.kind === 'disputed' && about('abduction-of-soumaila-cisse')(question))
        return withWrong(must(a), (locale) => must(must(b).words[locale]).right)
      },
      /not confirmed/,
    ],
    [
      'that does not say who says otherwise',
      () => reworded(one('disputed'), ({ right }) => ({ explanation: right })),
      /who says otherwise/,
    ],
    [
      'of the editors with an attested day for a wrong one',
      () =>
        withWrong(
          must(all.find((question) => question.kind === 'date' && isSeed(question) && about('ecowas-lifts-sanctions')(question))),
          (locale) => ({ en: '6 October 2020', fr: '6 octobre 2020', pl: '6 października 2020 r.' })[locale],
        ),
      /wrong date may be right/,
    ],
    [
      'of the editors that is not as they wrote it',
      () => withWrong(must(all.find((question) => question.kind === 'who' && isSeed(question))), () => 'Macky Sall'),
      /not as the editors wrote it/,
    ],
  ]
  test.each(mutants)('%s', (_, mutant, fault) => expect(faultsOf(mutant()).join('\n')).toMatch(fault))
})
