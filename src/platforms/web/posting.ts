import type { ChannelPlace, Finding, Outcome, Place, Platform } from '../../chat/platform.ts'
import type { Reply } from '../../chat/reply.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { WebChannels, WebMessage } from './channels.ts'

export type PostingSettings = {
  readonly store: WebChannels
  /** The installation's clock, by which messages are dated. */
  readonly clock: Clock
  /** Hears of everything that was sent or changed. */
  readonly tell: (channel: string, revision: number) => void
}

type Posting = Pick<Platform, 'send' | 'find' | 'amend' | 'rights'>

/** Posting into the channels of the web. A key is a message: sending it twice is sending it once. Nothing here can ring for anybody. */
export function posting({ store, clock, tell }: PostingSettings): Posting {
  const done = (channel: string, message: WebMessage): Outcome => {
    tell(channel, message.revision)
    return { kind: 'sent', message: String(message.number) }
  }
  return {
    async send(to, { reply }, key) {
      if (to.kind !== 'channel') return elsewhere(to)
      return orUnknown(async () => {
        const message = await store.append(to.channel, key, toAll(reply), clock.now())
        return message ? done(to.channel, message) : NO_CHANNEL
      })
    },
    async find(to, key): Promise<Finding> {
      if (to.kind !== 'channel') return { kind: 'absent' }
      try {
        const message = await store.find(to.channel, key)
        return message ? { kind: 'there', message: String(message.number) } : { kind: 'absent' }
      } catch (error) {
        return { kind: 'not-yet', why: whyOf(error) }
      }
    },
    async amend(to, message, { reply }) {
      if (to.kind !== 'channel') return elsewhere(to)
      return orUnknown(async () => {
        const amended = /^\d{1,15}$/.test(message) ? await store.amend(to.channel, Number(message), toAll(reply), clock.now()) : undefined
        return amended ? done(to.channel, amended) : NO_MESSAGE
      })
    },
    async rights({ channel }: ChannelPlace) {
      try {
        const owner = await store.owner(channel)
        return { kind: 'known', lacks: owner === undefined ? ['gone'] : ['threads'], history: true }
      } catch (error) {
        return { kind: 'unknown', why: whyOf(error) }
      }
    },
  }
}

/** What stands in a channel is for everyone there: nobody is asked to fill anything in, and a file is for one person alone. */
function toAll({ form: _form, file: _file, ...reply }: Reply): Reply {
  return { ...reply, audience: 'everyone' }
}

const NO_CHANNEL: Outcome = { kind: 'refused', scope: 'channel', reason: 'no-channel', why: 'there is no such channel' }
const NO_MESSAGE: Outcome = { kind: 'refused', scope: 'message', reason: 'no-message', why: 'there is no such message' }

const elsewhere = (to: Exclude<Place, ChannelPlace>): Outcome =>
  to.kind === 'thread'
    ? { kind: 'refused', scope: 'message', reason: 'no-threads', why: 'the web has no discussions' }
    : { kind: 'refused', scope: 'message', reason: 'no-person', why: 'the web reaches nobody but by a page' }

/** Posting where there are no channels at all. */
export const nowhere: Posting = {
  send: async (to) => (to.kind === 'channel' ? NO_CHANNEL : elsewhere(to)),
  find: async () => ({ kind: 'absent' }),
  amend: async () => NO_MESSAGE,
  rights: async () => ({ kind: 'known', lacks: ['gone'], history: true }),
}

/** A store that breaks off may have written before it did. */
async function orUnknown(attempt: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await attempt()
  } catch (error) {
    return { kind: 'unknown', why: whyOf(error) }
  }
}

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
