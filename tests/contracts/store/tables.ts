import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Database } from '../../../src/store/store.ts'

/** The tables themselves, as whoever holds the disk sees them. */
export type Tables = { run(sql: string): Promise<readonly Record<string, unknown>[]>; dump(): Promise<string>; close(): Promise<void> }

/** Every table there is. */
const NAMES = {
  sqlite: "select name from sqlite_master where type = 'table'",
  postgres: "select tablename as name from pg_tables where schemaname = 'public'",
} as const

export const tablesOf = async (database: Database): Promise<Tables> => {
  const { run, close } = database.kind === 'sqlite' ? sqlite(database.path) : await postgres(database.url)
  const dump = async () => {
    const tables: unknown[] = []
    for (const { name } of await run(NAMES[database.kind])) tables.push(await run(`select * from ${String(name)}`))
    return JSON.stringify(tables)
  }
  return { run, close, dump }
}

const sqlite = (path: string) => {
  const db = new DatabaseSync(path)
  return { run: async (sql: string) => db.prepare(sql).all(), close: async () => db.close() }
}

const postgres = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return { run: async (sql: string) => (await client.query(sql)).rows, close: () => client.end() }
}
