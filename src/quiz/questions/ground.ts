import { partsOf, type Almanac, type Event, type Named, type NameKind } from '../../almanac/almanac.ts'
import { bounds, parseEdtf, type Edtf, type EdtfPoint } from '../../almanac/edtf.ts'
import type { Text3 } from '../../almanac/pack.ts'
import { daysBetween, type Day } from '../../words/dates.ts'
import { fold, foldedWords } from './folded.ts'
import { LOCALES } from '../../words/locale.ts'
import { monthName } from '../../words/months.ts'

/** Days from the first to the last that a date may mean, both counted, by their numbers. */
export type Span = { readonly first: number; readonly last: number }

/** A pack as the generators see it: when each event can have been, and what else its words could mean. */
export type Ground = {
  readonly almanac: Almanac
  /** Every span that the pack or anybody it quotes gives for an event, widened where the date is doubtful. */
  spans(event: Event): readonly Span[]
  /** Days that any text of the event mentions: they belong to it too closely to be wrong beyond doubt. */
  mentioned(event: Event): ReadonlySet<number>
  /** Other events, no states, that the words of this one's title describe nearly as well. */
  twins(event: Event): readonly Event[]
  /** When else, by the pack, what a sentence says of one event may have been: the spans of other events and claims that hold most of its words. */
  echoes(event: Event, sentence: string): readonly Span[]
  /** Everything that is written about the event, in every language, folded. */
  told(event: Event): string
  /** Whoever and whatever of a kind has a part in the event, or is named in any of its texts. */
  involved(event: Event, kind: NameKind): ReadonlySet<string>
}

const EPOCH: Day = { year: 2000, month: 1, day: 1 }
export const dayNumber = (day: Day): number => daysBetween(EPOCH, day)

/** How many days to either side a doubtful date may be off. */
const DOUBT: Readonly<Record<EdtfPoint['kind'], number>> = { day: 10, month: 31, year: 366 }

const doubt = (point: EdtfPoint | undefined): number => (point && (point.approximate || point.uncertain) ? DOUBT[point.kind] : 0)

/** The whole span of a date, with what its doubt leaves open; an end that nobody knows is infinitely far. */
export function spanOf(when: Edtf): Span {
  const { first, last } = bounds(when)
  const [before, after] =
    when.kind === 'one-of' ? [0, 0] : when.kind === 'interval' ? [doubt(when.start), doubt(when.end)] : [doubt(when), doubt(when)]
  return {
    first: first ? dayNumber(first) - before : Number.NEGATIVE_INFINITY,
    last: last ? dayNumber(last) + after : Number.POSITIVE_INFINITY,
  }
}

/** A longer span of days is a state: nobody is asked when it was. */
export const LONGEST_SPAN = 31
export const isState = ({ first, last }: Span): boolean => last - first > LONGEST_SPAN

export const touches = (a: Span, b: Span): boolean => a.first <= b.last && b.first <= a.last

/** Every text of an event in every language. */
const textsOf = (event: Event): readonly Text3[] => [
  event.title,
  event.summary,
  ...(event.why ? [event.why] : []),
  ...event.attested.map(({ by }) => by),
  ...event.claims.flatMap((claim) => [claim.text, ...(claim.otherwise ?? []).map(({ text }) => text)]),
  ...event.followUps.map(({ text }) => text),
]

export function ground(almanac: Almanac): Ground {
  const dated = almanac.events.flatMap((event) =>
    event.claims.flatMap(({ text, date }) => {
      const when = date === undefined ? undefined : parseEdtf(date)
      return when ? [{ event, words: stems(text.en), span: spanOf(when) }] : []
    }),
  )
  const whole = remembered((event: Event) =>
    fold(
      textsOf(event)
        .flatMap((text) => LOCALES.map((locale) => text[locale]))
        .join('\n'),
    ),
  )
  const told = remembered((event: Event) => stems([event.title.en, event.summary.en, ...event.claims.map(({ text }) => text.en)].join(' ')))
  const spans = remembered((event: Event) => [event.when, ...event.attested.map(({ when }) => when)].map(spanOf))
  const like = (event: Event, sentence: string) => almanac.events.filter((other) => other !== event && holds(told(other), sentence))
  return {
    almanac,
    spans,
    mentioned: remembered((event: Event) => new Set(textsOf(event).flatMap(({ en }) => daysIn(en, event.first?.year)))),
    twins: remembered((event: Event) =>
      almanac.events.filter(
        (other) => other !== event && !spans(other).some(isState) && holds(stems(`${other.title.en} ${other.summary.en}`), event.title.en),
      ),
    ),
    echoes: (event, sentence) => [
      ...like(event, sentence).flatMap(spans),
      ...dated.filter((claim) => claim.event !== event && holds(claim.words, sentence)).map(({ span }) => span),
    ],
    told: whole,
    involved: byKind((event, kind) => {
      const named = almanac.names(kind).filter((name) => isNamed(whole(event), name))
      return new Set([...partsOf(event, kind), ...named.map(({ id }) => id)])
    }),
  }
}

