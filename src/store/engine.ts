import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './schema.ts'

export type EngineKind = 'sqlite' | 'postgres'

/** What became of a call that failed: it may simply be made again, the database cannot be reached or written, or it is a bug of ours. */
export type Trouble = 'again' | 'unavailable' | 'bug'

/** One of the two databases, opened. */
export type Engine = {
  readonly kind: EngineKind
  readonly db: Kysely<Tables>
  troubleOf(error: unknown): Trouble
  /** Why this database will never do, in words for the person at the terminal; undefined where waiting may help. */
  hopeless(error: unknown): string | undefined
  close(): Promise<void>
}

/** What the rest of the room works with: a look at the data, or a change of them that happens whole or not at all. */
export type Access = {
  readonly kind: EngineKind
  read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /** One statement that changes something, and is a transaction of its own. */
  once<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  write<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** A look at all the data as they are at one instant, however long it takes; others go on writing. */
  snapshot<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
}
