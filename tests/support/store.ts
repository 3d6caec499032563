import { spawn, type SpawnOptions } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Wish } from '../../src/anniversaries/subscription.ts'
import type { ChannelPlace } from '../../src/chat/platform.ts'
import type { Delivery } from '../../src/delivery/outbox.ts'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { type Database, openStore, type Store, type StoreSettings } from '../../src/store/store.ts'
import { postgres, type Postgres } from './postgres.ts'

/** An engine that tests can have as many fresh databases of as they like. */
export type StoreEngine = { readonly name: Database['kind']; fresh(): Promise<Database>; end(): Promise<void> }

export const sqliteFiles = (): StoreEngine => {
  const home = mkdtempSync(join(tmpdir(), 'griot-sqlite-'))
  let files = 0
  return {
    name: 'sqlite',
    fresh: async () => ({ kind: 'sqlite', path: join(home, `${++files}`, 'griot.db') }),
    end: async () => rmSync(home, { recursive: true, force: true }),
  }
}

export const postgresServer = async (): Promise<StoreEngine & { readonly server: Postgres }> => {
  const server = await postgres()
  return { name: 'postgres', server, fresh: async () => ({ kind: 'postgres', url: await server.database() }), end: () => server.end() }
}

export const SECRET = 'a secret of the tests, long enough'

/** What is logged, for the tests that look. */
export const quiet = (lines: string[] = []) => logger({ level: 'debug', secrets: [], write: (line) => void lines.push(line) })

/** A clock that stands where it was put. */
export const standingClock = (at: Date): Clock & { set(at: Date): void } => {
  let now = at
  return { now: () => now, sleep: (ms, signal) => systemClock().sleep(ms, signal), set: (at) => void (now = at) }
}

/** A store that is open, on this database. */
export const storeOn = async (database: Database, settings: Partial<StoreSettings> = {}): Promise<Store> => {
  const store = openStore({ database, secret: SECRET, clock: standingClock(T), random: systemRandom(), log: quiet(), ...settings })
  await store.opened
  return store
}

/** The instant around which the tests happen. */
export const T = new Date('2026-08-18T09:00:00Z')

/** So many milliseconds after it. */
export const at = (ms: number): Date => new Date(T.getTime() + ms)

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const DAY = 24 * 60 * MINUTE

export const CHANNEL: ChannelPlace = { kind: 'channel', platform: 'slack', server: 'T1', channel: 'C1' }

export const wishOf = (changes: Partial<Wish> = {}): Wish => ({
  kind: 'anniversaries',
  pack: 'mali',
  zone: 'Europe/Warsaw',
  minute: 540,
  locale: 'en',
  minWeight: 1,
  topics: [],
  quiet: 'skip',
  catchUp: 'latest',
  catchUpHours: 12,
  thread: false,
  weekday: 1,
  pace: 1,
  ...changes,
})

export const deliveryOf = (key: string, changes: Partial<Delivery> = {}): Delivery => ({
  key,
  to: CHANNEL,
  post: 'digest',
  subject: { of: key },
  dueAt: T,
  ...changes,
})

const PROCESS = fileURLToPath(new URL('store-process.ts', import.meta.url))

/** Another process on the same database; see store-process.ts for what it can do. */
export const storeProcess = (database: Database, verb: 'migrate' | 'carry' | 'lock' | 'try', options: SpawnOptions = {}) => {
  const child = spawn(process.execPath, [PROCESS, SECRET, JSON.stringify(database), verb], { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  let wrong = ''
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  child.stderr?.on('data', (chunk) => {
    wrong += String(chunk)
  })
  const first = new Promise<unknown>((resolve, reject) => {
    child.once('error', reject)
    child.stdout?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('\n')) resolve(JSON.parse(said))
    })
    child.once('exit', () => reject(new Error(`it said nothing: ${wrong}`)))
  })
  first.catch(() => undefined)
  return {
    /** What it says. */
    first,
    /** Ends its input, and waits until it is gone. */
    async end() {
      child.stdin?.end()
      await ended
    },
  }
}
