import type { Shelf } from '../../almanac/shelf.ts'
import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { note, paragraph, strong, type Block, type Button, type Reply } from '../../chat/reply.ts'
import { dayText, fromIso } from '../../words/dates.ts'
import type { Say } from '../../words/say.ts'
import type { Asked } from '../question.ts'
import { recallAction, type Asking, type Course } from '../review/course.ts'
import { dueDay, isOfToday, type Grade, type Memory } from '../review/memory.ts'
import type { Next } from '../review/queue.ts'
import { dayNumber } from '../review/study-day.ts'
import { labelsOf, optionText } from './options.ts'
import { shelfNamed, topicLine } from './phrases.ts'
import { optionsList } from './question.ts'
import { sourcesLine } from './reveal.ts'

/** A question as one person is asked it: nothing in it, nor in what its buttons carry, tells the right answer. */
export function reviewCard(
  shelves: readonly Shelf[],
  ask: Ask,
  course: Course,
  {
    asked,
    asking,
    left,
    isNew,
    told,
  }: { readonly asked: Asked; readonly asking: Asking; readonly left: number; readonly isNew: boolean; readonly told?: string | undefined },
): Reply {
  const { say } = ask
  const labels = labelsOf(asked.options)
  return reply(ask, {
    title: say('review.title'),
    blocks: [
      ...(told === undefined ? [] : [note(told)]),
      note([topicLine(shelves, say, asked), ...(isNew ? [say('review.new')] : []), say('review.left', { count: left })].join(' · ')),
      paragraph(strong(asked.text)),
      optionsList(asked),
    ],
    buttons: buttons(...labels.map((label, place) => [label, recallAction(course, String(place), asking)] as const), [
      say('review.button.rest'),
      recallAction(course, 'rest', asking),
    ]),
    solemn: asked.solemn,
  })
}

/** One answer, and when its question comes again. */
export type Answered = {
  readonly asked: Asked
  readonly asking: Asking
  /** The place that was chosen, where that is known. */
  readonly chosen?: number | undefined
  readonly grade: Grade
  readonly memory: Memory
  /** The present study day. */
  readonly day: string
  /** It was answered before: what was pressed now counts for nothing. */
  readonly isOld?: true | undefined
}

/** Whether it was right, why, and when it comes again; with the ways on. */
export function answeredCard(shelves: readonly Shelf[], ask: Ask, course: Course, answered: Answered): Reply {
  const { say } = ask
  const { asked, chosen, grade, isOld } = answered
  const isRight = grade > 1
  return reply(ask, {
    title: say(isRight ? 'review.right' : 'review.wrong'),
    blocks: [
      ...(isOld ? [note(say('review.already'))] : []),
      paragraph(asked.text),
      ...(isRight || chosen === undefined ? [] : [paragraph(say('review.chosen', { answer: optionText(asked, chosen, false) }))]),
      paragraph(strong(say('quiz.right', { answer: optionText(asked, asked.right, false) }))),
      ...(asked.explanation === '' ? [] : [paragraph(asked.explanation)]),
      ...sourcesLine(say, asked),
      againLine(say, answered),
    ],
    buttons: answeredButtons(shelves, say, course, answered),
    solemn: asked.solemn,
  })
}

function answeredButtons(
  shelves: readonly Shelf[],
  say: Say,
  course: Course,
  { asked: { about }, asking, grade }: Answered,
): readonly Button[] {
  const grades = [
    ...(grade === 3 || grade === 4 ? ([[say('review.button.hard'), recallAction(course, 'hard', asking)]] as const) : []),
    ...(grade === 2 || grade === 4 ? ([[say('review.button.good'), recallAction(course, 'good', asking)]] as const) : []),
    ...(grade === 2 || grade === 3 ? ([[say('review.button.easy'), recallAction(course, 'easy', asking)]] as const) : []),
  ]
  return buttons(
    [say('review.button.next'), recallAction(course, 'next')],
    ...grades,
    [say('button.event'), about && shelfNamed(shelves, about.pack)?.lead('event', about.event)],
    [say('review.button.undo'), recallAction(course, 'undo', asking)],
    [say('review.button.rest'), recallAction(course, 'rest', asking)],
    [say('quiz.button.wrong'), recallAction(course, 'doubt', asking)],
    [say('review.button.pace'), recallAction(course, 'pace')],
  )
}

