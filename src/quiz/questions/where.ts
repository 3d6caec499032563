import type { Event, Named } from '../../almanac/almanac.ts'
import type { Place } from '../../almanac/pack.ts'
import { above, inEach, isFact, type Draft } from './draft.ts'
import { isOfDeath } from './gap.ts'
import type { Ground } from './ground.ts'
import { strangers, withoutName } from './named.ts'

/** A wider place holds most of the others, and is no answer to "where?". */
const WIDEST_KM = 120
const MOST = { place: 6, event: 2 }

/** Where: confirmed claims without a place of their event that they name; not those that tell of the dead. */
export function whereDrafts(ground: Ground): readonly Draft[] {
  const places = placesOf(ground)
  const asked = new Map<string, number>()
  const count = (key: string) => asked.get(key) ?? 0
  return ground.almanac.events
    .toSorted((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .flatMap((event) =>
      event.places
        .flatMap((id) => places.get(id) ?? [])
        .toSorted((a, b) => width(a) - width(b))
        .flatMap((right) => {
          if (!isNarrow(right) || count(right.id) >= MOST.place || count(event.id) >= MOST.event) return []
          const draft = whereDraft(ground, event, right, places)
          if (draft) for (const key of [right.id, event.id]) asked.set(key, count(key) + 1)
          return draft ? [draft] : []
        }),
    )
}

type Places = ReadonlyMap<string, Place>

export const placesOf = (ground: Ground): Places => new Map(ground.almanac.pack.places.map((place) => [place.id, place]))

const EARTH_KM = 6371
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** How far two places are apart, in kilometres; infinitely where one of them is no place on Earth. */
function apart(a: Place, b: Place): number {
  if (!a.position || !b.position) return Number.POSITIVE_INFINITY
  const [north, east] = [radians(b.position.lat - a.position.lat), radians(b.position.lon - a.position.lon)]
  const chord = Math.sin(north / 2) ** 2 + Math.cos(radians(a.position.lat)) * Math.cos(radians(b.position.lat)) * Math.sin(east / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.sqrt(chord))
}

const width = ({ withinKm = 3 }: Place): number => withinKm
export const isNarrow = (place: Place): boolean => width(place) <= WIDEST_KM
const overlap = (a: Place, b: Place): boolean => apart(a, b) <= width(a) + width(b)

/** Three other places that neither hold nor touch any place of the event. */
export function elsewhere(ground: Ground, event: Event, right: Place, places: Places, seed: string): readonly Named[] {
  const here = event.places.flatMap((id) => places.get(id) ?? []).filter(isNarrow)
  const fits = ({ id }: Named): boolean => {
    const place = places.get(id)
    return place !== undefined && place.position !== null && isNarrow(place) && !here.some((own) => overlap(own, place))
  }
  const likeness = ({ id }: Named): number => {
    const place = places.get(id)
    return place && place.region.en === right.region.en ? 2 : place && apart(place, right) < 1500 ? 1 : 0
  }
  return strangers(ground, event, 'place', seed, { fits, likeness })
}

function whereDraft(ground: Ground, event: Event, right: Place, places: Places): Draft | undefined {
  const named = ground.almanac.named('place', right.id)
  for (const claim of event.claims.filter((one) => isFact(one) && !isOfDeath(one.text.en))) {
    const gap = named && withoutName(event, claim, named)
    const wrong = gap ? elsewhere(ground, event, right, places, claim.id) : []
    if (!gap || wrong.length === 0) continue
    const words = inEach((locale, say) => ({
      text: above(say('question.gap.where'), gap[locale]),
      right: named.name[locale],
      wrong: wrong.map(({ name }) => name[locale]),
      explanation: claim.text[locale],
      accepts: named.aliases,
    }))
    if (words) return { kind: 'where', event, parts: [claim.id, right.id], words, sources: claim.sources }
  }
  return undefined
}
