/** How often a question was answered, and how often rightly. */
export type Tally = { readonly answered: number; readonly right: number }

/** Of ten learners nine are expected to know an easy question (1), and three a hard one (5): each step between is 0.15. */
const EASIEST = 0.9
const STEP = 0.15

/** The prior counts as much as so many answers. */
const WEIGHT = 20

/**
 * The share of learners who are expected to be right: the mean of a Beta distribution that begins at the question's own difficulty, as sure
 * of it as twenty answers would make it, and has seen the tally.
 */
export const expectedShare = (prior: number, { answered, right }: Tally): number =>
  (WEIGHT * (EASIEST - STEP * (within(prior) - 1)) + right) / (WEIGHT + answered)

/** How hard a question is, a whole number from 1 to 5: its own difficulty until answers tell. One more right answer never makes it harder, one more wrong one never easier. */
export const difficulty = (prior: number, tally: Tally): number =>
  // Rounded first, so that a share that is written exactly is not a step beside it.
  within(Math.round(Number((1 + (EASIEST - expectedShare(prior, tally)) / STEP).toFixed(6))))

const within = (level: number): number => Math.min(5, Math.max(1, level))
