/**
 * Discord's documented limits that its OpenAPI schema lacks, as one table of checks, and the few others without which these
 * could not be read. Sources: https://docs.discord.com/developers/components/reference and
 * https://docs.discord.com/developers/interactions/application-commands
 */
type Component = {
  readonly type?: number
  readonly custom_id?: string
  readonly label?: string
  readonly content?: string
  readonly components?: readonly Component[]
  readonly options?: readonly { readonly label: string; readonly value: string; readonly description?: string }[]
  readonly placeholder?: string
  readonly style?: number
  readonly file?: { readonly url?: string }
}

const IS_COMPONENTS_V2 = 1 << 15
const ALLOWED_FLAGS = (1 << 2) | (1 << 6) | (1 << 12) | IS_COMPONENTS_V2

const everyOf = (components: readonly Component[]): Component[] =>
  components.flatMap((component) => [component, ...everyOf(component.components ?? [])])

/** Everything that Discord would refuse in the body of a message; empty when it would take it. */
export function messageFaults(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return ['no body']
  const {
    flags = 0,
    components = [],
    content,
    embeds,
    allowed_mentions,
    attachments = [],
  } = body as {
    flags?: number
    components?: readonly Component[]
    content?: unknown
    embeds?: unknown
    allowed_mentions?: { parse?: unknown[] }
    attachments?: readonly { readonly filename?: string }[]
  }
  const all = everyOf(components)
  const texts = all.filter(({ type }) => type === 10).map(({ content = '' }) => content)
  const ids = all.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]))
  const checks: readonly (readonly [fault: string, holds: boolean])[] = [
    ['components without the flag IS_COMPONENTS_V2', (flags & IS_COMPONENTS_V2) !== 0],
    ['a flag that may not be set', (flags & ~ALLOWED_FLAGS) === 0],
    ['IS_COMPONENTS_V2 with content or embeds', content === undefined && embeds === undefined],
    ['somebody may be pinged', Array.isArray(allowed_mentions?.parse) && allowed_mentions.parse.length === 0],
    ['no component at all', components.length > 0],
    ['more than 40 components, nested ones counted', all.length <= 40],
    ['more than 4000 characters in all texts', texts.reduce((sum, text) => sum + text.length, 0) <= 4000],
    ['a text in which nothing can be seen', texts.every((text) => typeof text !== 'string' || text.trim() !== '')],
    [
      'text that is not Unicode',
      all.every(
        (component) =>
          JSON.stringify(Object.values(component).filter((value) => typeof value === 'string')).isWellFormed() &&
          Object.values(component).every((value) => typeof value !== 'string' || value.isWellFormed()),
      ),
    ],
    ['a custom_id twice', new Set(ids).size === ids.length],
    ['a custom_id of more than 100 bytes', ids.every((id) => id !== '' && Buffer.byteLength(id) <= 100)],
    ['an empty container or row', all.every(({ type, components }) => (type !== 1 && type !== 17) || (components ?? []).length > 0)],
    ['a container inside another component', all.every(({ components = [] }) => components.every(({ type }) => type !== 17))],
    ['a row that holds more than five buttons or one select', all.every((one) => one.type !== 1 || goodRow(one.components ?? []))],
    [
      'a button without id or label',
      all.every(
        (one) =>
          one.type !== 2 || (one.custom_id !== undefined && one.label !== undefined && one.label.trim() !== '' && one.label.length <= 80),
      ),
    ],
    ['a file that is shown and not there, or there and not shown', sameFiles(all, attachments)],
    ['a bad select', all.every((one) => one.type !== 3 || goodSelect(one))],
  ]
  return checks.flatMap(([fault, holds]) => (holds ? [] : [fault]))
}

const sameFiles = (all: readonly Component[], attachments: readonly { readonly filename?: string }[]): boolean =>
  JSON.stringify(all.flatMap(({ type, file }) => (type === 13 ? [file?.url] : []))) ===
  JSON.stringify(
    attachments.map(({ filename = '' }) => (/^[\w.-]+$/.test(filename) ? `attachment://${filename}` : 'a name that Discord changes')),
  )

function goodRow(components: readonly Component[]): boolean {
  const selects = components.filter(({ type }) => type === 3).length
  return selects === 1 ? components.length === 1 : components.length <= 5 && components.every(({ type }) => type === 2)
}

