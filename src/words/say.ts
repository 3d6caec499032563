import { IntlMessageFormat } from 'intl-messageformat'
import type { Fill } from './fill.ts'
import { LOCALES, type Locale } from './locale.ts'
import en from './messages/en.json' with { type: 'json' }
import fr from './messages/fr.json' with { type: 'json' }
import pl from './messages/pl.json' with { type: 'json' }

/** The name of a message, such as `date.range`. */
export type Key = keyof Fill

/** The name of a message without gaps. */
export type PlainKey = { readonly [K in Key]: [] extends Fill[K] ? K : never }[Key]

/** What fills the gaps of a message. Text goes in as it is: nothing in it is read as ICU syntax. */
type Values = Readonly<Record<string, string | number>>

/** Says a message in one language. Throws where a value is missing or there is no such message, which the types do not allow. */
export type Say = (<K extends Key>(key: K, ...values: Fill[K]) => string) & { readonly locale: Locale }

type Phrase = (values: Values | undefined) => string

/** The tags whose Intl data we follow: day before month, and no comma before "and". */
export const INTL_TAGS: Readonly<Record<Locale, string>> = { en: 'en-GB', fr: 'fr-FR', pl: 'pl-PL' }

const MESSAGES: Readonly<Record<Locale, Readonly<Record<Key, string>>>> = { en, fr, pl }

const GAP = /\{(\w+)\}/

/** What most messages are: texts with gaps between them, the names of which stand at the odd places. */
const filled = (parts: readonly string[], values: Values = {}): string => {
  let text = ''
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 1 && values[part] === undefined) throw new RangeError(`The value ${part} is missing`)
    text += at % 2 === 1 ? String(values[part]) : part
  }
  return text
}

const compile = (locale: Locale, message: string): Phrase => {
  if (!/[{}]|''/.test(message)) return () => message
  const parts = message.split(GAP)
  if (!parts.some((part, at) => at % 2 === 0 && /[{}']/.test(part))) return (values) => filled(parts, values)
  const format = new IntlMessageFormat(message, INTL_TAGS[locale], undefined, { ignoreTag: true })
  return (values) => String(format.format(values))
}

/** Each message is compiled when it is first said, and then kept. */
const voice = (locale: Locale): Say => {
  const phrases = new Map<Key, Phrase>()
  const say = (key: Key, values?: Values): string => {
    let phrase = phrases.get(key)
    if (phrase === undefined) {
      if (!Object.hasOwn(en, key)) throw new RangeError(`There is no message ${key}`)
      phrase = compile(locale, MESSAGES[locale][key])
      phrases.set(key, phrase)
    }
    return phrase(values)
  }
  return Object.assign(say, { locale })
}

const VOICES = Object.fromEntries(LOCALES.map((locale) => [locale, voice(locale)])) as Record<Locale, Say>

/** The voice of a language; one language has one voice, so that its messages are compiled once. */
export const sayer = (locale: Locale): Say => VOICES[locale]
