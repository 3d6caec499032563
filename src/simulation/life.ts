import type { Shelf } from '../almanac/shelf.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Timing } from '../delivery/timing.ts'
import type { Store } from '../store/store.ts'
import { gate } from './gate.ts'
import { simulatedDiscord, simulatedSlack } from './platforms.ts'
import type { World } from './world.ts'

/** One life of the bot's process: from its start to its death. */
export type Life = {
  wake(): void
  /** Ends it in the middle of whatever it does. Returns the keys of what was marked as being sent and not settled. */
  kill(): readonly string[]
}
