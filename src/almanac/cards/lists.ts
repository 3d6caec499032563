import type { Ask } from '../../chat/command.ts'
import { quotable } from '../../chat/clean.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { heading, lead, list, note, paragraph, strong, type ActionId, type Block, type Body, type Reply } from '../../chat/reply.ts'
import { dayText, isDay, monthText, yearText, type Day } from '../../words/dates.ts'
import { fold } from '../../words/fold.ts'
import { isOccasion, type Event, type MonthDay, type OnDay } from '../almanac.ts'
import type { Found } from '../find.ts'
import { eventItem, eventMenu, todayOf, type Shelf } from '../shelf.ts'

/** Events that words found, best first, each with the words of its text that hit. */
export function searchCard(shelf: Shelf, ask: Ask, words: string, found: readonly Found[], self: ActionId | undefined): Reply {
  // What no button can ask again has no pages: it stays short, and no claims are quoted.
  const most = self ? SHOWN : SHOWN_ONCE
  const shown = found.slice(0, most)
  const menu = eventMenu(
    shelf,
    ask,
    shown.map((f) => f.event),
  )
  return reply(ask, {
    title: ask.say('search.title', { words }),
    blocks: [
      note(ask.say('search.count', { count: found.length })),
      list(shown.map((f): Body => [...eventItem(shelf, f.event, ask), ...(self ? hit(f, ask) : [])])),
      ...(found.length > most ? [note(ask.say('search.more', { count: found.length - most }))] : []),
    ],
    ...(menu && { menu }),
    solemn: shown.some((f) => f.event.solemn),
    self,
  })
}

const SHOWN = 25
const SHOWN_ONCE = 10

/** The claim that holds what was looked for, when title and summary do not show it. */
function hit({ event, words }: Found, ask: Ask): Body {
  const holds = (text: string) => {
    const folded = fold(text)
    return words.some((word) => folded.includes(word))
  }
  if (holds(event.title[ask.locale]) || holds(event.summary[ask.locale])) return []
  const claim = event.claims.find((c) => holds(c.text[ask.locale]))
  return claim ? [` — ${claim.text[ask.locale]}`] : []
}

/** What a command asks for: only such names are worth guessing. */
const KINDS = {
  search: ['person', 'organisation', 'place'],
  event: ['person', 'organisation', 'place'],
  who: ['person', 'organisation'],
  where: ['place'],
} as const

/** Nothing was found: names of the pack that may have been meant, each a button. */
export function nothingCard(shelf: Shelf, ask: Ask, words: string, sub: keyof typeof KINDS): Reply {
  const near = shelf.finder
    .guesses(KINDS[sub], words)
    .map((named) => [named.name[ask.locale], sub === 'who' || sub === 'where' ? named.id : named.name[ask.locale]] as const)
  const guesses = [...new Map(near)]
  return reply(ask, {
    audience: 'asker',
    failure: 'not-found',
    blocks: [
      paragraph(ask.say('search.nothing', { words: quotable(words, 100) })),
      ...(guesses.length > 0
        ? [paragraph(ask.say('guess.intro')), list(guesses.map(([name]) => [name]))]
        : [paragraph(ask.say('search.hint', { command: `/${shelf.almanac.pack.command}` }))]),
    ],
    buttons: buttons(...guesses.map(([name, value]) => [name, shelf.lead(sub, value)] as const), [
      ask.say('button.timeline'),
      shelf.lead('timeline'),
    ]),
  })
}

/** Several events fit: which one is meant? */
export function whichEventCard(shelf: Shelf, ask: Ask, events: readonly Event[], sub: 'event' | 'sources' | 'why'): Reply {
  const menu = eventMenu(shelf, ask, events, sub)
  return reply(ask, {
    audience: 'asker',
    blocks: [paragraph(ask.say('guess.event')), list(events.map((event) => eventItem(shelf, event, ask)))],
    ...(menu && { menu }),
    buttons: buttons(...events.slice(0, 4).map((event) => [event.title[ask.locale], shelf.lead(sub, event.id)] as const)),
    solemn: events.some((event) => event.solemn),
  })
}

