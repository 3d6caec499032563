import type { Config } from '../config.ts'
import { type About, DISCORD_API, SLACK_API, Variables } from './variables.ts'

type Row = About & { readonly name: string; readonly preset?: string | undefined }

const rows = (): Row[] =>
  Object.entries(Variables.shape).map(([name, schema]) => {
    const preset = schema.safeParse(undefined).data
    return { name, ...(schema.meta() as About), preset }
  })

/** The table of all variables as Markdown, for the README. */
export const configTable = (): string => {
  const cells = (row: Row) => [`\`${row.name}\``, row.preset === undefined ? '' : `\`${row.preset}\``, row.description]
  const lines = rows().map(
    (row) =>
      `| ${cells(row)
        .map((cell) => cell.replaceAll('|', '\\|'))
        .join(' | ')} |`,
  )
  return ['| variable | default | what it does |', '| --- | --- | --- |', ...lines, ''].join('\n')
}

/** The text of `.env.example`: every variable commented out, with its description above it. */
export const envExample = (): string => {
  const groups = Map.groupBy(rows(), (row) => row.group)
  const blocks = [...groups].map(([group, members]) => [`# ${group}`, '', ...members.flatMap(toExample)].join('\n'))
  return ['# Copy to .env and take away the # where you set something. Nothing here is required.', '', ...blocks].join('\n')
}

const toExample = (row: Row): string[] => [
  ...wrapped(row.description.replaceAll('`', '')).map((line) => `# ${line}`),
  `#${row.name}=${row.preset ?? row.example ?? ''}`,
  '',
]

const wrapped = (text: string): string[] => text.match(/\S.{0,97}(?= |$)/g) ?? []

/** One plain line per surface: on or off, and which variables would turn it on. `url` is where the server listens. */
export const surfaceLines = (config: Config, url?: string): string[] => {
  const { web, discord, slack } = config
  const known = web.publicUrl === undefined ? '' : `, known as ${web.publicUrl}`
  const api = (given: string, usual: string) => (given === usual ? '' : `, through ${given}`)
  const discordLine =
    discord === undefined
      ? 'off; DISCORD_TOKEN and DISCORD_APP_ID turn it on'
      : `on, as application ${discord.appId}${discord.guildId === undefined ? '' : `, commands in server ${discord.guildId} only`}${api(discord.apiUrl, DISCORD_API)}`
  const slackLine =
    slack === undefined
      ? 'off; SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) turns it on'
      : `on, by ${slack.appToken === undefined ? 'HTTP at /slack/events' : 'Socket Mode'}${api(slack.apiUrl, SLACK_API)}`
  return [
    `web: on, at ${url ?? `http://${web.host}:${web.port}`}${known}; HOST and PORT change it`,
    `Discord: ${discordLine}`,
    `Slack: ${slackLine}`,
  ]
}
