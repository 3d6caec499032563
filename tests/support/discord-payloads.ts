import type { Attachment } from './discord-files.ts'
import type {
  APIBaseInteraction,
  APIInteractionGuildMember,
  APIPartialInteractionGuild,
  APIUser,
  GuildMemberFlags,
  InteractionType,
  UserFlags,
} from 'discord-api-types/v10'

/** Where an interaction comes from. Left out, it comes from a server without a language of its own, by somebody whose Discord is in English. */
export type From = {
  readonly locale?: string
  readonly guildLocale?: string
  readonly features?: readonly 'COMMUNITY'[]
  /** A direct message with the bot. */
  readonly direct?: boolean
}

/** Typed value of an option, or a file given with it; `focused` is the one being typed. */
export type Value = { readonly name: string; readonly value: string | number | boolean | Attachment; readonly focused?: boolean }

const APP = '1234567890123456789'
export const GUILD = '700000000000000001'
export const CHANNEL = '700000000000000002'
export const PERSON = '700000000000000003'

let ids = 1_400_000_000_000_000_000n
const snowflake = (): string => String((ids += 4_194_304n))

const user: APIUser = { id: PERSON, username: 'awa', discriminator: '0', global_name: 'Awa', avatar: null, public_flags: 0 as UserFlags }
const member: APIInteractionGuildMember = {
  user,
  nick: null,
  avatar: null,
  banner: null,
  roles: [],
  joined_at: '2024-01-01T00:00:00.000000+00:00',
  premium_since: null,
  deaf: false,
  mute: false,
  pending: false,
  flags: 0 as GuildMemberFlags,
  permissions: '2248473465835073',
  communication_disabled_until: null,
}

type Common = Omit<
  APIBaseInteraction<InteractionType, unknown>,
  'type' | 'data' | 'message' | 'channel' | 'locale' | 'guild' | 'guild_locale'
> & {
  readonly channel: object
  readonly locale: string
  readonly guild?: Omit<APIPartialInteractionGuild, 'locale'> & { readonly locale: string }
  readonly guild_locale?: string
}

/** The fields that every interaction has (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object). */
function common(from: From): Common {
  const { locale = 'en-US', guildLocale = 'en-US', features = [], direct = false } = from
  const place = direct
    ? ({
        user,
        channel: { id: CHANNEL, type: 1, flags: 0, last_message_id: null, recipients: [user] },
        context: 1,
        authorizing_integration_owners: { '1': PERSON },
      } as const)
    : ({
        guild: { id: GUILD, locale: guildLocale, features: [...features] as APIPartialInteractionGuild['features'] },
        guild_id: GUILD,
        guild_locale: guildLocale,
        member,
        channel: {
          id: CHANNEL,
          type: 0,
          guild_id: GUILD,
          name: 'history',
          position: 0,
          permissions: '2248473465835073',
          flags: 0,
          last_message_id: null,
          nsfw: false,
          parent_id: null,
          rate_limit_per_user: 0,
          topic: null,
        },
        context: 0,
        authorizing_integration_owners: { '0': GUILD },
      } as const)
  const id = snowflake()
  return {
    id,
    application_id: APP,
    token: `token-of-interaction-${id}`,
    version: 1,
    locale,
    channel_id: CHANNEL,
    app_permissions: '2248473465835073',
    entitlements: [],
    attachment_size_limit: 10_485_760,
    ...place,
  }
}

const typeOf = (value: Value['value']): number =>
  typeof value === 'object' ? 11 : typeof value === 'boolean' ? 5 : typeof value === 'number' ? 4 : 3
const toOptions = (values: readonly Value[]) =>
  values.map((one) => ({ ...one, type: typeOf(one.value), value: typeof one.value === 'object' ? one.value.id : one.value }))
const resolvedOf = (files: readonly Attachment[]) =>
  files.length > 0 ? { resolved: { attachments: Object.fromEntries(files.map((file) => [file.id, file])) } } : {}

function invoked(root: string, sub: string, values: readonly Value[]) {
  const options = toOptions(values)
  const [first = '', second] = sub.split(' ')
  const called =
    second === undefined ? [{ type: 1, name: first, options }] : [{ type: 2, name: first, options: [{ type: 1, name: second, options }] }]
  const files = values.flatMap(({ value }) => (typeof value === 'object' ? [value] : []))
  return { id: snowflake(), name: root, type: 1, options: sub === '' ? options : called, ...resolvedOf(files) }
}

/** `/root sub name:value`; of two words, the first is a group. */
export const command = (root: string, sub: string, values: readonly Value[] = [], from: From = {}): Record<string, unknown> => ({
  ...common(from),
  type: 2,
  data: invoked(root, sub, values),
})

/** Somebody types; one of the values is `focused`. */
export const typing = (root: string, sub: string, values: readonly Value[], from: From = {}): Record<string, unknown> => ({
  ...common(from),
  type: 4,
  data: invoked(root, sub, values),
})

export const press = (message: { readonly id: string }, customId: string, from: From = {}): Record<string, unknown> => ({
  ...common(from),
  type: 3,
  message,
  data: { id: 2, custom_id: customId, component_type: 2 },
})

export const select = (message: { readonly id: string }, customId: string, value: string, from: From = {}): Record<string, unknown> => ({
  ...common(from),
  type: 3,
  message,
  data: { id: 3, custom_id: customId, component_type: 3, values: [value] },
})

/** What was put into one field of a window. */
export type Entry = { readonly id: string; readonly type: 3 | 4 | 19; readonly value: string | Attachment }

/** A window is submitted, as it was opened by a command or under a message. */
export const submit = (
  customId: string,
  entries: readonly Entry[],
  from: From = {},
  message?: { readonly id: string },
): Record<string, unknown> => ({
  ...common(from),
  type: 5,
  ...(message && { message }),
  data: {
    custom_id: customId,
    components: entries.map(({ id, type, value }, i) => ({
      type: 18,
      id: i + 1,
      component: {
        type,
        id: i + 100,
        custom_id: id,
        ...(type === 4 ? { value } : { values: value === '' ? [] : [typeof value === 'object' ? value.id : value] }),
      },
    })),
    ...resolvedOf(entries.flatMap(({ value }) => (typeof value === 'object' ? [value] : []))),
  },
})
