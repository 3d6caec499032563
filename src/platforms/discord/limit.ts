import type { Clock } from '../../kernel/clock.ts'

/** Does something under a signal that aborts after `ms` of the clock; the clock is let go of as soon as it is done. */
export async function withinMs<T>(clock: Clock, ms: number, doing: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const [over, enough] = [new AbortController(), new AbortController()]
  void clock.sleep(ms, enough.signal).then(
    () => over.abort(),
    () => undefined,
  )
  try {
    return await doing(over.signal)
  } finally {
    enough.abort()
  }
}
