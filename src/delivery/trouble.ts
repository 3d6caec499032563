import type { Clock } from '../kernel/clock.ts'
import { Failure } from '../kernel/failure.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Timing } from './timing.ts'

/** Logs a bug, and resolves to the short id under which it stands in the log. */
export type Report = (error: unknown, where: string) => string

/** What goes wrong on the way, told once and not each time. */
export type Trouble = {
  /** The outbox could not do what it was asked: an outage is logged once a minute, anything else is a bug. Returns how long to wait before asking again. */
  outbox(error: unknown): number
  /** The outbox answers: an outage is over. */
  calm(): void
  /** Something threw that should not; the same words are reported once an hour, under one id. */
  bug(error: unknown, where: string): string
  /** Since when the outbox has not answered. */
  since(): Date | undefined
}

/** How many different bugs are remembered at once. */
const MOST_BUGS = 100

export const isOutage = (error: unknown): boolean => error instanceof Failure && error.code === 'unavailable'

export function trouble(parts: {
  readonly platform: string
  readonly clock: Clock
  readonly random: Random
  readonly timing: Timing
  readonly log: Log
  readonly report: Report
}): Trouble {
  const { clock, timing, log } = parts
  const bugs = new Map<string, { readonly id: string; readonly atMs: number }>()
  let since: Date | undefined
  let toldMs = Number.NEGATIVE_INFINITY
  let failures = 0
  let isTold = false

  function bug(error: unknown, where: string): string {
    const nowMs = clock.now().getTime()
    const name = `${where}: ${String(error)}`
    const before = bugs.get(name)
    if (before && nowMs - before.atMs < timing.hourMs) return before.id
    const id = parts.report(error, where)
    if (bugs.size >= MOST_BUGS) bugs.clear()
    bugs.set(name, { id, atMs: nowMs })
    return id
  }

  return {
    bug,
    since: () => since,
    outbox(error) {
      const now = clock.now()
      since ??= now
      failures++
      if (!isOutage(error)) bug(error, 'outbox')
      else if (now.getTime() - toldMs >= timing.probeMs) {
        toldMs = now.getTime()
        isTold = true
        log.warn('outbox unavailable', { platform: parts.platform, since, error })
      }
      return (Math.min(timing.backoffMs, timing.lookMs * 2 ** Math.min(failures - 1, 30)) * (1 + parts.random())) / 2
    },
    calm() {
      if (!since) return
      if (isTold) log.info('outbox back', { platform: parts.platform, afterMs: clock.now().getTime() - since.getTime() })
      since = undefined
      isTold = false
      failures = 0
    },
  }
}
