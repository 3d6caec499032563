import type { Event, Named, TracedClaim } from '../../almanac/almanac.ts'
import type { Organisation, Text3 } from '../../almanac/pack.ts'
import { fold, foldedWords } from './folded.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import { inContext } from './context.ts'
import { above, inEach, isFact, type Draft } from './draft.ts'
import { GAP, isOfDeath } from './gap.ts'
import { isNamed, type Ground } from './ground.ts'
import { strangers, tells } from './named.ts'

const MOST = { body: 7, event: 2 }

/** Which body: confirmed claims without one organisation or institution of their event; not those that tell of the dead. */
export function bodyDrafts(ground: Ground): readonly Draft[] {
  const asked = new Map<string, number>()
  const count = (key: string) => asked.get(key) ?? 0
  return ground.almanac.events
    .toSorted((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .flatMap((event) =>
      event.organisations.flatMap((id) => {
        if (count(id) >= MOST.body || count(event.id) >= MOST.event) return []
        const draft = bodyDraft(ground, event, id)
        if (draft) for (const key of [id, event.id]) asked.set(key, count(key) + 1)
        return draft ? [draft] : []
      }),
    )
}

function bodyDraft(ground: Ground, event: Event, id: string): Draft | undefined {
  const bodies = ground.almanac.pack.organisations
  const own = bodies.find((body) => body.id === id)
  if (!own || !isBody(own)) return undefined
  const kin = kinOf(ground, event)
  const fits = (other: Named): boolean => isBody(other) && !kin.has(other.id)
  for (const claim of event.claims.filter((one) => isFact(one) && !isOfDeath(one.text.en))) {
    const bare = withoutBody(claim, own)
    const gap = bare && inContext(event, bare, (title) => tells(title, own))
    if (!gap) continue
    const seed = `${claim.id}/${id}`
    const alike = (other: Named): boolean => fits(other) && genderOf(other) === genderOf(own)
    const same = strangers(ground, event, 'organisation', seed, { fits: alike, likeness: () => 0 })
    const wrong = same.length > 0 ? same : strangers(ground, event, 'organisation', seed, { fits, likeness: () => 0 })
    const words =
      wrong.length > 0 &&
      inEach((locale, say) => ({
        text: above(say('question.gap.body'), gap[locale]),
        right: own.name[locale],
        wrong: wrong.map(({ name }) => name[locale]),
        explanation: claim.text[locale],
        accepts: own.aliases,
      }))
    if (words) return { kind: 'body', event, parts: [claim.id, id], words, sources: claim.sources }
  }
  return undefined
}

/** An article before the gap, and a short name in brackets behind it, would tell too much: the gap takes them in. What kind of body is missing is told by no word beside it. */
const AROUND: Readonly<Record<Locale, { readonly before: RegExp; readonly bound: RegExp }>> = {
  en: { before: /\b(?:[Tt]he|La) $/, bound: /\b[Aa]n? $/ },
  fr: {
    before: /(?:\b[Ll]e |\b[Ll]a |\b[Ll]es |\b[Ll]’)$/,
    bound: /(?:\b(?:[dD]u|[aA]u|[dD]es|[aA]ux|cette?|ces|son|sa|ses|une?|parti) |\p{L}’)$/u,
  },
  pl: { before: /(?!)/, bound: /\b[zw]e $/ },
}
const SHORT_NAME = / \([A-Z][A-Za-z0-9-]*\)/

/** A claim with a gap where it names a body, in every language; undefined where it names it twice, or part of it again. */
function withoutBody(claim: TracedClaim, body: Organisation): Text3 | undefined {
  return inEach((locale) => {
    const forms = [body.name[locale], ...body.aliases].toSorted((a, b) => b.length - a.length)
    const form = forms.find((one) => claim.text[locale].includes(one))
    const [before = '', after = '', ...more] = form === undefined ? [] : claim.text[locale].split(form)
    const { before: article, bound } = AROUND[locale]
    const start = before.replace(article, '')
    if (form === undefined || more.length > 0 || bound.test(start)) return undefined
    const rest = after.replace(new RegExp(`^${SHORT_NAME.source}`), '')
    const gap = `${start}${GAP}${rest}`
    const whole = !/[\p{L}\p{N}-]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)
    return whole && !tells(gap, body) ? gap : undefined
  })
}

/** Several people or groups are no body, unless they go by initials. */
const isBody = ({ name }: Pick<Named, 'name'>): boolean => {
  const [head = ''] = name.en.split(/ of | \(/)
  return !/[^s]s$/.test(head) || SHORT_NAME.test(name.en)
}

/** Polish verbs follow the gender of a name: its first word shows it. */
const genderOf = ({ name }: Pick<Named, 'name'>): 'she' | 'it' | 'he' | 'they' => {
  const [first = ''] = name.pl.split(' ')
  if (first.endsWith('a')) return 'she'
  if (/[^wn]y$/.test(first)) return 'they'
  return first.endsWith('e') ? 'it' : 'he'
}

/** Bodies that are part of one of the event's own, or made of it, by what is said about either: they had a part in their way. */
function kinOf(ground: Ground, event: Event): ReadonlySet<string> {
  const all = ground.almanac.pack.organisations
  const own = all.filter(({ id }) => ground.involved(event, 'organisation').has(id))
  return new Set(all.filter((one) => own.some((other) => isKin(one, other))).map(({ id }) => id))
}

/** Once for each: every body is held against every other. */
function once<T>(work: (body: Organisation) => T): (body: Organisation) => T {
  const known = new WeakMap<Organisation, { readonly made: T }>()
  return (body) => {
    const found = known.get(body) ?? { made: work(body) }
    known.set(body, found)
    return found.made
  }
}

const told = once(({ name, aliases, about }) =>
  fold([...aliases, ...LOCALES.flatMap((locale) => [name[locale], about[locale]])].join('\n')),
)

/** Beginnings of words that tell nothing about whose kin somebody is. */
const COMMON = new Set(['augus', 'which', 'their', 'organ', 'condu', 'membe', 'state', 'decem', 'march'])

const marks = once(
  ({ name, about }): ReadonlySet<string> =>
    new Set(
      foldedWords(`${name.en} ${about.en}`)
        .filter((word) => word.length > 4 && !/\d/.test(word))
        .map((word) => word.slice(0, 5))
        .filter((stem) => !COMMON.has(stem)),
    ),
)

const isKin = (a: Organisation, b: Organisation): boolean =>
  isNamed(told(a), b) || isNamed(told(b), a) || marks(a).intersection(marks(b)).size > 1
