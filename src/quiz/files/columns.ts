import { fold } from '../../words/fold.ts'
import type { Locale } from '../../words/locale.ts'
import type { Question, Wording } from '../question.ts'
import { sourceColumn, type Draft } from './draft.ts'
import type { Fault, Spot } from './fault.ts'
import { LIMITS } from './limits.ts'

const THINGS = ['title', 'publisher', 'url'] as const
const WRONG = Array.from({ length: LIMITS.wrong }, (_, at) => `wrong${at + 1}`)
const sourceColumns = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => THINGS.map((thing) => sourceColumn(at, thing))).flat()

/** The columns of a deck as a table. Those of a second source and further ones are written only where there is one. */
const columnsFor = (sources: number): readonly string[] => [
  'question',
  'right',
  ...WRONG,
  'explanation',
  'accepts',
  ...sourceColumns(Math.max(1, sources)),
  'topic',
  'difficulty',
  'solemn',
]

const KNOWN = columnsFor(LIMITS.sources)
const REQUIRED = ['question', 'right', 'wrong1'] as const

/** Names of columns are read whatever their case, blanks, hyphens and underscores. */
const squeezed = (name: string): string => fold(name).replace(/[\s_-]+/g, '')
const BY_SQUEEZED = new Map(KNOWN.map((name) => [squeezed(name), name]))

/** Which column stands where, by a first row that names them; columns without a name are passed over. */
export const header = (
  names: readonly string[],
  at: Spot,
): { readonly columns: readonly (string | undefined)[]; readonly faults: readonly Fault[] } => {
  const faults: Fault[] = []
  const columns = names.map((said) => {
    if (said.trim() === '') return undefined
    const column = BY_SQUEEZED.get(squeezed(said))
    if (column === undefined) {
      faults.push({ at, what: { key: 'deck.fault.column', values: { said: said.trim().slice(0, 60), known: columnsFor(1).join(', ') } } })
    }
    return column
  })
  for (const column of new Set(columns.filter((column, place) => column && columns.indexOf(column) !== place))) {
    if (column) faults.push({ at, what: { key: 'deck.fault.columnTwice', values: { said: column } } })
  }
  const missing = REQUIRED.filter((column) => !columns.includes(column))
  if (missing.length > 0) faults.push({ at, what: { key: 'deck.fault.header', values: { columns: missing.join(', ') } } })
  return { columns, faults }
}

/** The draft of one row, by the values of its columns. */
export const toDraft = (cell: (column: string) => string, at: Spot): Draft => ({
  at,
  text: cell('question'),
  right: cell('right'),
  wrong: WRONG.map(cell),
  explanation: cell('explanation'),
  accepts: piecesOf(cell('accepts')),
  sources: Array.from({ length: LIMITS.sources }, (_, place) => ({
    title: cell(sourceColumn(place, 'title')),
    publisher: cell(sourceColumn(place, 'publisher')),
    url: cell(sourceColumn(place, 'url')),
  })),
  topic: cell('topic'),
  difficulty: cell('difficulty'),
  solemn: cell('solemn'),
})

/** Questions as rows under their columns; those that were not written in this language are left out. */
export const toRows = (
  questions: readonly Question[],
  locale: Locale,
): { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } => {
  const columns = columnsFor(Math.max(0, ...questions.map(({ sources }) => sources.length)))
  const rows = questions.flatMap((question) => {
    const words = question.words[locale]
    if (words === undefined) return []
    const cells = cellsOf(question, words)
    return [columns.map((column) => cells.get(column) ?? '')]
  })
  return { columns, rows }
}

const cellsOf = (question: Question, words: Wording): ReadonlyMap<string, string> =>
  new Map([
    ['question', words.text],
    ['right', words.right],
    ...words.wrong.map((text, at) => [`wrong${at + 1}`, text] as const),
    ['explanation', words.explanation],
    ['accepts', joined(words.accepts)],
    ...question.sources.flatMap((source, at) => THINGS.map((thing) => [sourceColumn(at, thing), source[thing]] as const)),
    ['topic', question.topic ?? ''],
    ['difficulty', String(question.difficulty)],
    ['solemn', question.solemn ? 'yes' : ''],
  ])

/** Several texts in one cell, with a bar between them; a bar and a backslash in a text have a backslash in front. */
const joined = (texts: readonly string[]): string => texts.map((text) => text.replace(/[\\|]/g, '\\$&')).join(' | ')

const piecesOf = (cell: string): readonly string[] =>
  cell.length > LONGEST_CELL
    ? [cell]
    : (cell.match(/(?:\\[\\|]|[^|])+/g) ?? []).map((piece) => piece.replace(/\\([\\|])/g, '$1')).filter((piece) => piece.trim() !== '')

/** No cell that is longer can be good; it is not taken to pieces. */
const LONGEST_CELL = 20_000
