import { addDays, type Day } from '../words/dates.ts'
import { bounds, parseEdtf, shownOn, type Edtf, type Shown } from './edtf.ts'
import { originsOf } from './origins.ts'
import type { Claim, EventFile, Pack, Source, Text3 } from './pack.ts'

export type NameKind = 'person' | 'organisation' | 'place'

/** A person, an organisation or a place: whatever somebody may ask "who?" or "where?" about. */
export type Named = {
  readonly kind: NameKind
  readonly id: string
  readonly name: Text3
  readonly aliases: readonly string[]
}

/** A claim, and whether all its sources are one voice. */
export type TracedClaim = Claim & { readonly oneOrigin: boolean }

export type Event = Omit<EventFile, 'dates' | 'claims'> & {
  readonly claims: readonly TracedClaim[]
  readonly when: Edtf
  readonly why?: Text3 | undefined
  readonly attested: readonly {
    readonly when: Edtf
    readonly by: Text3
    readonly sources: readonly string[]
    readonly covers: readonly string[]
  }[]
  /** First and last day that the preferred date allows; undefined for an open end. */
  readonly first: Day | undefined
  readonly last: Day | undefined
  /** How many different sources it cites. */
  readonly sourceCount: number
  /** Events that name this one as a cause. */
  readonly effects: readonly string[]
}

/** One event on one day of the year, and why it is there: by its preferred date, or because others date it so. */
export type OnDay = {
  readonly event: Event
  readonly shown: Shown
  readonly attested?: Event['attested'][number]
}

/** Every source that an event cites, as often as it does. */
export const usedSources = (event: EventFile): readonly string[] => [
  ...event.dates.attested.flatMap((a) => a.sources),
  ...event.followUps.flatMap((f) => f.sources),
  ...event.claims.flatMap((c) => [
    ...c.sources,
    ...(c.otherwise ?? []).flatMap((o) => o.sources),
    ...(c.figures ?? []).flatMap((f) => f.values.flatMap((v) => v.sources)),
  ]),
]

export type MonthDay = { readonly month: number; readonly day: number }

/** A pack ready to be asked. Immutable: every question has one answer for the life of the process. */
export type Almanac = {
  readonly pack: Pack
  /** In order of time; what has no beginning comes first. */
  readonly events: readonly Event[]
  event(id: string): Event | undefined
  named(kind: NameKind, id: string): Named | undefined
  names(kind: NameKind): readonly Named[]
  source(id: string): Source | undefined
  /** What belongs to a day of any year: exact days first, then by weight, then by time. */
  on(day: MonthDay): readonly OnDay[]
  /** The nearest days before and after on which something happened, within a year's turn; the day itself is not counted. */
  neighbours(day: MonthDay): { readonly before: MonthDay | undefined; readonly after: MonthDay | undefined }
  /** Events in which this person, organisation or place has a part, in order of time. */
  eventsOf(named: Named): readonly Event[]
}

const ORDER: Readonly<Record<Shown['how'], number>> = { exact: 0, 'day-of': 1, 'one-of': 2, 'first-day': 3, 'last-day': 4, around: 5 }

export function almanac(pack: Pack): Almanac {
  const effects = Map.groupBy(
    pack.events.flatMap((event) => event.causes.map((cause) => [cause, event.id] as const)),
    ([cause]) => cause,
  )
  const sources = new Map(pack.sources.map((source) => [source.id, source]))
  const depth = depths(pack.events)
  const events = pack.events
    .map((file) =>
      toEvent(
        file,
        (effects.get(file.id) ?? []).map(([, effect]) => effect),
        sources,
      ),
    )
    .toSorted((a, b) => byTime(a, b) || (depth.get(a.id) ?? 0) - (depth.get(b.id) ?? 0) || b.weight - a.weight || (a.id < b.id ? -1 : 1))
  const place = new Map(events.map((event, at) => [event, at]))
  const byId = new Map(events.map((event) => [event.id, event]))
  const named = new Map(namesOf(pack).map((name) => [`${name.kind}/${name.id}`, name]))
  const days = new Map<number, readonly OnDay[]>()

  const on = (day: MonthDay): readonly OnDay[] => {
    const key = day.month * 100 + day.day
    const known = days.get(key)
    if (known) return known
    const found = onDay(events, place, day)
    days.set(key, found)
    return found
  }

  return {
    pack,
    events,
    event: (id) => byId.get(id),
    named: (kind, id) => named.get(`${kind}/${id}`),
    names: (kind) => [...named.values()].filter((name) => name.kind === kind),
    source: (id) => sources.get(id),
    on,
    neighbours: (day) => ({ before: nearest(on, day, -1), after: nearest(on, day, 1) }),
    eventsOf: (name) => events.filter((event) => partsOf(event, name.kind).includes(name.id)),
  }
}

