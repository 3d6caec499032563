import { describe, expect, test } from 'vitest'
import { bounds, type Edtf, parseEdtf } from '../../../src/almanac/edtf.ts'
import { loadPack } from '../../../src/almanac/load.ts'
import type { Pack, QuizSeed, Text3 } from '../../../src/almanac/pack.ts'
import { type Day, daysBetween } from '../../../src/words/dates.ts'
import { fold, foldedWords } from '../../../src/words/fold.ts'
import { LOCALES, type Locale } from '../../../src/words/locale.ts'
import { monthSpellings } from '../../../src/words/months.ts'
import { MALI_2020 } from '../../support/ear.ts'

const loaded = loadPack(MALI_2020)
const pack: Pack = loaded.ok ? loaded.pack : (undefined as never)
const seeds = pack.quiz
const named = seeds.map((seed) => [seed.id, seed] as const)
const eventOf = (seed: QuizSeed) => pack.events.find(({ id }) => id === seed.event) ?? expect.fail(`${seed.id} has no event`)

/** The questions of the dossier that have no one answer, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  Q03: 'the day of the abduction is disputed, 25 or 26 March 2020, and both days are told after q01',
  Q12: 'sources give the RPM 51, 53 or 47 seats in the end',
  Q19: 'the crowd of 5 June 2020 was 10,000 or a million, by who counted',
  Q26: 'the injured of July 2020 were 124 to more than 300, by who counted',
}

describe('the questions of the dossier', () => {
  const all = Array.from({ length: 60 }, (_, i) => `Q${String(i + 1).padStart(2, '0')}`)
  const covered = seeds.flatMap((seed) => seed.covers ?? [])

  test('all 56 usable ones are asked, each once', () => {
    const usable = all.filter((id) => !(id in LEFT_OUT))
    expect(usable).toHaveLength(56)
    expect(covered.toSorted()).toEqual(usable)
  })

  test('the four that have no one answer are not asked', () => expect(covered.filter((id) => id in LEFT_OUT)).toEqual([]))

  test('each is named after the one that it answers for', () =>
    expect(seeds.map(({ id, covers }) => [id, covers])).toEqual(seeds.map(({ id }) => [id, [id.toUpperCase()]])))
})

const texts = (seed: QuizSeed): readonly (readonly [string, Text3])[] => [
  ['text', seed.text],
  ['right', seed.right],
  ...seed.wrong.map((option, i) => [`wrong[${i}]`, option] as const),
  ['explanation', seed.explanation],
]

const MONTHS: ReadonlyMap<string, number> = new Map(monthSpellings().map(([spelling, month]) => [fold(spelling), month]))
const monthOf = (word: string): number | undefined =>
  word.length > 3 || ['may', 'mai', 'maj'].includes(word) ? MONTHS.get(word) : undefined

/** The numbers and months that a text names, in one form whatever the language. */
function figuresIn(text: string): readonly string[] {
  const bare = text
    .replace(/June 5 Movement|Mouvement du 5 juin|Ruch\p{L}* 5 Czerwca|M5-RFP/gu, '')
    .replace(/(\d)[\u202f,](?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d{1,2}) h (\d{2})/g, '$1:$2')
    .replace(/(?<!\d)(\d{1,2})\.(\d{2})(?!\d)/g, '$1:$2')
  const months = foldedWords(bare).flatMap((word) => monthOf(word) ?? [])
  return [...(bare.match(/\d+(?::\d+)?/g) ?? []).toSorted(), ...[...new Set(months)].toSorted((a, b) => a - b).map((m) => `month ${m}`)]
}

describe('the three languages ask the same', () => {
  test.each(named)('%s names the same numbers and months', (_, seed) => {
    for (const [path, text] of texts(seed)) {
      const english = { path, figures: figuresIn(text.en) }
      expect({ path, figures: figuresIn(text.fr) }, text.fr).toEqual(english)
      expect({ path, figures: figuresIn(text.pl) }, text.pl).toEqual(english)
    }
  })

  test.each(named)('%s is written anew in each, but for names and numbers', (_, seed) => {
    for (const text of [seed.text, seed.explanation]) expect(new Set(LOCALES.map((locale) => text[locale])).size).toBe(3)
  })
})

