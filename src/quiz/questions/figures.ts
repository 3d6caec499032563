import type { Event, TracedClaim } from '../../almanac/almanac.ts'
import { whenText } from '../../almanac/when.ts'
import { numberText } from '../../words/dates.ts'
import { LOCALES } from '../../words/locale.ts'
import type { Say } from '../../words/say.ts'
import { above, capital, inEach, LONGEST_OPTION, sentence, shuffled, type Draft } from './draft.ts'
import type { Ground } from './ground.ts'

type Figure = NonNullable<TracedClaim['figures']>[number]
type Value = Figure['values'][number]
type Count = { readonly min: number; readonly max: number }

const MOST_CLAIMANTS = 4

/** How many: never one number, but who says which, and only where they differ. */
export const figureDrafts = (ground: Ground): readonly Draft[] =>
  ground.almanac.events.flatMap((event) =>
    event.claims.flatMap((claim) => (claim.figures ?? []).flatMap((figure, at) => figureDraft(event, claim, figure, at) ?? [])),
  )

function figureDraft(event: Event, claim: TracedClaim, figure: Figure, at: number): Draft | undefined {
  const claimants = figure.values.filter((value, n, all) => all.findIndex((other) => isSame(other, value)) === n).slice(0, MOST_CLAIMANTS)
  const lists = otherCounts(claimants, figure.values)
  if (claimants.length < 2 || lists.length < 3) return undefined
  const wrong = shuffled(lists, `${event.id}/${claim.id}`).slice(0, 3)
  const words = inEach((locale, say) => {
    const listed = (counts: readonly Count[]) =>
      capital(
        claimants
          .map(({ by }, n) => `${by[locale]}${say('punctuation.colon')}${countText(say, counts[n])}`)
          .join(say('punctuation.semicolon')),
      )
    const options = [listed(claimants), ...wrong.map(listed)]
    if (options.some((option) => option.length > LONGEST_OPTION)) return undefined
    const [right = '', ...others] = options
    return {
      text: above(say('question.figures'), above(contextOf(event, claimants, say), capital(figure.what[locale]))),
      right,
      wrong: others,
      explanation: claimants.every(({ min }) => claim.text[locale].includes(numberText(locale, min)))
        ? claim.text[locale]
        : `${sentence(figure.what[locale])} ${sentence(right)}`,
      accepts: [],
    }
  })
  const sources = claimants.flatMap((value) => value.sources.slice(0, 1))
  return words && { kind: 'how-many', event, parts: [claim.id, String(at)], words, sources }
}

const isSame = (a: Count, b: Count): boolean => a.min === b.min && a.max === b.max

/** What the figures are about: the event's title, or its date where the title holds one of them. */
function contextOf(event: Event, counts: readonly Count[], say: Say): string {
  const told = new Set(LOCALES.flatMap((locale) => event.title[locale].match(/\d+/g) ?? []).map(Number))
  return counts.some(({ min, max }) => told.has(min) || told.has(max)) ? whenText(say, event.when) : event.title[say.locale]
}

const countText = ({ locale }: Say, { min, max }: Count = { min: 0, max: 0 }): string =>
  min === max ? numberText(locale, min) : `${numberText(locale, min)}–${numberText(locale, max)}`

/** The same claimants with other numbers: each other's, and, of two, each once with a number as far off as the other's. */
function otherCounts(claimants: readonly Value[], all: readonly Value[]): readonly (readonly Count[])[] {
  const [a, b, ...more] = claimants
  if (!a || !b) return []
  if (more.length > 0) return permuted(claimants).filter((counts) => counts.some((count, n) => !isSame(count, claimants[n] ?? count)))
  if (a.min !== a.max || b.min !== b.max) return []
  const beyond = (from: number, other: number): Count => {
    const far = 2 * from - other
    const free =
      far > 0 && !all.some(({ min, max }) => min <= far && far <= max) ? far : 3 * Math.max(from, other) - 2 * Math.min(from, other)
    return { min: free, max: free }
  }
  return [
    [b, a],
    [beyond(a.min, b.min), b],
    [a, beyond(b.min, a.min)],
  ]
}

const permuted = (items: readonly Count[]): readonly (readonly Count[])[] =>
  items.length < 2 ? [items] : items.flatMap((item) => permuted(items.filter((other) => other !== item)).map((rest) => [item, ...rest]))
