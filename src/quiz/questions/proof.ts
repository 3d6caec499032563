import type { Event } from '../../almanac/almanac.ts'
import type { Edtf, EdtfDay } from '../../almanac/edtf.ts'
import type { Text3 } from '../../almanac/pack.ts'
import { whenText } from '../../almanac/when.ts'
import { addDays, dayText, daysBetween, type Day } from '../../words/dates.ts'
import { foldedWords } from './folded.ts'
import { LOCALES } from '../../words/locale.ts'
import { sayer, type Say } from '../../words/say.ts'
import { capital, inEach, isFact } from './draft.ts'
import { LONGEST_SPAN } from './ground.ts'

/** A sentence that says why, and where it was read. */
export type Proof = { readonly text: Text3; readonly sources: readonly string[] }

export const isExactDay = (when: Edtf): when is EdtfDay => when.kind === 'day' && !when.approximate && !when.uncertain

/** The days of a date that is exact and short, in order. */
export function daysOf(when: Edtf): readonly Day[] {
  if (when.kind === 'one-of') return when.days
  if (isExactDay(when)) return [when]
  if (when.kind !== 'interval' || !when.start || !when.end || !isExactDay(when.start) || !isExactDay(when.end)) return []
  const { start } = when
  const length = daysBetween(start, when.end) + 1
  return length > LONGEST_SPAN ? [] : Array.from({ length }, (_, n) => addDays(start, n))
}

/** What was planned and never came about has no date, and is no cause. */
const NEVER = /\bnever\b/

/** What proves the event and its date: the confirmed claim that says it in every language, else what the summary says first. */
export function proofOf(event: Event): Proof | undefined {
  const known = PROOFS.get(event) ?? { proof: foundFor(event) }
  PROOFS.set(event, known)
  return known.proof
}

const PROOFS = new WeakMap<Event, { readonly proof: Proof | undefined }>()

function foundFor(event: Event): Proof | undefined {
  if (NEVER.test(event.title.en)) return undefined
  const known = event.claims.filter((claim) => isFact(claim) && !claim.date)
  const best = known.find(({ text }) => LOCALES.every((locale) => text[locale].includes(whenText(sayer(locale), event.when))))
  const text = inEach((locale, say) => dated(firstSentence(event.summary[locale]), say, event.when))
  return best ?? (known.length > 0 && text ? { text, sources: known.flatMap(({ sources }) => sources) } : undefined)
}

/** The first sentence of a text; a full stop behind the Polish "r." of a year ends none at its beginning. */
const firstSentence = (text: string): string => /^.{40,}?[.!?](?= \p{Lu}|$)/u.exec(text)?.[0] ?? text

/** A sentence with the date before it, unless it tells the first and the last day itself. */
function dated(text: string, say: Say, when: Edtf): string {
  const [first, last] = [daysOf(when)[0], daysOf(when).at(-1)]
  const tells =
    first &&
    last &&
    text.includes(dayText(say.locale, { ...last, year: undefined })) &&
    foldedWords(text).some((word) => word === String(first.day) || word === `${first.day}er`)
  return tells ? text : `${capital(whenText(say, when))}${say('punctuation.colon')}${text}`
}
