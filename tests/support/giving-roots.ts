import * as z from 'zod'
import { toActionId } from '../../src/chat/action.ts'
import { arg, choice, defineCommand, file, severalLines, type Ask, type Root } from '../../src/chat/command.ts'
import { buttons, reply } from '../../src/chat/dispatch.ts'
import type { Asker, Upload } from '../../src/chat/platform.ts'
import { paragraph, type Field, type Form, type Reply } from '../../src/chat/reply.ts'
import { Failure } from '../../src/kernel/failure.ts'

const none = { en: '', fr: '', pl: '' } as const
const common = { root: 'quiz', audience: 'asker', example: none } as const

/** A file of this content goes out; its name is one that platforms change. */
export const GIVEN_OUT = { name: 'zażółć deck.csv', type: 'text/csv', text: 'question;answer\nWhere is Kati?;près de Bamako\n' } as const
/** No file that comes in may be larger. */
export const MOST_BYTES = 2000
const TOPICS = { army: 'button.sources', vote: 'button.why' } as const

/** Who asked, as the commands saw it; the newest last. */
export type Witness = { readonly askers: Asker[]; readonly pressed: string[] }

/**
 * Enough of a quiz to need all that can be given: a command of two words that asks for what it was not given, by a form with every
 * kind of field; one that hands a file over; a question for everyone, whose buttons answer the presser alone; and a form too long for some.
 */
export function givingRoots(witness: Witness = { askers: [], pressed: [] }): readonly Root[] {
  const deckAdd = defineCommand({
    ...common,
    sub: 'deck add',
    key: 'deckAdd',
    args: {
      name: arg(z.string().max(40).optional(), 'name'),
      words: arg(severalLines(z.string().max(4000)).optional(), 'words'),
      count: arg(z.number().int().min(1).max(10).optional(), 'count'),
      topic: choice(z.enum(['army', 'vote']).optional(), 'topic', TOPICS),
      file: arg(file().optional(), 'file'),
    },
    async run(given, ask) {
      witness.askers.push(ask.asker)
      if (given.name === undefined) return reply(ask, { blocks: [paragraph('type the name')], form: formOf(ask) })
      if (given.name === 'nothing') throw new Failure('not-found', 'error.choice', { argument: ask.say('arg.name.name'), choices: 'Kati' })
      const { file: upload, ...rest } = given
      return reply(ask, { title: 'added', blocks: [paragraph(JSON.stringify(rest)), paragraph(await toldOf(upload))] })
    },
  })
  const deckExport = defineCommand({
    ...common,
    sub: 'deck export',
    key: 'deckExport',
    args: {},
    run: (_, ask) => reply(ask, { title: 'exported', blocks: [paragraph('here it is')], file: GIVEN_OUT }),
  })
  const open = defineCommand({
    ...common,
    audience: 'everyone',
    sub: 'next',
    key: 'next',
    args: {},
    run(_, ask) {
      witness.askers.push(ask.asker)
      return question(ask)
    },
  })
  const answer = defineCommand({
    ...common,
    sub: 'answer',
    key: 'on',
    hidden: true,
    args: { place: arg(z.string(), 'place') },
    run({ place }, ask) {
      witness.askers.push(ask.asker)
      witness.pressed.push(place)
      return reply(ask, { title: 'counted', blocks: [paragraph(place)], buttons: buttons(['again', toActionId('quiz.answer', place)]) })
    },
  })
  const long = defineCommand({
    ...common,
    sub: 'settings',
    key: 'settings',
    args: { name: arg(z.string().optional(), 'name') },
    run: (_, ask) => reply(ask, { blocks: [paragraph('type the settings')], form: { ...formOf(ask), fields: sixFields } }),
  })
  const summary = { en: 'Quizzes', fr: 'Quiz', pl: 'Quizy' }
  return [{ name: 'quiz', summary, commands: [open, deckAdd, deckExport, answer, long] }]
}

async function toldOf(upload: Upload | undefined): Promise<string> {
  return upload ? `${upload.name} says ${JSON.stringify(await upload.read(MOST_BYTES))}` : 'no file'
}

const question = (ask: Ask): Reply =>
  reply(ask, {
    title: 'Where is Kati?',
    blocks: [paragraph('asked')],
    menu: { label: 'Far away', options: [{ label: 'Kidal', action: toActionId('quiz.answer', 'kidal')! }] },
    buttons: buttons(
      ['Bamako', toActionId('quiz.answer', 'bamako')],
      ['Gao', toActionId('quiz.answer', 'gao')],
      ['Add', toActionId('quiz.deck-add')],
      ['Export', toActionId('quiz.deck-export')],
    ),
  })

const formOf = (ask: Ask): Form => ({
  title: 'A title that is much longer than any window takes',
  submit: 'Add',
  root: 'quiz',
  sub: 'deck add',
  fields: [
    { kind: 'text', name: 'name', label: 'Name of the deck', hint: 'any name', required: true, value: 'Kati' },
    { kind: 'long', name: 'words', label: ask.say('arg.words.name'), required: false, value: 'first\nsecond' },
    { kind: 'text', name: 'count', label: ask.say('arg.count.name'), required: false },
    {
      kind: 'choice',
      name: 'topic',
      label: ask.say('arg.topic.name'),
      required: true,
      value: 'vote',
      options: Object.keys(TOPICS).map((value) => ({ value, label: `the ${value}` })),
    },
    { kind: 'file', name: 'file', label: ask.say('arg.file.name'), hint: 'CSV', required: false },
  ],
})

const sixFields: readonly Field[] = Array.from({ length: 6 }, (_, i) => ({
  kind: 'text',
  name: `name${i}`,
  label: `Field ${i}`,
  required: false,
}))
