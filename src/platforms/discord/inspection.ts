import type { Rights } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Exchange, Exchanged } from './exchange.ts'
import { Channel, Guild, Member, permissionsOf, siteOf, toRights } from './rights.ts'

export type Inspector = {
  /** What we may do in a channel, as Discord says it now. Never rejects. */
  rights(channel: string, signal: AbortSignal): Promise<Rights>
  /** Our own id; undefined while it cannot be learnt. */
  self(signal: AbortSignal): Promise<string | undefined>
}

/** Unknown channel; no access. */
const [GONE, HIDDEN] = [10003, 50001]

/** Asks Discord about channels, servers and ourselves. */
export function inspector(exchange: Exchange, clock: Clock): Inspector {
  let me: string | undefined

  const self = async (signal: AbortSignal): Promise<string | undefined> => {
    if (me !== undefined) return me
    const told = await exchange({ method: 'GET', route: '/users/@me' }, signal)
    if (told.kind === 'done') me = String((told.body as { id: unknown }).id)
    return me
  }

  async function rights(id: string, signal: AbortSignal): Promise<Rights> {
    const told = await exchange({ method: 'GET', route: `/channels/${id}` }, signal)
    if (told.kind === 'told' && told.code === GONE) return { kind: 'known', lacks: ['gone'], history: false }
    if (told.kind === 'told' && told.code === HIDDEN) return { kind: 'known', lacks: ['view'], history: false }
    if (told.kind !== 'done') return unknown(told)
    const read = Channel.safeParse(told.body)
    if (!read.success) return { kind: 'unknown', why: 'a channel that cannot be read' }
    const channel = read.data
    if (siteOf(channel.type) === 'direct' || channel.guild_id === undefined) return toRights(0n, 1)
    return inServer(channel, channel.guild_id, signal)
  }

  async function inServer(channel: Channel, server: string, signal: AbortSignal): Promise<Rights> {
    const user = await self(signal)
    if (user === undefined) return { kind: 'unknown', why: 'our own id is not known' }
    const above = siteOf(channel.type) === 'thread' && channel.parent_id ? channel.parent_id : undefined
    const [guild, member, parent] = await Promise.all([
      exchange({ method: 'GET', route: `/guilds/${server}` }, signal),
      exchange({ method: 'GET', route: `/guilds/${server}/members/${user}` }, signal),
      above === undefined ? undefined : exchange({ method: 'GET', route: `/channels/${above}` }, signal),
    ])
    // A member has roles and no id of its own.
    const failed = [guild, member, parent].find((one) => one !== undefined && one.kind !== 'done')
    if (failed !== undefined) return unknown(failed)
    const place = parent?.kind === 'done' ? Channel.safeParse(parent.body).data : channel
    const [readGuild, readMember] = [Guild.safeParse(bodyOf(guild)), Member.safeParse(bodyOf(member))]
    if (!readGuild.success || !readMember.success || !place) return { kind: 'unknown', why: 'a server that cannot be read' }
    const overwrites = place.permission_overwrites ?? []
    const permissions = permissionsOf({ guild: readGuild.data, member: readMember.data, user, overwrites, now: clock.now() })
    return toRights(permissions, channel.type, channel.thread_metadata?.locked === true)
  }

  return { rights, self }
}

const bodyOf = (exchanged: Exchanged): unknown => (exchanged.kind === 'done' ? exchanged.body : undefined)
const unknown = (exchanged: Exclude<Exchanged, { kind: 'done' }>): Rights => ({ kind: 'unknown', why: exchanged.why })
