import type { Shelf } from '../../almanac/shelf.ts'
import type { Ask, ArgKey, Labels } from '../../chat/command.ts'
import { reply } from '../../chat/dispatch.ts'
import { code, paragraph, type Field, type Reply } from '../../chat/reply.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import { DIFFICULTY_LABELS, MODE_LABELS, PACE_LABELS, SECONDS } from '../desk/rules.ts'

/** How a round is begun, in words and as a form that begins with what is usual. */
export function setupCard(shelves: readonly Shelf[], ask: Ask, locale: Locale): Reply {
  const { say } = ask
  const [before = '', after = ''] = say('quiz.setup.how', { example: '\0' }).split('\0')
  return reply(ask, {
    audience: 'asker',
    title: say('quiz.setup.title'),
    blocks: [paragraph(before, code(`/quiz ${say('cmd.quizStart.name')} ${say('quiz.example.start')}`), after)],
    form: {
      title: say('quiz.setup.title'),
      submit: say('quiz.setup.submit'),
      root: 'quiz',
      sub: 'start',
      fields: fieldsOf(shelves, ask, locale),
    },
  })
}

function fieldsOf(shelves: readonly Shelf[], ask: Ask, locale: Locale): readonly Field[] {
  const { say } = ask
  const topics = shelves.flatMap(({ almanac }) => almanac.pack.topics)
  const label = (key: ArgKey): string => capital(say(`arg.${key}.name`))
  const named = (key: ArgKey, labels: Labels, value: string, hint?: string): Field => ({
    kind: 'choice',
    name: key,
    label: label(key),
    ...(hint === undefined ? {} : { hint }),
    required: true,
    value,
    options: Object.entries(labels).map(([one, words]) => ({ value: one, label: capital(say(words)) })),
  })
  return [
    { kind: 'text', name: 'number', label: label('number'), hint: say('quiz.setup.numberHint'), required: true, value: '5' },
    named('mode', MODE_LABELS, 'round', say('quiz.setup.modeHint')),
    named('difficulty', DIFFICULTY_LABELS, 'all'),
    {
      kind: 'choice',
      name: 'topics',
      label: label('topics'),
      required: false,
      options: topics.map(({ id, name }) => ({ value: id, label: name[say.locale] })),
    },
    {
      kind: 'text',
      name: 'seconds',
      label: label('seconds'),
      hint: say('quiz.setup.secondsHint'),
      required: false,
      value: String(SECONDS.usual),
    },
    named('pace', PACE_LABELS, 'by-itself', say('quiz.setup.paceHint')),
    { kind: 'text', name: 'deck', label: label('deck'), hint: say('quiz.setup.deckHint'), required: false },
    {
      kind: 'choice',
      name: 'language',
      label: label('language'),
      required: true,
      value: locale,
      options: LOCALES.map((one) => ({ value: one, label: capital(sayer(say.locale)(`language.${one}`)) })),
    },
  ]
}

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)
