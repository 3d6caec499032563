import { createHash } from 'node:crypto'
import type { KnownBlock } from '@slack/types'
import type { Sending } from '../../chat/platform.ts'
import { MESSAGE, toBlocks, toMessage } from './render.ts'

/** What carries a key through Slack, for whoever may read the channel's history. */
export const EVENT_TYPE = 'griot_post'

/** A message with its key, as `chat.postMessage` and `chat.update` take it. */
export type Post = {
  readonly text: string
  readonly blocks: KnownBlock[]
  readonly mrkdwn: false
  readonly parse: 'none'
  readonly unfurl_links: false
  readonly unfurl_media: false
  readonly metadata: { readonly event_type: typeof EVENT_TYPE; readonly event_payload: { readonly key: string } }
  readonly client_msg_id: string
}

/** A message that is posted by itself. The one group that it may ping stands in its first line; of a solemn one nobody is pinged. */
export function toPost({ reply, ping }: Sending, key: string): Post {
  const { text } = toMessage(reply)
  const first = reply.solemn ? [] : mention(ping)
  const blocks = first.length === 0 ? toMessage(reply).blocks : [...first, ...toBlocks(reply, { ...MESSAGE, blocks: MESSAGE.blocks - 1 })]
  return {
    text,
    blocks,
    mrkdwn: false,
    // An edit would else be read for names and channels (docs.slack.dev, chat.update).
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: EVENT_TYPE, event_payload: { key } },
    client_msg_id: idOf(key),
  }
}

/** Whether this names a user group of Slack's. */
export const isGroup = (id: string): boolean => /^S[A-Z0-9]{2,30}$/.test(id)

const mention = (group: string | undefined): KnownBlock[] =>
  group !== undefined && isGroup(group)
    ? [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'usergroup', usergroup_id: group }] }] }]
    : []

/** Ours, once and for all: a UUID version 5 of it and a key is the same in every process. */
const NAMESPACE = Buffer.from('6f1c9a7e2b5d4c3f8e0a1d2c3b4a5968', 'hex')

/** The same UUID for the same key (RFC 9562, version 5). Slack does not promise to heed it. */
function idOf(key: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(key).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
