import { webApi } from '@slack/bolt'
import type { Outcome, Place, Reason } from '../../chat/platform.ts'
import { isRevoked, reasonOf } from './api.ts'
import { NotWrittenError } from './wire.ts'

type Scope = 'message' | 'channel' | 'server'

/** Errors of `chat.postMessage` and `chat.update` that last, as Slack documents them, by what they say of the channel, of the workspace and of the message. */
const CHANNEL: Readonly<Record<string, Reason>> = {
  channel_not_found: 'no-channel',
  is_archived: 'archived',
  is_inactive: 'archived',
  not_in_channel: 'not-member',
  no_permission: 'forbidden',
  restricted_action: 'forbidden',
  restricted_action_read_only_channel: 'forbidden',
  restricted_action_thread_only_channel: 'forbidden',
}
const PERSON = new Set(['user_not_found', 'user_not_visible', 'user_disabled', 'cannot_dm_bot', 'messages_tab_disabled'])
const THREAD = new Set([
  'cannot_reply_to_message',
  'message_not_found',
  'thread_not_found',
  'invalid_thread_ts',
  'restricted_action_non_threadable_channel',
])
const MESSAGE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed'])
const SERVER = new Set([
  'missing_scope',
  'ekm_access_denied',
  'team_access_not_granted',
  'team_not_found',
  'access_denied',
  'enterprise_is_restricted',
  'two_factor_setup_required',
])
const MALFORMED =
  /^(?:msg_too_long|msg_blocks_too_long|no_text|invalid_(?:blocks|blocks_format|arguments|arg_name|array_arg|attachments|metadata_format|metadata_schema|charset|form_data|post_type)|missing_post_type|metadata_too_large|metadata_must_be_sent_from_app|block_mismatch|too_many_attachments|attachment_payload_limit_exceeded)$/

/** Said after something may have been done. */
const UNSURE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'update_failed'])

/** Said before anything was done, and not for ever. */
const LATER: Readonly<Record<string, Scope>> = {
  ratelimited: 'channel',
  rate_limited: 'server',
  message_limit_exceeded: 'server',
  external_channel_migrating: 'channel',
  org_login_required: 'server',
  team_added_to_org: 'server',
  accesslimited: 'server',
}

/** How the system says that there was nobody to write to. */
const NOBODY = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** What is true after a post or an edit that failed with this. What cannot be read is never taken for a refusal. */
export function toOutcome(error: unknown, to: Place['kind'], doing: 'send' | 'amend'): Outcome {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { kind: 'not-yet', scope: 'channel', afterMs: error.retryAfter * 1000, why: 'ratelimited' }
  if (error instanceof webApi.WebAPIPlatformError) {
    const retryS = error.data.response_metadata?.retryAfter
    return fromCode(error.data.error, to, doing, retryS === undefined ? undefined : retryS * 1000)
  }
  if (error instanceof webApi.WebAPIHTTPError) return fromPage(error, to, doing)
  const why = reasonOf(error)
  const original = error instanceof webApi.WebAPIRequestError ? error.original : error
  return original instanceof NotWrittenError || NOBODY.has(why) ? { kind: 'not-yet', scope: 'platform', why } : { kind: 'unknown', why }
}

function fromCode(code: unknown, to: Place['kind'], doing: 'send' | 'amend', afterMs: number | undefined): Outcome {
  // Slack's errors are one word; anything else is the page of somebody between us and Slack.
  if (typeof code !== 'string' || !/^\w{1,80}$/.test(code)) return { kind: 'unknown', why: 'unreadable answer' }
  const later = LATER[code]
  if (later) return { kind: 'not-yet', scope: later, ...(afterMs !== undefined && { afterMs }), why: code }
  if (UNSURE.has(code)) return { kind: 'unknown', why: code }
  if (isRevoked(code)) return { kind: 'refused', scope: 'platform', reason: 'token', why: code }
  if (SERVER.has(code)) return { kind: 'refused', scope: 'server', reason: 'server', why: code }
  if (MALFORMED.test(code)) return { kind: 'refused', scope: 'message', reason: 'malformed', why: code }
  const reason = CHANNEL[code]
  if (doing === 'amend' && MESSAGE.has(code)) return { kind: 'refused', scope: 'message', reason: 'no-message', why: code }
  if (to === 'thread' && THREAD.has(code)) return { kind: 'refused', scope: 'message', reason: 'no-threads', why: code }
  if (to === 'person' && (reason !== undefined || PERSON.has(code)))
    return { kind: 'refused', scope: 'message', reason: 'no-person', why: code }
  if (reason !== undefined) return { kind: 'refused', scope: 'channel', reason, why: code }
  // An error that Slack had not documented when this was written: it says that nothing was posted, and may pass.
  return { kind: 'not-yet', scope: 'message', why: code }
}

/** Slack answers with 200 and 429; what comes with another status is its own trouble, or somebody's between us and it. */
function fromPage({ statusCode, body }: webApi.WebAPIHTTPError, to: Place['kind'], doing: 'send' | 'amend'): Outcome {
  const why = `HTTP ${statusCode}`
  if (statusCode >= 500 || statusCode === 408) return { kind: 'unknown', why }
  const code = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  if (typeof code === 'string' && /^\w{1,80}$/.test(code)) return fromCode(code, to, doing, undefined)
  return { kind: 'not-yet', scope: 'platform', why }
}
