import type { Shelf } from '../../almanac/shelf.ts'
import { toActionId } from '../../chat/action.ts'
import { buttons } from '../../chat/dispatch.ts'
import { list, note, paragraph, strong, type Block, type Body, type Button, type Reply } from '../../chat/reply.ts'
import { durationText } from '../../words/durations.ts'
import { sayer, type Say } from '../../words/say.ts'
import type { Game } from '../engine/game.ts'
import type { Asked } from '../question.ts'
import { labelsOf, letter } from './options.ts'
import { lateLine, timeText, topicLine } from './phrases.ts'

/** How and when a question is posted, where the card says so. */
export type Manner = {
  /** How much later than it was to come. */
  readonly lateMs?: number | undefined
  /** Until when it is open, in words, where that is a time of day. */
  readonly until?: string | undefined
  /** For how long from now on, where that is not what the rules say. */
  readonly openMs?: number | undefined
  /** Somebody asked for it by hand, to see it: nobody can answer. */
  readonly test?: true | undefined
  readonly footer?: Body | undefined
}

/** The present question of a round, for everybody. Nothing in it, nor in what its buttons carry, tells the right answer. */
export function questionCard(shelves: readonly Shelf[], game: Game, manner: Manner = {}): Reply {
  const say = sayer(game.locale)
  const { rules, questions, at } = game
  const asked = questions[at]
  if (!asked) throw new Error(`the round has no question ${at + 1}`)
  return {
    locale: game.locale,
    audience: 'everyone',
    title: game.awayMs === undefined ? titleOf(say, game) : say('quiz.titleAgain', { title: titleOf(say, game) }),
    blocks: [
      ...againLine(say, game),
      ...(manner.test ? [note(say('quiz.test'))] : []),
      ...lateLine(say, manner.lateMs),
      note(topicLine(shelves, say, asked)),
      paragraph(strong(asked.text)),
      // Where the options are shuffled, nobody is to take these letters for his own.
      ...(rules.typed || rules.shuffle ? [] : [optionsList(asked)]),
      ...howLines(say, game, manner),
    ],
    buttons: manner.test ? [] : answerButtons(say, game, asked),
    footer: manner.footer ?? [],
    solemn: asked.solemn,
    ...(manner.test !== true && openMsOf(game, manner)),
  }
}

/** Why a question is asked that was asked before. */
const againLine = (say: Say, { awayMs }: Game): readonly Block[] =>
  awayMs === undefined ? [] : [note(say('quiz.again', { time: durationText(say.locale, awayMs) }))]

/** For how long it can be answered, for those without more time. */
const openMsOf = ({ rules }: Game, { openMs }: Manner): Pick<Reply, 'openMs'> => {
  const ms = openMs ?? (rules.seconds === null ? undefined : rules.seconds * 1000)
  return ms === undefined ? {} : { openMs: ms }
}

/** `Question 2 of 5`, or that it is the question of the day. */
export const titleOf = (say: Say, { rules, questions, at }: Pick<Game, 'rules' | 'questions' | 'at'>): string =>
  rules.mode === 'daily' ? say('quiz.titleDaily') : say('quiz.title', { number: at + 1, of: questions.length })

/** The options under their letters, as they come or in an order of one learner's own. */
export const optionsList = ({ options }: Asked, order: readonly number[] = options.map((_, place) => place)): Block =>
  list(order.map((option, place) => [strong(letter(place)), ` · ${options[option] ?? ''}`]))

/** How long there is, who may answer and how; the rules of the round are told with its first question. */
function howLines(say: Say, { rules, at }: Game, { until }: Manner): readonly Block[] {
  const time =
    until !== undefined
      ? say('quiz.until', { until })
      : rules.seconds === null
        ? say('quiz.untimed')
        : say('quiz.timed', { time: timeText(say, rules.seconds * 1000) })
  const how = rules.typed ? [say('quiz.howTyped')] : rules.shuffle ? [say('quiz.howShuffled')] : []
  const first =
    at > 0 ? [] : [say(rules.mode === 'class' ? 'quiz.whoClass' : 'quiz.whoRound'), say(rules.changeable ? 'quiz.change' : 'quiz.noChange')]
  return [note([time, ...how, ...first].join(' '))]
}

/** One button for each option, or one for all where each learner sees or types something of his own. */
function answerButtons(say: Say, { id, rules, at }: Game, asked: Asked): readonly Button[] {
  const question = String(at + 1)
  if (rules.typed || rules.shuffle) return buttons([say('quiz.answer'), toActionId('quiz.open', id, question)])
  return optionButtons(
    id,
    at,
    labelsOf(asked.options).map((label, option) => ({ label, option })),
  )
}

/** Buttons that answer; they carry the place of an option as everybody sees them, and nothing else. */
export const optionButtons = (
  round: string,
  at: number,
  options: readonly { readonly label: string; readonly option: number }[],
): readonly Button[] =>
  buttons(...options.map(({ label, option }) => [label, toActionId('quiz.answer', round, String(at + 1), String(option))] as const))
