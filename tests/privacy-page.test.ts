import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { Variables } from '../src/config/variables.ts'
import { SORTS } from '../src/house/privacy.ts'
import { FEWEST } from '../src/quiz/cards/reveal.ts'
import { KEPT, REMEMBERED_MS, TOMBSTONE_MS } from '../src/store/purge.ts'
import { RETENTION } from '../src/store/quiz/retention.ts'
import { LOCALES, type Locale } from '../src/words/locale.ts'

const FILES: Readonly<Record<Locale, string>> = { en: 'PRIVACY.md', fr: 'PRIVACY.fr.md', pl: 'PRIVACY.pl.md' }
const page = (locale: Locale): string => readFileSync(FILES[locale], 'utf8')
const lines = (locale: Locale): readonly string[] => page(locale).split('\n')
/** Numbers with their thousands together, in the order in which they stand. */
const numbers = (text: string): readonly string[] => text.replace(/(\d)[\u202f,](?=\d{3})/g, '$1').match(/\d+/g) ?? []
const rows = (locale: Locale): readonly string[] => lines(locale).filter((line) => line.startsWith('| '))

const DAY_MS = 86_400_000
const { keep } = ((read) => (read.ok ? read.config : undefined))(readConfig({})) ?? { keep: RETENTION }

describe.each(LOCALES)('the page about privacy in %s', (locale) => {
  const row = (name: string): string => rows(locale).find((line) => line.includes(name)) ?? ''

  test('names for each setting of retention the days that it has where nobody sets it, which are those of the store', () => {
    expect(keep).toEqual(RETENTION)
    expect(numbers(row('GRIOT_KEEP_ANSWERS_DAYS'))).toEqual([String(keep.answersDays)])
    expect(numbers(row('GRIOT_KEEP_SEASON_DAYS'))).toEqual([String(keep.seasonDays)])
    expect(numbers(row('GRIOT_KEEP_REVIEWS_DAYS'))).toEqual([String(keep.reviewsDays)])
  })

  test('names every such setting there is, and how far each can be set', () => {
    const settings = Object.keys(Variables.shape).filter((name) => name.startsWith('GRIOT_KEEP_'))
    expect(settings).toHaveLength(3)
    for (const name of settings) expect(page(locale)).toContain(`\`${name}\``)
    const day = (value: string) => readConfig({ GRIOT_KEEP_ANSWERS_DAYS: value }).ok
    expect([day('0'), day('1'), day('3650'), day('3651')]).toEqual([false, true, true, false])
    expect(page(locale)).toMatch(/\b1 (?:and|et|do) 3650\b/)
  })

  test('says for how long the record of posts, a server that is gone and the posts of the web are kept', () => {
    const counted = rows(locale).map(numbers)
    expect(counted).toContainEqual([String(REMEMBERED_MS / DAY_MS)])
    expect(counted).toContainEqual([String(KEPT)])
    expect(counted.filter(([days]) => days === String(TOMBSTONE_MS / DAY_MS)).length).toBeGreaterThanOrEqual(3)
  })

  test('names the three commands and how what is kept is hidden', () => {
    for (const name of ['/griot privacy show', '/griot privacy export', '/griot privacy delete', 'HMAC-SHA-256', 'AES-256-GCM', '/metrics'])
      expect(page(locale)).toContain(name)
  })

  test('tells in as many rows and parts as the others, of the same numbers and the same names', () => {
    const shape = (one: Locale) => ({
      headings: lines(one).filter((line) => line.startsWith('#')).length,
      items: lines(one).filter((line) => line.startsWith('- ')).length,
      rows: rows(one).map(numbers),
      code: (page(one).match(/`[^`]+`/g) ?? []).toSorted(),
    })
    expect(shape(locale)).toEqual(shape('en'))
  })

  test('leads to the others', () => {
    const others = LOCALES.filter((other) => other !== locale)
    expect(others.filter((other) => !page(locale).includes(`](${FILES[other]})`))).toEqual([])
  })
})

test('a class of fewer than five is told nothing, as the page says', () => expect(FEWEST).toBe(5))

test('the page has a row for everything that a person can be shown', () => {
  // Besides the answers of quizzes, their codes, decks, names, reports and reviews stand schedules, channels and notices: eleven rows and their head.
  expect(SORTS).toHaveLength(12)
  expect(rows('en')).toHaveLength(13)
})

test('the README leads to it in every language', () => {
  const readme = readFileSync('README.md', 'utf8')
  for (const file of Object.values(FILES)) expect(readme).toContain(`](${file})`)
})
