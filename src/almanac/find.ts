import MiniSearch from 'minisearch'
import { fold, foldedWords } from '../words/fold.ts'
import { LOCALES } from '../words/locale.ts'
import { distance, tolerance } from '../words/near.ts'
import type { Almanac, Event, Named, NameKind } from './almanac.ts'
import type { Text3 } from './pack.ts'
import { isFiller, tellingWords } from './question.ts'

export type Found = { readonly event: Event; readonly score: number; readonly words: readonly string[] }

export type Finder = {
  /** Events ranked by how well they fit the words, in any language, whatever the diacritics, the order and small slips. */
  events(words: string): readonly Found[]
  /** The one event that is meant by an id, a title or words; several when it is not clear. */
  event(text: string): readonly Event[]
  /** The people, organisations or places that a name may mean, best first; empty when none comes near. */
  names(kinds: readonly NameKind[], text: string): readonly Named[]
  /** A few names that come near a mistyped text without fitting it, nearest first; only names that some event bears. */
  guesses(kinds: readonly NameKind[], text: string): readonly Named[]
}

const all = (text: Text3): string => LOCALES.map((locale) => text[locale]).join(' ')

/** The index of every word of a pack. Building it takes longer than anything else at the start, so it is built when it is first asked. */
function indexOf(almanac: Almanac): MiniSearch {
  const vocabulary = new Set<string>()
  const index = new MiniSearch({
    fields: ['title', 'names', 'summary', 'claims'],
    storeFields: [],
    tokenize: (text) => [...foldedWords(text)],
    processTerm: (term) => {
      if (isFiller(term)) return null
      vocabulary.add(term)
      return term
    },
    searchOptions: {
      processTerm: (term) => unswapped(term, vocabulary),
      boost: { title: 4, names: 3, summary: 2 },
      prefix: (term) => term.length >= 3,
      fuzzy: (term) => (/\d/.test(term) ? 0 : tolerance(term.length)),
      weights: { fuzzy: 0.35, prefix: 0.6 },
    },
  })
  index.addAll(almanac.events.map((event) => document(almanac, event)))
  return index
}

export function finder(almanac: Almanac): Finder {
  let built: MiniSearch | undefined
  const index = (): MiniSearch => (built ??= indexOf(almanac))
  const names = nameEntries(almanac)
  const placeWords = new Set(almanac.pack.places.flatMap(({ name }) => foldedWords(all(name))))
  const titles = almanac.events.map((event) => ({
    event,
    folded: [event.id, ...LOCALES.map((locale) => event.title[locale])].map((title) => foldedWords(title).join(' ')),
  }))

  const ranked = (words: string): readonly Found[] => {
    const query = tellingWords(words).join(' ')
    if (!query) return []
    const strict = index().search(query, { combineWith: 'AND' })
    return (strict.length > 0 ? strict : index().search(query, { combineWith: 'OR' }))
      .flatMap(({ id, score, terms }) => {
        const event = almanac.event(String(id))
        return event ? [{ event, score: score * (1 + event.weight / 10), words: terms }] : []
      })
      .toSorted((a, b) => b.score - a.score)
  }

  return {
    events: ranked,
    event: (text) => oneEvent(almanac, titles, ranked, text),
    names(kinds, text) {
      const exact = kinds.map((kind) => almanac.named(kind, text.trim())).find((named) => named !== undefined)
      return exact
        ? [exact]
        : meant(
            names.filter((entry) => kinds.includes(entry.named.kind)),
            text,
            placeWords,
          )
    },
    guesses: (kinds, text) =>
      guesses(
        names.filter(({ named }) => kinds.includes(named.kind) && almanac.eventsOf(named).length > 0),
        text,
      ),
  }
}

