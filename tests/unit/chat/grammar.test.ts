import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { arg, defineCommand, oneWord, type Root } from '../../../src/chat/command.ts'
import { reply } from '../../../src/chat/dispatch.ts'
import { languageOf, LONGEST_LINE, namesOf, readLine } from '../../../src/chat/grammar.ts'
import { Failure } from '../../../src/kernel/failure.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { house, MALI_1960, openShelf } from '../../support/ear.ts'

const { roots } = house([openShelf(MALI_1960)])
const rootNamed = (name: string): Root => roots.find((root) => root.name === name) ?? expect.fail(`no /${name}`)
const pack = rootNamed('independence')
const read = (text: string, root: Root = pack) => {
  const { command, input, perhaps } = readLine(root, text)
  return { sub: command.sub, input, perhaps: perhaps.map((other) => other.command.sub) }
}
/** What a line means, or the refusal that was thrown; anything else thrown goes on up. */
function outcome(root: Root, text: string): ReturnType<typeof readLine> | Failure {
  try {
    return readLine(root, text)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}
const refusal = (text: string, root: Root = pack): Failure => {
  const understood = outcome(root, text)
  return understood instanceof Failure ? understood : expect.fail(`${text} was understood`)
}

describe('a command is called by its name', () => {
  const rows = roots.flatMap((root) =>
    root.commands
      .filter(({ sub }) => sub !== '')
      .flatMap((spec) => LOCALES.map((locale) => [root.name, sayer(locale)(`cmd.${spec.key}.name`), spec.sub] as const)),
  )
  test.each(rows)('/%s %s', (root, name, sub) => {
    const value = rootNamed(root).commands.find((spec) => spec.sub === sub)?.params[0]?.required ? ' x' : ''
    for (const typed of [name, name.toUpperCase(), name.normalize('NFD')])
      expect(readLine(rootNamed(root), typed + value).command.sub).toBe(sub)
  })

  test('no two commands of a root answer to one name, in whatever language', () => {
    for (const root of roots) {
      const names = root.commands.flatMap(namesOf)
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    }
  })

  test('no two arguments of a command have one name, in whatever language', () => {
    for (const { params } of roots.flatMap((root) => root.commands)) {
      const names = params.flatMap((p) => [...new Set([p.name, ...LOCALES.map((locale) => sayer(locale)(`arg.${p.key}.name`))])])
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    }
  })

  test('a quoted word is no command, but what to look for', () =>
    expect(read('"today"')).toMatchObject({ sub: 'search', input: { words: 'today' } }))
})

describe('the bare root', () => {
  test.each(['', '   ', '\t', '\u200B'])('"%s" asks for today', (text) => expect(read(text)).toMatchObject({ sub: 'today', input: {} }))
  test('with values that it takes, it is still the bare root', () => {
    expect(read('language:pl share:no zone:Europe/Paris')).toEqual({
      sub: 'today',
      input: { language: 'pl', share: false, zone: 'Europe/Paris' },
      perhaps: [],
    })
  })
  test('help takes the rest of /griot', () => expect(read('', rootNamed('griot')).sub).toBe('help'))
})

describe('words that name no command', () => {
  test('go whole to the search', () =>
    expect(read('Keita on the border')).toMatchObject({ sub: 'search', input: { words: 'Keita on the border' } }))
  test('leave their named values out', () =>
    expect(read('keita place:Bamako border')).toMatchObject({ sub: 'search', input: { words: 'keita border', place: 'Bamako' } }))
  test('offer the command that was mistyped', () => {
    expect(read('tody').perhaps).toEqual(['today'])
    expect(read('tiemline').perhaps).toEqual(['timeline'])
    expect(read('evnet republic').perhaps).toEqual(['event'])
    expect(read('szukja Bamako').perhaps).toEqual(['search'])
  })
  test('offer none that would not understand the rest', () => {
    expect(read('tody Bamako').perhaps).toEqual([])
    expect(read('evnet').perhaps).toEqual([])
  })
  test('offer none where no name is near', () => expect(read('bamako').perhaps).toEqual([]))
  test('are refused where a root takes none', () => {
    const { loose: _, ...strict } = pack
    expect(refusal('bamako', strict)).toMatchObject({ code: 'not-found', key: 'error.noSuchCommand' })
  })
})

describe('named values', () => {
  test.each([
    'search keita place:Bamako',
    'search place:Bamako keita',
    'place:Bamako search keita',
    'chercher keita lieu:Bamako',
    'szukaj miejsce:Bamako keita',
    'search keita PLACE:Bamako',
  ])('may stand anywhere and be called in any language: %s', (line) => {
    expect(read(line)).toMatchObject({ sub: 'search', input: { words: 'keita', place: 'Bamako' } })
  })

  test.each([
    ['straight', 'person:"Modibo Keita"'],
    ['curly', 'person:“Modibo Keita”'],
    ['low and high', 'person:„Modibo Keita”'],
    ['low and German', 'person:„Modibo Keita“'],
    ['both high', 'person:”Modibo Keita”'],
    ['angled', 'person:«Modibo Keita»'],
    ['angled with blanks', 'person:« Modibo Keita »'],
    ['angled with narrow no-break blanks', 'person:«\u202FModibo Keita\u202F»'],
    ['angled inwards', 'person:»Modibo Keita«'],
    ['single', "person:'Modibo Keita'"],
    ['single and curly', 'person:‘Modibo Keita’'],
  ])('%s quotation marks hold words together', (_, value) => {
    expect(read(`search border ${value}`)).toMatchObject({ input: { words: 'border', person: 'Modibo Keita' } })
  })

  test('an apostrophe is no quotation mark', () => {
    expect(read("search l'indépendance d'un pays")).toMatchObject({ input: { words: "l'indépendance d'un pays" } })
    expect(read('search l’indépendance d’un pays')).toMatchObject({ input: { words: 'l’indépendance d’un pays' } })
  })

  test('a mark that nothing closes is a letter like others', () =>
    expect(read('search "Modibo Keita')).toMatchObject({ input: { words: '"Modibo Keita' } }))
  test('a colon in a title names nothing', () => expect(read('event Mali: the end')).toMatchObject({ input: { event: 'Mali: the end' } }))
  test('an address is no named value', () =>
    expect(read('search https://example.org')).toMatchObject({ input: { words: 'https://example.org' } }))
  test('the last of two wins', () => expect(read('today zone:Europe/Paris zone:UTC')).toMatchObject({ input: { zone: 'UTC' } }))
  test('what is for the asker alone may be told so', () =>
    expect(read('sources republic share:no')).toEqual({ sub: 'sources', input: { event: 'republic' }, perhaps: [] }))
  test('language, share and zone are never taken from loose words', () => {
    expect(refusal('today fr')).toMatchObject({ key: 'error.leftOver', values: { words: 'fr' } })
    expect(refusal('random no')).toMatchObject({ key: 'error.leftOver', values: { words: 'no' } })
    expect(read('search keita no fr')).toMatchObject({ input: { words: 'keita no fr' } })
  })
})

describe('what is left over is refused, and quoted', () => {
  test.each([
    ['today Bamako', 'Bamako'],
    ['random again please', 'again please'],
    ['next 3 4', '4'],
    ['today person:Keita', 'person:Keita'],
  ])('%s', (line, words) => expect(refusal(line)).toMatchObject({ code: 'bad-input', key: 'error.leftOver', values: { words } }))
  test('but not at any length', () => expect(String(refusal(`today ${'x '.repeat(400)}`).values.words).length).toBeLessThanOrEqual(100))
})

describe('numbers and yes or no', () => {
  const spec = defineCommand({
    root: 'test',
    sub: '',
    key: 'next',
    audience: 'everyone',
    example: { en: '', fr: '', pl: '' },
    args: { count: arg(z.int().min(1).max(10).optional(), 'count') },
    run: (_, ask) => reply(ask, {}),
  })
  const root: Root = { name: 'test', summary: { en: '', fr: '', pl: '' }, commands: [spec] }
  test.each([
    ['3', 3],
    ['+3', 3],
    ['-3', -3],
    ['03', 3],
    ['three', 'three'],
    ['3.5', '3.5'],
    ['3,5', '3,5'],
    ['1e3', '1e3'],
    ['9'.repeat(30), '9'.repeat(30)],
  ])('%s', (typed, value) => expect(readLine(root, typed).input).toEqual({ count: value }))

  test.each([
    ...['yes', 'Yes', 'y', 'true', 'on', '1', 'oui', 'OUI', 'o', 'vrai', 'tak', 't', 'prawda'].map((word) => [word, true] as const),
    ...['no', 'NO', 'n', 'false', 'off', '0', 'non', 'faux', 'nie', 'fałsz', 'falsz'].map((word) => [word, false] as const),
    ['perhaps', 'perhaps'] as const,
  ])('share:%s', (word, value) => {
    for (const name of ['share', 'partager', 'udostępnij', 'udostepnij'])
      expect(readLine(root, `${name}:${word}`).input).toEqual({ share: value })
  })
})

describe('a named date, time or zone of several words needs no quotation marks', () => {
  const planner: Root = {
    name: 'plan',
    summary: { en: 'Plan', fr: 'Plan', pl: 'Plan' },
    commands: [
      defineCommand({
        root: 'plan',
        sub: 'edit',
        key: 'edit',
        audience: 'asker',
        example: { en: '', fr: '', pl: '' },
        args: {
          schedule: arg(oneWord(z.string()).optional(), 'schedule'),
          time: arg(z.string().optional(), 'time'),
          zone: arg(z.string().optional(), 'zone'),
          starts: arg(z.string().optional(), 'starts'),
        },
        run: async (_, ask) => reply(ask, {}),
      }),
    ],
  }
  test.each<[string, object]>([
    ['edit starts:1 September', { starts: '1 September' }],
    ['edit 2 starts:1 September 2026 time:9 h 30', { schedule: '2', starts: '1 September 2026', time: '9 h 30' }],
    ['modifier début:1er mars 2', { starts: '1er mars', schedule: '2' }],
    ['zmień początek:30 lutego', { starts: '30 lutego' }],
    ['edit time:9 pm zone:New York 3', { time: '9 pm', zone: 'New York', schedule: '3' }],
    ['edit time:9:00 2', { time: '9:00', schedule: '2' }],
    ['edit time:9 10', { time: '9', schedule: '10' }],
    ['edit zone:Paris 2', { zone: 'Paris', schedule: '2' }],
    ['edit starts:soon 2', { starts: 'soon', schedule: '2' }],
    ['edit starts:"1" 2', { starts: '1', schedule: '2' }],
  ])('%s', (line, input) => expect(read(line, planner).input).toEqual(input))
})

describe('the language that is wished', () => {
  test.each([
    ['today language:fr', 'fr'],
    ['today language:français', 'fr'],
    ['dzisiaj język:FRANCUSKI', 'fr'],
    ['aujourdhui langue:polonais', 'pl'],
    ['language:polski no such thing', 'pl'],
    ['language:deutsch', undefined],
    ['today langue:FR', 'fr'],
    ['język:pl', 'pl'],
    ['jezyk:"pl"', 'pl'],
    ['language:pl no such thing', 'pl'],
    ['language:de', undefined],
    ['the language fr', undefined],
    ['', undefined],
  ])('%s', (line, locale) => expect(languageOf(line)).toBe(locale))
})

describe('bad lines', () => {
  test('10,000 characters are refused with the length that is allowed', () => {
    expect(refusal('a'.repeat(10_000))).toMatchObject({ code: 'bad-input', key: 'error.lineLong', values: { max: LONGEST_LINE } })
  })
  test('controls, direction marks and NUL are read as if they were not there', () => {
    expect(read('\u202Eon\0 18-08\u202C')).toMatchObject({ sub: 'on', input: { date: '18-08' } })
    expect(read('to\u00ADday')).toMatchObject({ sub: 'today' })
  })
  test('any line of any root is understood or refused, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...roots),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 1200 }),
          fc
            .array(fc.constantFrom('on', 'le', '"', '«', '„', ':', 'zone:', 'share:', 'keita', "'", '__proto__:x', 'constructor:x', '\n'), {
              maxLength: 60,
            })
            .map((a) => a.join(' ')),
        ),
        (root, line) => {
          const understood = outcome(root, line)
          expect(understood instanceof Failure || root.commands.includes(understood.command)).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })
  test.each([
    ['opened marks', (n: number) => '« '.repeat(n / 2)],
    ['a mark and blanks', (n: number) => `«${' '.repeat(n - 1)}`],
    ['marks, then blanks', (n: number) => '«'.repeat(n / 2) + ' '.repeat(n / 2)],
    ['single marks', (n: number) => "'a ".repeat(n / 3)],
    ['names without a value', (n: number) => 'du:'.repeat(n / 3)],
    ['named values', (n: number) => 'du:1 '.repeat(n / 5)],
    ['hyphens', (n: number) => '-'.repeat(n)],
  ])('a line of %s is read to its end: reading that backtracks would outlast the test', (_, make) => {
    for (let i = 0; i < 500; i++) outcome(pack, make(LONGEST_LINE - (i % 10)))
    const understood = outcome(pack, make(LONGEST_LINE))
    expect(understood instanceof Failure ? understood.code : understood.command.sub).toMatch(/^(bad-input|search|today)$/)
  })
})
