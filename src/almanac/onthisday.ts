import { toActionId } from '../chat/action.ts'
import { arg, defineCommand, type Ask, type Root } from '../chat/command.ts'
import { buttons, reply } from '../chat/dispatch.ts'
import { heading, note, type Reply } from '../chat/reply.ts'
import { dayText } from '../words/dates.ts'
import type { Locale } from '../words/locale.ts'
import { readDate } from '../words/read-date.ts'
import { sayer } from '../words/say.ts'
import { LEAP_YEAR, type MonthDay } from './almanac.ts'
import { dayCard, eventsOfDay, type DayAsked } from './cards/day.ts'
import { dateIn, dayAsked, words } from './commands.ts'
import { completeZone, zoneOf } from './complete.ts'
import { examplesOf } from './examples.ts'
import { dayWords, eventMenu, todayOf, type Shelf } from './shelf.ts'

const summary = (locale: Locale): string => sayer(locale)('cmd.onthisday.summary')

/** `/onthisday`: the same day over every loaded pack. */
export function onThisDay(shelves: readonly Shelf[]): Root {
  const command = defineCommand({
    root: 'onthisday',
    sub: '',
    key: 'onthisday',
    audience: 'everyone',
    steady: true,
    example: shelves[0] ? examplesOf(shelves[0]).on : { en: '', fr: '', pl: '' },
    args: { date: arg(words(60).optional(), 'date'), zone: arg(words(60).optional(), 'zone', completeZone) },
    run(a, ask) {
      const zone = zoneOf(a.zone)
      const now = todayOf(ask, zone)
      if (a.date === undefined) return everyPack(shelves, ask, { month: now.month, day: now.day, sub: 'today', zone })
      const date = shelves.reduce((text, shelf) => dateIn(text, now, shelf), a.date)
      return everyPack(shelves, ask, { ...dayAsked(readDate(date, now), ask, date), sub: 'on', zone })
    },
  })
  return { name: 'onthisday', summary: { en: summary('en'), fr: summary('fr'), pl: summary('pl') }, commands: [command] }
}

function everyPack(shelves: readonly Shelf[], ask: Ask, day: DayAsked): Reply {
  // How the day was read is said once, above all packs.
  const { understood, ...asked } = day
  const cards = shelves.map((shelf) => ({ title: shelf.almanac.pack.title[ask.locale], card: dayCard(shelf, ask, asked) }))
  const options = shelves.flatMap((shelf) => eventMenu(shelf, ask, eventsOfDay(shelf, ask, asked))?.options ?? [])
  const title = cards[0]?.card.title
  return reply(ask, {
    ...(title && { title }),
    blocks: [
      ...(understood ? [note(understood)] : []),
      ...cards.flatMap(({ title: pack, card }) => (cards.length > 1 ? [heading(pack), ...card.blocks] : card.blocks)),
    ],
    ...(options.length > 0 && { menu: { label: ask.say('menu.event'), options: options.slice(0, 25) } }),
    buttons: buttons(
      ...new Map(
        [...toNeighbour(shelves, ask, day, 'before'), ...toNeighbour(shelves, ask, day, 'after')].map(
          (button) => [button[1], button] as const,
        ),
      ).values(),
    ),
    solemn: cards.some(({ card }) => card.solemn),
    self: toActionId('onthisday', dayWords(day)),
  })
}

/** The nearest day of any pack, on one side. */
function toNeighbour(shelves: readonly Shelf[], ask: Ask, day: MonthDay, side: 'before' | 'after') {
  const near = shelves.map((shelf) => shelf.almanac.neighbours(day)[side]).filter((d) => d !== undefined)
  const [closest] = near.toSorted((a, b) => away(day, a, side) - away(day, b, side))
  if (!closest) return []
  const label = ask.say(side === 'before' ? 'button.earlierDay' : 'button.laterDay', { date: dayText(ask.locale, closest) })
  return [[label, toActionId('onthisday', dayWords(closest))] as const]
}

const ordinalDay = ({ month, day }: MonthDay): number => Date.UTC(LEAP_YEAR, month - 1, day) / 86_400_000

/** Days from one day of the year to another, going one way round. */
const away = (from: MonthDay, to: MonthDay, side: 'before' | 'after'): number => {
  const days = ordinalDay(to) - ordinalDay(from)
  return (((side === 'after' ? days : -days) + 366 - 1) % 366) + 1
}
