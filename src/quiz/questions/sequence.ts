import type { Event } from '../../almanac/almanac.ts'
import { whenText } from '../../almanac/when.ts'
import { LOCALES } from '../../words/locale.ts'
import { above, inEach, sentence, shuffled, type Draft } from './draft.ts'
import { holdsDate, isOfDeath } from './gap.ts'
import { isState, touches, type Ground, type Span } from './ground.ts'
import { proofOf } from './proof.ts'

/** An event whose place in time is beyond doubt, with everything that its title may mean. */
type Placed = { readonly event: Event; readonly span: Span }

/** How much nearer another event of the same topic counts, in days, and how far one may be. */
const SAME_TOPIC = 15
const FARTHEST = 90

/** Which came first, and the order of three or four: only of events that nobody's dating makes touch each other. */
export function sequenceDrafts(ground: Ground): readonly Draft[] {
  const placed = ground.almanac.events.flatMap((event) => placedOf(ground, event) ?? [])
  return placed.flatMap((first, at) =>
    [firstDraft(placed, first), at % 2 === 0 ? orderDraft(placed, first, at % 4 === 0 ? 4 : 3) : undefined].filter(
      (draft) => draft !== undefined,
    ),
  )
}

function placedOf(ground: Ground, event: Event): Placed | undefined {
  const spans = [event, ...ground.twins(event)].flatMap((one) => ground.spans(one))
  const span = { first: Math.min(...spans.map(({ first }) => first)), last: Math.max(...spans.map(({ last }) => last)) }
  const told = proofOf(event) !== undefined && !LOCALES.some((locale) => holdsDate(event.title[locale], locale))
  return told && !isOfDeath(event.title.en) && !isState(span) ? { event, span } : undefined
}

/** Later events, the nearest and those of the same topic first. */
const laterThan = (placed: readonly Placed[], { event, span }: Placed): readonly Placed[] => {
  const rank = (other: Placed) => other.span.first - span.last - (other.event.topic === event.topic ? SAME_TOPIC : 0)
  return placed
    .filter((other) => other.span.first > span.last && other.span.first - span.last <= FARTHEST)
    .toSorted((a, b) => rank(a) - rank(b) || (a.event.id < b.event.id ? -1 : 1))
}

function firstDraft(placed: readonly Placed[], first: Placed): Draft | undefined {
  const { event } = first
  const others = shuffled(laterThan(placed, first).slice(0, 6), event.id).slice(0, 3)
  const proof = proofOf(event)
  if (others.length < 3 || !proof) return undefined
  const words = inEach((locale, say) => ({
    text: say('question.first'),
    right: event.title[locale],
    wrong: others.map((other) => other.event.title[locale]),
    explanation: proof.text[locale],
    accepts: [],
  }))
  return (
    words && {
      kind: 'first',
      event,
      parts: others.map((other) => other.event.id),
      words,
      sources: proof.sources,
      others: others.map((other) => other.event),
    }
  )
}

const LETTERS = 'ABCD'

function orderDraft(placed: readonly Placed[], first: Placed, length: 3 | 4): Draft | undefined {
  const { event } = first
  const line = [first]
  for (const next of shuffled(laterThan(placed, first).slice(0, 8), `order/${event.id}`))
    if (line.length < length && line.every(({ span }) => !touches(span, next.span))) line.push(next)
  if (line.length < length) return undefined
  const inTime = line.toSorted((a, b) => a.span.first - b.span.first)
  const ids = inTime.map((one) => one.event.id)
  const shown = shuffled(inTime, ids.join())
  const letter = (one: Placed): string => LETTERS[shown.indexOf(one)] ?? ''
  const right = inTime.map(letter).join(' → ')
  const wrong = shuffled(
    permutations(shown.map(letter))
      .map((order) => order.join(' → '))
      .filter((order) => order !== right),
    `wrong/${ids.join()}`,
  ).slice(0, 3)
  const words = inEach((locale, say) => ({
    text: above(say('question.order'), shown.map((one) => `${letter(one)}. ${one.event.title[locale]}`).join('\n')),
    right,
    wrong,
    explanation: sentence(
      inTime.map((one) => `${letter(one)}${say('punctuation.colon')}${whenText(say, one.event.when)}`).join(say('punctuation.semicolon')),
    ),
    accepts: [inTime.map(letter).join('')],
  }))
  const sources = inTime.flatMap((one) => proofOf(one.event)?.sources.slice(0, 1) ?? [])
  return words && { kind: 'order', event, parts: ids, words, sources, others: inTime.map((one) => one.event) }
}

const permutations = (items: readonly string[]): readonly (readonly string[])[] =>
  items.length < 2 ? [items] : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]))
