import type { Readiness } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { toTrouble, type Trouble } from './api.ts'

export type ConnectionSettings = {
  /** Reaches Slack once, or rejects. */
  readonly attempt: () => Promise<void>
  /** Resolves when what `attempt` reached is gone; missing where nothing is held. */
  readonly ended?: (() => Promise<void>) | undefined
  /** Lets go of what is held, when the token turns out to be worth nothing. */
  readonly leave?: (() => Promise<void>) | undefined
  /** How it is connected, for people. */
  readonly detail: string
  readonly clock: Clock
  readonly log: Log
}

/** Whether Slack can be reached, and the endless trying until it can. */
export type Connection = {
  /** Begins; resolves when the first attempt is over, whatever came of it. */
  start(): Promise<void>
  /** Takes what a call to Slack threw: logs it, and ends everything where the token is worth nothing. */
  failed(method: string, error: unknown): Trouble
  /** Ends everything, for this reason of Slack's. */
  removed(reason: string): void
  /** Whether requests of Slack's are answered. */
  isOpen(): boolean
  ready(): Readiness
  close(): void
}

type State = { readonly kind: 'starting' | 'on' | 'closed' } | { readonly kind: 'waiting' | 'off'; readonly why: string }

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** What lasts no longer than this was no connection, and the next attempt waits. */
const SHORT_LIFE_MS = 5000

/** Where things stand. What is off or closed stays so. */
function standing(detail: string) {
  let state: State = { kind: 'starting' }
  const isOver = () => state.kind === 'off' || state.kind === 'closed'
  return {
    isOver,
    move: (next: State) => void (isOver() || (state = next)),
    ready: (): Readiness => ({
      name: 'slack',
      ready: state.kind === 'on',
      detail: 'why' in state ? state.why : state.kind === 'on' ? detail : state.kind,
    }),
  }
}

export function connection({ attempt, ended, leave, detail, clock, log }: ConnectionSettings): Connection {
  const { isOver, move, ready } = standing(detail)
  const closing = new AbortController()

  function failed(method: string, error: unknown): Trouble {
    const trouble = toTrouble(error)
    if (isOver()) return trouble
    if (trouble.kind !== 'revoked') {
      log.warn('slack call failed', { method, ...trouble })
      return trouble
    }
    log.error(
      `Slack is off: it refuses our token (${trouble.error}). Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to tokens that are in force, and start again.`,
    )
    end(`off: Slack refuses our token (${trouble.error})`)
    return trouble
  }

  function removed(reason: string): void {
    if (isOver()) return
    log.error(
      `Slack is off: Griot was removed from the workspace (${reason}). Install it again, set SLACK_BOT_TOKEN to the new token, and start again.`,
    )
    end(`off: Griot was removed from the workspace (${reason})`)
  }

  function end(why: string): void {
    move({ kind: 'off', why })
    closing.abort()
    void leave?.()
  }

  /** One attempt, and all that it brought; undefined when the next one need not wait. */
  async function once(tried: () => void): Promise<Trouble | undefined> {
    try {
      await attempt()
    } catch (error) {
      return failed('connect', error)
    }
    move({ kind: 'on' })
    tried()
    if (!ended) return undefined
    const sinceMs = clock.now().getTime()
    await ended()
    move({ kind: 'waiting', why: 'the connection ended; connecting again' })
    if (isOver() || clock.now().getTime() - sinceMs > SHORT_LIFE_MS) return undefined
    return { kind: 'unreachable', error: 'the connection ended at once' }
  }

  async function run(tried: () => void): Promise<void> {
    let waitMs = FIRST_WAIT_MS
    while (!isOver()) {
      const trouble = await once(tried)
      if (!trouble && !ended) return
      if (trouble) {
        move({ kind: 'waiting', why: 'Slack cannot be reached; trying again' })
        tried()
        await clock.sleep(trouble.kind === 'limited' ? Math.max(trouble.retryMs, waitMs) : waitMs, closing.signal).catch(() => undefined)
      }
      waitMs = trouble ? Math.min(waitMs * 2, LONGEST_WAIT_MS) : FIRST_WAIT_MS
    }
  }

  return {
    start: () => new Promise((resolve) => void run(resolve).finally(resolve)),
    failed,
    removed,
    isOpen: () => !isOver(),
    ready,
    close() {
      move({ kind: 'closed' })
      closing.abort()
    },
  }
}
