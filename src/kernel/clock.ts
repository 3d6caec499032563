/** Where the time comes from. Everything that asks for the time is handed one. */
export type Clock = {
  now(): Date
  /** Ends after `ms`; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The longest delay a Node timer can hold; a longer sleep is slept in pieces. */
const longestTimerMs = 2 ** 31 - 1

/** The machine's own time. */
export const systemClock = (): Clock => ({
  now: () => new Date(),
  async sleep(ms, signal) {
    for (let left = ms; left > 0; left -= longestTimerMs) await pause(Math.min(left, longestTimerMs), signal)
    signal?.throwIfAborted()
  },
})

/**
 * A clock for rehearsals: it shows `startAt` at this instant and runs on, `speed` times as fast as `real`.
 * Its sleeps last as much shorter.
 */
export const rehearsalClock = (startAt: Date, speed: number, real: Clock): Clock => {
  const origin = real.now().getTime()
  return {
    now: () => new Date(startAt.getTime() + (real.now().getTime() - origin) * speed),
    sleep: (ms, signal) => real.sleep(Math.ceil(ms / speed), signal),
  }
}

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
