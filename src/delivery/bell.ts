import type { Clock } from '../kernel/clock.ts'

/** Wakes whoever sleeps by it. */
export type Bell = {
  ring(): void
  /** Ends after `ms`, or as soon as the bell has rung since the last sleep began. */
  sleep(ms: number): Promise<void>
}

export function bell(clock: Clock): Bell {
  let rung = false
  let sleeping: AbortController | undefined
  return {
    ring() {
      rung = true
      sleeping?.abort('rung')
    },
    async sleep(ms) {
      if (!rung) {
        sleeping = new AbortController()
        await clock.sleep(ms, sleeping.signal).catch(() => undefined)
        sleeping = undefined
      }
      rung = false
    },
  }
}
