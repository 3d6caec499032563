import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Log } from '../kernel/log.ts'
import type { Engine, Trouble } from './engine.ts'
import type { Tables } from './schema.ts'

/** The longest that connecting, one statement, and our waiting for its answer may take. */
const CONNECT_MS = 8_000
const STATEMENT_MS = 5000
const ANSWER_MS = 6000
const CONNECTIONS = 8

/** What changes the schema, or waits for another process that does, may take as long as a large table needs. */
const OF_THE_SCHEMA = /^\s*(?:alter|create|select pg_advisory_xact_lock)\b/i
const SCHEMA_MS = 3_600_000

/**
 * Every statement of ours finds its rows by an index and in its order. Where the server has not counted a table since a morning's posts
 * were planned, it would rather read and sort all that wait to give us the next fifty.
 */
const PLANS = '-c enable_bitmapscan=off -c enable_seqscan=off'

const INT8 = 20

/** A PostgreSQL over a small pool. A connection that is lost is replaced, and takes nothing down with it. */
export const postgresEngine = (url: string, log: Log): Engine => {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: ANSWER_MS,
    keepAlive: true,
    application_name: 'griot',
    options: PLANS,
    types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : parserOf(oid, format)) },
  })
  pool.on('error', (error) => log.debug('database connection lost', { error }))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: careful(pool) }) })
  return {
    kind: 'postgres',
    db,
    troubleOf: postgresTrouble,
    hopeless: () => undefined,
    // Where nothing was ever asked, Kysely never took the pool over.
    close: async () => {
      await db.destroy()
      if (!pool.ending) await pool.end()
    },
  }
}

const parserOf = (oid: number, format: 'text' | 'binary' = 'text'): unknown => pg.types.getTypeParser(oid, format)

/** A connection on which anything but the server itself reported an error may still wait for an answer: it is not used again. */
const careful = (pool: pg.Pool, nameOf = namer()): PostgresPool => ({
  options: {},
  end: async () => pool.end(),
  async connect() {
    const client = await pool.connect()
    let broken = false
    const ignore = () => {
      broken = true
    }
    client.on('error', ignore)
    const query = async (sql: string, parameters: readonly unknown[]) => {
      try {
        return await client.query({
          name: nameOf(sql),
          text: sql,
          values: [...parameters],
          ...(OF_THE_SCHEMA.test(sql) && { query_timeout: SCHEMA_MS }),
        })
      } catch (error) {
        const state = stateOf(error)
        broken ||= state === undefined || STALE.has(state)
        throw error
      }
    }
    const release = (discard = false) => {
      client.off('error', ignore)
      client.release(discard || broken)
    }
    return { query, release } as unknown as PostgresPoolClient
  },
})

/** What a statement is prepared under, so that each connection reads and plans it once; `begin` and its like, and the rare ones, have no name. */
const namer = () => {
  const names = new Map<string, string>()
  return (sql: string): string | undefined => {
    if (!/^\s*(?:with|select|insert|update|delete)\b/i.test(sql)) return undefined
    const known = names.get(sql)
    if (known !== undefined || names.size >= MOST_NAMES) return known
    names.set(sql, `griot_${names.size}`)
    return names.get(sql)
  }
}

const MOST_NAMES = 100

/** What was prepared no longer fits the tables, because another process has migrated them, or is not there any more. */
const STALE = new Set(['0A000', '26000'])

/** Serialization failure, deadlock, lock not available. */
const AGAIN = new Set(['40001', '40P01', '55P03', ...STALE])

/** Connection exceptions, refused or unknown users and databases, no resources, intervention by an operator, a system error, a read-only server. */
const UNAVAILABLE = /^(?:08|28|3D|53|57|58|25006|XX)/

const postgresTrouble = (error: unknown): Trouble => {
  const state = stateOf(error)
  if (state === undefined) return isConnectionTrouble(error) ? 'unavailable' : 'bug'
  if (AGAIN.has(state)) return 'again'
  return UNAVAILABLE.test(state) ? 'unavailable' : 'bug'
}

/** The server's own code (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const stateOf = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError && /^[0-9A-Z]{5}$/.test(error.code ?? '') ? error.code : undefined

/** The system's refusal of a connection, or pg's own words for one that was lost or took too long. */
const isConnectionTrouble = (error: unknown): boolean =>
  error instanceof Error &&
  ('syscall' in error ||
    ('code' in error && /^(?!ERR_)|^ERR_TLS/.test(String(error.code))) ||
    error instanceof AggregateError ||
    /timeout|terminated|closed|not queryable|Connection ended|SSL|cannot use a pool/i.test(error.message))
