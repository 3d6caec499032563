import type { Event } from '../../almanac/almanac.ts'
import { parseEdtf, type Edtf, type EdtfDay } from '../../almanac/edtf.ts'
import { whenText } from '../../almanac/when.ts'
import { addDays, dayText, daysBetween, eitherText, toIso, type Day } from '../../words/dates.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import type { Say } from '../../words/say.ts'
import { inContext } from './context.ts'
import { above, capital, inEach, isFact, shuffled, type Draft } from './draft.ts'
import { gapped, holdsDate } from './gap.ts'
import { dayNumber, isState, spanOf, touches, type Ground, type Span } from './ground.ts'
import { daysOf, isExactDay, proofOf } from './proof.ts'

/** On which date: the pack's own where nobody says otherwise, all that are said where sources differ, and dates left out of claims. */
export const dateDrafts = (ground: Ground): readonly Draft[] =>
  ground.almanac.events.flatMap((event) =>
    [event.attested.length > 0 ? disputedDraft(ground, event) : titleDraft(ground, event), gapDraft(ground, event)].filter(
      (draft) => draft !== undefined,
    ),
  )

/** The same kind of date as this one, beginning on another day. */
function movedTo(when: Edtf, days: readonly Day[], first: Day): Edtf {
  const moved = days.map((day) => addDays(first, daysBetween(days[0] ?? day, day)))
  const exact = (day: Day): EdtfDay => ({ kind: 'day', ...day, approximate: false, uncertain: false })
  if (when.kind === 'one-of') return { kind: 'one-of', days: moved }
  const [start, end] = [moved[0] ?? first, moved.at(-1) ?? first]
  return when.kind === 'interval' ? { kind: 'interval', start: exact(start), end: exact(end) } : exact(start)
}

/** Everything that a date may not touch to be wrong beyond doubt: the event's own days, its twins', and all that its texts mention. */
const taken = (ground: Ground, event: Event, sentence: string): readonly Span[] => [
  ...ground.spans(event),
  ...ground.echoes(event, sentence).filter((span) => !isState(span)),
  ...[...ground.mentioned(event)].map((day) => ({ first: day, last: day })),
]

/** Three other dates of the same form, near, on days when something else happened; how many of them come before is chance. */
export function otherDates(
  ground: Ground,
  event: Event,
  when: Edtf,
  { seed, sentence }: { seed: string; sentence: string },
): readonly Edtf[] {
  const days = daysOf(when)
  const [own, end] = [days[0], days.at(-1)]
  if (!own || !end) return []
  const length = daysBetween(own, end) + 1
  const busy = ground.almanac.events.flatMap((other) => (other === event ? [] : daysOf(other.when).slice(0, 1)))
  const near = Array.from({ length: 60 }, (_, n) => addDays(own, n - 30))
  const closed = taken(ground, event, sentence)
  const numbered = new Map([...busy, ...near].map((day) => [dayNumber(day), day]))
  const here = dayNumber(own)
  const free = [...numbered].filter(([first]) => !closed.some((other) => touches(other, { first, last: first + length - 1 })))
  const before = shuffled([0, 1, 2, 3], seed)[0] ?? 0
  const side = (earlier: boolean, count: number) =>
    spaced(
      free
        .filter(([day]) => day < here === earlier)
        .toSorted(([a], [b]) => Math.abs(a - here) - Math.abs(b - here) || a - b)
        .map(([day]) => day),
      length,
      count,
      seed,
    )
  const chosen = [...side(true, before), ...side(false, 3 - before)]
  return chosen.length === 3 ? chosen.flatMap((day) => movedTo(when, days, numbered.get(day) ?? own)) : []
}

/** Some of the nearest days, so that spans of this length that begin on them do not touch each other. */
function spaced(nearest: readonly number[], length: number, count: number, seed: string): readonly number[] {
  const apart: number[] = []
  for (const day of nearest) if (!apart.some((other) => Math.abs(other - day) < length)) apart.push(day)
  return shuffled(apart.slice(0, count * 2), seed).slice(0, count)
}

