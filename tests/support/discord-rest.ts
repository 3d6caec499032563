import { messageFaults } from './discord-limits.ts'

/** One request as Discord got it. */
export type RestRecord = {
  readonly kind: 'rest'
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: unknown
  readonly authorization: string | undefined
  readonly status: number
}

export type Answer = { readonly status: number; readonly body?: unknown }

export type FakeMessage = {
  readonly id: string
  readonly channel_id: string
  flags: number
  components: unknown
  nonce?: string
  readonly [field: string]: unknown
}

type Open = {
  readonly id: string
  readonly token: string
  readonly type: number
  readonly channel_id: string
  readonly messageId: string | undefined
  answeredAs?: number
  originalId?: string
}

type Request = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly authorization: string | undefined
}

const refused = (status: number, code: number, message: string, errors?: unknown): Answer => ({
  status,
  body: { code, message, ...(errors !== undefined && { errors }) },
})

/** Discord's memory: commands, interactions and messages, and what its REST routes do to them. */
export class FakeRest {
  readonly commands = new Map<string, readonly Record<string, unknown>[]>()
  readonly messages = new Map<string, FakeMessage>()
  readonly #open = new Map<string, Open>()
  readonly #appId: string
  readonly #token: () => string
  readonly #gatewayUrl: () => string
  #ids = 1_300_000_000_000_000_000n

  constructor(given: { readonly appId: string; readonly token: () => string; readonly gatewayUrl: () => string }) {
    this.#appId = given.appId
    this.#token = given.token
    this.#gatewayUrl = given.gatewayUrl
  }

