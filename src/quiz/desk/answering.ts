import type { Shelf } from '../../almanac/shelf.ts'
import type { Ask } from '../../chat/command.ts'
import type { Reply } from '../../chat/reply.ts'
import type { Locale } from '../../words/locale.ts'
import { ownCard, receipt, typedReceipt, typingCard } from '../cards/answer.ts'
import { isEarly } from '../engine/closing.ts'
import type { Game } from '../engine/game.ts'
import type { QuizParts } from '../parts.ts'
import type { Asked } from '../question.ts'
import { matched } from '../typed.ts'
import type { Counting, Which } from './counting.ts'
import { nothingOf } from './nothing.ts'
import { isHere } from './place.ts'

/** Counts an answer and says so to whoever gave it. */
export async function choose(count: Counting, ask: Ask, which: Which, option: number): Promise<Reply> {
  const { game, changed } = await count(ask, which, option, 'chosen')
  return receipt(ask, game, which.question - 1, option, changed)
}

/** Shows a learner the options in an order of his own, or asks him to type. */
export async function open(parts: Pick<QuizParts, 'rounds' | 'pseudonyms'>, ask: Ask, which: Which): Promise<Reply> {
  const { game, asked } = await openHere(parts, ask, which)
  return game.rules.typed ? typingCard(ask, game, asked) : ownCard(ask, game, asked, parts.pseudonyms.of(ask.asker))
}

/**
 * Counts what was typed as the option that it means, and says as which where it is called so itself. What only the right answer goes by
 * besides would tell that it is the right one.
 */
export async function type(
  parts: Pick<QuizParts, 'rounds' | 'shelves'>,
  count: Counting,
  ask: Ask,
  which: Which,
  text: string,
): Promise<Reply> {
  const { asked, game: open } = await openHere(parts, ask, which)
  const others = asked.kind === 'who' ? peopleIn(parts.shelves, open.locale) : []
  const option = optionOf(asked, text, others)
  const { game } = await count(ask, which, option, 'typed')
  return typedReceipt(ask, game, asked, calledSo(asked, option, text, others) ? option : -1, text)
}

/** A letter alone means nothing where nobody is shown the options. */
const LETTER = /^\W*\p{L}\W*$/u

/** The place of the option that was typed; -1 where it is none of them. */
function optionOf(asked: Asked, text: string, others: readonly string[]): number {
  if (LETTER.test(text)) return -1
  const match = matched(asked, text, others)
  return match.kind === 'right' ? asked.right : (match.option ?? -1)
}

/** Whether what was typed would be taken for this option whichever were the right one, by its own words alone. */
const calledSo = (asked: Asked, option: number, text: string, others: readonly string[]): boolean =>
  option >= 0 && matched({ ...asked, accepts: [], right: option }, text, others).kind === 'right'

/** Whom a name that was typed could mean instead: two men are named Cissé. */
const peopleIn = (shelves: readonly Shelf[], locale: Locale): readonly string[] =>
  shelves.flatMap(({ almanac }) => almanac.names('person').map(({ name }) => name[locale]))

/** The question that somebody wants to answer. Throws `Failure` where it cannot be answered any more, or from here. */
async function openHere(
  { rounds }: Pick<QuizParts, 'rounds'>,
  ask: Ask,
  { round, question }: Which,
): Promise<{ readonly game: Game; readonly asked: Asked }> {
  const game = await rounds.game(round)
  if (!game || !isHere(ask, game)) throw nothingOf('no-round')
  if (game.phase === 'over') throw nothingOf('over')
  const asked = game.questions[question - 1]
  if (!asked || game.at !== question - 1 || game.revealedMs !== undefined) throw nothingOf('closed')
  if (game.phase === 'paused') throw nothingOf('paused')
  if (isEarly(game, ask.now.getTime())) throw nothingOf('not-now')
  return { game, asked }
}
