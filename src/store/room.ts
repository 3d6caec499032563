import type { Clock } from '../kernel/clock.ts'
import type { Access } from './engine.ts'
import type { Vault } from './vault.ts'

/** What every part of the store is built on. */
export type Room = {
  readonly access: Access
  readonly vault: Vault
  readonly clock: Clock
  /** A name of this process, that no other has. */
  readonly holder: string
  /** To be called after a change that somebody waits for was committed. */
  readonly changed: () => void
}
