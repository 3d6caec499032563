import { quotable } from '../chat/clean.ts'
import type { Ask } from '../chat/command.ts'
import { Failure } from '../kernel/failure.ts'
import type { Day } from '../words/dates.ts'
import { fold } from '../words/fold.ts'
import { LOCALES } from '../words/locale.ts'
import { readDate } from '../words/read-date.ts'
import { partsOf, type Event, type NameKind } from './almanac.ts'
import { todayOf, type Shelf } from './shelf.ts'

export type Filter = {
  readonly topic?: string | undefined
  readonly person?: string | undefined
  readonly place?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Which events pass; throws `Failure` where a filter names nothing of the pack or is no date. */
export function passes(shelf: Shelf, ask: Ask, filter: Filter): (event: Event) => boolean {
  const topic = filter.topic === undefined ? undefined : topicId(shelf, ask, filter.topic)
  const people = filter.person === undefined ? undefined : nameIds(shelf, ['person', 'organisation'], filter.person)
  const places = filter.place === undefined ? undefined : nameIds(shelf, ['place'], filter.place)
  const from = filter.from === undefined ? undefined : edge(shelf, ask, filter.from, 'from')
  const to = filter.to === undefined ? undefined : edge(shelf, ask, filter.to, 'to')
  if (from !== undefined && to !== undefined && from > to)
    throw new Failure('bad-input', 'error.range', { from: quotable(filter.from ?? ''), to: quotable(filter.to ?? '') })
  const has = (event: Event, wanted: readonly { kind: NameKind; id: string }[]) =>
    wanted.some(({ kind, id }) => partsOf(event, kind).includes(id))
  return (event) =>
    (topic === undefined || event.topic === topic) &&
    (people === undefined || has(event, people)) &&
    (places === undefined || has(event, places)) &&
    (from === undefined || number(event.last) >= from) &&
    (to === undefined || number(event.first, 0) <= to)
}

/** Whether an event begins within a span, rather than having been under way before it. */
export function beginsWithin(shelf: Shelf, ask: Ask, from: string): (event: Event) => boolean {
  const start = edge(shelf, ask, from, 'from')
  return (event) => number(event.first, 0) >= start
}

const number = (day: Day | undefined, otherwise = 99_999_999): number => (day ? day.year * 10_000 + day.month * 100 + day.day : otherwise)

function topicId(shelf: Shelf, ask: Ask, text: string): string {
  const wanted = fold(text.trim())
  const topic = shelf.almanac.pack.topics.find((t) => t.id === wanted || LOCALES.some((locale) => fold(t.name[locale]) === wanted))
  if (!topic)
    throw new Failure('not-found', 'error.noSuchTopic', {
      topic: quotable(text),
      topics: shelf.almanac.pack.topics.map((t) => t.name[ask.locale]).join(', '),
    })
  return topic.id
}

function nameIds(shelf: Shelf, kinds: readonly NameKind[], text: string): readonly { kind: NameKind; id: string }[] {
  const found = shelf.finder.names(kinds, text)
  if (found.length === 0) throw new Failure('not-found', 'error.noSuchName', { name: quotable(text) })
  return found
}

/** The first or last day that a typed date allows, as a number that sorts; the year is the pack's where none is typed. */
function edge(shelf: Shelf, ask: Ask, text: string, side: 'from' | 'to'): number {
  const read = readDate(text, todayOf(ask))
  const year = mainYear(shelf)
  switch (read.kind) {
    case 'day':
      return number({ year: read.year ?? year, month: read.month, day: read.day })
    case 'mid-month':
      return number({ year: read.year ?? year, month: read.month, day: side === 'from' ? 11 : 20 })
    case 'month':
      return number({ year: read.year ?? year, month: read.month, day: side === 'from' ? 1 : 31 })
    case 'year':
      return number({ year: read.year, month: side === 'from' ? 1 : 12, day: side === 'from' ? 1 : 31 })
    case 'impossible':
      throw new Failure('bad-input', read.why === 'no-such-month' ? 'error.noSuchMonth' : 'error.noSuchDay', { said: quotable(text) })
    case 'unreadable':
      throw new Failure('bad-input', 'error.date', { said: quotable(text) })
  }
}

/** The year in which most events of the pack begin: what a date without a year means in a filter. */
export function mainYear(shelf: Pick<Shelf, 'almanac'>): number {
  const years = Map.groupBy(
    shelf.almanac.events.flatMap((event) => event.first?.year ?? []),
    (year) => year,
  )
  return [...years].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? 2020
}
