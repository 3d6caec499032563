import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { fromActionId, toActionId, withEnvelope } from '../../../src/chat/action.ts'
import { arg, defineCommand, type Ask, type Root } from '../../../src/chat/command.ts'
import { buttons, localeFor, reply } from '../../../src/chat/dispatch.ts'
import type { Settled } from '../../../src/chat/settlements.ts'
import type { Asker, Heard } from '../../../src/chat/platform.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { paragraph, type ActionId, type Audience, type Reply } from '../../../src/chat/reply.ts'
import { Failure } from '../../../src/kernel/failure.ts'
import type { Locale } from '../../../src/words/locale.ts'
import { asker, house, MALI_1960, MALI_2020, openShelf, type House } from '../../support/ear.ts'

const words = z.string().trim().min(1).max(20)
const text = { en: '', fr: '', pl: '' }
const heardBy: Ask[] = []

/** Says in which language and for whom it was asked, and leads on to itself. */
const said = (ask: Ask, typed = ''): Reply => {
  heardBy.push(ask)
  return reply(ask, {
    blocks: [paragraph(`${ask.locale} ${ask.audience} ${typed}`)],
    buttons: buttons(['again', toActionId('test.on', typed)]),
    self: toActionId('test.on', typed),
  })
}
const define = (
  sub: string,
  key: 'on' | 'search' | 'today' | 'why' | 'next',
  audience: Audience,
  run: (a: { words?: string | undefined; count?: number | undefined }, ask: Ask) => Reply | Promise<Reply>,
) =>
  defineCommand({
    root: 'test',
    sub,
    key,
    audience,
    example: text,
    args: {
      words: arg(words.optional(), 'words', (typed) => Array.from({ length: 40 }, (_, i) => ({ name: `${typed}${i}`, value: `${i}` }))),
      count: arg(z.int().min(1).max(3).optional(), 'count'),
    },
    run,
  })

const root: Root = {
  name: 'test',
  summary: text,
  bare: 'on',
  loose: 'search',
  commands: [
    define('on', 'on', 'everyone', (a, ask) => said(ask, a.words)),
    define('search', 'search', 'everyone', (a, ask) =>
      a.words === 'nothing' ? { ...said(ask), audience: 'asker', failure: 'not-found' } : said(ask, a.words),
    ),
    define('today', 'today', 'asker', (a, ask) => ({ ...said(ask, a.words), audience: 'everyone' })),
    define('why', 'why', 'everyone', (a) => {
      if (a.words === 'misfilled') throw new Failure('conflict', 'error.missing', {})
      if (a.words === 'unworded') throw new Failure('conflict', 'no.such.message')
      if (a.words === 'late') return Promise.reject(new TypeError('late'))
      throw a.words === 'thrown' ? 'a string' : new TypeError('a bug')
    }),
    define('next', 'next', 'everyone', (_, ask) =>
      reply(ask, { blocks: Array.from({ length: 60 }, (_b, i) => paragraph(`${i} `.repeat(80))), self: toActionId('test.next') }),
    ),
  ],
}

const open = (parts: Parameters<typeof house>[1] = {}): House => house([], { roots: [root], ...parts })
const plain = async (answer: Promise<Reply>): Promise<string> => toPlain(await answer).trim()
const line = (typed: string, who: Partial<Asker> = {}): Heard => ({ kind: 'line', root: 'test', text: typed, asker: { ...asker, ...who } })
const press = (action: string, who: Partial<Asker> = {}): Heard => ({ kind: 'press', action, asker: { ...asker, ...who } })
const command = (sub: string, input: Readonly<Record<string, unknown>> = {}, who: Partial<Asker> = {}): Heard => ({
  kind: 'command',
  root: 'test',
  sub,
  input,
  asker: { ...asker, ...who },
})

