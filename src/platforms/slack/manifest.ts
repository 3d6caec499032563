import { shownCommands, type CommandSpec, type Root } from '../../chat/command.ts'
import { sayer } from '../../words/say.ts'
import { cut } from './text.ts'
import { ASK } from './views.ts'

export type ManifestSettings = {
  readonly roots: readonly Root[]
  /** Where the service is reached from the world; Slack calls https addresses only. */
  readonly publicUrl?: string | undefined
  readonly socketMode: boolean
  /** Asks to read what was said in channels, which lets Griot look whether a message arrived whose answer was lost. */
  readonly withHistory?: boolean | undefined
}

/**
 * All that Griot asks of a workspace: to be called, to speak where it is asked to, to know a person's language, zone, name and rank, to
 * know of a channel whether it is in it and whether it is archived, to read a file that somebody puts into its form, and to hand one
 * over in the direct messages of whoever asked for it.
 */
const SCOPES = ['commands', 'chat:write', 'users:read', 'channels:read', 'groups:read', 'files:read', 'files:write', 'im:write'] as const
const HISTORY = ['channels:history', 'groups:history'] as const
const EVENTS = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'] as const

/**
 * The app manifest for Slack, made from the definitions of the commands. It is in English, because Slack translates none of it.
 * Without an https address it is one for Socket Mode, which needs none.
 */
export function toManifest({ roots, publicUrl, socketMode, withHistory = false }: ManifestSettings) {
  const say = sayer('en')
  const url = !socketMode && publicUrl?.startsWith('https://') ? `${publicUrl.replace(/\/+$/, '')}/slack/events` : undefined
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Griot',
      description: cut(say('web.tagline'), 140),
      long_description: `${say('about.what')} ${say('web.description')}`,
      background_color: '#3b2f2f',
    },
    features: {
      // Whoever made a schedule is told there when it rests.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Griot', always_online: true },
      shortcuts: [{ name: cut(say('slack.ask'), 24), type: 'global', callback_id: ASK, description: cut(say('slack.lineHint'), 150) }],
      slash_commands: roots.map((root) => ({
        command: `/${root.name}`,
        ...(url !== undefined && { url }),
        description: cut(root.summary.en, 2000),
        usage_hint: hintOf(root),
        should_escape: false,
      })),
    },
    oauth_config: { scopes: { bot: [...SCOPES, ...(withHistory ? HISTORY : [])] } },
    settings: {
      event_subscriptions: { ...(url !== undefined && { request_url: url }), bot_events: [...EVENTS] },
      interactivity: { is_enabled: true, ...(url !== undefined && { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  }
}

/** What can be typed behind a command: `today | on <date> | search <words>`. */
const hintOf = (root: Root): string => cut(shownCommands(root).map(typed).join(' | ') || 'help', 1000)

function typed(spec: CommandSpec): string {
  const say = sayer('en')
  const own = spec.params.filter((p) => p.key !== 'language' && p.key !== 'share' && p.key !== 'zone' && p.type !== 'file')
  const shown = own
    .filter((p) => p.required || spec.sub === '')
    .map((p) => (p.required ? `<${say(`arg.${p.key}.name`)}>` : `[${say(`arg.${p.key}.name`)}]`))
  return [spec.sub && say(`cmd.${spec.key}.name`), ...shown].filter(Boolean).join(' ')
}
