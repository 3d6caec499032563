import type { Locale } from '../../words/locale.ts'
import type { Question } from '../question.ts'
import { header, toDraft, toRows } from './columns.ts'
import type { Draft } from './draft.ts'
import type { Fault } from './fault.ts'
import { rowsOf, separatorOf, tableText, unguarded } from './separated.ts'

/** What a reader of one format makes of a text with plain line breaks: drafts, and what kept it from reading more. */
export type Drafts = {
  readonly drafts: readonly Draft[]
  readonly faults: readonly Fault[]
  readonly name?: string
  readonly locale?: Locale
}

/** Reads a table with commas, semicolons or tabs, whose first row names its columns. */
export const readCsv = (text: string): Drafts => {
  // Excel writes its separator in a line of its own where somebody told it to.
  const said = /^"?sep=([,;\t])"?\n/i.exec(text)
  const body = said ? text.slice(said[0].length) : text
  const separator = said?.[1] ?? separatorOf(body.trimStart())
  const { rows, faults } = rowsOf(body, separator, said ? 2 : 1)
  const [names, ...others] = rows
  if (names === undefined) return { drafts: [], faults: faults.length > 0 ? faults : [{ what: { key: 'deck.fault.empty' } }] }
  const { columns, faults: amiss } = header(names.cells, { place: 'line', number: names.line })
  if (amiss.length > 0) return { drafts: [], faults: [...amiss, ...faults] }
  const wide: Fault[] = []
  const drafts = others.flatMap(({ line, cells }) => {
    const at = { place: 'line', number: line } as const
    if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
      wide.push({ at, what: { key: 'deck.fault.cells', values: { count: cells.length, most: columns.length } } })
      return []
    }
    return [toDraft((column) => unguarded(cells[columns.indexOf(column)] ?? ''), at)]
  })
  return { drafts, faults: [...faults, ...wide] }
}

/** A deck as a table with commas. */
export const csvText = (questions: readonly Question[], locale: Locale): string => {
  const { columns, rows } = toRows(questions, locale)
  return tableText([columns, ...rows])
}
