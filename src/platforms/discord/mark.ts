import { createHash } from 'node:crypto'

/** https://docs.discord.com/developers/resources/message#create-message: at most 25 characters. */
const NONCE = 25
const MARK = 12
/** No action id begins so, and what follows is always as long: what was marked can be told from what was not. */
const MARKED = new RegExp(`^~([a-z2-7]{${MARK}})`)

/** How many bytes a mark adds to an id. */
export const MARK_BYTES = 1 + MARK

/** What Discord knows a message by for a few minutes: a second one with the same is not posted. */
export const nonceOf = (key: string): string => hashOf(key).slice(0, NONCE)

/** What a message is found by afterwards. Says nothing about the key to anybody who does not know it. */
export const markOf = (key: string): string => hashOf(key).slice(NONCE, NONCE + MARK)

/** The id with the mark put before it. */
export const marked = (id: string, mark: string): string => `~${mark}${id}`

/** The id as it was before it was marked. */
export const unmarked = (id: string): string => id.replace(MARKED, '')

/** Every mark in the components of a message as Discord gives it back, however deeply nested. */
export function marksIn(components: unknown): readonly string[] {
  if (!Array.isArray(components)) return []
  return components.flatMap((component: unknown) => {
    if (typeof component !== 'object' || component === null) return []
    const { custom_id: id, components: inner } = component as { custom_id?: unknown; components?: unknown }
    const mark = typeof id === 'string' ? MARKED.exec(id)?.[1] : undefined
    return [...(mark === undefined ? [] : [mark]), ...marksIn(inner)]
  })
}

const hashOf = (key: string): string => base32(createHash('sha256').update(key).digest())

/** RFC 4648 without padding, in lower case. */
function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += 'abcdefghijklmnopqrstuvwxyz234567'[(held >>> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return text
}
