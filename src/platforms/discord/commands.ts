import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandSubcommandGroupOption,
  APIApplicationCommandSubcommandOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js'
import { choiceText, shownCommands, type CommandSpec, type Param, type Root } from '../../chat/command.ts'
import type { Locale } from '../../words/locale.ts'
import { sayer, type Say } from '../../words/say.ts'
import { shortened } from './markdown.ts'

/** https://docs.discord.com/developers/interactions/application-commands */
export const COMMAND_LIMITS = {
  description: 100,
  name: 32,
  options: 25,
  choices: 25,
  choice: 100,
  textLength: 6000,
  characters: 8000,
} as const

export type DiscordCommand = RESTPostAPIChatInputApplicationCommandsJSONBody

/** Manage Server: who may use a managed command where a server has set nothing else (https://docs.discord.com/developers/topics/permissions). */
const MANAGE_GUILD = String(1 << 5)

/** What a name may look like; upper case is refused where a lower case exists. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
/** Discord's own default is English; the other two are given as localisations. */
const TRANSLATED = ['fr', 'pl'] as const satisfies readonly Locale[]
/** Descriptions are cut to the first of these with which a command keeps its 8,000 characters. */
const CUTS = [COMMAND_LIMITS.description, 80, 60, 40, 20] as const

/**
 * The commands as Discord registers them, with names and descriptions in three languages; installable to a server or by a
 * person, usable in servers and direct messages. A managed one is for servers alone, and there for those who manage them. Discord
 * knows no two kinds of names: what its pattern refuses stays English.
 */
export const toDiscordCommands = (roots: readonly Root[]): DiscordCommand[] =>
  roots.map((root) => {
    const tries = CUTS.map((most) => toCommand(root, most))
    return tries.find((command) => charactersOf(command) <= COMMAND_LIMITS.characters) ?? toCommand(root, 1)
  })

function toCommand(root: Root, most: number): DiscordCommand {
  const shown = shownCommands(root)
  const lone = shown.find((spec) => spec.sub === '')
  const named = lone ? toSub(lone, root.name, most) : { name: root.name, ...described((locale) => root.summary[locale], most) }
  const options = lone
    ? toOptions(lone, most)
    : [...Map.groupBy(shown, (spec) => (isGrouped(spec) ? groupIn(spec.sub) : spec))]
        .slice(0, COMMAND_LIMITS.options)
        .map(([of, members]) => (typeof of === 'string' ? toGroup(root, of, members, most) : toSubCommand(of, most)))
  const use = root.managed
    ? { integration_types: [0], contexts: [0], default_member_permissions: MANAGE_GUILD }
    : { integration_types: [0, 1], contexts: [0, 1, 2] }
  return { type: 1, ...named, options, ...use }
}

const isGrouped = (spec: CommandSpec): boolean => spec.sub.includes(' ')
const groupIn = (name: string): string => name.slice(0, name.indexOf(' '))
const ownIn = (name: string): string => name.slice(name.indexOf(' ') + 1)

/** What a group does is said by its root, and where it stands in another language by the first of its commands. */
const toGroup = (root: Root, name: string, members: readonly CommandSpec[], most: number): APIApplicationCommandSubcommandGroupOption => ({
  type: 2,
  name,
  ...renamed((say) => groupIn(members[0] ? say(`cmd.${members[0].key}.name`) : ''), name),
  ...described((locale) => (root.groups?.[name] ?? root.summary)[locale], most),
  options: members.slice(0, COMMAND_LIMITS.options).map((spec) => toSubCommand(spec, most)),
})

const toSubCommand = (spec: CommandSpec, most: number): APIApplicationCommandSubcommandOption => ({
  type: 1,
  ...toSub(spec, isGrouped(spec) ? ownIn(spec.sub) : spec.sub, most),
  options: toOptions(spec, most),
})

const toSub = (spec: CommandSpec, name: string, most: number) => ({
  name,
  ...renamed((say) => (isGrouped(spec) ? ownIn : String)(say(`cmd.${spec.key}.name`)), name),
  ...described((locale) => sayer(locale)(`cmd.${spec.key}.summary`), most),
})

/** Required ones first, because Discord refuses them behind optional ones. */
function toOptions(spec: CommandSpec, most: number): APIApplicationCommandBasicOption[] {
  const sorted = [...spec.params.filter((p) => p.required), ...spec.params.filter((p) => !p.required)]
  return sorted.slice(0, COMMAND_LIMITS.options).map((param) => {
    const words = {
      name: param.name,
      ...renamed((say) => say(`arg.${param.key}.name`), param.name),
      ...described((locale) => sayer(locale)(`arg.${param.key}.summary`), most),
      required: param.required,
    }
    return toOption(param, words)
  })
}

type Words = { readonly name: string; readonly description: string; readonly required: boolean }

