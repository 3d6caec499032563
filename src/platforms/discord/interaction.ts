import * as z from 'zod'
import type { CommandSpec } from '../../chat/command.ts'
import { filled, type Filling } from '../../chat/filled.ts'
import type { Asker, Heard, Typing, Under } from '../../chat/platform.ts'
import { toLocale, type Locale } from '../../words/locale.ts'
import { Resolved, type Attachments } from './attachments.ts'
import { unmarked } from './mark.ts'
import { commandOf, enteredIn } from './modal.ts'
import type { Presser } from './overrides.ts'
import { channelAbove, manages, siteOf, toRights } from './rights.ts'

/** What to answer, under which id, and how: `asked` is undefined where the interaction is of a kind that we never offer. */
export type Interaction = { readonly id: string; readonly token: string; readonly asked: Asked | undefined }

export type Asked =
  | { readonly kind: 'command'; readonly heard: Heard }
  /** `presser` is missing outside of servers. */
  | { readonly kind: 'press'; readonly heard: Heard & { readonly kind: 'press' }; readonly under: Under; readonly presser?: Presser }
  /** A submitted window, heard as its command; `presser` is missing outside of servers. */
  | { readonly kind: 'form'; readonly heard: Heard & { readonly kind: 'command' }; readonly presser?: Presser }
  | { readonly kind: 'typing'; readonly typing: Typing }

/** What is needed to understand files and windows. */
export type Understanding = {
  readonly attachments: Attachments
  readonly command: (root: string, sub: string) => CommandSpec | undefined
}

const text = z.string().catch('')
const texts = z.array(z.string()).catch([])
const name = z.string().nullish().catch(undefined)
const user = z.object({ id: text, username: name, global_name: name }).optional().catch(undefined)
const bits = z
  .string()
  .regex(/^\d{1,30}$/)
  .transform(BigInt)
  .optional()
  .catch(undefined)