describe('the language of an answer', () => {
  const rows: readonly (readonly [Audience, Locale | undefined, Locale | undefined, Locale])[] = [
    ['asker', 'pl', 'fr', 'pl'],
    ['asker', 'pl', undefined, 'pl'],
    ['asker', undefined, 'fr', 'fr'],
    ['asker', undefined, undefined, 'en'],
    ['everyone', 'pl', 'fr', 'fr'],
    ['everyone', 'pl', undefined, 'pl'],
    ['everyone', undefined, 'fr', 'fr'],
    ['everyone', undefined, undefined, 'en'],
  ]
  test.each(rows)('for %s: the person %s, the place %s -> %s', async (audience, locale, placeLocale, expected) => {
    const who = { ...(locale && { locale }), ...(placeLocale && { placeLocale }) }
    expect(localeFor({ ...asker, ...who }, audience, 'en')).toBe(expected)
    expect(await plain(open().ear.answer(line(audience === 'asker' ? 'today' : 'on', who)))).toMatch(new RegExp(`^${expected} ${audience}`))
  })

  const SETTLED: readonly (readonly [string, Audience, Partial<Asker>, Settled, Settled, Locale])[] = [
    ['the channel’s goes before the person’s', 'asker', { locale: 'en' }, { locale: 'pl' }, { locale: 'fr' }, 'pl'],
    ['the person’s before the server’s', 'asker', { locale: 'en' }, {}, { locale: 'fr' }, 'en'],
    ['the server’s before the platform’s', 'asker', { placeLocale: 'pl' }, {}, { locale: 'fr' }, 'fr'],
    ['in public the channel’s goes before all', 'everyone', { locale: 'en', placeLocale: 'en' }, { locale: 'pl' }, { locale: 'fr' }, 'pl'],
    ['in public the server’s goes before the person’s', 'everyone', { locale: 'en', placeLocale: 'pl' }, {}, { locale: 'fr' }, 'fr'],
    ['a zone that was settled is no language', 'everyone', { locale: 'pl' }, { zone: 'Europe/Paris' }, {}, 'pl'],
  ]
  test.each(SETTLED)('where it was settled: %s', async (_, audience, who, channel, server, expected) => {
    const { ear } = open({ settlements: { of: () => ({ channel, server }) } })
    expect(localeFor({ ...asker, ...who }, audience, 'en', { channel, server })).toBe(expected)
    expect(await plain(ear.answer(line(audience === 'asker' ? 'today' : 'on', who)))).toMatch(new RegExp(`^${expected} ${audience}`))
  })

  test('what is settled is looked up for the place of the question, and an option goes before it', async () => {
    const asked: unknown[] = []
    const { ear } = open({ settlements: { of: (place) => (asked.push(place), { channel: { locale: 'pl' }, server: {} }) } })
    const who = { platform: 'discord', server: '1', channel: '2' } as const
    expect(await plain(ear.answer(line('on language:fr', who)))).toMatch(/^fr /)
    expect(asked).toContainEqual(expect.objectContaining(who))
  })

  test.each([
    ['typed in a line', line('on language:en', { locale: 'pl', placeLocale: 'fr' })],
    ['given as an option', command('on', { language: 'en' }, { locale: 'pl', placeLocale: 'fr' })],
    ['carried by a button', press('en:test.on', { locale: 'pl', placeLocale: 'fr' })],
  ])('%s, it goes before all others', async (_, heard) => expect(await plain(open().ear.answer(heard))).toMatch(/^en /))

  test('a refusal speaks it too, even where the line could not be read', async () => {
    const { ear } = open()
    const unreadable = await house([openShelf(MALI_1960)]).line('/independence today and more language:pl', { locale: 'fr' })
    expect(unreadable).toMatchObject({ failure: 'bad-input', locale: 'pl' })
    expect((await ear.answer(line(`on ${'x'.repeat(30)} language:pl`, { locale: 'fr' }))).locale).toBe('pl')
    expect((await ear.answer(command('nothing', { language: 'fr' }))).locale).toBe('fr')
    expect((await ear.answer(press('fr:gone.away'))).locale).toBe('fr')
  })

  test('one that we do not speak is refused, not passed over', async () => {
    for (const heard of [line('on language:de'), command('on', { language: 'de' })])
      expect(await open().ear.answer(heard)).toMatchObject({ failure: 'bad-input' })
  })

  test('an answer that turns out to be for the asker alone speaks the asker’s own', async () => {
    const answer = await open().ear.answer(line('search nothing', { locale: 'pl', placeLocale: 'fr' }))
    expect(answer).toMatchObject({ audience: 'asker', locale: 'pl', failure: 'not-found' })
  })

  test('stays pinned from press to press, on buttons, choices and pages', async () => {
    const { ear } = open()
    let answer = await ear.answer(line('on words:a language:pl', { locale: 'fr' }))
    for (let i = 0; i < 3; i++) {
      expect(answer.locale).toBe('pl')
      const [again] = answer.buttons
      expect(fromActionId(again?.action ?? '')?.locale).toBe('pl')
      answer = await ear.answer(press(again?.action ?? '', { locale: 'fr' }))
    }
    const paged = await ear.answer(line('next language:pl'))
    for (const { action } of paged.buttons) expect(fromActionId(action)).toMatchObject({ locale: 'pl', page: 2 })
  })

  test('is not pinned where nobody asked for one', async () => {
    const answer = await open().ear.answer(line('on', { locale: 'pl' }))
    for (const { action } of answer.buttons) expect(fromActionId(action)?.locale).toBeUndefined()
  })
})

