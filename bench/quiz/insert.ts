import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Database } from '../../src/store/store.ts'

/** Writes one answer so that it is on the disk when the promise resolves. */
export type Insert = (round: string, person: string, choice: number) => Promise<void>

/** What the bare peers write into: one row for each answer, under the least key that counts a person once. */
const TABLE = 'create table answer (round text, person text, choice integer, primary key (round, person))'

/** The least that makes an answer durable: one insert for each, by SQLite as it syncs every commit, or over a plain pool of PostgreSQL's. */
export async function inserting(database: Database): Promise<Insert> {
  if (database.kind === 'postgres') {
    const pool = new pg.Pool({ connectionString: database.url })
    await pool.query(TABLE)
    return async (...row) => void (await pool.query('insert into answer values ($1, $2, $3)', row))
  }
  const db = new DatabaseSync(database.path)
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; ${TABLE}`)
  const insert = db.prepare('insert into answer values (?, ?, ?)')
  return async (...row) => void insert.run(...row)
}

/** The database that a peer was given in its environment. */
export const databaseOf = ({ BENCH_DATABASE = '' }: Readonly<Record<string, string | undefined>>): Database =>
  JSON.parse(BENCH_DATABASE) as Database

/** The question that a button answers, and as what: `quiz.answer|round|question|option`, with whatever a platform's mark is before it. */
export function questionIn(action: string): { readonly round: string; readonly option: number } {
  const [, round = '', option = ''] = /quiz\.answer\|([a-z2-7]{10})\|1\|?(\d*)$/.exec(action) ?? []
  return { round, option: Number(option) }
}
