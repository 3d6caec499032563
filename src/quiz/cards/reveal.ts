import type { Shelf } from '../../almanac/shelf.ts'
import { toActionId } from '../../chat/action.ts'
import { buttons } from '../../chat/dispatch.ts'
import { link, list, note, paragraph, strong, type Block, type Body, type Inline, type Reply } from '../../chat/reply.ts'
import { durationText } from '../../words/durations.ts'
import { sayer, type Say } from '../../words/say.ts'
import type { Game } from '../engine/game.ts'
import { distributionOf } from '../engine/scoring.ts'
import type { Asked } from '../question.ts'
import type { Line, Player, Sheet } from '../rounds.ts'
import { distinctNames } from './names.ts'
import { optionText } from './options.ts'
import { lateLine, shelfNamed } from './phrases.ts'
import { titleOf } from './question.ts'

/** A class of fewer is told nothing from which somebody's answer could be guessed. */
export const FEWEST = 5

/** So many names and sources are told; of more it is said how many they are. */
const MOST_NAMES = 20
const MOST_SOURCES = 3

/** The answer of the present question, for everybody: what is right and why, how the answers fell, and what to read. */
export function revealCard(
  shelves: readonly Shelf[],
  sheet: Pick<Sheet, 'game' | 'lines' | 'players'>,
  manner: { readonly lateMs?: number | undefined; readonly footer?: Body | undefined } = {},
): Reply {
  const { game, players } = sheet
  const say = sayer(game.locale)
  const asked = game.questions[game.at]
  if (!asked) throw new Error(`the round has no question ${game.at + 1}`)
  const lines = sheet.lines.filter(({ question }) => question === game.at)
  return {
    locale: game.locale,
    audience: 'everyone',
    title: say('quiz.answerTitle', { title: titleOf(say, game) }),
    blocks: [
      ...awayLine(say, game),
      ...(game.awayMs === undefined ? lateLine(say, manner.lateMs) : []),
      paragraph(asked.text),
      paragraph(strong(say('quiz.right', { answer: optionText(asked, asked.right, game.rules.shuffle) }))),
      ...(asked.explanation === '' ? [] : [paragraph(asked.explanation)]),
      ...spread(say, game, asked, lines),
      ...whoWasRight(say, game, asked, lines, players),
      ...sourcesLine(say, asked),
      ...nextLine(say, game),
    ],
    buttons: revealButtons(shelves, say, game, asked),
    footer: manner.footer ?? [],
    solemn: asked.solemn,
  }
}

const awayLine = (say: Say, { awayMs }: Game): readonly Block[] =>
  awayMs === undefined ? [] : [note(say('quiz.away', { time: durationText(say.locale, awayMs) }))]

/** How many chose what; in a small class only how many answered. Words carry all of it, the bars repeat it. */
function spread(say: Say, { rules }: Game, asked: Asked, lines: readonly Line[]): readonly Block[] {
  const { counts, none, all: of } = distributionOf(asked, lines)
  if (of === 0) return [paragraph(say('quiz.nobody'))]
  if (rules.mode === 'class' && of < FEWEST) return [paragraph(say('quiz.answered', { count: of }))]
  const item = (text: string, count: number, isRight: boolean): Body => [
    strong(text),
    // A sentence has its full stop, and an abbreviation in a date its own.
    say(/[.!?…]$/.test(text) ? 'punctuation.dash' : 'punctuation.colon'),
    say(isRight ? 'quiz.choseRight' : 'quiz.chose', { count }),
    ...(count === 0 ? [] : [` ${bar(count, of)}`]),
  ]
  return [
    paragraph(say('quiz.answered', { count: of })),
    list([
      ...asked.options.map((_, place) => item(optionText(asked, place, rules.shuffle), counts[place] ?? 0, place === asked.right)),
      ...(none > 0 ? [item(say('quiz.otherAnswers'), none, false)] : []),
    ]),
  ]
}

const LONGEST_BAR = 10

/** At least one sign for whatever was chosen. */
const bar = (count: number, of: number): string => '▪'.repeat(Math.max(1, Math.round((count / of) * LONGEST_BAR)))

/** Those who were right, where the round tells names, by the alphabet. */
function whoWasRight(say: Say, { rules }: Game, { right }: Asked, lines: readonly Line[], players: readonly Player[]): readonly Block[] {
  if (!rules.names || (rules.mode !== 'round' && lines.length < FEWEST)) return []
  const names = distinctNames(players)
  const told = lines
    .filter(({ option }) => option === right)
    .flatMap(({ person }) => names.get(person) ?? [])
    .toSorted((a, b) => a.localeCompare(b, say.locale))
  if (told.length === 0) return []
  const shown = told.slice(0, MOST_NAMES).join(', ')
  const more = told.length - MOST_NAMES
  return [paragraph(more > 0 ? say('quiz.rightMany', { names: shown, count: more }) : say('quiz.rightNames', { names: shown }))]
}

/** Where it can be read. */
export function sourcesLine(say: Say, { sources }: Pick<Asked, 'sources'>): readonly Block[] {
  if (sources.length === 0) return []
  const shown = sources
    .slice(0, MOST_SOURCES)
    .flatMap(({ publisher, title, url }, i): Inline[] => [
      ...(i === 0 ? [] : [say('punctuation.semicolon')]),
      `${publisher}, `,
      link(title, url),
    ])
  return [note(say('quiz.sources'), say('punctuation.colon'), ...shown)]
}

const nextLine = (say: Say, { rules, questions, at, ending }: Game): readonly Block[] => {
  if (rules.mode === 'daily') return []
  const isLast = at + 1 >= questions.length || ending !== undefined
  return [note(say(isLast ? 'quiz.resultsCome' : rules.pace === 'by-hand' ? 'quiz.nextByHand' : 'quiz.nextComes'))]
}

/** The way to the event, to say that the question is wrong, and, where the round waits for its starter, to the next question. */
function revealButtons(
  shelves: readonly Shelf[],
  say: Say,
  { id, rules, questions, at, ending }: Game,
  { about }: Asked,
): Reply['buttons'] {
  const number = String(at + 1)
  const waits = rules.mode !== 'daily' && rules.pace === 'by-hand' && at + 1 < questions.length && ending === undefined
  return buttons(
    ...(waits ? ([[say('quiz.button.next'), toActionId('quiz.steer', id, 'next', number)]] as const) : []),
    [say('button.event'), about && shelfNamed(shelves, about.pack)?.lead('event', about.event)],
    [say('quiz.button.wrong'), toActionId('quiz.flag', id, number)],
  )
}
