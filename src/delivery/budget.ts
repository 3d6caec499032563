import type { PlatformName } from '../chat/platform.ts'
import type { Clock } from '../kernel/clock.ts'
import { gather } from './gather.ts'
import type { Outbox } from './outbox.ts'

/** How many sends of one platform all processes together begin in a second. */
export type Budget = {
  /** When the next may go. */
  slot(): Promise<Date>
  /** How far ahead we have reserved. */
  aheadMs(): number
}

/** So many go together each second: a mark for each alone would cost more than they do. */
const PIECES = 4
const MOST = 100

export function budget(outbox: Outbox, clock: Clock, platform: PlatformName, perSecond: number): Budget {
  const piece = Math.max(1, Math.floor(perSecond / PIECES))
  let reservedMs = 0
  const slot = gather<void, Date>(async (asked) => {
    const first = (await outbox.reserve(platform, asked.length, perSecond, clock.now())).getTime()
    reservedMs = first + (asked.length * 1000) / perSecond
    return asked.map((_, i) => new Date(Math.ceil(first + ((i - (i % piece)) * 1000) / perSecond)))
  }, MOST)
  return { slot, aheadMs: () => reservedMs - clock.now().getTime() }
}

/** There is always room. */
export const unlimited = (clock: Clock): Budget => ({ slot: async () => clock.now(), aheadMs: () => 0 })
