import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../../src/kernel/clock.ts'
import { Failure, StartFault } from '../../src/kernel/failure.ts'
import { logger } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { type Database, openStore } from '../../src/store/store.ts'

/**
 * One process on a store: `node store-process.ts SECRET DATABASE VERB`, the database as JSON. Each line it prints is JSON.
 * `migrate`: opens it; `carry`: claims, marks and settles until nothing is open; `lock`: holds SQLite's lock until its input ends;
 * `try`: tries to write, without waiting for long, and says what came of it.
 */
const [secret = '', json = '{}', verb = ''] = process.argv.slice(2)
const database = JSON.parse(json) as Database
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
const log = logger({ level: 'silent', secrets: [] })
const opened = () => openStore({ database, secret, clock: systemClock(), random: systemRandom(), log })

const carry = async (): Promise<void> => {
  const store = opened()
  await store.opened
  const keys: string[] = []
  for (;;) {
    const claims = await store.outbox.mark(await store.outbox.claim('slack', systemClock().now(), 600_000, 5), systemClock().now())
    if (claims.length === 0) break
    const settlements = claims.map((claim) => ({ claim, verdict: { kind: 'done' as const, message: String(process.pid) }, effects: [] }))
    keys.push(...(await store.outbox.settle(settlements, systemClock().now())))
  }
  await store.close()
  say(keys)
}

const attempt = async (): Promise<void> => {
  const store = opened()
  const opening = store.opened.then(
    () => 'opened',
    (error: unknown) => (error instanceof StartFault ? 'start fault' : 'closed'),
  )
  await Promise.race([opening, systemClock().sleep(300)])
  const written = await store.settlements.settle({ platform: 'web', channel: 'x' }, { locale: 'fr' }).then(
    () => 'written',
    (error: unknown) => (error instanceof Failure ? `${error.code} ${error.key}` : String(error)),
  )
  say({ written, ready: store.ready().ready })
  process.exit(0)
}

const verbs: Readonly<Record<string, () => Promise<void>>> = {
  carry,
  try: attempt,
  async migrate() {
    const store = opened()
    say(await store.migrate())
    await store.close()
  },
  async lock() {
    const db = new DatabaseSync((database as Extract<Database, { kind: 'sqlite' }>).path)
    db.exec('begin immediate')
    say('locked')
    process.stdin.resume()
    await once(process.stdin, 'end')
    db.exec('rollback')
    db.close()
  },
}

await verbs[verb]?.()
