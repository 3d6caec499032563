import { partsOf, type Event, type Named, type NameKind, type TracedClaim } from '../../almanac/almanac.ts'
import type { Text3 } from '../../almanac/pack.ts'
import { fold, foldedWords } from './folded.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import { inContext } from './context.ts'
import { shuffled } from './draft.ts'
import { gapped, GAP } from './gap.ts'
import { dayNumber, isNamed, type Ground } from './ground.ts'

/** How a name may stand in a sentence: whole, or without what is added in brackets or behind a comma. */
const shortName = (named: Named, locale: Locale): string => named.name[locale].replace(/[,(].*$/, '').trim()

/**
 * A claim with a gap where it names one person or place, in every language and with its event's title where it needs one;
 * undefined where it names it twice, otherwise, or part of it again.
 */
export function withoutName(event: Event, claim: TracedClaim, named: Named): Text3 | undefined {
  const gaps = LOCALES.map((locale) => {
    const gap = gapped(claim.text[locale], shortName(named, locale))
    return gap !== undefined && !tells(gap, named) ? gap : undefined
  })
  const [en, fr, pl] = gaps
  if (en === undefined || fr === undefined || pl === undefined) return undefined
  return inContext(event, { en, fr, pl }, (title) => tells(title, named))
}

/** Stands in the names of half its institutions, and hints at none. */
const COUNTRY = 'mali'

/** Whether a text holds one of the names, or a word of one. */
export const tells = (text: string, named: Pick<Named, 'name' | 'aliases'>): boolean => isNamed(fold(text), named) || hints(text, named)

function hints(text: string, { name, aliases }: Pick<Named, 'name' | 'aliases'>): boolean {
  const words = new Set(foldedWords(text.replace(GAP, '')))
  return [...LOCALES.map((locale) => name[locale]), ...aliases]
    .flatMap(foldedWords)
    .some((word) => word.length > 3 && word !== COUNTRY && words.has(word))
}

/** The middle of an event in time, to tell what is near it. */
const middle = (ground: Ground, event: Event): number => {
  const [{ first, last } = { first: 0, last: 0 }] = ground.spans(event)
  return Number.isFinite(first) ? first : Number.isFinite(last) ? last : dayNumber({ year: 2020, month: 1, day: 1 })
}

/** Three of a kind that have no part in an event, from the events nearest to it; `fits` and `likeness` narrow the choice. */
export function strangers(
  ground: Ground,
  event: Event,
  kind: NameKind,
  seed: string,
  { fits, likeness }: { fits: (named: Named) => boolean; likeness: (named: Named) => number },
): readonly Named[] {
  const here = middle(ground, event)
  const involved = [event, ...ground.twins(event)].map((one) => ground.involved(one, kind))
  const away = new Map<string, number>()
  for (const other of ground.almanac.events)
    for (const id of partsOf(other, kind))
      away.set(id, Math.min(away.get(id) ?? Number.POSITIVE_INFINITY, Math.abs(middle(ground, other) - here)))
  const near = ground.almanac.names(kind).filter(({ id }) => involved.some((ids) => ids.has(id)))
  const meant = (named: Named) => near.some((other) => LOCALES.some((locale) => isNamed(fold(named.name[locale]), other)))
  const able = ground.almanac
    .names(kind)
    .filter((named) => away.has(named.id) && !involved.some((ids) => ids.has(named.id)) && fits(named) && !meant(named))
  const rank = (named: Named) => (10 + (away.get(named.id) ?? 0)) / (1 + likeness(named)) ** 2
  const best = able.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1)).slice(0, 6)
  const chosen = shuffled(best, seed).slice(0, 3)
  return chosen.length === 3 ? chosen : []
}
