import type { QuizSeed } from '../../almanac/pack.ts'
import { inEach, type Draft } from './draft.ts'
import type { Ground } from './ground.ts'

/** The questions that the pack's editors wrote themselves. */
export const seedDrafts = (ground: Ground): readonly Draft[] => ground.almanac.pack.quiz.flatMap((seed) => fromSeed(ground, seed) ?? [])

/** A question of the pack as it was written; undefined where its event is not in the pack. */
export function fromSeed({ almanac }: Ground, seed: QuizSeed): Draft | undefined {
  const event = almanac.event(seed.event)
  const words = inEach((locale) => ({
    text: seed.text[locale],
    right: seed.right[locale],
    wrong: seed.wrong.map((option) => option[locale]),
    explanation: seed.explanation[locale],
    accepts: seed.accepts,
  }))
  return event && words && { kind: seed.kind, event, parts: ['seed', seed.id], slug: seed.id, words, sources: seed.sources }
}
