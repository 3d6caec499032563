import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { arg, choice, defineCommand, file, type Root } from '../../../src/chat/command.ts'
import {
  COMMAND_LIMITS,
  charactersOf,
  forGuild,
  sameCommands,
  toDiscordCommands,
  type DiscordCommand,
} from '../../../src/platforms/discord/commands.ts'
import { sayer } from '../../../src/words/say.ts'
import { FakeRest } from '../../support/discord-rest.ts'
import { discordSpec, schemaFaults, withoutSpec, wrongWithCommands } from '../../support/discord-schema.ts'
import { smallRoots } from '../../support/small-commands.ts'

const commands = toDiscordCommands(smallRoots())
const sub = (name: string) =>
  commands[0]?.options?.find((option) => option.name === name) as Extract<NonNullable<DiscordCommand['options']>[number], { type: 1 }>
const option = (command: string, name: string) => sub(command).options?.find((one) => one.name === name)

/** What Discord gives back after taking these, by the fake that keeps Discord's habits: ids, nulls and defaults added, false left out. */
function givenBack(sent: readonly unknown[], guild?: string): readonly Record<string, unknown>[] {
  const rest = new FakeRest({ appId: '1', guilds: [], token: () => 't', gatewayUrl: () => '', nonceMs: 0, now: () => 1_500_000_000_000 })
  const path = guild ? `/api/v10/applications/1/guilds/${guild}/commands` : '/api/v10/applications/1/commands'
  const request = { path, query: new URLSearchParams({ with_localizations: 'true' }), authorization: 'Bot t' }
  rest.handle({ ...request, method: 'PUT', body: sent })
  return rest.handle({ ...request, method: 'GET', body: undefined }).body as readonly Record<string, unknown>[]
}

describe('registration', () => {
  test(`is what Discord takes${withoutSpec}`, () => expect(wrongWithCommands(commands)).toEqual([]))

  test('has a root with sub-commands, and a lone command with options of its own', () => {
    expect(commands.map(({ name, type, options = [] }) => [name, type, options.map((one) => [one.name, one.type])])).toEqual([
      [
        'mali',
        1,
        [
          ['today', 1],
          ['event', 1],
          ['sources', 1],
          ['timeline', 1],
          ['random', 1],
        ],
      ],
      [
        'onthisday',
        1,
        [
          ['date', 3],
          ['language', 3],
          ['share', 5],
        ],
      ],
    ])
  })

  test('can be installed by servers and people, and used in servers and direct messages', () => {
    for (const command of commands) expect(command).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] })
    for (const command of forGuild(commands)) expect(Object.keys(command)).not.toEqual(expect.arrayContaining(['contexts']))
  })

  test('names and describes everything in French and Polish', () => {
    expect(commands[0]).toMatchObject({
      description: 'The crisis of 2020',
      description_localizations: { fr: 'La crise de 2020', pl: 'Kryzys 2020 roku' },
    })
    expect(sub('today')).toMatchObject({
      name_localizations: { fr: 'aujourdhui', pl: 'dzisiaj' },
      description: 'What happened on this day',
    })
    expect(option('event', 'event')).toMatchObject({
      name_localizations: { fr: 'événement', pl: 'wydarzenie' },
      description_localizations: { fr: expect.any(String) as string, pl: expect.any(String) as string },
    })
  })

  test('names the languages in each language', () => {
    expect(option('today', 'language')).toMatchObject({
      choices: [
        { name: 'English', value: 'en', name_localizations: { fr: 'anglais', pl: 'angielski' } },
        { name: 'French', value: 'fr', name_localizations: { fr: 'français', pl: 'francuski' } },
        { name: 'Polish', value: 'pl', name_localizations: { fr: 'polonais', pl: 'polski' } },
      ],
    })
  })

  test('tells types, bounds, choices and completion; what is required stands first', () => {
    expect(option('event', 'event')).toMatchObject({ type: 3, required: true, autocomplete: true, min_length: 2, max_length: 100 })
    expect(option('sources', 'count')).toMatchObject({ type: 4, required: false, min_value: 1, max_value: 10 })
    expect(option('timeline', 'topic')).toMatchObject({
      type: 3,
      choices: [
        { name: 'army', value: 'army' },
        { name: 'vote', value: 'vote' },
      ],
    })
    expect(sub('sources').options?.map(({ name, required }) => [name, required])).toEqual([
      ['event', true],
      ['count', false],
      ['language', false],
    ])
  })

  const long = (words: string): Root => ({
    name: 'long',
    summary: { en: words, fr: words, pl: words },
    commands: Array.from({ length: 25 }, (_, i) => {
      const topic = arg(z.enum(Array.from({ length: 7 }, (_, n) => `some-topic-${n}`) as [string, ...string[]]).optional(), 'topic')
      return defineCommand({
        root: 'long',
        sub: `sub${i}`,
        key: 'sources',
        audience: 'asker',
        example: { en: '', fr: '', pl: '' },
        args: { topic, event: arg(z.string(), 'event') },
        run: () => {
          throw new Error('never run')
        },
      })
    }),
  })

  test('cuts descriptions at a word', () => {
    const [command] = toDiscordCommands([{ ...long('a long description '.repeat(20)), commands: [] }])
    expect(command?.description).toMatch(/ (?:a|long|description)…$/)
    expect(command?.description.length).toBeGreaterThan(80)
    expect(command?.description.length).toBeLessThanOrEqual(100)
  })

  test('keeps to 8,000 characters by cutting descriptions further', () => {
    const [cut] = toDiscordCommands([long('x')])
    expect(charactersOf(cut!)).toBeLessThanOrEqual(COMMAND_LIMITS.characters)
    expect(cut?.options?.every(({ description }) => description.endsWith('…') && description.length > 10)).toBe(true)
  })
})

