import type { Outcome, Place, Platform, Sending } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Asking, Exchange } from './exchange.ts'
import { finder } from './finding.ts'
import { inspector } from './inspection.ts'
import { withinMs } from './limit.ts'
import { nonceOf } from './mark.ts'
import { toOutcome } from './outcome.ts'
import { toPost, type Post } from './post.ts'
import { directRoom, threadRoom } from './room.ts'

/** The half of a platform that asks instead of answering. */
export type Sender = Pick<Platform, 'send' | 'find' | 'amend' | 'rights'>

export type SenderSettings = {
  readonly exchange: Exchange
  readonly clock: Clock
  readonly log: Log
  /** The longest that one call may take. */
  readonly sendMs: number
  /** When an instant of the installation's clock is in the world's time; the same unless given. */
  readonly worldTime?: ((at: Date) => Date) | undefined
}

/** Posts over Discord's REST interface: one try a call, without any waiting but for the answer itself. */
export function sender({ exchange, clock, log, sendMs, worldTime = (at) => at }: SenderSettings): Sender {
  const inspect = inspector(exchange, clock)
  const find = finder(exchange, clock, inspect)
  const limited = <T>(doing: (signal: AbortSignal) => Promise<T>): Promise<T> => withinMs(clock, sendMs, doing)

  async function deliver(to: Place, post: Post, key: string, signal: AbortSignal): Promise<Outcome> {
    const body = { ...post, nonce: nonceOf(key), enforce_nonce: true }
    if (to.kind === 'channel') return toOutcome(await exchange(messageIn(to.channel, body), signal))
    const room = to.kind === 'person' ? await directRoom(exchange, to.user, signal) : await threadRoom(exchange, to, signal)
    if ('outcome' in room) return room.outcome
    const outcome = toOutcome(await exchange(messageIn(room.channel, body), signal))
    // What is refused inside a discussion says nothing about its channel.
    return to.kind === 'thread' && outcome.kind === 'refused' && outcome.scope === 'channel'
      ? { ...outcome, scope: 'message', reason: 'no-threads' }
      : outcome
  }

  async function edit(to: Place, message: string, post: Post, signal: AbortSignal): Promise<Outcome> {
    const room =
      to.kind === 'person' ? await directRoom(exchange, to.user, signal) : { channel: to.kind === 'thread' ? to.under : to.channel }
    if ('outcome' in room) return room.outcome
    // Who was rung for once is not rung for again.
    const body = { ...post, allowed_mentions: { parse: [] } }
    return toOutcome(await exchange({ method: 'PATCH', route: `/channels/${room.channel}/messages/${message}`, body }, signal))
  }

  const noted = (outcome: Outcome, what: string): Outcome => {
    if (outcome.kind === 'refused' && outcome.reason === 'malformed')
      log.error(`discord: ${what} was refused as malformed`, { why: outcome.why })
    return outcome
  }

  return {
    send: async (to, sending: Sending, key) =>
      noted(await limited((signal) => deliver(to, toPost(sending, key), key, signal)), 'a message'),
    amend: async (to, message, sending, key) =>
      noted(await limited((signal) => edit(to, message, toPost(sending, key), signal)), 'an edit'),
    find: (to, key, since) => limited((signal) => find(to, key, worldTime(since), signal)),
    rights: (to) => limited((signal) => inspect.rights(to.channel, signal)),
  }
}

const messageIn = (channel: string, body: unknown): Asking => ({ method: 'POST', route: `/channels/${channel}/messages`, body })