describe('who sees an answer', () => {
  test('a press is answered for the presser alone', async () =>
    expect(await open().ear.answer(press('test.on'))).toMatchObject({ audience: 'asker' }))
  test('a command by its own audience', async () => {
    expect(await open().ear.answer(line('on'))).toMatchObject({ audience: 'everyone' })
    expect(await open().ear.answer(line('today'))).toMatchObject({ audience: 'asker' })
  })
  test.each([line('on share:no'), line('share:non on'), line('share:no'), command('on', { share: false })])(
    'share:no keeps it for the asker: %o',
    async (heard) => {
      expect(await open().ear.answer(heard)).toMatchObject({ audience: 'asker' })
    },
  )
  test('share:yes is what happens anyway', async () =>
    expect(await open().ear.answer(line('on share:yes'))).toMatchObject({ audience: 'everyone' }))
  test('a share that is neither is refused, so that nothing meant to be private is shown to all', async () => {
    for (const heard of [line('on share:nope'), command('on', { share: 'no' })])
      expect(await open().ear.answer(heard)).toMatchObject({ audience: 'asker', failure: 'bad-input' })
  })
  test('a refusal is for the asker alone', async () =>
    expect(await open().ear.answer(line('on a b words:'))).toMatchObject({ audience: 'asker' }))
})

describe('what is not there', () => {
  test('a root: the answer names those that there are', async () => {
    const answer = await open().ear.answer({ ...line(''), root: 'tset' } as Heard)
    expect(answer).toMatchObject({ failure: 'not-found', audience: 'asker' })
    expect(toPlain(answer)).toContain('/test')
  })
  test('a command', async () => expect(await open().ear.answer(command('gone'))).toMatchObject({ failure: 'not-found' }))
  test.each([
    ['of another version', 'test.gone|x'],
    ['with more parts than there are arguments', `test.on|${'x|'.repeat(9)}x`],
    ['garbled', '☃'],
    ['empty', ''],
    ['too long', `test.on|${'x'.repeat(100)}`],
  ])('a button %s says so, and is no bug', async (_, action) => {
    const { ear, reports } = open()
    expect(await ear.answer(press(action))).toMatchObject({ failure: 'not-found', audience: 'asker' })
    expect(reports).toEqual([])
  })
  test('is quoted without what cannot be seen, and not at length', async () => {
    const answer = toPlain(await open().ear.answer({ ...line(''), root: `\u202E${'x'.repeat(10_000)}` } as Heard))
    expect(answer).not.toContain('\u202E')
    expect(answer.length).toBeLessThan(300)
  })
})

