import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const KEEPER = fileURLToPath(new URL('postgres-keeper.ts', import.meta.url))

export type Postgres = {
  readonly port: number
  /** A fresh database; resolves to its address. */
  database(): Promise<string>
  /** Ends the server as an operator would: what is being done is thrown away, connections are cut. */
  stop(): Promise<void>
  /** Ends it as a crash would. */
  kill(): Promise<void>
  /** Starts it again, with the same data at the same port. */
  start(): Promise<void>
  /** Ends it and deletes everything. */
  end(): Promise<void>
}

/** Crashes of the machine are no part of these tests, so nothing waits for the disk unless asked to. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/** A real PostgreSQL of its own at a free port of 127.0.0.1. It goes when its starter goes, however that ends. */
export const postgres = async ({ durable = false, settings = [] as readonly string[] } = {}): Promise<Postgres> => {
  const password = randomBytes(12).toString('hex')
  const keeper = spawn(process.execPath, [KEEPER, password, ...(durable ? [] : FAST), ...settings], { stdio: ['pipe', 'pipe', 'pipe'] })
  let wrong = ''
  keeper.stderr.on('data', (chunk) => (wrong += chunk))
  const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`no PostgreSQL: ${wrong}`)
    return value
  }
  const order = async (name: string): Promise<void> => {
    keeper.stdin.write(`${name}\n`)
    await next()
  }
  const port = Number(await next())
  const urlOf = (name: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${name}`
  return {
    port,
    async database() {
      const name = `griot_${randomBytes(6).toString('hex')}`
      const client = new pg.Client({ connectionString: urlOf('postgres') })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return urlOf(name)
    },
    stop: () => order('stop'),
    kill: () => order('kill'),
    start: () => order('start'),
    async end() {
      const gone = once(keeper, 'exit')
      keeper.stdin.end()
      await gone
    },
  }
}
