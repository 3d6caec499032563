import type { Clock } from '../kernel/clock.ts'
import type { Answer, Request } from './fates.ts'

export type SlackWorld = {
  serve(request: Request): Answer
  withdraw(channel: string): void
  grant(channel: string): void
  revoke(revoked: boolean): void
  /** How many messages appeared more often than once. */
  doubled(): number
  /** When each message under this key appeared in this channel. */
  appeared(channel: string, key: string): readonly number[]
}

/** Slack as far as posting needs it. It promises no idempotency, and shows its history to nobody. */
export function slackWorld({ clock }: { readonly clock: Clock }): SlackWorld {
  const seen = new Map<string, number[]>()
  const withdrawn = new Set<string>()
  let revoked = false
  let count = 0

  function post(given: Readonly<Record<string, unknown>>): Answer {
    const channel = String(given['channel'])
    if (withdrawn.has(channel)) return no('not_in_channel')
    const atMs = clock.now().getTime()
    const key = `${channel} ${keyOf(given['metadata'])}`
    seen.set(key, [...(seen.get(key) ?? []), atMs])
    return yes({ channel, ts: `${Math.floor(atMs / 1000)}.${String(count++ % 1_000_000).padStart(6, '0')}` })
  }

  return {
    serve({ path, body }) {
      if (revoked) return no('token_revoked')
      const given = Object.fromEntries(new URLSearchParams(body))
      switch (path.split('/').at(-1)) {
        case 'chat.postMessage':
          return post(given)
        case 'chat.update':
          return withdrawn.has(String(given['channel'])) ? no('not_in_channel') : yes({ channel: given['channel'], ts: given['ts'] })
        case 'conversations.info':
          return yes({
            channel: { id: given['channel'], is_channel: true, is_member: !withdrawn.has(String(given['channel'])), is_archived: false },
          })
        case 'conversations.history':
        case 'conversations.replies':
          return no('missing_scope')
        default:
          return no('unknown_method')
      }
    },
    withdraw: (channel) => void withdrawn.add(channel),
    grant: (channel) => void withdrawn.delete(channel),
    revoke: (given) => void (revoked = given),
    doubled: () => [...seen.values()].filter((times) => times.length > 1).length,
    appeared: (channel, key) => seen.get(`${channel} ${key}`) ?? [],
  }
}

export function keyOf(metadata: unknown): string {
  const read: unknown = typeof metadata === 'string' ? JSON.parse(metadata) : metadata
  const { event_payload: payload } = (read ?? {}) as { event_payload?: { key?: unknown } }
  return typeof payload?.key === 'string' ? payload.key : ''
}

const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})
const yes = (value: object): Answer => json(200, { ok: true, ...value })
const no = (error: string): Answer => json(200, { ok: false, error })

/** 429 as Slack says it. */
export const slackLimited = (seconds: number): Answer => ({
  status: 429,
  headers: { 'content-type': 'application/json', 'retry-after': String(seconds) },
  body: JSON.stringify({ ok: false, error: 'ratelimited' }),
})
