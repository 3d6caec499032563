import { slackFiles } from './slack-files.ts'
import { slackMessageFaults, slackViewFaults } from './slack-schema.ts'

export type Fields = Readonly<Record<string, unknown>>
/** What Slack says to a call. */
export type Said = { readonly ok: boolean; readonly error?: string } & Fields

export type User = {
  readonly locale?: string
  readonly tz?: string
  readonly profile?: { readonly display_name?: string; readonly real_name?: string }
  readonly is_admin?: boolean
  readonly is_owner?: boolean
  readonly is_primary_owner?: boolean
  /** Takes no messages. */
  readonly closed?: boolean
}

export type Channel = {
  readonly gone?: boolean
  readonly is_private?: boolean
  readonly is_member?: boolean
  readonly is_archived?: boolean
  readonly is_read_only?: boolean
  readonly is_thread_only?: boolean
  readonly is_non_threadable?: boolean
}

/** A message that stands somewhere, ours or of others. */
export type Standing = {
  readonly channel: string
  readonly ts: string
  readonly thread?: string
  readonly ours: boolean
  readonly key?: string
  readonly clientId?: string
  readonly atMs: number
  body: Fields
  edits: number
  removed: boolean
}

export type SlackWorld = {
  call(name: string, body: Fields): Said
  /** What Slack would refuse in the words of this call. */
  faultsOf(name: string, body: Fields): string[]
  setUser(id: string, user: User): void
  setChannel(id: string, channel: Channel): void
  setScopes(scopes: readonly string[]): void
  scopes(): readonly string[]
  /** From now on a page of history holds no more. */
  setPage(most: number): void
  /** Others say something; with a key, in a message that looks like ours. */
  talk(channel: string, count: number, key?: string): void
  remove(channel: string, ts: string): void
  readonly messages: readonly Standing[]
  readonly files: ReturnType<typeof slackFiles>
  /** How many messages of ours were ever taken under each key. */
  account(): Readonly<Record<string, number>>
}

export const TEAM = 'T0000TEAM1'
export const BOT = 'B0000GRIOT'
export const BOT_USER = 'U0000GRIOT'
export const SCOPES = [
  'commands',
  'chat:write',
  'users:read',
  'channels:read',
  'groups:read',
  'files:read',
  'files:write',
  'im:write',
] as const

const wordIn = (body: Fields, name: string): string | undefined => (typeof body[name] === 'string' ? body[name] : undefined)

const no = (error: string, more: Fields = {}): Said => ({ ok: false, error, ...more })

