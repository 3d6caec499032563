import { toActionId } from '../chat/action.ts'
import type { Ask } from '../chat/command.ts'
import { lead, link, strong, type ActionId, type Body, type Inline, type Menu } from '../chat/reply.ts'
import { dayText, today, yearsAgo, type Day, type YearlyDay } from '../words/dates.ts'
import type { Locale } from '../words/locale.ts'
import type { Almanac, Event } from './almanac.ts'
import { parseEdtf } from './edtf.ts'
import type { Finder } from './find.ts'
import { whenText } from './when.ts'

/** One pack as its commands see it: what it holds, how to find in it, and how to lead on. */
export type Shelf = {
  readonly almanac: Almanac
  readonly finder: Finder
  /** The action of one of the pack's own sub-commands; parts are its values in order. */
  lead(sub: string, ...parts: readonly string[]): ActionId | undefined
}

export const shelf = (almanac: Almanac, finder: Finder): Shelf => ({
  almanac,
  finder,
  lead: (sub, ...parts) => toActionId(`${almanac.pack.command}.${sub}`, ...parts),
})

/** The language in which something is told, and its voice. */
export type Telling = Pick<Ask, 'say' | 'locale'>

/** The day it is for the asker, or the day that the asker pretends it is. */
export const todayOf = (ask: Ask, zone: string = ask.zone): Day => ask.asker.pretended ?? today(ask.now, zone)

/** Whole years from a day to today; undefined when there is no such day, or when it is still to come. */
export function yearsSince(then: Day | undefined, now: Day): number | undefined {
  if (!then) return undefined
  const turned = now.month > then.month || (now.month === then.month && now.day >= then.day)
  const years = now.year - then.year - (turned ? 0 : 1)
  return years < 0 ? undefined : years
}

/** `18 August 2020 · 6 years ago`, counted from the event's first day, or from `then` where another of its days is told of. */
export function dateLine(event: Event, ask: Telling, now: Day, then: Day | undefined = event.first): string {
  const years = yearsSince(then, now)
  const exact = event.when.kind === 'day' || event.when.kind === 'interval' || event.when.kind === 'one-of'
  return [whenText(ask.say, event.when), ...(exact && years !== undefined ? [yearsAgo(ask.locale, years)] : [])].join(' · ')
}

/** `12 sources`, which leads to them. */
export const sourcesLead = (shelf: Shelf, event: Event, ask: Telling): Inline =>
  lead(ask.say('event.sources', { count: event.sourceCount }), shelf.lead('sources', event.id))

/** `25 March 2020: Opposition leader …` as one item of a list. */
export const eventItem = (shelf: Shelf, event: Event, ask: Telling): Body => [
  strong(whenText(ask.say, event.when)),
  ask.say('punctuation.colon'),
  lead(event.title[ask.locale], shelf.lead('event', event.id)),
]

/** A day as a button carries it: in words, which no order of numbers can mistake for another. */
export const dayWords = (day: YearlyDay): string => dayText('en', day)

/** A menu that opens events, each once; undefined when there is nothing to open. */
export function eventMenu(shelf: Shelf, ask: Telling, events: readonly Event[], sub = 'event'): Menu | undefined {
  const options = [...new Set(events)].slice(0, 25).flatMap((event) => {
    const action = shelf.lead(sub, event.id)
    return action ? [{ label: event.title[ask.locale], hint: whenText(ask.say, event.when), action }] : []
  })
  return options.length > 0 ? { label: ask.say(sub === 'why' ? 'menu.why' : 'menu.event'), options } : undefined
}

const tongues = (locale: Locale) => new Intl.DisplayNames(locale, { type: 'language' })
const TONGUES: Readonly<Record<Locale, Intl.DisplayNames>> = { en: tongues('en'), fr: tongues('fr'), pl: tongues('pl') }

/** Where a claim was read: publisher and title (in quotation marks where it is the source's own, bare where it is our description) with the address, its date and, where the words are another's, whose. */
export function sourceBody(shelf: Shelf, ask: Ask, id: string): Body {
  const source = shelf.almanac.source(id)
  if (!source) return [id]
  const { publisher, url, date, language, origin } = source
  const title = source.titleSeen ? ask.say('source.title', { title: source.title }) : source.title
  const when = date === null ? undefined : parseEdtf(date)
  const details = [when ? whenText(ask.say, when) : ask.say('source.undated'), TONGUES[ask.locale].of(language) ?? language]
  const whose = publisher.includes(origin.split('/')[0] ?? origin) ? [] : [ask.say('source.origin', { origin })]
  return [`${publisher}, `, link(title, url), ` (${[...details, ...whose].join(', ')})`]
}
