import type { Kysely } from 'kysely'
import type { Delivery } from '../delivery/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Access } from './engine.ts'
import type { Tables } from './schema.ts'
import type { Vault } from './vault.ts'

/** What every part of the store is built on. */
export type Room = {
  readonly access: Access
  readonly vault: Vault
  readonly clock: Clock
  readonly log: Log
  /** A name of this process, that no other has. */
  readonly holder: string
  /** When a backup was last put back, in milliseconds since 1970: a delivery that was due before may have been sent since it was taken. */
  readonly restoredMs: () => number
  /** To be called after a change that somebody waits for was committed. */
  readonly changed: () => void
  /** Makes of an entry that a settled delivery brings what the quiz makes of it; resolves to the deliveries that follow. */
  readonly enter: (tx: Kysely<Tables>, entry: unknown, now: Date) => Promise<readonly Delivery[]>
}
