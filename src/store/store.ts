import type { Subscriptions } from '../anniversaries/subscription.ts'
import type { Readiness, Roll, Turn } from '../chat/platform.ts'
import type { Settlements } from '../chat/settlements.ts'
import type { Ledger } from '../delivery/ledger.ts'
import type { Outbox } from '../delivery/outbox.ts'
import { systemClock, type Clock } from '../kernel/clock.ts'
import { Failure } from '../kernel/failure.ts'
import type { Log } from '../kernel/log.ts'
import { shortId, type Random } from '../kernel/random.ts'
import type { Decks, Reports } from '../quiz/deck.ts'
import type { People, Pseudonyms, Retention, Roster } from '../quiz/people.ts'
import type { Reviews } from '../quiz/review/reviews.ts'
import type { Rounds } from '../quiz/rounds.ts'
import type { WebChannels } from '../platforms/web/channels.ts'
import { guarded } from './access.ts'
import { type Backup, backup, restore, restoredMs } from './backup.ts'
import type { Access, Engine } from './engine.ts'
import { ledger } from './ledger.ts'
import type { Migrated } from './migrations.ts'
import { openEngine } from './opening.ts'
import { outbox } from './outbox.ts'
import { makers, type Makers } from './privacy.ts'
import { purge, type Purged } from './purge.ts'
import { decks } from './quiz/decks.ts'
import { enterRound } from './quiz/moving.ts'
import { people } from './quiz/people.ts'
import { pseudonyms } from './quiz/pseudonyms.ts'
import { reports } from './quiz/reports.ts'
import { RETENTION } from './quiz/retention.ts'
import { reviews } from './quiz/reviews.ts'
import { roster } from './quiz/roster.ts'
import { rounds } from './quiz/rounds.ts'
import { roll } from './roll.ts'
import type { Room } from './room.ts'
import { settlements } from './settlements.ts'
import { sqliteEngine } from './sqlite.ts'
import { subscriptions } from './subscriptions.ts'
import { turn, type TurnTiming } from './turn.ts'
import { vault } from './vault.ts'
import { webChannels } from './web-channels.ts'

export type Database = { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }

export type StoreSettings = {
  readonly database: Database
  /** What is kept of people is sealed under it. */
  readonly secret: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Called after a change of ours that a worker may be waiting for. */
  readonly changed?: (() => void) | undefined
  /** The time of protocols: how long to wait for the database, whose turn it is. The machine's own unless given. */
  readonly wall?: Clock | undefined
  /** How long what people did in the quiz is kept. */
  readonly retention?: Partial<Retention> | undefined
}

/** What the quiz remembers. */
export type QuizStore = {
  readonly rounds: Rounds
  readonly decks: Decks
  readonly reports: Reports
  readonly reviews: Reviews
  readonly people: People
  readonly roster: Roster
  readonly pseudonyms: Pseudonyms
}

/** All that is remembered. Every call may end in `Failure('unavailable', 'error.store')` while the database is out of reach. */
export type Store = {
  readonly outbox: Outbox
  readonly subscriptions: Subscriptions
  readonly ledger: Ledger
  readonly settlements: Settlements
  readonly roll: Roll
  readonly channels: WebChannels
  readonly quiz: QuizStore
  readonly makers: Makers
  /** A turn by this name, for one of all processes on this database at a time. */
  turn(name: string, timing?: TurnTiming): Turn
  ready(): Readiness
  /** Resolves when the database can be used; rejects with `StartFault` for what no waiting mends. */
  readonly opened: Promise<void>
  /** Waits until it is open; the schema is brought up to date by opening. Resolves to what it was and what it is. */
  migrate(): Promise<Migrated>
  /** Deletes what is not to be kept any longer. To be called once a day; may be interrupted. */
  purge(now: Date): Promise<Purged>
  /** Writes all that is kept into one file, whole or not at all. */
  backup(file: string): Promise<Backup>
  /** Puts back what a backup holds, whole or not at all. For a database that nothing else uses meanwhile. What was due until then is looked for before it is sent. */
  restore(file: string, options?: { readonly replace?: boolean }): Promise<Backup>
  close(): Promise<void>
}

/** Returns at once: connecting goes on behind it, and is tried again while the database cannot be reached. */
export const openStore = (settings: StoreSettings): Store => {
  const { clock, random, log, wall = systemClock(), changed = () => undefined } = settings
  const closing = new AbortController()
  const safe = vault(settings.secret)
  const kept = new Set<Promise<void>>()
  const holder = shortId(random) + shortId(random)
  let engine: Engine | undefined
  let access: ReturnType<typeof guarded> | undefined
  let usable = false
  let lastRestoredMs = Number.NEGATIVE_INFINITY

  const door: Access = {
    kind: settings.database.kind,
    read: async (work) => use().read(work),
    once: async (work) => use().once(work),
    write: async (work) => use().write(work),
    snapshot: async (work) => use().snapshot(work),
  }
  const use = (): Access => {
    if (!usable || !access) throw new Failure('unavailable', 'error.store')
    return access
  }
  const room: Room = {
    access: door,
    vault: safe,
    clock,
    log,
    holder,
    changed,
    restoredMs: () => lastRestoredMs,
    enter: (tx, entry, now) => enterRound(door.kind, log, tx, entry, now),
  }
  const settled = settlements(room)

  const open = async (): Promise<Migrated> => {
    engine = await engineOf(settings.database, log)
    access = guarded(engine, { wall, random, log })
    const migrated = await openEngine({ engine, access, vault: safe, wall, log, signal: closing.signal })
    lastRestoredMs = await restoredMs(access)
    usable = true
    await settled.refresh()
    changed()
    return migrated
  }
  const migrated = open()
  const opened = migrated.then(() => undefined)
  // Whoever does not wait for it must not fall with it.
  opened.catch(() => undefined)

  return {
    outbox: outbox(room),
    subscriptions: subscriptions(room),
    ledger: ledger(room),
    settlements: settled,
    roll: roll(room),
    channels: webChannels(room),
    quiz: quizStore(room, settings),
    makers: makers(room),
    turn: (name, timing) => turn({ access: door, wall, random, log, holder, closing: closing.signal, kept }, name, timing),
    ready: () => readiness(usable, access?.trouble()),
    opened,
    migrate: () => migrated,
    purge: (now) => purge(room, now, { ...RETENTION, ...settings.retention }),
    backup: (file) => backup(door, file),
    async restore(file, { replace = false } = {}) {
      const restored = await restore(door, safe, file, { replace, now: clock.now() })
      lastRestoredMs = await restoredMs(door)
      return restored
    },
    async close() {
      closing.abort(new Error('the store is closed'))
      await opened.catch(() => undefined)
      await Promise.allSettled(kept)
      usable = false
      await engine?.close()
    },
  }
}

const quizStore = (room: Room, { secret, random }: StoreSettings): QuizStore => ({
  rounds: rounds(room),
  decks: decks(room, random),
  reports: reports(room),
  reviews: reviews(room),
  people: people(room),
  roster: roster(room),
  pseudonyms: pseudonyms(secret),
})

/** The driver of PostgreSQL is loaded only where it is used. */
const engineOf = async (database: Database, log: Log): Promise<Engine> => {
  if (database.kind === 'sqlite') return sqliteEngine(database.path)
  const { postgresEngine } = await import('./postgres.ts')
  return postgresEngine(database.url, log)
}

const readiness = (usable: boolean, trouble: string | undefined): Readiness => ({
  name: 'database',
  ready: usable && trouble === undefined,
  detail: trouble ?? (usable ? 'open' : 'not open yet'),
})
