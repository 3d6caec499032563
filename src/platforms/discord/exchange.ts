import { DefaultRestOptions, DiscordAPIError, HTTPError, RateLimitError, REST, type RESTOptions } from 'discord.js'
import type { Clock } from '../../kernel/clock.ts'
import { restOptions, troubleOf } from './rest.ts'

/** What came of one request. */
export type Exchanged =
  | { readonly kind: 'done'; readonly body: unknown }
  /** Discord itself says no, with a code of its own (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json). */
  | { readonly kind: 'told'; readonly status: number; readonly code: number; readonly why: string }
  | { readonly kind: 'limited'; readonly scope: 'channel' | 'platform'; readonly afterMs?: number; readonly why: string }
  /** It was certainly not done: nobody was reached, or somebody in between turned it away. `platform` says whether others would fare the same. */
  | { readonly kind: 'undone'; readonly platform: boolean; readonly why: string }
  /** It may have been done. */
  | { readonly kind: 'unknown'; readonly why: string }

export type Asking = {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly route: `/${string}`
  readonly body?: unknown
  readonly query?: string
}

/** Sends one request once, and ends when it is answered or `signal` aborts. Never rejects. */
export type Exchange = (asking: Asking, signal: AbortSignal) => Promise<Exchanged>

export type Network = RESTOptions['makeRequest']

export type ExchangeSettings = {
  readonly apiUrl: string
  readonly token: string
  readonly clock: Clock
  /** What stands for the network; discord.js's own unless given. */
  readonly network?: Network | undefined
}

/** After these nothing was written: no connection was made. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EMFILE',
  'ENFILE',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
])

/** Routes whose limit is used up, as far as it is remembered. */
const MOST_LIMITS = 1_000

/**
 * Requests through discord.js, each through a client of its own: one client lets requests of the same route wait for each other,
 * for as long as the first hangs, and after a 429 for its end. What it would remember of limits is remembered here and refuses at once.
 */
export function exchanger({ apiUrl, token, clock, network = DefaultRestOptions.makeRequest }: ExchangeSettings): Exchange {
  const usedUp = new Map<string, number>()
  const remember = (name: string, headers: Headers): void => {
    const now = clock.now().getTime()
    const resetMs = secondsOf(headers.get('x-ratelimit-reset-after'))
    if (headers.get('x-ratelimit-remaining') !== '0' || resetMs === undefined) return void usedUp.delete(name)
    if (usedUp.size >= MOST_LIMITS) for (const [old, until] of usedUp) if (until <= now) usedUp.delete(old)
    if (usedUp.size < MOST_LIMITS) usedUp.set(name, now + resetMs)
  }
  return async ({ method, route, body, query }, signal) => {
    if (signal.aborted) return { kind: 'undone', platform: false, why: 'no time was left' }
    const name = limitOf(method, route)
    const waitMs = (usedUp.get(name) ?? 0) - clock.now().getTime()
    if (waitMs > 0) return { kind: 'limited', scope: 'channel', afterMs: waitMs, why: 'the limit of the route is used up' }
    let heard: Heard | undefined
    const rest = new REST({
      ...restOptions(apiUrl),
      // The caller's signal ends it sooner, by the caller's clock.
      timeout: LONGEST_MS,
      offset: 0,
      hashSweepInterval: 0,
      handlerSweepInterval: 0,
      rejectOnRateLimit: () => true,
      makeRequest: async (url, init) => {
        const answer = await Promise.race([network(url, init), aborted(signal)])
        heard = { status: answer.status, headers: new Headers(answer.headers) }
        remember(name, heard.headers)
        return answer
      },
    })
    // Its own token would be forgotten at the first 401.
    const headers = { authorization: `Bot ${token}` }
    const request = rest.request({
      method: METHODS[method],
      fullRoute: route,
      auth: false,
      headers,
      signal,
      ...(body !== undefined && { body }),
      ...(query !== undefined && { query: new URLSearchParams(query) }),
    })
    return Promise.race([request, aborted(signal)]).then(
      (answered) => toDone(answered, heard),
      (error: unknown) => toTrouble(error, heard),
    )
  }
}

const METHODS = { GET: 'GET', POST: 'POST', PATCH: 'PATCH' } as unknown as Readonly<
  Record<Asking['method'], Parameters<REST['request']>[0]['method']>
>
const LONGEST_MS = 120_000

type Heard = { readonly status: number; readonly headers: Headers }

/** Limits are per route and channel: messages of one channel are counted together, whatever their ids. */
const limitOf = (method: string, route: string): string => `${method} ${route.replace(/(\/messages)\/\d+$/, '$1')}`

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('cut off', 'AbortError')), { once: true }))

/** With a good status, JSON was said by Discord; anything else may be a page of somebody in between. */
function toDone(body: unknown, heard: Heard | undefined): Exchanged {
  const told = typeof body === 'object' && body !== null && !(body instanceof ArrayBuffer) && (heard?.status ?? 500) < 300
  return told ? { kind: 'done', body } : { kind: 'unknown', why: `a ${heard?.status ?? 0} that is not Discord’s` }
}

function toTrouble(error: unknown, heard: Heard | undefined): Exchanged {
  if (error instanceof RateLimitError) return toLimited(error, heard)
  if (error instanceof HTTPError) return { kind: 'unknown', why: `status ${error.status}` }
  if (error instanceof DiscordAPIError) return toTold(error)
  if (heard === undefined && neverLeft(error)) return { kind: 'undone', platform: true, why: whyOf(error) }
  return { kind: 'unknown', why: whyOf(error) }
}

/** "Internal network error", with 403: what the wall before Discord says in Discord's form while it lets nobody of ours through (discord-api-docs#6473). */
const WALLED_OFF = 40333

/** Without a code of Discord's own it was somebody in between who spoke, and nothing is settled by that. */
function toTold(error: DiscordAPIError): Exchanged {
  const { code, status, rawError } = error
  const own = typeof code === 'number' && typeof (rawError as { message?: unknown }).message === 'string'
  if (!own) return { kind: 'undone', platform: false, why: `a ${status} that is not Discord’s` }
  if (code === WALLED_OFF) return { kind: 'undone', platform: true, why: whyOf(error) }
  return { kind: 'told', status, code, why: whyOf(error) }
}

/** A 429 without Discord's own headers comes from the wall before it, and that bars the whole address. */
function toLimited(error: RateLimitError, heard: Heard | undefined): Exchanged {
  const scope = heard?.headers.get('x-ratelimit-scope')
  const afterMs = secondsOf(heard?.headers.get('retry-after')) ?? secondsOf(heard?.headers.get('x-ratelimit-reset-after'))
  const all = error.global || scope === 'global' || scope === null || scope === undefined
  return {
    kind: 'limited',
    scope: all ? 'platform' : 'channel',
    ...(afterMs !== undefined && { afterMs }),
    why: `limited (${scope ?? 'no scope'})`,
  }
}

function secondsOf(header: string | null | undefined): number | undefined {
  const seconds = Number(header ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined
}

function neverLeft(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(neverLeft)
  return UNREACHED.has(String((error as { code?: unknown } | null)?.code))
}

function whyOf(error: unknown): string {
  const { fields } = troubleOf(error)
  return Object.values(fields)
    .filter((value) => value !== '')
    .join(' ')
}
