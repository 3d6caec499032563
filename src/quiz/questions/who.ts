import type { Event, Named, TracedClaim } from '../../almanac/almanac.ts'
import type { Person } from '../../almanac/pack.ts'
import { foldedWords } from './folded.ts'
import { above, inEach, isFact, type Draft } from './draft.ts'
import { isGrave } from './gap.ts'
import type { Ground } from './ground.ts'
import { strangers, withoutName } from './named.ts'

/** Nobody is the answer more often, no event is asked about more often, and no claim gives more questions. */
const MOST = { person: 6, event: 3, claim: 2 }

/** Who: confirmed claims without the name of one person of their event; not those that tell of death, force or blame. */
export function whoDrafts(ground: Ground): readonly Draft[] {
  const asked = new Map<string, number>()
  const count = (key: string) => asked.get(key) ?? 0
  return ground.almanac.events
    .toSorted((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .flatMap((event) =>
      event.people.flatMap((id) => {
        const named = ground.almanac.named('person', id)
        if (!named || count(id) >= MOST.person || count(event.id) >= MOST.event) return []
        const claims = event.claims.filter(
          (claim) => isFact(claim) && !isGrave(claim.text.en) && count(`${event.id}/${claim.id}`) < MOST.claim,
        )
        const found = firstDraft(ground, event, named, claims)
        if (!found) return []
        for (const key of [id, event.id, `${event.id}/${found.claim.id}`]) asked.set(key, count(key) + 1)
        return [found.draft]
      }),
    )
}

type Found = { readonly draft: Draft; readonly claim: TracedClaim }

function firstDraft(ground: Ground, event: Event, named: Named, claims: readonly TracedClaim[]): Found | undefined {
  for (const claim of claims) {
    const gap = withoutName(event, claim, named)
    const wrong = gap ? othersThan(ground, event, named, claim) : []
    if (!gap || wrong.length === 0) continue
    const words = inEach((locale, say) => ({
      text: above(say('question.gap.who'), gap[locale]),
      right: named.name[locale],
      wrong: wrong.map(({ name }) => name[locale]),
      explanation: claim.text[locale],
      accepts: named.aliases,
    }))
    if (words) return { claim, draft: { kind: 'who', event, parts: [claim.id, named.id], words, sources: claim.sources } }
  }
  return undefined
}

/** Three others of the same grammar, whom a sentence would not give away, and rather of the same walk of life. */
export function othersThan(ground: Ground, event: Event, named: Named, claim: TracedClaim): readonly Named[] {
  const people = new Map(ground.almanac.pack.people.map((person) => [person.id, person]))
  const own = people.get(named.id)
  if (!own) return []
  const likeness = ({ id }: Named): number => kinship(ground, own.id, id)
  const seed = `${claim.id}/${named.id}`
  const alike = strangers(ground, event, 'person', seed, { fits: ({ id }) => isFeminine(people.get(id)) === isFeminine(own), likeness })
  return alike.length > 0 ? alike : strangers(ground, event, 'person', seed, { fits: () => true, likeness })
}

/** What somebody is, in the first words that are said about them. */
function lifeOf(person: Person | undefined): readonly string[] {
  if (!person) return []
  const known = LIVES.get(person)
  if (known) return known
  const life = foldedWords(person.about.en)
    .slice(0, 8)
    .filter((word) => word.length > 3 && !/^\d+$/.test(word) && !SILENT.has(word))
  LIVES.set(person, life)
  return life
}

const LIVES = new WeakMap<Person, readonly string[]>()

/** Words that say nothing about what somebody is. */
const SILENT = new Set(['mali', 'from', 'known', 'until', 'since', 'former', 'with', 'august'])

/** How many words about what they are two people share. */
const kinship = (ground: Ground, a: string, b: string): number => {
  const [one, other] = [a, b].map((id) => new Set(lifeOf(ground.almanac.pack.people.find((person) => person.id === id))))
  return one && other ? one.intersection(other).size : 0
}

/** Whether what is said first about two people is the same: two presidents, two colonels. */
export const isOfSameOffice = (ground: Ground, a: string, b: string): boolean => {
  const [one, other] = [a, b].map((id) => lifeOf(ground.almanac.pack.people.find((person) => person.id === id))[0])
  return one !== undefined && one === other
}

/** French says in its first words about somebody whether they are a woman. */
const isFeminine = (person: Person | undefined): boolean =>
  /^(?:\p{L}+(?:ente|ante|ice|euse|enne)|\p{L}+ (?:générale|\p{L}+aise|\p{L}+enne))\b/u.test(person?.about.fr ?? '')
