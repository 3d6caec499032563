import { webApi } from '@slack/bolt'
import type { Outcome, Place, Platform } from '../../chat/platform.ts'
import { clientOptions, isRevoked } from './api.ts'
import { finder } from './finding.ts'
import type { SendingSettings } from './standing.ts'
import { toOutcome } from './outcome.ts'
import { toPost } from './post.ts'
import { wire } from './wire.ts'

export type Posting = Pick<Platform, 'send' | 'find' | 'amend' | 'rights'>

const SEND_MS = 10_000
/** Where Slack asks for patience and does not say how much. */
const PATIENCE_S = 30

/** Posts, looks for what was posted, edits it, and asks what we may do: each by one attempt, in which nothing waits its turn. */
export function sending(settings: SendingSettings): Posting {
  const { botToken, apiUrl, log, standing, fetch = wire(), sendMs = SEND_MS, revoked = () => undefined } = settings
  const client = new webApi.WebClient(
    botToken,
    // A queue would hold a message back until its sender had given it up for lost.
    clientOptions(apiUrl, log, { fetch: patient(fetch), timeout: sendMs, maxRequestConcurrency: Number.POSITIVE_INFINITY }),
  )

  /** One call; whatever comes back, also a refusal, tells what we were granted. */
  async function call(method: string, given: Readonly<Record<string, unknown>>): Promise<webApi.WebAPICallResult> {
    try {
      const result = await client.apiCall(method, given)
      standing.scopes = result.response_metadata?.scopes ?? standing.scopes
      return result
    } catch (error) {
      if (error instanceof webApi.WebAPIPlatformError) {
        standing.scopes = error.data.response_metadata?.scopes ?? standing.scopes
        if (isRevoked(error.data.error)) revoked(method, error)
      }
      throw error
    }
  }

  async function attempted(
    method: 'chat.postMessage' | 'chat.update',
    to: Place,
    given: Readonly<Record<string, unknown>>,
  ): Promise<Outcome> {
    if (to.server !== undefined && standing.team !== undefined && to.server !== standing.team)
      return { kind: 'refused', scope: 'server', reason: 'server', why: 'our token is of another workspace' }
    try {
      const { channel, ts } = (await call(method, given)) as { readonly channel?: unknown; readonly ts?: unknown }
      if (typeof ts !== 'string') return { kind: 'unknown', why: 'unreadable answer' }
      // Slack edits a message to a person only under the id of their conversation with us.
      return { kind: 'sent', message: to.kind === 'person' && typeof channel === 'string' ? `${channel}/${ts}` : ts }
    } catch (error) {
      const outcome = toOutcome(error, to.kind, method === 'chat.update' ? 'amend' : 'send')
      if (outcome.kind === 'refused' && outcome.reason === 'malformed')
        log.error('slack takes no message of this shape', { method, error: outcome.why, where: pathsIn(error) })
      return outcome
    }
  }

  return {
    send: (to, what, key) =>
      attempted('chat.postMessage', to, {
        ...toPost(what, key),
        channel: to.kind === 'person' ? to.user : to.channel,
        ...(to.kind === 'thread' && { thread_ts: to.under }),
      }),
    async amend(to, message, what, key) {
      const [ts = '', channel] = message.split('/').toReversed()
      if (to.kind === 'person' && channel === undefined)
        return { kind: 'refused', scope: 'message', reason: 'no-message', why: 'the conversation is not known' }
      const { client_msg_id: _, ...post } = toPost(what, key)
      return attempted('chat.update', to, { ...post, channel: to.kind === 'person' ? channel : to.channel, ts })
    },
    ...finder({ ...settings, call }),
  }
}

/** Where in a message Slack found fault, without the words that stand there. */
const pathsIn = (error: unknown): readonly string[] =>
  error instanceof webApi.WebAPIPlatformError
    ? (error.data.response_metadata?.messages ?? []).flatMap((said) => /\[json-pointer:([/\w]{1,200})\]/.exec(said)?.[1] ?? [])
    : []

/** The same, with a length for every wait that is asked for: the client takes a wait without one for a fault of its own. */
const patient =
  (fetch: webApi.FetchFunction): webApi.FetchFunction =>
  async (url, init) => {
    const response = await fetch(url, init)
    const isPlain = response.status !== 429 || !Number.isNaN(Number.parseInt(response.headers.get('retry-after') ?? '', 10))
    return isPlain ? response : new Response(null, { status: 429, headers: { 'retry-after': String(PATIENCE_S) } })
  }