const againLine = (say: Say, { memory, day, grade }: Answered): Block => {
  const again = isOfToday(memory) ? say('review.againToday') : say('review.again', { when: whenText(say, day, dueDay(memory)) })
  return note([...(grade === 2 ? [say('review.wasHard')] : grade === 4 ? [say('review.wasEasy')] : []), again].join(' '))
}

/** `in 3 days, on 5 November 2026`. */
const whenText = (say: Say, today: string, day: string): string => {
  const date = fromIso(day)
  return say('review.when', { days: Math.max(0, dayNumber(day) - dayNumber(today)), date: date ? dayText(say.locale, date) : day })
}

/** Nothing more today, and what comes next. */
export function doneCard(
  ask: Ask,
  course: Course,
  {
    why,
    next,
    answered,
    day,
    told,
  }: {
    readonly why: 'share' | 'all'
    readonly next?: Next | undefined
    readonly answered: number
    readonly day: string
    readonly told?: string | undefined
  },
): Reply {
  const { say } = ask
  const some = course.topics.length > 0
  return reply(ask, {
    title: say(answered > 0 ? 'review.doneTitle' : 'review.nothingTitle'),
    blocks: [
      ...(told === undefined ? [] : [note(told)]),
      ...(answered > 0 ? [paragraph(say(why === 'share' ? 'review.doneShare' : 'review.doneAll', { count: answered }))] : []),
      paragraph(next ? say('review.next', { when: whenText(say, day, next.day), due: next.due, fresh: next.fresh }) : say('review.noNext')),
    ],
    buttons: buttons(
      ...(some ? ([[say('review.button.allTopics'), recallAction({ ...course, topics: [] }, 'next')]] as const) : []),
      ...(answered > 0 ? ([[say('review.button.undo'), recallAction(course, `undo.${answered}`)]] as const) : []),
      [say('review.button.pace'), recallAction(course, 'pace')],
    ),
  })
}

/** How many a day one may choose from. */
const PACES = [5, 10, 20, 30, 50, 100] as const

/** How many questions a day, and those that are not asked any more. */
export function paceCard(
  ask: Ask,
  course: Course,
  { perDay, resting, isSet }: { readonly perDay: number; readonly resting: number; readonly isSet: boolean },
): Reply {
  const { say } = ask
  return reply(ask, {
    title: say('review.paceTitle'),
    blocks: [
      paragraph(say(isSet ? 'review.paceSet' : 'review.pace', { count: perDay })),
      paragraph(say('review.dayEnds')),
      ...(resting > 0 ? [paragraph(say('review.resting', { count: resting }))] : []),
    ],
    menu: {
      label: say('review.paceMenu'),
      options: PACES.flatMap((count) => {
        const action = recallAction(course, `pace.${count}`)
        return action ? [{ label: say('review.paceChoice', { count }), action }] : []
      }),
    },
    buttons: buttons(
      [say('review.button.next'), recallAction(course, 'next')],
      ...(resting > 0 ? ([[say('review.button.wakeAll'), recallAction(course, 'wake')]] as const) : []),
    ),
  })
}

/** What was done, in a sentence, and the ways on. */
export const toldCard = (ask: Ask, course: Course, told: string, ...more: readonly (readonly [string, string, Asking])[]): Reply =>
  reply(ask, {
    blocks: [paragraph(told)],
    buttons: buttons(
      [ask.say('review.button.next'), recallAction(course, 'next')],
      ...more.map(([label, act, asking]) => [label, recallAction(course, act, asking)] as const),
    ),
  })
