import { fold } from '../../words/fold.ts'
import type { Locale } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import { lastLine, linesOf, strings, type Case, type Look } from './check-read.ts'

type Said = { readonly by: string; readonly min: number; readonly max: number }

/** What an option of a how-many says: who gives which number. */
const saidIn = (option: string, locale: Locale): readonly Said[] => {
  const say = sayer(locale)
  return option.split(say('punctuation.semicolon')).map((piece) => {
    const at = piece.lastIndexOf(say('punctuation.colon'))
    const [min = Number.NaN, max = min] = piece
      .slice(Math.max(at, 0))
      .replaceAll(/[\s,\u00a0\u202f]/gu, '')
      .split('–')
      .map((number) => Number(number.replaceAll(/\D/g, '')))
    return { by: at < 0 ? '' : piece.slice(0, at), min, max }
  })
}

/** The same words, whether or not they begin their line. */
const isSame = (one: string, other: string): boolean => one.toLocaleLowerCase() === other.toLocaleLowerCase()

/** Only the right list says of every claimant what the pack's figures say; it has a claimant for each number, and the numbers differ. */
export const lookAtFigures: Look = (one) => {
  const { pack, wording, locale, event } = one
  const figures = pack.events.flatMap(({ claims }) => claims.flatMap((claim) => claim.figures ?? []))
  const holds = (option: string) =>
    figures.some(({ values }) =>
      saidIn(option, locale).every((said) =>
        values.some((value) => isSame(value.by[locale], said.by) && value.min === said.min && value.max === said.max),
      ),
    )
  const own = event.claims.flatMap((claim) => claim.figures ?? []).some(({ what }) => isSame(what[locale], lastLine(one)))
  const right = saidIn(wording.right, locale)
  return [
    ...(own ? [] : ['the figure is none of the event’s']),
    ...(holds(wording.right) ? [] : ['the right list is not what the sources give']),
    ...wording.wrong.filter(holds).map(() => 'a wrong list is what sources give'),
    ...(right.length > 1 && right.every(({ by }) => by !== '') ? [] : ['a disputed number is asked without its claimants']),
    ...(new Set(right.map(({ min, max }) => `${min}-${max}`)).size > 1 ? [] : ['nothing is disputed']),
  ]
}

const eventTitled = ({ pack, locale }: Case, title: string) => {
  const found = pack.events.filter((event) => event.title[locale] === title)
  return found.length === 1 ? found[0] : undefined
}

/** The right one is linked to the event as the words say; no wrong one is, by however many links. */
export const lookAtCause: Look = (one) => {
  const { pack, wording, locale } = one
  const say = sayer(locale)
  const asked = eventTitled(one, lastLine(one))
  const [right, ...wrong] = [wording.right, ...wording.wrong].map((title) => eventTitled(one, title))
  if (!asked || !right || !wrong.every((event) => event !== undefined)) return ['a title is none of the pack’s']
  const backwards = linesOf(one)[0] === say('question.cause')
  if (!backwards && linesOf(one)[0] !== say('question.effect')) return ['asks for neither cause nor effect']
  const next = (id: string): readonly string[] =>
    backwards
      ? (pack.events.find((event) => event.id === id)?.causes ?? [])
      : pack.events.filter(({ causes }) => causes.includes(id)).map((event) => event.id)
  const reached = new Set<string>()
  for (let rim = next(asked.id); rim.length > 0; rim = [...new Set(rim.flatMap(next))].filter((id) => !reached.has(id)))
    for (const id of rim) reached.add(id)
  return [
    ...(next(asked.id).includes(right.id) ? [] : ['the right one is not linked to the event']),
    ...wrong.filter(({ id }) => reached.has(id) || id === asked.id).map(({ id }) => `${id} is linked to the event too`),
    ...(asked.id === one.event.id ? [] : ['is filed under another event']),
  ]
}

/** The right publisher is cited for the claim; the wrong ones are cited nowhere in the event, and named nowhere in it. */
export const lookAtSource: Look = (one) => {
  const { pack, event, wording, locale } = one
  const file = pack.events.find(({ id }) => id === event.id)
  const claim = file?.claims.find(({ text }) => text[locale] === lastLine(one))
  if (!file || !claim) return ['the statement is no claim of the event']
  const publishers = (ids: readonly string[]) => pack.sources.filter(({ id }) => ids.includes(id)).map(({ publisher }) => publisher)
  const all = publishers([...strings(file)].filter(([key]) => key === 'sources').map(([, id]) => id))
  return [
    ...(publishers(claim.sources).includes(wording.right) ? [] : ['the right publisher is not cited for it']),
    ...wording.wrong.filter((name) => all.includes(name)).map((name) => `${name} is cited too`),
    ...wording.wrong
      .filter((name) => !pack.sources.some(({ publisher }) => publisher === name))
      .map((name) => `${name} is no publisher of the pack`),
  ]
}

/** Exactly one of the statements is disputed, and the explanation says what others say. */
export const lookAtDispute: Look = (one) => {
  const { pack, event, wording, locale } = one
  const claims = [wording.right, ...wording.wrong].map((option) =>
    pack.events.flatMap((file) => file.claims.map((claim) => ({ file, claim }))).find(({ claim }) => claim.text[locale] === option),
  )
  const [right, ...wrong] = claims
  if (!right || !wrong.every((claim) => claim !== undefined)) return ['a statement is none of the pack’s']
  const others = (right.claim.otherwise ?? []).map(({ text }) => text[locale])
  return [
    ...(right.claim.status === 'disputed' ? [] : ['the right statement is not disputed']),
    ...wrong.filter(({ claim }) => claim.status !== 'confirmed').map(({ claim }) => `${claim.id} is not confirmed`),
    ...wrong
      .filter(
        ({ file, claim }) =>
          file.dates.attested.length > 0 &&
          /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b/.test(claim.text.en),
      )
      .map(({ claim }) => `the date in ${claim.id} is disputed`),
    ...(others.includes(wording.explanation) ? [] : ['the explanation does not say who says otherwise']),
    ...(right.file.id === event.id ? [] : ['is filed under another event']),
    ...(wording.wrong.some((option) => fold(option) === fold(wording.right)) ? ['two statements are one'] : []),
  ]
}
