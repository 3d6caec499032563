import type { Ask } from '../../chat/command.ts'
import type { Reply } from '../../chat/reply.ts'
import { answeredCard, paceCard, toldCard, type Answered } from '../cards/review.ts'
import { shelfNamed } from '../cards/phrases.ts'
import type { Question } from '../question.ts'
import { ASKING, askingOf, requestOf, type Asking } from '../review/course.ts'
import { graded, memoryOf, repsOf, toCard, type Grade, type Memory } from '../review/memory.ts'
import { PER_DAY } from '../review/queue.ts'
import type { Remembered, Reviewed } from '../review/reviews.ts'
import { askedOf, nextCard, pressing, questionOf, type Learner, type ReviewParts } from './review.ts'

/** What the buttons of a review do: answer by a place, say how it was, go on, take back, leave out, report, and choose how many a day. */
export const RECALLS = /^(?:\d|hard|good|easy|next|undo(?:\.\d{1,4})?|rest|wake|doubt|pace(?:\.\d{1,3})?)$/

export type Recalling = {
  readonly asking?: string | undefined
  readonly act: string
  readonly zone?: string | undefined
  readonly topics?: string | undefined
}

/** Does what a button of a review says, once; what comes too late is told so, with the way on. */
export async function recall(parts: ReviewParts, ask: Ask, given: Recalling): Promise<Reply> {
  const learner = pressing(parts, ask, given)
  const [act = '', count] = given.act.split('.')
  const asking = given.asking !== undefined && ASKING.test(given.asking) ? askingOf(given.asking) : undefined
  if (act === 'next') return nextCard(parts, ask, learner)
  if (act === 'undo') return undo(parts, ask, learner, asking ?? Number(count))
  if (act === 'pace') return pace(parts, ask, learner, count === undefined ? undefined : Number(count))
  if (act === 'wake' && !asking) return wakeAll(parts, ask, learner)
  const question = asking && (await questionOf(parts, ask, learner.person, asking))
  if (!asking || !question) return toldCard(ask, learner.course, ask.say('review.gone'))
  if (act === 'rest' || act === 'wake') return rest(parts, ask, learner, question, asking, act === 'rest')
  if (act === 'doubt') return doubt(parts, ask, learner, question)
  if (act === 'hard' || act === 'good' || act === 'easy') return regrade(parts, ask, learner, question, asking, GRADES[act])
  return answer(parts, ask, learner, question, asking, Number(act))
}

const GRADES = { hard: 2, good: 3, easy: 4 } as const satisfies Readonly<Record<string, Grade>>

/** Counts an answer, unless this asking was answered before: then that answer is shown again. */
async function answer(parts: ReviewParts, ask: Ask, learner: Learner, question: Question, asking: Asking, chosen: number): Promise<Reply> {
  const { reviews, shelves } = parts
  const { person, course, day } = learner
  const asked = askedOf(question, ask, person, asking)
  const card = (await reviews.cards(person)).find((one) => one.question === question.id)
  const before = memoryOf(card)
  const grade: Grade = chosen === asked.right ? 3 : 1
  if (repsOf(before) === asking.reps && card?.suspended !== true && chosen < asked.options.length) {
    const { memory, after } = following(question, before, grade, ask, learner)
    const reviewed: Reviewed = { question: question.id, before: before && card, after, grade, at: ask.now, day }
    if (await reviews.write(person, reviewed, requestOf(asking)))
      return answeredCard(shelves, ask, course, { asked, asking, chosen, grade, memory, day })
  }
  return old(parts, ask, learner, question, asking)
}

/** What is remembered of a question after an answer. */
function following(
  question: Question,
  before: Memory | undefined,
  grade: Grade,
  { now }: Ask,
  { day, zone }: Learner,
): { readonly memory: Memory; readonly after: Remembered } {
  const { memory, dueAt } = graded(before, grade, { now, day, zone })
  return { memory, after: { question: question.id, card: toCard(memory), dueAt, suspended: false } }
}

