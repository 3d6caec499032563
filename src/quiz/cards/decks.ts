import { toActionId } from '../../chat/action.ts'
import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { list, note, paragraph, strong, type Attached, type Body, type Reply } from '../../chat/reply.ts'
import { LOCALES } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import { DRAFT_MS } from '../deck.ts'
import type { Label } from '../desk/shelves.ts'
import { faultLine, type Fault } from '../files/fault.ts'
import { LIMITS } from '../files/limits.ts'
import type { NewDeck } from '../files/deck-file.ts'
import { untilText } from './phrases.ts'

/** Asks for a file, in words and as a form. */
export function uploadCard(ask: Ask): Reply {
  const { say } = ask
  return reply(ask, {
    title: say('deck.addTitle'),
    blocks: [
      paragraph(say('deck.addHow')),
      note(say('deck.addFormats', { questions: LIMITS.questions, kilobytes: Math.floor(LIMITS.file / 1000) })),
    ],
    form: {
      title: say('deck.addTitle'),
      submit: say('deck.addSubmit'),
      root: 'quiz',
      sub: 'deck add',
      fields: [
        { kind: 'file', name: 'file', label: capital(say('arg.file.name')), hint: say('deck.fileHint'), required: true },
        { kind: 'text', name: 'name', label: capital(say('arg.deckName.name')), hint: say('deck.nameHint'), required: false },
        {
          kind: 'choice',
          name: 'language',
          label: capital(say('arg.language.name')),
          required: true,
          value: ask.locale,
          options: LOCALES.map((one) => ({ value: one, label: capital(sayer(say.locale)(`language.${one}`)) })),
        },
      ],
    },
  })
}

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)

/** So many characters of faults are told in a message; of more, all stand in a file that goes with it. */
const MOST_TOLD = 1800

/** What a file would give: the questions that are good, every fault with its place, and the way to keep the good ones. */
export function dryRunCard(
  ask: Ask,
  {
    deck,
    faults,
    draft,
    replaces,
  }: {
    readonly deck: NewDeck
    readonly faults: readonly Fault[]
    readonly draft?: string | undefined
    readonly replaces?: Label | undefined
  },
): Reply {
  const { say } = ask
  const lines = faults.map((fault) => faultLine(fault, say))
  const told = ask.asker.platform === 'web' ? lines : fitting(lines)
  const good = deck.questions.length
  const keep = say(faults.length === 0 ? 'deck.keep' : 'deck.keepGood', { count: good })
  return reply(ask, {
    title: say('deck.dryTitle', { name: quotable(deck.name) }),
    blocks: [
      paragraph(say('deck.dryCount', { good, faults: faults.length })),
      ...(told.length > 0 ? [list(told.map((line) => [line]))] : []),
      ...(told.length < lines.length ? [paragraph(say('deck.moreFaults', { count: lines.length - told.length }))] : []),
      ...(replaces && draft !== undefined
        ? [paragraph(strong(say('deck.replaces', { name: quotable(replaces.name), count: replaces.count })))]
        : []),
      note(say(draft === undefined ? 'deck.nothingKept' : 'deck.nothingKeptYet')),
    ],
    ...(told.length < lines.length && { file: faultsFile(lines) }),
    buttons: buttons(...(draft === undefined ? [] : ([[keep, toActionId('quiz.deck-keep', draft)]] as const))),
    ...(draft === undefined && { failure: 'bad-input' as const }),
  })
}

function fitting(lines: readonly string[]): readonly string[] {
  let room = MOST_TOLD
  const end = lines.findIndex((line) => (room -= line.length) < 0)
  return end < 0 ? lines : lines.slice(0, end)
}

const faultsFile = (lines: readonly string[]): Attached => ({
  name: 'griot-deck-faults.txt',
  type: 'text/plain; charset=utf-8',
  text: `${lines.join('\n')}\n`,
})

/** That a deck stands on its shelf now, and what to do with it. */
export function keptCard(
  ask: Ask,
  deck: { readonly id: string; readonly name: string; readonly count: number },
  isServers: boolean,
): Reply {
  const { say } = ask
  const name = quotable(deck.name)
  return reply(ask, {
    title: say('deck.keptTitle', { name }),
    blocks: [
      paragraph(say(isServers ? 'deck.keptServer' : 'deck.keptOwn', { count: deck.count })),
      paragraph(say('deck.play', { example: `/quiz ${say('cmd.quizStart.name')} ${say('arg.deck.name')}:"${name}"` })),
    ],
    buttons: deckButtons(ask, deck.id),
  })
}

const deckButtons = ({ say }: Ask, id: string): Reply['buttons'] =>
  buttons(
    [say('deck.button.export'), toActionId('quiz.deck-export', id)],
    [say('deck.button.remove'), toActionId('quiz.deck-remove', id)],
    [say('deck.button.list'), toActionId('quiz.deck-list')],
  )

type Shelves = { readonly server: readonly Label[]; readonly own: readonly Label[]; readonly waiting: readonly Label[] }

/** So many of those that wait have a button, the newest first. */
const MOST_KEEPS = 3

/** The decks that can be played here, the server's and the asker's own; and those of the asker's that were checked and are not kept yet. */
export function decksCard(ask: Ask, { server, own, waiting }: Shelves): Reply {
  const { say } = ask
  const isEmpty = server.length + own.length === 0
  const item = ({ name, count, locale }: Label): Body => [
    strong(quotable(name)),
    say('punctuation.colon'),
    say('deck.item', { count, language: say(`language.${locale}`) }),
  ]
  const newest = waiting.toSorted((one, other) => other.madeAt.getTime() - one.madeAt.getTime())
  const keeps = newest
    .slice(0, MOST_KEEPS)
    .map(({ id, name }) => [say('deck.button.keep', { name: quotable(name, 40) }), toActionId('quiz.deck-keep', id)] as const)
  return reply(ask, {
    title: say('deck.listTitle'),
    blocks: [
      ...(isEmpty ? [paragraph(say('deck.none'))] : []),
      ...(server.length > 0 ? [paragraph(say('deck.servers')), list(server.map(item))] : []),
      ...(own.length > 0 ? [paragraph(say('deck.yours')), list(own.map(item))] : []),
      ...(waiting.length > 0 ? [paragraph(say('deck.waiting')), list(newest.map((one) => [...item(one), ...waitingUntil(ask, one)]))] : []),
      ...(isEmpty ? [] : [note(say('deck.howExport', { command: `/quiz ${say('cmd.deckExport.name')}` }))]),
    ],
    buttons: buttons(...keeps, [say('deck.button.add'), toActionId('quiz.deck-add')]),
    ...(!(isEmpty && waiting.length === 0) && { self: toActionId('quiz.deck-list') }),
  })
}

/** Until when one lies ready for certain; nothing after that, since it may be gone at any moment. */
function waitingUntil({ say, now, zone }: Ask, { madeAt }: Label): Body {
  const until = new Date(madeAt.getTime() + DRAFT_MS)
  return until <= now ? [] : [say('punctuation.semicolon'), say('deck.waitingUntil', { until: untilText(say.locale, until, zone) })]
}
