import { Pack } from '../../src/almanac/pack.ts'

const said = (text: string) => ({ en: text, fr: text, pl: text })

export type Invented = {
  readonly id: string
  readonly date: string
  readonly attested?: readonly string[]
  readonly title?: string
  readonly claim?: string
  readonly weight?: number
  readonly solemn?: boolean
  readonly causes?: readonly string[]
  readonly people?: readonly string[]
  readonly places?: readonly string[]
}

/** A pack of made-up events, for rules that no true event shows: days that are rare, chains, namesakes. */
export function inventedPack(events: readonly Invented[], parts: Partial<Pack> = {}): Pack {
  const names = (key: 'people' | 'places') => [...new Set(events.flatMap((event) => event[key] ?? []))]
  return Pack.parse({
    id: 'invented',
    version: '1.0.0',
    command: 'invented',
    title: said('Invented'),
    summary: said('Nothing here is true'),
    licence: 'CC0-1.0',
    topics: [{ id: 'topic', name: said('Topic') }],
    people: names('people').map((id) => ({ id, name: said(id), about: said(`about ${id}`) })),
    organisations: [],
    places: names('places').map((id) => ({ id, name: said(id), region: said('region'), position: null })),
    sources: [
      {
        id: 'source',
        title: 'Source',
        publisher: 'Publisher',
        date: null,
        url: 'https://example.org',
        language: 'en',
        origin: 'Publisher',
      },
    ],
    events: events.map(
      ({ id, date, attested = [], title = id, claim = 'claim', weight = 3, solemn = false, causes = [], people = [], places = [] }) => ({
        id,
        dates: {
          preferred: date,
          why: said('why'),
          attested: attested.map((other) => ({ date: other, by: said('somebody'), sources: ['source'] })),
        },
        title: said(title),
        summary: said('summary'),
        topic: 'topic',
        weight,
        solemn,
        causes,
        people,
        places,
        claims: [{ id: 'claim', text: said(claim), status: 'single-source', sources: ['source'], knownFrom: '2020-01-01' }],
      }),
    ),
    ...parts,
  })
}
