import { parseEdtf } from '../../almanac/edtf.ts'
import { whenText } from '../../almanac/when.ts'
import { dayText, toIso } from '../../words/dates.ts'
import { inContext } from './context.ts'
import { inEach, shuffled } from './draft.ts'
import { otherDates } from './date.ts'
import { GAP, gapped, holdsDate, isGrave } from './gap.ts'
import { withoutName } from './named.ts'
import { isExactDay } from './proof.ts'
import { filledWith, plainName, type Falsifier } from './truth.ts'
import { elsewhere, isNarrow, placesOf } from './where.ts'
import { isOfSameOffice, othersThan } from './who.ts'

/** A weekday would tell that the date beside it was changed. */
const WEEKDAY = /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/

/** Another day in place of the one on which all agree. */
const wrongDay: Falsifier = (ground, event, claim) => {
  const when = claim.date ? parseEdtf(claim.date) : event.when
  if (!when || !isExactDay(when) || event.attested.length > 0 || WEEKDAY.test(claim.text.en)) return undefined
  const [other] = shuffled(otherDates(ground, event, when, { seed: `false/${claim.id}`, sentence: claim.text.en }), claim.id)
  if (!other || !isExactDay(other)) return undefined
  const sentence = inEach((locale, say) => {
    const gap = gapped(claim.text[locale], dayText(locale, when))
    return gap === undefined || holdsDate(gap, locale) ? undefined : gap.replace(GAP, whenText(say, other))
  })
  const text = sentence && inContext(event, sentence, holdsDate)
  return text && { claim, text, changed: toIso(other) }
}

/** Somebody else, of the same grammar and office, in place of the one who did it. */
const wrongPerson: Falsifier = (ground, event, claim) => {
  if (isGrave(claim.text.en)) return undefined
  for (const id of shuffled(event.people, claim.id)) {
    const named = ground.almanac.named('person', id)
    const gap = named && withoutName(event, claim, named)
    const other = gap ? othersThan(ground, event, named, claim).find((one) => isOfSameOffice(ground, one.id, named.id)) : undefined
    if (gap && other) return { claim, text: filledWith(gap, plainName(other)), changed: other.id }
  }
  return undefined
}

/** Another place in place of the one where it was. */
const wrongPlace: Falsifier = (ground, event, claim) => {
  const places = placesOf(ground)
  for (const right of event.places.flatMap((id) => places.get(id) ?? []).filter(isNarrow)) {
    const named = ground.almanac.named('place', right.id)
    const gap = named && withoutName(event, claim, named)
    const other = gap ? elsewhere(ground, event, right, places, claim.id).find((one) => isInvariable(plainName(one))) : undefined
    if (gap && other) return { claim, text: filledWith(gap, plainName(other)), changed: other.id }
  }
  return undefined
}

/** A name that no language changes or declines can stand in any sentence. */
const isInvariable = ({ en, fr, pl }: ReturnType<typeof plainName>): boolean =>
  en === fr && fr === pl && !/[bcdfghjklmnpqrstvwxyz]$/.test(pl)

export const FALSIFIERS: readonly Falsifier[] = [wrongDay, wrongPerson, wrongPlace]