describe('values made by hand', () => {
  const { ear, reports } = open()
  test.each([
    ['a number for words', command('on', { words: 5 })],
    ['a list for words', command('on', { words: ['a'] })],
    ['an object for words', command('on', { words: { toString: 'x' } })],
    ['null for words', command('on', { words: null })],
    ['10,000 characters', command('on', { words: 'x'.repeat(10_000) })],
    ['words for a number', command('next', { count: 'three' })],
    ['a broken number', command('next', { count: 2.5 })],
    ['no number', command('next', { count: Number.NaN })],
    ['a button with words for a number', press('test.next||three')],
  ])('%s are refused in words, and are no bug', async (_, heard) =>
    expect(await ear.answer(heard)).toMatchObject({ failure: 'bad-input', audience: 'asker' }),
  )
  test('none was reported', () => expect(reports).toEqual([]))

  test('what cannot be seen is taken out, whatever surface brought it', async () => {
    for (const heard of [command('on', { words: '\u202EKa\u00ADti\n' }), line('on \u202EKa\u00ADti\n'), press('test.on|\u202EKati')]) {
      expect(await plain(open().ear.answer(heard))).toMatch(/ Kati$/)
    }
  })
  test('a name of the language’s own prototype is no argument', async () => {
    expect(await ear.answer(command('on', JSON.parse('{"__proto__":{"words":"x"},"constructor":1}')))).not.toHaveProperty('failure')
  })
  test.each<[string, Audience, string | undefined, Settled, Settled, string]>([
    ['a private answer reckons in the person’s', 'asker', 'Asia/Tokyo', { zone: 'Europe/Paris' }, { zone: 'Europe/Warsaw' }, 'Asia/Tokyo'],
    ['or the channel’s', 'asker', undefined, { zone: 'Europe/Paris' }, { zone: 'Europe/Warsaw' }, 'Europe/Paris'],
    ['a public one in the channel’s', 'everyone', 'Asia/Tokyo', { zone: 'Europe/Paris' }, { zone: 'Europe/Warsaw' }, 'Europe/Paris'],
    ['or the server’s', 'everyone', 'Asia/Tokyo', {}, { zone: 'Europe/Warsaw' }, 'Europe/Warsaw'],
    ['or the person’s', 'everyone', 'Asia/Tokyo', {}, {}, 'Asia/Tokyo'],
    ['or the installation’s', 'everyone', undefined, {}, {}, 'Africa/Bamako'],
  ])('the zone: %s', async (_, audience, own, channel, server, expected) => {
    heardBy.length = 0
    const { ear } = open({ settlements: { of: () => ({ channel, server }) } })
    await ear.answer(line(audience === 'asker' ? 'today' : 'on', own === undefined ? {} : { zone: own }))
    expect(heardBy.map(({ zone }) => zone)).toEqual([expected])
  })
  test('a zone that is none is passed over for the installation’s', async () => {
    heardBy.length = 0
    await ear.answer(line('on', { zone: 'Mars/Olympus' }))
    await ear.answer(line('on', { zone: 'Europe/Paris' }))
    expect(heardBy.map(({ zone }) => zone)).toEqual(['Africa/Bamako', 'Europe/Paris'])
  })
})

describe('a command that crashes', () => {
  test.each(['crash', 'late', 'thrown', 'misfilled', 'unworded'])('%s: the asker is told an id, and it is reported once', async (how) => {
    const { ear, reports } = open()
    const answer = await ear.answer(line(`why ${how}`, { locale: 'fr' }))
    expect(answer).toMatchObject({ failure: 'broken', audience: 'asker', locale: 'fr' })
    expect(toPlain(answer)).toContain('abcd2345')
    expect(reports.length).toBe(1)
  })
  test('a completion that crashes offers nothing, and is reported once', () => {
    const crash: Root = {
      ...root,
      commands: root.commands.map((spec) => ({
        ...spec,
        params: spec.params.map((p) => ({
          ...p,
          complete: () => {
            throw new Error('x')
          },
        })),
      })),
    }
    const { ear, reports } = open({ roots: [crash] })
    expect(ear.complete({ root: 'test', sub: 'on', param: 'words', typed: 'a', asker })).toEqual([])
    expect(reports.length).toBe(1)
  })
  test('a first page that crashes says so', async () => {
    const { ear, reports } = open({
      home: () => {
        throw new Error('x')
      },
    })
    expect(await ear.home(asker)).toMatchObject({ failure: 'broken', audience: 'asker' })
    expect(reports.length).toBe(1)
  })
  test('a footer that crashes costs the footer, not the answer', async () => {
    const { ear, reports } = open({
      footer: () => {
        throw new Error('x')
      },
    })
    expect(await plain(ear.answer(line('on')))).toBe('en everyone')
    expect(await ear.answer(line('why crash'))).toMatchObject({ failure: 'broken' })
    expect(reports.length).toBe(3)
  })
})

