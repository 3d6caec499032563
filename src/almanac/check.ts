import { daysBetween, toIso } from '../words/dates.ts'
import { usedSources } from './almanac.ts'
import { circle } from './causes.ts'
import { bounds, parseEdtf } from './edtf.ts'
import type { Problem } from './load.ts'
import { originsOf } from './origins.ts'
import type { Claim, EventFile, Pack } from './pack.ts'
import { seedProblems } from './seeds.ts'

/**
 * What a schema cannot see: ids unique, references resolved, causes without a circle and not later than their effects,
 * disputes told, every claim that rests on one origin marked so, and the questions of the quiz with one right answer each.
 * An empty list means that the pack is sound.
 */
export function checkPack(pack: Pack): readonly Problem[] {
  return [
    ...duplicates(pack),
    ...pack.events.flatMap((event) => eventProblems(pack, event)),
    ...causeProblems(pack),
    ...seedProblems(pack),
    ...unused(pack),
  ]
}

const eventFile = (event: EventFile): string => `events/${event.id}.json`

function duplicates(pack: Pack): Problem[] {
  const lists = {
    'topics.json': pack.topics,
    'people.json': pack.people,
    'organisations.json': pack.organisations,
    'places.json': pack.places,
    'sources.json': pack.sources,
  }
  const inLists = Object.entries(lists).flatMap(([file, items]) =>
    twice(items.map(({ id }) => id)).map((id) => ({ file, path: `[${id}]`, what: `the id ${id} stands twice: give one of them another` })),
  )
  const inEvents = pack.events.flatMap((event) =>
    twice(event.claims.map(({ id }) => id)).map((id) => ({
      file: eventFile(event),
      path: `claims[${id}]`,
      what: `the id ${id} stands twice: give one of them another`,
    })),
  )
  const inNames = twice([...new Set(pack.people.map(({ id }) => id)), ...new Set(pack.organisations.map(({ id }) => id))]).map((id) => ({
    file: 'organisations.json',
    path: `[${id}]`,
    what: `a person has the id ${id} too, and both are asked for by the same command: give one of them another`,
  }))
  return [...inLists, ...inNames, ...inEvents]
}

const twice = (ids: readonly string[]): readonly string[] => [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))]

function eventProblems(pack: Pack, event: EventFile): Problem[] {
  const file = eventFile(event)
  const at = (path: string, what: string): Problem => ({ file, path, what })
  const missing = (path: string, ids: readonly string[], list: readonly { readonly id: string }[], where: string) =>
    ids
      .filter((id) => !list.some((item) => item.id === id))
      .map((id) => at(path, `${id} is unknown: add it to ${where} or correct the spelling`))
  const noSource = (path: string, ids: readonly string[]) => missing(path, ids, pack.sources, 'sources.json')
  return [
    ...missing('topic', [event.topic], pack.topics, 'topics.json'),
    ...missing('people', event.people, pack.people, 'people.json'),
    ...missing('organisations', event.organisations, pack.organisations, 'organisations.json'),
    ...missing('places', event.places, pack.places, 'places.json'),
    ...missing('causes', event.causes, pack.events, 'events'),
    ...event.followUps.flatMap((f, i) => [
      ...noSource(`followUps[${i}].sources`, f.sources),
      ...(f.event ? missing(`followUps[${i}].event`, [f.event], pack.events, 'events') : []),
    ]),
    ...event.dates.attested.flatMap((a, i) => noSource(`dates.attested[${i}].sources`, a.sources)),
    ...(event.dates.attested.length > 0 && !event.dates.why
      ? [at('dates.why', 'other dates are attested: say why the pack prefers its own')]
      : []),
    ...event.dates.attested.flatMap((a, i) =>
      a.date === event.dates.preferred ? [at(`dates.attested[${i}]`, 'is the preferred date itself: take it away')] : [],
    ),
    ...(['people', 'organisations', 'places', 'causes'] as const).flatMap((path) =>
      twice(event[path]).map((id) => at(path, `${id} stands twice: take one away`)),
    ),
    ...event.claims.flatMap((claim) => claimProblems(pack, claim).map(({ path, what }) => at(`claims[${claim.id}]${path}`, what))),
  ]
}

function claimProblems(pack: Pack, claim: Claim): { path: string; what: string }[] {
  const unknown = (path: string, ids: readonly string[]) =>
    ids
      .filter((id) => !pack.sources.some((s) => s.id === id))
      .map((id) => ({ path, what: `${id} is unknown: add it to sources.json or correct the spelling` }))
  const figures = claim.figures ?? []
  const values = figures.flatMap((figure) => figure.values)
  return [
    ...unknown('.sources', claim.sources),
    ...values.flatMap((value) => unknown('.figures', value.sources)),
    ...(claim.otherwise ?? []).flatMap((o) => unknown('.otherwise', o.sources)),
    ...values.filter((value) => value.min > value.max).map(() => ({ path: '.figures', what: 'min is above max: swap them' })),
    ...statusProblems(pack, claim),
  ]
}

function statusProblems(pack: Pack, claim: Claim): { path: string; what: string }[] {
  const origins = originsOf(pack.sources.filter(({ id }) => claim.sources.includes(id)))
  const figuresDiffer = (claim.figures ?? []).some(({ values }) => new Set(values.map(({ min, max }) => `${min}-${max}`)).size > 1)
  const path = '.status'
  if (claim.status === 'disputed')
    return claim.otherwise || figuresDiffer
      ? []
      : [{ path, what: 'is disputed: say in otherwise, or in figures that differ, who says what' }]
  if (claim.status === 'confirmed' && origins.length === 1)
    return [
      { path, what: `rests on one origin (${[...(origins[0] ?? [])].join('/')}): write single-source, or add a source of another origin` },
    ]
  if (claim.status === 'single-source' && origins.length > 1) return [{ path, what: `has ${origins.length} origins: write confirmed` }]
  return []
}

function causeProblems(pack: Pack): Problem[] {
  const round = circle(pack.events)
  const byId = new Map(pack.events.map((event) => [event.id, event]))
  const late = pack.events.flatMap((event) =>
    event.causes.flatMap((id) => {
      const cause = byId.get(id)
      const [began, caused] = [cause && beginning(cause).first, beginning(event).last]
      return began && caused && daysBetween(caused, began) > 0
        ? [
            {
              file: eventFile(event),
              path: 'causes',
              what: `${id} began on ${toIso(began)}, and this on ${toIso(caused)} at the latest: causes come first`,
            },
          ]
        : []
    }),
  )
  return [...(round ? [{ file: `events/${round[0]}.json`, path: 'causes', what: `runs in a circle: ${round.join(' <- ')}` }] : []), ...late]
}

/** The first and the last day on which an event may have begun; undefined where nobody says. */
function beginning(event: EventFile): ReturnType<typeof bounds> {
  const when = parseEdtf(event.dates.preferred)
  if (!when) return { first: undefined, last: undefined }
  if (when.kind !== 'interval') return bounds(when)
  return when.start ? bounds(when.start) : { first: undefined, last: undefined }
}

function unused(pack: Pack): Problem[] {
  const said = new Set([...pack.events.flatMap(usedSources), ...pack.quiz.flatMap(({ sources }) => sources)])
  return pack.sources
    .filter((source) => !said.has(source.id))
    .map((source) => ({ file: 'sources.json', path: `[${source.id}]`, what: 'nothing cites it: cite it or take it away' }))
}
