import type { Shelf } from '../../almanac/shelf.ts'
import { fold } from '../../words/fold.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import { KINDS, type Kind, type Question, type Questions, type Wording } from '../question.ts'
import { isOneClaim, lookAtBody, lookAtTruth, lookAtWhere, lookAtWho } from './check-names.ts'
import { daysNamed, meet, reachesOf, type Case, type Look } from './check-read.ts'
import { lookAtDate, lookAtFirst, lookAtOrder } from './check-time.ts'
import { lookAtCause, lookAtDispute, lookAtFigures, lookAtSource } from './check-words.ts'
import { questionsOf } from './questions.ts'

export type QuestionFault = { readonly id: string; readonly locale?: Locale; readonly what: string }

/** How many questions there are of a kind, in a language, of a difficulty. */
export type QuestionCount = { readonly kind: Kind; readonly locale: Locale; readonly difficulty: number; readonly questions: number }

export type QuestionReport = { readonly counts: readonly QuestionCount[]; readonly faults: readonly QuestionFault[] }

/** What proves each kind from the pack, apart from those who wrote it. */
const LOOKS: Readonly<Partial<Record<Kind, Look>>> = {
  date: lookAtDate,
  first: lookAtFirst,
  order: lookAtOrder,
  who: lookAtWho,
  where: lookAtWhere,
  body: lookAtBody,
  'how-many': lookAtFigures,
  'true-false': lookAtTruth,
  cause: lookAtCause,
  source: lookAtSource,
  disputed: lookAtDispute,
}

/** Proves every question of the packs anew from the packs: one right answer under every attested date and range, no leak, nothing missing. */
export function checkQuestions(shelves: readonly Shelf[], questions: Questions = questionsOf(shelves)): QuestionReport {
  const all = [...new Set(LOCALES.flatMap((locale) => questions.all(locale)))]
  const ids = all.map(({ id }) => id)
  const twice = new Set(ids.filter((id, at) => ids.indexOf(id) !== at))
  return {
    counts: countsOf(questions),
    faults: [...[...twice].map((id) => ({ id, what: 'the id stands twice' })), ...all.flatMap((question) => faultsOf(shelves, question))],
  }
}

function countsOf(questions: Questions): readonly QuestionCount[] {
  return KINDS.flatMap((kind) =>
    LOCALES.flatMap((locale) =>
      [1, 2, 3, 4, 5].flatMap((difficulty) => {
        const found = questions.all(locale).filter((question) => question.kind === kind && question.difficulty === difficulty).length
        return found > 0 ? [{ kind, locale, difficulty, questions: found }] : []
      }),
    ),
  )
}

const MOST = { option: 300, text: 1000, explanation: 500, sources: 3, idBytes: 56 }

function faultsOf(shelves: readonly Shelf[], question: Question): readonly QuestionFault[] {
  const { id } = question
  const shelf = shelves.find(({ almanac }) => almanac.pack.id === question.about?.pack)
  const event = question.about && shelf?.almanac.event(question.about.event)
  if (!shelf || !event) return [{ id, what: 'is about no event of the packs' }]
  const pack = shelf.almanac.pack
  const cases = LOCALES.flatMap((locale): Case[] => {
    const wording = question.words[locale]
    return wording ? [{ shelf, pack, event, question, locale, wording }] : []
  })
  return [
    ...wholeFaults(question, cases).map((what) => ({ id, what })),
    ...cases.flatMap((one) => caseFaults(one).map((what) => ({ id, locale: one.locale, what }))),
  ]
}

/** What is wrong with a question whatever its language. */
function wholeFaults(question: Question, cases: readonly Case[]): readonly string[] {
  const [one] = cases
  const { pack, event } = one ?? {}
  const strange = question.sources.filter(
    (cited) =>
      !pack?.sources.some(({ title, publisher, url }) => title === cited.title && publisher === cited.publisher && url === cited.url),
  )
  const titled =
    pack?.events.filter(({ title, solemn }) => solemn && one && TITLED.has(question.kind) && shows(one, title[one.locale])) ?? []
  return [
    ...(cases.length === LOCALES.length ? [] : ['a language is missing']),
    ...(new Set(cases.map(({ wording }) => wording.wrong.length)).size > 1 ? ['has not as many options in every language'] : []),
    ...(question.sources.length > 0 && question.sources.length <= MOST.sources ? [] : ['has no source, or too many']),
    ...strange.map(({ url }) => `the source ${url} is none of the pack’s`),
    ...(question.solemn === (event?.solemn === true || titled.length > 0) ? [] : ['is not as solemn as its event']),
    ...(/^[a-z0-9:-]+$/.test(question.id) && question.id.length <= MOST.idBytes ? [] : ['has an id that no button can carry']),
    ...(Number.isInteger(question.difficulty) && question.difficulty >= 1 && question.difficulty <= 5
      ? []
      : ['has no difficulty from 1 to 5']),
  ]
}

