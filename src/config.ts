import { existsSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { delimiter, join, resolve } from 'node:path'
import type * as z from 'zod'
import { type About, DISCORD_API, SLACK_API, toUrl, Variables } from './config/variables.ts'
import { StartFault } from './kernel/failure.ts'
import type { LogLevel } from './kernel/log.ts'
import type { Locale } from './words/locale.ts'
import { isZone } from './words/dates.ts'
import { distance } from './words/near.ts'

/** All that the environment settles, read once at the start and frozen. A surface whose settings are missing is undefined. */
export type Config = {
  readonly discord?: DiscordConfig | undefined
  readonly slack?: SlackConfig | undefined
  readonly web: { readonly host: string; readonly port: number; readonly publicUrl?: string | undefined; readonly writing: Writing }
  readonly dataDir: string
  readonly database: DatabaseConfig
  /** Encrypts what is kept of people and signs what leaves the house and comes back; unset, one is to be made and kept in the data directory. */
  readonly secret?: string | undefined
  /** Directories of packs, absolute, besides the shipped one. */
  readonly packs: readonly string[]
  /** Whether posts already sent are edited at the start, where a pack says now what it did not say then. */
  readonly correctAtStart: boolean
  /** For how many days what people did in quizzes is kept, their names in them, and what they review. */
  readonly keep: { readonly answersDays: number; readonly seasonDays: number; readonly reviewsDays: number }
  readonly locale: Locale
  readonly zone: string
  readonly logLevel: LogLevel
  readonly rehearsal?: { readonly startAt: Date; readonly speed: number } | undefined
  /** Every secret value of the environment, for the log to hide. */
  readonly secrets: readonly string[]
}

/** Who may set schedules on the web’s own channels: everybody who reaches them, only who sits at this machine, or nobody. */
export type Writing = 'open' | 'here' | 'closed'

export type DiscordConfig = {
  readonly token: string
  readonly appId: string
  readonly guildId?: string | undefined
  readonly apiUrl: string
}

/** At least one of `signingSecret` (HTTP) and `appToken` (Socket Mode) is there. */
export type SlackConfig = {
  readonly botToken: string
  readonly signingSecret?: string | undefined
  readonly appToken?: string | undefined
  readonly apiUrl: string
}

export type DatabaseConfig = { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }

export type Environment = Readonly<Record<string, string | undefined>>

export type ConfigReading =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly string[]; readonly warnings: readonly string[] }

type Given = Readonly<Partial<Record<VariableName, string>>>
type VariableName = keyof typeof Variables.shape

const NAMES = Object.keys(Variables.shape) as VariableName[]

const aboutOf = (name: VariableName): About => Variables.shape[name].meta() as About

/** The settings of an environment, or every fault in it at once, one plain line each and never with a secret in it. */
export const readConfig = (env: Environment): ConfigReading => {
  const given = givenIn(env)
  const secrets = secretsIn(given)
  const read = Variables.safeParse(given)
  const faults = [...(read.success ? [] : faultsOf(read.error, given, secrets)), ...pairFaults(given), ...rehearsalFaults(given)]
  const warnings = typos(env)
  if (!read.success || faults.length > 0) return { ok: false, faults, warnings }
  return { ok: true, config: deepFrozen(toConfig(read.data, secrets)), warnings: [...warnings, ...plainHttp(read.data)] }
}

/** Blanks around a value are nothing, and so is an empty value. */
const givenIn = (env: Environment): Given =>
  Object.fromEntries(NAMES.flatMap((name) => (env[name] === undefined || env[name].trim() === '' ? [] : [[name, env[name].trim()]])))

/** The password of a database stands for its whole address, so that logs may name the host. */
const secretsIn = (given: Given): string[] => {
  const whole = NAMES.filter((name) => aboutOf(name).secret && name !== 'DATABASE_URL').flatMap((name) => given[name] ?? [])
  const password = toUrl(given.DATABASE_URL ?? '')?.password ?? ''
  return [...new Set([...whole, password, unescaped(password)])].filter((secret) => secret !== '')
}

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const faultsOf = (error: z.ZodError, given: Given, secrets: readonly string[]): string[] => {
  const first = new Map(error.issues.toReversed().map((issue) => [issue.path[0] as VariableName, issue.message]))
  return NAMES.flatMap((name) => {
    const advice = first.get(name)
    return advice === undefined ? [] : [`${name} ${shown(name, given, secrets)}: ${advice}.`]
  })
}

