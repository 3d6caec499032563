import { type RawBuilder, sql } from 'kysely'
import type { EngineKind } from './engine.ts'

type Columns = Readonly<Record<string, 'text' | 'bigint'>>

/**
 * A batch of rows, named `v` in the statement it stands in: however many they are, the statement is the same text, prepared once, and
 * the rows come in the order given. SQLite reads them from one JSON text; PostgreSQL from a list for each column, which costs it less.
 */
export const batch = (
  kind: EngineKind,
  columns: Columns,
  rows: readonly Readonly<Record<string, string | number | null>>[],
): RawBuilder<unknown> => {
  const names = Object.keys(columns)
  if (kind === 'postgres') {
    const lists = Object.entries(columns).map(([name, type]) => sql`cast(${rows.map((row) => row[name] ?? null)} as ${sql.raw(type)}[])`)
    return sql`unnest(${sql.join(lists)}) as v(${sql.raw(names.join(', '))})`
  }
  const values = JSON.stringify(rows.map((row) => names.map((name) => row[name] ?? null)))
  return sql`(select ${sql.raw(names.map((name, n) => `value ->> ${n} as ${name}`).join(', '))} from json_each(${values})) as v`
}

/** The order in which every transaction touches rows, so that two of them never wait for each other. */
export const inOrder = <T>(items: readonly T[], keyOf: (item: T) => string): T[] =>
  [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))

/** A number whose type PostgreSQL cannot guess from where it stands. */
export const whole = (value: number): RawBuilder<number> => sql<number>`cast(${value} as bigint)`

/**
 * A number that no index is searched for: rows named by their keys are found by them. SQLite, once it has counted a table that was empty,
 * would rather look through all that is open, for each batch.
 */
export const unindexed = (column: string): RawBuilder<number> => sql<number>`+${sql.ref(column)}`
