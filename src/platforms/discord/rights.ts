import * as z from 'zod'
import type { Lack, Rights, Site } from '../../chat/platform.ts'

/** https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags */
const PERMISSION = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  view: 1n << 10n,
  send: 1n << 11n,
  history: 1n << 16n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const
const ALL = (1n << 64n) - 1n

/** What is left to a member who is timed out. */
const TIMED_OUT = PERMISSION.view | PERMISSION.history

const KIND = { direct: [1, 3], voice: [2, 13], thread: [10, 11, 12], forum: [4, 14, 15, 16] } as const

const bits = z
  .string()
  .regex(/^\d{1,30}$/)
  .transform(BigInt)
  .catch(0n)
const Overwrite = z.object({ id: z.string(), type: z.coerce.number(), allow: bits, deny: bits })

export const Channel = z.object({
  id: z.string(),
  type: z.number(),
  guild_id: z.string().optional().catch(undefined),
  parent_id: z.string().nullish().catch(undefined),
  permission_overwrites: z.array(Overwrite).optional().catch(undefined),
  thread_metadata: z
    .object({ archived: z.boolean().catch(false), locked: z.boolean().catch(false) })
    .optional()
    .catch(undefined),
})
export type Channel = z.output<typeof Channel>
export const Guild = z.object({
  id: z.string(),
  owner_id: z.string().catch(''),
  roles: z.array(z.object({ id: z.string(), permissions: bits })).catch([]),
})
export const Member = z.object({
  roles: z.array(z.string()).catch([]),
  communication_disabled_until: z.string().nullish().catch(undefined),
})

export type Standing = {
  readonly guild: z.output<typeof Guild>
  readonly member: z.output<typeof Member>
  readonly user: string
  /** Of the channel, or of the channel that a thread hangs in. */
  readonly overwrites: readonly z.output<typeof Overwrite>[]
  readonly now: Date
}

/** What a member may do in a channel, in Discord's order: everyone, roles, the member's own (https://docs.discord.com/developers/topics/permissions#permission-overwrites). */
export function permissionsOf({ guild, member, user, overwrites, now }: Standing): bigint {
  if (guild.owner_id === user) return ALL
  const own = guild.roles.filter(({ id }) => id === guild.id || member.roles.includes(id))
  const base = own.reduce((sum, role) => sum | role.permissions, 0n)
  if ((base & PERMISSION.administrator) !== 0n) return ALL
  const ofRoles = overwrites.filter(({ id, type }) => type === 0 && id !== guild.id && member.roles.includes(id))
  const steps = [overwrites.filter(({ id }) => id === guild.id), ofRoles, overwrites.filter(({ id, type }) => type === 1 && id === user)]
  const permissions = steps.reduce((sum, step) => {
    const [deny, allow] = [step.reduce((all, one) => all | one.deny, 0n), step.reduce((all, one) => all | one.allow, 0n)]
    return (sum & ~deny) | allow
  }, base)
  const timedOut = Date.parse(member.communication_disabled_until ?? '') > now.getTime()
  return timedOut ? permissions & TIMED_OUT : permissions
}

/** What these permissions let us do in a channel of this type. */
export function toRights(permissions: bigint, type: number, closed = false): Rights {
  const site = siteOf(type)
  const may = (...wanted: readonly bigint[]): boolean => wanted.every((one) => (permissions & (one | PERMISSION.administrator)) !== 0n)
  if (site === 'direct') return { kind: 'known', lacks: ['threads'], history: true }
  const known = (lacks: readonly Lack[]): Rights => ({ kind: 'known', lacks, history: may(PERMISSION.view, PERMISSION.history) })
  if (!may(PERMISSION.view)) return known(['view'])
  if (site === 'forum') return known(['forum'])
  if (closed) return known(['archived'])
  const threads = site === 'channel' && !is(KIND.voice, type) && may(PERMISSION.createThreads, PERMISSION.sendInThreads)
  return known([
    ...(may(site === 'thread' ? PERMISSION.sendInThreads : PERMISSION.send) ? [] : ['send' as const]),
    ...(threads ? [] : ['threads' as const]),
  ])
}

/** What kind of place a channel of this type is (https://docs.discord.com/developers/resources/channel#channel-object-channel-types). */
export function siteOf(type: number): Site {
  if (is(KIND.direct, type)) return 'direct'
  if (is(KIND.thread, type)) return 'thread'
  return is(KIND.forum, type) ? 'forum' : 'channel'
}

/** The channel whose settings hold in this one: that which a thread hangs in, or itself. */
export const channelAbove = ({ id, type, parent_id: above }: Pick<Channel, 'id' | 'type' | 'parent_id'>): string =>
  siteOf(type) === 'thread' && above ? above : id

/** Whether somebody with these permissions manages the server. */
export const manages = (permissions: bigint): boolean => (permissions & (PERMISSION.administrator | PERMISSION.manageGuild)) !== 0n

const is = (types: readonly number[], type: number): boolean => types.includes(type)
