import { arg, defineCommand, exampleLine, shownCommands, usage, type Ask, type Root } from '../chat/command.ts'
import { buttons, reply } from '../chat/dispatch.ts'
import { toActionId } from '../chat/action.ts'
import { code, heading, list, note, paragraph, strong, type Block, type Body, type Reply } from '../chat/reply.ts'
import type { Locale } from '../words/locale.ts'
import { sayer } from '../words/say.ts'
import { privacyCommands } from './own-data.ts'
import type { Privacy } from './privacy.ts'
import * as z from 'zod'

/** What an installation can tell about itself. */
export type Imprint = {
  readonly version: string
  readonly node: string
  readonly packs: readonly {
    readonly title: Readonly<Record<Locale, string>>
    readonly version: string
    readonly licence: string
    readonly events: number
    readonly sources: number
  }[]
}

const summary = (locale: Locale): string => sayer(locale)('root.griot')

/** `/griot help`, `/griot about` and `/griot privacy`. Help is made from the definitions of `roots`, its own among them. */
export function griotCommands(roots: () => readonly Root[], imprint: Imprint, privacy: Privacy): Root {
  const common = { root: 'griot', audience: 'asker', example: { en: '', fr: '', pl: '' } } as const
  return {
    name: 'griot',
    summary: { en: summary('en'), fr: summary('fr'), pl: summary('pl') },
    groups: { privacy: { en: sayer('en')('group.privacy'), fr: sayer('fr')('group.privacy'), pl: sayer('pl')('group.privacy') } },
    bare: 'help',
    loose: 'help',
    commands: [
      defineCommand({
        ...common,
        sub: 'help',
        key: 'help',
        args: { command: arg(z.string().trim().max(60).optional(), 'command') },
        run: (a, ask) => help(roots(), ask, a.command),
      }),
      defineCommand({ ...common, sub: 'about', key: 'about', args: {}, run: (_, ask) => about(imprint, ask) }),
      ...privacyCommands(privacy),
    ],
  }
}

/** Every command with what it does and one call that works; or only those of one root; or one command with what each of its options means. */
export function help(roots: readonly Root[], ask: Ask, wanted = ''): Reply {
  const [name, ...rest] = wanted.replace(/^\//, '').toLowerCase().split(/\s+/)
  const only = roots.filter((root) => root.name === name)
  const shown = only.length > 0 ? only : roots
  const called = rest.join(' ')
  const one = only.flatMap(shownCommands).find((spec) => called !== '' && [spec.sub, ask.say(`cmd.${spec.key}.name`)].includes(called))
  const first = roots[0]?.commands.find((spec) => spec.sub === roots[0]?.bare)
  return reply(ask, {
    title: ask.say('help.title'),
    blocks: [
      paragraph(ask.say('help.intro')),
      ...shown.flatMap((root): Block[] => [
        heading(`/${root.name}`),
        paragraph(root.summary[ask.locale]),
        list((one ? [one] : shownCommands(root)).map((spec) => commandItem(spec, ask))),
        ...(one ? optionsOf(one, ask) : []),
      ]),
      note(ask.say('help.options')),
    ],
    buttons: buttons([ask.say('button.today'), first && toActionId(first.action)], [ask.say('button.about'), toActionId('griot.about')]),
    self: toActionId('griot.help', ...(only[0] ? [one ? `${only[0].name} ${called}` : only[0].name] : [])),
  })
}

function commandItem(spec: Root['commands'][number], ask: Ask): Body {
  return [
    code(usage(spec, ask.locale)),
    ` — ${ask.say(`cmd.${spec.key}.summary`)}`,
    ...(spec.example[ask.locale] ? ['. ', ask.say('help.example'), ' ', code(exampleLine(spec, ask.locale))] : []),
  ]
}

/** What can be said to a command, apart from what every command takes. */
function optionsOf({ params }: Root['commands'][number], ask: Ask): readonly Block[] {
  const own = params.filter(({ key }) => key !== 'language' && key !== 'share')
  const items = own.map(({ key }): Body => [code(ask.say(`arg.${key}.name`)), ` — ${ask.say(`arg.${key}.summary`)}`])
  return items.length > 0 ? [list(items)] : []
}

/** Versions, packs, licences, and what is stored about whoever asks. */
function about(imprint: Imprint, ask: Ask): Reply {
  return reply(ask, {
    title: ask.say('about.title'),
    blocks: [
      paragraph(ask.say('about.what')),
      heading(ask.say('about.packs')),
      list(
        imprint.packs.map(
          (p): Body => [
            strong(p.title[ask.locale]),
            ` ${p.version} · ${ask.say('about.size', { events: p.events, sources: p.sources })} · ${p.licence}`,
          ],
        ),
      ),
      paragraph(ask.say('about.words')),
      heading(ask.say('about.storedTitle')),
      paragraph(ask.say('about.stored')),
      note(ask.say('about.version', { version: imprint.version, node: imprint.node })),
    ],
    buttons: buttons([ask.say('privacy.title'), toActionId('griot.privacy-show')], [ask.say('button.help'), toActionId('griot.help')]),
    self: toActionId('griot.about'),
  })
}
