import type { Outcome, Place } from '../../chat/platform.ts'
import type { Exchange, Exchanged } from './exchange.ts'
import { shortened } from './markdown.ts'
import { toOutcome, toOutcomeBefore } from './outcome.ts'

/** A thread that exists already (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json). */
const THREAD_EXISTS = 160004
/** Answers to the wish for a thread that concern more than the thread. */
const WIDER: ReadonlySet<number> = new Set([10003, 10004, 10008, 50001])
const LONGEST_TITLE = 100

/** Where something can be said, or why it cannot. */
export type Room = { readonly channel: string } | { readonly outcome: Outcome }

/** The room of two people is the same however often it is asked for. */
export async function directRoom(exchange: Exchange, user: string, signal: AbortSignal): Promise<Room> {
  const opened = await exchange({ method: 'POST', route: '/users/@me/channels', body: { recipient_id: user } }, signal)
  if (opened.kind === 'done') return { channel: idOf(opened) }
  const outcome = toOutcomeBefore(opened)
  const nobody = outcome.kind === 'refused' && outcome.reason === 'malformed'
  return { outcome: nobody ? { ...outcome, scope: 'channel', reason: 'no-person' } : outcome }
}

/** A message has at most one thread, so that asking twice makes none twice. One that somebody else began, or that has words, is done. */
export async function threadRoom(exchange: Exchange, to: Extract<Place, { kind: 'thread' }>, signal: AbortSignal): Promise<Room> {
  const name = shortened(to.title, LONGEST_TITLE) || '…'
  const begun = await exchange({ method: 'POST', route: `/channels/${to.channel}/messages/${to.under}/threads`, body: { name } }, signal)
  if (begun.kind === 'done') return { channel: idOf(begun) }
  if (begun.kind === 'told' && begun.code === THREAD_EXISTS) return standingThread(exchange, to.under, signal)
  const outcome = toOutcome(begun)
  const alone = begun.kind === 'told' && outcome.kind === 'refused' && outcome.scope !== 'platform' && !WIDER.has(begun.code)
  return { outcome: alone ? { ...outcome, scope: 'message', reason: 'no-threads' } : outcome }
}

/** A thread under a message has that message's id. Ours without words is one whose words were lost on the way. */
async function standingThread(exchange: Exchange, thread: string, signal: AbortSignal): Promise<Room> {
  const [there, self] = [
    await exchange({ method: 'GET', route: `/channels/${thread}` }, signal),
    await exchange({ method: 'GET', route: '/users/@me' }, signal),
  ]
  if (there.kind !== 'done' || self.kind !== 'done') return { outcome: { kind: 'sent', message: thread } }
  const { owner_id: owner, message_count: count } = there.body as { owner_id?: unknown; message_count?: unknown }
  return owner === idOf(self) && count === 0 ? { channel: thread } : { outcome: { kind: 'sent', message: thread } }
}

const idOf = (exchanged: Extract<Exchanged, { kind: 'done' }>): string => String((exchanged.body as { id?: unknown }).id)