function document(almanac: Almanac, event: Event) {
  const topic = almanac.pack.topics.find((t) => t.id === event.topic)
  const named = [
    ...event.people.map((id) => almanac.named('person', id)),
    ...event.organisations.map((id) => almanac.named('organisation', id)),
    ...event.places.map((id) => almanac.named('place', id)),
  ].filter((name) => name !== undefined)
  return {
    id: event.id,
    title: `${all(event.title)} ${event.id}`,
    names: named.map((name) => `${all(name.name)} ${name.aliases.join(' ')}`).join(' ') + (topic ? ` ${all(topic.name)}` : ''),
    summary: all(event.summary),
    claims: event.claims.map((claim) => all(claim.text)).join(' '),
  }
}

/** An id, then a whole title, then what the words find: a clear winner alone, or the best few. */
function oneEvent(
  almanac: Almanac,
  titles: readonly { readonly event: Event; readonly folded: readonly string[] }[],
  ranked: (words: string) => readonly Found[],
  text: string,
): readonly Event[] {
  const exact = almanac.event(text.trim())
  if (exact) return [exact]
  const folded = foldedWords(text).join(' ')
  if (!folded) return []
  const titled = titles.filter((t) => t.folded.includes(folded))
  if (titled.length > 0) return titled.map((t) => t.event)
  const [best, second, ...others] = ranked(text)
  if (!best) return []
  if (!second || best.score >= second.score * 1.6) return [best.event]
  return [best, second, ...others]
    .slice(0, 10)
    .filter((f) => f.score >= best.score * 0.4)
    .map((f) => f.event)
}

/** The word itself, or the word of the vocabulary that it becomes when two neighbours change places: the one slip that the index does not count as one. */
function unswapped(word: string, vocabulary: ReadonlySet<string>): string {
  if (vocabulary.has(word) || tolerance(word.length) === 0) return word
  const swaps = Array.from(
    { length: word.length - 1 },
    (_, i) => `${word.slice(0, i)}${word[i + 1] ?? ''}${word[i] ?? ''}${word.slice(i + 2)}`,
  )
  return swaps.find((swap) => vocabulary.has(swap)) ?? word
}

type NameEntry = { readonly named: Named; readonly forms: readonly (readonly string[])[]; readonly titles: ReadonlySet<string> }

/** Every name in all its forms, with the words of its roles ("imam", "colonel"), less those that are names themselves. */
function nameEntries(almanac: Almanac): readonly NameEntry[] {
  const formed = (['person', 'organisation', 'place'] as const)
    .flatMap((kind) => almanac.names(kind))
    .map((named) => ({
      named,
      forms: [
        ...new Set([named.id, ...LOCALES.map((locale) => named.name[locale]), ...named.aliases].map((form) => foldedWords(form).join(' '))),
      ]
        .filter(Boolean)
        .map((form) => form.split(' ')),
    }))
  const { people } = almanac.pack
  const own = new Set(
    people
      .map(({ name }) => name)
      .map(all)
      .flatMap(foldedWords),
  )
  return formed.map(({ named, forms }) => {
    const person = named.kind === 'person' ? people.find(({ id }) => id === named.id) : undefined
    const said = person ? [person.about, ...person.roles.map((role) => role.text)].map(all).flatMap(foldedWords) : []
    return { named, forms, titles: new Set(said.filter((word) => !own.has(word))) }
  })
}

/**
 * Every asked word must fit a word of one form of the name: the same, its beginning, or a slip away. What people put before a name
 * ("imam", "the", "colonel") may stand beside it. Whoever fits better hides whoever fits worse, so that a whole name never brings its namesakes.
 */
function meant(entries: readonly NameEntry[], text: string, whole: ReadonlySet<string>): readonly Named[] {
  const asked = foldedWords(text)
  if (asked.length === 0) return []
  const scored = entries
    .map((entry) => ({ named: entry.named, cost: Math.min(...entry.forms.map((form) => costOf(asked, form, entry.titles, whole))) }))
    .filter(({ cost }) => cost < UNLIKE)
  const bestOf = (some: typeof scored) =>
    some.filter(({ cost }) => cost === Math.min(...some.map((other) => other.cost))).map(({ named }) => named)
  // A body that is named after a person is not who is meant by the person's name, unless its own is said in full.
  const people = scored.filter(({ named }) => named.kind === 'person')
  return bestOf(people.length > 0 && scored.every(({ cost, named }) => cost > 0 || named.kind === 'person') ? people : scored)
}

