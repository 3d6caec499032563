import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Shelf } from '../almanac/shelf.ts'
import type { Desk } from '../anniversaries/desk/desk.ts'
import type { Random } from '../kernel/random.ts'
import type { QuizParts } from '../quiz/parts.ts'
import type { Questions } from '../quiz/question.ts'
import type { QuizStore } from '../store/store.ts'

/** The quiz over a store and the packs, with what schedules know of channels already. */
export const quizParts = (
  kept: QuizStore,
  shelves: readonly Shelf[],
  { settlements, rightsOf, locale, timing }: Pick<Desk, 'settlements' | 'rightsOf' | 'locale' | 'timing'>,
  random: Random,
): QuizParts => ({ ...kept, questions: whenAsked(shelves), shelves, settlements, rightsOf, locale, random, attendMs: timing.attendMs })

/**
 * Writing all questions takes most of a second: it is begun when somebody first wants one, and done between other work. An installation
 * without quizzes never does it, and never reads how it is done.
 */
function whenAsked(shelves: readonly Shelf[]): Questions {
  let written: Questions | undefined
  let writing: Promise<void> | undefined
  const questions = (): Questions => {
    if (!written) throw new Error('the questions are not written yet')
    return written
  }
  const write = async (): Promise<void> => {
    const { questionsWritten } = await import('../quiz/questions/questions.ts')
    const steps = questionsWritten(shelves)
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        written = step.value
        return
      }
      await nextTurn()
    }
  }
  return {
    ready: () => (writing ??= write()),
    all: (locale) => questions().all(locale),
    get: (id) => questions().get(id),
  }
}
