import { DiscordAPIError, HTTPError, RateLimitError, REST, type RESTOptions } from 'discord.js'
import type { LogFields } from '../../kernel/log.ts'

/** A callback is worth nothing three seconds after the interaction, so that a longer wait for a rate limit is refused instead of sat out. */
const LONGEST_WAIT_MS = 2_000
const TIMEOUT_MS = 10_000

/** Settings for every way to Discord: its own retries are off, because who retries has to know what is tried again. */
export const restOptions = (apiUrl: string): Partial<RESTOptions> => ({
  api: apiUrl.replace(/\/+$/, ''),
  version: '10',
  retries: 0,
  timeout: TIMEOUT_MS,
  rejectOnRateLimit: ({ timeToReset }) => timeToReset > LONGEST_WAIT_MS,
})

export const discordRest = (apiUrl: string, token: string): REST => new REST(restOptions(apiUrl)).setToken(token)

/** What went wrong on the way to Discord, in what a log may hold: addresses, tokens, ids and texts of people are left out. */
export type Trouble = {
  readonly kind: 'refused' | 'broken' | 'limited' | 'unreachable'
  readonly fields: LogFields
  readonly status?: number
  readonly code?: number | string
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof DiscordAPIError) {
    const { status, code } = error
    return { kind: 'refused', status, code, fields: { status, code, reason: faultsOf(error.rawError) } }
  }
  if (error instanceof RateLimitError) return { kind: 'limited', fields: { retryAfterMs: error.retryAfter, scope: error.scope } }
  if (error instanceof HTTPError) return { kind: 'broken', status: error.status, fields: { status: error.status } }
  const { name, code } = error instanceof Error ? (error as Error & { code?: unknown }) : { name: typeof error, code: undefined }
  return { kind: 'unreachable', fields: { reason: typeof code === 'string' ? `${name} ${code}` : name } }
}

/** The paths and codes of a refused form, such as `data.components.0.content BASE_TYPE_BAD_LENGTH`; never its values. */
function faultsOf(raw: unknown): string {
  const { message, errors } = typeof raw === 'object' && raw !== null ? (raw as { message?: unknown; errors?: unknown }) : {}
  return [typeof message === 'string' ? message.slice(0, 100) : '', ...pathsOf(errors, []).slice(0, 5)].filter(Boolean).join('; ')
}

function pathsOf(errors: unknown, path: readonly string[]): string[] {
  if (typeof errors !== 'object' || errors === null || path.length > 20) return []
  return Object.entries(errors).flatMap(([key, value]) => {
    if (key !== '_errors' || !Array.isArray(value)) return pathsOf(value, [...path, key])
    return value.map((fault: unknown) => `${path.join('.')} ${String((fault as { code?: unknown } | null)?.code)}`)
  })
}
