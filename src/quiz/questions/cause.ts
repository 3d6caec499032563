import type { Event } from '../../almanac/almanac.ts'
import { chain } from '../../almanac/causes.ts'
import { fold } from './folded.ts'
import { LOCALES } from '../../words/locale.ts'
import { above, inEach, shuffled, type Draft } from './draft.ts'
import { isOfDeath } from './gap.ts'
import { isState, type Ground, type Span } from './ground.ts'
import { proofOf } from './proof.ts'

/** Cause and effect along the pack's own links: what led to an event, and what followed from it. */
export const causeDrafts = (ground: Ground): readonly Draft[] =>
  ground.almanac.events.flatMap((event, at) =>
    (at % 2 === 0 ? (['causes', 'effects'] as const) : (['effects', 'causes'] as const))
      .map((direction) => linkDraft(ground, event, direction))
      .filter((draft) => draft !== undefined)
      .slice(0, 1),
  )

function linkDraft(ground: Ground, event: Event, direction: 'causes' | 'effects'): Draft | undefined {
  const { almanac } = ground
  const [right] = event[direction]
    .flatMap((id) => almanac.event(id) ?? [])
    .filter((other) => isAskable(other) && !tells(event, other))
    .toSorted((a, b) => b.weight - a.weight)
  const wrong = right ? strangersTo(ground, event, direction) : []
  const proof = right && proofOf(direction === 'causes' ? event : right)
  if (!right || wrong.length < 3 || !proof) return undefined
  const words = inEach((locale, say) => ({
    text: above(say(direction === 'causes' ? 'question.cause' : 'question.effect'), event.title[locale]),
    right: right.title[locale],
    wrong: wrong.map(({ title }) => title[locale]),
    explanation: proof.text[locale],
    accepts: [],
  }))
  return words && { kind: 'cause', event, parts: [direction, right.id], words, sources: proof.sources, others: [right, ...wrong] }
}

const spanOf = (ground: Ground, event: Event): Span => {
  const spans = ground.spans(event)
  return { first: Math.min(...spans.map(({ first }) => first)), last: Math.max(...spans.map(({ last }) => last)) }
}

const isAskable = (event: Event): boolean => proofOf(event) !== undefined && !isOfDeath(event.title.en)

/** Whether one of the titles holds the other. */
const tells = (a: Event, b: Event): boolean =>
  LOCALES.some((locale) => fold(a.title[locale]).includes(fold(b.title[locale])) || fold(b.title[locale]).includes(fold(a.title[locale])))

/**
 * Three that cannot be meant, because they lie on the wrong side of this event in time: what it led to is no cause of it.
 * None is linked to it the way that is asked for, in however many steps, nor is a twin of one that is.
 */
function strangersTo(ground: Ground, event: Event, direction: 'causes' | 'effects'): readonly Event[] {
  const { almanac } = ground
  const here = spanOf(ground, event)
  const linked = new Set(chain(almanac, event, direction).map((link) => link.event))
  const near = almanac.events
    .filter((other) => {
      const span = spanOf(ground, other)
      const impossible = direction === 'causes' ? span.first > here.last : span.last < here.first
      return impossible && !isState(span) && !linked.has(other) && isAskable(other) && !ground.twins(other).some((twin) => linked.has(twin))
    })
    .toSorted((a, b) => away(ground, a, here) - away(ground, b, here) || b.weight - a.weight || (a.id < b.id ? -1 : 1))
  return shuffled(near.slice(0, 7), `${direction}/${event.id}`).slice(0, 3)
}

const away = (ground: Ground, event: Event, here: Span): number => {
  const { first, last } = spanOf(ground, event)
  return first > here.last ? first - here.last : here.first - last
}
