import type { Place } from '../chat/platform.ts'
import type { Delivery, Shows } from './outbox.ts'

/** A message that stands somewhere, and what it shows. */
export type Sent = {
  readonly key: string
  readonly to: Place
  readonly post: string
  readonly subject: unknown
  readonly owner?: string | undefined
  readonly message: string
  readonly shows: Shows
  readonly dueAt: Date
  readonly sentAt: Date
}

/** What was sent, as long as it is remembered: the way to it when a fact is corrected. */
export type Ledger = {
  /** Messages that show any event, in order of their keys, beginning after `after`. */
  sent(after: string | undefined, limit: number): Promise<readonly Sent[]>
  /** Writes deliveries that edit or follow what was sent; keys that are there already are left alone. Returns how many were new. */
  write(deliveries: readonly Delivery[], now: Date): Promise<number>
}
