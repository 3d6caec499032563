import { CITY_NAMES, RENAMED_ZONES } from './cities.ts'
import { isZone } from './dates.ts'
import { fold, foldedWords } from './fold.ts'

const LONGEST = 80

/** One name of a zone, and whether it is IANA's own. */
type Name = { readonly zone: string; readonly name: string; readonly words: readonly string[]; readonly own: boolean }

/** A zone to choose, and what it is called there. */
export type ZoneChoice = { readonly name: string; readonly zone: string }

const key = (text: string): string => foldedWords(text).join(' ')

const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1)

const listedZones = (): readonly string[] => {
  const listed = Intl.supportedValuesOf('timeZone').map((zone) => RENAMED_ZONES.get(zone) ?? zone)
  return [...new Set([...CITY_NAMES.keys(), ...listed.toSorted()])].filter((zone) => isZone(zone) !== undefined)
}

const namesOf = (zone: string): readonly Name[] => [
  { zone, name: zone, words: foldedWords(zone), own: true },
  ...(CITY_NAMES.get(zone) ?? []).map((name) => ({ zone, name, words: foldedWords(name), own: false })),
]

let offered: readonly (readonly Name[])[] | undefined
let cities: ReadonlyMap<string, string> | undefined

const offeredZones = () => (offered ??= listedZones().map(namesOf))

/** Of two zones whose cities share a name, the one that is offered first has it. */
const citiesByName = (): ReadonlyMap<string, string> =>
  (cities ??= new Map(
    offeredZones()
      .flatMap((names) => names.flatMap(({ zone, name, own }) => [[key(own ? cityOf(name) : name), zone] as const]))
      .toReversed(),
  ))

/**
 * The zone that is meant by its IANA name, by a city or by a country that has one time, in any letter case, with or without accents;
 * in English, French or Polish. Undefined where nobody knows it. Never throws.
 */
export const readZone = (text: string): string | undefined => {
  if (text.length > LONGEST) return undefined
  const said = text.trim()
  const named = isZone(said.replaceAll(' ', '_'))
  if (named?.includes('/')) return named
  const city = citiesByName().get(key(said))
  if (city !== undefined || named !== undefined) return city ?? named
  // "Varsovie (Europe/Warsaw)", as it was offered, and "Paris, France".
  const [, outside = '', inside] = /^([^(,]+)(?:\(([^()]+)\)|,.*)$/.exec(said) ?? []
  return inside === undefined ? citiesByName().get(key(outside)) : readZone(inside)
}

/** Zones that go on as somebody began to type, by IANA name, city or country; those whose name begins so first, each under the name that was typed. */
export const zonesLike = (typed: string, limit: number): readonly ZoneChoice[] => {
  const words = (fold(typed.slice(0, LONGEST)).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 8)
  const whole = words.join(' ')
  const begins = (name: Name): boolean => name.words.join(' ').startsWith(whole) || (name.own && key(cityOf(name.name)).startsWith(whole))
  const fitting = offeredZones().flatMap((names) => {
    const fits = names.filter((name) => words.every((word) => name.words.some((own) => own.startsWith(word))))
    const best = fits.find(begins) ?? fits[0]
    return best ? [{ best, first: begins(best) }] : []
  })
  return [...fitting.filter(({ first }) => first), ...fitting.filter(({ first }) => !first)]
    .slice(0, limit)
    .map(({ best }) => toChoice(best))
}

const toChoice = ({ zone, name, own }: Name): ZoneChoice => {
  const written = zone.replaceAll('_', ' ')
  return { zone, name: own || name === zone ? written : `${name} (${written})` }
}
