import type { Event } from '../../almanac/almanac.ts'
import type { EventFile, Pack, Text3 } from '../../almanac/pack.ts'
import type { Shelf } from '../../almanac/shelf.ts'
import { fold } from '../../words/fold.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import type { Question, Wording } from '../question.ts'

/** A question in one language beside what the pack says about its event: all that a check looks at. */
export type Case = {
  readonly shelf: Shelf
  readonly pack: Pack
  readonly event: Event
  readonly question: Question
  readonly locale: Locale
  readonly wording: Wording
}

/** What is wrong with a case, in English, a line each; none where all is well. */
export type Look = (one: Case) => readonly string[]

export const linesOf = ({ wording }: Case): readonly string[] => wording.text.split('\n')
export const lastLine = (one: Case): string => linesOf(one).at(-1) ?? ''

const DAY_MS = 86_400_000
const TAGS: Readonly<Record<Locale, string>> = { en: 'en-GB', fr: 'fr-FR', pl: 'pl-PL' }

/** Months as Intl writes them inside a date and alone, folded. */
const MONTHS: Readonly<Record<Locale, ReadonlyMap<string, number>>> = { en: monthsOf('en'), fr: monthsOf('fr'), pl: monthsOf('pl') }

function monthsOf(locale: Locale): ReadonlyMap<string, number> {
  const inDate = new Intl.DateTimeFormat(TAGS[locale], { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const alone = new Intl.DateTimeFormat(TAGS[locale], { month: 'long', timeZone: 'UTC' })
  return new Map(
    Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2020, month, 15))).flatMap((date, month) => {
      const written = inDate.formatToParts(date).find(({ type }) => type === 'month')?.value ?? ''
      return [
        [fold(written), month],
        [fold(alone.format(date)), month],
      ] as const
    }),
  )
}

/** A movement is named after a day, which is not a date. */
const NAMESAKE = /june 5 movement|mouvement du 5 juin|ruch\p{L}* 5 czerwca/gu

/** The days that a text names, as days since 1970; a day takes its month and year from what follows it. */
export function daysNamed(text: string, locale: Locale, year = 2020): readonly number[] {
  const words =
    fold(text)
      .replaceAll(NAMESAKE, ' ')
      .match(/\d+(?=er\b)|[\p{L}]+|\d+/gu) ?? []
  let [month, inYear, open]: [number | undefined, number, boolean] = [undefined, year, false]
  const found: number[] = []
  for (const word of words.toReversed()) {
    const named = MONTHS[locale].get(word)
    if (named !== undefined) [month, open] = [named, true]
    else if (/^(?:19|20)\d\d$/.test(word)) [inYear, open] = [Number(word), false]
    else if (/^\d{1,2}$/.test(word) && month !== undefined && open && Number(word) <= 31)
      found.push(Date.UTC(inYear, month, Number(word)) / DAY_MS)
    else if (!JOINTS.has(word)) open = false
  }
  return found.toReversed()
}

/** Words that may stand between the days of one date. */
const JOINTS = new Set(['to', 'and', 'or', 'au', 'et', 'ou', 'le', 'les', 'du', 'do', 'i', 'lub', 'na', 'r', 'er', 'the'])

export const hasYear = (text: string): boolean => /\b(?:19|20)\d\d\b/.test(text)

export type Reach = readonly [first: number, last: number]

/** Every stretch of days that an event may have been on by anybody's dating, with a week or more where the date is doubtful. */
export const reachesOf = (pack: Pack, id: string): readonly Reach[] => {
  const dates = pack.events.find((event) => event.id === id)?.dates
  return dates ? [dates.preferred, ...dates.attested.map(({ date }) => date)].map(reachOf) : []
}

/** The stretch of an EDTF text, read anew. */
export function reachOf(edtf: string): Reach {
  if (edtf.startsWith('[')) {
    const days = edtf.slice(1, -1).split(',').map(pointReach)
    return [Math.min(...days.map(([first]) => first)), Math.max(...days.map(([, last]) => last))]
  }
  const [start = '', end = start] = edtf.split('/')
  return [start === '..' ? Number.NEGATIVE_INFINITY : pointReach(start)[0], end === '..' ? Number.POSITIVE_INFINITY : pointReach(end)[1]]
}

function pointReach(text: string): Reach {
  const slack = /[~?%]$/.test(text) ? 7 : 0
  const [year = 0, month, day] = text
    .replace(/[~?%]$/, '')
    .split('-')
    .map(Number)
  const first = Date.UTC(year, (month ?? 1) - 1, day ?? 1) / DAY_MS
  const last =
    (day !== undefined ? Date.UTC(year, (month ?? 1) - 1, day) : month !== undefined ? Date.UTC(year, month, 0) : Date.UTC(year, 12, 0)) /
    DAY_MS
  return [first - slack, last + slack]
}

export const meet = (a: Reach, b: Reach): boolean => a[0] <= b[1] && b[0] <= a[1]
export const wholeReach = (reaches: readonly Reach[]): Reach => [
  Math.min(...reaches.map(([a]) => a)),
  Math.max(...reaches.map(([, b]) => b)),
]

const prefixes = (text: string): readonly string[] => [...new Set((fold(text).match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 6)))]

/** Other events, of a month at most, whose title and summary hold three quarters of the words of a sentence. */
export function lookalikes(pack: Pack, id: string, sentence: string): readonly string[] {
  const said = prefixes(sentence)
  return pack.events
    .filter((event) => {
      const told = WORDS.get(event) ?? new Set(prefixes(`${event.title.en} ${event.summary.en}`))
      WORDS.set(event, told)
      return event.id !== id && said.length > 0 && said.filter((word) => told.has(word)).length / said.length >= 0.75
    })
    .map((event) => event.id)
    .filter((other) => {
      const [first, last] = wholeReach(reachesOf(pack, other))
      return last - first <= 31
    })
}

const WORDS = new WeakMap<EventFile, ReadonlySet<string>>()

/** Every string that stands in a part of the pack, with its key. */
export function* strings(part: unknown, key = ''): Generator<readonly [key: string, text: string]> {
  if (typeof part === 'string') yield [key, part]
  else if (Array.isArray(part)) for (const item of part) yield* strings(item, key)
  else if (part !== null && typeof part === 'object') for (const [name, item] of Object.entries(part)) yield* strings(item, name)
}

/** Everything that the pack writes about an event, in every language, folded. */
export function toldOf(pack: Pack, id: string): string {
  const event = pack.events.find((one) => one.id === id)
  if (!event) return ''
  const told = TOLD.get(event) ?? fold([...strings(event)].map(([, text]) => text).join('\n')).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
  TOLD.set(event, told)
  return told
}

const TOLD = new WeakMap<EventFile, string>()

type Nameable = { readonly id: string; readonly name: Text3; readonly aliases: readonly string[] }

/** Whether folded words name somebody or something: by a name in any language or an alias, as whole words. */
export function names(folded: string, { name, aliases }: Nameable): boolean {
  const plain = (text: string) => text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const known =
    NAMES.get(name) ??
    [...LOCALES.map((locale) => name[locale]), ...aliases].flatMap((one) => [plain(fold(one)), plain(fold(one.split(/[,(]/)[0] ?? one))])
  NAMES.set(name, known)
  const padded = ` ${plain(folded)} `
  return known.some((one) => one.length > 1 && padded.includes(` ${one} `))
}

const NAMES = new WeakMap<Text3, readonly string[]>()