describe('a group', () => {
  const inGroup = (sub: string, key: 'next' | 'deckAdd' | 'deckList' | 'privacyShow', hidden?: true) =>
    defineCommand({
      root: 'quiz',
      sub,
      key,
      audience: 'asker',
      ...(hidden && { hidden }),
      example: { en: '', fr: '', pl: '' },
      args: { file: arg(file().optional(), 'file') },
      run: () => {
        throw new Error('never run')
      },
    })
  const root: Root = {
    name: 'quiz',
    summary: { en: 'a', fr: 'b', pl: 'c' },
    groups: { deck: { en: 'Decks', fr: 'Séries', pl: 'Zestawy' } },
    commands: [
      inGroup('deck add', 'deckAdd'),
      inGroup('next', 'next'),
      inGroup('deck list', 'deckList'),
      inGroup('privacy show', 'privacyShow'),
    ],
  }
  const grouped = toDiscordCommands([root])

  test('stands in the place of its first command, and holds the others', () => {
    expect(grouped[0]?.options).toMatchObject([
      {
        type: 2,
        name: 'deck',
        options: [
          { type: 1, name: 'add' },
          { type: 1, name: 'list' },
        ],
      },
      { type: 1, name: 'next' },
      { type: 2, name: 'privacy', options: [{ type: 1, name: 'show' }] },
    ])
  })
  test('is named and described in three languages, as are its commands', () => {
    expect(grouped[0]?.options?.[0]).toMatchObject({
      name_localizations: { fr: 'série', pl: 'zestaw' },
      description: 'Decks',
      description_localizations: { fr: 'Séries', pl: 'Zestawy' },
      options: [{ name_localizations: { fr: 'ajouter', pl: 'dodaj' }, description: sayer('en')('cmd.deckAdd.summary') }, {}],
    })
  })
  test('without words of its own has those of its root', () => expect(grouped[0]?.options?.[2]).toMatchObject({ description: 'a' }))
  test('a file is asked for as an attachment', () =>
    expect(grouped[0]?.options?.[1]).toMatchObject({
      options: expect.arrayContaining([expect.objectContaining({ type: 11, name: 'file' })]) as unknown,
    }))
  test('that only buttons call is not registered', () =>
    expect(
      toDiscordCommands([{ ...root, commands: [inGroup('deck add', 'deckAdd', true), inGroup('next', 'next')] }])[0]?.options,
    ).toMatchObject([{ name: 'next' }]))

  const many = (groups: number, each: number): Root => ({
    ...root,
    commands: Array.from({ length: groups * each }, (_, i) => inGroup(`g${i % groups} s${i}`, 'deckAdd')),
  })
  test('is one of at most 25, and has at most 25 commands', () => {
    const [wide] = toDiscordCommands([many(30, 1)])
    const [deep] = toDiscordCommands([many(1, 30)])
    expect(wide?.options).toHaveLength(25)
    expect((deep?.options?.[0] as { options?: unknown[] } | undefined)?.options).toHaveLength(25)
  })
  test(`is what Discord takes, within 8,000 characters, and is found there again${withoutSpec}`, () => {
    expect(wrongWithCommands(grouped)).toEqual([])
    expect(sameCommands(grouped, givenBack(grouped))).toBe(true)
    expect(sameCommands(grouped, givenBack(toDiscordCommands([{ ...root, commands: root.commands.slice(0, 3) }])))).toBe(false)
    expect(charactersOf(toDiscordCommands([many(5, 20)])[0]!)).toBeLessThanOrEqual(COMMAND_LIMITS.characters)
  })
})

