import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Shelf } from '../almanac/shelf.ts'
import type { Desk } from '../anniversaries/desk/desk.ts'
import type { Random } from '../kernel/random.ts'
import type { QuizParts } from '../quiz/parts.ts'
import type { Questions } from '../quiz/question.ts'
import { questionsOf, questionsWritten } from '../quiz/questions/questions.ts'
import type { QuizStore } from '../store/store.ts'

/** The quiz over a store and the packs, with what schedules know of channels already. */
export const quizParts = (
  kept: QuizStore,
  shelves: readonly Shelf[],
  { settlements, rightsOf, locale }: Pick<Desk, 'settlements' | 'rightsOf' | 'locale'>,
  random: Random,
): QuizParts & { readonly prepare: () => Promise<void> } => {
  const { prepare, ...questions } = whenAsked(shelves)
  return { ...kept, questions, shelves, settlements, rightsOf, locale, random, prepare }
}

/** Writing all questions takes a while: it is done between other work when there is time, or at once when somebody asks for one. */
function whenAsked(shelves: readonly Shelf[]): Questions & { readonly prepare: () => Promise<void> } {
  let written: Questions | undefined
  const questions = (): Questions => (written ??= questionsOf(shelves))
  return {
    all: (locale) => questions().all(locale),
    get: (id) => questions().get(id),
    prepare: async () => {
      const writing = questionsWritten(shelves)
      while (!written) {
        await nextTurn()
        const step = writing.next()
        if (step.done) written = step.value
      }
    },
  }
}