/** Asks for the date under the event's title, unless the title holds a date or the pack has no confirmed word about it. */
function titleDraft(ground: Ground, event: Event): Draft | undefined {
  const proof = proofOf(event)
  const wrong = otherDates(ground, event, event.when, { seed: event.id, sentence: event.title.en })
  if (!proof || wrong.length === 0 || LOCALES.some((locale) => holdsDate(event.title[locale], locale))) return undefined
  const words = inEach((locale, say) => ({
    text: above(say('question.date'), event.title[locale]),
    right: capital(whenText(say, event.when)),
    wrong: wrong.map((when) => capital(whenText(say, when))),
    explanation: proof.text[locale],
    accepts: acceptedDates(event.when, locale),
  }))
  return words && { kind: 'date', event, parts: [], words, sources: proof.sources }
}

/** How somebody may type a day: as a number, and in the words of any language. */
const acceptedDates = (when: Edtf, own: Locale): readonly string[] =>
  isExactDay(when) ? [toIso(when), ...LOCALES.filter((locale) => locale !== own).map((locale) => dayText(locale, when))] : []

/** Where sources give different days, asks which they give. */
function disputedDraft(ground: Ground, event: Event): Draft | undefined {
  const all = [event.when, ...event.attested.map(({ when }) => when)]
  if (!proofOf(event) || !all.every((when) => isExactDay(when) || when.kind === 'one-of')) return undefined
  const days = all
    .flatMap(daysOf)
    .toSorted((a, b) => dayNumber(a) - dayNumber(b))
    .filter((day, at, sorted) => at === 0 || daysBetween(sorted[at - 1] ?? day, day) > 0)
  if (days.length < 2 || LOCALES.some((locale) => holdsDate(event.title[locale], locale))) return undefined
  const wrong = otherDates(ground, event, { kind: 'one-of', days }, { seed: event.id, sentence: event.title.en })
  const either = (say: Say, when: Edtf) => eitherText(say.locale, daysOf(when))
  const { why } = event
  const sources = [...(event.claims[0]?.sources.slice(0, 1) ?? []), ...event.attested.flatMap((attested) => attested.sources)]
  const words =
    why &&
    wrong.length > 0 &&
    inEach((locale, say) => ({
      text: above(say('question.datesGiven'), event.title[locale]),
      right: eitherText(locale, days),
      wrong: wrong.map((when) => either(say, when)),
      explanation: why[locale],
      accepts: [],
    }))
  return words ? { kind: 'date', event, parts: ['given'], words, sources } : undefined
}

/** Asks for the date left out of the first confirmed claim that has a day of its own, and no other. */
function gapDraft(ground: Ground, event: Event): Draft | undefined {
  for (const claim of event.claims) {
    const when = isFact(claim) && claim.date ? parseEdtf(claim.date) : undefined
    if (!when || !isExactDay(when) || (event.attested.length > 0 && ground.spans(event).some((span) => touches(span, spanOf(when)))))
      continue
    const wrong = otherDates(ground, event, when, { seed: claim.id, sentence: claim.text.en })
    const gap = inEach((locale) => {
      const one = gapped(claim.text[locale], dayText(locale, when))
      return one === undefined || holdsDate(one, locale) ? undefined : one
    })
    const asked = gap && inContext(event, gap, holdsDate)
    if (!asked || wrong.length === 0) continue
    const words = inEach((locale, say) => ({
      text: above(say('question.gap.date'), asked[locale]),
      right: dayText(locale, when),
      wrong: wrong.map((other) => whenText(say, other)),
      explanation: claim.text[locale],
      accepts: acceptedDates(when, locale),
    }))
    if (words) return { kind: 'date', event, parts: [claim.id], words, sources: claim.sources }
  }
  return undefined
}
