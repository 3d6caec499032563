import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { serve } from '../child.ts'
import { PAYLOAD } from './filling.ts'
import { batches, computing, preciseNow, WRITTEN_AT_ONCE, type Order, type Ran, type Run } from './run.ts'

/**
 * The least that a queue in a table can be: rows are written, claimed in batches, and marked as done; one connection for each loop,
 * one statement for each step, and nothing is done with a row.
 */
type Loop = {
  write(keys: readonly string[]): Promise<void>
  claim(most: number): Promise<readonly string[]>
  complete(keys: readonly string[]): Promise<void>
  close(): Promise<void>
}

type Row = { readonly key: string; readonly payload: string }

const CLAIM = `
  with due as materialized (select key as due_key from job where state = 'waiting' and due_at <= 1 order by due_at limit $1 for update skip locked)
  update job set state = 'claimed' from due where key = due_key returning key, payload`

async function postgresLoop(url: string): Promise<Loop> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const query = async (name: string, text: string, values: unknown[]): Promise<readonly Row[]> =>
    (await client.query<Row>({ name, text, values })).rows
  return {
    write: async (keys) =>
      void (await query(
        'write',
        "insert into job select key, payload, 0, 'waiting' from unnest($1::text[], $2::text[]) as v(key, payload)",
        [keys, keys.map(() => PAYLOAD)],
      )),
    claim: async (most) => (await query('claim', CLAIM, [most])).map(({ key }) => key),
    complete: async (keys) => void (await query('complete', "update job set state = 'done' where key = any($1)", [keys])),
    close: () => client.end(),
  }
}

function sqliteLoop(path: string): Loop {
  const db = new DatabaseSync(path, { timeout: 5000 })
  db.exec('pragma synchronous = full')
  const write = db.prepare("insert into job select value ->> 0, value ->> 1, 0, 'waiting' from json_each(?)")
  const claim = db.prepare(`update job set state = 'claimed' where key in
    (select key from job where state = 'waiting' and due_at <= 1 order by due_at limit ?) returning key, payload`)
  const complete = db.prepare("update job set state = 'done' where key in (select value from json_each(?))")
  return {
    write: async (keys) => void write.run(JSON.stringify(keys.map((key) => [key, PAYLOAD]))),
    claim: async (most) => claim.all(most).map(({ key }) => String(key)),
    complete: async (keys) => void complete.run(JSON.stringify(keys)),
    close: async () => db.close(),
  }
}

let standing: { readonly run: Run; readonly loops: readonly Loop[] } | undefined

async function work({ loops, run }: NonNullable<typeof standing>): Promise<Ran> {
  let done = 0
  let transactions = 0
  const cpuMs = computing()
  const beganAt = preciseNow()
  const carry = async (loop: Loop): Promise<void> => {
    for (const many of batches(run.share / loops.length, WRITTEN_AT_ONCE)) {
      await loop.write(Array.from({ length: many }, () => randomUUID()))
      transactions += 1
      await turn()
    }
    for (;;) {
      const keys = await loop.claim(run.batch)
      if (keys.length === 0) return
      await loop.complete(keys)
      done += keys.length
      transactions += 2
      await turn()
    }
  }
  await Promise.all(loops.map(carry))
  const endedAt = preciseNow()
  for (const loop of loops) await loop.close()
  return { beganAt, endedAt, done, transactions, cpuMs: cpuMs() }
}

async function ready(run: Run): Promise<void> {
  const { database } = run
  const loops: Loop[] = []
  for (let n = 0; n < run.loops; n += 1)
    loops.push(database.kind === 'sqlite' ? sqliteLoop(database.path) : await postgresLoop(database.url))
  standing = { run, loops }
}

serve({}, async (job) => {
  const order = job as Order
  if (order.kind === 'ready') return ready(order.run)
  if (!standing) throw new Error('nobody said what is to be done')
  return work(standing)
})
