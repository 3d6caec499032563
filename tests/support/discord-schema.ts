import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { commandFaults, messageFaults } from './discord-limits.ts'
import { modalFaults } from './discord-modals.ts'

/** Discord's own OpenAPI schema is data of others and not in this repository: it is read from the folder that PLATFORM_SPECS names. */
const folder = process.env['PLATFORM_SPECS']
export const discordSpec = folder ? join(folder, 'discord', 'openapi.json') : undefined
/** For the name of a test that is skipped without it. */
export const withoutSpec = discordSpec ? '' : ' (PLATFORM_SPECS is not set)'

const FORMATS = ['snowflake', 'nonce', 'int32', 'int64', 'double', 'binary', 'uri', 'date-time', 'email']

let ajv: Ajv2020 | undefined
const compiled = new Map<string, ValidateFunction>()

/** What Discord's schema of this name finds wrong; nothing when PLATFORM_SPECS is not set. */
export function schemaFaults(name: string, value: unknown): string[] {
  if (!discordSpec) return []
  let validate = compiled.get(name)
  if (!validate) {
    ajv ??= new Ajv2020({
      strict: false,
      allErrors: false,
      formats: Object.fromEntries(FORMATS.map((format) => [format, true])),
    }).addSchema(JSON.parse(readFileSync(discordSpec, 'utf8')) as object, 'discord')
    validate = ajv.compile({ $ref: `discord#/components/schemas/${name}` })
    compiled.set(name, validate)
  }
  return validate(value) ? [] : [`${name}: ${ajv?.errorsText(validate.errors) ?? ''}`]
}

/** Everything wrong with a message body, by Discord's schema (as an answer, and as a message to a channel) and by our own table. */
export const wrongWithMessage = (body: unknown): string[] => [
  ...messageFaults(body),
  ...schemaFaults('IncomingWebhookInteractionRequest', body),
  ...schemaFaults('MessageCreateRequest', body),
]

/** Everything wrong with a window that answers a command or a press. */
export const wrongWithModal = (data: unknown): string[] => [
  ...modalFaults(data, 2),
  ...schemaFaults('ModalInteractionCallbackRequestData', data),
]

/** Everything wrong with commands to be registered. */
export const wrongWithCommands = (commands: readonly unknown[]): string[] => [
  ...commandFaults(commands),
  ...commands.flatMap((command) => schemaFaults('ApplicationCommandCreateRequest', withNumber(command as object))),
]

/** Discord's pages and all its libraries write these permissions as text (https://docs.discord.com/developers/interactions/application-commands); its schema alone wants a number. */
const withNumber = (command: { readonly default_member_permissions?: string }): object =>
  command.default_member_permissions === undefined
    ? command
    : { ...command, default_member_permissions: Number(command.default_member_permissions) }
