import { Failure } from '../kernel/failure.ts'
import { fold } from '../words/fold.ts'
import { LOCALES, toLocale, type Locale } from '../words/locale.ts'
import { distance, tolerance } from '../words/near.ts'
import { readDate } from '../words/read-date.ts'
import { readTime } from '../words/read-time.ts'
import { readZone } from '../words/read-zone.ts'
import { sayer } from '../words/say.ts'
import { cleaned, quotable } from './clean.ts'
import { choiceText, LANGUAGES, shownCommands, type ArgKey, type CommandSpec, type Param, type Root } from './command.ts'

export type Input = Readonly<Record<string, unknown>>
export type Read = {
  readonly command: CommandSpec
  readonly input: Input
  /** Other readings of a word that looks like a mistyped sub-command. */
  readonly perhaps: readonly { readonly command: CommandSpec; readonly input: Input }[]
}

/** Longer lines are refused: no person types them, and every surface allows at most so much. */
export const LONGEST_LINE = 1000

/** Any quotation mark closes what one of its family opened, since keyboards and habits mix them; a single one closes only at the end of a word. */
const QUOTED = /([\p{L}-]+:)?(?:"([^"]*)"|[“”„‟]([^“”„‟]*)[“”„‟]|[«»]([^«»]*)[«»]|[‹›]([^‹›]*)[‹›]|[‘’']([^‘’']*)[‘’'](?!\S))|\S+/gu
const YES = new Set(['yes', 'y', 'true', 'on', '1', 'oui', 'o', 'vrai', 'tak', 't', 'prawda'])
const NO = new Set(['no', 'n', 'false', 'off', '0', 'non', 'faux', 'nie', 'falsz'])

/** Every name a command answers to in a typed line, folded: those of all languages, and where a name is two words, its group in one and itself in another. */
export const namesOf = (spec: CommandSpec): readonly string[] => {
  const known = NAMES.get(spec) ?? namesToldOf(spec)
  NAMES.set(spec, known)
  return known
}

/** Said once and kept, since every line asks for those of all commands. */
const NAMES = new WeakMap<CommandSpec, readonly string[]>()

const namesToldOf = (spec: CommandSpec): readonly string[] => {
  if (spec.sub === '') return []
  const names = [spec.sub, ...LOCALES.map((locale) => foldedName(sayer(locale)(`cmd.${spec.key}.name`)))].map((name) => name.split(' '))
  return [
    ...new Set(
      names.flatMap(([first = '', ...rest]) => (rest.length === 0 ? [first] : names.map(([, ...own]) => [first, ...own].join(' ')))),
    ),
  ]
}

/** A name as it is compared: `aujourd’hui` is typed with and without its apostrophe. */
const foldedName = (word: string): string =>
  fold(word)
    .replaceAll("'", '')
    .replace(/[?!.…]+$/u, '')

/**
 * A typed line as a command and its values: `on 18-08 zone:Europe/Paris`.
 * Named values may stand anywhere, names and words of all languages are understood, the rest fills the open parameters in order.
 * Words that name no sub-command go whole to the root's `loose` one; no words at all, or only values that it takes, ask its `bare` one.
 */
export function readLine(root: Root, text: string): Read {
  if (text.length > LONGEST_LINE) throw new Failure('bad-input', 'error.lineLong', { max: LONGEST_LINE })
  const words = tokens(text)
  const lone = root.commands.find((spec) => spec.sub === '')
  if (lone) return { command: lone, input: readValues(lone.params, words), perhaps: [] }
  const bare = root.commands.find((spec) => spec.sub === root.bare)
  if (bare && words.every((word) => paramOf(bare.params, word)))
    return { command: bare, input: readValues(bare.params, words), perhaps: [] }
  const [first, second] = words.filter((word) => !root.commands.some((spec) => paramOf(spec.params, word)))
  for (const said of first ? [...(second ? [[first, second]] : []), [first]] : []) {
    const named = commandNamed(root, said)
    if (named) return { command: named, input: readValues(named.params, without(words, said)), perhaps: [] }
  }
  const loose = root.commands.find((spec) => spec.sub === root.loose)
  if (!loose) throw unknownCommand(root, first, second)
  return { command: loose, input: readValues(loose.params, words), perhaps: first ? mistyped(root, words, first, second) : [] }
}

const without = (words: readonly Token[], said: readonly Token[]): readonly Token[] => words.filter((word) => !said.includes(word))

/** The words of a name as they are compared. */
const nameOf = (said: readonly Token[]): string => said.map(({ value }) => foldedName(value)).join(' ')

/** The command that these bare words name. */
const commandNamed = (root: Root, said: readonly Token[]): CommandSpec | undefined =>
  said.some(({ quoted, name }) => quoted || name !== undefined) ? undefined : commandCalled(root, nameOf(said))

const commandCalled = (root: Root, name: string): CommandSpec | undefined =>
  shownCommands(root).find((spec) => namesOf(spec).includes(name))

const isNear = (word: string, name: string): boolean => distance(word, name, tolerance(name.length)) <= tolerance(name.length)

