import { heading, lead, list, note, strong, type Block } from '../chat/reply.ts'
import type { Event, OnDay } from '../almanac/almanac.ts'
import type { Shelf, Telling } from '../almanac/shelf.ts'
import { whenText } from '../almanac/when.ts'
import { dayText, type Day } from '../words/dates.ts'
import type { Key } from '../words/say.ts'
import { datedByOthers, nextDate, type Occasion, type Taste } from './occasions.ts'
import { claimBody, eventWays, fitting, labelled, occasionBlocks, occasionItem, type Part } from './part.ts'
import { inTurn, orderedInTurn } from './turn.ts'

const LABELS = ['post.claim.detail', 'post.claim.record', 'post.claim.closely', 'post.claim.sources'] as const satisfies readonly Key[]
const CLOSINGS = ['post.close.list', 'post.close.who', 'post.close.why', 'post.close.event'] as const satisfies readonly Key[]
const TITLES = ['post.title.ago', 'post.title.day', 'post.title.on', 'post.title.back'] as const

/** So many events of one day are told with their summaries; the others have a line each. */
const TOLD = 4
const LINES = 8

/** The post of a day on which something happened. */
export function dayPart(shelf: Shelf, taste: Taste, date: Day, found: readonly [Occasion, ...Occasion[]], telling: Telling): Part {
  const others = datedByOthers(shelf, taste, date)
  const closing = closingBlocks(shelf, taste, date, { found, others }, telling)
  const attempt = (told: number, lines: number) => () => {
    const shown = found.slice(0, told + lines)
    return {
      title: titleOf(found[0], date, telling),
      blocks: [
        ...shown
          .slice(0, told)
          .flatMap((occasion, at) => [...occasionBlocks(shelf, occasion, telling), ...(at === 0 ? claimOf(occasion, date, telling) : [])]),
        ...moreBlocks(shelf, found[0], shown.slice(told), found.length - shown.length, telling),
        ...closing,
      ],
      events: [...shown, ...others].map(({ event }) => event),
      buttons: eventWays(shelf, found[0].event, telling),
    }
  }
  const most = Math.min(TOLD, found.length)
  const attempts = Array.from({ length: most }, (_, n) => most - n).flatMap((told) => [attempt(told, LINES), attempt(told, LINES / 2)])
  return fitting([...attempts, attempt(1, 0)]) ?? attempt(1, 0)()
}

/** The opening changes from year to year; a round year has its own. */
function titleOf({ past, years }: Occasion, date: Day, { say, locale }: Telling): string {
  const text = dayText(locale, past)
  if (years === 0) return say('day.today', { date: text })
  return say(years % 5 === 0 ? 'post.title.since' : inTurn(TITLES, date), { years, date: text })
}

/** The first event also tells one of its statements, each year the next. */
function claimOf({ event }: Occasion, date: Day, telling: Telling): readonly Block[] {
  const [claim] = orderedInTurn(newsOf(event), date)
  return claim ? [labelled(telling.say(inTurn(LABELS, date)), claimBody(claim, telling), telling)] : []
}

/** The statements of an event that say more than its summary, if any do. */
export function newsOf({ claims, summary }: Event): Event['claims'] {
  const told = new Set(longWords(summary.en))
  const more = claims.filter(({ text }) => {
    const words = longWords(text.en)
    return words.filter((word) => told.has(word)).length <= words.length * MOST_TOLD
  })
  return more.length > 0 ? more : claims
}

/** Of the words of a statement that says more, at most so many stand in the summary. */
const MOST_TOLD = 0.6

const longWords = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? []

const moreBlocks = (shelf: Shelf, told: Occasion, more: readonly Occasion[], left: number, telling: Telling): readonly Block[] => [
  ...(more.length > 0
    ? [heading(telling.say('post.more')), list(more.map((occasion) => occasionItem(shelf, occasion, told, telling)))]
    : []),
  ...(left > 0 ? [note(telling.say('post.moreLeft', { count: left }))] : []),
]

/** Small print in an order that changes from year to year: other datings, what comes next, and what the buttons are for. */
function closingBlocks(
  shelf: Shelf,
  taste: Taste,
  date: Day,
  { found, others }: { readonly found: readonly Occasion[]; readonly others: readonly OnDay[] },
  telling: Telling,
): readonly Block[] {
  const { say, locale } = telling
  const next = nextDate(shelf, taste, date, found)
  const coming = next
    ? [
        note(
          say('post.next', { day: dayText(locale, { month: next.date.month, day: next.date.day }) }),
          say('punctuation.colon'),
          lead(next.occasion.event.title[locale], shelf.lead('event', next.occasion.event.id)),
        ),
      ]
    : []
  return orderedInTurn(
    [otherBlocks(shelf, others, telling), coming, [note(say(inTurn(CLOSINGS, date)))]].filter((lines) => lines.length > 0),
    date,
  ).flat()
}

/** A line for each event that other sources date to this day: who they are, and what the pack prefers. */
export const otherBlocks = (shelf: Shelf, others: readonly OnDay[], { say, locale }: Telling): readonly Block[] =>
  others
    .slice(0, 3)
    .flatMap(({ event, attested }) =>
      attested
        ? [
            note(
              strong(say('post.elsewhere')),
              say('punctuation.colon'),
              lead(event.title[locale], shelf.lead('event', event.id)),
              '. ',
              say('day.datedBy', { date: whenText(say, attested.when), by: attested.by[locale] }),
              ' ',
              say('day.prefers', { date: whenText(say, event.when) }),
            ),
          ]
        : [],
    )