describe('a managed command', () => {
  const shown = (key: 'today' | 'sources', hidden?: true) =>
    defineCommand({
      root: 'kept',
      sub: key,
      key,
      audience: 'asker',
      ...(hidden && { hidden }),
      example: { en: '', fr: '', pl: '' },
      args: { topic: choice(z.enum(['one', 'two']).optional(), 'topic', { one: 'button.sources', two: 'button.why' }) },
      run: () => {
        throw new Error('never run')
      },
    })
  const root: Root = {
    name: 'kept',
    summary: { en: 'a', fr: 'b', pl: 'c' },
    commands: [shown('today'), shown('sources', true)],
    managed: true,
  }
  const kept = toDiscordCommands([root])

  test('is for servers alone, and there for those who manage them unless they say otherwise', () => {
    expect(kept).toMatchObject([{ integration_types: [0], contexts: [0], default_member_permissions: '32' }])
    expect(forGuild(kept)).toMatchObject([{ default_member_permissions: '32' }])
    expect(commands.map((command) => command.default_member_permissions)).toEqual([undefined, undefined])
  })

  test('that only buttons call is not registered', () => expect(kept[0]?.options?.map(({ name }) => name)).toEqual(['today']))

  test('names its choices in every language', () => {
    const [today] = (kept[0]?.options ?? []) as ReturnType<typeof sub>[]
    expect(today?.options?.find(({ name }) => name === 'topic')).toMatchObject({
      choices: [
        { name: 'Sources', value: 'one', name_localizations: { pl: sayer('pl')('button.sources') } },
        { name: sayer('en')('button.why'), value: 'two', name_localizations: { fr: sayer('fr')('button.why') } },
      ],
    })
  })

  test(`is what Discord takes, and is found there again${withoutSpec}`, () => {
    expect(wrongWithCommands(kept)).toEqual([])
    expect(sameCommands(kept, givenBack(kept))).toBe(true)
    expect(sameCommands(kept, givenBack(kept.map((command) => ({ ...command, default_member_permissions: '8' }))))).toBe(false)
  })
})

describe('comparison with what Discord has', () => {
  test('finds no difference in what Discord gives back', () => {
    expect(sameCommands(commands, givenBack(commands))).toBe(true)
    expect(sameCommands(commands, givenBack(commands.toReversed()))).toBe(true)
    expect(sameCommands(forGuild(commands), givenBack(forGuild(commands), '7'))).toBe(true)
  })

  test.skipIf(!discordSpec)(`is made with answers of Discord's shape${withoutSpec}`, () => {
    expect(givenBack(commands).flatMap((command) => schemaFaults('ApplicationCommandResponse', command))).toEqual([])
  })

  type Loose = Record<string, unknown> & { options: Loose[] }
  test.each([
    ['nothing', () => []],
    ['one command less', (theirs: Loose[]) => theirs.slice(1)],
    ['one command more', (theirs: Loose[]) => [...theirs, { ...theirs[0]!, name: 'other' }]],
    ['another description', (theirs: Loose[]) => [{ ...theirs[0]!, description: 'old' }, theirs[1]!]],
    [
      'another translation',
      (theirs: Loose[]) => [{ ...theirs[0]!, description_localizations: { fr: 'vieux', pl: 'Kryzys 2020 roku' } }, theirs[1]!],
    ],
    ['no translations', (theirs: Loose[]) => [{ ...theirs[0]!, description_localizations: null }, theirs[1]!]],
    ['fewer contexts', (theirs: Loose[]) => [{ ...theirs[0]!, contexts: [0] }, theirs[1]!]],
    ['an option less', (theirs: Loose[]) => [theirs[0]!, { ...theirs[1]!, options: theirs[1]!.options.slice(1) }]],
    [
      'an option that is required',
      (theirs: Loose[]) => [
        theirs[0]!,
        { ...theirs[1]!, options: theirs[1]!.options.map((one, i) => (i === 0 ? { ...one, required: true } : one)) },
      ],
    ],
    ['options in another order', (theirs: Loose[]) => [theirs[0]!, { ...theirs[1]!, options: theirs[1]!.options.toReversed() }]],
    [
      'another choice',
      (theirs: Loose[]) => [
        theirs[0]!,
        { ...theirs[1]!, options: theirs[1]!.options.map((one) => (one['choices'] ? { ...one, choices: [] } : one)) },
      ],
    ],
    [
      'another bound',
      (theirs: Loose[]) => [
        theirs[0]!,
        { ...theirs[1]!, options: theirs[1]!.options.map((one) => (one['max_length'] ? { ...one, max_length: 41 } : one)) },
      ],
    ],
  ] as const)('finds %s', (_, change) => {
    expect(sameCommands(commands, change(givenBack(commands) as Loose[]))).toBe(false)
  })
})