/** A workspace of Slack's with its channels, people, messages and scopes, and no network around it. Every channel and person is there until told otherwise. */
export function slackWorld(origin: () => string = () => ''): SlackWorld {
  const users = new Map<string, User>()
  const files = slackFiles(origin)
  const channels = new Map<string, Channel>()
  const messages: Standing[] = []
  let scopes: readonly string[] = SCOPES
  let page = 1000
  let serial = 0

  const channelOf = (id: string): Channel => ({ is_member: true, ...channels.get(id) })
  const stamp = () => `${Math.floor(Date.now() / 1000)}.${String((serial += 1) % 1_000_000).padStart(6, '0')}`
  const standing = (channel: string, ts: string) => messages.find((one) => one.channel === channel && one.ts === ts && !one.removed)
  const lacking = (name: string, channel: string): string | undefined => {
    const kind = channelOf(channel).is_private ? 'groups' : 'channels'
    const needed: Readonly<Record<string, string>> = {
      'chat.postMessage': 'chat:write',
      'chat.update': 'chat:write',
      'conversations.info': `${kind}:read`,
      'conversations.history': `${kind}:history`,
      'conversations.replies': `${kind}:history`,
      'users.info': 'users:read',
      'files.info': 'files:read',
      'files.getUploadURLExternal': 'files:write',
      'files.completeUploadExternal': 'files:write',
      'conversations.open': 'im:write',
    }
    const scope = needed[name]
    return scope !== undefined && !scopes.includes(scope) ? scope : undefined
  }

  function put(channel: string, body: Fields, more: Pick<Standing, 'ours'> & Partial<Standing>): Standing {
    const one = { channel, ts: stamp(), atMs: Date.now(), body, edits: 0, removed: false, ...more }
    messages.push(one)
    return one
  }

  function post(body: Fields): Said {
    const to = String(body['channel'])
    const isPerson = /^[UW]/.test(to)
    const channel = isPerson ? `D${to.slice(1)}` : to
    if (isPerson && users.get(to)?.closed) return no('channel_not_found')
    const { gone, is_archived, is_member, is_read_only, is_thread_only, is_non_threadable } = channelOf(channel)
    const thread = wordIn(body, 'thread_ts')
    if (gone || (channelOf(channel).is_private && !is_member)) return no('channel_not_found')
    if (is_archived) return no('is_archived')
    if (!isPerson && !is_member) return no('not_in_channel')
    if (is_read_only) return no('restricted_action_read_only_channel')
    if (is_thread_only && thread === undefined) return no('restricted_action_thread_only_channel')
    if (is_non_threadable && thread !== undefined) return no('restricted_action_non_threadable_channel')
    if (thread !== undefined && !standing(channel, thread)) return no('thread_not_found')
    const key = keyOf(body)
    const clientId = wordIn(body, 'client_msg_id')
    const { ts } = put(channel, body, {
      ours: true,
      ...(thread !== undefined && { thread }),
      ...(key !== undefined && { key }),
      ...(clientId !== undefined && { clientId }),
    })
    return { ok: true, channel, ts, message: { type: 'message', bot_id: BOT, ts, text: body['text'] } }
  }

  function update(body: Fields): Said {
    const [channel, ts] = [String(body['channel']), String(body['ts'])]
    if (!/^[CDG]/.test(channel) || channelOf(channel).gone) return no('channel_not_found')
    if (channelOf(channel).is_archived) return no('is_inactive')
    const found = standing(channel, ts)
    if (!found) return no('message_not_found')
    if (!found.ours) return no('cant_update_message')
    found.body = { ...found.body, ...body }
    found.edits += 1
    return { ok: true, channel, ts, text: body['text'] }
  }

  function read(name: string, body: Fields): Said {
    const channel = String(body['channel'])
    if (channelOf(channel).gone) return no('channel_not_found')
    if (!channelOf(channel).is_member) return no('not_in_channel')
    const under = name === 'conversations.replies' ? String(body['ts']) : undefined
    if (under !== undefined && !standing(channel, under)) return no('thread_not_found')
    const oldest = Number(body['oldest'] ?? 0)
    const all = messages
      .filter((one) => one.channel === channel && !one.removed && Number(one.ts) > oldest)
      .filter((one) => (under === undefined ? one.thread === undefined : one.thread === under || one.ts === under))
      .toReversed()
    const from = Number(body['cursor'] ?? 0)
    const to = from + Math.min(page, Number(body['limit'] ?? 100))
    return {
      ok: true,
      messages: all.slice(from, to).map((one) => shownIn(one, body['include_all_metadata'] === 'true')),
      has_more: to < all.length,
      response_metadata: { next_cursor: to < all.length ? String(to) : '' },
    }
  }

  function info(id: string): Said {
    const channel = channelOf(id)
    if (channel.gone || (channel.is_private && !channel.is_member)) return no('channel_not_found')
    const { gone: _, ...told } = { ...channel, ...(channel.is_archived && { is_member: false }) }
    const isDirect = id.startsWith('D')
    return {
      ok: true,
      channel: { id, name: 'general', is_channel: !isDirect, is_im: isDirect, is_archived: false, is_private: false, ...told },
    }
  }

  function userInfo(id: string, withLocale: boolean): Said {
    const found = users.get(id)
    if (!found) return no('user_not_found')
    const { locale, closed: _, ...told } = found
    const ranks = { is_admin: false, is_owner: false, is_primary_owner: false }
    return { ok: true, user: { id, team_id: TEAM, name: 'asker', deleted: false, ...ranks, ...told, ...(withLocale && { locale }) } }
  }

  /** The conversation between us and one person is the same however often it is asked for. */
  function opened(id: string): Said {
    const isOpen = /^[UW]\w+$/.test(id) && users.get(id)?.closed !== true
    return isOpen ? { ok: true, channel: { id: `D${id.slice(1)}` } } : no('user_not_found')
  }

  return {
    call(name, body) {
      const needed = lacking(name, String(body['channel']))
      if (needed !== undefined) return no('missing_scope', { needed, provided: scopes.join(',') })
      if (name === 'chat.postMessage') return post(body)
      if (name === 'chat.update') return update(body)
      if (name === 'conversations.info') return info(String(body['channel']))
      if (name === 'conversations.history' || name === 'conversations.replies') return read(name, body)
      if (name === 'users.info') return userInfo(String(body['user']), body['include_locale'] === 'true')
      if (name === 'conversations.open') return opened(String(body['users']))
      return files.call(name, body) ?? no('unknown_method')
    },
    faultsOf,
    setUser: (id, user) => void users.set(id, user),
    setChannel: (id, channel) => void channels.set(id, channel),
    setScopes: (given) => void (scopes = given),
    scopes: () => scopes,
    setPage: (most) => void (page = most),
    talk(channel, count, key) {
      const metadata = key === undefined ? {} : { metadata: { event_type: 'griot_post', event_payload: { key } } }
      for (let i = 0; i < count; i += 1) put(channel, { text: 'something', ...metadata }, { ours: false })
    },
    remove(channel, ts) {
      const found = standing(channel, ts)
      if (found) found.removed = true
    },
    messages,
    files,
    account() {
      const counted: Record<string, number> = {}
      for (const { key } of messages) if (key !== undefined) counted[key] = (counted[key] ?? 0) + 1
      return counted
    },
  }
}

