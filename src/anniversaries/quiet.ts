import { heading, note, paragraph, type Block, type Body } from '../chat/reply.ts'
import type { Event } from '../almanac/almanac.ts'
import { sourcesLead, type Shelf, type Telling } from '../almanac/shelf.ts'
import { whenText } from '../almanac/when.ts'
import { dayText, type Day } from '../words/dates.ts'
import { backgroundPart, hasBackground } from './background.ts'
import { otherBlocks } from './day.ts'
import { datedByOthers, isBusy, nearest, type Taste } from './occasions.ts'
import { claimBody, eventWays, type Part } from './part.ts'
import type { Wish } from './subscription.ts'
import { inTurn, serialOf } from './turn.ts'

const INTROS = ['post.quiet.no', 'post.quiet.calm', 'post.quiet.none', 'post.quiet.empty'] as const
const READING = ['post.background.read', 'post.background.who', 'post.background.know', 'post.background.more'] as const

/** What a channel wants to hear of on a day without an event. */
export type QuietTaste = Taste & Pick<Wish, 'quiet'>

/** Whether a day without an event has anything to say. */
export const quietSpeaks = (shelf: Shelf, taste: QuietTaste, date: Day): boolean =>
  taste.quiet === 'nearest' ? nearest(shelf, taste, date) !== undefined : taste.quiet === 'background' && hasBackground(shelf, taste)

/** The post of a day without an event, by the channel's own policy. */
export function quietPart(shelf: Shelf, taste: QuietTaste, date: Day, telling: Telling): Part | undefined {
  const part = substitute(shelf, taste, date, telling)
  if (!part) return undefined
  const others = datedByOthers(shelf, taste, date)
  const { say, locale } = telling
  const day = dayText(locale, { month: date.month, day: date.day })
  // Where the pack has something that this channel did not ask for, it would be untrue that there is nothing.
  const intro = say(isBusy(shelf, date) ? 'post.quiet.asked' : inTurn(INTROS, date), { day })
  return {
    ...part,
    blocks: [
      paragraph(intro, ...(taste.quiet === 'background' ? [' ', say(inTurn(READING, date))] : [])),
      ...part.blocks,
      ...otherBlocks(shelf, others, telling),
    ],
    events: [...part.events, ...others.map(({ event }) => event)],
  }
}

/** What is told in the place of an event of the day itself. */
export function substitute(shelf: Shelf, taste: QuietTaste, date: Day, telling: Telling): Part | undefined {
  if (taste.quiet === 'background') return backgroundPart(shelf, taste, date, telling)
  return taste.quiet === 'nearest' ? nearestPart(shelf, taste, date, telling) : undefined
}

function nearestPart(shelf: Shelf, taste: Taste, date: Day, telling: Telling): Part | undefined {
  const found = nearest(shelf, taste, date)
  if (!found) return undefined
  const { say, locale } = telling
  const { event } = found.occasion
  const day = dayText(locale, { month: found.date.month, day: found.date.day })
  const blocks: readonly Block[] = [
    paragraph(say('post.nearest', { side: found.away < 0 ? 'before' : 'after', days: Math.abs(found.away), day })),
    heading(event.title[locale]),
    note(whenText(say, event.when), ' · ', sourcesLead(shelf, event, telling)),
    paragraph(...oneOf(event, date, telling)),
  ]
  const today = dayText(locale, { month: date.month, day: date.day })
  return { title: say('day.today', { date: today }), blocks, events: [event], buttons: eventWays(shelf, event, telling) }
}

/** The summary or one of the statements: the same event may be the nearest for weeks. */
function oneOf(event: Event, date: Day, telling: Telling): Body {
  const at = serialOf(date) % (event.claims.length + 1)
  const claim = event.claims[at - 1]
  return claim ? claimBody(claim, telling) : [event.summary[telling.locale]]
}
