import { createHash } from 'node:crypto'
import type { Event } from '../almanac/almanac.ts'
import { toEdtf } from '../almanac/edtf.ts'
import type { Text3 } from '../almanac/pack.ts'
import type { Shelf } from '../almanac/shelf.ts'
import type { Shows } from '../delivery/outbox.ts'
import { LOCALES, type Locale } from '../words/locale.ts'

/** How an event is named in what a message shows: two packs may use the same id. */
export const shownId = ({ almanac }: Shelf, event: Pick<Event, 'id'>): string => `${almanac.pack.id}/${event.id}`

/** The event that a message shows, and its shelf; undefined where the pack has it no more, or is loaded no more. */
export function eventShown(shelves: readonly Shelf[], id: string): { readonly shelf: Shelf; readonly event: Event } | undefined {
  const [pack, name = ''] = id.split('/')
  const shelf = shelves.find(({ almanac }) => almanac.pack.id === pack)
  const event = shelf?.almanac.event(name)
  return shelf && event && { shelf, event }
}

const known = new WeakMap<Event, Map<Locale | undefined, string>>()

/**
 * `<meaning>.<text>`: both change with what a reader in this language (in any, where none is given) is told; `meaning` only with
 * dates, figures, statuses, claims, solemnity or a number in a text, so that a mended spelling leaves it as it was.
 */
export function versionOf(event: Event, locale?: Locale): string {
  const versions = known.get(event) ?? new Map<Locale | undefined, string>()
  known.set(event, versions)
  const found = versions.get(locale)
  if (found !== undefined) return found
  const version = `${digestOf(meaningOf(event, locale))}.${digestOf(textsOf(event, locale))}`
  versions.set(locale, version)
  return version
}

/** Whether two versions of one event say something different, and not the same in other words. */
export const meansOther = (before: string, after: string): boolean => before.split('.', 1)[0] !== after.split('.', 1)[0]

/** The versions that a message shows of these events. */
export const showing = (shelf: Shelf, events: readonly Event[], locale: Locale): Shows =>
  Object.fromEntries(events.map((event) => [shownId(shelf, event), versionOf(event, locale)]))

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 10)

const textsOf = (event: Event, locale: Locale | undefined): readonly string[] => {
  const texts: readonly (Text3 | undefined)[] = [
    event.title,
    event.summary,
    event.why,
    ...event.attested.map(({ by }) => by),
    ...event.claims.flatMap((claim) => [
      claim.text,
      ...(claim.otherwise ?? []).map(({ text }) => text),
      ...(claim.figures ?? []).flatMap(({ what, values }) => [what, ...values.map(({ by }) => by)]),
    ]),
  ]
  return texts.flatMap((text) => (text ? (locale === undefined ? LOCALES : [locale]).map((l) => text[l]) : []))
}

const meaningOf = (event: Event, locale: Locale | undefined): unknown => [
  event.solemn,
  toEdtf(event.when),
  event.attested.map(({ when }) => toEdtf(when)),
  event.claims.map(({ id, status, date, oneOrigin, figures, otherwise }) => [
    id,
    status,
    date,
    oneOrigin,
    (figures ?? []).map(({ values }) => values.map(({ min, max }) => [min, max])),
    otherwise?.length,
  ]),
  textsOf(event, locale).map((text) => text.match(/\d+/g) ?? []),
]
