import { type Random, seededRandom } from '../kernel/random.ts'
import type { Locale } from '../words/locale.ts'
import type { Person } from './engine/game.ts'
import type { Asked, Question } from './question.ts'

/** A question as a round asks it, with its options in an order of chance: the right one is at each place equally often. Throws where it was not written in this language. */
export function toAsked(question: Question, locale: Locale, random: Random): Asked {
  const { words, ...rest } = question
  const wording = words[locale]
  if (!wording) throw new RangeError(`question ${question.id} was not written in ${locale}`)
  const { text, right, wrong, explanation, accepts } = wording
  const options = shuffled([right, ...wrong], random)
  return { ...rest, text, options, right: options.indexOf(right), explanation, accepts }
}

/** The order in which one learner sees the options of a question: at each place, which of the options everybody has. Always the same in one round. */
export const ownOrder = (asked: Pick<Asked, 'id' | 'options'>, person: Person, round: string): readonly number[] =>
  shuffled(
    asked.options.map((_, place) => place),
    seededRandom(JSON.stringify([round, asked.id, person])),
  )

/** The same things in an order of chance, each order as likely as any other. Fisher and Yates. */
export function shuffled<T>(things: readonly T[], random: Random): T[] {
  const rest = [...things]
  return things.flatMap(() => rest.splice(Math.floor(random() * rest.length), 1))
}
