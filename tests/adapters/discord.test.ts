import { describe, expect, test } from 'vitest'
import { connected, isPrivate, keyOf, partsOf, textOf } from '../support/discord-client.ts'
import { command, press, select, typing, type From } from '../support/discord-payloads.ts'
import { schemaFaults, wrongWithMessage } from '../support/discord-schema.ts'
import type { Answered } from '../support/discord-server.ts'

describe('a command', () => {
  test('is answered in its own callback, with one request, for everyone', async () => {
    const { server } = await connected()
    const before = (await server.received({ kind: 'rest' })).length
    const answer = await server.interact(command('mali', 'today'))
    expect(answer.type).toBe(4)
    expect(textOf(answer)).toContain('Soldiers **mutinied** at Kati')
    expect(isPrivate(answer)).toBe(false)
    expect(wrongWithMessage(answer.data)).toEqual([])
    expect((await server.received({ kind: 'rest' })).length - before).toBe(1)
    expect(await server.received({ kind: 'rest', path: '/interactions/' })).toMatchObject([{ authorization: undefined }])
  })

  test('is answered for the asker alone where it says so, and where they ask for it', async () => {
    const { server } = await connected()
    expect(isPrivate(await server.interact(command('mali', 'sources', [{ name: 'event', value: 'x' }])))).toBe(true)
    expect(isPrivate(await server.interact(command('mali', 'today', [{ name: 'share', value: false }])))).toBe(true)
    expect(isPrivate(await server.interact(command('mali', 'today', [{ name: 'share', value: true }])))).toBe(false)
  })

  test('without sub-commands, and one from a direct message, are answered', async () => {
    const { server } = await connected()
    expect(textOf(await server.interact(command('onthisday', '', [{ name: 'date', value: '18 August' }])))).toContain('## 18 August')
    expect(textOf(await server.interact(command('mali', 'today', [], { direct: true, locale: 'fr' })))).toContain('Aujourd’hui')
  })

  test('that is too long for one message is paged, and the pages turn', async () => {
    const { server } = await connected()
    const first = await server.interact(command('mali', 'timeline'))
    expect(textOf(first)).toContain('1\\. word')
    const second = await server.interact(press(first.message!, keyOf(first, 'mali.timeline')))
    expect(textOf(second)).not.toContain('\n1\\. word')
    expect(textOf(second)).toMatch(/Page 2 of/)
  })

  test('that breaks is answered privately with an id, and the next one works', async () => {
    const { server, faults } = await connected()
    const answer = await server.interact(command('mali', 'random'))
    expect(textOf(answer)).toContain('shortid1')
    expect(isPrivate(answer)).toBe(true)
    expect(faults).toEqual([expect.any(TypeError)])
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
  })
})

describe('a press', () => {
  test('under a public message is answered for the presser alone, and the message stays', async () => {
    const { server } = await connected()
    const first = await server.interact(command('mali', 'today'))
    const shown = JSON.stringify(first.message)
    const pressed = await server.interact(press(first.message!, keyOf(first, 'mali.sources')))
    expect([pressed.type, isPrivate(pressed)]).toEqual([4, true])
    expect(pressed.message?.id).not.toBe(first.message?.id)
    expect(JSON.stringify((await server.messages()).find(({ id }) => id === first.message?.id))).toBe(shown)
  })

  test('under a private message updates it, and it stays private', async () => {
    const { server } = await connected()
    const first = await server.interact(command('mali', 'sources', [{ name: 'event', value: 'event-1' }]))
    const pressed = await server.interact(press(first.message!, keyOf(first, 'mali.event')))
    expect([pressed.type, pressed.message?.id, isPrivate(pressed)]).toEqual([7, first.message?.id, true])
    expect(textOf(pressed)).toContain('told for asker')
    expect(wrongWithMessage(pressed.data)).toEqual([])
  })

  test('on a choice of a menu is a press on what was chosen', async () => {
    const { server } = await connected()
    const first = await server.interact(command('mali', 'today'))
    const menu = partsOf(first).find(({ type }) => type === 3)
    const chosen = await server.interact(select(first.message!, menu?.custom_id ?? '', menu?.options?.[1]?.value ?? ''))
    expect(textOf(chosen)).toContain('## event-2')
    expect([chosen.type, isPrivate(chosen)]).toEqual([4, true])
  })

  test.each(['mali.gone|x', 'v0:whatever:{"a":1}', 'mali.today|1|2|3|4|5|6|7', '', 'x'.repeat(100), '\u202E|||'])(
    'on a button of another version (%j) is answered in words',
    async (id) => {
      const { server } = await connected()
      const first = await server.interact(command('mali', 'today'))
      const pressed = await server.interact(press(first.message!, id))
      expect(textOf(pressed)).toContain('another version of Griot')
      expect(isPrivate(pressed)).toBe(true)
    },
  )
})

