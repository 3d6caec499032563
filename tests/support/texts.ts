import type { EventFile } from '../../src/almanac/pack.ts'
import type { Locale } from '../../src/words/locale.ts'

/** Texts of a pack by their path, for checks over languages; each is there in all of them by the schema. */
export const textsOf = (event: EventFile): readonly { readonly path: string; readonly text: Readonly<Record<Locale, string>> }[] => [
  { path: 'title', text: event.title },
  { path: 'summary', text: event.summary },
  ...(event.dates.why ? [{ path: 'dates.why', text: event.dates.why }] : []),
  ...event.dates.attested.map((a, i) => ({ path: `dates.attested[${i}].by`, text: a.by })),
  ...event.claims.flatMap((claim) => [
    { path: `claims[${claim.id}].text`, text: claim.text },
    ...(claim.otherwise ?? []).map((o, i) => ({ path: `claims[${claim.id}].otherwise[${i}].text`, text: o.text })),
    ...(claim.figures ?? []).flatMap((f, i) => [
      { path: `claims[${claim.id}].figures[${i}].what`, text: f.what },
      ...f.values.map((v, j) => ({ path: `claims[${claim.id}].figures[${i}].values[${j}].by`, text: v.by })),
    ]),
  ]),
  ...event.followUps.map((f, i) => ({ path: `followUps[${i}].text`, text: f.text })),
]
