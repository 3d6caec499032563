import { pino, stdTimeFunctions } from 'pino'
import { HIDDEN, hider, isSecretName } from './secrets.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

export type LogFields = Readonly<Record<string, unknown>>

/** One entry per call: `event` names what happened in a fixed word or two, `fields` carry what varies. Never throws. */
export type Log = {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export type LogSettings = {
  readonly level: LogLevel
  /** Every one of them is replaced by «hidden» wherever it stands in a line, in any usual encoding. */
  readonly secrets: readonly string[]
  /** Takes one whole line with its line break; standard error unless given. */
  readonly write?: (line: string) => void
}

const DEEPEST = 6
const MOST_ITEMS = 50
const LONGEST_TEXT = 4000

/** The names that the line itself uses. */
const TAKEN = new Set(['level', 'time', 'event'])

/** A log of one JSON line per entry: level, time (the real one, UTC), event, then the fields. Errors come with stack and causes. */
export const logger = ({ level, secrets, write = (line) => process.stderr.write(line) }: LogSettings): Log => {
  const hide = hider(secrets)
  const out = pino(
    { level, base: null, messageKey: 'event', timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line: string) => write(hide(line)) },
  )
  const entry =
    (at: Exclude<LogLevel, 'silent'>) =>
    (event: string, fields: LogFields = {}) => {
      if (!out.isLevelEnabled(at)) return
      out[at](toEntry(fields, hide), hide(event))
    }
  return { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') }
}

type Hide = (text: string) => string

const toEntry = (fields: LogFields, hide: Hide): Record<string, unknown> => {
  const plain = toPlain(fields, hide, [])
  const pairs = typeof plain === 'object' && plain !== null ? Object.entries(plain) : [['fields', plain] as const]
  return Object.fromEntries(pairs.map(([name, value]) => [TAKEN.has(name) ? `${name}_` : name, value]))
}

/** A copy of `value` that JSON can hold: no cycles, no bytes, no secrets, and of bounded size. */
const toPlain = (value: unknown, hide: Hide, above: readonly object[]): unknown => {
  if (typeof value === 'string') return toShort(hide(value))
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value)
  if (typeof value === 'function') return `[function ${value.name}]`
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (above.includes(value)) return '[circular]'
  if (above.length >= DEEPEST) return '[deeper]'
  try {
    return toPlainObject(value, hide, [...above, value])
  } catch {
    return '[unreadable]'
  }
}

const toPlainObject = (value: object, hide: Hide, above: readonly object[]): unknown => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof URL) return toShort(hide(value.href))
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (value instanceof Map)
    return toPlainRecord(
      [...value].map(([name, item]) => [String(name), item]),
      hide,
      above,
    )
  if (Array.isArray(value) || value instanceof Set) return toPlainList([...value], hide, above)
  if (value instanceof Error) return toPlainRecord(errorPairs(value), hide, above)
  if (value instanceof Headers || value instanceof URLSearchParams) return toPlainRecord([...value.entries()], hide, above)
  return toPlainRecord(Object.entries(value), hide, above)
}

/** Named fields, and headers as Node keeps them: a list of a name, its value, the next name ... */
const toPlainList = (items: readonly unknown[], hide: Hide, above: readonly object[]): unknown[] => {
  const shown = items.slice(0, MOST_ITEMS).map((item, at) => {
    const before = items[at - 1]
    return typeof item === 'string' && typeof before === 'string' && isSecretName(before) ? HIDDEN : toPlain(item, hide, above)
  })
  return items.length > MOST_ITEMS ? [...shown, `[${items.length - MOST_ITEMS} more]`] : shown
}

const toPlainRecord = (pairs: readonly (readonly [string, unknown])[], hide: Hide, above: readonly object[]): Record<string, unknown> => {
  const shown = pairs
    .slice(0, MOST_ITEMS)
    .map(([name, value]) => [hide(name), isHidden(name, value) ? HIDDEN : toPlain(value, hide, above)])
  if (pairs.length > MOST_ITEMS) shown.push(['…', `[${pairs.length - MOST_ITEMS} more]`])
  return Object.fromEntries(shown)
}

const isHidden = (name: string, value: unknown): boolean =>
  isSecretName(name) && value !== undefined && value !== null && typeof value !== 'boolean'

const errorPairs = (error: Error): [string, unknown][] => {
  const own = Object.entries(error).filter(([name]) => !['name', 'message', 'stack', 'cause', 'errors'].includes(name))
  const pairs: [string, unknown][] = [['name', error.name], ['message', error.message], ['stack', error.stack], ...own]
  if (error.cause !== undefined) pairs.push(['cause', error.cause])
  if (error instanceof AggregateError) pairs.push(['errors', error.errors])
  return pairs
}

const toShort = (text: string): string =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}… [${text.length - LONGEST_TEXT} characters more]` : text