/** Kinds whose words or options are titles of events. */
const TITLED: ReadonlySet<Kind> = new Set(['first', 'order', 'cause'])

const shows = ({ wording }: Case, title: string): boolean =>
  [...wording.text.split('\n').map((line) => line.replace(/^[A-D]\. /, '')), wording.right, ...wording.wrong].includes(title)

/** What is wrong with a question in one language. */
function caseFaults(one: Case): readonly string[] {
  const look = isSeed(one) ? lookAtSeed : LOOKS[one.question.kind]
  return [
    ...wordingFaults(one.wording, one.question.kind),
    ...quoteFaults(one),
    ...(look ? look(one) : ['is of a kind that nobody can prove']),
  ]
}

function wordingFaults({ text, right, wrong, explanation }: Wording, kind: Kind): readonly string[] {
  const options = [right, ...wrong]
  const said = ` ${fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `
  const leaks =
    kind !== 'true-false' &&
    said.includes(
      ` ${fold(right)
        .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()} `,
    )
  return [
    ...(text.trim() === '' || text.length > MOST.text ? ['asks nothing, or too long'] : []),
    ...(explanation.trim() === '' || explanation.length > MOST.explanation ? ['explains nothing, or too long'] : []),
    ...(wrong.length === 0 ? ['has no wrong option'] : []),
    ...(options.some((option) => option.trim() === '') ? ['an option is empty'] : []),
    ...(options.some((option) => option.length > MOST.option) ? ['an option is too long'] : []),
    ...(new Set(options.map((option) => fold(option).replaceAll(/\s+/g, ' ').trim())).size === options.length
      ? []
      : ['an option stands twice']),
    ...(leaks ? ['the words hold the answer'] : []),
  ]
}

/** Kinds that may quote what only one source says, because they ask about sources. */
const ABOUT_SOURCES: ReadonlySet<Kind> = new Set(['source', 'disputed', 'how-many'])

/** What only one origin says is never asked as a fact; a claim that explains is the same in every language. */
function quoteFaults(one: Case): readonly string[] {
  const { event, wording, locale, question } = one
  const claim = event.claims.find(({ text }) => text[locale] === wording.explanation)
  if (!claim || isSeed(one)) return []
  return [
    ...(claim.status === 'single-source' && !ABOUT_SOURCES.has(question.kind) ? ['asks as a fact what only one source says'] : []),
    ...(isOneClaim(one) ? [] : ['explains in one language what it does not in another']),
  ]
}

const seedOf = ({ pack, wording, locale }: Case) => pack.quiz.find((seed) => seed.text[locale] === wording.text)
const isSeed = (one: Case): boolean => seedOf(one) !== undefined

/** A question of the editors is as they wrote it; where it asks for a day, no wrong one is attested. */
const lookAtSeed: Look = (one) => {
  const seed = seedOf(one)
  const { wording, locale, question } = one
  const same = seed?.right[locale] === wording.right && seed.wrong.map((option) => option[locale]).join('\n') === wording.wrong.join('\n')
  const right = daysNamed(wording.right, locale)
  return [
    ...(same && seed.kind === question.kind && seed.event === one.event.id ? [] : ['is not as the editors wrote it']),
    ...(question.kind === 'date' && right.length > 0 ? seedDates(one, right) : []),
  ]
}

function seedDates({ pack, event, wording, locale }: Case, right: readonly number[]): readonly string[] {
  const reaches = reachesOf(pack, event.id)
  const attested = (days: readonly number[]) => days.some((day) => reaches.some((reach) => meet(reach, [day, day])))
  return [
    ...(attested(right) ? [] : ['the right date is attested by nobody']),
    ...wording.wrong.filter((option) => attested(daysNamed(option, locale))).map(() => 'a wrong date may be right too'),
  ]
}
