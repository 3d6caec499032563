import type { Reply } from '../../chat/reply.ts'

/** A message of a channel as it stands now. */
export type WebMessage = {
  /** Counts from 1 in its channel, in the order of sending, and is never given twice. */
  readonly number: number
  readonly key: string
  readonly reply: Reply
  readonly sentAt: Date
  /** When its words were last changed; undefined where they never were. */
  readonly amendedAt?: Date | undefined
  /** What the channel's revision became when this message was sent or last changed. */
  readonly revision: number
}

/** A channel as the list of channels shows it. */
export type WebChannel = {
  readonly name: string
  /** How many messages were ever sent to it. */
  readonly messages: number
  /** When the last one was sent, or the channel was made. */
  readonly lastAt: Date
}

/**
 * The channels of the web and what was posted there, durably and for all processes together. A channel is made by the first who claims it.
 * Every message that is sent or changed makes the channel's revision greater by one, and revisions can be seen in their order: whoever
 * has seen one never learns of a smaller one afterwards (the row of the channel is written first, and holds the others back).
 */
export type WebChannels = {
  /**
   * Makes the channel and gives it to this owner, unless it has one already. Resolves to the owner's id, whoever it is; to undefined,
   * with nothing made, where there are `most` channels.
   */
  claim(channel: string, owner: string, now: Date, most?: number): Promise<string | undefined>
  /** The id of the owner, empty where whoever it was has been forgotten; undefined where there is no such channel. */
  owner(channel: string): Promise<string | undefined>
  /** At most `limit` channels, those with the newest messages first. */
  list(limit: number): Promise<readonly WebChannel[]>
  /** Adds a message. A key that is there already changes nothing, and the first message is returned. Undefined where there is no such channel. */
  append(channel: string, key: string, reply: Reply, now: Date): Promise<WebMessage | undefined>
  /** Changes what a message says; saying the same again changes nothing, its revision included. Undefined where there is no such message. */
  amend(channel: string, number: number, reply: Reply, now: Date): Promise<WebMessage | undefined>
  /** The message that was sent under this key. */
  find(channel: string, key: string): Promise<WebMessage | undefined>
  /** The newest messages, at most `limit`, the newest first, and the channel's revision before they were read; 0 and none where there is no such channel. */
  latest(channel: string, limit: number): Promise<{ readonly revision: number; readonly messages: readonly WebMessage[] }>
  /** What was sent or changed after a revision, in the order of revisions, at most `limit`. */
  since(channel: string, revision: number, limit: number): Promise<readonly WebMessage[]>
  /** The revisions of these channels, in one look; a channel that there is not is left out. */
  revisions(channels: readonly string[]): Promise<ReadonlyMap<string, number>>
}

/** What a channel may be called: 1 to 40 small letters, digits and hyphens. */
export const isChannelName = (name: string): boolean => /^[a-z0-9-]{1,40}$/.test(name)
