import * as z from 'zod'
import { toActionId } from '../../src/chat/action.ts'
import { arg, defineCommand, type Ask, type Root } from '../../src/chat/command.ts'
import { buttons, dispatcher, reply } from '../../src/chat/dispatch.ts'
import type { Ear } from '../../src/chat/platform.ts'
import { heading, link, list, note, paragraph, strong, type Choice, type Reply } from '../../src/chat/reply.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { seededRandom } from '../../src/kernel/random.ts'

const EVENTS: readonly Choice[] = Array.from({ length: 40 }, (_, i) => ({
  name: `Event number ${i + 1}${i === 0 ? ` ${'and a long tail '.repeat(10)}` : ''}`,
  value: `event-${i + 1}`,
}))
const complete = (typed: string): readonly Choice[] => EVENTS.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
const none = { en: '', fr: '', pl: '' } as const

/** Enough of a product to be talked to: a public answer, a private one, buttons, a menu, completion, a fault, and more than fits. */
export const smallRoots = (): readonly Root[] => [
  {
    name: 'mali',
    summary: { en: 'The crisis of 2020', fr: 'La crise de 2020', pl: 'Kryzys 2020 roku' },
    bare: 'today',
    commands: [
      defineCommand({
        root: 'mali',
        sub: 'today',
        key: 'today',
        audience: 'everyone',
        example: none,
        args: {},
        run: (_, ask) => today(ask),
      }),
      defineCommand({
        root: 'mali',
        sub: 'event',
        key: 'event',
        audience: 'everyone',
        example: none,
        args: { event: arg(z.string().min(2).max(100), 'event', complete) },
        run: (a, ask) => event(a.event, ask),
      }),
      defineCommand({
        root: 'mali',
        sub: 'sources',
        key: 'sources',
        audience: 'asker',
        example: none,
        args: { count: arg(z.number().int().min(1).max(10).optional(), 'count'), event: arg(z.string(), 'event') },
        run: (a, ask) => sources(a.event, ask),
      }),
      defineCommand({
        root: 'mali',
        sub: 'timeline',
        key: 'timeline',
        audience: 'everyone',
        example: none,
        args: { topic: arg(z.enum(['army', 'vote']).optional(), 'topic') },
        run: (_, ask) => timeline(ask),
      }),
      defineCommand({ root: 'mali', sub: 'random', key: 'random', audience: 'everyone', example: none, args: {}, run: () => broken() }),
    ],
  },
  {
    name: 'onthisday',
    summary: { en: 'Every collection', fr: 'Toutes les collections', pl: 'Wszystkie zbiory' },
    commands: [
      defineCommand({
        root: 'onthisday',
        sub: '',
        key: 'onthisday',
        audience: 'everyone',
        example: none,
        args: { date: arg(z.string().max(40).optional(), 'date') },
        run: (a, ask) => reply(ask, { title: a.date ?? 'today', blocks: [paragraph('a lone command')] }),
      }),
    ],
  },
]

const today = (ask: Ask): Reply =>
  reply(ask, {
    title: ask.say('button.today'),
    blocks: [
      heading('Kati'),
      paragraph('Soldiers ', strong('mutinied'), ' at Kati; see ', link('the source', 'https://example.org/a_(b)'), '.'),
      note('asked at ', ask.now.toISOString()),
    ],
    menu: {
      label: ask.say('menu.event'),
      options: [1, 2].map((n) => ({ label: `Event number ${n}`, hint: 'in August', action: toActionId('mali.event', `event-${n}`)! })),
    },
    buttons: buttons(
      [ask.say('button.sources'), toActionId('mali.sources', '', 'event-1')],
      [ask.say('button.another'), toActionId('mali.today')],
    ),
    solemn: true,
  })

const event = (name: string, ask: Ask): Reply =>
  reply(ask, {
    title: name,
    blocks: [paragraph('told for ', ask.audience)],
    buttons: buttons([ask.say('button.today'), toActionId('mali.today')]),
  })

const sources = (name: string, ask: Ask): Reply =>
  reply(ask, {
    title: ask.say('sources.title', { event: name }),
    blocks: [list([['AFP'], ['the UN']])],
    buttons: buttons([ask.say('button.event'), toActionId('mali.event', name)]),
  })

const timeline = (ask: Ask): Reply =>
  reply(ask, {
    blocks: Array.from({ length: 60 }, (_, i) => paragraph(`${i + 1}. ${'word '.repeat(40)}`)),
    self: toActionId('mali.timeline'),
  })

function broken(): never {
  throw new TypeError('a fault of ours')
}

/** The real dispatcher over them, at one fixed instant; `reported` takes what broke. */
export const smallEar = (roots: readonly Root[], reported: unknown[] = []): Ear => {
  const clock: Clock = { now: () => new Date('2026-08-18T09:00:00Z'), sleep: async () => undefined }
  return dispatcher({
    roots,
    locale: 'en',
    zone: 'Africa/Bamako',
    clock,
    random: seededRandom('small'),
    footer: () => [],
    home: (ask) => today(ask),
    report(error) {
      reported.push(error)
      return 'shortid1'
    },
  })
}