  snowflake(): string {
    this.#ids += 4_194_304n
    return String(this.#ids)
  }

  /** From now on the interaction can be answered, once and with its first token. */
  expect(payload: Record<string, unknown>): void {
    const { id, token, type, channel_id, message } = payload as {
      id: string
      token: string
      type: number
      channel_id: string
      message?: { id: string }
    }
    if (!this.#open.has(id)) this.#open.set(id, { id, token, type, channel_id, messageId: message?.id })
  }

  /** What the interaction was answered with, as a message; undefined while it was not. */
  answered(id: string): { readonly type: number; readonly message: FakeMessage | undefined } | undefined {
    const open = this.#open.get(id)
    return open?.answeredAs === undefined ? undefined : { type: open.answeredAs, message: this.messages.get(open.originalId ?? '') }
  }

  handle(request: Request): Answer {
    const path = request.path.replace(/^\/api(?:\/v10)?/, '')
    const [, kind, a = '', b = '', c = '', d = ''] = path.split('/')
    if (kind === 'interactions' && c === 'callback' && request.method === 'POST') return this.#callback(a, b, request)
    if (kind === 'webhooks' && a === this.#appId) return this.#webhook(b, c === 'messages' ? d : undefined, request)
    if (request.authorization !== `Bot ${this.#token()}`) return refused(401, 0, '401: Unauthorized')
    if (path === '/gateway/bot') return { status: 200, body: this.#gateway() }
    if (kind === 'applications' && a === this.#appId) {
      const guild = b === 'guilds' ? c : undefined
      if ((guild ? d : b) === 'commands') return this.#commands(guild, request)
    }
    if (kind === 'channels' && b === 'messages') return this.#channel(a, c, request)
    return refused(404, 0, '404: Not Found')
  }

  #gateway(): unknown {
    return {
      url: this.#gatewayUrl(),
      shards: 1,
      session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
    }
  }

  #commands(guild: string | undefined, { method, body, query }: Request): Answer {
    const key = guild ?? 'global'
    if (method === 'PUT')
      this.commands.set(
        key,
        (body as Record<string, unknown>[]).map((command) => this.#registered(command, guild)),
      )
    else if (method !== 'GET') return refused(405, 0, '405: Method Not Allowed')
    const held = this.commands.get(key) ?? []
    return { status: 200, body: query.get('with_localizations') === 'true' ? held : held.map(withoutLocalisations) }
  }

  /** As Discord gives a command back: with ids, with its own defaults, and without what has its default value. */
  #registered(command: Record<string, unknown>, guild: string | undefined): Record<string, unknown> {
    const placed = guild === undefined ? { contexts: null, integration_types: [0], ...command } : { ...command, guild_id: guild }
    return {
      id: this.snowflake(),
      application_id: this.#appId,
      version: this.snowflake(),
      default_member_permissions: null,
      name_localizations: null,
      description_localizations: null,
      dm_permission: true,
      nsfw: false,
      ...placed,
      ...(Array.isArray(command['options']) && { options: command['options'].map(optionBack) }),
    }
  }

  #callback(id: string, token: string, { body }: Request): Answer {
    const open = this.#open.get(id)
    if (!open || open.token !== token) return refused(404, 10062, 'Unknown interaction')
    if (open.answeredAs !== undefined) return refused(400, 40060, 'Interaction has already been acknowledged.')
    const { type, data } = body as { type: number; data?: Record<string, unknown> }
    const faults = type === 4 || type === 7 ? messageFaults(data) : []
    if (faults.length > 0)
      return refused(400, 50035, 'Invalid Form Body', { data: { _errors: faults.map((message) => ({ code: 'BASE_TYPE_BAD', message })) } })
    if (type === 7 && open.messageId === undefined)
      return refused(400, 50035, 'Invalid Form Body', {
        type: { _errors: [{ code: 'BASE_TYPE_CHOICES', message: 'no message to update' }] },
      })
    if ((type === 8) !== (open.type === 4))
      return refused(400, 50035, 'Invalid Form Body', {
        type: { _errors: [{ code: 'BASE_TYPE_CHOICES', message: 'wrong kind of answer' }] },
      })
    open.answeredAs = type
    if (type === 4) open.originalId = this.#post(open.channel_id, data ?? {}).id
    if (type === 7) open.originalId = this.#edit(open.messageId ?? '', data ?? {})?.id ?? ''
    return { status: 204 }
  }

  #webhook(token: string, messageId: string | undefined, { method, body }: Request): Answer {
    const open = [...this.#open.values()].find((one) => one.token === token)
    if (!open) return refused(404, 10015, 'Unknown Webhook')
    const data = (body ?? {}) as Record<string, unknown>
    if (method === 'POST' && messageId === undefined) return { status: 200, body: this.#post(open.channel_id, data) }
    const id = messageId === '@original' ? open.originalId : messageId
    const message = this.messages.get(id ?? '')
    if (!message) return refused(404, 10008, 'Unknown Message')
    if (method === 'PATCH') return { status: 200, body: this.#edit(message.id, data) }
    if (method === 'DELETE') this.messages.delete(message.id)
    return method === 'DELETE' ? { status: 204 } : { status: 200, body: message }
  }

  /** A nonce that is to be enforced gives back the message that was sent with it before. */
  #channel(channel: string, messageId: string, { method, body }: Request): Answer {
    const data = (body ?? {}) as Record<string, unknown>
    const here = [...this.messages.values()].filter((message) => message.channel_id === channel)
    if (method === 'POST') {
      const before = data['enforce_nonce'] === true ? here.find(({ nonce }) => nonce === data['nonce']) : undefined
      const faults = messageFaults(data)
      if (faults.length > 0)
        return refused(400, 50035, 'Invalid Form Body', { _errors: faults.map((message) => ({ code: 'BASE_TYPE_BAD', message })) })
      return { status: 200, body: before ?? this.#post(channel, data) }
    }
    if (method === 'PATCH') {
      const edited = this.#edit(messageId, data)
      return edited ? { status: 200, body: edited } : refused(404, 10008, 'Unknown Message')
    }
    return { status: 200, body: here.reverse() }
  }

  #post(channel: string, data: Record<string, unknown>): FakeMessage {
    const message: FakeMessage = {
      id: this.snowflake(),
      type: 0,
      channel_id: channel,
      author: {
        id: this.#appId,
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
      mention_roles: [],
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
    }
    this.messages.set(message.id, message)
    return message
  }

  /** Whether a message is ephemeral cannot be changed by editing it. */
  #edit(id: string, data: Record<string, unknown>): FakeMessage | undefined {
    const message = this.messages.get(id)
    if (!message) return undefined
    const kept = message.flags & (1 << 6)
    message.flags = (Number(data['flags'] ?? message.flags) & ~(1 << 6)) | kept
    if (data['components'] !== undefined) message.components = numbered(data['components'], { next: 1 })
    return message
  }
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

function optionBack(option: Record<string, unknown>): Record<string, unknown> {
  const { required, autocomplete, options, ...rest } = option
  return {
    name_localizations: null,
    description_localizations: null,
    ...rest,
    ...(required === true && { required }),
    ...(autocomplete === true && { autocomplete }),
    ...(Array.isArray(options) && { options: options.map(optionBack) }),
  }
}

function withoutLocalisations(command: Record<string, unknown>): Record<string, unknown> {
  const { name_localizations: _, description_localizations: __, options, ...rest } = command
  return { ...rest, ...(Array.isArray(options) && { options: options.map(withoutLocalisations) }) }
}
