import { createHash } from 'node:crypto'
import type { Event, TracedClaim } from '../../almanac/almanac.ts'
import { seededRandom } from '../../kernel/random.ts'
import { fold } from './folded.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import { sayer, type Say } from '../../words/say.ts'
import type { Cited, Kind, Question, Wording } from '../question.ts'
import { holdsDate } from './gap.ts'
import type { Ground } from './ground.ts'

/** A question before it is looked over. `parts` are what its id is made of beside its kind and its event. */
export type Draft = {
  readonly kind: Kind
  readonly event: Event
  readonly parts: readonly string[]
  /** What stands in the id in place of the event's own. */
  readonly slug?: string
  readonly words: Readonly<Record<Locale, Wording>>
  readonly sources: readonly string[]
  /** Events that are asked about beside the first. */
  readonly others?: readonly Event[]
}

/** How hard a kind is to begin with, from 1 to 5. Events of weight 5 are one easier, those of 1 or 2 one harder. */
const HARDNESS: Readonly<Record<Kind, number>> = {
  'true-false': 1,
  who: 2,
  where: 2,
  body: 2,
  first: 2,
  date: 3,
  cause: 3,
  own: 3,
  'how-many': 4,
  order: 4,
  source: 4,
  disputed: 4,
}

export const difficultyOf = (kind: Kind, weight: number): number =>
  Math.min(5, Math.max(1, HARDNESS[kind] + (weight >= 5 ? -1 : weight <= 2 ? 1 : 0)))

/** An option is never longer, and a question never shows more sources. */
export const LONGEST_OPTION = 300
const MOST_SOURCES = 3

/** Words in each language, or undefined as soon as one of them has none. */
export function inEach<T>(make: (locale: Locale, say: Say) => T | undefined): Readonly<Record<Locale, T>> | undefined {
  const [en, fr, pl] = LOCALES.map((locale) => make(locale, sayer(locale)))
  return en !== undefined && fr !== undefined && pl !== undefined ? { en, fr, pl } : undefined
}

/** The question of a draft, or undefined where an option is empty, repeated or too long, or the words hold the answer. */
export function toQuestion({ almanac }: Ground, draft: Draft): Question | undefined {
  const { kind, event, words } = draft
  if (!LOCALES.every((locale) => isSound(words[locale], kind))) return undefined
  return {
    id: idOf(almanac.pack.id, draft),
    kind,
    difficulty: difficultyOf(kind, event.weight),
    about: { pack: almanac.pack.id, event: event.id },
    topic: event.topic,
    solemn: [event, ...(draft.others ?? [])].some(({ solemn }) => solemn),
    words,
    sources: [...new Set(draft.sources)].slice(0, MOST_SOURCES).flatMap((id): Cited[] => {
      const source = almanac.source(id)
      return source ? [{ title: source.title, publisher: source.publisher, url: source.url }] : []
    }),
  }
}

function isSound({ text, right, wrong }: Wording, kind: Kind): boolean {
  const options = [right, ...wrong]
  const different = new Set(options.map((option) => fold(option).trim())).size === options.length
  const leaks = kind !== 'true-false' && fold(text).includes(fold(right))
  return different && !leaks && options.length > 1 && options.every((option) => option !== '' && option.length <= LONGEST_OPTION)
}

const LONGEST_SLUG = 32

/** `date:coup-of-18-august:k3f9q2a`: to be read by people, and different for every pack, claim and answer. */
function idOf(pack: string, { kind, event, parts, slug = event.id }: Draft): string {
  const short = slug.length <= LONGEST_SLUG ? slug : slug.slice(0, LONGEST_SLUG + 1).replace(/-[^-]*$/, '')
  const sum = createHash('sha256')
    .update([pack, kind, event.id, ...parts].join('\n'))
    .digest('hex')
  return `${kind}:${short}:${BigInt(`0x${sum.slice(0, 12)}`)
    .toString(32)
    .slice(0, 7)}`
}

/** The same things in an order that their seed decides, for ever. */
export function shuffled<T>(items: readonly T[], seed: string): readonly T[] {
  const random = seededRandom(seed)
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** What may be asked as a fact: everything else is asked as somebody's word, or not at all. */
export const isFact = (claim: TracedClaim): boolean => claim.status === 'confirmed'

/** A fact that nobody's other dating of its event touches: it may stand as true beside what is false or disputed. */
export const isBeyondDoubt = (event: Event, claim: TracedClaim): boolean =>
  isFact(claim) && (event.attested.length === 0 || !holdsDate(claim.text.en, 'en'))

/** The same words as they stand on a line of their own: with a capital. */
export const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)

/** The same words as a sentence; the full stop of a Polish year ends it too. */
export const sentence = (text: string): string => `${capital(text)}${text.endsWith('.') ? '' : '.'}`

/** A question and, on a line of its own, what it is about. */
export const above = (question: string, matter: string): string => `${question}\n${matter}`
