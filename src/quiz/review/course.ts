import type { Shelf } from '../../almanac/shelf.ts'
import { toActionId } from '../../chat/action.ts'
import { idOf } from '../../chat/identity.ts'
import type { ActionId } from '../../chat/reply.ts'
import { dayNumber, dayNumbered } from './study-day.ts'

/** How somebody reviews, as every button of it carries on: in a zone that they named, and only some topics; none for all. */
export type Course = { readonly zone?: string | undefined; readonly topics: readonly string[] }

/** One asking of one question: which, how often it had been answered before, and the study day by which its options are ordered. */
export type Asking = { readonly ref: string; readonly reps: number; readonly day: string }

/** What buttons call a question: ten letters that tell nothing of what it asks or of what answers it. */
export const refOf = (question: string): string => idOf(`review/${question}`)

/** The name under which the answer to one asking is written: a second answer to it is none. */
export const requestOf = ({ ref, reps }: Asking): string => `review/${ref}/${reps}`

/** What an asking looks like in a button. */
export const ASKING = /^[a-z2-7]{10}\.\d{1,5}\.\d{1,6}$/

export function askingOf(text: string): Asking {
  const [ref = '', reps, day] = text.split('.')
  return { ref, reps: Number(reps), day: dayNumbered(Number(day)) }
}

/** A button of a review; with an asking where it is about one. */
export const recallAction = ({ zone, topics }: Course, act: string, asking?: Asking): ActionId | undefined =>
  toActionId(
    'quiz.recall',
    asking ? `${asking.ref}.${asking.reps}.${dayNumber(asking.day)}` : '',
    act,
    zone ?? '',
    topics.map(mark).join(''),
  )

const MARK = 2

/** Two letters for a topic, so that a button has room for many. */
const mark = (topic: string): string => idOf(`topic/${topic}`).slice(0, MARK)

/** The topics that a button carries, of those that the packs have. */
export function markedTopics(shelves: readonly Shelf[], marks: string): readonly string[] {
  const wanted = new Set(marks.match(/../g) ?? [])
  const topics = shelves.flatMap(({ almanac }) => almanac.pack.topics.map(({ id }) => id))
  return [...new Set(topics)].filter((topic) => wanted.has(mark(topic)))
}