const shownIn = ({ ts, thread, ours, body }: Standing, withMetadata: boolean): Fields => ({
  type: 'message',
  ts,
  text: body['text'],
  ...(thread !== undefined && { thread_ts: thread }),
  ...(ours ? { bot_id: BOT, user: BOT_USER } : { user: 'U0000OTHER' }),
  ...(withMetadata && body['metadata'] !== undefined && { metadata: body['metadata'] }),
})

function keyOf({ metadata }: Fields): string | undefined {
  const { event_payload } = (metadata ?? {}) as { event_payload?: { key?: unknown } }
  return typeof event_payload?.key === 'string' ? event_payload.key : undefined
}

function faultsOf(name: string, body: Fields): string[] {
  if (name.startsWith('views.'))
    return [
      ...(name === 'views.open' && !body['trigger_id'] ? ['no trigger_id'] : []),
      ...(name === 'views.update' && !body['view_id'] ? ['no view_id'] : []),
      ...slackViewFaults(body['view']),
    ]
  return name === 'chat.postMessage' || name === 'chat.update' ? postFaults(body) : []
}

/** Everything that Slack would refuse in a message that is posted by itself; the first block of one may ring for one group. */
export function postFaults(body: Fields): string[] {
  const blocks = Array.isArray(body['blocks']) ? (body['blocks'] as Fields[]) : []
  const rest = ringOf(body) === undefined ? blocks : blocks.slice(1)
  return [
    ...slackMessageFaults({ response_type: 'in_channel', ...body, ...booleans(body), blocks: rest }),
    ...(blocks.length > 50 ? ['more than 50 blocks'] : []),
    ...(body['parse'] === 'none' ? [] : ['read for names and channels']),
    ...(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(wordIn(body, 'client_msg_id') ?? '') || 'ts' in body
      ? []
      : ['no client_msg_id']),
  ]
}

/** The group that a message rings for. */
export function ringOf(body: Fields): string | undefined {
  const [first] = Array.isArray(body['blocks']) ? (body['blocks'] as Fields[]) : []
  const found =
    /^\{"type":"rich_text","elements":\[\{"type":"rich_text_section","elements":\[\{"type":"usergroup","usergroup_id":"(S\w+)"\}\]\}\]\}$/
  return found.exec(JSON.stringify(first ?? {}))?.[1]
}

const booleans = (body: Fields) =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (value === 'true' || value === 'false' ? [[name, value === 'true']] : [])),
  )