/** A value is repeated only where it cannot be a secret, nor one that was put into the wrong variable. */
const shown = (name: VariableName, given: Given, secrets: readonly string[]): string => {
  const value = given[name] ?? ''
  const safe =
    aboutOf(name).open && value.length <= 40 && !/[@\p{C}]|xox|xapp/u.test(value) && !secrets.some((secret) => value.includes(secret))
  return safe ? `is “${value}”` : 'is not usable as it is'
}

/** Settings that only make sense together. */
const pairFaults = (given: Given): string[] => {
  const { DISCORD_TOKEN, DISCORD_APP_ID, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = given
  const missing = (name: VariableName, because: VariableName) => `${name} is missing: ${because} is set, and does nothing without it.`
  const faults: string[] = []
  const discord = (['DISCORD_TOKEN', 'DISCORD_APP_ID', 'DISCORD_GUILD_ID'] as const).find((name) => given[name] !== undefined)
  if (discord !== undefined && DISCORD_TOKEN === undefined) faults.push(missing('DISCORD_TOKEN', discord))
  if (discord !== undefined && DISCORD_APP_ID === undefined) faults.push(missing('DISCORD_APP_ID', discord))
  const slack = SLACK_SIGNING_SECRET === undefined ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET'
  if (SLACK_BOT_TOKEN === undefined && given[slack] !== undefined) faults.push(missing('SLACK_BOT_TOKEN', slack))
  if (SLACK_BOT_TOKEN !== undefined && given[slack] === undefined)
    faults.push(
      'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing: SLACK_BOT_TOKEN is set, and needs the first for HTTP or the second for Socket Mode.',
    )
  if (given.DATABASE_URL?.startsWith('postgres') === true && given.GRIOT_SECRET === undefined)
    faults.push('GRIOT_SECRET is missing: with PostgreSQL all processes must share one; give 16 characters or more, the same to each.')
  return faults
}

/** A rehearsal never speaks to the world. */
const rehearsalFaults = (given: Given): string[] => {
  if (given.GRIOT_NOW === undefined) {
    return given.GRIOT_SPEED === undefined
      ? []
      : ['GRIOT_NOW is missing: GRIOT_SPEED is set, and a rehearsal needs an instant to start at.']
  }
  const refused = (surface: string, variable: VariableName, url: string, unset: string) =>
    toUrl(url) === undefined || isLoopback(url)
      ? []
      : [
          `${variable} must be a loopback address such as http://127.0.0.1:4000/ while GRIOT_NOW is set: a rehearsal never speaks to the real ${surface}. Or unset ${unset}.`,
        ]
  return [
    ...(given.DATABASE_URL === undefined || /rehearsal(\.db)?$/.test(given.DATABASE_URL)
      ? []
      : [
          'DATABASE_URL must name a database whose name ends with “rehearsal” while GRIOT_NOW is set: a rehearsal would move the schedules of a real one. Or unset it.',
        ]),
    ...(given.DISCORD_TOKEN === undefined
      ? []
      : refused('Discord', 'DISCORD_API_URL', given.DISCORD_API_URL ?? DISCORD_API, 'the DISCORD variables')),
    ...(given.SLACK_BOT_TOKEN === undefined
      ? []
      : refused('Slack', 'SLACK_API_URL', given.SLACK_API_URL ?? SLACK_API, 'the SLACK variables')),
  ]
}

const isLoopback = (address: string): boolean => {
  const host = toUrl(address)?.hostname ?? ''
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))
}

/** Unknown variables that seem to mean a known one. */
const typos = (env: Environment): string[] =>
  Object.keys(env).flatMap((name) => {
    if ((NAMES as string[]).includes(name) || env[name] === undefined) return []
    const ours = /^(GRIOT|DISCORD|SLACK)_/.test(name)
    const most = name.startsWith('GRIOT_') ? 40 : ours ? 4 : 2
    const known = NAMES.filter((each) => each.length >= 8 || ours).map((each) => ({
      each,
      steps: distance(name.toUpperCase(), each, most),
    }))
    const [nearest] = known.toSorted((a, b) => a.steps - b.steps)
    return nearest === undefined || nearest.steps > most
      ? []
      : [`${name} is no variable of Griot’s and is ignored: did you mean ${nearest.each}?`]
  })

