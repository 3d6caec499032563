import * as z from 'zod'
import { toActionId } from '../../src/chat/action.ts'
import { arg, defineCommand, file, type Ask, type Root } from '../../src/chat/command.ts'
import { buttons, reply } from '../../src/chat/dispatch.ts'
import type { Asker } from '../../src/chat/platform.ts'
import { paragraph, type Field, type Form, type Reply } from '../../src/chat/reply.ts'

/** What somebody did who is known, and with what. */
export type Played = { readonly sub: string; readonly input: Readonly<Record<string, unknown>>; readonly asker: Asker }

const none = { en: '', fr: '', pl: '' } as const

/** The longest file that the small deck takes, in bytes. */
export const SMALL_DECK = 300_000

const FIELDS: readonly Field[] = [
  { name: 'name', label: 'What it is called', required: true, kind: 'text' },
  { name: 'file', label: 'The file', hint: 'CSV or JSON', required: false, kind: 'file' },
  { name: 'words', label: 'Or its lines', required: false, kind: 'long' },
]
const DECK: Form = { title: 'A deck', submit: 'Check it', root: 'play', sub: 'add', fields: FIELDS }
const TYPED: Form = {
  title: 'Your answer',
  submit: 'Answer',
  root: 'play',
  sub: 'pick',
  fields: [{ name: 'name', label: 'In your words', required: true, kind: 'text' }],
}

/** Enough of a quiz to be played: answers, a view of one's own, words to type, a file to give and one to take. Everything in it is somebody's. */
export function playRoot(played: Played[]): Root {
  const common = { root: 'play', audience: 'asker', example: none } as const
  const told = (sub: string, input: Readonly<Record<string, unknown>>, ask: Ask, more: Partial<Reply> = {}): Reply => {
    played.push({ sub, input, asker: ask.asker })
    return reply(ask, { blocks: [paragraph(`${sub} by ${ask.asker.name}`)], ...more })
  }
  const options = buttons(...['A', 'B', 'C'].map((name) => [`My ${name}`, toActionId('play.pick', name)] as const))
  return {
    name: 'play',
    summary: { en: 'Play', fr: 'Jouer', pl: 'Gra' },
    personal: true,
    commands: [
      defineCommand({
        ...common,
        sub: 'pick',
        key: 'on',
        hidden: true,
        args: { name: arg(z.string().max(100), 'name') },
        run: (input, ask) => told('pick', input, ask, { blocks: [paragraph(`${input.name} counts for ${ask.asker.name}`)] }),
      }),
      defineCommand({
        ...common,
        sub: 'open',
        key: 'event',
        hidden: true,
        args: {},
        run: (input, ask) => told('open', input, ask, { title: 'Only for you', buttons: options }),
      }),
      defineCommand({
        ...common,
        sub: 'typed',
        key: 'next',
        hidden: true,
        args: {},
        run: (input, ask) => told('typed', input, ask, { form: TYPED }),
      }),
      defineCommand({
        ...common,
        sub: 'add',
        key: 'add',
        args: {
          name: arg(z.string().max(40).optional(), 'name'),
          file: arg(file().optional(), 'file'),
          words: arg(z.string().max(100_000).optional(), 'words'),
          count: arg(z.number().int().min(1).max(9).optional(), 'count'),
          sure: arg(z.boolean().optional(), 'sure'),
          kind: arg(z.enum(['easy', 'hard']).optional(), 'kind'),
        },
        run: async (input, ask) => {
          if (input.file === undefined && input.words === undefined) return told('add', input, ask, { form: DECK })
          const text = (await input.file?.read(SMALL_DECK)) ?? input.words ?? ''
          return told('add', { ...input, text }, ask, { blocks: [paragraph(`${input.file?.name ?? 'lines'}: ${text.length}`)] })
        },
      }),
      defineCommand({
        ...common,
        audience: 'everyone',
        sub: 'board',
        key: 'timeline',
        args: {},
        run: (input, ask) => told('board', input, ask, { title: `A board for ${ask.audience}` }),
      }),
      defineCommand({
        ...common,
        sub: 'marks',
        key: 'judge',
        args: { name: arg(z.string().max(40).optional(), 'name') },
        run: (input, ask) =>
          told('marks', input, ask, {
            file: { name: `réponses de ${input.name ?? 'tous'}.csv`, type: 'text/csv', text: '\uFEFFname,right\r\nŻółw,1\r\n' },
          }),
      }),
    ],
  }
}
