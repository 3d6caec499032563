import type { Privacy } from '../../src/house/privacy.ts'

/** A house that keeps nothing of anybody. */
export const nothingKept: Privacy = {
  show: async () => ({}),
  forget: async () => undefined,
  days: { answersDays: 365, seasonDays: 90, reviewsDays: 730 },
}
