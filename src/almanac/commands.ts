import * as z from 'zod'
import { arg, defineCommand, type Ask, type Root } from '../chat/command.ts'
import { Failure } from '../kernel/failure.ts'
import type { Day } from '../words/dates.ts'
import { readDate, type DateRead } from '../words/read-date.ts'
import type { Event, NameKind } from './almanac.ts'
import { dayCard, type DayAsked } from './cards/day.ts'
import { eventCard } from './cards/event.ts'
import { nextCard, nothingCard, searchCard, timelineCard, whichEventCard } from './cards/lists.ts'
import { nameCard, whichNameCard } from './cards/name.ts'
import { sourcesCard, whyCard } from './cards/proof.ts'
import { completeZone, completions, zoneOf } from './complete.ts'
import { examplesOf } from './examples.ts'
import { beginsWithin, passes } from './filter.ts'
import type { Found } from './find.ts'
import { dayIn, tellingWords } from './question.ts'
import { todayOf, type Shelf } from './shelf.ts'

export const words = (max: number) => z.string().trim().min(1).max(max)

/** The slash command of one pack and everything below it. */
export function packCommands(shelf: Shelf): Root {
  const { pack } = shelf.almanac
  const complete = completions(shelf)
  const filters = {
    topic: arg(words(60).optional(), 'topic', complete.topic),
    person: arg(words(100).optional(), 'person', complete.who),
    place: arg(words(100).optional(), 'place', complete.where),
  }
  const span = { from: arg(words(40).optional(), 'from'), to: arg(words(40).optional(), 'to') }
  const event = { event: arg(words(200), 'event', complete.event) }
  const zone = { zone: arg(words(60).optional(), 'zone', completeZone) }
  const common = { root: pack.command, audience: 'everyone', steady: true } as const
  const example = examplesOf(shelf)
  return {
    name: pack.command,
    summary: pack.summary,
    loose: 'search',
    bare: 'today',
    commands: [
      defineCommand({
        ...common,
        sub: 'today',
        key: 'today',
        example: same(''),
        args: zone,
        run: (a, ask) => todayReply(shelf, ask, zoneOf(a.zone)),
      }),
      defineCommand({
        ...common,
        sub: 'on',
        key: 'on',
        example: example.on,
        args: { date: arg(words(60), 'date'), ...zone },
        run: (a, ask) => onReply(shelf, ask, a.date, zoneOf(a.zone)),
      }),
      defineCommand({
        ...common,
        sub: 'event',
        key: 'event',
        example: example.event,
        args: event,
        run: (a, ask) => theEvent(shelf, ask, a.event, 'event', eventCard),
      }),
      defineCommand({
        ...common,
        sub: 'search',
        key: 'search',
        example: example.search,
        args: { words: arg(words(100), 'words'), ...filters, ...span },
        run: (a, ask) => searchReply(shelf, ask, a),
      }),
      defineCommand({
        ...common,
        sub: 'timeline',
        key: 'timeline',
        example: example.timeline,
        args: { ...span, ...filters },
        run: (a, ask) => timelineReply(shelf, ask, a),
      }),
      defineCommand({
        ...common,
        sub: 'who',
        key: 'who',
        example: example.who,
        args: { name: arg(words(100), 'name', complete.who) },
        run: (a, ask) => theName(shelf, ask, ['person', 'organisation'], a.name),
      }),
      defineCommand({
        ...common,
        sub: 'where',
        key: 'where',
        example: example.where,
        args: { place: arg(words(100), 'place', complete.where) },
        run: (a, ask) => theName(shelf, ask, ['place'], a.place),
      }),
      defineCommand({
        ...common,
        sub: 'why',
        key: 'why',
        example: example.event,
        args: event,
        run: (a, ask) => theEvent(shelf, ask, a.event, 'why', whyCard),
      }),
      defineCommand({
        ...common,
        audience: 'asker',
        sub: 'sources',
        key: 'sources',
        example: example.event,
        args: event,
        run: (a, ask) => theEvent(shelf, ask, a.event, 'sources', sourcesCard),
      }),
      defineCommand({
        ...common,
        sub: 'next',
        key: 'next',
        example: same('3'),
        args: { count: arg(z.int().min(1).max(10).optional(), 'count'), ...zone },
        run: (a, ask) => nextCard(shelf, ask, a.count ?? 5, zoneOf(a.zone)),
      }),
      defineCommand({
        ...common,
        steady: false,
        sub: 'random',
        key: 'random',
        example: same(''),
        args: {},
        run: (_, ask) => randomReply(shelf, ask),
      }),
    ],
  }
}

const same = (text: string) => ({ en: text, fr: text, pl: text })

/** `/mali today`, also the first thing in somebody's own room. */
export function todayReply(shelf: Shelf, ask: Ask, zone?: string) {
  const { month, day } = todayOf(ask, zone)
  return dayCard(shelf, ask, { month, day, sub: 'today', zone })
}

function onReply(shelf: Shelf, ask: Ask, typed: string, zone: string | undefined) {
  const now = todayOf(ask, zone)
  const text = dateIn(typed, now, shelf)
  const read = readDate(text, now)
  if (read.kind === 'month' || read.kind === 'year') return timelineReply(shelf, ask, { from: text, to: text })
  return dayCard(shelf, ask, { ...dayAsked(read, ask, text), sub: 'on', zone })
}

