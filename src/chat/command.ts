import * as z from 'zod'
import { Failure } from '../kernel/failure.ts'
import type { Random } from '../kernel/random.ts'
import { LOCALES, type Locale } from '../words/locale.ts'
import { numberText } from '../words/dates.ts'
import { sayer, type Key, type PlainKey, type Say } from '../words/say.ts'
import type { Asker, Upload } from './platform.ts'
import type { Audience, Choice, Reply } from './reply.ts'

/** Everything a command may know besides its arguments. Time and chance are values here, never calls. */
export type Ask = {
  readonly say: Say
  readonly locale: Locale
  readonly audience: Audience
  /** The instant of asking, by the clock of the installation (a rehearsal's clock is not the world's). */
  readonly now: Date
  /** IANA zone in which "today" is meant. */
  readonly zone: string
  readonly random: Random
  readonly asker: Asker
}

/** What to offer while somebody types; at most 25, because Discord shows no more. */
export type Complete = (typed: string, ask: Ask) => readonly Choice[]

/** The arguments that have words of their own: `arg.<name>.name` and `arg.<name>.summary`. */
export type ArgKey = Key extends infer K ? (K extends `arg.${infer N}.name` ? N : never) : never
export type CommandKey = Key extends infer K ? (K extends `cmd.${infer N}.name` ? N : never) : never

/** The value of a choice and the message that names it. */
export type Labels = Readonly<Record<string, PlainKey>>

export type Param = {
  readonly name: string
  readonly key: ArgKey
  /** A `file` is given where the platform takes files, or in a form; a typed line cannot give one. */
  readonly type: 'string' | 'integer' | 'boolean' | 'file'
  readonly required: boolean
  readonly choices?: readonly string[]
  /** The words of each choice, where it has words of its own. */
  readonly labels?: Labels
  readonly min?: number
  readonly max?: number
  /** True where a typed line gives it one word and leaves the others to the next. */
  readonly isWord?: true
  /** True where line breaks belong to it: a form gives it a large field. */
  readonly isLong?: true
  readonly complete?: Complete
}

/** One command, described once. Discord's JSON, Slack's line grammar and manifest, the web form, help and the docs are all derived from it. */
export type CommandSpec = {
  readonly root: string
  /** Empty for a command that is its own root, such as `/onthisday`; two words for one of a group, such as `deck add`, and then its name has two words in every language. */
  readonly sub: string
  readonly key: CommandKey
  readonly audience: Audience
  /** True where the answer depends on nothing but the arguments, the language, the audience and the day: it may be said again to somebody else. */
  readonly steady?: boolean
  /** True where only buttons call it: it is offered, listed and registered nowhere. */
  readonly hidden?: true
  /** True where more may be done by those who manage the place, although anybody may ask: a surface says of each asker whether it `manages`, even where finding out costs something. */
  readonly led?: true
  /** True where it matters who asks: a surface on which people can be nobody (the web) asks it only for somebody it knows. */
  readonly personal?: true
  /** Arguments of one call that works, per language, without the command's own name. */
  readonly example: Readonly<Record<Locale, string>>
  readonly params: readonly Param[]
  /** The name under which buttons call this command, see `actionOf`; its parts are the values of `params` in order. */
  readonly action: string
  /** Parses, then runs. Throws `Failure('bad-input')` in words the asker understands. */
  readonly run: (input: Readonly<Record<string, unknown>>, ask: Ask) => Reply | Promise<Reply>
}

/** One slash command and what hangs below it. */
export type Root = {
  readonly name: string
  readonly summary: Readonly<Record<Locale, string>>
  /** What each group does, by the first word of its sub-commands; a group that is not named here is called what its root is. */
  readonly groups?: Readonly<Record<string, Readonly<Record<Locale, string>>>>
  readonly commands: readonly CommandSpec[]
  /** The sub-command that takes words which name no sub-command. */
  readonly loose?: string
  /** The sub-command that answers the bare root. */
  readonly bare?: string
  /** True where only those may call it who manage the place: the platform keeps others off where it can, and says of each asker whether it `manages`. */
  readonly managed?: true
  /** True where all its commands are `personal`. */
  readonly personal?: true
}

/** Marks an argument with its words and, if it has any, its completion. */
export const arg = <T extends z.ZodType>(schema: T, key: ArgKey, complete?: Complete): T =>
  schema.meta({ key, ...(complete && { complete }) })

/** Text without blanks, which takes one word of a typed line. */
export const oneWord = (schema: z.ZodString): z.ZodString => schema.regex(WORD)

/** Text of several lines, whose line breaks are kept. */
export const severalLines = (schema: z.ZodString): z.ZodString => schema.meta({ lines: true })

const WORD = /^\S+$/

/** Marks an argument of a few values that have words of their own in every language: these are shown, and typed words in any language are understood. */
export const choice = <T extends z.ZodType>(schema: T, key: ArgKey, labels: Labels): T => schema.meta({ key, labels })

/** Marks an argument that is a file. Give it its words with `arg`. */
export const file = (): z.ZodType<Upload, Upload> => z.custom<Upload>(isUpload).meta({ file: true })

const isUpload = (value: unknown): boolean => typeof value === 'object' && value !== null && 'read' in value

/** The name under which buttons call a command: `quiz.deck-add` for `/quiz deck add`. */
export const actionOf = (root: string, sub: string): string => (sub === '' ? root : `${root}.${sub.replaceAll(' ', '-')}`)

/** The commands of a root that people are shown. */
export const shownCommands = (root: Root): readonly CommandSpec[] => root.commands.filter((spec) => spec.hidden !== true)