/** No sub-command has this name, and none takes words of its own; one that is called nearly so is named, and of a group those that are in it. */
function unknownCommand(root: Root, first?: Token, second?: Token): Failure {
  const names = shownCommands(root).flatMap(namesOf)
  const whole = first && second ? nameOf([first, second]) : ''
  const word = first ? nameOf([first]) : ''
  const near = names.find((name) => isNear(whole, name)) ?? names.find((name) => isNear(word, name))
  const command = quotable(`/${root.name} ${first?.value ?? ''}`)
  const inside = LOCALES.map((locale) => inGroup(root, word, locale)).find((found) => found.length > 0)
  if (near !== undefined) return new Failure('not-found', 'error.noSuchCommandNear', { command, near: `/${root.name} ${near}` })
  if (inside) return new Failure('not-found', 'error.group', { command, commands: inside.join(', ') })
  return new Failure('not-found', 'error.noSuchCommand', { command, root: `/${root.name}` })
}

/** The commands of a group, as they are called in one language in which the group is called so. */
const inGroup = (root: Root, group: string, locale: Locale): readonly string[] =>
  shownCommands(root)
    .filter((spec) => spec.sub.includes(' '))
    .map((spec) => sayer(locale)(`cmd.${spec.key}.name`))
    .filter((name) => foldedName(name).startsWith(`${group} `))
    .map((name) => `/${root.name} ${name}`)

/**
 * The command of another root that a line names, and nothing else, where `root` has none of that name: `/mali help` asks for help.
 * A root that is its own command takes every word for itself, and one that only some may call is called by its own name alone.
 */
export function elsewhere(roots: readonly Root[], root: Root, text: string): Read | undefined {
  if (text.length > LONGEST_LINE || root.commands.some((spec) => spec.sub === '')) return undefined
  const help = text.trim() === '?'
  const all = tokens(text)
  const [first, ...more] = help ? [{ value: 'help', quoted: false }] : all.filter(({ name }) => name === undefined)
  if (!first || first.quoted || more.length > 1) return undefined
  const said = nameOf([first, ...more])
  const named = (spec: CommandSpec): boolean => namesOf(spec).includes(said)
  const command = root.commands.some(named) ? undefined : roots.flatMap((other) => (other.managed ? [] : shownCommands(other))).find(named)
  const options = all.filter(({ name }) => name !== undefined)
  return command && options.every((word) => paramOf(command.params, word))
    ? { command, input: readValues(command.params, options), perhaps: [] }
    : undefined
}

/** The language that a line asks for by name, even where nothing else in it can be understood. */
export function languageOf(text: string): Locale | undefined {
  if (text.length > LONGEST_LINE) return undefined
  const wish = tokens(text).findLast(({ name }) => name !== undefined && labelsOf('language').includes(fold(name)))
  return wish && (toLocale(fold(wish.value)) ?? languageNamed(fold(wish.value)))
}

/** The language that is called so, folded, in any language. */
const languageNamed = (name: string): Locale | undefined =>
  LOCALES.find((one) => LOCALES.some((locale) => fold(sayer(locale)(LANGUAGES[one])) === name))

