import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import type { Fault } from './fault.ts'
import { LIMITS } from './limits.ts'

/** One row of a file with separators, and the line on which it begins. Rows without a word are left out. */
export type Row = { readonly line: number; readonly cells: readonly string[] }

/** After so many rows with an open quotation mark a file is given up: it is no table. */
const MOST_OPEN = 20

/** No table with more rows than this is a deck, nor one with so many more that are empty; it is read no further. */
const MOST_ROWS = 5 * LIMITS.questions + 2
const MOST_LINES = 20 * MOST_ROWS

/** Cells that a spreadsheet would take for a formula, and cells that were kept from it already. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/
const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/

/** A cell that no spreadsheet takes for a formula: an apostrophe stands in front of what would be one. `unguarded` takes it away again. */
export const guarded = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell)
export const unguarded = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell)

/**
 * The rows of a table, and a fault for each quotation mark that is never closed, after whose line reading goes on. A quotation mark inside
 * a cell that does not begin with one is a letter like any other.
 */
export const rowsOf = (
  text: string,
  separator: string,
  firstLine = 1,
): { readonly rows: readonly Row[]; readonly faults: readonly Fault[] } => {
  const rows: Row[] = []
  const faults: Fault[] = []
  const lines = text.split('\n')
  let from = 0
  while (from < lines.length && faults.length < MOST_OPEN) {
    const read = tableOf(lines.slice(from).join('\n'), separator)
    for (const row of read.rows) rows.push({ ...row, line: row.line + from + firstLine - 1 })
    if (read.isCut) faults.push({ what: { key: 'deck.fault.tooMany', values: { most: LIMITS.questions } } })
    if (read.openAt === undefined) break
    faults.push({ at: { place: 'line', number: read.openAt + from + firstLine - 1 }, what: { key: 'deck.fault.quote' } })
    from += read.openAt
  }
  return { rows, faults }
}

type Table = { readonly rows: readonly Row[]; readonly openAt?: number; readonly isCut?: boolean }

const tableOf = (text: string, separator: string): Table => {
  const rows: Row[] = []
  let next = 1
  let count = 0
  try {
    parse(text, {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      on_record: (cells: readonly string[], { lines }) => {
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: next, cells })
        next = lines + 1
        count++
        if (rows.length >= MOST_ROWS || count >= MOST_LINES) throw ENOUGH
      },
    })
    return { rows }
  } catch (error) {
    if (error === ENOUGH) return { rows, isCut: true }
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return { rows, openAt: next }
    throw error
  }
}

/** Ends a reading before its end. */
const ENOUGH = new Error('enough rows')

const SEPARATORS = [',', ';', '\t'] as const

/** The separator of a table: the one that its first line has most of, outside quotation marks; a comma where it has none. */
export const separatorOf = (text: string): string => {
  const first = (text.split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const count = (separator: string): number => first.split(separator).length
  return SEPARATORS.toSorted((one, other) => count(other) - count(one))[0] ?? ','
}

/** Rows as RFC 4180 has them, with commas and CRLF, guarded against formulas, and with the mark by which spreadsheets know UTF-8. */
export const tableText = (rows: readonly (readonly (string | number)[])[]): string =>
  stringify(
    rows.map((cells) => cells.map((cell) => (typeof cell === 'number' ? String(cell) : guarded(cell)))),
    { bom: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  )

/** Rows with tabs between cells, every cell in quotation marks: so no cell is taken for a comment. */
export const tabbedText = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { delimiter: '\t', record_delimiter: '\n', quoted: true })
