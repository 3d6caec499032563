import type { RawFile } from 'discord.js'
import * as z from 'zod'
import type { Upload } from '../../chat/platform.ts'
import type { Attached } from '../../chat/reply.ts'
import { upload } from '../../chat/upload.ts'
import type { Log } from '../../kernel/log.ts'
import { isLoopback } from '../../kernel/loopback.ts'
import type { Message } from './render.ts'

/** Where Discord keeps attachments (https://docs.discord.com/developers/reference#signed-attachment-cdn-urls). */
const CDN = ['https://cdn.discordapp.com', 'https://media.discordapp.net'] as const

const text = z.string().catch('')
/** What somebody attached, by its id. A field of the wrong type counts as absent. */
export const Resolved = z
  .object({ attachments: z.record(z.string(), z.object({ filename: text, size: z.number().catch(0), url: text })).catch({}) })
  .catch({ attachments: {} })
export type Resolved = z.output<typeof Resolved>

/** The file of this id; undefined where nothing was attached under it. */
export type Attachments = (resolved: Resolved, id: unknown) => Upload | undefined

/** Attachments are fetched from Discord's own hosts alone, and nowhere that these lead on to; a Discord on this machine, as tests and rehearsals use it, keeps its own. */
export function attachments(apiUrl: string, log: Log): Attachments {
  const api = new URL(apiUrl)
  const origins: readonly string[] = isLoopback(api) ? [...CDN, api.origin] : CDN
  return ({ attachments: given }, id) => {
    const found = typeof id === 'string' && Object.hasOwn(given, id) ? given[id] : undefined
    return (
      found &&
      upload({
        name: found.filename,
        size: found.size,
        open: (signal) => opened(found.url, origins, signal),
        lost: (error) => log.warn('discord: an attachment could not be fetched', { reason: reasonOf(error) }),
      })
    )
  }
}

async function opened(address: string, origins: readonly string[], signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !origins.includes(url.origin) || url.username !== '' || url.password !== '')
    throw new Error('an address that is not Discord’s')
  const response = await fetch(url, { redirect: 'error', signal })
  if (response.ok && response.body) return response.body
  await response.body?.cancel()
  throw new Error(`status ${response.status}`)
}

/** Never the address, which lets whoever has it read the file. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && /^(?:status \d+|no file in time|an address that is not Discord’s)$/.test(error.message)
    ? error.message
    : error instanceof Error
      ? error.name
      : 'unknown'

const LONGEST_NAME = 80

/** A file as it goes with a message. */
export const toFile = ({ name, type, text }: Attached): RawFile => ({ name: plainName(name), contentType: type, data: Buffer.from(text) })

/** Discord changes other characters of a name, and then the message would not find its file. */
const plainName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\w.-]+/g, '_')
    .slice(-LONGEST_NAME)

/** The message with its file in it: what no component shows is not seen. */
export const withFile = (message: Message, { name }: Attached): Message => {
  const [container] = message.components
  const rows = container.components.findIndex((one) => 'components' in one)
  const at = rows < 0 ? container.components.length : rows
  const file = { type: 13, file: { url: `attachment://${plainName(name)}` } } as const
  return {
    ...message,
    attachments: [{ id: '0', filename: plainName(name) }],
    components: [{ ...container, components: container.components.toSpliced(at, 0, file) }],
  }
}