/** The date of a sentence, or the words as they are where they are a date themselves or hold none. */
export const dateIn = (text: string, now: Day, { almanac }: Shelf): string =>
  readDate(text, now).kind === 'unreadable' ? (dayIn(text, now, [almanac.pack.command]) ?? text) : text

/** Two numbers that could each be the day and the month, such as 05-06; a year first leaves no doubt. */
function isAmbiguous(text: string): boolean {
  const [, first, second] = /^(\d{1,2})[^\p{L}\d]+(\d{1,2})(?![\p{L}\d])/u.exec(text.trim()) ?? []
  return first !== undefined && Number(first) <= 12 && Number(second) <= 12 && Number(first) !== Number(second)
}

/** The day that typed words mean; throws a refusal that says what to type instead. */
export function dayAsked(read: DateRead, ask: Ask, text: string): Omit<DayAsked, 'sub'> {
  const understood = ask.say('day.understood', { said: text })
  switch (read.kind) {
    case 'day':
      return { month: read.month, day: read.day, year: read.year, understood: isAmbiguous(text) ? understood : undefined }
    case 'mid-month':
      return { month: read.month, day: 15, year: read.year, understood: ask.say('day.middle', { said: text }) }
    case 'impossible':
      throw new Failure('bad-input', read.why === 'no-such-month' ? 'error.noSuchMonth' : 'error.noSuchDay', { said: text })
    case 'month':
    case 'year':
    case 'unreadable':
      throw new Failure('bad-input', 'error.date', { said: text })
  }
}

function theEvent(
  shelf: Shelf,
  ask: Ask,
  text: string,
  sub: 'event' | 'why' | 'sources',
  card: (shelf: Shelf, ask: Ask, event: Event) => ReturnType<typeof eventCard>,
) {
  const [first, ...others] = shelf.finder.event(text)
  if (!first) return nothingCard(shelf, ask, text, 'event')
  return others.length > 0 ? whichEventCard(shelf, ask, [first, ...others], sub) : card(shelf, ask, first)
}

function theName(shelf: Shelf, ask: Ask, kinds: readonly NameKind[], text: string) {
  const [first, ...others] = shelf.finder.names(kinds, text)
  if (!first) return unnamed(shelf, ask, kinds, text)
  return others.length > 0 ? whichNameCard(shelf, ask, [first, ...others]) : nameCard(shelf, ask, first)
}

/** A question that names nobody, such as “who won the election?”, is searched for; one or two words that come near a name are more likely a slip. */
function unnamed(shelf: Shelf, ask: Ask, kinds: readonly NameKind[], text: string) {
  const words = tellingWords(text).length
  const isSlip = words < 2 || (words < 3 && shelf.finder.guesses(kinds, text).length > 0)
  const found = isSlip ? [] : shelf.finder.events(text)
  return found.length > 0
    ? foundCard(shelf, ask, { words: text }, found)
    : nothingCard(shelf, ask, text, kinds.includes('place') ? 'where' : 'who')
}

type Span = {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly topic?: string | undefined
  readonly person?: string | undefined
  readonly place?: string | undefined
}

/** Words that ask about a day or a month are answered as such: nobody who types “18 August” looks for its letters. */
function searchReply(shelf: Shelf, ask: Ask, a: Span & { readonly words: string }) {
  const filtered = [a.topic, a.person, a.place, a.from, a.to].some((filter) => filter !== undefined)
  const now = todayOf(ask)
  if (!filtered && readDate(dateIn(a.words, now, shelf), now).kind !== 'unreadable') return onReply(shelf, ask, a.words, undefined)
  const passing = passes(shelf, ask, a)
  const found = shelf.finder.events(a.words).filter((f) => passing(f.event))
  if (found.length > 0) return foundCard(shelf, ask, a, found)
  // Words too small to be looked for may still be a name, such as “the UN”.
  const names = filtered ? [] : shelf.finder.names(['person', 'organisation', 'place'], a.words)
  return names.length > 0 ? theName(shelf, ask, ['person', 'organisation', 'place'], a.words) : nothingCard(shelf, ask, a.words, 'search')
}

const foundCard = (shelf: Shelf, ask: Ask, a: Span & { readonly words: string }, found: readonly Found[]) =>
  searchCard(
    shelf,
    ask,
    a.words,
    found,
    shelf.lead('search', a.words, ...[a.topic, a.person, a.place, a.from, a.to].map((part) => part ?? '')),
  )

function timelineReply(shelf: Shelf, ask: Ask, a: Span) {
  const events = shelf.almanac.events.filter(passes(shelf, ask, a))
  if (events.length === 0) throw new Failure('not-found', 'timeline.nothing')
  const begins = a.from === undefined ? () => true : beginsWithin(shelf, ask, a.from)
  const self = shelf.lead('timeline', ...[a.from, a.to, a.topic, a.person, a.place].map((part) => part ?? ''))
  return timelineCard(shelf, ask, { events, begins, self })
}

/** One event, the weightier the likelier. */
function randomReply(shelf: Shelf, ask: Ask) {
  const { events } = shelf.almanac
  const total = events.reduce((sum, event) => sum + event.weight, 0)
  let left = ask.random() * total
  const event = events.find((e) => (left -= e.weight) < 0) ?? events.at(-1)
  if (!event) throw new Failure('not-found', 'timeline.nothing')
  const card = eventCard(shelf, ask, event)
  const again = shelf.lead('random')
  return { ...card, buttons: [...card.buttons.slice(0, 3), ...(again ? [{ label: ask.say('button.another'), action: again }] : [])] }
}
