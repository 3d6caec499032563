import type { Roll } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { reasonOf } from './api.ts'

export type MembershipSettings = { readonly roll: Roll; readonly clock: Clock; readonly log: Log }

/** Has it noted that a workspace took us in or sent us away, for as long as it takes; what is said last counts. */
export type Membership = {
  present(team: string): void
  left(team: string): void
  close(): void
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000

/**
 * Workspaces that we knew and whose token we do not hold are left alone: only Slack's own word, an uninstalled app or a revoked
 * token, says that we were sent away.
 */
export function membership({ roll, clock, log }: MembershipSettings): Membership {
  let latest = new AbortController()

  async function noted(note: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        await note()
        return
      } catch (error) {
        log.warn('slack membership not noted', { reason: reasonOf(error) })
        await clock.sleep(waitMs, signal).catch(() => undefined)
      }
    }
  }

  const begin = (note: () => Promise<unknown>): void => {
    latest.abort()
    latest = new AbortController()
    void noted(note, latest.signal)
  }
  return {
    present: (team) => begin(() => roll.present('slack', [team])),
    left: (team) => begin(() => roll.left('slack', team)),
    close: () => latest.abort(),
  }
}
