import { isIPv4 } from 'node:net'
import { delimiter, join, resolve } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { LOG_LEVELS, type LogLevel } from './kernel/log.ts'
import { isZone } from './words/dates.ts'
import { LOCALES, type Locale } from './words/locale.ts'
import { distance } from './words/near.ts'

/** All that the environment settles, read once at the start and frozen. A surface whose settings are missing is undefined. */
export type Config = {
  readonly discord?: DiscordConfig | undefined
  readonly slack?: SlackConfig | undefined
  readonly web: { readonly host: string; readonly port: number; readonly publicUrl?: string | undefined }
  readonly dataDir: string
  readonly database: DatabaseConfig
  /** Signs what leaves the house and comes back; unset, one is to be made and kept in the data directory. */
  readonly secret?: string | undefined
  /** Directories of packs, absolute, besides the shipped one. */
  readonly packs: readonly string[]
  readonly locale: Locale
  readonly zone: string
  readonly logLevel: LogLevel
  readonly rehearsal?: { readonly startAt: Date; readonly speed: number } | undefined
  /** Every secret value of the environment, for the log to hide. */
  readonly secrets: readonly string[]
}

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