describe('completion', () => {
  const values = (answer: Answered) => (answer.data as { choices: { name: string; value: string }[] }).choices

  test('offers at most 25 choices with names of at most 100 characters', async () => {
    const { server } = await connected()
    const answer = await server.interact(typing('mali', 'event', [{ name: 'event', value: '', focused: true }]))
    expect(answer.type).toBe(8)
    expect(values(answer)).toHaveLength(25)
    expect(Math.max(...values(answer).map(({ name }) => name.length))).toBeLessThanOrEqual(100)
    expect(schemaFaults('ApplicationCommandAutocompleteCallbackRequest', { type: 8, data: answer.data })).toEqual([])
  })

  test('follows what is typed, and offers nothing for what cannot be completed', async () => {
    const { server } = await connected()
    expect(values(await server.interact(typing('mali', 'event', [{ name: 'event', value: 'number 7', focused: true }])))).toEqual([
      { name: 'Event number 7', value: 'event-7' },
    ])
    expect(values(await server.interact(typing('mali', 'sources', [{ name: 'count', value: 3, focused: true }])))).toEqual([])
    expect(values(await server.interact(typing('gone', '', [])))).toEqual([])
  })
})

describe('the language', () => {
  const today = { en: 'Today', fr: 'Aujourd’hui', pl: 'Dzisiaj' }
  const cases: readonly (readonly [what: string, from: From, publicly: keyof typeof today, privately: keyof typeof today])[] = [
    ['of the person where the server chose none', { locale: 'pl', guildLocale: 'en-US' }, 'pl', 'pl'],
    ['of the server in public and of the person in private', { locale: 'pl', guildLocale: 'fr', features: ['COMMUNITY'] }, 'fr', 'pl'],
    ['of a server that once chose, though it is no community now', { locale: 'pl', guildLocale: 'fr' }, 'fr', 'pl'],
    ['of a community that speaks English', { locale: 'pl', guildLocale: 'en-US', features: ['COMMUNITY'] }, 'en', 'pl'],
    ['of the server where we do not speak the person’s', { locale: 'de', guildLocale: 'fr', features: ['COMMUNITY'] }, 'fr', 'fr'],
    ['of the person where we do not speak the server’s', { locale: 'fr', guildLocale: 'de', features: ['COMMUNITY'] }, 'fr', 'fr'],
    ['of the house where we speak neither', { locale: 'sv-SE', guildLocale: 'de', features: ['COMMUNITY'] }, 'en', 'en'],
    ['of the person in a direct message', { locale: 'pl', direct: true }, 'pl', 'pl'],
  ]
  test.each(cases)('is that %s', async (_, from, publicly, privately) => {
    const { server } = await connected()
    const share = (value: boolean) => server.interact(command('mali', 'today', [{ name: 'share', value }], from))
    expect(textOf(await share(true))).toContain(`## ${today[publicly]}`)
    expect(textOf(await share(false))).toContain(`## ${today[privately]}`)
  })

  test('that was asked for goes before all, and stays when a button is pressed', async () => {
    const { server } = await connected()
    const first = await server.interact(command('mali', 'today', [{ name: 'language', value: 'pl' }], { locale: 'fr' }))
    expect(textOf(first)).toContain('## Dzisiaj')
    expect(textOf(await server.interact(press(first.message!, keyOf(first, 'mali.today'), { locale: 'fr' })))).toContain('## Dzisiaj')
  })
})

describe('a payload made by hand', () => {
  test.each([
    ['a value of another type', command('mali', 'event', [{ name: 'event', value: 7 }])],
    ['a list as a value', command('mali', 'event', [{ name: 'event', value: ['a'] as never }])],
    ['10,000 characters', command('mali', 'event', [{ name: 'event', value: 'x'.repeat(10_000) }])],
    ['no value', command('mali', 'event')],
    ['an unknown command', command('nosuch', 'thing')],
    ['an unknown sub-command', command('mali', 'nosuch')],
    ['a name that every object has', command('mali', 'constructor', [{ name: '__proto__', value: 'x' }])],
    [
      'options of a wrong shape',
      { ...command('mali', 'today'), data: { id: '1', name: 'mali', type: 1, options: [null, 7, { type: 1 }] } },
    ],
    ['no data at all', { ...command('mali', 'today'), data: null }],
    ['a name that is no text', { ...command('mali', 'today'), data: { name: { a: 1 }, options: 'x' } }],
    ['no person', { ...command('mali', 'nosuch'), member: 5, user: undefined }],
    ['a press without a message', { ...press({ id: '1' }, 'nosuch'), message: undefined, data: { component_type: 2, custom_id: 7 } }],
    ['a choice of nothing', { ...select({ id: '1' }, 'menu', 'x'), data: { component_type: 3, values: 'x' } }],
  ])('(%s) gets a private answer in words, and the next command works', async (_, payload) => {
    const { server } = await connected()
    const answer = await server.interact(payload)
    expect(isPrivate(answer)).toBe(true)
    expect(textOf(answer).length).toBeGreaterThan(10)
    expect(wrongWithMessage(answer.data)).toEqual([])
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
  })

  test.each([
    ['without an id', { ...command('mali', 'today'), id: undefined }],
    ['with an id that leads elsewhere', { ...command('mali', 'today'), id: '../../channels/1/messages' }],
    ['without a token', { ...command('mali', 'today'), token: 7 }],
    ['of a kind that we never offer', { ...command('mali', 'today'), type: 5 }],
    ['that is a list', [] as unknown as Record<string, unknown>],
  ])('%s cannot be answered: it is logged, and the next command works', async (_, payload) => {
    const { server, said } = await connected()
    await server.dispatch(payload)
    await said('discord: an interaction')
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
  })
})
