import { createHash } from 'node:crypto'
import type { Event, Named, NameKind } from '../almanac/almanac.ts'
import { aboutBlocks } from '../almanac/cards/name.ts'
import { eventItem, sourcesLead, type Shelf, type Telling } from '../almanac/shelf.ts'
import { whenText } from '../almanac/when.ts'
import { buttons } from '../chat/dispatch.ts'
import { heading, list, note, paragraph, type Block } from '../chat/reply.ts'
import { daysBetween, type Day } from '../words/dates.ts'
import { newsOf } from './day.ts'
import { capitalised } from './desk/phrases.ts'
import { wanted, type Taste } from './occasions.ts'
import { claimBody, eventWays, type Part } from './part.ts'
import { orderedInTurn, turnOf } from './turn.ts'

/** Something to read on a day without an event: somebody, somewhere, or a state that lasted. */
type Card =
  | { readonly kind: 'named'; readonly named: Named; readonly events: readonly Event[] }
  | { readonly kind: 'state'; readonly event: Event }

const KINDS: readonly NameKind[] = ['person', 'organisation', 'place']

/** So many events of a name are listed. */
const LISTED = 4

/** What was going on rather than happened: it has no day of its own, or more than a week of them. */
const isState = ({ when, first, last }: Event): boolean =>
  when.kind === 'month' ||
  when.kind === 'year' ||
  (when.kind === 'interval' && (first === undefined || last === undefined || daysBetween(first, last) > 6))

const known = new WeakMap<Shelf, Map<string, readonly Card[]>>()

/** Every card of a channel's taste, mixed once and for good. */
function cardsOf(shelf: Shelf, taste: Taste): readonly Card[] {
  const cards = known.get(shelf) ?? new Map<string, readonly Card[]>()
  known.set(shelf, cards)
  const key = JSON.stringify([taste.minWeight, taste.topics])
  const found = cards.get(key) ?? mixed(shelf, taste)
  if (cards.size < MOST_TASTES) cards.set(key, found)
  return found
}

const MOST_TASTES = 200

function mixed({ almanac }: Shelf, taste: Taste): readonly Card[] {
  const isWanted = wanted(taste)
  const named = KINDS.flatMap((kind) => almanac.names(kind)).flatMap((name): (Card & { readonly kind: 'named' })[] => {
    const events = almanac.eventsOf(name).filter(isWanted)
    return events.length > 0 ? [{ kind: 'named', named: name, events }] : []
  })
  // Who or what appears once is a thin page; where there is enough without, it is left out.
  const told = named.filter(({ events }) => events.length > 1)
  const states = almanac.events.filter((event) => isState(event) && isWanted(event)).map((event): Card => ({ kind: 'state', event }))
  const sign = (card: Card): string =>
    createHash('sha256')
      .update(card.kind === 'named' ? `${card.named.kind}/${card.named.id}` : card.event.id)
      .digest('hex')
  return [...(told.length >= ENOUGH ? told : named), ...states]
    .map((card) => [sign(card), card] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, card]) => card)
}

const ENOUGH = 20

/** Whether there is anything to read. */
export const hasBackground = (shelf: Shelf, taste: Taste): boolean => cardsOf(shelf, taste).length > 0

/** The card of a day: another one each day and each year. Undefined where the taste leaves nothing. */
export function backgroundPart(shelf: Shelf, taste: Taste, date: Day, telling: Telling): Part | undefined {
  const cards = cardsOf(shelf, taste)
  const card = cards[turnOf(date, cards.length)]
  if (!card) return undefined
  return card.kind === 'named' ? namedPart(shelf, card, date, telling) : statePart(shelf, card.event, date, telling)
}

function namedPart(shelf: Shelf, { named, events }: Extract<Card, { kind: 'named' }>, date: Day, telling: Telling): Part {
  const { say, locale } = telling
  const listed = orderedInTurn(events, date).slice(0, LISTED)
  const place = shelf.almanac.pack.places.find(({ id }) => named.kind === 'place' && id === named.id)
  // Other spellings help to find somebody; who is told of them without having asked is only held up.
  const about: readonly Block[] = place
    ? [paragraph(capitalised(place.region[locale]))]
    : aboutBlocks(shelf, telling, { ...named, aliases: [] })
  return {
    title: say('post.background.title', { name: named.name[locale] }),
    blocks: [
      ...about,
      heading(say('name.events')),
      list(shelf.almanac.events.filter((event) => listed.includes(event)).map((event) => eventItem(shelf, event, telling))),
    ],
    events: listed,
    buttons: buttons(
      [named.name[locale], shelf.lead(named.kind === 'place' ? 'where' : 'who', named.id)],
      [say('button.timeline'), shelf.lead('timeline')],
    ),
  }
}

function statePart(shelf: Shelf, event: Event, date: Day, telling: Telling): Part {
  const { say, locale } = telling
  const [claim] = orderedInTurn(newsOf(event), date)
  return {
    title: say('post.background.title', { name: event.title[locale] }),
    blocks: [
      note(whenText(say, event.when), ' · ', sourcesLead(shelf, event, telling)),
      paragraph(event.summary[locale]),
      ...(claim ? [paragraph(...claimBody(claim, telling))] : []),
    ],
    events: [event],
    buttons: eventWays(shelf, event, telling),
  }
}
