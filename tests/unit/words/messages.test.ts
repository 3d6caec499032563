import { globSync, readFileSync } from 'node:fs'
import { TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, test } from 'vitest'
import { fillFile, fillSource, gapsOf, partsOf, readMessages } from '../../../scripts/write-fill.ts'
import { LOCALES } from '../../../src/words/locale.ts'

/** Keys that the program puts together; `§` stands for one part that it fills in. */
const BUILT = [
  'arg.§.name',
  'arg.§.summary',
  'cmd.§.name',
  'cmd.§.summary',
  'lack.§',
  'language.§',
  'privacy.kept.§',
  'refusal.§',
  'setup.§',
]

const MESSAGES = Object.fromEntries(LOCALES.map((locale) => [locale, readMessages(locale)] as const))
const EVERY = LOCALES.flatMap((locale) => Object.entries(MESSAGES[locale] ?? {}).map(([key, message]) => ({ locale, key, message })))
const KEYS = Object.keys(MESSAGES['en'] ?? {})

const SOURCE = globSync('src/**/*.ts', { cwd: new URL('../../..', import.meta.url) })
  .filter((path) => !path.endsWith('words/fill.ts'))
  .map((path) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))
  .join('\n')
const QUOTED = new Set([...SOURCE.matchAll(/(['"`])([a-z][\w.-]*)\1/gi)].map(([, , text]) => text))

describe('messages', () => {
  test.each(LOCALES)('%s has every key that the others have', (locale) => {
    expect(Object.keys(MESSAGES[locale] ?? {}).sort()).toEqual([...new Set(EVERY.map(({ key }) => key))].sort())
  })

  test('each parses, and none is empty', () => {
    expect(EVERY.filter(({ message }) => message.trim() === '' || !parses(message))).toEqual([])
  })

  test('each has the same gaps in every language', () => {
    expect(EVERY.filter(({ key, message }) => shape(message) !== shape(MESSAGES['en']?.[key] ?? ''))).toEqual([])
  })

  test('each plural has a branch for every category of its language', () => {
    expect(
      EVERY.flatMap(({ locale, key, message }) => missingBranches(locale, message).map((branch) => `${locale} ${key}: ${branch}`)),
    ).toEqual([])
  })

  test('none formats dates or times: they are filled with text and numbers', () => {
    expect(EVERY.filter(({ message }) => partsOf(message).some(({ type }) => type === TYPE.date || type === TYPE.time))).toEqual([])
  })

  test('each is said somewhere', () => {
    const built = BUILT.map((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replace('§', '[^.]+')}$`))
    expect(KEYS.filter((key) => !QUOTED.has(key) && !built.some((pattern) => pattern.test(key)))).toEqual([])
  })

  test('each failure has a message to be told in', () => {
    const told = [...SOURCE.matchAll(/new Failure\(\s*'[a-z-]+',\s*'([^']+)'/g)].map(([, key]) => key ?? '')
    expect(told.filter((key) => !KEYS.includes(key))).toEqual([])
  })

  test('fill.ts is what `npm run fill` writes', () => {
    expect(readFileSync(fillFile, 'utf8')).toBe(fillSource(readMessages('en')))
  })
})

describe('what the checks above see', () => {
  test('gaps in every branch, and which of them are counted', () => {
    expect(gapsOf('{who} has {n, plural, one {# {thing}} other {{many}}}')).toEqual([
      ['many', 'string | number'],
      ['n', 'number'],
      ['thing', 'string | number'],
      ['who', 'string | number'],
    ])
    expect(gapsOf("no gap, '{quoted}'")).toEqual([])
  })

  test('branches that a language needs', () => {
    expect(missingBranches('pl', '{n, plural, one {a} other {b}}')).toEqual(['few', 'many'])
    expect(missingBranches('fr', '{n, plural, one {a} other {b}}')).toEqual([])
    expect(missingBranches('en', '{n, selectordinal, one {a} other {b}}')).toEqual(['two', 'few'])
  })
})

function parses(message: string): boolean {
  try {
    return partsOf(message).length > 0
  } catch {
    return false
  }
}

function shape(message: string): string {
  return JSON.stringify(gapsOf(message))
}

/** French has a "many" for millions only, which may be left to "other". */
function missingBranches(locale: string, message: string): readonly string[] {
  return partsOf(message).flatMap((part) => {
    if (part.type !== TYPE.plural) return []
    const { pluralCategories } = new Intl.PluralRules(locale, { type: part.pluralType ?? 'cardinal' }).resolvedOptions()
    return pluralCategories.filter((category) => !(category in part.options) && !(locale === 'fr' && category === 'many'))
  })
}