function toOption(param: Param, words: Words): APIApplicationCommandBasicOption {
  switch (param.type) {
    case 'boolean':
      return { type: 5, ...words }
    case 'file':
      return { type: 11, ...words }
    case 'integer':
      return {
        type: 4,
        ...words,
        ...(param.min !== undefined && { min_value: param.min }),
        ...(param.max !== undefined && { max_value: param.max }),
        ...(param.complete && { autocomplete: true }),
      }
    case 'string': {
      const bounds = {
        ...(param.min && { min_length: Math.min(param.min, COMMAND_LIMITS.textLength) }),
        ...(param.max && { max_length: Math.min(param.max, COMMAND_LIMITS.textLength) }),
      }
      // Choices and completion exclude each other, and a list that Discord could show only in part is completed or typed.
      const choices = param.choices && param.choices.length <= COMMAND_LIMITS.choices ? param.choices : undefined
      if (choices) return { type: 3, ...words, choices: choices.map((value) => toChoice(param, value)) }
      return { type: 3, ...words, ...bounds, ...(param.complete && { autocomplete: true }) }
    }
  }
}

/** A choice under its own words in each language. */
function toChoice(param: Param, value: string): { name: string; value: string; name_localizations?: Record<string, string> } {
  const name = (locale: Locale): string => shortened(choiceText(param, value, locale), COMMAND_LIMITS.choice)
  const pairs = TRANSLATED.map((locale) => [locale, name(locale)] as const).filter(([, words]) => words !== name('en'))
  return { name: name('en'), value, ...(pairs.length > 0 && { name_localizations: Object.fromEntries(pairs) }) }
}

function renamed(name: (say: Say) => string, plain: string): { name_localizations?: Record<string, string> } {
  const pairs = TRANSLATED.map((locale) => [locale, name(sayer(locale)).toLowerCase()] as const).filter(
    ([, word]) => NAME.test(word) && word !== plain,
  )
  return pairs.length > 0 ? { name_localizations: Object.fromEntries(pairs) } : {}
}

function described(
  text: (locale: Locale) => string,
  most: number,
): { description: string; description_localizations: Record<string, string> } {
  const cut = (locale: Locale): string => shortened(text(locale), most) || '…'
  return { description: cut('en'), description_localizations: Object.fromEntries(TRANSLATED.map((locale) => [locale, cut(locale)])) }
}

type Counted = {
  readonly name: string
  readonly description?: string
  readonly name_localizations?: unknown
  readonly description_localizations?: unknown
  readonly options?: readonly unknown[] | undefined
  readonly choices?: readonly { readonly name: string; readonly value: string | number; readonly name_localizations?: unknown }[]
}

/** What Discord counts against the 8,000: names, descriptions and values, of each only the longest language. */
export function charactersOf(command: Counted): number {
  const longest = (plain = '', others: unknown): number =>
    Math.max(plain.length, ...Object.values(others ?? {}).map((word) => String(word).length))
  const choices = (command.choices ?? []).reduce(
    (sum, { name, value, name_localizations: others }) => sum + longest(name, others) + String(value).length,
    0,
  )
  const options = (command.options ?? []).reduce<number>((sum, option) => sum + charactersOf(option as Counted), 0)
  return (
    longest(command.name, command.name_localizations) + longest(command.description, command.description_localizations) + choices + options
  )
}

/** For one server: where a command may be used is a matter of global commands only. */
export const forGuild = (commands: readonly DiscordCommand[]): DiscordCommand[] =>
  commands.map((command) => {
    const { integration_types: _types, contexts: _contexts, ...rest } = command
    return rest
  })

/** Whether Discord already has exactly our commands, localisations included. `theirs` is its answer to GET with `with_localizations=true`. */
export const sameCommands = (ours: readonly unknown[], theirs: readonly unknown[]): boolean => {
  const sorted = (commands: readonly unknown[]) => commands.map((command) => JSON.stringify(essence(command))).sort()
  const [a, b] = [sorted(ours), sorted(theirs)]
  return a.length === b.length && a.every((command, i) => command === b[i])
}

/** The fields that we set somewhere; Discord answers with more. A field that has the value it would have unset counts as unset. */
const FIELDS = [
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'required',
  'autocomplete',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'choices',
  'options',
  'integration_types',
  'contexts',
  'default_member_permissions',
  'nsfw',
  'value',
] as const

function essence(command: unknown): unknown {
  if (typeof command !== 'object' || command === null) return command
  if (Array.isArray(command)) return command.map(essence)
  const given = command as Readonly<Record<string, unknown>>
  const pairs = FIELDS.map((field) => [field, fieldOf(field, given[field])] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
}

function fieldOf(field: (typeof FIELDS)[number], value: unknown): unknown {
  if (value === null || value === false || value === undefined) return undefined
  if (field === 'integration_types' || field === 'contexts')
    return Array.isArray(value) ? [...value].sort((a, b) => Number(a) - Number(b)) : value
  if (field.endsWith('_localizations')) {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return pairs.length > 0 ? pairs : undefined
  }
  return Array.isArray(value) && value.length === 0 ? undefined : essence(value)
}
