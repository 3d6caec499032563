import { openShelves } from '../main/shelves.ts'
import type { Config } from '../config.ts'
import type { Report } from '../quiz/deck.ts'
import type { Questions } from '../quiz/question.ts'
import { questionsOf } from '../quiz/questions/questions.ts'
import type { Store } from '../store/store.ts'
import type { Outcome } from './outcome.ts'

/** So many questions are listed, those that were reported last first. */
const MOST = 1000

/** The questions that somebody holds to be wrong: how many did, when the last one, in which version of the pack, and what is asked. */
export const reports =
  (asJson: boolean) =>
  async (store: Pick<Store, 'quiz'>, config: Config): Promise<Outcome> => {
    const listed = await store.quiz.reports.list(MOST)
    const questions = questionsOf(openShelves(config.packs))
    const lines = listed.map((report) => ({ ...report, text: textOf(questions, report) }))
    if (asJson) return { code: 0, out: JSON.stringify(lines, null, 2) }
    return { code: 0, out: lines.length > 0 ? lines.map(lineOf).join('\n') : 'no question was reported' }
  }

/** Undefined where the packs ask it no longer, and of a deck, whose questions are its owner’s. */
const textOf = (questions: Questions, { question, locale }: Report): string | undefined => questions.get(question)?.words[locale]?.text

const lineOf = ({ count, at, question, locale, edition, text }: Report & { readonly text: string | undefined }): string =>
  [
    `${count} ×`,
    at.toISOString().slice(0, 16),
    edition === '' ? 'of a deck' : `pack ${edition}`,
    locale,
    question,
    text === undefined ? '(not asked by the packs any more)' : text.replaceAll('\n', ' / '),
  ].join('  ')