const UNLIKE = 1000

/** What it costs that a word is none of the name, but of what is said of its bearer. */
const TITLE = 4

function costOf(asked: readonly string[], form: readonly string[], titles: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  const near = asked.map((word) => ({ word, steps: Math.min(...form.map((own) => stepsBetween(word, own, whole.has(word)))) }))
  const fitting = near.filter(({ steps }) => steps < UNLIKE)
  if (fitting.length === 0 || (fitting.length < form.length && fitting.every(({ word }) => isFiller(word)))) return UNLIKE
  const beside = near.filter(({ steps }) => steps >= UNLIKE).map(({ word }) => (isFiller(word) ? 0 : titles.has(word) ? TITLE : UNLIKE))
  const total = [...fitting.map(({ steps }) => steps), ...beside].reduce((sum, steps) => sum + steps, 0)
  // Fewer words than the name has is how people ask; only the very name counts as better.
  return total >= UNLIKE ? UNLIKE : total * 10 + (fitting.length === form.length ? 0 : 1)
}

/** A word that is a place's own name, such as “Mali”, is no beginning of another and no slip. */
function stepsBetween(asked: string, own: string, isWhole: boolean): number {
  if (asked === own) return 0
  if (isWhole) return UNLIKE
  if (asked.length >= 3 && own.startsWith(asked)) return 1
  const limit = tolerance(Math.max(asked.length, own.length))
  const steps = distance(asked, own, limit)
  return steps <= limit ? steps + 1 : UNLIKE
}

/** What a guess may differ in: a third of a word. */
const FARTHEST = 0.34

/** The part of the longer word that is different; 1 where it is more than a guess may differ in. */
function apart(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  const limit = Math.floor(length * FARTHEST)
  const steps = distance(a, b, limit)
  return steps > limit ? 1 : steps / length
}

function guesses(entries: readonly NameEntry[], text: string): readonly Named[] {
  const asked = foldedWords(text).filter((word) => word.length >= 3 && !isFiller(word))
  const near = entries.map(({ named, forms }) => {
    const words = forms.flat().filter((word) => word.length >= 3)
    return { named, steps: Math.min(...asked.flatMap((a) => words.map((w) => apart(a, w))), 1) }
  })
  return near
    .filter(({ steps }) => steps <= FARTHEST)
    .toSorted((a, b) => a.steps - b.steps)
    .slice(0, 4)
    .map(({ named }) => named)
}

export type Prefixes<T> = (typed: string) => readonly T[]

/** Completion from memory: items one of whose words begins as typed, and which hold every other word typed; in the order given. Its table is made when somebody types for the first time, so that the start need not wait for it. */
export function prefixes<T>(items: readonly T[], wordsOf: (item: T) => readonly string[]): Prefixes<T> {
  let made: readonly { readonly word: string; readonly at: number }[] | undefined
  const tableOf = () =>
    items
      .flatMap((item, at) => [...new Set(wordsOf(item).flatMap(foldedWords))].map((word) => ({ word, at })))
      .toSorted((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : a.at - b.at))
  const starting = (prefix: string): Set<number> => {
    const table = (made ??= tableOf())
    let low = 0
    let high = table.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((table[middle]?.word ?? '') < prefix) low = middle + 1
      else high = middle
    }
    const hits = new Set<number>()
    for (const { word, at } of table.slice(low)) {
      if (!word.startsWith(prefix)) break
      hits.add(at)
    }
    return hits
  }
  return (typed) => {
    const words = fold(typed).match(/[\p{L}\p{N}]+/gu) ?? []
    if (words.length === 0) return items
    const sets = words.map(starting)
    return items.filter((_, at) => sets.every((set) => set.has(at)))
  }
}
