import { topicIds } from '../../almanac/topics.ts'
import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import type { Reply } from '../../chat/reply.ts'
import { Failure } from '../../kernel/failure.ts'
import { seededRandom } from '../../kernel/random.ts'
import { isZone } from '../../words/dates.ts'
import { readZone } from '../../words/read-zone.ts'
import { toAsked } from '../asking.ts'
import { shelfNamed } from '../cards/phrases.ts'
import { doneCard, reviewCard } from '../cards/review.ts'
import type { Person } from '../engine/game.ts'
import type { QuizParts } from '../parts.ts'
import type { Asked, Question } from '../question.ts'
import { markedTopics, refOf, type Asking, type Course } from '../review/course.ts'
import { repsOf } from '../review/memory.ts'
import { PER_DAY, turnOf } from '../review/queue.ts'
import { studyDay } from '../review/study-day.ts'
import { inOwnLanguage } from './drawing.ts'

export type ReviewParts = Pick<QuizParts, 'reviews' | 'reports' | 'questions' | 'shelves' | 'decks' | 'pseudonyms'>

/** Everything about one person's review at one moment. */
export type Learner = {
  readonly person: Person
  readonly course: Course
  readonly zone: string
  /** The study day it is for them. */
  readonly day: string
}

/** Begins a review, or goes on with it. */
export async function review(
  parts: ReviewParts,
  ask: Ask,
  {
    topics,
    daily,
    zone,
  }: { readonly topics?: string | undefined; readonly daily?: number | undefined; readonly zone?: string | undefined },
): Promise<Reply> {
  const named = zone === undefined ? undefined : readZone(zone)
  if (zone !== undefined && named === undefined) throw new Failure('bad-input', 'error.zone', { zone: quotable(zone) })
  const learner = learnerOf(parts, ask, { zone: named, topics: topics === undefined ? [] : topicIds(parts.shelves, ask, topics) })
  if (daily !== undefined) await parts.reviews.set(learner.person, { perDay: daily })
  return nextCard(parts, ask, learner, daily === undefined ? undefined : ask.say('review.paceSet', { count: daily }))
}

/** Whoever presses a button, in the way that it carries. */
export const pressing = (
  parts: ReviewParts,
  ask: Ask,
  { zone, topics = '' }: { readonly zone?: string | undefined; readonly topics?: string | undefined },
): Learner => learnerOf(parts, ask, { zone: zone === undefined ? undefined : isZone(zone), topics: markedTopics(parts.shelves, topics) })

function learnerOf({ pseudonyms }: ReviewParts, ask: Ask, course: Course): Learner {
  const zone = course.zone ?? ask.zone
  return { person: pseudonyms.of(ask.asker), course, zone, day: studyDay(ask.now, zone) }
}

/** The question that comes next, or `first` if it is to be asked today; or that there is none. */
export async function nextCard(
  parts: ReviewParts,
  ask: Ask,
  { person, course, day }: Learner,
  told?: string,
  first?: string,
): Promise<Reply> {
  const { reviews, shelves } = parts
  const [questions, cards, today, settings] = await Promise.all([
    library(parts, ask, person),
    reviews.cards(person),
    reviews.today(person, day),
    reviews.settings(person),
  ])
  const perDay = Math.min(PER_DAY.most, Math.max(PER_DAY.least, settings.perDay))
  const weightOf = (question: Question): number => weightIn(parts, question)
  const turn = turnOf({ questions, cards, locale: ask.locale, topics: course.topics, now: ask.now, day, perDay, first, today, weightOf })
  if (turn.kind === 'done') return doneCard(ask, course, { ...turn, answered: today.answered, day, told })
  const { question, memory, left } = turn
  const asking = { ref: refOf(question.id), reps: repsOf(memory), day }
  return reviewCard(shelves, ask, course, {
    asked: askedOf(question, ask, person, asking),
    asking,
    left,
    isNew: memory === undefined,
    told,
  })
}

/** A question with its options in the order in which this person sees them on this study day. */
export const askedOf = (question: Question, { locale }: Ask, person: Person, { day }: Asking): Asked =>
  toAsked(question, locale, seededRandom(JSON.stringify(['review', person, question.id, day])))

/** More than any event has: what somebody wrote for themselves, they want to learn first. */
const OWN_WEIGHT = 6

function weightIn({ shelves }: ReviewParts, { about }: Question): number {
  const event = about && shelfNamed(shelves, about.pack)?.almanac.event(about.event)
  return about ? (event?.weight ?? 1) : OWN_WEIGHT
}

/** What this person can review: the packs' questions, and those of their own decks. */
async function library({ questions, decks }: ReviewParts, { locale }: Ask, person: Person): Promise<readonly Question[]> {
  const own = await Promise.all((await decks.list(person)).map(({ id }) => decks.get(person, id)))
  await questions.ready?.()
  const mine = own.flatMap((deck) => (deck ? inOwnLanguage(deck, locale) : []))
  return mine.length === 0 ? questions.all(locale) : [...new Map([...mine, ...questions.all(locale)].map((one) => [one.id, one])).values()]
}

/** The question that a button is about; undefined where it is not asked any more in this language. */
export const questionOf = async (parts: ReviewParts, ask: Ask, person: Person, { ref }: Asking): Promise<Question | undefined> =>
  (await library(parts, ask, person)).find(({ id }) => refOf(id) === ref)