function goodSelect({ options = [], placeholder = '' }: Component): boolean {
  const values = options.map(({ value }) => value)
  const within = options.every(({ label, value, description = '-' }) =>
    [label, value, description].every((text) => text.trim() !== '' && text.length <= 100),
  )
  return options.length >= 1 && options.length <= 25 && within && new Set(values).size === values.length && placeholder.length <= 150
}

type Command = {
  readonly name: string
  readonly description?: string
  readonly type?: number
  readonly required?: boolean
  readonly autocomplete?: boolean
  readonly name_localizations?: Record<string, string>
  readonly description_localizations?: Record<string, string>
  readonly options?: readonly Command[]
  readonly choices?: readonly {
    readonly name: string
    readonly value: string | number
    readonly name_localizations?: Record<string, string>
  }[]
}

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
/** https://docs.discord.com/developers/reference#locales, those that we use. */
const LANGUAGES = new Set(['fr', 'pl', 'en-GB', 'en-US'])

/** Everything that Discord would refuse in commands to be registered; empty when it would take them. */
export function commandFaults(commands: readonly unknown[]): string[] {
  const given = commands as readonly Command[]
  return [
    ...(given.length > 100 ? ['more than 100 commands'] : []),
    ...namesakes(given, ''),
    ...given.flatMap((command) => [
      ...faultsOf(command, `/${command.name}`, 0),
      ...(characters(command) > 8000 ? [`/${command.name}: ${characters(command)} characters`] : []),
    ]),
  ]
}

function faultsOf(command: Command, path: string, depth: number): string[] {
  const { options = [], choices = [], type } = command
  const names = [command.name, ...Object.values(command.name_localizations ?? {})]
  const descriptions = [command.description ?? '', ...Object.values(command.description_localizations ?? {})]
  const languages = [...Object.keys(command.name_localizations ?? {}), ...Object.keys(command.description_localizations ?? {})]
  const firstOptional = options.findIndex(({ required, type }) => required !== true && (type ?? 3) > 2)
  const checks: readonly (readonly [fault: string, holds: boolean])[] = [
    ['a name that Discord refuses', names.every((name) => NAME.test(name) && name === name.toLowerCase())],
    ['a description of 1 to 100 characters', descriptions.every((text) => text.trim() !== '' && text.length <= 100)],
    ['a language that Discord does not know', languages.every((language) => LANGUAGES.has(language))],
    ['more than 25 options', options.length <= 25],
    [
      'a required option behind an optional one',
      firstOptional < 0 || options.slice(firstOptional).every(({ required }) => required !== true),
    ],
    ['sub-commands beside options', new Set(options.map(({ type }) => (type ?? 3) <= 2)).size <= 1],
    ['nested too deeply', depth === 0 || ((type ?? 3) === 2 ? depth === 1 : type === 1 ? depth <= 2 : depth <= 3)],
    [
      'a group without sub-commands, or with something else',
      depth === 0 || type !== 2 || (options.length > 0 && options.every((one) => one.type === 1)),
    ],
    [
      'more than 25 choices, or one twice or too long',
      choices.length <= 25 &&
        new Set(choices.map(({ name }) => name)).size === choices.length &&
        choices.every(({ name, value }) => name.length >= 1 && name.length <= 100 && String(value).length <= 100),
    ],
    ['choices and completion', !(choices.length > 0 && command.autocomplete === true)],
  ]
  return [
    ...checks.flatMap(([fault, holds]) => (holds ? [] : [`${path}: ${fault}`])),
    ...namesakes(options, path),
    ...options.flatMap((option) => faultsOf(option, `${path} ${option.name}`, depth + 1)),
  ]
}

/** In each language, no two may be called the same. */
function namesakes(commands: readonly Command[], path: string): string[] {
  return ['', ...LANGUAGES].flatMap((language) => {
    const names = commands.map(({ name, name_localizations }) => name_localizations?.[language] ?? name)
    return new Set(names).size === names.length ? [] : [`${path}: two are called the same (${language || 'plain'})`]
  })
}

function characters({
  name,
  description = '',
  name_localizations = {},
  description_localizations = {},
  options = [],
  choices = [],
}: Command): number {
  const longest = (plain: string, others: Record<string, string>) =>
    Math.max(...[plain, ...Object.values(others)].map(({ length }) => length))
  const own = longest(name, name_localizations) + longest(description, description_localizations)
  return (
    own +
    choices.reduce((sum, choice) => sum + longest(choice.name, choice.name_localizations ?? {}) + String(choice.value).length, 0) +
    options.reduce((sum, option) => sum + characters(option), 0)
  )
}
