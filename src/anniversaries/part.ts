import { pagesOf } from '../chat/pages.ts'
import { em, heading, lead, note, paragraph, strong, type Block, type Body, type Button, type Inline } from '../chat/reply.ts'
import type { Event, TracedClaim } from '../almanac/almanac.ts'
import { claimItem } from '../almanac/cards/event.ts'
import { sourcesLead, type Shelf, type Telling } from '../almanac/shelf.ts'
import { whenText } from '../almanac/when.ts'
import { buttons } from '../chat/dispatch.ts'
import { yearsAgo } from '../words/dates.ts'
import type { Occasion } from './occasions.ts'

/** What one post says, without the lines that depend on how and when it is sent. */
export type Part = {
  readonly title: string
  readonly blocks: readonly Block[]
  /** Every event that is told or named, the first of them the one that the buttons are about. */
  readonly events: readonly Event[]
  readonly buttons: readonly Button[]
}

/** The first of these that fits into one message beside `room` more blocks, or the last where none does: a post has no second page. */
export function fitting<T extends { readonly blocks: readonly Block[] }>(attempts: readonly (() => T)[]): T | undefined {
  let made: T | undefined
  for (const attempt of attempts) {
    made = attempt()
    if (pagesOf([...made.blocks, ...ROOM]).length <= 1) return made
  }
  return made
}

/** What the closing lines of a post may take: that it is late, a test or corrected. */
const ROOM: readonly Block[] = [note('x'.repeat(90)), note('x'.repeat(60)), note('x'.repeat(110))]

/** `day 2 of 3`, `began on this day`: what makes the day the event's, where that is more than its date. */
const placeText = ({ shown }: Occasion, { say }: Telling): readonly string[] => {
  switch (shown.how) {
    case 'day-of':
      return [say('day.dayOf', { n: shown.n, of: shown.of })]
    case 'first-day':
      return [say('day.firstDay')]
    case 'last-day':
      return [say('day.lastDay')]
    case 'exact':
    case 'one-of':
    case 'around':
      return []
  }
}

/** One event with its heading, its date, how long ago it was and its summary, and who dates it otherwise. */
export const occasionBlocks = (shelf: Shelf, occasion: Occasion, telling: Telling): readonly Block[] => {
  const { event, years } = occasion
  const { say, locale } = telling
  const when = [whenText(say, event.when), yearsAgo(locale, years), ...placeText(occasion, telling)]
  return [
    heading(event.title[locale]),
    note(when.join(' · '), ' · ', sourcesLead(shelf, event, telling)),
    paragraph(event.summary[locale]),
    ...event.attested.map(({ when, by }) => note(say('day.alsoDated', { date: whenText(say, when), by: by[locale] }))),
  ]
}

/** One event in a line: its title, and what its date, its years and its place among its days add to those of the post. */
export function occasionItem(shelf: Shelf, occasion: Occasion, told: Occasion, telling: Telling): Body {
  const { event, shown, years } = occasion
  const { say, locale } = telling
  const added = [
    ...(shown.how === 'one-of' ? [whenText(say, event.when)] : []),
    ...(years === told.years ? [] : [yearsAgo(locale, years)]),
    ...placeText(occasion, telling),
  ]
  return [lead(event.title[locale], shelf.lead('event', event.id)), ...(added.length > 0 ? [` (${added.join(' · ')})`] : [])]
}

/** A statement with whoever says otherwise, in one breath. */
export const claimBody = (claim: TracedClaim, telling: Telling, otherwise = claim.otherwise ?? []): Body => [
  ...claimItem(claim, telling),
  ...otherwise.flatMap(({ text }): Inline[] => [' ', em(telling.say('sources.otherwise')), ' ', text[telling.locale]]),
]

/** The ways on from one event. */
export const eventWays = (shelf: Shelf, event: Event, { say }: Telling): readonly Button[] =>
  buttons(
    [say('button.event'), shelf.lead('event', event.id)],
    [say('button.sources'), shelf.lead('sources', event.id)],
    [say('button.why'), shelf.lead('why', event.id)],
  )

/** `In detail: …` */
export const labelled = (label: string, body: Body, { say }: Telling): Block => paragraph(strong(label), say('punctuation.colon'), ...body)
