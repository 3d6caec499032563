import { FakeChannels } from './discord-channels.ts'
import { fileFaults, type SentFile } from './discord-files.ts'
import { messageFaults } from './discord-limits.ts'
import { modalFaults } from './discord-modals.ts'
import { FakePermits } from './discord-permits.ts'
import { FakePlaces } from './discord-places.ts'

/** One request as Discord got it. */
export type RestRecord = {
  readonly kind: 'rest'
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: unknown
  readonly files: readonly SentFile[]
  readonly authorization: string | undefined
  readonly status: number
}

export type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }

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

export type Request = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly files?: readonly SentFile[]
  readonly authorization: string | undefined
}

const refused = (status: number, code: number, message: string, errors?: unknown): Answer => ({
  status,
  body: { code, message, ...(errors !== undefined && { errors }) },
})

export type RestSettings = {
  readonly appId: string
  readonly guilds: readonly string[]
  readonly token: () => string
  readonly gatewayUrl: () => string
  /** How long a nonce is remembered. */
  readonly nonceMs: number
  readonly now: () => number
}

/** The first moment that an id can tell. */
const EPOCH_MS = 1_420_070_400_000

/** Discord's memory: commands, interactions and messages, and what its REST routes do to them. */
export class FakeRest {
  readonly commands = new Map<string, readonly Record<string, unknown>[]>()
  readonly channels: FakeChannels
  readonly places: FakePlaces
  readonly permits: FakePermits
  readonly #open = new Map<string, Open>()
  readonly #appId: string
  readonly #token: () => string
  readonly #gatewayUrl: () => string
  readonly #now: () => number
  #last = 0n

  constructor(given: RestSettings) {
    const { appId, nonceMs, now, guilds } = given
    this.#appId = appId
    this.#token = given.token
    this.#gatewayUrl = given.gatewayUrl
    this.#now = now
    const snowflake = (): string => this.snowflake()
    this.permits = new FakePermits(appId)
    this.places = new FakePlaces({ appId, guilds, snowflake })
    this.channels = new FakeChannels({ appId, places: this.places, snowflake, nonceMs, now })
  }

  get messages(): Map<string, FakeMessage> {
    return this.channels.messages
  }

  /** By the time, and each greater than the one before. */
  snowflake(): string {
    const current = BigInt(this.#now() - EPOCH_MS) << 22n
    this.#last = current > this.#last ? current : this.#last + 1n
    return String(this.#last)
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
    const [, kind, a = '', b = '', c = '', d = '', e = ''] = path.split('/')
    if (kind === 'interactions' && c === 'callback' && request.method === 'POST') return this.#callback(a, b, request)
    if (kind === 'webhooks' && a === this.#appId) return this.#webhook(b, c === 'messages' ? d : undefined, request)
    if (request.authorization !== `Bot ${this.#token()}`) return refused(401, 0, '401: Unauthorized')
    if (path === '/gateway/bot') return { status: 200, body: this.#gateway() }
    if (kind === 'applications' && a === this.#appId) {
      const guild = b === 'guilds' ? c : undefined
      if (guild && d === 'commands' && e === 'permissions')
        return this.places.hasGuild(guild) ? this.permits.list(guild) : refused(403, 50001, 'Missing Access')
      if ((guild ? d : b) === 'commands') return this.#commands(guild, request)
    }
    return this.channels.handle(path.split('/').slice(1), request) ?? refused(404, 0, '404: Not Found')
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

  #callback(id: string, token: string, { body, files = [] }: Request): Answer {
    const open = this.#open.get(id)
    if (!open || open.token !== token) return refused(404, 10062, 'Unknown interaction')
    if (open.answeredAs !== undefined) return refused(400, 40060, 'Interaction has already been acknowledged.')
    const { type, data } = body as { type: number; data?: Record<string, unknown> }
    const faults =
      type === 4 || type === 7 ? [...messageFaults(data), ...fileFaults(data, files)] : type === 9 ? modalFaults(data, open.type) : []
    if (faults.length > 0)
      return refused(400, 50035, 'Invalid Form Body', { data: { _errors: faults.map((message) => ({ code: 'BASE_TYPE_BAD', message })) } })
    if ((type === 7 || type === 6) && open.messageId === undefined)
      return refused(400, 50035, 'Invalid Form Body', {
        type: { _errors: [{ code: 'BASE_TYPE_CHOICES', message: 'no message to update' }] },
      })
    if ((type === 8) !== (open.type === 4))
      return refused(400, 50035, 'Invalid Form Body', {
        type: { _errors: [{ code: 'BASE_TYPE_CHOICES', message: 'wrong kind of answer' }] },
      })
    open.answeredAs = type
    if (type === 4 || type === 5) open.originalId = this.channels.post(open.channel_id, data ?? {}, { interaction_metadata: { id } }).id
    if (type === 7) open.originalId = this.channels.edit(open.messageId ?? '', data ?? {})?.id ?? ''
    if (type === 6) open.originalId = open.messageId ?? ''
    return { status: 204 }
  }

  #webhook(token: string, messageId: string | undefined, { method, body, files = [] }: Request): Answer {
    const open = [...this.#open.values()].find((one) => one.token === token)
    if (!open) return refused(404, 10015, 'Unknown Webhook')
    const data = (body ?? {}) as Record<string, unknown>
    const faults = method === 'PATCH' || method === 'POST' ? [...messageFaults(data), ...fileFaults(data, files)] : []
    if (faults.length > 0) return refused(400, 50035, `Invalid Form Body: ${faults.join()}`)
    // Discord puts the first word after an announcement in its place, and all see what they were told to wait for (a flag cannot change that).
    if (method === 'POST' && messageId === undefined && open.answeredAs === 5 && this.messages.has(open.originalId ?? ''))
      return {
        status: 200,
        body: this.channels.edit(open.originalId ?? '', { ...data, flags: this.messages.get(open.originalId ?? '')?.flags }),
      }
    if (method === 'POST' && messageId === undefined)
      return { status: 200, body: this.channels.post(open.channel_id, data, { interaction_metadata: { id: open.id } }) }
    const id = messageId === '@original' ? open.originalId : messageId
    const message = this.messages.get(id ?? '')
    if (!message) return refused(404, 10008, 'Unknown Message')
    if (method === 'PATCH') return { status: 200, body: this.channels.edit(message.id, data) }
    if (method === 'DELETE') this.messages.delete(message.id)
    return method === 'DELETE' ? { status: 204 } : { status: 200, body: message }
  }
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