function remembered<T>(work: (event: Event) => T): (event: Event) => T {
  const known = new Map<Event, T>()
  return (event) => {
    const found = known.get(event) ?? work(event)
    known.set(event, found)
    return found
  }
}

function byKind<T>(work: (event: Event, kind: NameKind) => T): (event: Event, kind: NameKind) => T {
  const kinds = { person: work, organisation: work, place: work }
  const known = Object.fromEntries(
    (Object.keys(kinds) as NameKind[]).map((kind) => [kind, remembered((event: Event) => work(event, kind))] as const),
  ) as Record<NameKind, (event: Event) => T>
  return (event, kind) => known[kind](event)
}

/** Of the words of a sentence, the part that another event's texts must hold to be its twin. */
const ALIKE = 0.6

const stemsOf = (text: string): ReadonlySet<string> =>
  new Set(
    foldedWords(text)
      .filter((word) => word.length > 3)
      .map((word) => word.slice(0, 5)),
  )

/** The stems of the sentence that was asked about last: it is held against one event after the other. */
let last: { readonly text: string; readonly stems: ReadonlySet<string> } | undefined

const stems = (text: string): ReadonlySet<string> => {
  if (last?.text !== text) last = { text, stems: stemsOf(text) }
  return last.stems
}

/** Whether these words hold most of a sentence's, so that it might be meant for them. */
function holds(words: ReadonlySet<string>, sentence: string): boolean {
  const said = stems(sentence)
  return said.size > 0 && said.intersection(words).size / said.size >= ALIKE
}

const MONTHS = Array.from({ length: 12 }, (_, at) => fold(monthName('en', at + 1)))
const WRITTEN = new RegExp(`(\\d{1,2})(?: (?:to|and|or) (\\d{1,2}))? (${MONTHS.join('|')})(?: (\\d{4}))?`, 'g')

/** The days that an English text names, by their numbers; a day without a year is taken for one of `year`. */
function daysIn(text: string, year = 2020): readonly number[] {
  return [...fold(text).matchAll(WRITTEN)].flatMap(([, first, second, month = '', named]) =>
    [first, second]
      .filter((day) => day !== undefined)
      .map((day) => dayNumber({ year: Number(named ?? year), month: MONTHS.indexOf(month) + 1, day: Number(day) })),
  )
}

/** Whether a folded text names somebody or something, by any of its names. */
export const isNamed = (folded: string, named: Pick<Named, 'name' | 'aliases'>): boolean =>
  formsOf(named).some((form) => standsIn(folded, form))

/** How a name may be written, folded; kept, because every text is looked through for every name. */
function formsOf({ name, aliases }: Pick<Named, 'name' | 'aliases'>): readonly string[] {
  const known = FORMS.get(name)
  if (known) return known
  const said = [...LOCALES.map((locale) => name[locale]), ...aliases].flatMap((one) => [one, one.replace(/[,(].*$/, '').trim()])
  const forms = [...new Set(said.filter((one) => one.length > 1).map(fold))]
  FORMS.set(name, forms)
  return forms
}

const FORMS = new WeakMap<Text3, readonly string[]>()

/** Whether words stand in a text, whole. */
function standsIn(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (!/[\p{L}\p{N}]/u.test((text[at - 1] ?? ' ') + (text[at + words.length] ?? ' '))) return true
  return false
}
