import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { arg, choice, defineCommand, oneWord, shownCommands, type Root } from '../../../src/chat/command.ts'
import { continuations } from '../../../src/chat/completing.ts'
import { reply } from '../../../src/chat/dispatch.ts'
import { elsewhere, readLine } from '../../../src/chat/grammar.ts'
import type { Asker } from '../../../src/chat/platform.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { commandTable } from '../../../src/chat/table.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { asker, house, must } from '../../support/ear.ts'

const none = { en: '', fr: '', pl: '' }
const QUIET = { skip: 'quiet.skip', nearest: 'quiet.nearest', background: 'quiet.background' } as const
const common = { root: 'test', audience: 'asker', example: none } as const

const root: Root = {
  name: 'test',
  summary: none,
  managed: true,
  commands: [
    defineCommand({
      ...common,
      sub: 'edit',
      key: 'edit',
      args: {
        schedule: arg(oneWord(z.string().max(20)).optional(), 'schedule'),
        quiet: choice(z.enum(['skip', 'nearest', 'background']).optional(), 'quiet', QUIET),
        time: arg(z.string().max(60).optional(), 'time'),
      },
      run: (a, ask) => reply(ask, { title: JSON.stringify(a) }),
    }),
    defineCommand({ ...common, sub: 'log', key: 'log', args: {}, run: (_, ask) => reply(ask, { title: 'log' }) }),
    defineCommand({ ...common, sub: 'judge', key: 'judge', hidden: true, args: {}, run: (_, ask) => reply(ask, { title: 'judged' }) }),
  ],
}
const other: Root = { name: 'other', summary: none, commands: [{ ...must(root.commands[1]), root: 'other', sub: 'why', key: 'why' }] }
const { managed: _, ...open } = root
const { ear } = house([], { roots: [root, other] })
const input = (line: string) => readLine(root, line).input
const said = async (text: string, who: Partial<Asker> = {}) =>
  toPlain(await ear.answer({ kind: 'line', root: 'test', text, asker: { ...asker, ...who } }))

describe('a choice is understood by', () => {
  test.each([
    ['its value', 'edit quiet:nearest', 'nearest'],
    ['its English words', 'edit quiet:"nearest event"', 'nearest'],
    ['its French words, without their accents', 'edit calme:"evenement proche"', 'nearest'],
    ['its Polish words in capitals', 'edit cisza:TŁO', 'background'],
  ])('%s', (_, line, quiet) => expect(input(line)).toEqual({ quiet }))

  test('several words behind its name even without quotation marks, and no word more than name one', () => {
    expect(input('edit 2 quiet:nearest event 9 pm')).toEqual({ schedule: '2', quiet: 'nearest', time: '9 pm' })
    expect(input('edit calme:événement proche')).toEqual({ quiet: 'nearest' })
    expect(input('edit 2 quiet:nothing event')).toEqual({ schedule: '2', quiet: 'skip', time: 'event' })
  })

  test('several words where it is its turn, and the next argument takes what follows', () => {
    expect(input('edit 2 najbliższe wydarzenie 9 h 30')).toEqual({ schedule: '2', quiet: 'nearest', time: '9 h 30' })
    expect(input('edit 2 rien midi')).toEqual({ schedule: '2', quiet: 'skip', time: 'midi' })
  })

  test('nothing else: what is no choice is told of with the words of the asker’s language', async () => {
    expect(await said('edit quiet:loud', { locale: 'fr' })).toContain('rien, événement proche, contexte')
    expect(await said('edit quiet:loud', { locale: 'pl' })).toContain('nic, najbliższe wydarzenie, tło')
  })
})

describe('an argument of one word', () => {
  test('leaves the others to the next', () => expect(input('edit 2 skip 9 pm')).toEqual({ schedule: '2', quiet: 'skip', time: '9 pm' }))
  test('given with a blank is refused', async () => {
    const heard = { kind: 'command', root: 'test', sub: 'edit', input: { schedule: '1 2' }, asker } as const
    expect(await ear.answer(heard)).toMatchObject({ failure: 'bad-input' })
  })
})

describe('a hidden command', () => {
  test('is called by its button', async () => {
    const { title } = await ear.answer({ kind: 'press', action: 'test.judge', asker })
    expect(title).toBe('judged')
  })
  test.each(['judge', 'trancher', 'rozstrzygnij'])('is not called by typing %s', async (word) =>
    expect(await said(word)).toContain('There is no command'),
  )
  test('is in no list: not of help, not of the documents, not of what goes on from half a line', () => {
    expect(shownCommands(root).map(({ sub }) => sub)).toEqual(['edit', 'log'])
    for (const locale of LOCALES) expect(commandTable([root], locale)).not.toMatch(/judge|trancher|rozstrzygnij/)
    for (const line of ['', '/test ', '/test j']) expect(JSON.stringify(continuations([root], ear, line, asker))).not.toContain('judge')
  })
})

test('a name that is nearly right is named in the refusal', async () => {
  expect(await said('edti')).toContain('Did you mean /test edit?')
  expect(await said('something')).not.toContain('Did you mean')
})

test('a command that only some may call is not called from under another root', () => {
  expect(elsewhere([root, other], other, 'log')).toBeUndefined()
  expect(elsewhere([open, other], other, 'log')?.command.sub).toBe('log')
  expect(elsewhere([open, other], other, 'judge')).toBeUndefined()
})
