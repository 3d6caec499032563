import { describe, expect, test } from 'vitest'
import type { Ear } from '../../src/chat/platform.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { attachments } from '../../src/platforms/discord/attachments.ts'
import { logger } from '../../src/kernel/log.ts'
import { connected, heldClock, isPrivate, keyOf, partsOf, textOf } from '../support/discord-client.ts'
import { command, press, submit, type Value } from '../support/discord-payloads.ts'
import { words } from '../support/discord-posting.ts'
import { schemaFaults, withoutSpec, wrongWithMessage } from '../support/discord-schema.ts'
import type { Answered, DiscordServer } from '../support/discord-server.ts'
import { GIVEN_OUT, givingRoots, MOST_BYTES } from '../support/giving-roots.ts'

const begun = () => connected({ roots: givingRoots() })
const saidIn = (answer: Answered): string => textOf(answer).replaceAll('\\', '').trim()
const given = (file: Value['value']): Value[] => [
  { name: 'name', value: 'Kati' },
  { name: 'file', value: file },
]
const add = (server: DiscordServer, file: Value['value']) => server.interact(command('quiz', 'deck add', given(file)))

describe('a file that is given', () => {
  test('with a command is read, and so is one that is put into a window', async () => {
    const { server } = await begun()
    const file = await server.attach('Mój deck.csv', '\ufeffa;ł\nb;😀\n')
    expect(saidIn(await add(server, file))).toContain('Mój deck.csv says "a;łnb;😀n"')
    const entries = [{ id: 'name', type: 4, value: 'Kati' } as const, { id: 'file', type: 19, value: file } as const]
    expect(saidIn(await server.interact(submit('#form|quiz|deck add', entries)))).toContain('says "a;łnb;😀n"')
  })

  test('may be as large as its command takes, and not a byte larger, whatever Discord says of its size', async () => {
    const { server } = await begun()
    const sizes = [MOST_BYTES, MOST_BYTES + 1]
    const [fits, tooLarge] = await Promise.all(sizes.map(async (size) => add(server, await server.attach('deck.csv', 'x'.repeat(size)))))
    const lying = await add(server, await server.attach('deck.csv', 'x'.repeat(MOST_BYTES + 1), undefined, 1))
    const endless = await add(server, await server.attach('deck.csv', '', 'endless', 1))
    expect(saidIn(fits!)).toContain('xxx')
    for (const refused of [tooLarge!, lying, endless]) {
      expect(saidIn(refused)).toContain('“deck.csv” is too large: at most 2 KB')
      expect(isPrivate(refused)).toBe(true)
    }
  })

  test('that is no text is refused with what to do about it', async () => {
    const { server } = await begun()
    expect(saidIn(await add(server, await server.attach('deck.xlsx', new Uint8Array([0x50, 0x4b, 0xff, 0xfe]))))).toContain(
      '“deck.xlsx” is not plain text in UTF-8',
    )
  })

  test.each([
    ['lies elsewhere', 'https://evil.example/deck.csv'],
    ['lies at a host that is called nearly like Discord’s', 'https://cdn.discordapp.com.evil.example/x'],
    ['names a person in its address', 'https://cdn.discordapp.com@evil.example/x'],
    ['is asked for without encryption', 'http://cdn.discordapp.com/x'],
    ['is on this machine', 'file:///etc/passwd'],
    ['has no address', ''],
  ])('that %s is not fetched', async (_, url) => {
    const { server, said, lines } = await begun()
    const file = await server.attach('deck.csv', 'a')
    expect(saidIn(await add(server, { ...file, url }))).toContain('“deck.csv” could not be fetched')
    await said('an address that is not Discord’s')
    expect(lines.join('')).not.toContain(url || 'no address')
  })

  test('that leads on to another address, or is gone, is not had', async () => {
    const { server, lines } = await begun()
    for (const how of ['moved', 'gone'] as const)
      expect(saidIn(await add(server, await server.attach('deck.csv', 'a', how)))).toContain('could not be fetched')
    expect(lines.join('')).not.toContain('secret-of-the-address')
    expect(lines.join('')).not.toContain('deck.csv')
  })

  test('is taken from this machine only by a Discord on this machine', async () => {
    const upload = attachments('https://discord.com/api', logger({ level: 'silent', secrets: [] }))
    const resolved = { attachments: { '1': { filename: 'deck.csv', size: 1, url: 'http://127.0.0.1:1/attachments/1/file' } } }
    await expect(upload(resolved, '1')?.read(10)).rejects.toMatchObject({
      key: 'error.fileLost',
      cause: { message: 'an address that is not Discord’s' },
    })
  })

  test('but is words, or was never attached, is refused with how to give one', async () => {
    const { server } = await begun()
    for (const odd of ['deck.csv', '__proto__', '1', 7])
      expect(saidIn(await add(server, odd))).toContain(
        '“file” is a file, and a file cannot be typed. On Discord, attach it to /quiz deck add',
      )
    const whole = command('quiz', 'deck add', given(await server.attach('deck.csv', 'a')))
    const data = whole['data'] as object
    for (const resolved of [undefined, 7, { attachments: 'x' }, { attachments: { x: 7 } }])
      expect(saidIn(await server.interact({ ...command('quiz', 'deck add'), data: { ...data, resolved } }))).toContain(
        'a file cannot be typed',
      )
  })
})

