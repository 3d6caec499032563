import type { Ask } from '../../../chat/command.ts'
import { reply } from '../../../chat/dispatch.ts'
import { code, list, paragraph, strong, type Block, type Field, type Reply } from '../../../chat/reply.ts'
import { LOCALES } from '../../../words/locale.ts'
import { KINDS, type Wish } from '../../subscription.ts'
import { exampleOf } from '../permit.ts'
import { capitalised, languageText, minuteText } from '../phrases.ts'

/** What a form begins with: what was said already, or would be taken. */
export type Begun = {
  readonly kind?: Wish['kind'] | undefined
  readonly time?: string | undefined
  readonly zone: string
  readonly locale: Wish['locale']
}

const NINE = 9 * 60

/** What each kind of schedule posts. */
export const kindsBlock = ({ say }: Ask): Block => list(KINDS.map((kind) => [strong(say(`kind.${kind}`)), ` — ${say(`setup.${kind}`)}`]))

/** How a schedule is set up, in words and as a form. */
export function setupCard(ask: Ask, begun: Begun): Reply {
  const { say } = ask
  const [before = '', after = ''] = say('setup.how', { example: '\0' }).split('\0')
  return reply(ask, {
    title: say('setup.title'),
    blocks: [paragraph(before, code(exampleOf(ask)), after), kindsBlock(ask)],
    form: {
      title: say('setup.title'),
      submit: say('setup.submit'),
      root: 'schedule',
      sub: 'add',
      fields: fieldsOf(ask, begun),
    },
  })
}

const fieldsOf = ({ say }: Ask, begun: Begun): readonly Field[] => [
  {
    kind: 'choice',
    name: 'kind',
    label: capitalised(say('arg.kind.name')),
    required: true,
    value: begun.kind ?? 'anniversaries',
    options: KINDS.map((kind) => ({ value: kind, label: capitalised(say(`kind.${kind}`)) })),
  },
  {
    kind: 'text',
    name: 'time',
    label: capitalised(say('arg.time.name')),
    hint: say('setup.timeHint'),
    required: true,
    value: begun.time ?? minuteText(say, NINE),
  },
  {
    kind: 'text',
    name: 'zone',
    label: capitalised(say('arg.zone.name')),
    hint: say('setup.zoneHint'),
    required: true,
    value: begun.zone,
  },
  {
    kind: 'choice',
    name: 'language',
    label: capitalised(say('arg.language.name')),
    required: true,
    value: begun.locale,
    options: LOCALES.map((locale) => ({ value: locale, label: capitalised(languageText(say, locale)) })),
  },
]
