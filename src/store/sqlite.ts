import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Engine, Trouble } from './engine.ts'
import type { Tables } from './schema.ts'

/** As long as a statement may wait for another process, and with it our whole process: SQLite waits inside the call. */
const BUSY_MS = 50

const MOST_STATEMENTS = 200

/** Node's own SQLite in a file, over one connection: every statement and every transaction has it alone. */
export const sqliteEngine = (path: string): Engine => {
  const file = sqliteFile(path)
  const db = new Kysely<Tables>({ dialect: sqliteDialect(file) })
  return {
    kind: 'sqlite',
    db,
    troubleOf: sqliteTrouble,
    hopeless: (error) =>
      codeOf(error) === NOT_A_DATABASE ? `database ${path}: this file is no SQLite database; give another one` : undefined,
    close: async () => {
      await db.destroy()
      file.close()
    },
  }
}

type SqliteFile = {
  query(sql: string, parameters: readonly unknown[]): { readonly rows: unknown[]; readonly changes: number }
  /** Ends a transaction that may have ended by itself. */
  rollback(): void
  close(): void
}

const sqliteFile = (path: string): SqliteFile => {
  let open: Handle | undefined
  const opened = () => (open ??= { db: openFile(path), statements: new Map() })
  const close = () => {
    const { db } = open ?? {}
    open = undefined
    db?.close()
  }
  return {
    query(sql, parameters) {
      try {
        const { statement, reads } = prepared(opened(), sql)
        const values = parameters as SQLInputValue[]
        if (reads) return { rows: statement.all(...values), changes: 0 }
        return { rows: [], changes: Number(statement.run(...values).changes) }
      } catch (error) {
        // A file that was opened while it could not be written stays so for this handle, even when the disk is mended.
        if (open && sqliteTrouble(error) === 'unavailable' && codeOf(error) !== FULL) close()
        throw error
      }
    },
    rollback: () => {
      if (open?.db.isTransaction === true) open.db.exec('rollback')
    },
    close,
  }
}

type Prepared = { readonly statement: StatementSync; readonly reads: boolean }

type Handle = { readonly db: DatabaseSync; readonly statements: Map<string, Prepared> }

const prepared = ({ db, statements }: Handle, sql: string): Prepared => {
  const known = statements.get(sql)
  if (known) return known
  const statement = db.prepare(sql)
  const made = { statement, reads: statement.columns().length > 0 }
  if (statements.size >= MOST_STATEMENTS) statements.clear()
  statements.set(sql, made)
  return made
}

const openFile = (path: string): DatabaseSync => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true })
  try {
    db.exec('pragma journal_mode = wal; pragma synchronous = full')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const sqliteDialect = (file: SqliteFile): Dialect => ({
  createDriver: () => sqliteDriver(file),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
})

const sqliteDriver = (file: SqliteFile): Driver => {
  const run = (sql: string) => connection.executeQuery<never>(CompiledQuery.raw(sql))
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, changes } = file.query(sql, parameters)
      return { rows: rows as R[], numAffectedRows: BigInt(changes) }
    },
    streamQuery: () => {
      throw new Error('nothing is streamed from SQLite')
    },
  }
  return {
    init: async () => undefined,
    async acquireConnection() {
      // SQLite answers inside the call: without this, calls that wait for each other would let nobody else run until the last is done.
      await nextTurn()
      return connection
    },
    releaseConnection: async () => undefined,
    // A transaction that takes its lock at its first write may find that what it read has changed; this one has it from the start.
    beginTransaction: async (_connection, { accessMode }) => void (await run(accessMode === 'read only' ? 'begin' : 'begin immediate')),
    commitTransaction: async () => void (await run('commit')),
    rollbackTransaction: async () => file.rollback(),
    destroy: async () => undefined,
  }
}

const [BUSY, LOCKED, PROTOCOL, FULL, NOT_A_DATABASE] = [5, 6, 15, 13, 26]

/** Out of memory, read-only, I/O error, corrupt, full, cannot be opened, no permission, no database. */
const UNAVAILABLE = new Set([3, 7, 8, 10, 11, FULL, 14, NOT_A_DATABASE])

const sqliteTrouble = (error: unknown): Trouble => {
  const code = codeOf(error)
  if (code === BUSY || code === LOCKED || code === PROTOCOL) return 'again'
  if (code !== undefined) return UNAVAILABLE.has(code) ? 'unavailable' : 'bug'
  return isFileTrouble(error) ? 'unavailable' : 'bug'
}

/** SQLite's primary result code (https://www.sqlite.org/rescode.html). */
const codeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined

/** The directory of the file could not be made. */
const isFileTrouble = (error: unknown): boolean => error instanceof Error && 'syscall' in error
