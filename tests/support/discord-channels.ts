import { messageFaults } from './discord-limits.ts'
import type { FakePlaces } from './discord-places.ts'
import type { Answer, FakeMessage, Request } from './discord-rest.ts'

/** What Discord took: one entry for each message that came to be, with how often its nonce was sent. */
export type Accepted = {
  readonly channel: string
  readonly id: string
  readonly nonce: string | undefined
  readonly marks: readonly string[]
  times: number
}

type Given = {
  readonly appId: string
  readonly places: FakePlaces
  readonly snowflake: () => string
  readonly nonceMs: number
  readonly now: () => number
}

const refused = (status: number, code: number, message: string, errors?: unknown): Answer => ({
  status,
  body: { code, message, ...(errors !== undefined && { errors }) },
})
const PAGE = 50

/** Discord's channels: messages, threads and rooms of two, over REST. */
export class FakeChannels {
  readonly messages = new Map<string, FakeMessage>()
  readonly accepted: Accepted[] = []
  readonly #given: Given
  readonly #nonces = new Map<string, { readonly message: FakeMessage; readonly at: number; readonly entry: Accepted }>()

  constructor(given: Given) {
    this.#given = given
  }

  /** `/channels/…`, `/users/@me/channels` and what is asked about servers; undefined where the path is none of these. */
  handle(parts: readonly string[], request: Request): Answer | undefined {
    const [kind, a = '', b = '', c = '', d = ''] = parts
    const { places, appId } = this.#given
    if (kind === 'users' && a === '@me') {
      if (b === 'channels' && request.method === 'POST') return this.#open(request.body)
      return b === ''
        ? { status: 200, body: { id: appId, username: 'griot', discriminator: '0', global_name: null, avatar: null, bot: true } }
        : undefined
    }
    if (kind === 'guilds') return b === 'members' ? places.member(a, c) : b === '' ? places.guild(a) : undefined
    if (kind !== 'channels') return undefined
    if (b === '') return places.show(a)
    if (b !== 'messages') return undefined
    if (d === 'threads' && request.method === 'POST') return this.#thread(a, c, request.body)
    return this.#channel(a, c, request)
  }

  #open(body: unknown): Answer {
    const { recipient_id: person } = (body ?? {}) as { recipient_id?: unknown }
    if (typeof person !== 'string' || !/^\d+$/.test(person)) return refused(400, 50033, 'Invalid Recipient(s)')
    return { status: 200, body: { id: this.#given.places.room(person).id, type: 1, last_message_id: null, flags: 0, recipients: [] } }
  }

  #thread(channel: string, message: string, body: unknown): Answer {
    const { places, appId } = this.#given
    const refusal = places.refusal(channel, 'look') ?? places.refusal(channel, 'thread')
    if (refusal) return refusal
    if (!this.messages.has(message)) return refused(404, 10008, 'Unknown Message')
    if (places.exists(message)) return refused(400, 160004, 'A thread has already been created for this message')
    const { name } = (body ?? {}) as { name?: unknown }
    if (typeof name !== 'string' || name.length === 0 || name.length > 100) return refused(400, 50035, 'Invalid Form Body')
    const { guild_id: guild } = places.channel(channel)
    places.put({
      id: message,
      type: 11,
      parent_id: channel,
      owner_id: appId,
      denied: new Set(),
      messages: 0,
      ...(guild && { guild_id: guild }),
    })
    return { status: 201, body: places.show(message).body }
  }

