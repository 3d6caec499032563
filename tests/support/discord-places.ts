import type { Lack } from '../../src/chat/platform.ts'
import type { Answer } from './discord-rest.ts'

/** What the bot may not do in a channel. */
export type Denied = Lack | 'history'

export type FakeChannel = {
  readonly id: string
  /** https://docs.discord.com/developers/resources/channel#channel-object-channel-types */
  readonly type: number
  readonly guild_id?: string
  readonly parent_id?: string
  readonly owner_id?: string
  readonly denied: ReadonlySet<Denied>
  messages: number
}

const VIEW = 1n << 10n
const SEND = 1n << 11n
const HISTORY = 1n << 16n
const CREATE_THREADS = 1n << 35n
const SEND_IN_THREADS = 1n << 38n
const BOT_ROLE = '700000000000000010'
/** Somebody who takes no messages from bots. */
export const RECLUSE = '700000000000000099'

const refused = (status: number, code: number, message: string): Answer => ({ status, body: { code, message } })

/** Servers, channels and rights, and what Discord says of them. A channel that nobody made is an open one. */
export class FakePlaces {
  readonly #channels = new Map<string, FakeChannel>()
  readonly #rooms = new Map<string, string>()
  readonly #guilds: Set<string>
  readonly #appId: string
  readonly #snowflake: () => string

  constructor(given: { readonly appId: string; readonly guilds: readonly string[]; readonly snowflake: () => string }) {
    this.#appId = given.appId
    this.#guilds = new Set(given.guilds)
    this.#snowflake = given.snowflake
  }

  /** A new channel; what is denied is denied in Discord's own ways, each in another. */
  make(guild: string, denied: readonly Denied[]): FakeChannel {
    const locked = denied.includes('archived')
    const parent = locked ? this.make(guild, []).id : undefined
    const type = locked ? 11 : denied.includes('forum') ? 15 : 0
    return this.put({
      id: this.#snowflake(),
      type,
      guild_id: guild,
      ...(parent && { parent_id: parent }),
      denied: new Set(denied),
      messages: 0,
    })
  }

  put(channel: FakeChannel): FakeChannel {
    this.#channels.set(channel.id, channel)
    return channel
  }

  leave(guild: string): void {
    this.#guilds.delete(guild)
  }

  channel(id: string): FakeChannel {
    const [guild = ''] = this.#guilds
    return this.#channels.get(id) ?? { id, type: 0, guild_id: guild, denied: new Set(), messages: 0 }
  }

  hasGuild = (id: string): boolean => this.#guilds.has(id)

  exists = (id: string): boolean => this.#channels.has(id)

  /** Opens the room of two, always the same one. */
  room(person: string): FakeChannel {
    const id = this.#rooms.get(person) ?? this.#snowflake()
    this.#rooms.set(person, id)
    return this.put({ id, type: 1, owner_id: person, denied: new Set(), messages: 0 })
  }

  /** What stands in the way of reading or writing there; undefined where nothing does. */
  refusal(id: string, doing: 'look' | 'read' | 'send' | 'thread'): Answer | undefined {
    const { denied, type, owner_id: owner } = this.channel(id)
    if (denied.has('gone')) return refused(404, 10003, 'Unknown Channel')
    if (denied.has('view')) return refused(403, 50001, 'Missing Access')
    if (doing === 'look' || doing === 'read') return undefined
    if (doing === 'thread') return denied.has('threads') ? refused(403, 50013, 'Missing Permissions') : undefined
    if (denied.has('forum')) return refused(400, 50008, 'Cannot send messages in a non-text channel')
    if (denied.has('archived')) return refused(400, 50083, 'Thread is archived')
    if (denied.has('send')) return refused(403, 50013, 'Missing Permissions')
    return type === 1 && owner === RECLUSE ? refused(403, 50007, 'Cannot send messages to this user') : undefined
  }

  /** GET /channels/{id} */
  show(id: string): Answer {
    const refusal = this.refusal(id, 'look')
    if (refusal) return refusal
    const { type, guild_id: guild, parent_id: parent, owner_id: owner, denied, messages } = this.channel(id)
    if (type === 1) return { status: 200, body: { id, type, last_message_id: null, flags: 0, recipients: [] } }
    const thread = type === 11
    const metadata = {
      archived: denied.has('archived'),
      locked: denied.has('archived'),
      auto_archive_duration: 4320,
      archive_timestamp: new Date(0).toISOString(),
    }
    return {
      status: 200,
      body: {
        id,
        type,
        guild_id: guild,
        name: 'history',
        flags: 0,
        last_message_id: null,
        parent_id: parent ?? null,
        position: 0,
        ...(thread
          ? { owner_id: owner, message_count: messages, member_count: 1, total_message_sent: messages, thread_metadata: metadata }
          : { permission_overwrites: overwritesOf(guild ?? '', this.#appId, denied) }),
      },
    }
  }

  /** GET /guilds/{id} */
  guild(id: string): Answer {
    if (!this.#guilds.has(id)) return refused(404, 10004, 'Unknown Guild')
    const role = (own: string, name: string, permissions: bigint) => ({
      id: own,
      name,
      permissions: String(permissions),
      color: 0,
      hoist: false,
      position: 0,
      managed: false,
      mentionable: false,
      flags: 0,
    })
    return {
      status: 200,
      body: {
        id,
        name: 'School',
        owner_id: '700000000000000011',
        roles: [role(id, '@everyone', VIEW | HISTORY), role(BOT_ROLE, 'griot', SEND | CREATE_THREADS | SEND_IN_THREADS)],
      },
    }
  }

  /** GET /guilds/{id}/members/{user} */
  member(guild: string, user: string): Answer {
    if (!this.#guilds.has(guild)) return refused(404, 10004, 'Unknown Guild')
    if (user !== this.#appId) return refused(404, 10007, 'Unknown Member')
    return {
      status: 200,
      body: {
        user: { id: user, username: 'griot' },
        roles: [BOT_ROLE],
        joined_at: new Date(0).toISOString(),
        deaf: false,
        mute: false,
        flags: 0,
      },
    }
  }
}

/** Sending is taken from everyone and given back to our role; what is denied is denied to everyone, to our role or to us alone. */
function overwritesOf(guild: string, appId: string, denied: ReadonlySet<Denied>): readonly object[] {
  const overwrite = (id: string, type: number, deny: bigint, allow = 0n) => ({ id, type, allow: String(allow), deny: String(deny) })
  return [
    overwrite(guild, 0, SEND | (denied.has('history') ? HISTORY : 0n)),
    overwrite(BOT_ROLE, 0, 0n, denied.has('send') ? 0n : SEND),
    ...(denied.has('threads') ? [overwrite(appId, 1, CREATE_THREADS)] : []),
  ]
}
