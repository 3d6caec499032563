import { type Logger, LogLevel, webApi } from '@slack/bolt'
import type { Log } from '../../kernel/log.ts'

/** Why a call to Slack brought nothing. */
export type Trouble =
  /** The token is worth nothing any more; only a person can mend that. */
  | { readonly kind: 'revoked'; readonly error: string }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'limited'; readonly retryMs: number }
  | { readonly kind: 'unreachable'; readonly error: string }

/** A call takes this long at most. */
const CALL_MS = 10_000

const REVOKED = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
  'not_allowed_token_type',
])

/** Whether this error of Slack's says that our token is worth nothing. */
export const isRevoked = (code: string): boolean => REVOKED.has(code)

/** Slack's clients as we use them: each call is tried once, and a refusal for haste comes back at once. */
export const clientOptions = (apiUrl: string, log: Log, given: webApi.WebClientOptions = {}): webApi.WebClientOptions => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: CALL_MS,
  logger: libraryLog(log),
  ...given,
})

/** What went wrong with a call, in a word that holds neither a token nor a person. */
export function toTrouble(error: unknown): Trouble {
  if (error instanceof webApi.WebAPIRateLimitedError) return { kind: 'limited', retryMs: error.retryAfter * 1000 }
  if (error instanceof webApi.WebAPIPlatformError) {
    const code: unknown = error.data.error
    // What is no error code is the page of somebody between us and Slack.
    if (typeof code !== 'string' || !/^\w{1,80}$/.test(code)) return { kind: 'unreachable', error: 'unreadable answer' }
    return isRevoked(code) ? { kind: 'revoked', error: code } : { kind: 'refused', error: code }
  }
  if (error instanceof webApi.WebAPIHTTPError) return { kind: 'unreachable', error: `HTTP ${error.statusCode}` }
  return { kind: 'unreachable', error: reasonOf(error) }
}

/** A code such as ECONNREFUSED where there is one, from however deep. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code } = error as { readonly code?: unknown }
  const inner = error instanceof webApi.WebAPIRequestError ? error.original : error.cause
  if (inner instanceof Error) return reasonOf(inner)
  return typeof code === 'string' ? code : error.name
}

/** Whatever the libraries say goes to the lowest level: we report each failure ourselves, once, and they write people's words. */
export function libraryLog(log: Log): Logger {
  let level = LogLevel.WARN
  const say = (...said: readonly unknown[]) =>
    log.debug('slack library', {
      said: said
        .filter((each) => typeof each === 'string')
        .join(' ')
        .slice(0, 300),
    })
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: say,
    error: say,
    setLevel: (given) => void (level = given),
    getLevel: () => level,
    setName: () => undefined,
  }
}
