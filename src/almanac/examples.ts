import { dayText } from '../words/dates.ts'
import { LOCALES, type Locale } from '../words/locale.ts'
import { sayer } from '../words/say.ts'
import type { Event, Named, NameKind } from './almanac.ts'
import type { Shelf } from './shelf.ts'

type Example = Readonly<Record<Locale, string>>

const inEach = (of: (locale: Locale) => string): Example => ({ en: of('en'), fr: of('fr'), pl: of('pl') })

/** Arguments of calls that work on this very pack, made from what it holds; empty where it holds nothing to ask for. */
export function examplesOf(shelf: Shelf): { readonly [K in 'on' | 'event' | 'search' | 'timeline' | 'who' | 'where']: Example } {
  const byWeight = shelf.almanac.events.toSorted((a, b) => b.weight - a.weight)
  const [weightiest] = byWeight
  const dated = byWeight.find(({ when }) => when.kind === 'day')
  const topic = shelf.almanac.pack.topics.find(({ id }) => id === weightiest?.topic)
  return {
    on: inEach((locale) => dayText(locale, yearless(dated))),
    event: weightiest?.title ?? inEach(() => ''),
    search: topic?.name ?? inEach(() => ''),
    timeline: inEach((locale) => span(locale, dated)),
    who: mostNamed(shelf, ['person']) ?? mostNamed(shelf, ['organisation']) ?? inEach(() => ''),
    where: mostNamed(shelf, ['place']) ?? inEach(() => ''),
  }
}

const yearless = (event: Event | undefined) => ({ month: event?.first?.month ?? 1, day: event?.first?.day ?? 1 })

/** `from:2020-08 to:2020-08`: the month of an event. */
function span(locale: Locale, event: Event | undefined): string {
  if (!event?.first) return ''
  const month = `${event.first.year}-${String(event.first.month).padStart(2, '0')}`
  const say = sayer(locale)
  return `${say('arg.from.name')}:${month} ${say('arg.to.name')}:${month}`
}

/** The name that most events bear, and that means nobody else in any language. */
function mostNamed(shelf: Shelf, kinds: readonly NameKind[]): Example | undefined {
  const count = (named: Named) => shelf.almanac.eventsOf(named).length
  const clear = (named: Named) => LOCALES.every((locale) => shelf.finder.names(kinds, named.name[locale]).length === 1)
  return kinds
    .flatMap((kind) => shelf.almanac.names(kind))
    .map((named) => ({ named, events: count(named) }))
    .toSorted((a, b) => b.events - a.events)
    .find(({ named }) => clear(named))?.named.name
}
