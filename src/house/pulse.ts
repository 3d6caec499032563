import type { PlatformName, Readiness } from '../chat/platform.ts'
import type { Outbox, Tally } from '../delivery/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'

/** How the posts of today stand: what was expected, what became of it, and what should have been there by now. */
export type Beat = { readonly day: string; readonly tally: Tally; readonly overdue: number; readonly overdueSince?: Date | undefined }

export type Pulse = {
  /** Looks once; to be called each minute. Never rejects: a database that cannot be read is a lag. */
  look(): Promise<void>
  /** Red while posts that were due `lagMs` ago have neither been sent nor given up, while nobody has planned any for so long, and while nobody can tell. */
  ready(): Readiness
  /** The last look; undefined before the first. */
  beat(): Beat | undefined
}

export type PulseSettings = {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly log: Log
  readonly lagMs: number
  /** Those that are on: nobody here posts to the others. */
  readonly platforms: () => readonly PlatformName[]
  /** When everything that was to be planned was last found planned; undefined before the first time. */
  readonly plannedAt: () => Date | undefined
}

/** Looks pass between two lines of the log about the same lag, when one is taken each minute. */
const REMINDER = 60

/** The dead man's check: says when what should have been posted was not, since nobody misses a post that never came. */
export function pulse({ outbox, clock, log, lagMs, platforms, plannedAt }: PulseSettings): Pulse {
  const begunAt = clock.now()
  let last: Beat | undefined
  let blind = false
  let looksLagging = 0

  async function read(): Promise<Beat> {
    const now = clock.now()
    const day = now.toISOString().slice(0, 10)
    const [tally, lag] = [await outbox.tally(day), await outbox.lag(new Date(now.getTime() - lagMs), platforms())]
    return { day, tally, overdue: lag.count, overdueSince: lag.since }
  }

  function report(beat: Beat, before: Beat | undefined): void {
    if (before && before.day !== beat.day) log.info('posts of the day', { day: before.day, ...before.tally })
    const { overdue, overdueSince: since } = beat
    if (overdue > 0 && looksLagging % REMINDER === 0) log.warn('posts are overdue', { overdue, since, ...beat.tally })
    if (overdue === 0 && looksLagging > 0) log.info('posts are on time again', { ...beat.tally })
    looksLagging = overdue > 0 ? looksLagging + 1 : 0
  }

  return {
    async look() {
      try {
        const beat = await read()
        report(beat, last)
        last = beat
        blind = false
      } catch {
        // The store says itself what is wrong with it.
        blind = true
      }
    },
    ready() {
      const { planned = 0, sent = 0 } = last?.tally ?? {}
      const overdue = last?.overdue ?? 0
      const idleSince = plannedAt() ?? begunAt
      const idle = clock.now().getTime() - idleSince.getTime() > lagMs
      const late = overdue === 0 ? '' : `; ${overdue} overdue${last?.overdueSince ? ` since ${last.overdueSince.toISOString()}` : ''}`
      const unplanned = idle ? `; nothing is planned since ${idleSince.toISOString()}` : ''
      const detail = blind ? 'the database cannot be read' : `${planned} expected today, ${sent} sent${late}${unplanned}`
      return { name: 'posts', ready: !blind && overdue === 0 && !idle, detail }
    },
    beat: () => last,
  }
}
