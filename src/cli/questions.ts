import type { Outcome } from './outcome.ts'
import type { Config } from '../config.ts'
import { openShelves } from '../main/shelves.ts'
import type { QuestionCount } from '../quiz/questions/check.ts'
import { KINDS } from '../quiz/question.ts'
import { LOCALES } from '../words/locale.ts'

export const QUIZ_USAGE = 'griot quiz check [--json]'

const DIFFICULTIES = [1, 2, 3, 4, 5]

/** Proves every question of the packs anew: how many there are, and code 1 with a line for each that has not exactly one right answer. */
export async function quizCheck(config: Config, asJson: boolean): Promise<Outcome> {
  const { checkQuestions } = await import('../quiz/questions/check.ts')
  const report = checkQuestions(openShelves(config.packs))
  const code = report.faults.length > 0 ? 1 : 0
  if (asJson) return { code, out: JSON.stringify({ ...report, ambiguous: faulty(report.faults) }, null, 2) }
  const lines = report.faults.map(({ id, locale, what }) => `${id}${locale ? ` (${locale})` : ''}: ${what}`)
  return { code, out: [...tableOf(report.counts), '', ...lines, `${faulty(report.faults)} ambiguous`].join('\n') }
}

const faulty = (faults: readonly { readonly id: string }[]): number => new Set(faults.map(({ id }) => id)).size

/** A row for each kind: how many in each language, and of each difficulty in the first. */
function tableOf(counts: readonly QuestionCount[]): readonly string[] {
  const sum = (fits: (count: QuestionCount) => boolean): number =>
    counts.filter(fits).reduce((total, { questions }) => total + questions, 0)
  const [first] = LOCALES
  const cells = (of: (count: QuestionCount) => boolean): readonly number[] => [
    ...LOCALES.map((locale) => sum((count) => of(count) && count.locale === locale)),
    ...DIFFICULTIES.map((difficulty) => sum((count) => of(count) && count.locale === first && count.difficulty === difficulty)),
  ]
  const line = (name: string, rest: readonly (number | string)[]): string =>
    [name.padEnd(12), ...rest.map((cell) => String(cell).padStart(6))].join('')
  return [
    line('kind', [...LOCALES, ...DIFFICULTIES.map((difficulty) => `d${difficulty}`)]),
    ...KINDS.filter((kind) => sum((count) => count.kind === kind) > 0).map((kind) =>
      line(
        kind,
        cells((count) => count.kind === kind),
      ),
    ),
    line(
      'all',
      cells(() => true),
    ),
  ]
}
