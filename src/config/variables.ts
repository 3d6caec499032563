import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { LOG_LEVELS } from '../kernel/log.ts'
import { isZone } from '../words/dates.ts'
import { LOCALES } from '../words/locale.ts'

/** What goes with a variable. `open`: a wrong value may be shown; `secret`: the log hides it. */
export type About = {
  readonly description: string
  readonly group: string
  readonly open?: true
  readonly secret?: true
  readonly example?: string
}

const must = (fine: (value: string) => boolean, advice: string) => z.string().refine(fine, { error: advice })
const oneOf = <const T extends string>(values: readonly T[]) => z.enum(values, { error: `choose one of ${values.join(', ')}` })
const matching = (pattern: RegExp, advice: string) => must((value) => pattern.test(value), advice)

export const toUrl = (value: string): URL | undefined => (URL.canParse(value) ? new URL(value) : undefined)
const isWebUrl = (value: string): boolean => {
  const url = toUrl(value)
  return url !== undefined && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === ''
}
const webUrl = (example: string) =>
  must(isWebUrl, `give a whole address with http:// or https:// and without a name, password, ? or #, such as ${example}`)
const days = (preset: string, description: string) =>
  must((value) => /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 3650, 'give a whole number of days from 1 to 3650')
    .prefault(preset)
    .meta({ group: 'House', open: true, description } satisfies About)
const snowflake = (advice: string) => matching(/^\d{15,21}$/, advice)
const isInstant = (value: string): boolean => {
  try {
    Temporal.Instant.from(value)
    return /^\d{4}-/.test(value)
  } catch {
    return false
  }
}

export const DISCORD_API = 'https://discord.com/api'
export const SLACK_API = 'https://slack.com/api/'

