import type { Clock } from '../kernel/clock.ts'
import type { Answer, Request } from './fates.ts'

type Message = { readonly id: string; readonly nonce: string; readonly atMs: number; components: unknown }
type Channel = { readonly messages: Message[]; readonly threads: Set<string> }

/** What somebody can see of it afterwards. */
export type DiscordWorld = {
  serve(request: Request): Answer
  /** Takes the right to post in a channel away, or gives it back. */
  withdraw(channel: string): void
  grant(channel: string): void
  /** Takes the token away, or gives it back. */
  revoke(revoked: boolean): void
  /** How many messages appeared more often than once. */
  doubled(): number
  /** When each message under this nonce appeared in this channel. */
  appeared(channel: string, nonce: string): readonly number[]
}

/** Discord as far as posting needs it: rights, messages with enforced nonces, edits, threads, direct messages. One bot, one server per channel. */
export function discordWorld({ clock, blind }: { readonly clock: Clock; readonly blind: (channel: string) => boolean }): DiscordWorld {
  const channels = new Map<string, Channel>()
  const seen = new Map<string, number[]>()
  const withdrawn = new Set<string>()
  let revoked = false
  let count = 0

  const channelOf = (id: string): Channel => {
    const known = channels.get(id) ?? { messages: [], threads: new Set<string>() }
    channels.set(id, known)
    return known
  }
  const snowflake = (atMs: number): string => String((BigInt(atMs - EPOCH_MS) << 22n) + BigInt(count++ % 4096))

  function post(id: string, body: { nonce?: string | number; components?: unknown }): Answer {
    if (withdrawn.has(id)) return refusal(403, 50013, 'Missing Permissions')
    const { messages } = channelOf(id)
    const atMs = clock.now().getTime()
    const nonce = String(body.nonce ?? '')
    const same = messages.find((message) => message.nonce === nonce && atMs - message.atMs < NONCE_MS)
    if (same) return json(200, shown(id, same))
    const message = { id: snowflake(atMs), nonce, atMs, components: body.components }
    messages.push(message)
    // Nobody looks further back than a few days; what appeared is kept apart.
    while ((messages[0]?.atMs ?? atMs) < atMs - REMEMBERED_MS) messages.shift()
    const key = `${id} ${nonce}`
    seen.set(key, [...(seen.get(key) ?? []), atMs])
    return json(200, shown(id, message))
  }

  function messagesOf(id: string, query: URLSearchParams): Answer {
    if (withdrawn.has(id)) return refusal(403, 50001, 'Missing Access')
    const after = BigInt(query.get('after') ?? '0')
    const found = blind(id) ? [] : channelOf(id).messages.filter((message) => BigInt(message.id) > after)
    const limit = Number(query.get('limit') ?? 50)
    return json(
      200,
      found
        .slice(0, limit)
        .toReversed()
        .map((message) => shown(id, message)),
    )
  }

  function edit(id: string, message: string, body: { components?: unknown }): Answer {
    const found = channelOf(id).messages.find((each) => each.id === message)
    if (!found) return refusal(404, 10008, 'Unknown Message')
    found.components = body.components
    return json(200, shown(id, found))
  }

  function begin(id: string, message: string): Answer {
    const { threads } = channelOf(id)
    if (threads.has(message)) return refusal(400, 160004, 'A thread has already been created for this message')
    threads.add(message)
    return json(201, { id: message, type: 11 })
  }

  return {
    serve({ method, path, query, body }) {
      if (revoked) return refusal(401, 0, '401: Unauthorized')
      const parts = path.replace(/^.*\/v10\//, '').split('/')
      const [first, id = '', second, message = '', third] = parts
      const given = body === '' ? {} : JSON.parse(body)
      if (first === 'users' && method === 'GET') return json(200, { id: APP_ID })
      if (first === 'users') return json(200, { id: `9${String(given.recipient_id)}`, type: 1 })
      if (first === 'channels' && second === 'messages' && third === 'threads') return begin(id, message)
      if (first === 'channels' && second === 'messages' && method === 'POST') return post(id, given)
      if (first === 'channels' && second === 'messages' && method === 'PATCH') return edit(id, message, given)
      if (first === 'channels' && second === 'messages') return messagesOf(id, query)
      if (first === 'channels') return json(200, { id, type: 0, guild_id: `7${id.slice(1)}`, permission_overwrites: [] })
      if (first === 'guilds' && second === 'members') return json(200, { user: { id: message }, roles: [] })
      if (first === 'guilds')
        return json(200, { id, owner_id: '1', roles: [{ id, permissions: String(permissionsOf(`8${id.slice(1)}`)) }] })
      return refusal(404, 0, '404: Not Found')
    },
    withdraw: (channel) => void withdrawn.add(channel),
    grant: (channel) => void withdrawn.delete(channel),
    revoke: (given) => void (revoked = given),
    doubled: () => [...seen.values()].filter((times) => times.length > 1).length,
    appeared: (channel, nonce) => seen.get(`${channel} ${nonce}`) ?? [],
  }

  function permissionsOf(channel: string): number {
    const posting = withdrawn.has(channel) ? 0 : VIEW | SEND
    return posting | (blind(channel) ? 0 : HISTORY)
  }
}

const EPOCH_MS = 1_420_070_400_000
const NONCE_MS = 300_000
const REMEMBERED_MS = 3 * 86_400_000
const VIEW = 1 << 10
const SEND = 1 << 11
const HISTORY = 1 << 16

const shown = (channel: string, { id, nonce, components }: Message) => ({
  id,
  nonce,
  channel_id: channel,
  components,
  author: { id: APP_ID },
})

/** The bot's own id in this world. */
export const APP_ID = '100000000000000001'

const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})
const refusal = (status: number, code: number, message: string): Answer => json(status, { code, message })

/** 429 as Discord says it, for one route. */
export const discordLimited = (seconds: number): Answer => ({
  status: 429,
  headers: { 'content-type': 'application/json', 'retry-after': String(seconds), 'x-ratelimit-scope': 'shared' },
  body: JSON.stringify({ message: 'You are being rate limited.', retry_after: seconds, global: false }),
})
