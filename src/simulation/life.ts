import type { Shelf } from '../almanac/shelf.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { Timing } from '../delivery/timing.ts'
import { worker } from '../main/worker.ts'
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

export type LifeParts = {
  readonly store: Pick<Store, 'outbox' | 'subscriptions'>
  readonly shelves: readonly Shelf[]
  readonly around: World
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly timing: Timing
  readonly report: (error: unknown, where: string) => string
}

/** A process is born: the worker of the real one, behind a gate that its death closes. */
export function life(parts: LifeParts): Life {
  const { store, around, log } = parts
  const edge = gate()
  const clock = edge.through(parts.clock)
  const sending = new Set<string>()
  const outbox: Outbox = {
    ...store.outbox,
    async mark(claims, now) {
      for (const { key } of claims) sending.add(key)
      return store.outbox.mark(claims, now)
    },
    async settle(settlements, now) {
      const settled = await store.outbox.settle(settlements, now)
      for (const key of settled) sending.delete(key)
      return settled
    },
  }
  const platforms = [
    simulatedDiscord({ carry: around.discord, clock: parts.clock, log }),
    simulatedSlack({ carry: around.slack, clock: parts.clock, log }),
  ]
  const working = worker({
    ...parts,
    clock,
    store: { outbox: edge.through(outbox), subscriptions: edge.through(store.subscriptions) },
    platforms: platforms.map((platform) => edge.through(platform)),
    budget: BUDGET,
  })
  return {
    wake: () => void (edge.dead() || working.wake()),
    kill() {
      edge.die()
      return [...sending]
    },
  }
}

const BUDGET = { discord: 45, slack: 20 } as const