/** The one definition of every variable: what it must be, what it is without one, and what the documents say about it. */
export const Variables = z.object({
  DISCORD_TOKEN: matching(
    /^[\x21-\x7e]{8,}$/,
    'copy the token whole from the page “Bot” of your Discord application, without the word Bot and without blanks',
  )
    .optional()
    .meta({
      group: 'Discord',
      secret: true,
      description:
        'The token of the Discord bot, from the page “Bot” of your application. Together with `DISCORD_APP_ID` it turns Discord on.',
    } satisfies About),
  DISCORD_APP_ID: snowflake('give the number called Application ID on the page “General Information” of your Discord application')
    .optional()
    .meta({
      group: 'Discord',
      example: '123456789012345678',
      description: 'The Application ID, from the page “General Information”.',
    } satisfies About),
  DISCORD_GUILD_ID: snowflake('give the number of a Discord server: right-click its name with the developer mode on, then “Copy Server ID”')
    .optional()
    .meta({
      group: 'Discord',
      example: '123456789012345678',
      description: 'For development: register the commands in this one server only, where they appear at once.',
    } satisfies About),
  DISCORD_API_URL: webUrl(DISCORD_API)
    .prefault(DISCORD_API)
    .meta({
      group: 'Discord',
      open: true,
      description: 'Where Discord’s API answers; another one than Discord’s own is for tests and rehearsals.',
    } satisfies About),
  SLACK_BOT_TOKEN: matching(/^xoxb-[\x21-\x7e]{3,}$/, 'copy the “Bot User OAuth Token” whole; it begins with xoxb-')
    .optional()
    .meta({
      group: 'Slack',
      secret: true,
      description: 'The “Bot User OAuth Token” (`xoxb-…`). Together with `SLACK_SIGNING_SECRET` or `SLACK_APP_TOKEN` it turns Slack on.',
    } satisfies About),
  SLACK_SIGNING_SECRET: matching(/^[\x21-\x7e]{8,}$/, 'copy the “Signing Secret” whole from the page “Basic Information” of your Slack app')
    .optional()
    .meta({
      group: 'Slack',
      secret: true,
      description: 'The “Signing Secret”, for Slack to reach you over HTTP at `/slack/events`.',
    } satisfies About),
  SLACK_APP_TOKEN: matching(/^xapp-[\x21-\x7e]{3,}$/, 'copy the app-level token whole; it begins with xapp-')
    .optional()
    .meta({
      group: 'Slack',
      secret: true,
      description: 'The app-level token (`xapp-…`). Present, Griot uses Socket Mode and needs no public address.',
    } satisfies About),
  SLACK_API_URL: webUrl(SLACK_API)
    .prefault(SLACK_API)
    .meta({
      group: 'Slack',
      open: true,
      description: 'Where Slack’s Web API answers; another one than Slack’s own is for tests and rehearsals.',
    } satisfies About),
  HOST: must((value) => /^[\w.:%-]+$/.test(value), 'give an address of this machine without port, such as 127.0.0.1, 0.0.0.0 or ::1')
    .prefault('127.0.0.1')
    .meta({
      group: 'Web',
      open: true,
      description: 'The address to listen on; `0.0.0.0` is every address of the machine.',
    } satisfies About),
  PORT: must((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, 'give a whole number from 0 to 65535 (0 takes any free port)')
    .prefault('3000')
    .meta({
      group: 'Web',
      open: true,
      description: 'The port to listen on, 0 to 65535; 0 takes any free one.',
    } satisfies About),
  PUBLIC_URL: webUrl('https://griot.example.org')
    .optional()
    .meta({
      group: 'Web',
      open: true,
      example: 'https://griot.example.org',
      description: 'The address at which the world reaches this server, for links and for the Slack manifest.',
    } satisfies About),
  GRIOT_DATA: must((value) => !value.includes('\0'), 'give a directory')
    .prefault('./.griot')
    .meta({
      group: 'House',
      open: true,
      description:
        'The directory for all that Griot keeps: the SQLite database and, unless `GRIOT_SECRET` is set, a secret made at the first start.',
    } satisfies About),
  DATABASE_URL: must(
    (value) => /^file:(?!\/\/[^/]).+/.test(value) || (/^postgres(ql)?:\/\/./.test(value) && URL.canParse(value)),
    'leave it out, or give file:PATH for SQLite or postgres://user:password@host/name for PostgreSQL',
  )
    .optional()
    .meta({
      group: 'House',
      secret: true,
      example: 'postgres://griot:password@localhost/griot',
      description:
        'Unset: SQLite in the data directory. `file:PATH`: SQLite there. `postgres://…`: PostgreSQL, which any number of processes may share.',
    } satisfies About),
  GRIOT_SECRET: matching(
    /^[\x21-\x7e]{16,}$/,
    'give at least 16 printable characters without blanks, for example the output of: openssl rand -hex 32',
  )
    .optional()
    .meta({
      group: 'House',
      secret: true,
      description:
        'What Griot encrypts and signs with, 16 characters or more. Required with PostgreSQL, where several processes must share it; keep it with the backups, which cannot be read without it.',
    } satisfies About),
  GRIOT_WEB: oneOf(['loopback', 'open', 'closed'])
    .prefault('loopback')
    .meta({
      group: 'Web',
      open: true,
      description:
        'Who may set schedules on the web’s own channels: `loopback` only while nobody beyond this machine can reach the page (`HOST` is loopback, no `PUBLIC_URL`), `open` whoever reaches it, `closed` nobody.',
    } satisfies About),
  GRIOT_CORRECTIONS: oneOf(['by-hand', 'at-start'])
    .prefault('by-hand')
    .meta({
      group: 'House',
      open: true,
      description:
        'When posts already sent are edited after a pack was corrected: `by-hand` with `griot correct`, or `at-start` of every process.',
    } satisfies About),
  GRIOT_PACKS: must((value) => !value.includes('\0'), 'give directories, separated by commas')
    .optional()
    .meta({
      group: 'House',
      open: true,
      example: './my-pack,/srv/packs/other',
      description: 'Directories of more packs, separated by commas or, as in `PATH`, by colons; each brings its own command.',
    } satisfies About),
  GRIOT_KEEP_ANSWERS_DAYS: days('365', 'How many days after its end a quiz round and everything answered in it is kept.'),
  GRIOT_KEEP_SEASON_DAYS: days(
    '90',
    'How many days after the end of a quiz round the names of those who played it are kept, encrypted; no longer than the round itself is.',
  ),
  GRIOT_KEEP_REVIEWS_DAYS: days(
    '730',
    'How many days what somebody learns by `/quiz review` is kept after they reviewed for the last time.',
  ),
  GRIOT_LOCALE: oneOf(LOCALES)
    .prefault('en')
    .meta({
      group: 'House',
      open: true,
      description: `The language where nobody asked for one: ${LOCALES.join(', ')}.`,
    } satisfies About),
  GRIOT_ZONE: must((value) => isZone(value) !== undefined, 'give an IANA time zone such as Africa/Bamako, Europe/Warsaw or UTC')
    .prefault('Africa/Bamako')
    .meta({
      group: 'House',
      open: true,
      description: 'The time zone (IANA) that says which day is today where nobody gave one.',
    } satisfies About),
  LOG_LEVEL: oneOf(LOG_LEVELS)
    .prefault('info')
    .meta({
      group: 'House',
      open: true,
      description: `How much is logged to standard error: ${LOG_LEVELS.join(', ')}.`,
    } satisfies About),
  GRIOT_NOW: must(isInstant, 'give an instant with its zone, such as 2026-08-18T09:00:00Z or 2026-08-18T11:00:00+02:00')
    .optional()
    .meta({
      group: 'Rehearsal',
      open: true,
      example: '2026-08-18T09:00:00Z',
      description: 'Rehearse: the clock starts at this instant and runs on. The real Discord and Slack are refused.',
    } satisfies About),
  GRIOT_SPEED: must(
    (value) => /^\d+(\.\d+)?$/.test(value) && Number(value) > 0 && Number(value) <= 1_000_000,
    'give a number above 0 and up to 1000000',
  )
    .optional()
    .meta({
      group: 'Rehearsal',
      open: true,
      example: '60',
      description: 'How many times as fast the rehearsal’s clock runs, 1 unless said, at most 1000000. Needs `GRIOT_NOW`.',
    } satisfies About),
})
