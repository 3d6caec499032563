import { type Person, revealedCount } from './engine/game.ts'
import type { Asked } from './question.ts'
import type { Sheet } from './rounds.ts'

/** How one question did in a round. What cannot be told is missing: nobody answered, or all learners are alike. */
export type Item = {
  /** From 1. */
  readonly number: number
  readonly asked: Asked
  readonly answered: number
  readonly right: number
  /** The share of right ones among the answers: high is easy. */
  readonly p?: number
  /** The share of right ones in the upper 27 % of learners less that in the lower 27 %: from -1 to 1. */
  readonly upperLower?: number
  /** How being right here goes with how many other questions were right: from -1 to 1. */
  readonly pointBiserial?: number
  /** How often each option was chosen, in their order; typed answers that are none of them are in none. */
  readonly chosen: readonly number[]
  /** The places of wrong options that more of the upper 27 % chose than the right one. */
  readonly misleading: readonly number[]
}

/** The upper and the lower group, as shares of the learners: Kelley's 27 %. */
const GROUP = 0.27

/**
 * How each revealed question did, by everybody who answered at least one of them; a question that somebody did not answer is not right for
 * them. Learners with the same score at the edge of a group are in it by equal parts, so that no order of theirs matters.
 */
export const itemAnalysis = ({ game, lines }: Pick<Sheet, 'game' | 'lines'>): readonly Item[] => {
  const questions = game.questions.slice(0, revealedCount(game))
  const learners = learnersOf(questions, lines)
  const upper = groupOf(learners, (one, other) => other - one)
  const lower = groupOf(learners, (one, other) => one - other)
  return questions.map((asked, at) => {
    const given = learners.flatMap(({ options }) => options.get(at) ?? [])
    const right = given.filter((option) => option === asked.right).length
    const inGroup = (group: Group, place: number): number => share(group, (learner) => learner.options.get(at) === place)
    const upperLower = learners.length > 1 ? inGroup(upper, asked.right) - inGroup(lower, asked.right) : undefined
    const isRight = learners.map(({ options }) => (options.get(at) === asked.right ? 1 : 0))
    const pointBiserial = correlation(
      isRight,
      learners.map(({ score }, i) => score - (isRight[i] ?? 0)),
    )
    return {
      number: at + 1,
      asked,
      answered: given.length,
      right,
      ...(given.length > 0 && { p: right / given.length }),
      ...(upperLower !== undefined && { upperLower }),
      ...(pointBiserial !== undefined && { pointBiserial }),
      chosen: asked.options.map((_, place) => given.filter((option) => option === place).length),
      misleading: asked.options.flatMap((_, place) =>
        place !== asked.right && inGroup(upper, place) > inGroup(upper, asked.right) + EPSILON ? [place] : [],
      ),
    }
  })
}

/** Sums of parts of learners are not exact. */
const EPSILON = 1e-9

type Learner = { readonly options: ReadonlyMap<number, number>; readonly score: number }

const learnersOf = (questions: readonly Asked[], lines: Sheet['lines']): readonly Learner[] => {
  const people = new Map<Person, Map<number, number>>()
  for (const { person, question, option } of lines) {
    if (questions[question] === undefined) continue
    const options = people.get(person) ?? new Map<number, number>()
    people.set(person, options.set(question, option))
  }
  return [...people.values()].map((options) => ({
    options,
    score: questions.filter((asked, at) => options.get(at) === asked.right).length,
  }))
}

/** Learners, and which part of each belongs to a group. */
type Group = readonly { readonly learner: Learner; readonly part: number }[]

/** The first 27 % of the learners in an order of their scores, at least one. */
const groupOf = (learners: readonly Learner[], order: (one: number, other: number) => number): Group => {
  let room = Math.max(1, Math.round(GROUP * learners.length))
  const scores = [...new Set(learners.map(({ score }) => score))].toSorted(order)
  return scores.flatMap((score) => {
    const tied = learners.filter((learner) => learner.score === score)
    const part = Math.min(1, room / tied.length)
    room -= part * tied.length
    return part > 0 ? tied.map((learner) => ({ learner, part })) : []
  })
}

const share = (group: Group, holds: (learner: Learner) => boolean): number => {
  const sum = (members: Group): number => members.reduce((total, { part }) => total + part, 0)
  return group.length === 0 ? 0 : sum(group.filter(({ learner }) => holds(learner))) / sum(group)
}

/** Pearson's correlation; undefined where one of the two never varies. */
const correlation = (xs: readonly number[], ys: readonly number[]): number | undefined => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanX, meanY] = [mean(xs), mean(ys)]
  const product = (as: readonly number[], meanA: number, bs: readonly number[], meanB: number): number =>
    as.reduce((sum, a, at) => sum + (a - meanA) * ((bs[at] ?? 0) - meanB), 0)
  const spread = product(xs, meanX, xs, meanX) * product(ys, meanY, ys, meanY)
  return spread > EPSILON ? product(xs, meanX, ys, meanY) / Math.sqrt(spread) : undefined
}
