import { quotable } from '../chat/clean.ts'
import type { Complete } from '../chat/command.ts'
import type { Choice } from '../chat/reply.ts'
import { Failure } from '../kernel/failure.ts'
import { LOCALES } from '../words/locale.ts'
import { readZone, zonesLike } from '../words/read-zone.ts'
import type { NameKind } from './almanac.ts'
import { prefixes } from './find.ts'
import type { Shelf } from './shelf.ts'

/** A zone by its IANA name, a city or a country, however they are spelt; throws a refusal that says what to write. */
export function zoneOf(zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined
  const known = readZone(zone)
  if (!known) throw new Failure('bad-input', 'error.zone', { zone: quotable(zone) })
  return known
}

/** What a pack offers while somebody types, from memory. */
export function completions(shelf: Shelf): { readonly [K in 'event' | 'who' | 'where' | 'topic']: Complete } {
  const { almanac } = shelf
  const events = prefixes(
    almanac.events.toSorted((a, b) => b.weight - a.weight),
    (event) => [event.id, ...LOCALES.map((l) => event.title[l])],
  )
  const named = (kinds: readonly NameKind[]) =>
    prefixes(
      kinds.flatMap((kind) => almanac.names(kind)),
      (n) => [...LOCALES.map((l) => n.name[l]), ...n.aliases],
    )
  const people = named(['person', 'organisation'])
  const places = named(['place'])
  const topics = prefixes(almanac.pack.topics, (t) => [t.id, ...LOCALES.map((l) => t.name[l])])
  const choice = (name: string, value: string): Choice => ({ name, value })
  return {
    event: (typed, ask) =>
      events(typed)
        .slice(0, 25)
        .map((e) => choice(e.title[ask.locale], e.id)),
    who: (typed, ask) =>
      people(typed)
        .slice(0, 25)
        .map((n) => choice(n.name[ask.locale], n.id)),
    where: (typed, ask) =>
      places(typed)
        .slice(0, 25)
        .map((n) => choice(n.name[ask.locale], n.id)),
    topic: (typed, ask) =>
      topics(typed)
        .slice(0, 25)
        .map((t) => choice(t.name[ask.locale], t.id)),
  }
}

/** Zones by IANA name, city or country, in any of the languages, so that `bam` finds Africa/Bamako and `varso` Europe/Warsaw. */
export const completeZone: Complete = (typed) => zonesLike(typed, 25).map(({ name, zone }) => ({ name, value: zone }))