describe('a file that is handed over', () => {
  const exported = (answer: Answered) => {
    expect(wrongWithMessage(answer.data)).toEqual([])
    expect([isPrivate(answer), answer.files]).toEqual([
      true,
      [{ field: 'files[0]', name: 'zazo_c_deck.csv', type: GIVEN_OUT.type, text: GIVEN_OUT.text }],
    ])
    expect(partsOf(answer).filter(({ type }) => type === 13)).toHaveLength(1)
    expect(textOf(answer)).toContain('here it is')
  }

  test(`goes with the answer, in one request, to whoever asked alone${withoutSpec}`, async () => {
    const { server } = await begun()
    const before = (await server.received({ kind: 'rest' })).length
    const answer = await server.interact(command('quiz', 'deck export'))
    expect([answer.type, (await server.received({ kind: 'rest' })).length - before]).toEqual([4, 1])
    exported(answer)
    expect(schemaFaults('CreateMessageInteractionCallbackRequest', { type: 4, data: answer.data })).toEqual([])
  })

  test('goes with the answer to a press, under a public message and in the place of a private one', async () => {
    const { server } = await begun()
    const open = await server.interact(command('quiz', 'next'))
    const pressed = await server.interact(press(open.message!, keyOf(open, 'quiz.deck-export')))
    exported(pressed)
    const instead = await server.interact(press(pressed.message!, 'quiz.deck-export'))
    expect([instead.type, instead.files.length, instead.message?.id]).toEqual([7, 1, pressed.message?.id])
  })

  test('leaves room for itself in a message that is full', async () => {
    const full = Array.from({ length: 60 }, () => ({ kind: 'divider' }) as const).flatMap((rule, i) => [
      rule,
      { kind: 'text', body: [`line ${i}`] } as const,
    ])
    const ear: Ear = {
      answer: async () => ({ ...words('x'), audience: 'asker', blocks: full, file: GIVEN_OUT }),
      complete: () => [],
      home: async () => words('x'),
    }
    const { server } = await connected({ ear, roots: givingRoots() })
    const answer = await server.interact(command('quiz', 'deck export'))
    expect([answer.type, wrongWithMessage(answer.data), answer.files.length]).toEqual([4, [], 1])
  })

  test('goes with no answer that everyone sees', async () => {
    const ear: Ear = { answer: async () => ({ ...words('for all'), file: GIVEN_OUT }), complete: () => [], home: async () => words('x') }
    const { server } = await connected({ ear, roots: givingRoots() })
    const answer = await server.interact(command('quiz', 'next'))
    expect([isPrivate(answer), answer.files, JSON.stringify(answer.data).includes('attachment')]).toEqual([false, [], false])
  })
})

describe('an answer for the asker alone that takes its time', () => {
  const late = async (sub: string, reply: Reply) => {
    const clock = heldClock()
    const { promise, resolve } = Promise.withResolvers<Reply>()
    const ear: Ear = { answer: () => promise, complete: () => [], home: () => promise }
    const begun = await connected({ clock, ear, roots: givingRoots() })
    const announced = begun.server.interact(command('quiz', sub))
    await clock.sleeping((ms) => ms === 1_200)
    clock.wake()
    const { data, message } = await announced
    resolve(reply)
    return { ...begun, flags: (data as { flags: number }).flags, message }
  }
  const secret: Reply = { ...words('only you'), audience: 'asker', file: GIVEN_OUT }

  test('is announced to them alone where its command is, and brings its file', async () => {
    const { server, flags } = await late('deck export', secret)
    const [edit] = await server.waitFor({ kind: 'rest', method: 'PATCH', path: '/messages/@original' })
    expect([flags, edit?.kind === 'rest' && edit.files.length]).toEqual([64, 1])
  })

  test('clears the place where everyone was told to wait, and is said beside it', async () => {
    const { server, flags, message } = await late('next', secret)
    await server.waitFor({ kind: 'rest', method: 'POST', path: '/webhooks/' })
    const shown = await server.messages()
    expect([flags, shown.some(({ id }) => id === message?.id)]).toEqual([0, false])
    expect(shown.map(({ flags: of }) => (of & 64) !== 0)).toEqual([true])
    expect(await server.received({ kind: 'rest', method: 'PATCH', path: '/webhooks/' })).toEqual([])
  })
})

describe('who asked', () => {
  const witnessed = async (payload: (plain: Record<string, unknown>) => Record<string, unknown>) => {
    const witness = { askers: [], pressed: [] } as Parameters<typeof givingRoots>[0] & object
    const { server, lines } = await connected({ roots: givingRoots(witness) })
    await server.interact(payload(command('quiz', 'next')))
    return { asker: witness.askers[0], lines }
  }
  const user = { id: '700000000000000003', username: 'awa_name_1', global_name: 'Awa Global' }
  const named =
    (nick: unknown, given: object = user) =>
    (plain: Record<string, unknown>) => ({
      ...plain,
      member: { ...(plain['member'] as object), nick, user: given },
    })

  test.each([
    ['their name in the server', named('Awa Here'), 'Awa Here'],
    ['else their shown name', named(null), 'Awa Global'],
    ['else their account’s', named(null, { ...user, global_name: null }), 'awa_name_1'],
    ['in a direct message their shown name', () => ({ ...command('quiz', 'next', [], { direct: true }), user }), 'Awa Global'],
    ['nothing where Discord says nothing', named(7, { id: user.id }), undefined],
  ])('is called by %s, which no log holds', async (_, payload, name) => {
    const { asker, lines } = await witnessed(payload)
    expect(asker?.name).toBe(name)
    expect(lines.join('')).not.toContain(name ?? 'no name')
  })

  test('asked when Discord made the interaction, by its id', async () => {
    // https://docs.discord.com/developers/reference#snowflakes: the example there is of 2016-04-30 11:18:25.796 UTC.
    const { asker } = await witnessed((plain) => ({ ...plain, id: '175928847299117063' }))
    expect(asker?.askedAt?.toISOString()).toBe('2016-04-30T11:18:25.796Z')
  })
})
