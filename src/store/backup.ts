import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline as pipeUp, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { type Kysely, sql, type Transaction } from 'kysely'
import { StartFault } from '../kernel/failure.ts'
import type { Access } from './engine.ts'
import { NEWEST, readMeta, refuseNewer, step, takeTurnToMigrate, writeMeta } from './migrations.ts'
import { refuseStranger } from './opening.ts'
import { QUIZ_KEYS } from './quiz/schema.ts'
import type { Tables } from './schema.ts'
import type { Vault } from './vault.ts'

/** What is kept, and the columns in whose order it is written. Turns and paces belong to processes that run, and stay behind. */
const KEPT = {
  meta: ['name'],
  server: ['platform', 'server'],
  channel: ['platform', 'server', 'channel'],
  subscription: ['id'],
  delivery: ['key'],
  shown: ['hash'],
  settlement: ['platform', 'server', 'channel'],
  refusal: ['platform', 'server', 'channel'],
  tally: ['day', 'holder'],
  web_channel: ['name'],
  web_message: ['channel', 'number'],
  ...QUIZ_KEYS,
} as const satisfies { readonly [name in keyof Tables]?: readonly string[] }

const LEFT_BEHIND = ['lease', 'pace'] as const

/** When a backup was put back into this database: whatever was due before may have been sent though no row says so. */
const RESTORED = 'restored'

type Kept = keyof typeof KEPT

const FORMAT = 1
const AT_ONCE = 500

type Row = Readonly<Record<string, string | number | null>>

type Header = { readonly griot: 'backup'; readonly format: number; readonly schema: number; readonly check: string }

export type Backup = { readonly schema: number; readonly rows: number }

/**
 * Writes all that is kept, as it was at one instant, into one file that either engine can be restored from. What is sealed stays
 * sealed: the same secret is needed. The file appears only when it is whole.
 */
export const backup = async (access: Access, file: string): Promise<Backup> => {
  const beside = `${file}.part`
  let rows = 0
  const lines = async function* (db: Kysely<Tables>): AsyncGenerator<string> {
    const check = (await readMeta(db, 'check')) ?? ''
    yield line({ griot: 'backup', format: FORMAT, schema: NEWEST, check } satisfies Header)
    for (const table of Object.keys(KEPT) as Kept[])
      for await (const row of rowsOf(db, table)) {
        // It is of this database, and no other.
        if (table === 'meta' && row.name === RESTORED) continue
        rows += 1
        yield line([table, row])
      }
    yield line({ end: rows })
  }
  try {
    await access.snapshot(async (db) => {
      rows = 0
      await pipeline(Readable.from(lines(db)), createGzip(), createWriteStream(beside, { mode: 0o600, flush: true })).catch((error) => {
        throw unwritable(file, error)
      })
    })
    await rename(beside, file)
  } finally {
    await rm(beside, { force: true })
  }
  return { schema: NEWEST, rows }
}

/** What the file system refused, in a line for the person at the terminal; whatever else went wrong stays what it is. */
const unwritable = (file: string, error: unknown): unknown =>
  error instanceof Error && 'path' in error && 'code' in error
    ? new StartFault(`backup ${file}: it cannot be written (${String(error.code)})`, { cause: error })
    : error

const line = (value: unknown): string => `${JSON.stringify(value)}\n`

const rowsOf = async function* (db: Kysely<Tables>, table: Kept): AsyncGenerator<Row> {
  const columns: readonly string[] = KEPT[table]
  const key = sql.join(columns.map((name) => sql.ref(name)))
  for (let last: Row | undefined; ; ) {
    const after = last
    const beyond = after ? sql`where (${key}) > (${sql.join(columns.map((name) => after[name]))})` : sql``
    const { rows } = await sql<Row>`select * from ${sql.table(table)} ${beyond} order by ${key} limit ${AT_ONCE}`.execute(db)
    yield* rows
    last = rows.at(-1)
    if (rows.length < AT_ONCE) return
  }
}

/**
 * Puts back what a backup holds, all of it or nothing. Throws `StartFault` where the file is no whole backup, is newer than this
 * program or was written under another secret, and where the database holds something already and `replace` was not asked for.
 */