/** Every day that an option names, as "4 or 5 July 2020" does; a year alone is its first day. */
function daysIn(option: string): readonly Day[] {
  const [year] = [...option.matchAll(/\d{4}/g)].map(Number)
  if (year === undefined) throw new Error(`no year in ${option}`)
  const month = foldedWords(option).flatMap((word) => monthOf(word) ?? [])[0]
  const days = [...option.matchAll(/(?<!\d)\d{1,2}(?!\d)/g)].map(([day]) => Number(day))
  return month === undefined ? [{ year, month: 1, day: 1 }] : days.map((day) => ({ year, month, day }))
}

const known = (text: string): Edtf => parseEdtf(text) ?? expect.fail(`${text} is no date`)
/** Whether a day lies in a date; by its year alone where the question asks for a year. */
function within(day: Day, date: string, byYear: boolean): boolean {
  const { first, last } = bounds(known(date))
  if (!first || !last) return false
  if (byYear) return first.year <= day.year && day.year <= last.year
  return daysBetween(first, day) >= 0 && daysBetween(day, last) >= 0
}

const asksForYear = (seed: QuizSeed): boolean => /^\d{4}$/.test(seed.right.en)
const dated = named.filter(([, { kind }]) => kind === 'date')

describe('a day that is asked for', () => {
  test('there are such questions', () => expect(dated.length).toBeGreaterThan(10))

  test.each(dated)('%s: the right one is the event’s, in each language', (_, seed) => {
    const { preferred } = eventOf(seed).dates
    for (const locale of LOCALES) {
      const days = daysIn(seed.right[locale])
      expect(days.length).toBeGreaterThan(0)
      expect(days.filter((day) => !within(day, preferred, asksForYear(seed)))).toEqual([])
    }
  })

  test.each(dated)('%s: no wrong one is attested by anybody', (_, seed) => {
    const { preferred, attested } = eventOf(seed).dates
    const possible = [preferred, ...attested.map(({ date }) => date)]
    const right = seed.wrong.filter(({ en }) => daysIn(en).some((day) => possible.some((date) => within(day, date, asksForYear(seed)))))
    expect(right).toEqual([])
  })

  test.each(dated)('%s: no wrong one is a day that counts as right when it is typed', (_, seed) => {
    const typed = new Set(seed.accepts.map((text) => foldedWords(text).join(' ')))
    expect(seed.wrong.flatMap((option) => LOCALES.map((l) => foldedWords(option[l]).join(' '))).filter((w) => typed.has(w))).toEqual([])
  })
})

describe('a number that is counted differently', () => {
  const counted = named.filter(([, seed]) => {
    const figures = eventOf(seed).claims.flatMap((claim) => claim.figures ?? [])
    const disputed = figures.filter(({ values }) => new Set(values.map(({ min }) => min)).size > 1)
    return seed.kind === 'how-many' && disputed.some(({ values }) => values.some(({ min }) => String(min) === seed.right.en))
  })
  const CLAIMANT: Readonly<Record<Locale, RegExp>> = { en: /according to|count/i, fr: /selon/i, pl: /według/i }

  test('is asked for', () => expect(counted.map(([id]) => id)).toEqual(expect.arrayContaining(['q08', 'q23', 'q24', 'q25'])))
  test.each(counted)('%s is asked for by whose count it is', (_, seed) => {
    for (const locale of LOCALES) expect(seed.text[locale]).toMatch(CLAIMANT[locale])
  })

  const GIVEN: readonly (readonly [id: string, number: string])[] = [
    ['q08', '30'],
    ['q38', '30'],
    ...['8', '9', ...Array.from({ length: 9 }, (_, i) => String(11 + i))].map((number) => ['q11', number] as const),
  ]
  test.each(GIVEN)('%s never offers %s, which somebody gives', (id, number) => {
    const offered = seeds.flatMap((seed) => (seed.id === id ? seed.wrong.map(({ en }) => en) : []))
    expect(offered).toHaveLength(3)
    expect(offered).not.toContain(number)
  })
})

