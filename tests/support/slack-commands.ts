import * as z from 'zod'
import { arg, defineCommand, type Root } from '../../src/chat/command.ts'
import { reply } from '../../src/chat/dispatch.ts'
import { paragraph } from '../../src/chat/reply.ts'
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
