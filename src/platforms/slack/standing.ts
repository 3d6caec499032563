import type { webApi } from '@slack/bolt'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'

/** Who we are in Slack, and what we were granted, as far as Slack has told. */
export type Standing = { team?: string; bot?: string; scopes?: readonly string[] | undefined }

export type SendingSettings = {
  readonly botToken: string
  readonly apiUrl: string
  readonly log: Log
  readonly clock: Pick<Clock, 'now'>
  /** Filled in as Slack tells. */
  readonly standing: Standing
  /** How requests travel; the network unless given. */
  readonly fetch?: webApi.FetchFunction | undefined
  /** How long one request may take, in real time; 0 leaves that to `fetch`. */
  readonly sendMs?: number | undefined
  /** The world's time of an instant of the installation's clock, which a rehearsal bends. */
  readonly worldTime?: ((at: Date) => Date) | undefined
  /** Takes what said that our token is worth nothing. */
  readonly revoked?: ((method: string, error: unknown) => void) | undefined
}
