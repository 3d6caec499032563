import type { Platform, PlatformName } from '../chat/platform.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { lane, type Standing } from './lane.ts'
import type { Outbox } from './outbox.ts'
import { patience } from './patience.ts'
import type { PostSpec } from './post.ts'
import type { Timing } from './timing.ts'
import type { Report } from './trouble.ts'

/** Carries what is due: each delivery to where it belongs, once. Run as many as you like, in as many processes. */
export type Courier = {
  /** Carries until `signal` aborts or `stop` is called; resolves when it has stopped. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  /** Something new may be due, perhaps only for one platform. */
  wake(platform?: PlatformName): void
  /** Finishes what is being sent and releases the rest, within `stopMs`. What is unfinished even then is left to its lease. */
  stop(): Promise<void>
  /** How each platform's posts stand. */
  standing(): readonly Standing[]
}

export type CourierParts = {
  readonly outbox: Outbox
  readonly posts: readonly PostSpec[]
  readonly platforms: readonly Platform[]
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly timing: Timing
  readonly report: Report
  /** How many sends a second of `clock` all processes together may begin, by platform; as many as there are where none is given. */
  readonly budget?: Readonly<Partial<Record<PlatformName, number>>>
  /** How many deliveries are claimed at once (200), and how many such batches one platform may have on their way (2). */
  readonly batch?: number
  readonly batches?: number
}

export function courier(parts: CourierParts): Courier {
  const { clock, timing } = parts
  if (timing.leaseMs <= timing.sendMs + timing.marginMs) throw new RangeError('a lease must be longer than a send with its margin')
  const posts = new Map(parts.posts.map((post) => [post.name, post]))
  const depot = { ...parts, posts, batch: parts.batch ?? 200, batches: parts.batches ?? 2 }
  const lanes = parts.platforms.map((platform) => lane(depot, platform, parts.budget?.[platform.name]))
  let running: Promise<unknown> = Promise.resolve()
  let stopping: Promise<void> | undefined

  async function halt(): Promise<void> {
    const waiting = patience(clock)
    for (const way of lanes) way.stop()
    await waiting.within(running, (timing.stopMs * 2) / 3, undefined)
    for (const way of lanes) way.giveUp()
    await waiting.within(running, timing.stopMs / 3, undefined)
  }

  const stop = async (): Promise<void> => (stopping ??= halt())

  return {
    async run(signal) {
      running = Promise.all(lanes.map((way) => way.run()))
      const aborted = new Promise<void>((resolve) => {
        const heard = () => resolve(stop())
        if (signal.aborted) heard()
        else signal.addEventListener('abort', heard, { once: true })
      })
      await Promise.race([running, aborted])
      await stopping
    },
    wake(platform) {
      for (const way of lanes) if (platform === undefined || way.platform === platform) way.wake()
    },
    stop,
    standing: () => lanes.map((way) => way.standing()),
  }
}