/** The ids of one kind that have a part in an event. */
export const partsOf = (event: Event, kind: NameKind): readonly string[] =>
  kind === 'person' ? event.people : kind === 'organisation' ? event.organisations : event.places

/** Whether something happened that day by the pack's own date: such a day is not a quiet one. */
export const isOccasion = ({ shown, attested }: OnDay): boolean => !attested && shown.how !== 'around'

/** A year that has a 29 February. */
export const LEAP_YEAR = 2020

function toEvent(file: EventFile, effects: readonly string[], sources: ReadonlyMap<string, Source>): Event {
  const { dates, ...rest } = file
  const said = (ids: readonly string[]): readonly Source[] => ids.flatMap((id) => sources.get(id) ?? [])
  const claims = rest.claims.map((claim) => ({ ...claim, oneOrigin: originsOf(said(claim.sources)).length === 1 }))
  const when = known(dates.preferred)
  const { first, last } = bounds(when)
  const attested = dates.attested.map(({ date, by, sources, covers = [] }) => ({ when: known(date), by, sources, covers }))
  return { ...rest, claims, when, why: dates.why, attested, first, last, effects, sourceCount: new Set(usedSources(file)).size }
}

/** The schema has refused every other date before. */
function known(text: string): Edtf {
  const edtf = parseEdtf(text)
  if (!edtf) throw new Error(`not an EDTF date: ${text}`)
  return edtf
}

const stamp = (day: Day | undefined, otherwise: number): number => (day ? day.year * 10_000 + day.month * 100 + day.day : otherwise)

/** By first day, then by last day; what has no beginning comes first. Events of the same days are equal. */
export const byTime = (a: Event, b: Event): number =>
  stamp(a.first, 0) - stamp(b.first, 0) || stamp(a.last, 99_999_999) - stamp(b.last, 99_999_999)

/** How many steps of causes lie behind each event, the longest way round: of two on one day, the cause is told first. */
function depths(events: readonly EventFile[]): ReadonlyMap<string, number> {
  const causes = new Map(events.map((event) => [event.id, event.causes]))
  const known = new Map<string, number>()
  const depthOf = (id: string): number => {
    const found = known.get(id)
    if (found !== undefined) return found
    // A circle is refused by the check; here it must only end.
    known.set(id, 0)
    const depth = Math.max(0, ...(causes.get(id) ?? []).map((cause) => depthOf(cause) + 1))
    known.set(id, depth)
    return depth
  }
  for (const id of causes.keys()) depthOf(id)
  return known
}

function onDay(events: readonly Event[], place: ReadonlyMap<Event, number>, day: MonthDay): readonly OnDay[] {
  const own = events.flatMap((event): OnDay[] => {
    const shown = shownOn(event.when, day)
    return shown ? [{ event, shown }] : []
  })
  const others = events.flatMap((event) =>
    event.attested.flatMap((attested): OnDay[] => {
      const shown = attestedOn(attested.when, day)
      return shown && !own.some((o) => o.event === event) ? [{ event, shown, attested }] : []
    }),
  )
  const rank = (o: OnDay) => (o.attested ? 10 : 0) + (o.shown.how === 'around' ? 5 : 0)
  return [...own, ...others].toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      b.event.weight - a.event.weight ||
      ORDER[a.shown.how] - ORDER[b.shown.how] ||
      (place.get(a.event) ?? 0) - (place.get(b.event) ?? 0),
  )
}

/** Others' dating counts on its very day: their "around 15 June" is found on 15 June, their "August" on no day. */
function attestedOn(when: Edtf, day: MonthDay): Shown | undefined {
  const shown = shownOn(when, day)
  if (shown?.how !== 'around') return shown
  return when.kind === 'day' && when.month === day.month && when.day === day.day ? shown : undefined
}

/** Every day of the calendar, 29 February among them: the year's turn that neighbours are looked for in. */
const CALENDAR: readonly MonthDay[] = Array.from({ length: 366 }, (_, n) => addDays({ year: LEAP_YEAR, month: 1, day: 1 }, n)).map(
  ({ month, day }) => ({ month, day }),
)

function nearest(on: Almanac['on'], from: MonthDay, step: 1 | -1): MonthDay | undefined {
  const start = CALENDAR.findIndex(({ month, day }) => month === from.month && day === from.day)
  for (let away = 1; away < CALENDAR.length; away += 1) {
    const day = CALENDAR.at((start + away * step) % CALENDAR.length)
    if (day && on(day).some(isOccasion)) return day
  }
  return undefined
}

function namesOf(pack: Pack): Named[] {
  const of = (
    kind: NameKind,
    all: readonly { readonly id: string; readonly name: Text3; readonly aliases: readonly string[] }[],
  ): Named[] => all.map(({ id, name, aliases }) => ({ kind, id, name, aliases }))
  return [...of('person', pack.people), ...of('organisation', pack.organisations), ...of('place', pack.places)]
}
