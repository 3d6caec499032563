import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { arg, defineCommand, LANGUAGES, usage, type Ask, type Root } from '../../../src/chat/command.ts'
import { reply } from '../../../src/chat/dispatch.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { Failure } from '../../../src/kernel/failure.ts'
import { seededRandom } from '../../../src/kernel/random.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer, type Key } from '../../../src/words/say.ts'
import { asker, house, MALI_1960, MALI_2020, NOON, openShelf, thrownBy } from '../../support/ear.ts'

const ask: Ask = { say: sayer('en'), locale: 'en', audience: 'everyone', now: NOON, zone: 'Africa/Bamako', random: seededRandom(1), asker }
const text = { en: '', fr: '', pl: '' }
const define = (args: z.ZodRawShape) =>
  defineCommand({
    root: 'test',
    sub: 'sub',
    key: 'search',
    audience: 'everyone',
    example: text,
    args,
    run: (a, asked) => reply(asked, { title: JSON.stringify(a) }),
  })

const spec = define({
  words: arg(z.string().trim().min(1).max(10), 'words'),
  count: arg(z.int().min(1).max(10).optional(), 'count'),
})
const refused = (input: Readonly<Record<string, unknown>>, by: Ask = ask) => thrownBy(() => spec.run(input, by))

describe('what is wrong is said of the argument by its own name', () => {
  test.each([
    ['missing', {}, 'error.missing', { argument: 'words', example: '/test search' }],
    ['blank', { words: '  ' }, 'error.missing', { argument: 'words', example: '/test search' }],
    ['too long', { words: 'x'.repeat(11) }, 'error.long', { argument: 'words', max: 10 }],
    ['no text', { words: 5 }, 'error.type', { argument: 'words' }],
    ['nothing', { words: null }, 'error.type', { argument: 'words' }],
    ['no number', { words: 'a', count: 'three' }, 'error.integer', { argument: 'count', min: 1, max: 10 }],
    ['no whole number', { words: 'a', count: 2.5 }, 'error.integer', { argument: 'count', min: 1, max: 10 }],
    ['too small', { words: 'a', count: 0 }, 'error.integer', { argument: 'count', min: 1, max: 10 }],
    ['too big', { words: 'a', count: 11 }, 'error.integer', { argument: 'count', min: 1, max: 10 }],
    ['none of the choices', { words: 'a', language: 'de' }, 'error.choice', { argument: 'language', choices: 'English, French, Polish' }],
    ['neither yes nor no', { words: 'a', share: 'perhaps' }, 'error.boolean', { argument: 'share' }],
  ])('%s', async (_, input, key, values) => {
    expect(await refused(input)).toMatchObject({ name: 'Failure', code: 'bad-input', key, values })
    for (const locale of LOCALES) expect(sayer(locale)(key as Key, ...([values] as never))).not.toBe('')
  })

  test('in the language of the asker', async () => {
    expect(await refused({}, { ...ask, say: sayer('pl'), locale: 'pl' })).toMatchObject({ values: { argument: 'słowa' } })
  })

  test('what nobody asked for is left out', () =>
    expect(spec.run({ words: ' a ', other: 1 }, ask)).toMatchObject({ title: '{"words":"a"}' }))
})

describe('the flat list of arguments', () => {
  test('tells what each chat needs to know, language and share last', () => {
    expect(spec.params).toEqual([
      { name: 'words', key: 'words', type: 'string', required: true, min: 1, max: 10 },
      { name: 'count', key: 'count', type: 'integer', required: false, min: 1, max: 10 },
      { name: 'language', key: 'language', type: 'string', required: false, choices: ['en', 'fr', 'pl'], labels: LANGUAGES },
      { name: 'share', key: 'share', type: 'boolean', required: false },
    ])
  })
  test('an answer for the asker alone has nothing to share', () => {
    const own = defineCommand({
      root: 'test',
      sub: 'sub',
      key: 'search',
      audience: 'asker',
      example: text,
      args: {},
      run: (_, asked) => reply(asked, {}),
    })
    expect(own.params.map(({ name }) => name)).toEqual(['language'])
  })
  test('required arguments stand before the others, as Discord wants them', () => {
    for (const { params } of house([openShelf(MALI_1960)]).roots.flatMap((root) => root.commands)) {
      expect(params.findLastIndex((p) => p.required)).toBeLessThanOrEqual(params.filter((p) => p.required).length - 1)
    }
  })
  test('no command has more than the 25 that Discord allows', () => {
    for (const { params } of house([openShelf(MALI_1960)]).roots.flatMap((root) => root.commands))
      expect(params.length).toBeLessThanOrEqual(25)
  })
})

describe('a shape that no chat can show is refused when it is defined', () => {
  test.each([
    ['a list', { words: arg(z.array(z.string()), 'words') }, 'words: array cannot be typed in a chat'],
    ['an object', { words: arg(z.object({}), 'words') }, 'words: object cannot be typed in a chat'],
    ['a broken number', { count: arg(z.number(), 'count') }, 'count: number cannot be typed in a chat'],
    ['a date', { date: arg(z.date(), 'date') }, 'date: undefined cannot be typed in a chat'],
    ['one of two types', { words: arg(z.union([z.string(), z.boolean()]), 'words') }, 'words: string,boolean cannot be typed in a chat'],
    ['no words of its own', { words: z.string() }, 'words: needs a key'],
  ])('%s', (_, args, message) => expect(() => define(args)).toThrow(message))
})

describe('usage', () => {
  const { roots } = house([openShelf(MALI_1960)])
  const of = (root: string, sub: string, locale: (typeof LOCALES)[number]) => {
    const found = roots.find((r) => r.name === root)?.commands.find((c) => c.sub === sub)
    return found ? usage(found, locale) : expect.fail()
  }
  test.each([
    ['en', '/independence search <words> [topic:…] [person:…] [place:…] [from:…] [to:…]'],
    ['fr', '/independence chercher <mots> [thème:…] [personne:…] [lieu:…] [du:…] [au:…]'],
    ['pl', '/independence szukaj <słowa> [temat:…] [osoba:…] [miejsce:…] [od:…] [do:…]'],
  ] as const)('in %s: %s', (locale, line) => expect(of('independence', 'search', locale)).toBe(line))
  test('a command that is its own root', () => expect(of('onthisday', '', 'en')).toBe('/onthisday [date:…] [zone:…]'))
})

test('any input to any command is answered or refused, never anything else', async () => {
  const { roots } = house([openShelf(MALI_1960), openShelf(MALI_2020)])
  const commands = roots.flatMap((root: Root) => root.commands)
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(
      '18-08',
      '2020-02-30',
      'Keita',
      'Kati',
      'sierpień',
      '..',
      '1e9',
      'UTC',
      '',
      '__proto__',
      'toString',
      '../../etc/passwd',
      '%s',
      '{0}',
      "'{x}'",
    ),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.anything(),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...commands),
      fc.array(value, { minLength: 9, maxLength: 9 }),
      fc.constantFrom(...LOCALES),
      async (command, values, locale) => {
        const input = Object.fromEntries(command.params.map(({ name }, i) => [name, values[i]]))
        const say = sayer(locale)
        let words = ''
        const error = await thrownBy(async () => {
          words = toPlain(await command.run(input, { ...ask, say, locale }))
        })
        expect(error === undefined || error instanceof Failure, String(error)).toBe(true)
        if (error instanceof Failure) words = say(error.key as Key, ...([error.values] as never))
        expect(words).not.toBe('')
      },
    ),
    { numRuns: 1500 },
  )
})
