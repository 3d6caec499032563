import { usedSources, type Almanac, type Event, type TracedClaim } from '../../almanac/almanac.ts'
import type { Source, Text3 } from '../../almanac/pack.ts'
import { fold } from './folded.ts'
import { LOCALES } from '../../words/locale.ts'
import { inContext, standsAlone } from './context.ts'
import { above, inEach, isBeyondDoubt, isFact, LONGEST_OPTION, shuffled, type Draft } from './draft.ts'
import { isOfDeath } from './gap.ts'
import type { Ground } from './ground.ts'

/** Which source says so, and which statement is disputed: what the pack knows about its own footing. */
export function saysDrafts(ground: Ground): readonly Draft[] {
  const fame = fameOf(ground.almanac)
  return ground.almanac.events.flatMap((event) =>
    [
      event.weight >= LIGHTEST ? sourceDraft(ground, event, fame) : undefined,
      ...event.claims.map((claim) => disputedDraft(ground, event, claim)),
    ].filter((draft) => draft !== undefined),
  )
}

/** Of lighter events nobody is asked who reported them. */
const LIGHTEST = 3

const citedBy = (almanac: Almanac, event: Event): readonly Source[] => {
  const file = almanac.pack.events.find(({ id }) => id === event.id)
  return [...new Set(file ? usedSources(file) : [])].flatMap((id) => almanac.source(id) ?? [])
}

/** For how many events each publisher is cited: whom nobody knows nobody can think of. */
function fameOf(almanac: Almanac): ReadonlyMap<string, number> {
  const fame = new Map<string, number>()
  for (const event of almanac.events)
    for (const publisher of new Set(citedBy(almanac, event).map((source) => source.publisher)))
      fame.set(publisher, (fame.get(publisher) ?? 0) + 1)
  return fame
}

/** Whose words a publisher mostly prints: rather its own than an agency's. */
function voiceOf(almanac: Almanac, publisher: string): string {
  const voices = VOICES.get(almanac) ?? new Map<string, string>()
  VOICES.set(almanac, voices)
  const known = voices.get(publisher) ?? heardIn(almanac, publisher)
  voices.set(publisher, known)
  return known
}

const VOICES = new WeakMap<Almanac, Map<string, string>>()

function heardIn(almanac: Almanac, publisher: string): string {
  const origins = almanac.pack.sources.filter((source) => source.publisher === publisher).flatMap(({ origin }) => origin.split('/'))
  const times = (origin: string) => origins.filter((other) => other === origin).length
  return origins.toSorted((a, b) => times(b) - times(a) || (a < b ? -1 : 1))[0] ?? publisher
}

/** Whether a publisher's name stands in another's, so that one could be taken for the other. */
const alike = (a: string, b: string): boolean => fold(a).includes(fold(b)) || fold(b).includes(fold(a))

/** Asks which of four known publishers the pack cites for a confirmed claim; the others are cited for nothing about its event. */
function sourceDraft(ground: Ground, event: Event, fame: ReadonlyMap<string, number>): Draft | undefined {
  const { almanac } = ground
  const cited = citedBy(almanac, event)
  const here = cited.map(({ publisher }) => publisher)
  const voices = new Set(cited.flatMap(({ origin }) => origin.split('/')))
  const told = ground.told(event)
  const famous = [...fame]
    .filter(([name]) => !here.some((other) => alike(name, other)) && !told.includes(fold(name)) && !voices.has(voiceOf(almanac, name)))
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 12)
  const wrong: string[] = []
  for (const [name] of shuffled(famous, event.id)) if (wrong.length < 3 && !wrong.some((other) => alike(name, other))) wrong.push(name)
  const known = event.claims.filter(isFact).flatMap((claim) =>
    claim.sources
      .flatMap((id) => almanac.source(id) ?? [])
      .filter(({ publisher }) => !LOCALES.some((locale) => fold(claim.text[locale]).includes(fold(publisher))))
      .map((source) => ({ claim, source })),
  )
  const [best] = known.toSorted((a, b) => (fame.get(b.source.publisher) ?? 0) - (fame.get(a.source.publisher) ?? 0))
  if (!best || wrong.length < 3) return undefined
  const { claim, source } = best
  const asked = inContext(event, claim.text, () => false) ?? claim.text
  const words = inEach((locale, say) => ({
    text: above(say('question.source'), asked[locale]),
    right: source.publisher,
    wrong,
    explanation: say('question.source.because', { publisher: source.publisher, title: source.title }),
    accepts: [],
  }))
  return words && { kind: 'source', event, parts: [claim.id, source.id], words, sources: [source.id] }
}

/** A statement that says itself that counts or reports differ gives itself away. */
const OPEN = /\b(?:differ|differed|differently|estimates|reported differently)\b/i

/** Asks which of the statements about an event others dispute: one is disputed, the others nobody does. */
function disputedDraft(ground: Ground, event: Event, claim: TracedClaim): Draft | undefined {
  const [otherwise] = claim.otherwise ?? []
  if (claim.status !== 'disputed' || !otherwise || OPEN.test(claim.text.en)) return undefined
  const fits = (text: Text3) => LOCALES.every((locale) => text[locale].length <= LONGEST_OPTION)
  const [ownFacts, nearFacts] = [
    factsOf(event),
    neighboursOf(ground, event)
      .flatMap(factsOf)
      .filter(({ text }) => standsAlone(text)),
  ].map((facts) => shuffled(facts, `${event.id}/${claim.id}`).filter(({ text }) => fits(text) && (event.solemn || !isOfDeath(text.en))))
  const wrong = [...(ownFacts ?? []), ...(nearFacts ?? [])].slice(0, 3)
  if (wrong.length < 3 || !fits(claim.text)) return undefined
  const words = inEach((locale, say) => ({
    text: above(say('question.disputed'), event.title[locale]),
    right: claim.text[locale],
    wrong: wrong.map(({ text }) => text[locale]),
    explanation: otherwise.text[locale],
    accepts: [],
  }))
  return words && { kind: 'disputed', event, parts: [claim.id], words, sources: [...otherwise.sources.slice(0, 2), ...claim.sources] }
}

const factsOf = (event: Event): readonly TracedClaim[] => event.claims.filter((claim) => isBeyondDoubt(event, claim))

/** The events that led to one, and that followed from it. */
const neighboursOf = ({ almanac }: Ground, event: Event): readonly Event[] =>
  [...event.causes, ...event.effects].flatMap((id) => almanac.event(id) ?? [])
