import { quotable } from '../../chat/clean.ts'
import type { RouteRequest } from '../../chat/route.ts'
import { fromIso, type Day } from '../../words/dates.ts'
import { toLocale, type Locale } from '../../words/locale.ts'

/** What a request asks: a line or a press, in a language, on a day that is pretended to be today. */
export type Asked = {
  readonly locale: Locale
  /** As typed: a blank at its end tells a completion that a word is over. */
  readonly line?: string
  readonly press?: string
  /** Year-month-day, and a day that there is. */
  readonly at?: string
  readonly day?: Day
  /** What was given for a day and is none. */
  readonly badDay?: string
  /** What was given for a language and is none of ours. */
  readonly badLocale?: string
}

/** Longer lines are refused whatever they say, so that no address has to carry more. */
const LONGEST_SHOWN = 1000

/** What a request asks. A language that is not named is the first of the browser's that we speak. */
export function toAsked({ query, headers }: Pick<RouteRequest, 'query' | 'headers'>, fallback: Locale): Asked {
  const given = (name: string) => query.get(name)?.trim() ?? ''
  const [press, at, language] = [given('press'), given('at'), given('locale')]
  const line = query.get('line')?.trimStart()
  const day = at ? fromIso(at) : undefined
  const locale = toLocale(language)
  return {
    locale: locale ?? preferred(headers['accept-language']) ?? fallback,
    ...(line && { line }),
    ...(press && { press }),
    ...(at && (day ? { at, day } : { badDay: quotable(at) })),
    ...(language && !locale && { badLocale: language }),
  }
}

/** The first language of an Accept-Language header that we speak, by its weights (RFC 9110, 12.5.4). */
export function preferred(header: string | undefined): Locale | undefined {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((wish) => {
      const [tag = '', ...rest] = wish.split(';')
      const weight = Number(rest.map((r) => /^\s*q=([\d.]+)\s*$/i.exec(r)?.[1]).find(Boolean) ?? 1)
      return { locale: toLocale(tag.trim()), weight: Number.isNaN(weight) ? 0 : weight }
    })
  return wishes.filter((w) => w.locale && w.weight > 0).toSorted((a, b) => b.weight - a.weight)[0]?.locale
}

/** The line as the page repeats it. */
export const shownLine = ({ line = '' }: Asked): string => (line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line.trim())

/** Where a press leads without script: the same page, with the language and the day that were chosen. */
export const addressOf = ({ locale, at }: Asked, action: string): string => toAddress({ press: action, locale, at })

/** Where a line leads without script. */
export const lineAddress = ({ locale, at }: Asked, line: string): string => toAddress({ line, locale, at })

/** The same question in another language. */
export const inLanguage = (asked: Asked, locale: Locale): string =>
  toAddress({ locale, line: shownLine(asked), press: asked.press, at: asked.at })

const toAddress = (query: Readonly<Record<string, string | undefined>>): string =>
  `/?${new URLSearchParams(Object.entries(query).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []))).toString()}`