describe('a question', () => {
  test.each(named)('%s has four options that differ in each language, or is true or false', (_, seed) => {
    for (const locale of LOCALES) {
      const options = [seed.right, ...seed.wrong].map((option) => foldedWords(option[locale]).join(' '))
      expect(new Set(options).size).toBe(seed.kind === 'true-false' ? 2 : 4)
    }
  })

  test.each(named)('%s fits a button, a card and one sentence of explanation', (_, seed) => {
    for (const locale of LOCALES) {
      for (const option of [seed.right, ...seed.wrong]) expect(option[locale].length).toBeLessThanOrEqual(75)
      expect(seed.text[locale].length).toBeLessThanOrEqual(300)
      expect(seed.explanation[locale].length).toBeLessThanOrEqual(300)
      expect(seed.explanation[locale].match(/(?<! r)[.?!](?= \p{Lu})|[.?!]$/gu)).toHaveLength(1)
      expect(seed.explanation[locale]).toMatch(/\.$/)
    }
  })

  test.each(named)('%s rests on sources that the pack knows, and is about one of its events', (_, seed) => {
    const known = new Set(pack.sources.map(({ id }) => id))
    expect(seed.sources.filter((id) => !known.has(id))).toEqual([])
    expect(new Set(seed.sources).size).toBe(seed.sources.length)
    expect(eventOf(seed).id).toBe(seed.event)
  })

  test.each(named.filter(([, { kind }]) => kind !== 'true-false'))('%s holds neither its answer nor another way to type it', (_, seed) => {
    for (const locale of LOCALES) {
      const text = seed.text[locale]
      const folded = ` ${foldedWords(text).join(' ')} `
      // An abbreviation counts as it is written: the French "au" is no African Union.
      const words = new Set(text.match(/\p{L}+/gu))
      const held = [seed.right[locale], ...seed.accepts].filter((answer) =>
        /^\p{Lu}+$/u.test(answer) ? words.has(answer) : folded.includes(` ${foldedWords(answer).join(' ')} `),
      )
      expect(held).toEqual([])
    }
  })

  test.each(named)('%s can be typed in any of the three languages', (_, seed) => {
    const typed = new Set([seed.right.en, ...seed.accepts].map((text) => foldedWords(text).join(' ')))
    for (const locale of LOCALES) expect(typed).toContain(foldedWords(seed.right[locale]).join(' '))
  })

  test('stands alone: none begins with a word that points at another', () =>
    expect(seeds.filter(({ text }) => /^(he|she|it|that day|and)\b/i.test(text.en)).map(({ id }) => id)).toEqual([]))
})

describe('the questions speak as the pack does', () => {
  const all = seeds.flatMap((seed) =>
    texts(seed).flatMap(([path, text]) =>
      LOCALES.map((locale) => ({ where: `${seed.id} ${path} ${locale}`, seed, locale, text: text[locale] })),
    ),
  )
  const found = (pattern: RegExp, only: (one: (typeof all)[number]) => boolean = () => true) =>
    all.filter((one) => only(one) && pattern.test(one.text)).map(({ where, text }) => `${where}: ${text}`)

  test('soberly where people died: no exclamation mark and no emoji', () => {
    const solemn = all.filter(({ seed }) => eventOf(seed).solemn)
    expect(solemn.length).toBeGreaterThan(100)
    expect(solemn.filter(({ text }) => /!|\p{Extended_Pictographic}/u.test(text)).map(({ where }) => where)).toEqual([])
  })
  test('no exclamation mark and no emoji elsewhere either', () => expect(found(/!|\p{Extended_Pictographic}/u)).toEqual([]))
  test('never “Cissé” without a first name', () => expect(found(/(?<!(Soumaïla|Boubou|Mohamed) )Cissé/u)).toEqual([]))
  test('no unnamed believers', () => expect(found(/it is believed|reportedly|on dit que|podobno/i)).toEqual([]))
  test('French typography: narrow blanks before ; : ? and inside guillemets', () =>
    expect(found(/(?<!\u202f)[;?»]|(?<![\u202f\d]):|«(?!\u202f)/u, ({ locale }) => locale === 'fr')).toEqual([]))
  test('curly apostrophes and quotation marks', () => expect(found(/['"]/)).toEqual([]))
  test('Polish quotes are low and high', () => expect(found(/“/, ({ locale }) => locale === 'pl')).toEqual([]))
  test('Polish dates end in r., and their months stand in lower case', () =>
    expect(found(/(?<=\p{L} )20\d\d(?! r\.)/u, (one) => one.locale === 'pl' && one.seed.kind === 'date')).toEqual([]))
  test('the misprints of other sources stay out', () => expect(found(/Sidib[eé]|24 September|24 septembre|24 września/)).toEqual([]))
})
