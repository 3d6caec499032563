import { sayer } from '../../words/say.ts'
import {
  daysNamed,
  hasYear,
  lastLine,
  linesOf,
  lookalikes,
  meet,
  reachesOf,
  strings,
  wholeReach,
  type Case,
  type Look,
  type Reach,
} from './check-read.ts'

const GAP = '[…]'

/** The claim that an explanation quotes, where it quotes one. */
const claimOf = ({ event, wording, locale }: Case) => event.claims.find(({ text }) => text[locale] === wording.explanation)

/** A date is right alone: everybody's days are in the right option where sources differ, and none of them in a wrong one. */
export const lookAtDate: Look = (one) => {
  const { pack, event, wording, locale } = one
  const asked = lastLine(one)
  const [right, ...wrong] = [wording.right, ...wording.wrong].map((option) => daysNamed(option, locale))
  if (!right || right.length === 0 || wrong.some((days) => days.length === 0)) return ['an option is no date']
  const told = daysNamed(asked, locale).length > 0 || hasYear(asked) ? ['the words hold a date'] : []
  const length = (days: readonly number[]) => Math.max(...days) - Math.min(...days)
  const uneven = wrong.some((days) => days.length !== right.length || length(days) !== length(right))
    ? ['the options are not equally precise']
    : []
  const claim = asked.includes(GAP) ? claimOf(one) : undefined
  const closed = [
    ...(claim?.date === undefined ? reachesOf(pack, event.id) : []),
    ...[event.id, ...lookalikes(pack, event.id, claim?.text.en ?? event.title.en)].flatMap((id) => reachesOf(pack, id)),
    ...mentionsOf(one).map((day): Reach => [day, day]),
  ].filter(([first, last]) => last - first <= 62)
  const open = wrong.filter((days) => closed.some((reach) => meet(reach, [Math.min(...days), Math.max(...days)])))
  return [
    ...told,
    ...uneven,
    ...open.map(() => 'a wrong date may be right too'),
    ...(claim ? gapFaults(one, claim.text[locale], right) : titleFaults(one, right)),
  ]
}

/** Every day that the pack's texts about the event name, in the language of the question. */
const mentionsOf = ({ pack, event, locale }: Case): readonly number[] => {
  const texts = [...strings(pack.events.find(({ id }) => id === event.id))].filter(([key]) => key === locale)
  return texts.flatMap(([, text]) => daysNamed(text, locale, event.first?.year))
}

function titleFaults(one: Case, right: readonly number[]): readonly string[] {
  const { pack, event, locale } = one
  if (lastLine(one) !== event.title[locale]) return ['asks about another event than it says']
  const reaches = reachesOf(pack, event.id)
  const all = wholeReach(reaches)
  const fits = Math.min(...right) === all[0] && Math.max(...right) === all[1]
  const given = linesOf(one)[0] === sayer(locale)('question.datesGiven')
  return [
    ...(fits ? [] : ['the right date is not the one that all sources leave']),
    ...(reaches.length > 1 !== given ? ['a disputed date is asked as one date, or an undisputed one as disputed'] : []),
  ]
}

function gapFaults(one: Case, claim: string, right: readonly number[]): readonly string[] {
  const { event, locale, wording } = one
  const [before = '', after = ''] = lastLine(one).split(GAP)
  const fits = claim.startsWith(before) && claim.endsWith(after) && claim === `${before}${wording.right}${after}`
  const known = event.claims.find(({ text }) => text[locale] === claim)
  const own =
    known?.date === undefined
      ? []
      : reachesOf(
          {
            ...one.pack,
            events: one.pack.events.map((file) =>
              file.id === event.id ? { ...file, dates: { preferred: known.date ?? '', attested: [] } } : file,
            ),
          },
          event.id,
        )
  return [
    ...(fits ? [] : ['the sentence with the right date in it is not the claim']),
    ...(known?.status === 'confirmed' ? [] : ['the claim is not confirmed']),
    ...(own.length === 0 || (own[0]?.[0] === right[0] && own[0]?.[1] === right.at(-1)) ? [] : ['the right date is not the claim’s']),
  ]
}

/** The one event whose title an option is. */
const eventTitled = ({ pack, locale }: Case, title: string) => {
  const found = pack.events.filter((event) => event.title[locale] === title)
  return found.length === 1 ? found[0] : undefined
}

/** When what a title says may have been: at any time that anybody gives, or that of an event which it could mean as well. */
const reachOfTitle = ({ pack }: Case, id: string, title: string): Reach =>
  wholeReach([id, ...lookalikes(pack, id, title)].flatMap((other) => reachesOf(pack, other)))

const datedTitle = ({ locale }: Case, title: string): boolean => daysNamed(title, locale).length > 0 || hasYear(title)

/** The first is over by everybody's dating before any other begins by anybody's. */
export const lookAtFirst: Look = (one) => {
  const { wording } = one
  const events = [wording.right, ...wording.wrong].map((title) => eventTitled(one, title))
  const [right, ...others] = events
  if (!right || !others.every((event) => event !== undefined)) return ['an option is the title of no event, or of several']
  const first = reachOfTitle(one, right.id, right.title.en)
  const late = others.filter((other) => reachOfTitle(one, other.id, other.title.en)[0] <= first[1])
  return [
    ...late.map(({ id }) => `${id} may have come first`),
    ...(right.id === one.event.id ? [] : ['is filed under another event than the right one']),
    ...([right, ...others].some(({ title }) => datedTitle(one, title[one.locale])) ? ['a title holds a date'] : []),
  ]
}

/** Of all orders only the right one agrees with everybody's dating. */
export const lookAtOrder: Look = (one) => {
  const listed = linesOf(one)
    .slice(1)
    .map((line) => /^([A-D])\. (.*)$/u.exec(line))
  const events = new Map(listed.flatMap((found) => (found?.[1] ? [[found[1], eventTitled(one, found[2] ?? '')] as const] : [])))
  if (events.size < 3 || events.size !== listed.length || [...events.values()].includes(undefined))
    return ['a lettered line is the title of no event']
  const letters = [...events.keys()].join('')
  const orders = [one.wording.right, ...one.wording.wrong].map((option) => option.split(' → '))
  const complete = orders.every((order) => order.toSorted().join('') === letters)
  const inTime = (order: readonly string[]) => {
    const reaches = order.flatMap((letter) => {
      const event = events.get(letter)
      return event ? [reachOfTitle(one, event.id, event.title.en)] : []
    })
    return reaches.every((reach, at) => at === 0 || (reaches[at - 1]?.[1] ?? 0) < reach[0])
  }
  const fitting = orders.filter(inTime)
  return [
    ...(complete ? [] : ['an option is no order of the letters']),
    ...(fitting.length === 1 && fitting[0] === orders[0] ? [] : ['the right order is not the only one that the dates allow']),
    ...([...events.values()].some((event) => event && datedTitle(one, event.title[one.locale])) ? ['a title holds a date'] : []),
  ]
}