const plainHttp = (read: z.infer<typeof Variables>): string[] =>
  (['DISCORD', 'SLACK'] as const).flatMap((surface) => {
    const url = read[`${surface}_API_URL`]
    const used = surface === 'DISCORD' ? read.DISCORD_TOKEN : read.SLACK_BOT_TOKEN
    return used === undefined || url.startsWith('https:') || isLoopback(url)
      ? []
      : [`${surface}_API_URL is plain http: the token would travel unencrypted.`]
  })

const toConfig = (read: z.infer<typeof Variables>, secrets: readonly string[]): Config => {
  const rehearsal = read.GRIOT_NOW === undefined ? undefined : { startAt: new Date(read.GRIOT_NOW), speed: Number(read.GRIOT_SPEED ?? 1) }
  const dataDir = resolve(read.GRIOT_DATA)
  return {
    discord: toDiscord(read),
    slack: toSlack(read),
    web: { host: read.HOST, port: Number(read.PORT), publicUrl: read.PUBLIC_URL?.replace(/\/+$/, ''), writing: toWriting(read) },
    dataDir,
    database: toDatabase(read.DATABASE_URL, join(dataDir, rehearsal === undefined ? 'griot.db' : 'rehearsal.db')),
    secret: read.GRIOT_SECRET,
    packs: toPacks(read.GRIOT_PACKS ?? ''),
    correctAtStart: read.GRIOT_CORRECTIONS === 'at-start',
    keep: {
      answersDays: Number(read.GRIOT_KEEP_ANSWERS_DAYS),
      seasonDays: Number(read.GRIOT_KEEP_SEASON_DAYS),
      reviewsDays: Number(read.GRIOT_KEEP_REVIEWS_DAYS),
    },
    locale: read.GRIOT_LOCALE,
    zone: isZone(read.GRIOT_ZONE) ?? read.GRIOT_ZONE,
    logLevel: read.LOG_LEVEL,
    rehearsal,
    secrets,
  }
}

/** Whoever puts the page before the world says so by an address of its own, and then `loopback` lets nobody write. */
const toWriting = ({ GRIOT_WEB, HOST, PUBLIC_URL }: z.infer<typeof Variables>): Writing => {
  if (GRIOT_WEB !== 'loopback') return GRIOT_WEB
  const here = isLoopback(`http://${HOST.includes(':') ? `[${HOST}]` : HOST}`) && (PUBLIC_URL === undefined || isLoopback(PUBLIC_URL))
  return here ? 'here' : 'closed'
}

const toDiscord = ({ DISCORD_TOKEN: token, DISCORD_APP_ID: appId, ...read }: z.infer<typeof Variables>): DiscordConfig | undefined =>
  token === undefined || appId === undefined
    ? undefined
    : { token, appId, guildId: read.DISCORD_GUILD_ID, apiUrl: read.DISCORD_API_URL.replace(/\/+$/, '') }

const toSlack = (read: z.infer<typeof Variables>): SlackConfig | undefined =>
  read.SLACK_BOT_TOKEN === undefined
    ? undefined
    : {
        botToken: read.SLACK_BOT_TOKEN,
        signingSecret: read.SLACK_SIGNING_SECRET,
        appToken: read.SLACK_APP_TOKEN,
        apiUrl: `${read.SLACK_API_URL.replace(/\/+$/, '')}/`,
      }

const toDatabase = (url: string | undefined, usual: string): DatabaseConfig => {
  if (url === undefined) return { kind: 'sqlite', path: usual }
  return url.startsWith('file:') ? { kind: 'sqlite', path: resolve(url.slice('file:'.length)) } : { kind: 'postgres', url }
}

const toPacks = (list: string): string[] =>
  list
    .split(',')
    .flatMap((part) => part.split(delimiter))
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => resolve(part))

const deepFrozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) Object.values(Object.freeze(value)).forEach(deepFrozen)
  return value
}

/** Puts what a file `.env` in the working directory sets into the environment, which outranks it; none is needed. Throws `StartFault` where it cannot be read. */
export const loadDotEnv = (): void => {
  if (!existsSync('.env')) return
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    throw new StartFault(`.env cannot be read: ${error instanceof Error ? error.message : ''}. Mend the file or take it away.`)
  }
}
