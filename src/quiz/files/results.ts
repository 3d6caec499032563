import type { Attached } from '../../chat/reply.ts'
import { itemAnalysis } from '../analysis.ts'
import { letter } from '../cards/options.ts'
import { type Person, revealedCount } from '../engine/game.ts'
import { pointsOf } from '../engine/scoring.ts'
import type { Sheet } from '../rounds.ts'
import { lineOf } from './clean.ts'
import { tableText } from './separated.ts'

const RESULTS = ['round', 'date', 'question', 'question_id', 'kind', 'learner', 'answered', 'answer', 'right', 'points', 'seconds'] as const

/**
 * The results of a round as a table: one row for each learner and revealed question, in the order of the learners' names, answered or not.
 * `names` says what to call a learner, by name, code or pseudonym; whoever is not in it is not listed.
 */
export const resultsCsv = ({ game, startedAt, lines }: Sheet, names: ReadonlyMap<Person, string>): Attached => {
  const date = dateOf(startedAt)
  const given = new Map(lines.map((line) => [`${line.question} ${line.person}`, line]))
  const called = [...names].map(([person, name]) => [person, unparted(lineOf(name))] as const)
  const learners = called.toSorted(([a, one], [b, other]) => order(one, other) || order(a, b))
  const rows = learners.flatMap(([person, name]) =>
    game.questions.slice(0, revealedCount(game)).map((asked, at) => {
      const line = given.get(`${at} ${person}`)
      const about = [game.id, date, at + 1, asked.id, asked.kind, name]
      if (line === undefined) return [...about, 0, '', 0, 0, '']
      const seconds = Math.max(0, (line.atMs - line.openedMs) / 1000).toFixed(1)
      const isRight = line.option === asked.right
      return [...about, 1, line.option < 0 ? '' : letter(line.option), isRight ? 1 : 0, pointsOf(asked, game.rules, line), seconds]
    }),
  )
  return attached(`griot-quiz-${date}-${game.id}.csv`, [RESULTS, ...rows])
}

const SHARES = 'ABCDEF'
const ITEMS = [
  'round',
  'date',
  'question',
  'question_id',
  'kind',
  'text',
  'right_answer',
  'answered',
  'right',
  'p',
  'upper_lower',
  'point_biserial',
  ...Array.from(SHARES, (name) => `share_${name.toLowerCase()}`),
  'misleading',
] as const

/** The item analysis of a round as a table, one row for each revealed question. It names nobody. */
export const itemsCsv = ({ game, startedAt, lines }: Sheet): Attached => {
  const date = dateOf(startedAt)
  const rows = itemAnalysis({ game, lines }).map((item) => {
    const { number, asked, answered, right, p, upperLower, pointBiserial, chosen, misleading } = item
    const about = [game.id, date, number, asked.id, asked.kind, asked.text, letter(asked.right)]
    const figures = [p, upperLower, pointBiserial].map(figure)
    const shares = Array.from(SHARES, (_, place) => (answered > 0 && place < chosen.length ? figure((chosen[place] ?? 0) / answered) : ''))
    return [...about, answered, right, ...figures, ...shares, misleading.map(letter).join(' ')]
  })
  return attached(`griot-quiz-${date}-${game.id}-items.csv`, [ITEMS, ...rows])
}

/** A spreadsheet that takes semicolons or tabs for its separators parts a name at them: no part is to be a formula. */
const unparted = (name: string): string => name.replace(/([;\t]\s*)(?=[=+\-@＝＋－＠])/g, "$1'")

/** Three decimals; a number, so that a negative one is none of the cells that are guarded. */
const figure = (value: number | undefined): number | string => (value === undefined ? '' : Number(value.toFixed(3)))

const attached = (name: string, rows: readonly (readonly (string | number)[])[]): Attached => ({
  name,
  type: 'text/csv; charset=utf-8',
  text: tableText(rows),
})

const dateOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The same order on every machine. */
const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