export const restore = (access: Access, vault: Vault, file: string, { replace, now }: Restoring): Promise<Backup> =>
  access.write(async (tx) => {
    await takeTurnToMigrate(access.kind, tx)
    if (!replace && !(await isEmpty(tx)))
      throw new StartFault('database: it is not empty, and what it holds would be lost. Give an empty one, or say --replace.')
    try {
      const restored = await refill(access, tx, vault, file)
      await writeMeta(tx, RESTORED, String(now.getTime()))
      return restored
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        throw new StartFault(`backup ${file}: there is no such file`, { cause: error })
      if (
        error instanceof SyntaxError ||
        (error instanceof Error && 'code' in error && /^(?:Z_|ERR_STREAM|EISDIR|EACCES)/.test(String(error.code)))
      )
        throw notWhole(file, error)
      throw error
    }
  })

/** In milliseconds since 1970; -Infinity where none was ever put back. */
export const restoredMs = (access: Access): Promise<number> =>
  access.read(async (db) => Number((await readMeta(db, RESTORED)) ?? Number.NEGATIVE_INFINITY))

type Restoring = { readonly replace: boolean; readonly now: Date }

const notWhole = (file: string, cause?: unknown): StartFault =>
  new StartFault(`backup ${file}: this is no whole backup of Griot`, cause === undefined ? undefined : { cause })

const isEmpty = async (tx: Transaction<Tables>): Promise<boolean> => {
  for (const table of Object.keys(KEPT) as Kept[]) {
    const { rows } = table === 'meta' ? { rows: [] } : await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx)
    if (rows.length > 0) return false
  }
  return true
}

/** The schema is made anew as it was when the backup was written, filled, and then brought up to date like any other. */
const refill = async (access: Access, tx: Transaction<Tables>, vault: Vault, file: string): Promise<Backup> => {
  let header: Header | undefined
  let rows = 0
  let end: number | undefined
  const fill = filler(tx)
  for await (const text of linesOf(file)) {
    const said = JSON.parse(text) as Header | readonly [Kept, Row] | { readonly end: number }
    if (!header) {
      header = toHeader(said, file, vault)
      for (const table of [...Object.keys(KEPT), ...LEFT_BEHIND]) await sql`drop table if exists ${sql.table(table)}`.execute(tx)
      await step(access.kind, tx, 0, header.schema)
    } else if (Array.isArray(said)) {
      const [table, row] = said as readonly [Kept, Row]
      if (!(table in KEPT)) throw notWhole(file)
      rows += 1
      await fill.add(table, row)
    } else if ('end' in said) end = said.end
  }
  await fill.flush()
  if (!header || end !== rows) throw notWhole(file)
  await step(access.kind, tx, header.schema, NEWEST)
  return { schema: header.schema, rows }
}

const linesOf = async function* (file: string): AsyncGenerator<string> {
  let rest = ''
  const unzipped = createGunzip()
  // A fault of either stream ends both, and comes out of the loop.
  pipeUp(createReadStream(file), unzipped, () => undefined)
  for await (const chunk of unzipped.setEncoding('utf8')) {
    const lines = `${rest}${String(chunk)}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

const toHeader = (said: unknown, file: string, vault: Vault): Header => {
  const header = said as Partial<Header> | null
  if (header?.griot !== 'backup' || typeof header.schema !== 'number' || typeof header.check !== 'string') throw notWhole(file)
  if (header.format !== FORMAT) throw new StartFault(`backup ${file}: it was written by a newer Griot; restore it with that one`)
  refuseNewer(header.schema)
  refuseStranger(header.check, vault)
  return header as Header
}

const filler = (tx: Transaction<Tables>) => {
  let table: Kept | undefined
  let waiting: Row[] = []
  const flush = async () => {
    if (table === 'meta') for (const row of waiting) await tx.deleteFrom('meta').where('name', '=', String(row.name)).execute()
    if (table && waiting.length > 0) await tx.insertInto(table).values(waiting).execute()
    waiting = []
  }
  return {
    flush,
    async add(name: Kept, row: Row) {
      if (name !== table || waiting.length >= AT_ONCE) await flush()
      table = name
      waiting.push(row)
    },
  }
}
