import type { Event, TracedClaim } from '../almanac/almanac.ts'
import { bounds, parseEdtf } from '../almanac/edtf.ts'
import { mainYear } from '../almanac/filter.ts'
import type { Shelf } from '../almanac/shelf.ts'
import { addDays, daysBetween, fromIso, toIso, type Day } from '../words/dates.ts'
import { wanted, type Taste } from './occasions.ts'
import type { Wish } from './subscription.ts'
import { serialOf } from './turn.ts'

/** One statement of the story, on the day on which it is told: when it was known, and never before its event began. */
export type Statement = {
  readonly event: Event
  readonly claim: TracedClaim
  readonly day: Day /** Days since 1970. */
  readonly serial: number
}

/** The days of the story that one post stands for, and which days they are, counted from 1. */
export type Span = { readonly first: Day; readonly last: Day; readonly n: number; readonly isLast: boolean }

const before = (a: Day, b: Day): boolean => daysBetween(a, b) > 0
const later = (a: Day, b: Day): Day => (before(a, b) ? b : a)
const earlier = (a: Day, b: Day): Day => (before(a, b) ? a : b)

const isExact = ({ when }: Event): boolean => when.kind === 'day' && !when.approximate && !when.uncertain

const starts = new WeakMap<Shelf['almanac'], string | undefined>()

/** The day with which a replay begins unless it is told otherwise: the first event of some weight in the pack's main year that has an exact day. */
export function storyStart(shelf: Pick<Shelf, 'almanac'>): string | undefined {
  const { almanac } = shelf
  if (!starts.has(almanac)) {
    const year = mainYear(shelf)
    const weighty = almanac.events.find((event) => isExact(event) && event.weight >= 3 && event.first?.year === year)
    const first = (weighty ?? almanac.events.find(isExact))?.first
    starts.set(almanac, first && toIso(first))
  }
  return starts.get(almanac)
}

/** What a replay tells one taste, worked out once. */
type Tale = { readonly statements: readonly Statement[]; readonly end: string | undefined }

const known = new WeakMap<Shelf['almanac'], Map<string, Tale>>()
const MOST_TASTES = 200

function taleOf({ almanac }: Pick<Shelf, 'almanac'>, taste: Taste): Tale {
  const tales = known.get(almanac) ?? new Map<string, Tale>()
  known.set(almanac, tales)
  const key = `${taste.minWeight} ${taste.topics.join(' ')}`
  const tale = tales.get(key) ?? toTale(almanac.events.filter(wanted(taste)))
  if (tales.size < MOST_TASTES) tales.set(key, tale)
  return tale
}

function toTale(events: readonly Event[]): Tale {
  const end = lastDay(events)
  const statements = events.flatMap((event) =>
    event.claims.flatMap((claim): Statement[] => {
      const since = fromIso(claim.knownFrom)
      const day = since && (event.first ? later(since, event.first) : since)
      return day && end && !before(end, day) ? [{ event, claim, day, serial: serialOf(day) }] : []
    }),
  )
  return { statements: statements.toSorted((a, b) => a.serial - b.serial), end: end && toIso(end) }
}

/** The day of the last wanted event that has a day: what became known later belongs to no replay. */
const lastDay = (events: readonly Event[]): Day | undefined =>
  events
    .filter(({ when }) => when.kind !== 'year' && when.kind !== 'month')
    .flatMap(({ first, last }) => last ?? first ?? [])
    .reduce<Day | undefined>((latest, day) => (latest ? later(latest, day) : day), undefined)

/** Every statement of the wanted events in the order in which a replay tells them; what became known after the story's last day is not told. */
export const statementsOf = (shelf: Pick<Shelf, 'almanac'>, taste: Taste): readonly Statement[] => taleOf(shelf, taste).statements

/** The last day of the story for this taste, `YYYY-MM-DD`. */
export const storyEnd = (shelf: Pick<Shelf, 'almanac'>, taste: Taste): string | undefined => taleOf(shelf, taste).end

/** What a replay depends on. */
export type Course = Taste & Pick<Wish, 'starts' | 'from' | 'pace'>

/** Which days of the story the post of a local date stands for; undefined before the replay begins, and after the story has ended. */
export function spanOf(shelf: Pick<Shelf, 'almanac'>, course: Course, date: Day): Span | undefined {
  const begins = fromIso(course.starts ?? '')
  const from = fromIso(course.from ?? storyStart(shelf) ?? '')
  const end = fromIso(storyEnd(shelf, course) ?? '')
  if (!begins || !from || !end) return undefined
  const n = daysBetween(begins, date)
  const first = addDays(from, n * course.pace)
  if (n < 0 || before(end, first)) return undefined
  const last = earlier(addDays(first, course.pace - 1), end)
  return { first, last, n: daysBetween(from, first) + 1, isLast: !before(last, end) }
}

/** The local date of a replay's last post; undefined where it has no beginning, or the story none. */
export function lastDate(shelf: Pick<Shelf, 'almanac'>, course: Course): string | undefined {
  const begins = fromIso(course.starts ?? '')
  const from = fromIso(course.from ?? storyStart(shelf) ?? '')
  const end = fromIso(storyEnd(shelf, course) ?? '')
  if (!begins || !from || !end || before(end, from)) return undefined
  return toIso(addDays(begins, Math.floor(daysBetween(from, end) / course.pace)))
}

/** Whether a source could be read by a day; one without a date could not, as far as we can tell. */
export function readableBy({ almanac }: Pick<Shelf, 'almanac'>, source: string, by: Day): boolean {
  const date = parseEdtf(almanac.source(source)?.date ?? '')
  const last = date && bounds(date).last
  return last !== undefined && !before(by, last)
}

/** What is told of one event in one post of a replay. */
export type Chapter = {
  readonly event: Event
  readonly statements: readonly Statement[]
  /** It was over by then, so that its title and its date tell nothing of what came later. */
  readonly ended: boolean
  /** All that the pack knows of it was known by then and is told now: its summary can stand for it. */
  readonly whole: boolean
  /** It happened in these days, rather than having become known in them. */
  readonly current: boolean
}

/** What becomes known in these days, event by event in order of time. */
export function chaptersOf(shelf: Pick<Shelf, 'almanac'>, taste: Taste, { first, last }: Pick<Span, 'first' | 'last'>): readonly Chapter[] {
  const [from, to] = [serialOf(first), serialOf(last)]
  const fresh = statementsOf(shelf, taste).filter(({ serial }) => serial >= from && serial <= to)
  return [...Map.groupBy(fresh, ({ event }) => event)]
    .map(([event, statements]): Chapter => {
      const ended = event.last !== undefined && !before(last, event.last)
      return {
        event,
        statements,
        ended,
        whole: ended && statements.length === event.claims.length,
        current: event.last !== undefined && !before(event.last, first),
      }
    })
    .toSorted((a, b) => order(shelf, a.event) - order(shelf, b.event))
}

const order = ({ almanac }: Pick<Shelf, 'almanac'>, event: Event): number => almanac.events.indexOf(event)
