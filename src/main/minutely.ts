import type { Pulse } from '../house/pulse.ts'
import type { Clock } from '../kernel/clock.ts'
import { Failure } from '../kernel/failure.ts'
import type { Store } from '../store/store.ts'
import type { Cleaned } from './gauges.ts'
import type { Worker } from './worker.ts'

const MINUTES_A_DAY = 1_440

export type Minutely = {
  readonly store: Pick<Store, 'purge' | 'settlements'>
  readonly clock: Clock
  readonly report: (error: unknown, where: string) => string
  readonly cleaned: (done: Cleaned) => void
  readonly look: () => void
  readonly heart: Pick<Pulse, 'look'>
  readonly working: Pick<Worker, 'wake'>
}

/** What is done each minute. The worker keeps its own time: the tick is a safety net, and a missed one costs nothing. */
export function minutely({ store, clock, look, heart, working, cleaned, report }: Minutely): () => Promise<void> {
  let minutes = 0
  return async () => {
    look()
    working.wake()
    await heart.look()
    await store.settlements.refresh().catch(() => undefined)
    if (minutes % MINUTES_A_DAY === 0) {
      const at = clock.now()
      const purged = await store.purge(at).catch((error: unknown) => retried(error, report))
      // While the database cannot be reached, it is tried again each minute.
      if (!purged) return
      cleaned({ at, purged })
    }
    minutes += 1
  }
}

/** A database that cannot be reached says so itself. */
function retried(error: unknown, report: Minutely['report']): undefined {
  if (!(error instanceof Failure)) report(error, 'retention')
  return undefined
}