  /** A nonce that is to be enforced gives back the message that was sent with it before, for some minutes. */
  #channel(channel: string, messageId: string, { method, body, query }: Request): Answer {
    const { places } = this.#given
    const refusal = places.refusal(channel, method === 'GET' ? 'read' : 'send')
    if (refusal) return refusal
    const data = (body ?? {}) as Record<string, unknown>
    if (method === 'GET') return { status: 200, body: places.channel(channel).denied.has('history') ? [] : this.#page(channel, query) }
    const faults = messageFaults(data)
    if (faults.length > 0)
      return refused(400, 50035, 'Invalid Form Body', { _errors: faults.map((message) => ({ code: 'BASE_TYPE_BAD', message })) })
    if (method === 'POST') return { status: 200, body: this.#known(channel, data) ?? this.post(channel, data) }
    if (method === 'PATCH') {
      const edited = this.messages.get(messageId)?.channel_id === channel ? this.edit(messageId, data) : undefined
      return edited ? { status: 200, body: edited } : refused(404, 10008, 'Unknown Message')
    }
    return refused(405, 0, '405: Method Not Allowed')
  }

  #known(channel: string, data: Record<string, unknown>): FakeMessage | undefined {
    const known = data['enforce_nonce'] === true ? this.#nonces.get(`${channel} ${String(data['nonce'])}`) : undefined
    if (!known || this.#given.now() - known.at > this.#given.nonceMs) return undefined
    known.entry.times += 1
    return known.message
  }

  /** The newest first; `after` gives those that follow it most closely. */
  #page(channel: string, query: URLSearchParams): readonly FakeMessage[] {
    const limit = Number(query.get('limit') ?? PAGE)
    const after = query.get('after')
    const here = this.in(channel)
    const shown = after === null ? here.slice(-limit) : here.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit)
    return shown.toReversed().map(withoutNonce)
  }

  /** The oldest first. */
  in = (channel: string): readonly FakeMessage[] => [...this.messages.values()].filter((message) => message.channel_id === channel)

  post(channel: string, data: Record<string, unknown>, more: object = {}): FakeMessage {
    const { appId, places, snowflake } = this.#given
    const roles = (data['allowed_mentions'] as { roles?: readonly string[] } | undefined)?.roles ?? []
    const text = JSON.stringify(data['components'] ?? [])
    const message: FakeMessage = {
      id: snowflake(),
      type: 0,
      channel_id: channel,
      author: {
        id: appId,
        username: 'griot',
        discriminator: '0',
        global_name: null,
        avatar: null,
        public_flags: 0,
        flags: 0,
        bot: true,
        primary_guild: null,
      },
      content: '',
      mentions: [],
      mention_roles: roles.filter((role) => text.includes(`<@&${role}>`)),
      mention_everyone: false,
      attachments: [],
      embeds: [],
      pinned: false,
      tts: false,
      timestamp: new Date(0).toISOString(),
      edited_timestamp: null,
      flags: Number(data['flags'] ?? 0),
      components: numbered(data['components'] ?? [], { next: 1 }),
      ...(typeof data['nonce'] === 'string' && { nonce: data['nonce'] }),
      ...more,
    }
    this.messages.set(message.id, message)
    if (places.exists(channel)) places.channel(channel).messages += 1
    const nonce = message.nonce
    const entry: Accepted = {
      channel,
      id: message.id,
      nonce,
      marks: [...text.matchAll(/"custom_id":"~([a-z2-7]{12})/g)].map(([, mark = '']) => mark),
      times: 1,
    }
    this.accepted.push(entry)
    if (nonce !== undefined) this.#nonces.set(`${channel} ${nonce}`, { message, at: this.#given.now(), entry })
    return message
  }

  /** Whether a message is ephemeral cannot be changed by editing it. */
  edit(id: string, data: Record<string, unknown>): FakeMessage | undefined {
    const message = this.messages.get(id)
    if (!message) return undefined
    const kept = message.flags & (1 << 6)
    message.flags = (Number(data['flags'] ?? message.flags) & ~(1 << 6)) | kept
    if (data['components'] !== undefined) message.components = numbered(data['components'], { next: 1 })
    return message
  }
}

/** Only the sender is told it, and only at once. */
function withoutNonce(message: FakeMessage): FakeMessage {
  const { nonce: _nonce, ...rest } = message
  return rest
}

/** What Discord adds to a component when it gives it back, by type. */
const ADDED: Readonly<Record<number, object>> = {
  2: { disabled: false },
  3: { min_values: 1, max_values: 1, disabled: false },
  17: { accent_color: null, spoiler: false },
}

/** Discord gives every component a number of its own. */
function numbered(components: unknown, count: { next: number }): unknown {
  if (!Array.isArray(components)) return components
  return components.map((component: Record<string, unknown>) => {
    const id = count.next++
    return {
      ...ADDED[Number(component['type'])],
      ...component,
      id,
      ...(component['components'] !== undefined && { components: numbered(component['components'], count) }),
    }
  })
}