/** A choice as it is named in one language. */
export const choiceText = (param: Param, value: string, locale: Locale): string => {
  const key = param.labels?.[value]
  return key === undefined ? value : sayer(locale)(key)
}

/** What each language is called. */
export const LANGUAGES = { en: 'language.en', fr: 'language.fr', pl: 'language.pl' } as const satisfies Labels

/** The options that every command understands; `share` is there only where an answer is for the channel. */
export const LANGUAGE = choice(z.enum(LOCALES).optional(), 'language', LANGUAGES)
export const SHARE = arg(z.boolean().optional(), 'share')

export function defineCommand<A extends z.ZodRawShape>(given: {
  readonly root: string
  readonly sub: string
  readonly key: CommandKey
  readonly audience: Audience
  readonly steady?: boolean
  readonly hidden?: true
  readonly led?: true
  readonly personal?: true
  readonly example: Readonly<Record<Locale, string>>
  readonly args: A
  readonly run: (args: z.output<z.ZodObject<A>>, ask: Ask) => Reply | Promise<Reply>
}): CommandSpec {
  const { args, run, ...rest } = given
  const common = { language: LANGUAGE, ...(given.audience === 'everyone' && { share: SHARE }) }
  const schema = z.object({ ...args, ...common })
  const params = paramsOf({ ...args, ...common })
  const action = actionOf(given.root, given.sub)
  const spec: CommandSpec = {
    ...rest,
    params,
    action,
    run: (input, ask) => run(parse(schema, spec, input, ask) as z.output<z.ZodObject<A>>, ask),
  }
  return spec
}

/** `mali on <date>`: how a command is typed, in one language. */
export function usage(spec: CommandSpec, locale: Locale): string {
  const say = sayer(locale)
  const wanted = spec.params.filter((p) => p.key !== 'language' && p.key !== 'share' && p.type !== 'file')
  const shown = wanted.map((p) => (p.required ? `<${say(`arg.${p.key}.name`)}>` : `[${say(`arg.${p.key}.name`)}:…]`))
  return [calledLine(spec, locale), ...shown].join(' ')
}

/** `/mali on 18 August`: one call that works, as it is typed in one language. */
export const exampleLine = (spec: CommandSpec, locale: Locale): string =>
  [calledLine(spec, locale), spec.example[locale]].filter(Boolean).join(' ')

/** `/mali on`: the command alone, as it is called in one language. */
const calledLine = (spec: CommandSpec, locale: Locale): string =>
  [`/${spec.root}`, spec.sub && sayer(locale)(`cmd.${spec.key}.name`)].filter(Boolean).join(' ')

function parse(schema: z.ZodType, spec: CommandSpec, input: Readonly<Record<string, unknown>>, ask: Ask): unknown {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const param = spec.params.find((p) => p.name === issue?.path[0])
  const argument = param ? ask.say(`arg.${param.key}.name`) : String(issue?.path[0] ?? '')
  throw param && param.type !== 'file' && (input[param.name] === undefined || (issue?.code === 'too_small' && param.type === 'string'))
    ? new Failure('bad-input', 'error.missing', { argument, example: exampleLine(spec, ask.locale) })
    : new Failure('bad-input', ...faultOf(issue, spec, param, argument, ask.locale))
}

function faultOf(
  issue: z.core.$ZodIssue | undefined,
  spec: CommandSpec,
  param: Param | undefined,
  argument: string,
  locale: Locale,
): [Key, Record<string, string | number>] {
  if (param?.type === 'file') return ['error.file', { argument, command: calledLine(spec, locale) }]
  if (param?.choices) return ['error.choice', { argument, choices: typedChoices(param, param.choices, locale).join(', ') }]
  if (issue?.code === 'too_big' && param?.type === 'string') return ['error.long', { argument, max: Number(issue.maximum) }]
  if (param?.type === 'integer') return ['error.integer', { argument, min: param.min ?? 0, max: param.max ?? 0 }]
  if (param?.type === 'boolean') return ['error.boolean', { argument }]
  return ['error.type', { argument }]
}

/** What can be typed for each choice: a number that has words, by both, the least first. */
const typedChoices = (param: Param, choices: readonly string[], locale: Locale): readonly string[] =>
  choices
    .toSorted((a, b) => Number(a) - Number(b) || 0)
    .map((value) => {
      const words = choiceText(param, value, locale)
      return Number.isNaN(Number(value)) || /\d/.test(words) ? words : `${numberText(locale, Number(value))} (${words})`
    })

/** The flat list that every projection reads. Refuses, at start-up, a shape that no chat can show. */
function paramsOf(args: z.ZodRawShape): Param[] {
  return Object.entries(args).map(([name, schema]) => {
    const { key, complete, labels } = (schema as z.ZodType).meta() ?? {}
    const json = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' })
    const type = json['file'] === true ? 'file' : json.type
    if (typeof key !== 'string') throw new Error(`${name}: needs a key`)
    if (type !== 'string' && type !== 'integer' && type !== 'boolean' && type !== 'file')
      throw new Error(`${name}: ${String(type)} cannot be typed in a chat`)
    const min = type === 'string' ? json.minLength : json.minimum
    const max = type === 'string' ? json.maxLength : json.maximum
    return {
      name,
      key: key as ArgKey,
      type,
      required: !(schema as z.ZodType).safeParse(undefined).success,
      ...(json.enum && { choices: json.enum.map(String) }),
      ...(labels !== undefined && { labels: labels as Labels }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      ...(json.pattern === WORD.source && { isWord: true as const }),
      ...(json['lines'] === true && { isLong: true as const }),
      ...(typeof complete === 'function' && { complete: complete as Complete }),
    }
  })
}
