import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { heading, lead, list, note, paragraph, strong, type Block, type Reply } from '../../chat/reply.ts'
import { dayText, isDay, type Day } from '../../words/dates.ts'
import { isOccasion, type Event, type MonthDay, type OnDay } from '../almanac.ts'
import { bounds } from '../edtf.ts'
import { dateLine, dayWords, eventMenu, sourcesLead, todayOf, type Shelf } from '../shelf.ts'
import { whenText } from '../when.ts'

export type DayAsked = MonthDay & {
  /** Only what happened in this year is wanted. */
  readonly year?: number | undefined
  /** How the day was read, where it could have been meant otherwise. */
  readonly understood?: string | undefined
  readonly sub: 'today' | 'on'
  readonly zone?: string | undefined
}

/** What belongs to a day, and whether that is of another year than the one asked for. Today, 29 February falls on the 28th where the year has none. */
function ofDay(shelf: Shelf, asked: DayAsked, now: Day): { readonly shown: readonly OnDay[]; readonly otherYears: boolean } {
  const fallsBack = asked.sub === 'today' && asked.month === 2 && asked.day === 28 && !isDay({ year: now.year, month: 2, day: 29 })
  const all = [...shelf.almanac.on(asked), ...(fallsBack ? shelf.almanac.on({ month: 2, day: 29 }).filter(isOccasion) : [])]
  const thatYear = all.filter((o) => isOfYear(o, asked.year))
  return thatYear.length > 0 ? { shown: thatYear, otherYears: false } : { shown: all, otherYears: all.length > 0 }
}

function isOfYear({ event, shown, attested }: OnDay, year: number | undefined): boolean {
  const { first, last } = attested ? bounds(attested.when) : event
  const years = shown.how === 'first-day' ? [first] : shown.how === 'last-day' ? [last] : [first, last]
  return year === undefined || years.some((day) => day?.year === year)
}

/** The events of a day in the order in which its card tells them. */
export const eventsOfDay = (shelf: Shelf, ask: Ask, asked: DayAsked): readonly Event[] => [
  ...new Set(ofDay(shelf, asked, todayOf(ask, asked.zone)).shown.map(({ event }) => event)),
]

/** What happened on one day of the year; a quiet day says so and leads to its neighbours. */
export function dayCard(shelf: Shelf, ask: Ask, asked: DayAsked): Reply {
  const now = todayOf(ask, asked.zone)
  const { shown, otherYears } = ofDay(shelf, asked, now)
  const occasions = shown.filter(isOccasion)
  const others = shown.filter((o) => o.attested)
  const around = shown.filter((o) => !o.attested && o.shown.how === 'around')
  const date = dayText(ask.locale, { month: asked.month, day: asked.day, ...(asked.year !== undefined && { year: asked.year }) })
  const events = eventsOfDay(shelf, ask, asked)
  const only = events.length === 1 ? events[0] : undefined
  const menu = only ? undefined : eventMenu(shelf, ask, events)
  return reply(ask, {
    title: asked.sub === 'today' ? ask.say('day.today', { date }) : date,
    blocks: [
      ...(asked.understood ? [note(asked.understood)] : []),
      ...(asked.year !== undefined && otherYears ? [paragraph(ask.say('day.otherYears', { year: String(asked.year) }))] : []),
      ...(occasions.length === 0 ? [paragraph(ask.say('day.quiet', { date: dayText(ask.locale, asked) }))] : []),
      ...occasions.flatMap((o) => occasionBlocks(shelf, o, ask, now)),
      ...section(
        ask.say('day.elsewhere'),
        others.flatMap((o) => attestedBlocks(o, ask)),
      ),
      ...section(
        ask.say('day.around'),
        around.length > 0
          ? [list(around.map(({ event }) => [strong(event.title[ask.locale]), ` (${whenText(ask.say, event.when)})`]))]
          : [],
      ),
      ...(occasions.length === 0 ? neighbourBlocks(shelf, ask, asked) : []),
    ],
    ...(menu && { menu }),
    buttons: dayButtons(shelf, ask, asked, only?.id),
    solemn: shown.some(({ event }) => event.solemn),
    self: shelf.lead('on', dayWords(asked)),
  })
}

/** The heading, the date and the summary of one event, with each other date that is given for it. */
function occasionBlocks(shelf: Shelf, { event, shown }: OnDay, ask: Ask, now: Day): Block[] {
  const place =
    shown.how === 'day-of'
      ? [ask.say('day.dayOf', { n: shown.n, of: shown.of })]
      : shown.how === 'first-day'
        ? [ask.say('day.firstDay')]
        : shown.how === 'last-day'
          ? [ask.say('day.lastDay')]
          : []
  return [
    heading(event.title[ask.locale]),
    note(
      [dateLine(event, ask, now, shown.how === 'last-day' ? event.last : event.first), ...place].join(' · '),
      ' · ',
      sourcesLead(shelf, event, ask),
    ),
    paragraph(event.summary[ask.locale]),
    ...event.attested.map((attested) =>
      note(ask.say('day.alsoDated', { date: whenText(ask.say, attested.when), by: attested.by[ask.locale] })),
    ),
  ]
}

/** An event that stands elsewhere in the pack, but which others date to this day: who they are, and why the pack differs. */
function attestedBlocks({ event, attested }: OnDay, ask: Ask): Block[] {
  if (!attested) return []
  const why = event.why ? [' ', event.why[ask.locale]] : []
  return [
    heading(event.title[ask.locale]),
    paragraph(
      strong(ask.say('day.datedBy', { date: whenText(ask.say, attested.when), by: attested.by[ask.locale] })),
      ' ',
      ask.say('day.prefers', { date: whenText(ask.say, event.when) }),
      ...why,
    ),
    paragraph(event.summary[ask.locale]),
  ]
}

const section = (title: string, blocks: readonly Block[]): readonly Block[] =>
  blocks.length > 0 ? [{ kind: 'divider' }, note(strong(title)), ...blocks] : []

function neighbourBlocks(shelf: Shelf, ask: Ask, day: MonthDay): Block[] {
  const { before, after } = shelf.almanac.neighbours(day)
  const item = (near: MonthDay | undefined, label: string) => {
    const first = near && shelf.almanac.on(near).find(isOccasion)
    return near && first
      ? [
          [
            strong(`${label}, ${dayText(ask.locale, near)}`),
            ask.say('punctuation.colon'),
            lead(first.event.title[ask.locale], shelf.lead('event', first.event.id)),
          ],
        ]
      : []
  }
  const items = [...item(before, ask.say('day.before')), ...item(after, ask.say('day.after'))]
  return items.length > 0 ? [paragraph(ask.say('day.nearest')), list(items)] : []
}

function dayButtons(shelf: Shelf, ask: Ask, day: MonthDay, only: string | undefined) {
  const { before, after } = shelf.almanac.neighbours(day)
  // Where only one other day holds anything, it is both before and after: one button leads there.
  const same = before?.month === after?.month && before?.day === after?.day
  const to = (near: MonthDay | undefined) => (near ? shelf.lead('on', dayWords(near)) : undefined)
  return buttons(
    ...(only
      ? ([
          [ask.say('button.event'), shelf.lead('event', only)],
          [ask.say('button.sources'), shelf.lead('sources', only)],
          [ask.say('button.why'), shelf.lead('why', only)],
        ] as const)
      : []),
    [before ? ask.say('button.earlierDay', { date: dayText(ask.locale, before) }) : '', same ? undefined : to(before)],
    [after ? ask.say('button.laterDay', { date: dayText(ask.locale, after) }) : '', to(after)],
  )
}
