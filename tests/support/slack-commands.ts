import * as z from 'zod'
import { arg, defineCommand, type Ask, type Root } from '../../src/chat/command.ts'
import { reply } from '../../src/chat/dispatch.ts'
import { Failure } from '../../src/kernel/failure.ts'
import { buttons } from '../../src/chat/dispatch.ts'
import { toActionId } from '../../src/chat/action.ts'
import { paragraph, type Form } from '../../src/chat/reply.ts'
import { smallRoots } from './small-commands.ts'

const none = { en: '', fr: '', pl: '' } as const

/** The small world, with what only a typed line can do: words that name no command are a search. It shows whose zone it was asked in. */
export const typedRoots = (): readonly Root[] =>
  smallRoots().map((root): Root => {
    if (root.name !== 'mali') return root
    const search = defineCommand({
      root: 'mali',
      sub: 'search',
      key: 'search',
      audience: 'everyone',
      example: none,
      args: { words: arg(z.string().trim().max(900), 'words') },
      run: ({ words }, ask) => reply(ask, { title: ask.say('button.today'), blocks: [paragraph(`found ${words} in ${ask.zone}`)] }),
    })
    return { ...root, loose: 'search', commands: [...root.commands, search] }
  })

/** A root that only those may call who manage the place; it tells what Slack said of the asker, and asks for what it was not given. */
export const managedRoots = (): readonly Root[] => {
  const add = defineCommand({
    root: 'schedule',
    sub: 'add',
    key: 'event',
    audience: 'asker',
    example: none,
    args: {
      event: arg(z.string().max(100).optional(), 'event'),
      count: arg(z.number().int().min(1).max(10).optional(), 'count'),
      topic: arg(z.enum(['army', 'vote']).optional(), 'topic'),
    },
    run({ event, count, topic }, ask) {
      if (event === undefined) return reply(ask, { blocks: [paragraph('type the event')], form: formOf(ask) })
      if (event === 'nothing') throw new Failure('not-found', 'error.choice', { argument: ask.say('arg.event.name'), choices: 'Kati' })
      return reply(ask, { blocks: [paragraph(`added ${event} ${count} ${topic} for ${told(ask)}`)] })
    },
  })
  const list = defineCommand({
    root: 'schedule',
    sub: 'sources',
    key: 'sources',
    audience: 'asker',
    example: none,
    args: {},
    run: (_, ask) =>
      reply(ask, {
        blocks: [paragraph(`listed for ${told(ask)}`)],
        buttons: buttons(['Add', toActionId('schedule.add')], ['List', toActionId('schedule.sources')]),
      }),
  })
  const summary = { en: 'Posts', fr: 'Publications', pl: 'Wpisy' }
  return [...typedRoots(), { name: 'schedule', summary, managed: true, commands: [add, list] }]
}

const told = ({ asker: { manages, site, request, channel, server } }: Ask): string =>
  JSON.stringify({ manages, site, request, channel, server })

const formOf = (ask: Ask): Form => ({
  title: 'A title that is much longer than a window takes',
  submit: 'Add',
  root: 'schedule',
  sub: 'add',
  fields: [
    { kind: 'text', name: 'event', label: ask.say('arg.event.name'), hint: 'any event', required: true, value: 'Kati' },
    { kind: 'text', name: 'count', label: ask.say('arg.count.name'), required: false },
    {
      kind: 'choice',
      name: 'topic',
      label: ask.say('arg.topic.name'),
      required: true,
      value: 'vote',
      options: [
        { label: 'The army', value: 'army' },
        { label: 'The vote', value: 'vote' },
      ],
    },
  ],
})
