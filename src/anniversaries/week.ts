import { lead, list, note, paragraph, strong, type Body } from '../chat/reply.ts'
import type { Shelf, Telling } from '../almanac/shelf.ts'
import { addDays, dayText, daysBetween, rangeText, type Day } from '../words/dates.ts'
import { buttons } from '../chat/dispatch.ts'
import { isBusy, occasions, type Occasion, type Taste } from './occasions.ts'
import { fitting, type Part } from './part.ts'
import { substitute, type QuietTaste } from './quiet.ts'
import { inTurn } from './turn.ts'

const TITLES = ['post.week.coming', 'post.week.recalls', 'post.week.dates', 'post.week.pack'] as const

/** Where nothing is to come: two titles and two openings, so that no quiet week is opened as the one a year before. */
const QUIET_TITLES = ['post.week.coming', 'post.week.pack', 'post.week.coming', 'post.week.pack'] as const
const QUIET_INTROS = ['post.week.quiet', 'post.week.quiet', 'post.week.calm', 'post.week.calm'] as const

/** One event on the first day of the week that is its. */
type Coming = { readonly date: Day; readonly occasion: Occasion }

/** The events of the seven days that begin with `date`, each once, day after day. */
export function comingWeek(shelf: Shelf, taste: Taste, date: Day): readonly Coming[] {
  const all = Array.from({ length: 7 }, (_, n) => addDays(date, n)).flatMap((day) =>
    occasions(shelf, taste, day).map((occasion): Coming => ({ date: day, occasion })),
  )
  return all.filter(({ occasion }, at) => all.findIndex((other) => other.occasion.event === occasion.event) === at)
}

/** A line for each event of the coming seven days; the lightest are counted where they do not all fit. */
export function weekPart(shelf: Shelf, date: Day, coming: readonly Coming[], telling: Telling): Part {
  const { say } = telling
  const ranked = coming.toSorted((a, b) => b.occasion.event.weight - a.occasion.event.weight)
  const attempt = (most: number) => () => {
    const shown = coming.filter((one) => ranked.indexOf(one) < most)
    const left = coming.length - shown.length
    return {
      title: titleOf(TITLES, date, telling),
      blocks: [
        list(shown.map((one, at) => comingItem(shelf, one, shown[at - 1], telling))),
        ...(left > 0 ? [note(say('post.moreLeft', { count: left }))] : []),
      ],
      events: shown.map(({ occasion }) => occasion.event),
      buttons: buttons([say('button.timeline'), shelf.lead('timeline')]),
    }
  }
  return fitting(Array.from({ length: coming.length }, (_, n) => attempt(coming.length - n))) ?? attempt(1)()
}

/** A week without an event says so, and what the channel asked for in its place. */
export function quietWeekPart(shelf: Shelf, taste: QuietTaste, date: Day, telling: Telling): Part | undefined {
  const part = substitute(shelf, taste, date, telling)
  if (!part) return undefined
  const busy = Array.from({ length: 7 }, (_, n) => addDays(date, n)).some((day) => isBusy(shelf, day))
  return {
    ...part,
    title: titleOf(QUIET_TITLES, date, telling),
    blocks: [
      paragraph(telling.say(busy ? 'post.week.asked' : inTurn(QUIET_INTROS, date))),
      ...(taste.quiet === 'background' ? [paragraph(strong(part.title))] : []),
      ...part.blocks,
    ],
  }
}

const titleOf = (titles: typeof TITLES | typeof QUIET_TITLES, date: Day, { say, locale }: Telling): string => {
  const last = addDays(date, 6)
  const range = rangeText(locale, { month: date.month, day: date.day }, { month: last.month, day: last.day })
  return say(inTurn<(typeof TITLES)[number]>(titles, date), { range })
}

/** `18 August · 6 years: Soldiers mutiny at Kati`; the years are said once a day. */
function comingItem(shelf: Shelf, { date, occasion }: Coming, above: Coming | undefined, { say, locale }: Telling): Body {
  const isSame = above !== undefined && daysBetween(above.date, date) === 0 && above.occasion.years === occasion.years
  const day = dayText(locale, { month: date.month, day: date.day })
  return [
    strong([day, ...(isSame ? [] : [say('next.years', { years: occasion.years })])].join(' · ')),
    say('punctuation.colon'),
    lead(occasion.event.title[locale], shelf.lead('event', occasion.event.id)),
  ]
}
