import { Temporal } from 'temporal-polyfill'
import type { Locale } from './locale.ts'
import { monthInDate, monthName } from './months.ts'
import { INTL_TAGS, sayer } from './say.ts'

/** A day of the Gregorian calendar; months and days count from 1. */
export type Day = { readonly year: number; readonly month: number; readonly day: number }

/** A day of one year, or of every year where `year` is missing. */
export type YearlyDay = { readonly year?: number | undefined; readonly month: number; readonly day: number }

/** A month of one year, or of every year where `year` is missing. */
export type YearlyMonth = { readonly year?: number | undefined; readonly month: number }

const DAY_MS = 86_400_000

const toSerial = ({ year, month, day }: Day): number => new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS

const fromSerial = (serial: number): Day => {
  const date = new Date(serial * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** How many days a month has; without a year, February has 29. Zero where there is no such month. */
export const daysIn = ({ year = 2000, month }: YearlyMonth): number =>
  Number.isInteger(month) && month >= 1 && month <= 12 ? fromSerial(toSerial({ year, month: month + 1, day: 0 })).day : 0

/** Whether the calendar has this day; without a year, whether any year has it. Years run from 0 to 9999. */
export const isDay = ({ year, month, day }: YearlyDay): boolean =>
  (year === undefined || (Number.isInteger(year) && year >= 0 && year <= 9999)) &&
  Number.isInteger(day) &&
  day >= 1 &&
  day <= daysIn({ year, month })

/** The day `n` days later, or earlier where `n` is negative. */
export const addDays = (day: Day, n: number): Day => fromSerial(toSerial(day) + n)

/** How many days lie from `first` to `last`: 1 from a day to the next, negative where `last` is the earlier one. */
export const daysBetween = (first: Day, last: Day): number => toSerial(last) - toSerial(first)

const padded = (n: number, width: number): string => String(n).padStart(width, '0')

/** The day as `YYYY-MM-DD`. */
export const toIso = ({ year, month, day }: Day): string => `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`

/** The day of a `YYYY-MM-DD`, or undefined for any other text and for a day that does not exist. */
export const fromIso = (text: string): Day | undefined => {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (found === null) return undefined
  const day = { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) }
  return isDay(day) ? day : undefined
}

const zoned = (atMs: number, zone: string): Temporal.ZonedDateTime => new Temporal.ZonedDateTime(BigInt(atMs) * 1_000_000n, zone)

/** The day that the calendar on a wall in `zone` shows at an instant. Throws a RangeError for an unknown zone. */
export const today = (instant: Date, zone: string): Day => {
  const { year, month, day } = zoned(instant.getTime(), zone)
  return { year, month, day }
}

/** The IANA zone of a name in any letter case, in its usual spelling, or undefined. Links keep their own name: Kyiv stays Kyiv. */
export const isZone = (name: string): string | undefined => {
  if (!/^[a-z]/i.test(name) || name.length > 64) return undefined
  const known = zones.get(name)
  if (known !== undefined) return known
  try {
    const { timeZoneId } = zoned(0, name)
    if (zones.size < MOST_ZONES) zones.set(name, timeZoneId)
    return timeZoneId
  } catch {
    return undefined
  }
}

/** Names of zones that were found to be some: each stored wish asks for its own again. */
const zones = new Map<string, string>()
const MOST_ZONES = 2000

const dayNumber = (locale: Locale, day: number): string => (locale === 'fr' && day === 1 ? ordinal(locale, day) : String(day))

/** "2020", "2020", "2020 r." */
export const yearText = (locale: Locale, year: number): string => sayer(locale)('date.year', { year: String(year) })

const withYear = (locale: Locale, date: string, year: number | undefined): string =>
  year === undefined ? date : `${date} ${yearText(locale, year)}`

/** "18 August 2020", "1er juillet 2020", "18 sierpnia 2020 r."; without a year "18 August". */
export const dayText = (locale: Locale, { year, month, day }: YearlyDay): string =>
  withYear(locale, `${dayNumber(locale, day)} ${monthInDate(locale, month)}`, year)

/** "August 2020", "août 2020", "sierpień 2020 r."; `governed` as a day or a preposition wants it: "sierpnia 2020 r." */
export const monthText = (locale: Locale, { year, month }: YearlyMonth, form: 'alone' | 'governed' = 'alone'): string =>
  withYear(locale, form === 'alone' ? monthName(locale, month) : monthInDate(locale, month), year)

/** Days as they follow each other in a sentence: the month and the year that all of them share are said with the last one. */
const inOneBreath = (locale: Locale, days: readonly YearlyDay[]): readonly string[] => {
  const sameYear = new Set(days.map(({ year }) => year)).size === 1
  const sameMonth = sameYear && new Set(days.map(({ month }) => month)).size === 1
  return days.map((date, at) => {
    const { month, day } = date
    if (at === days.length - 1 || !sameYear) return dayText(locale, date)
    return sameMonth ? dayNumber(locale, day) : dayText(locale, { month, day })
  })
}

/** "10 to 12 July 2020", "du 10 au 12 juillet 2020", "od 10 do 12 lipca 2020 r."; one day where both are the same. */
export const rangeText = (locale: Locale, first: YearlyDay, last: YearlyDay): string => {
  if (first.year === last.year && first.month === last.month && first.day === last.day) return dayText(locale, first)
  const [start = '', end = ''] = inOneBreath(locale, [first, last])
  return sayer(locale)('date.range', { first: start, last: end })
}

/** "17 or 18 July 2020", "17 ou 18 juillet 2020", "17 lub 18 lipca 2020 r." */
export const eitherText = (locale: Locale, days: readonly YearlyDay[]): string => CHOICES[locale].format(inOneBreath(locale, days))

/** "6 years ago", "il y a 6 ans", "6 lat temu"; "this year" for 0. `n` is never negative. */
export const yearsAgo = (locale: Locale, n: number): string => sayer(locale)('date.yearsAgo', { n })

/** "1st", "1er" (masculine), "1." */
export const ordinal = (locale: Locale, n: number): string => sayer(locale)('date.ordinal', { n })

/** A time of day on the 24-hour clock: "16:30", "16 h 30" with no-break spaces, "16.30". */
export const clockText = (locale: Locale, hour: number, minute: number): string =>
  sayer(locale)('date.clock', { hour: locale === 'en' ? padded(hour, 2) : String(hour), minute: padded(minute, 2) })

const perLocale = <T>(make: (tag: string) => T): Readonly<Record<Locale, T>> => ({
  en: make(INTL_TAGS.en),
  fr: make(INTL_TAGS.fr),
  pl: make(INTL_TAGS.pl),
})

const NUMBERS = perLocale((tag) => new Intl.NumberFormat(tag))
const LISTS = perLocale((tag) => new Intl.ListFormat(tag, { type: 'conjunction' }))
const CHOICES = perLocale((tag) => new Intl.ListFormat(tag, { type: 'disjunction' }))

/** "5,100"; "5 100" with a narrow no-break space; "5100", which Polish groups from 10 000 on, with a no-break space. */
export const numberText = (locale: Locale, n: number): string => NUMBERS[locale].format(n)

/** "Bamako, Kati and Gao", "Bamako, Kati et Gao", "Bamako, Kati i Gao". */
export const listText = (locale: Locale, items: readonly string[]): string => LISTS[locale].format(items)
