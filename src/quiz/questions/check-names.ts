import type { Pack, Text3 } from '../../almanac/pack.ts'
import { fold } from '../../words/fold.ts'
import { LOCALES } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import { daysNamed, lastLine, linesOf, meet, names, reachesOf, toldOf, type Case, type Look } from './check-read.ts'

const GAP = '[…]'

type Part = 'people' | 'organisations' | 'places'
type Item = {
  readonly id: string
  readonly name: Text3
  readonly aliases: readonly string[]
  readonly position?: Position | null
  readonly withinKm?: number | undefined
}
type Position = { readonly lat: number; readonly lon: number }

/** Exactly one of the options has a part in the event and stands in the claim where the gap is; the others are named nowhere in the event. */
const lookAtNames =
  (part: Part): Look =>
  (one) => {
    const { pack, event, wording, locale } = one
    const all: readonly Item[] = pack[part]
    const items = [wording.right, ...wording.wrong].map((option) => all.find(({ name }) => name[locale] === option))
    const [right, ...wrong] = items
    if (!right || !wrong.every((item) => item !== undefined)) return [`an option is none of the ${part}`]
    const told = toldOf(pack, event.id)
    const strange = wrong.filter((item) => event[part].includes(item.id) || names(told, item) || touches(right, item))
    return [
      ...strange.map(({ id }) => `${id} may be right too`),
      ...(event[part].includes(right.id) ? [] : [`${right.id} has no part in the event`]),
      ...gapFaults(one, right, wrong),
      ...(names(fold(wording.text), right) ? ['the words name the answer'] : []),
    ]
  }

function gapFaults(one: Case, right: Item, wrong: readonly Item[]): readonly string[] {
  const { pack, event, wording, locale } = one
  const claim = event.claims.find(({ text }) => text[locale] === wording.explanation)
  const [before, after, ...more] = lastLine(one).split(GAP)
  if (before === undefined || after === undefined || more.length > 0) return ['there is not one gap']
  if (!claim) return ['the explanation is no claim of the event']
  const fills = (text: string) => text.startsWith(before) && text.endsWith(after) && text.length >= before.length + after.length
  const missing = fold(claim.text[locale].slice(before.length, claim.text[locale].length - after.length))
  const others = pack.events.flatMap(({ claims }) =>
    claims.filter(({ text }) => text[locale] !== claim.text[locale] && fills(text[locale])),
  )
  return [
    ...(fills(claim.text[locale]) && names(missing, right) ? [] : ['the gap is not where the claim names the answer']),
    ...(wrong.some((item) => names(missing, item)) ? ['what is missing names a wrong option too'] : []),
    ...(claim.status === 'confirmed' ? [] : ['the claim is not confirmed']),
    ...others.map(({ id }) => `the claim ${id} fits the words with another answer`),
  ]
}

/** Whether two places are one in the other, or so near that nobody could tell. */
function touches(a: Item, b: Item): boolean {
  if (!a.position || !b.position) return false
  const north = (a.position.lat - b.position.lat) * 111
  const east = (a.position.lon - b.position.lon) * 111 * Math.cos((a.position.lat * Math.PI) / 180)
  return Math.hypot(north, east) < Math.max(a.withinKm ?? 0, b.withinKm ?? 0)
}

export const lookAtWho = lookAtNames('people')
export const lookAtWhere = lookAtNames('places')
export const lookAtBody = lookAtNames('organisations')

const namedIn = (pack: Pack, text: string): readonly Item[] =>
  [...pack.people, ...pack.places].filter((item: Item) => names(fold(text), item))

/** A true statement is a confirmed claim; a false one is a claim of which one date or name was changed to one that nobody gives. */
export const lookAtTruth: Look = (one) => {
  const { event, wording, locale, pack } = one
  const say = sayer(locale)
  const [yes, no] = [say('question.true'), say('question.false')]
  const statement = lastLine(one)
  const claim = event.claims.find(({ text }) => text[locale] === wording.explanation)
  if (wording.wrong.length !== 1 || ![yes, no].includes(wording.right) || ![yes, no].includes(wording.wrong[0] ?? ''))
    return ['the options are not true and false']
  if (claim?.status !== 'confirmed') return ['the explanation is no confirmed claim of the event']
  const said = pack.events.some(({ claims }) => claims.some(({ text }) => text[locale] === statement))
  const dated = event.attested.length > 0 && daysNamed(statement, locale).length > 0
  if (wording.right === yes)
    return [...(statement === claim.text[locale] ? [] : ['the statement is not the claim']), ...(dated ? ['its date is disputed'] : [])]
  const fresh = daysNamed(statement, locale).filter((day) => !daysNamed(claim.text[locale], locale).includes(day))
  const known = namedIn(pack, claim.text[locale])
  const strangers = namedIn(pack, statement).filter((item) => !known.includes(item))
  const told = toldOf(pack, event.id)
  return [
    ...(said ? ['the pack says just that'] : []),
    ...(fresh.length + strangers.length === 1 ? [] : ['not one date or name was changed']),
    ...(fresh.some((day) => reachesOf(pack, event.id).some((reach) => meet(reach, [day, day]))) ? ['the changed date may be right'] : []),
    ...strangers.filter((item) => partsOf(one).includes(item.id) || names(told, item)).map(({ id }) => `${id} may be right`),
    ...(linesOf(one)
      .slice(1, -1)
      .some((line) => line !== event.title[locale])
      ? ['stands under another title']
      : []),
  ]
}

const partsOf = ({ event }: Case): readonly string[] => [...event.people, ...event.places]

/** In every language the same claim is asked. */
export const isOneClaim = ({ event, question }: Case): boolean => {
  const ids = LOCALES.map((locale) => event.claims.find(({ text }) => text[locale] === question.words[locale]?.explanation)?.id)
  return new Set(ids).size === 1
}
