import { fold } from './folded.ts'
import type { Locale } from '../../words/locale.ts'
import { monthInDate, monthName } from '../../words/months.ts'

/** What stands where something was left out. */
export const GAP = '[…]'

/** A sentence with a gap in place of these words; undefined unless they stand in it once, and whole, and what is before the gap tells nothing about them. */
export function gapped(sentence: string, words: string): string | undefined {
  const pieces = sentence.split(words)
  const [before = '', after = ''] = pieces
  const whole = !/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)
  return pieces.length === 2 && whole && !TELLING.test(before) ? `${before}${GAP}${after}` : undefined
}

/** An elided or lengthened word before the gap would tell how the missing one begins. */
const TELLING = /(?:\p{L}[’']|\b[zw]e )$/u

const MONTHS = (locale: Locale): readonly string[] =>
  Array.from({ length: 12 }, (_, at) => [monthName(locale, at + 1), monthInDate(locale, at + 1)]).flat()

const DATES: Readonly<Record<Locale, RegExp>> = { en: dates('en'), fr: dates('fr'), pl: dates('pl') }

function dates(locale: Locale): RegExp {
  return new RegExp(`\\b\\d{1,2}(?:er)? (?:${MONTHS(locale).map(fold).join('|')})\\b|\\b(?:19|20)\\d\\d\\b`)
}

/** The movement that is named after a day of June names no date. */
const NAMES: Readonly<Record<Locale, RegExp>> = {
  en: /\bJune 5 Movement\b/g,
  fr: /\bMouvement du 5 juin\b/g,
  pl: /\bRuch\p{L}* 5 Czerwca\b/gu,
}

/** Whether a text holds a day or a year. */
export const holdsDate = (text: string, locale: Locale): boolean => DATES[locale].test(fold(text.replaceAll(NAMES[locale], '')))

/** Words of death, in English: nobody is asked to fill in who died, or where. */
const DEATH = /\b(?:kill|dead|die[ds]\b|dying|death|shot\b|funeral|body\b|corpse|wounded)/i
export const isOfDeath = (text: string): boolean => DEATH.test(text)

/** Words of accusation and of force, in English: no such deed is put to the account of somebody else, even as a wrong answer. */
const GRAVE =
  /\b(?:accus|corrupt|nepotis|plot|overthr|arrest|seiz|kidnap|abduct|hostage|captiv|captor|fired\b|violen|ransack|loot|jihad|prosecut)/i
export const isGrave = (text: string): boolean => isOfDeath(text) || GRAVE.test(text)
