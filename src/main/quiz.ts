import type { Shelf } from '../almanac/shelf.ts'
import type { Desk } from '../anniversaries/desk/desk.ts'
import type { Random } from '../kernel/random.ts'
import type { QuizParts } from '../quiz/parts.ts'
import type { Questions } from '../quiz/question.ts'
import { questionsOf } from '../quiz/questions/questions.ts'
import type { QuizStore } from '../store/store.ts'

/** The quiz over a store and the packs, with what schedules know of channels already. */
export const quizParts = (
  kept: QuizStore,
  shelves: readonly Shelf[],
  { settlements, rightsOf, locale }: Pick<Desk, 'settlements' | 'rightsOf' | 'locale'>,
  random: Random,
): QuizParts => ({ ...kept, questions: whenAsked(shelves), shelves, settlements, rightsOf, locale, random })

/** Writing all questions takes a while: it is done when somebody first asks for one. */
function whenAsked(shelves: readonly Shelf[]): Questions {
  let written: Questions | undefined
  const questions = (): Questions => (written ??= questionsOf(shelves))
  return { all: (locale) => questions().all(locale), get: (id) => questions().get(id) }
}
