import type { Clock } from '../kernel/clock.ts'

/** Waiting that has an end. */
export type Patience = {
  /** What `work` comes to, or `otherwise` when it has come to nothing after `ms` or when all patience ends. */
  within<T>(work: Promise<T>, ms: number, otherwise: T): Promise<T>
  /** Ends after `ms`, or when all patience ends. */
  rest(ms: number): Promise<void>
  /** Ends all waiting, now and from now on. */
  end(): void
  ended(): boolean
}

/** Why a wait is called off; one for all, because an exception for each costs more than the wait. */
const OVER = 'over'

export function patience(clock: Clock): Patience {
  const waits = new Set<AbortController>()
  let ended = false

  async function within<T>(work: Promise<T>, ms: number, otherwise: T): Promise<T> {
    const wait = new AbortController()
    if (ended) wait.abort(OVER)
    waits.add(wait)
    const give = () => otherwise
    try {
      return await Promise.race([work, clock.sleep(ms, wait.signal).then(give, give)])
    } finally {
      waits.delete(wait)
      wait.abort(OVER)
    }
  }

  return {
    within,
    rest: (ms) => within(new Promise<void>(() => undefined), ms, undefined),
    end() {
      ended = true
      for (const wait of waits) wait.abort(OVER)
    },
    ended: () => ended,
  }
}
