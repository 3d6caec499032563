import type { Locale } from './locale.ts'

/** `name` stands alone, `inDate` follows the day, `short` is the usual abbreviation; `others` are only read, never written. */
type Month = { readonly name: string; readonly inDate: string; readonly short: string; readonly others: readonly string[] }

const months = (rows: string): readonly Month[] =>
  rows
    .trim()
    .split('\n')
    .map((row) => {
      const [name = '', inDate = '', short = '', ...others] = row.trim().split(/\s+/)
      return { name, inDate, short, others }
    })

/** Polish has the genitive in dates and the locative after "w". */
const MONTHS: Readonly<Record<Locale, readonly Month[]>> = {
  en: months(`
    January January Jan
    February February Feb
    March March Mar
    April April Apr
    May May May
    June June Jun
    July July Jul
    August August Aug
    September September Sep Sept
    October October Oct
    November November Nov
    December December Dec`),
  fr: months(`
    janvier janvier janv. jan
    février février févr. fév
    mars mars mars
    avril avril avr.
    mai mai mai
    juin juin juin
    juillet juillet juil.
    août août août
    septembre septembre sept.
    octobre octobre oct.
    novembre novembre nov.
    décembre décembre déc.`),
  pl: months(`
    styczeń stycznia sty styczniu
    luty lutego lut lutym
    marzec marca mar marcu
    kwiecień kwietnia kwi kwietniu
    maj maja maj maju
    czerwiec czerwca cze czerwcu
    lipiec lipca lip lipcu
    sierpień sierpnia sie sierpniu
    wrzesień września wrz wrześniu
    październik października paź październiku
    listopad listopada lis listopadzie
    grudzień grudnia gru grudniu`),
}

const monthOf = (locale: Locale, month: number): Month => {
  const found = MONTHS[locale][month - 1]
  if (found === undefined) throw new RangeError(`There is no month ${month}`)
  return found
}

/** The month's own name: "June", "juin", "czerwiec". Months count from 1. */
export const monthName = (locale: Locale, month: number): string => monthOf(locale, month).name

/** The month as it follows a day: "June", "juin", "czerwca". */
export const monthInDate = (locale: Locale, month: number): string => monthOf(locale, month).inDate

/** The month's usual abbreviation: "Jun", "juil.", "cze". */
export const monthShort = (locale: Locale, month: number): string => monthOf(locale, month).short

/** Every spelling of every month in every language, with its number. No spelling names two months. */
export const monthSpellings = (): readonly (readonly [spelling: string, month: number])[] =>
  Object.values(MONTHS).flatMap((rows) =>
    rows.flatMap(({ name, inDate, short, others }, at) => [name, inDate, short, ...others].map((spelling) => [spelling, at + 1] as const)),
  )