describe('the footer', () => {
  const { ear } = open({ footer: (say) => [`footer ${say.locale}`] })
  test('stands under every answer, in its language', async () => {
    for (const heard of [line('on language:pl'), line('why crash language:pl'), press('pl:gone')])
      expect((await ear.answer(heard)).footer).toContain('footer pl')
  })
  test('comes after what the answer says itself', async () =>
    expect((await ear.answer(line('next'))).footer).toEqual([expect.stringMatching(/^Page 1 of \d+$/), ' · ', 'footer en']))
})

describe('a word that looks like a mistyped command', () => {
  test('is searched for, and the command stands first among the buttons', async () => {
    const answer = await open().ear.answer(line('serch keita'))
    expect(answer.buttons[0]?.label).toContain('/test search')
    expect(fromActionId(answer.buttons[0]?.action ?? '')).toMatchObject({ name: 'test.search', parts: ['keita'] })
  })
  test('the button does what it says, in the language that was asked for', async () => {
    const { ear } = open()
    const answer = await ear.answer(line('serch keita language:pl', { locale: 'fr' }))
    expect(await plain(ear.answer(press(answer.buttons[0]?.action ?? '', { locale: 'fr' })))).toBe('pl asker keita')
  })
})

describe('completion', () => {
  const complete = (typed: string, param = 'words', sub = 'on') => open().ear.complete({ root: 'test', sub, param, typed, asker })
  test('never offers more than the 25 that Discord shows', () => expect(complete('a').length).toBe(25))
  test('offers nothing for what there is not', () => {
    expect(complete('a', 'count')).toEqual([])
    expect(complete('a', 'nothing')).toEqual([])
    expect(complete('a', 'words', 'nothing')).toEqual([])
  })
  test('is asked with no more than 100 characters, none of them unseen or halved', () => {
    const name = complete(`\u202E\0${'🪘'.repeat(100)}`)[0]?.name ?? ''
    expect(name.length).toBeLessThanOrEqual(101)
    expect(name.isWellFormed()).toBe(true)
    expect(name).not.toContain('\u202E')
  })
})

test('pages are turned by presses, a year later as well', async () => {
  const { ear } = open()
  const first = await ear.answer(line('next'))
  const second = await ear.answer(press(first.buttons[0]?.action ?? ''))
  expect(second.footer).toEqual([expect.stringMatching(/^Page 2 of \d+$/)])
  expect(await ear.answer(press(withEnvelope('test.next' as ActionId, { page: 99 })))).toMatchObject({
    footer: [expect.stringMatching(/^Page (\d+) of \1$/)],
  })
})

describe('a single word that names a command of another root', () => {
  const { ear } = house([openShelf(MALI_2020)])
  const said = async (text: string) =>
    (await ear.answer({ kind: 'line', root: 'mali', text, asker: { platform: 'slack', user: 'u' } })).title

  test.each(['help', 'aide', 'pomoc', '?', 'HELP'])('%s under /mali asks for help', async (word) =>
    expect(await said(word)).toBe('What you can ask Griot'),
  )
  test('in the language that is asked for beside it', async () => expect(await said('help language:pl')).toBe('O co można zapytać'))
  test('but a command that is its own root keeps every word', async () => {
    const { title } = await ear.answer({ kind: 'line', root: 'onthisday', text: 'today', asker: { platform: 'slack', user: 'u' } })
    expect(title).toContain('18 August')
  })
  test('a question mark with a blank before it is no word', async () => expect(await said('aujourd’hui ?')).toContain('Today'))
  test('and a word that names one of this root stays here', async () => expect(await said('today')).toContain('Today'))
  test('and more words are words', async () => expect(await said('help Mali')).not.toBe('What you can ask Griot'))
})