/** The crisis in order, by month; what spans months stands where it begins, and what was under way before the asked span stands last. */
export function timelineCard(
  shelf: Shelf,
  ask: Ask,
  {
    events,
    begins,
    self,
  }: { readonly events: readonly Event[]; readonly begins: (event: Event) => boolean; readonly self: ActionId | undefined },
): Reply {
  const groups = Map.groupBy(events.filter(begins), groupOf)
  const underway = events.filter((event) => !begins(event))
  const monthMenu = [...groups.keys()]
    .filter((group) => group.length === MONTH)
    .flatMap((month) => {
      const action = shelf.lead('timeline', month, month)
      return action ? [{ label: groupText(month, ask), action }] : []
    })
  return reply(ask, {
    title: ask.say('timeline.title', { pack: shelf.almanac.pack.title[ask.locale] }),
    blocks: [
      ...[...groups].flatMap(([group, of]): Block[] => [
        heading(groupText(group, ask)),
        list(of.map((event) => eventItem(shelf, event, ask))),
      ]),
      ...(underway.length > 0 ? [heading(ask.say('timeline.underway')), list(underway.map((event) => eventItem(shelf, event, ask)))] : []),
    ],
    ...(monthMenu.length > 1
      ? { menu: { label: ask.say('menu.month'), options: monthMenu.slice(-25) } }
      : { ...eventMenuOf(shelf, ask, events) }),
    // Only from a part of it does a button lead to the whole.
    buttons: buttons([ask.say('button.timeline'), events.length < shelf.almanac.events.length ? shelf.lead('timeline') : undefined]),
    solemn: events.some((event) => event.solemn),
    self,
  })
}

const eventMenuOf = (shelf: Shelf, ask: Ask, events: readonly Event[]) => {
  const menu = eventMenu(shelf, ask, events)
  return menu && { menu }
}

const MONTH = 'YYYY-MM'.length

/** The month in which an event begins, or the year where no month is known: never more precision than the date has. */
function groupOf({ when, first }: Event): string {
  const start = when.kind === 'interval' ? when.start : when
  if (!first) return ''
  return start?.kind === 'year' ? String(first.year) : `${first.year}-${String(first.month).padStart(2, '0')}`
}

function groupText(group: string, ask: Ask): string {
  if (group === '') return ask.say('timeline.before')
  return group.length === MONTH
    ? monthText(ask.locale, { year: Number(group.slice(0, 4)), month: Number(group.slice(5)) })
    : yearText(ask.locale, Number(group))
}

/** The days to come on which something happened, the nearest first; today is not one of them. */
export function nextCard(shelf: Shelf, ask: Ask, count: number, zone: string | undefined): Reply {
  const now = todayOf(ask, zone)
  const days = coming(shelf, now, count)
  const events = days.flatMap(({ day }) =>
    shelf.almanac
      .on(day)
      .filter(isOccasion)
      .map((o) => o.event),
  )
  const menu = eventMenu(shelf, ask, [...new Set(events)])
  return reply(ask, {
    title: ask.say('next.title'),
    blocks:
      days.length === 0
        ? [paragraph(ask.say('next.nothing'))]
        : days.flatMap(({ day, year }): Block[] => [
            heading(dayText(ask.locale, comingDay(day, year))),
            list(
              shelf.almanac
                .on(day)
                .filter(isOccasion)
                .map((occasion) => comingItem(shelf, occasion, year, ask)),
            ),
          ]),
    ...(menu && { menu }),
    buttons: buttons([ask.say('button.timeline'), shelf.lead('timeline')]),
    solemn: events.some((event) => event.solemn),
    self: shelf.lead('next', String(count)),
  })
}

/** 29 February falls on the 28th in a year that has none. */
const comingDay = (day: MonthDay, year: number): Day => (isDay({ ...day, year }) ? { ...day, year } : { year, month: 2, day: 28 })

/** How many years it will be, or the date where it is still to happen. */
function comingItem(shelf: Shelf, { event, shown }: OnDay, year: number, ask: Ask): Body {
  const then = shown.how === 'last-day' ? event.last : event.first
  const years = year - (then?.year ?? year)
  return years < 0
    ? eventItem(shelf, event, ask)
    : [strong(ask.say('next.years', { years })), ask.say('punctuation.colon'), lead(event.title[ask.locale], shelf.lead('event', event.id))]
}

/** The next days after today on which something happened, with the year in which each comes. */
export function coming(shelf: Shelf, now: Day, count: number): readonly { readonly day: MonthDay; readonly year: number }[] {
  const days: { day: MonthDay; year: number }[] = []
  let at: MonthDay = now
  let year = now.year
  while (days.length < count) {
    // A pack with one single day comes round to it again.
    const next = shelf.almanac.neighbours(at).after ?? (shelf.almanac.on(at).some(isOccasion) ? at : undefined)
    if (!next) break
    if (next.month < at.month || (next.month === at.month && next.day <= at.day)) year++
    if (days.some(({ day }) => day.month === next.month && day.day === next.day)) break
    days.push({ day: next, year })
    at = next
  }
  return days
}
