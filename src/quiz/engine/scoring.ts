import type { Asked } from '../question.ts'
import type { Line, Sheet } from '../rounds.ts'
import { type Answer, type Person, revealedCount, type Rules } from './game.ts'

/** What a right answer is worth. */
export const POINTS = 1000

/** An answer, and the time that its question had. */
export type Timed = Answer & { readonly openedMs?: number | undefined; readonly closesMs?: number | undefined }

/**
 * What an answer is worth: 1000 where it is right, else 0. Where being fast counts, half of that and as much of the other half as was
 * left of the time that `line` had. Being fast never counts in a class or a solemn question, nor without a limit.
 */
export function pointsOf(asked: Asked, rules: Rules, line: Timed): number {
  if (line.option !== asked.right) return 0
  const { openedMs, closesMs } = line
  const hurry = rules.speed && !asked.solemn && rules.mode !== 'class' && rules.seconds !== null
  if (!hurry || openedMs === undefined || closesMs === undefined || closesMs <= openedMs) return POINTS
  const left = Math.min(1, Math.max(0, (closesMs - line.atMs) / (closesMs - openedMs)))
  return Math.round(POINTS / 2 + (POINTS / 2) * left)
}

/** How one person stands in a round. */
export type Ranked = {
  readonly person: Person
  readonly name?: string
  readonly right: number
  readonly answered: number
  readonly points: number
  /** From 1; who has the same points has the same place. */
  readonly place: number
}

/** Everybody who answered a question whose answer was revealed, the best first. A question that is not revealed counts for nothing, nor does it show. */
export function rankingOf({ game, lines, players }: Pick<Sheet, 'game' | 'lines' | 'players'>): readonly Ranked[] {
  const names = new Map(players.map(({ person, name }) => [person, name]))
  const sums = new Map<Person, { right: number; answered: number; points: number }>()
  for (const line of lines) {
    const asked = line.question < revealedCount(game) ? game.questions[line.question] : undefined
    if (!asked) continue
    const sum = sums.get(line.person) ?? { right: 0, answered: 0, points: 0 }
    sum.answered++
    sum.right += line.option === asked.right ? 1 : 0
    sum.points += pointsOf(asked, game.rules, line)
    sums.set(line.person, sum)
  }
  const people = [...sums].toSorted(([a, x], [b, y]) => y.points - x.points || y.right - x.right || (a < b ? -1 : 1))
  return people.map(([person, sum]) => {
    const name = names.get(person)
    const place = 1 + people.findIndex(([, { points }]) => points === sum.points)
    return { person, ...(name !== undefined && { name }), ...sum, place }
  })
}

/** How often each option was chosen, in the order of the options; `none` counts what was typed and was none of them. */
export type Distribution = { readonly counts: readonly number[]; readonly none: number; readonly all: number }

/** How the answers to one question are distributed, which all of `lines` are about. */
export function distributionOf(asked: Asked, lines: readonly Pick<Line, 'option'>[]): Distribution {
  const counts = asked.options.map((_, place) => lines.filter(({ option }) => option === place).length)
  const all = lines.length
  return { counts, none: all - counts.reduce((sum, count) => sum + count, 0), all }
}
