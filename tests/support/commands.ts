import * as z from 'zod'
import { toActionId } from '../../src/chat/action.ts'
import { arg, defineCommand, type Root } from '../../src/chat/command.ts'
import { buttons, dispatcher, reply } from '../../src/chat/dispatch.ts'
import type { Ear } from '../../src/chat/platform.ts'
import { em, link, list, note, paragraph, strong } from '../../src/chat/reply.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { Failure } from '../../src/kernel/failure.ts'
import { isZone } from '../../src/words/dates.ts'

const NONE = { en: '', fr: '', pl: '' }
const common = { root: 'mali', example: NONE } as const
const zone = arg(z.string().max(64).transform((name) => isZone(name) ?? 'UTC').optional(), 'zone')

/** A small world of commands: public and private answers, buttons, a menu, pages, a failure and a bug. */
export const ROOTS: readonly Root[] = [
  {
    name: 'mali',
    summary: { en: 'A small pack', fr: 'Une petite collection', pl: 'Mała kolekcja' },
    bare: 'today',
    loose: 'search',
    commands: [
      defineCommand({
        ...common, sub: 'today', key: 'today', audience: 'everyone', args: { zone },
        run: (args, ask) => reply(ask, {
          title: ask.say('cmd.today.summary'),
          blocks: [paragraph('The ', strong('first'), ' day in ', em(args.zone ?? ask.zone), '. ', link('A source', 'https://example.org/a?b=1&c=<2>'), '.'), note('Small print')],
          buttons: buttons([ask.say('button.sources'), toActionId('mali.sources', 'kati')], [ask.say('button.help'), toActionId('mali.help')]),
          menu: { label: ask.say('menu.event'), options: buttons(['Kati', toActionId('mali.event', 'kati')], ['Bamako', toActionId('mali.event', 'bamako')]) },
          self: toActionId('mali.today'),
        }),
      }),
      defineCommand({
        ...common, sub: 'search', key: 'search', audience: 'everyone', args: { words: arg(z.string().trim().max(200), 'words') },
        run: ({ words }, ask) => reply(ask, { title: ask.say('cmd.search.summary'), blocks: [paragraph(`Found: ${words}`)] }),
      }),
      defineCommand({
        ...common, sub: 'sources', key: 'sources', audience: 'asker', args: { event: arg(z.string().max(60), 'event') },
        run: ({ event }, ask) => reply(ask, { title: ask.say('button.sources'), blocks: [list([[`Who says it of ${event}`]])], buttons: buttons([ask.say('button.today'), toActionId('mali.today')]) }),
      }),
      defineCommand({
        ...common, sub: 'event', key: 'event', audience: 'everyone', args: { event: arg(z.string().max(60), 'event') },
        run: ({ event }, ask) => {
          if (event !== 'kati' && event !== 'bamako') throw new Failure('not-found', 'error.noSuchName', { name: event })
          return reply(ask, { title: `Event ${event}`, blocks: [paragraph('What happened.')], solemn: true })
        },
      }),
      defineCommand({
        ...common, sub: 'timeline', key: 'timeline', audience: 'everyone', args: {},
        run: (_, ask) => reply(ask, { title: 'Long', blocks: Array.from({ length: 12 }, (_, i) => paragraph(`Part ${i}. ${'Words and words and words. '.repeat(30)}`)), self: toActionId('mali.timeline') }),
      }),
      defineCommand({ ...common, sub: 'random', key: 'random', audience: 'everyone', args: {}, run: () => { throw new Error('a bug on purpose') } }),
      defineCommand({
        ...common, sub: 'help', key: 'help', audience: 'asker', args: {},
        run: (_, ask) => reply(ask, { title: ask.say('help.title'), blocks: [paragraph(ask.say('help.intro'))] }),
      }),
    ],
  },
]

/** The real dispatcher over the small world; what `report` takes is kept in `reported`. */
export function smallEar(clock: Clock, reported: unknown[] = []): Ear {
  return dispatcher({
    roots: ROOTS,
    locale: 'en',
    zone: 'UTC',
    clock,
    random: () => 0,
    footer: () => [],
    home: (ask) => reply(ask, { audience: 'asker', title: ask.say('cmd.today.summary'), blocks: [paragraph(`At home in ${ask.zone}`)], buttons: buttons([ask.say('cmd.next.summary'), toActionId('mali.timeline')], [ask.say('button.help'), toActionId('mali.help')]) }),
    report: (error) => {
      reported.push(error)
      return 'abc23456'
    },
  })
}