/** This asking is over: how it was answered, where that is still known. */
async function old(parts: ReviewParts, ask: Ask, { person, course, day }: Learner, question: Question, asking: Asking): Promise<Reply> {
  const written = await parts.reviews.written(person, requestOf(asking))
  const memory = memoryOf(written?.after)
  if (!written || !memory) return toldCard(ask, course, ask.say('review.gone'))
  const answered: Answered = { asked: askedOf(question, ask, person, asking), asking, grade: written.grade, memory, day, isOld: true }
  return answeredCard(parts.shelves, ask, course, answered)
}

/** Says of a right answer how it was: that one answer is written anew, as long as it is the last to its question. */
async function regrade(parts: ReviewParts, ask: Ask, learner: Learner, question: Question, asking: Asking, grade: Grade): Promise<Reply> {
  const { person, course, day, zone } = learner
  const changed = await parts.reviews.regrade(person, requestOf(asking), (reviewed) => {
    // Nobody is made right by saying that it was easy.
    if (reviewed.grade === 1) return reviewed
    const { memory, dueAt } = graded(memoryOf(reviewed.before), grade, { now: reviewed.at, day: reviewed.day, zone })
    return { ...reviewed, grade, after: { ...reviewed.after, card: toCard(memory), dueAt } }
  })
  const memory = memoryOf(changed?.after)
  if (!changed || !memory) return old(parts, ask, learner, question, asking)
  return answeredCard(parts.shelves, ask, course, {
    asked: askedOf(question, ask, person, asking),
    asking,
    grade: changed.grade,
    memory,
    day,
  })
}

/** Takes back the last answer of the day and asks its question again: the answer to this asking, or that one by which there are so many. Anything else takes back nothing. */
async function undo(parts: ReviewParts, ask: Ask, learner: Learner, which: Asking | number): Promise<Reply> {
  const { reviews } = parts
  const { person, day } = learner
  const isLast = typeof which !== 'number' || (await reviews.today(person, day)).answered === which
  const undone = isLast ? await reviews.undo(person, day, typeof which === 'number' ? undefined : requestOf(which)) : undefined
  return nextCard(parts, ask, learner, ask.say(undone ? 'review.undone' : 'review.undoneNothing'), undone?.question)
}

/** Asks a question no more, or again. */
async function rest(
  parts: ReviewParts,
  ask: Ask,
  { person, course }: Learner,
  question: Question,
  asking: Asking,
  rests: boolean,
): Promise<Reply> {
  await parts.reviews.suspend(person, question.id, rests)
  return rests
    ? toldCard(ask, course, ask.say('review.rests'), [ask.say('review.button.wake'), 'wake', asking])
    : toldCard(ask, course, ask.say('review.wakes'))
}

async function wakeAll(parts: ReviewParts, ask: Ask, learner: Learner): Promise<Reply> {
  const resting = (await parts.reviews.cards(learner.person)).filter(({ suspended }) => suspended)
  for (const { question } of resting) await parts.reviews.suspend(learner.person, question, false)
  return toldCard(ask, learner.course, ask.say('review.wokenAll', { count: resting.length }))
}

async function pace({ reviews }: ReviewParts, ask: Ask, { person, course }: Learner, wished: number | undefined): Promise<Reply> {
  const perDay = wished === undefined ? undefined : Math.min(PER_DAY.most, Math.max(PER_DAY.least, wished))
  if (perDay !== undefined) await reviews.set(person, { perDay })
  const [settings, cards] = [await reviews.settings(person), await reviews.cards(person)]
  const resting = cards.filter(({ suspended }) => suspended).length
  return paceCard(ask, course, { perDay: settings.perDay, resting, isSet: perDay !== undefined })
}

/** Notes that somebody holds a question to be wrong. */
async function doubt({ reports, shelves }: ReviewParts, ask: Ask, { person, course }: Learner, { id, about }: Question): Promise<Reply> {
  const edition = (about && shelfNamed(shelves, about.pack)?.almanac.pack.version) ?? ''
  await reports.add({ question: id, locale: ask.locale, edition, at: ask.now, person })
  return toldCard(ask, course, ask.say('quiz.flagged'))
}
