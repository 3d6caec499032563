import type { Day } from '../../words/dates.ts'
import type { Locale } from '../../words/locale.ts'

/** What a request for the page asks: a line or a press, in a language, on a day that is pretended to be today. */
export type Asked = { readonly locale: Locale; readonly line?: string; readonly press?: string; readonly at?: string; readonly day?: Day }

/** Where a press leads without script: the same page, with the language and the day that were chosen. */
export const addressOf = (asked: Asked, action: string): string =>
  `/?${new URLSearchParams({ press: action, locale: asked.locale, ...(asked.at && { at: asked.at }) }).toString()}`

/** The same question in another language. */
export function inLanguage(asked: Asked, locale: Locale): string {
  const { line, press, at } = asked
  return `/?${new URLSearchParams({ locale, ...(line && { line }), ...(press && { press }), ...(at && { at }) }).toString()}`
}