/** https://docs.discord.com/developers/interactions/receiving-and-responding; a field of the wrong type counts as absent, and the value of an option is left to the command's own schema. */
const Option = z.object({ name: text, type: z.number().catch(0), value: z.unknown(), focused: z.boolean().catch(false) })
const SNOWFLAKE = /^\d{1,20}$/
const Payload = z.object({
  id: z.string().regex(SNOWFLAKE),
  token: z.string().min(1),
  type: z.number(),
  locale: z.string().optional().catch(undefined),
  guild_id: z.string().optional().catch(undefined),
  guild_locale: z.string().optional().catch(undefined),
  guild: z.object({ features: texts }).optional().catch(undefined),
  channel_id: z.string().optional().catch(undefined),
  user,
  member: z.object({ user, nick: name, permissions: bits, roles: texts }).optional().catch(undefined),
  app_permissions: bits,
  channel: z
    .object({
      type: z.number(),
      parent_id: z.string().nullish().catch(undefined),
      thread_metadata: z
        .object({ locked: z.boolean().catch(false) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  authorizing_integration_owners: z.record(z.string(), z.string()).catch({}),
  message: z
    .object({ flags: z.number().catch(0) })
    .optional()
    .catch(undefined),
  data: z
    .object({
      name: text,
      custom_id: text,
      component_type: z.number().catch(0),
      values: texts,
      options: z.array(z.unknown()).catch([]),
      components: z.array(z.unknown()).catch([]),
      resolved: Resolved,
    })
    .catch({ name: '', custom_id: '', component_type: 0, values: [], options: [], components: [], resolved: { attachments: {} } }),
})
type Payload = z.output<typeof Payload>

const COMMAND = 2
const COMPONENT = 3
const AUTOCOMPLETE = 4
const SUBMIT = 5
const SUB_COMMAND = 1
const SUB_COMMAND_GROUP = 2
const STRING_SELECT = 3
const ATTACHMENT = 11
const EPHEMERAL = 1 << 6

const SubCommand = z.object({ type: z.literal(SUB_COMMAND), name: z.string(), options: z.array(z.unknown()).catch([]) })
const Group = z.object({ type: z.literal(SUB_COMMAND_GROUP), name: z.string(), options: z.array(z.unknown()).catch([]) })

/**
 * Reads an interaction as it came over the wire; `managed` are the commands that Discord keeps from those who may not manage a
 * server. Undefined where it has no id and token to answer to, or is no interaction at all.
 */
export function fromInteraction(
  payload: unknown,
  managed: ReadonlySet<string> = new Set(),
  given: Understanding = NOTHING,
): Interaction | undefined {
  const read = Payload.safeParse(payload)
  if (!read.success) return undefined
  const { id, token } = read.data
  return { id, token, asked: toAsked(read.data, managed, given) }
}

const NOTHING: Understanding = { attachments: () => undefined, command: () => undefined }

function toAsked(payload: Payload, managed: ReadonlySet<string>, given: Understanding): Asked | undefined {
  const { data } = payload
  const asker = toAsker(payload, payload.type !== COMPONENT && payload.type !== SUBMIT && managed.has(data.name))
  if (payload.type === COMMAND) {
    const { sub, options } = called(data.options)
    const input = Object.fromEntries(
      options.map(({ name, type, value }) => [name, type === ATTACHMENT ? (given.attachments(data.resolved, value) ?? value) : value]),
    )
    return { kind: 'command', heard: { kind: 'command', root: data.name, sub, input, asker } }
  }
  if (payload.type === AUTOCOMPLETE) {
    const { sub, options } = called(data.options)
    const focused = options.find((option) => option.focused)
    const typed = typeof focused?.value === 'string' ? focused.value : String(typeof focused?.value === 'number' ? focused.value : '')
    return { kind: 'typing', typing: { root: data.name, sub, param: focused?.name ?? '', typed, asker } }
  }
  if (payload.type === COMPONENT) {
    const action = data.component_type === STRING_SELECT ? (data.values[0] ?? '') : unmarked(data.custom_id)
    const under = ((payload.message?.flags ?? 0) & EPHEMERAL) === 0 ? 'public' : 'private'
    const presser = toPresser(payload)
    return { kind: 'press', heard: { kind: 'press', action, asker }, under, ...(presser && { presser }) }
  }
  return payload.type === SUBMIT ? submitted(payload, asker, given) : undefined
}

function submitted(payload: Payload, asker: Asker, { attachments, command }: Understanding): Asked | undefined {
  const { custom_id: id, components, resolved } = payload.data
  const meant = commandOf(id)
  if (!meant) return undefined
  const entered = enteredIn(components)
  const valueOf = (name: string): Filling => {
    const field = entered.get(name)
    return field?.kind === 'file' ? attachments(resolved, field.value) : field?.value
  }
  const spec = command(meant.root, meant.sub)
  const presser = toPresser(payload)
  return {
    kind: 'form',
    heard: { kind: 'command', ...meant, input: spec ? filled(spec, valueOf) : {}, asker },
    ...(presser && { presser }),
  }
}

type Called = { readonly sub: string; readonly options: readonly z.output<typeof Option>[] }

/** The sub-command and its options, one of a group by both their names; a command without one has them right away. */
function called(given: readonly unknown[]): Called {
  const group = Group.safeParse(given[0])
  if (group.success) {
    const inside = called(group.data.options)
    return { ...inside, sub: `${group.data.name} ${inside.sub}` }
  }
  const first = SubCommand.safeParse(given[0])
  const options = first.success ? first.data.options : given
  return {
    sub: first.success ? first.data.name : '',
    options: options.flatMap((option) => {
      const read = Option.safeParse(option)
      return read.success ? [read.data] : []
    }),
  }
}

function toAsker(payload: Payload, kept: boolean): Asker {
  const locale = toLocale(payload.locale)
  const placeLocale = placeLocaleOf(payload)
  const { channel, app_permissions: permissions } = payload
  const managing = managesIn(payload, kept)
  const user = payload.member?.user ?? payload.user
  const called = payload.member?.nick ?? user?.global_name ?? user?.username
  return {
    platform: 'discord',
    user: user?.id ?? '',
    ...(called && { name: called }),
    ...(payload.guild_id && { server: payload.guild_id }),
    ...(payload.channel_id && { channel: payload.channel_id }),
    ...(locale && { locale }),
    ...(placeLocale && { placeLocale }),
    ...(managing !== undefined && { manages: managing }),
    request: payload.id,
    askedAt: askedAt(payload.id),
    ...(channel && { site: siteOf(channel.type) }),
    ...(channel && permissions !== undefined && { rights: toRights(permissions, channel.type, channel.thread_metadata?.locked) }),
  }
}

/** Discord's epoch, which its ids count from (https://docs.discord.com/developers/reference#snowflakes). */
const EPOCH_MS = 1_420_070_400_000n

/** When Discord made the interaction, by its id. */
const askedAt = (id: string): Date => new Date(Number((BigInt(id) >> 22n) + EPOCH_MS))

function toPresser({ guild_id: server, member, channel_id: id, channel }: Payload): Presser | undefined {
  if (server === undefined || !SNOWFLAKE.test(server) || !member?.user || id === undefined) return undefined
  return { server, user: member.user.id, roles: member.roles, channel: channel ? channelAbove({ ...channel, id }) : id }
}

/**
 * Whether the asker manages the server. Who may use a command that is kept is for Discord to say, by `default_member_permissions` or by
 * what the server has set instead: one that arrives from where the server itself installed us has been allowed.
 */
function managesIn({ guild_id: server, member, authorizing_integration_owners: owners }: Payload, kept: boolean): boolean | undefined {
  if (server === undefined) return undefined
  if (kept && owners['0'] === server) return true
  return member?.permissions === undefined ? undefined : manages(member.permissions)
}

/**
 * The language that a server chose for itself. Discord says `en-US` of every server that chose nothing, and only a community
 * server can choose (https://docs.discord.com/developers/resources/guild#guild-object, `preferred_locale`): English
 * therefore counts only where the payload's own `guild.features` has COMMUNITY, any other language always.
 */
function placeLocaleOf({ guild, guild_locale: tag }: Payload): Locale | undefined {
  return tag === 'en-US' && !guild?.features.includes('COMMUNITY') ? undefined : toLocale(tag)
}
