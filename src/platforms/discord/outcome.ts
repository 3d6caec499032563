import type { Outcome, Reason } from '../../chat/platform.ts'
import type { Exchanged } from './exchange.ts'

type Refusal = readonly [scope: 'message' | 'channel' | 'server' | 'platform', reason: Reason]

/** What Discord means by its codes on the way to a channel (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json). */
const CODES: Readonly<Record<number, Refusal>> = {
  // Unknown channel, unknown server.
  10003: ['channel', 'no-channel'],
  10004: ['channel', 'no-channel'],
  // Unknown message, somebody else's message.
  10008: ['message', 'no-message'],
  50005: ['message', 'no-message'],
  // Unknown person, one who takes no messages from us, one whom we share no server with, one who is none.
  10013: ['channel', 'no-person'],
  50007: ['channel', 'no-person'],
  50033: ['channel', 'no-person'],
  50278: ['channel', 'no-person'],
  // No access, no messages in this kind of channel, verification, no permission.
  50001: ['channel', 'forbidden'],
  50008: ['channel', 'forbidden'],
  50009: ['channel', 'forbidden'],
  50013: ['channel', 'forbidden'],
  50024: ['channel', 'forbidden'],
  // Archived, locked.
  50083: ['channel', 'archived'],
  160005: ['channel', 'archived'],
  // The server's own filter will not have these words.
  200000: ['message', 'forbidden'],
  200001: ['message', 'forbidden'],
}

/** What is said of a send or an edit after its request. */
export function toOutcome(exchanged: Exchanged): Outcome {
  switch (exchanged.kind) {
    case 'done':
      return toSent((exchanged.body as { id?: unknown }).id)
    case 'told':
      return toRefusal(exchanged)
    case 'limited':
      return {
        kind: 'not-yet',
        scope: exchanged.scope,
        why: exchanged.why,
        ...(exchanged.afterMs !== undefined && { afterMs: exchanged.afterMs }),
      }
    case 'undone':
      return { kind: 'not-yet', scope: exchanged.platform ? 'platform' : 'message', why: exchanged.why }
    case 'unknown':
      return exchanged
  }
}

const toSent = (id: unknown): Outcome =>
  typeof id === 'string' ? { kind: 'sent', message: id } : { kind: 'unknown', why: 'an answer without a message' }

/** The same where nothing can have been posted yet: only a step before it was tried. */
export const toOutcomeBefore = (exchanged: Exchanged): Outcome =>
  exchanged.kind === 'unknown' ? { kind: 'not-yet', scope: 'message', why: exchanged.why } : toOutcome(exchanged)

function toRefusal({ status, code, why }: Extract<Exchanged, { kind: 'told' }>): Outcome {
  const refused = ([scope, reason]: Refusal): Outcome => ({ kind: 'refused', scope, reason, why })
  if (status === 401) return refused(['platform', 'token'])
  const known = CODES[code]
  if (known) return refused(known)
  // A 403 or 404 that names nothing is an outage more often than a refusal.
  if (code === 0 && (status === 403 || status === 404)) return { kind: 'not-yet', scope: 'message', why }
  if (status === 403) return refused(['channel', 'forbidden'])
  // Timeouts and conflicts of Discord's own are no judgement of the message.
  if (status === 408 || status === 409 || status === 425) return { kind: 'unknown', why }
  return refused(['message', 'malformed'])
}
