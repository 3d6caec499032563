import type { Shelf } from '../../almanac/shelf.ts'
import type { ChannelPlace, Readiness, Rights } from '../../chat/platform.ts'
import type { Settlements } from '../../chat/settlements.ts'
import type { Tally } from '../../delivery/outbox.ts'
import type { Timing } from '../../delivery/timing.ts'
import type { Locale } from '../../words/locale.ts'
import type { Subscriptions } from '../subscription.ts'

/** How the installation stands at this moment. */
export type Standing = {
  /** How many times as fast as the world's clock the installation's runs; missing where it is the world's. */
  readonly speed?: number | undefined
  readonly database: Readiness
  /** The ways to be talked to, each with what it says of itself. */
  readonly surfaces: readonly Readiness[]
  /** Deliveries that are late: how many, and since when the oldest is due. Missing where the database cannot be asked. */
  readonly lag?: { readonly count: number; readonly since?: Date | undefined } | undefined
  /** Today's, by UTC. */
  readonly tally?: Tally | undefined
}

/** All that the schedule commands work with. */
export type Desk = {
  readonly subscriptions: Subscriptions
  readonly settlements: Settlements
  readonly shelves: readonly Shelf[]
  /** Asks the platform now. Never throws. */
  readonly rightsOf: (place: ChannelPlace) => Promise<Rights>
  readonly standing: () => Promise<Standing>
  readonly timing: Timing
  /** Used where nobody settled on another. */
  readonly locale: Locale
  /** Likewise the zone. */
  readonly zone: string
}