/** The root that a word names, in any letter case and with or without its slash. */
export const rootOf = (roots: readonly Root[], word: string): Root | undefined =>
  roots.find((root) => root.name === fold(word).replace(/^\//, ''))

type Token = { readonly name?: string; readonly value: string; readonly quoted: boolean }

function tokens(text: string): Token[] {
  // French puts a blank before its question mark, which is no word.
  return [...cleaned(text).matchAll(QUOTED)]
    .filter(([whole]) => !/^[?!.…]+$/u.test(whole))
    .map(([whole, prefix, ...quotes]) => {
      const quoted = quotes.find((value) => value !== undefined)
      if (quoted !== undefined) return { ...(prefix && { name: prefix.slice(0, -1) }), value: quoted.trim(), quoted: true }
      const [, name, value] = /^([\p{L}-]+):(?!\/\/)(.*)$/u.exec(whole) ?? []
      return name === undefined ? { value: whole, quoted: false } : { name, value: value ?? '', quoted: false }
    })
}

/** Other readings of words that name no command: those that are called nearly so, and those of a group that is named alone. */
function mistyped(root: Root, words: readonly Token[], first: Token, second: Token | undefined): Read['perhaps'] {
  return shownCommands(root).flatMap((command) => {
    const said = [second && [first, second], [first]].find(
      (some) => some && namesOf(command).some((name) => isNear(nameOf(some), name) || name === `${nameOf(some)} ${lastOf(name)}`),
    )
    const input = said && readable(command, without(words, said))
    return input && command.params.every((p) => !p.required || p.name in input) ? [{ command, input }] : []
  })
}

const lastOf = (name: string): string => name.slice(name.indexOf(' ') + 1)

function readable(command: CommandSpec, words: readonly Token[]): Input | undefined {
  try {
    return readValues(command.params, words)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

function readValues(params: readonly Param[], words: readonly Token[]): Input {
  const values: Record<string, unknown> = {}
  const loose: string[] = []
  for (const word of wholeValues(params, words)) {
    const param = paramOf(params, word)
    if (param) values[param.name] = toValue(param, word.value)
    else if (!isShare(word)) loose.push(word.name === undefined ? word.value : `${word.name}:${word.value}`)
  }
  // Only what belongs to the command is filled in order; `language` and `share` must be named, or the last word of a search could switch the language.
  const free = params.filter((p) => !(p.name in values) && p.key !== 'language' && p.key !== 'share' && p.key !== 'zone')
  const open = free.filter(({ type }) => type !== 'file')
  for (const [i, param] of open.entries()) {
    if (loose.length === 0) break
    const takesTheRest = param.type === 'string' && !param.choices && !param.isWord && !open.slice(i + 1).some((p) => p.required)
    values[param.name] = toValue(param, loose.splice(0, takesTheRest ? loose.length : wordsOfChoice(param, loose)).join(' '))
  }
  if (loose.length > 0) throw new Failure('bad-input', 'error.leftOver', { words: quotable(loose.join(' '), 100) })
  return values
}

/** A choice, date, time or zone of several words that is named is one value even without quotation marks: `quiet:nearest event`, `starts:1 September`. */
function wholeValues(params: readonly Param[], words: readonly Token[]): readonly Token[] {
  const whole: Token[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]
    if (!word) break
    const param = word.quoted ? undefined : paramOf(params, word)
    const ended = words.findIndex(({ name, quoted }, n) => n > at && (quoted || name !== undefined))
    const values = [word, ...words.slice(at + 1, ended < 0 ? undefined : ended)].map(({ value }) => value)
    const taken = param ? Math.max(wordsOfChoice(param, values), wordsRead(param, values)) : 1
    whole.push(taken > 1 ? { ...word, value: values.slice(0, taken).join(' ') } : word)
    at += taken - 1
  }
  return whole
}

const isDate = (text: string): boolean => readDate(text, { year: 2020, month: 1, day: 1 }).kind !== 'unreadable'

/** What is often written in several words, and how it is recognised. */
const LONG_VALUES: Readonly<Partial<Record<ArgKey, (text: string) => boolean>>> = {
  date: isDate,
  from: isDate,
  to: isDate,
  starts: isDate,
  begin: isDate,
  time: (text) => readTime(text) !== undefined,
  zone: (text) => readZone(text) !== undefined,
}
const MOST_WORDS = 5

/** How many words are one date, time or zone; one where they are none. A number behind what is whole without it stands for itself, as that of a schedule does. */
function wordsRead({ key }: Param, values: readonly string[]): number {
  const reads = LONG_VALUES[key]
  if (!reads) return 1
  const [first = '', second = ''] = values
  const isApart = (n: number): boolean =>
    (reads(first) && /\d$/.test(first) && /^\d/.test(second)) || (n > 2 && /^\d$/.test(values[n - 1] ?? ''))
  const counts = values.slice(1, MOST_WORDS).map((_, i) => i + 2)
  return counts.findLast((n) => !isApart(n) && reads(values.slice(0, n).join(' '))) ?? 1
}

const LABELS = new Map<ArgKey, readonly string[]>()

/** What an argument may be called, folded: its name in every language. Said once and kept, since every word of a line asks for it. */
function labelsOf(key: ArgKey): readonly string[] {
  const labels = LABELS.get(key) ?? LOCALES.map((locale) => fold(sayer(locale)(`arg.${key}.name`)))
  LABELS.set(key, labels)
  return labels
}

/** The parameter that a word names, if it names one. */
const paramOf = (params: readonly Param[], { name }: Token): Param | undefined =>
  name === undefined ? undefined : params.find((p) => p.name === fold(name) || labelsOf(p.key).includes(fold(name)))

/** What is for the asker alone anyway need not be told so, but may be. */
const isShare = ({ name }: Token): boolean => name !== undefined && labelsOf('share').includes(fold(name))

/** The choice that words name: by its value, or as it is called in any language. A number may have the comma that it has in French and Polish. */
const choiceOf = (param: Param, word: string): string | undefined => {
  const said = fold(word).replace(/^(\d+),(\d+)$/, '$1.$2')
  return param.choices?.find((choice) =>
    [choice, ...LOCALES.map((locale) => choiceText(param, choice, locale))].some((name) => fold(name) === said),
  )
}

/** How many of these words name one choice, such as `every week`; one where none is named. */
const wordsOfChoice = (param: Param, loose: readonly string[]): number =>
  Math.max(1, [1, 2, 3, 4].findLast((n) => n <= loose.length && choiceOf(param, loose.slice(0, n).join(' ')) !== undefined) ?? 1)

/** Left as typed where it cannot be read, so that the command's own schema says what is wrong. */
function toValue(param: Param, word: string): unknown {
  if (param.type === 'string') return choiceOf(param, word) ?? word
  if (param.type === 'integer') return /^[+-]?\d{1,9}$/.test(word) ? Number(word) : word
  const folded = fold(word)
  return YES.has(folded) ? true : NO.has(folded) ? false : word
}
