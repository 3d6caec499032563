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

/** Typed value of an option; `focused` is the one being typed. */
export type Value = { readonly name: string; readonly value: string | number | boolean; readonly focused?: boolean }

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

const typeOf = (value: string | number | boolean): number => (typeof value === 'boolean' ? 5 : typeof value === 'number' ? 4 : 3)
const toOptions = (values: readonly Value[]) => values.map((one) => ({ type: typeOf(one.value), ...one }))

function invoked(root: string, sub: string, values: readonly Value[]) {
  const options = toOptions(values)
  return { id: snowflake(), name: root, type: 1, options: sub === '' ? options : [{ type: 1, name: sub, options }] }
}

/** `/root sub name:value` */
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
