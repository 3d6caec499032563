import { webApi } from '@slack/bolt'
import type { Finding, Lack, Place, Platform } from '../../chat/platform.ts'
import { reasonOf } from './api.ts'
import { EVENT_TYPE } from './post.ts'
import type { SendingSettings } from './standing.ts'
import { field } from './views.ts'

export type FindingSettings = Pick<SendingSettings, 'clock' | 'standing' | 'worldTime'> & {
  readonly call: (method: string, given: Readonly<Record<string, unknown>>) => Promise<webApi.WebAPICallResult>
}

/** Clocks may differ by so much. */
const MARGIN_MS = 60_000
const PAGE = 200
const MOST_PAGES = 20
/** How long a channel whose history we may not read is not asked again. */
const CLOSED_MS = 3_600_000
const MOST_CLOSED = 1000

const HISTORY = ['channels:history', 'groups:history'] as const
/** The message under which we look is gone, and with it all that hung there. */
const EMPTY = new Set(['thread_not_found', 'message_not_found'])
/** It can be posted there or not, but not be read. */
const HIDDEN = new Set(['missing_scope', 'channel_not_found', 'not_in_channel'])

/** Reads back what was posted, where the workspace granted that, and what we may do in a channel. */
export function finder({ call, clock, standing, worldTime = (at) => at }: FindingSettings): Pick<Platform, 'find' | 'rights'> {
  const closed = new Map<string, number>()

  function close(channel: string): void {
    closed.delete(channel)
    closed.set(channel, clock.now().getTime() + CLOSED_MS)
    const [oldest] = closed.keys()
    if (closed.size > MOST_CLOSED && oldest !== undefined) closed.delete(oldest)
  }

  async function looked(to: Exclude<Place, { kind: 'person' }>, key: string, since: Date): Promise<Finding> {
    const oldest = ((worldTime(since).getTime() - MARGIN_MS) / 1000).toFixed(6)
    const where = to.kind === 'thread' ? { ts: to.under } : {}
    let cursor = ''
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const result = await call(to.kind === 'thread' ? 'conversations.replies' : 'conversations.history', {
        ...where,
        channel: to.channel,
        oldest,
        include_all_metadata: true,
        limit: PAGE,
        ...(cursor !== '' && { cursor }),
      })
      const messages = field(result, 'messages')
      if (!Array.isArray(messages)) return { kind: 'not-yet', why: 'unreadable answer' }
      const ts = field(messages.find(ofOurs(key, standing.bot)), 'ts')
      if (typeof ts === 'string') return { kind: 'there', message: ts }
      cursor = result.response_metadata?.next_cursor ?? ''
      if (cursor === '') return { kind: 'absent' }
    }
    return { kind: 'cannot-tell', why: 'too much was said there since' }
  }

  async function find(to: Place, key: string, since: Date): Promise<Finding> {
    if (to.kind === 'person') return { kind: 'cannot-tell', why: 'what was said to one person is not read' }
    const mayLook = standing.scopes === undefined || HISTORY.some((scope) => standing.scopes?.includes(scope))
    if (!mayLook || (closed.get(to.channel) ?? 0) > clock.now().getTime()) return { kind: 'cannot-tell', why: 'no history scope' }
    try {
      return await looked(to, key, since)
    } catch (error) {
      if (codeOf(error) === 'missing_scope') close(to.channel)
      return toFinding(error)
    }
  }

  return {
    find,
    async rights(to) {
      try {
        const channel = field(await call('conversations.info', { channel: to.channel }), 'channel')
        const scope = field(channel, 'is_private') === true ? HISTORY[1] : HISTORY[0]
        return { kind: 'known', lacks: lacksOf(channel), history: standing.scopes?.includes(scope) ?? false }
      } catch (error) {
        const code = codeOf(error)
        // A private channel into which nobody invited us is hidden from us as if it were not there.
        if (code === 'channel_not_found') return { kind: 'known', lacks: ['gone', 'member'], history: false }
        return { kind: 'unknown', why: code ?? reasonOf(error) }
      }
    },
  }
}

/** Whether a message is of ours and carries this key. */
const ofOurs =
  (key: string, bot: string | undefined) =>
  (message: unknown): boolean => {
    const metadata = field(message, 'metadata')
    return (
      field(metadata, 'event_type') === EVENT_TYPE &&
      field(field(metadata, 'event_payload'), 'key') === key &&
      (bot === undefined || field(message, 'bot_id') === bot)
    )
  }

function lacksOf(channel: unknown): readonly Lack[] {
  const is = (name: string): boolean => field(channel, name) === true
  if (is('is_im') || is('is_mpim')) return []
  // Nobody is a member of an archived channel.
  if (is('is_archived')) return ['archived']
  const lacks: readonly (readonly [Lack, boolean])[] = [
    ['member', !is('is_member')],
    ['send', is('is_read_only') || is('is_thread_only')],
    ['threads', is('is_non_threadable')],
  ]
  return lacks.flatMap(([lack, holds]) => (holds ? [lack] : []))
}

/** The one word by which Slack refused, where it did. */
function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined
  return typeof code === 'string' && /^\w{1,80}$/.test(code) ? code : undefined
}

function toFinding(error: unknown): Finding {
  if (error instanceof webApi.WebAPIRateLimitedError) return { kind: 'not-yet', afterMs: error.retryAfter * 1000, why: 'ratelimited' }
  const code = codeOf(error)
  if (code === undefined) return { kind: 'not-yet', why: reasonOf(error) }
  if (EMPTY.has(code)) return { kind: 'absent' }
  return { kind: HIDDEN.has(code) ? 'cannot-tell' : 'not-yet', why: code }
}
