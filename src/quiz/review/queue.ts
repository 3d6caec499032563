import type { Locale } from '../../words/locale.ts'
import type { Question } from '../question.ts'
import { answeredOn, dueDay, isOfToday, memoryOf, type Memory } from './memory.ts'
import type { Remembered } from './reviews.ts'
import { dayNumber, dayNumbered } from './study-day.ts'

/** Nobody is asked fewer or more questions on one study day than this. */
export const PER_DAY = { least: 5, most: 100 } as const

/** What there is to review: everything that could be asked, and what one person knows of it. */
export type Desk = {
  readonly questions: readonly Question[]
  readonly cards: readonly Remembered[]
  readonly locale: Locale
  /** Only questions of these; empty for all. */
  readonly topics: readonly string[]
  readonly now: Date
  /** The present study day. */
  readonly day: string
  readonly perDay: number
  /** This one first, if it is to be asked today. */
  readonly first?: string | undefined
  /** What was answered on it so far, whatever its topic. */
  readonly today: { readonly answered: number; readonly fresh: number }
  /** How much it matters that a question is asked soon: the weight of its event, 1 to 5, or more. */
  readonly weightOf: (question: Question) => number
}

export type Turn =
  /** `left`: how many more are to be asked today, this one included. */
  | { readonly kind: 'ask'; readonly question: Question; readonly memory: Memory | undefined; readonly left: number }
  /** Nothing more today: the day's share is done, or there is nothing to ask. */
  | { readonly kind: 'done'; readonly why: 'share' | 'all'; readonly next?: Next }

/** The next study day on which something is asked: how many are due on it, and how many new ones there are for it. */
export type Next = { readonly day: string; readonly due: number; readonly fresh: number }

type Known = { readonly question: Question; readonly memory: Memory; readonly dueAt: Date }

/**
 * What comes next: what is due, the longest due first; then what is new; then what was wrong a moment ago. On one day no more than the
 * person's share is asked, and at most half of it is new.
 */
export function turnOf(desk: Desk): Turn {
  const { questions, cards, locale, topics, now, day, perDay, today } = desk
  const wanted = questions.filter(
    ({ words, topic }) => words[locale] !== undefined && (topics.length === 0 || (topic !== undefined && topics.includes(topic))),
  )
  const byId = new Map(cards.map((card) => [card.question, card]))
  const known = wanted.flatMap((question): Known[] => {
    const card = byId.get(question.id)
    const memory = memoryOf(card)
    return card && memory && !card.suspended ? [{ question, memory, dueAt: card.dueAt }] : []
  })
  const isDue = ({ memory, dueAt }: Known): boolean => (isOfToday(memory) ? dueAt <= now : dueDay(memory) <= day)
  const due = known.filter(isDue).toSorted(byDue)
  const soon = known.filter((one) => !isDue(one) && isOfToday(one.memory) && dueDay(one.memory) <= day).toSorted(byDue)
  const share = perDay - today.answered
  const unknown = wanted.filter(({ id }) => !byId.has(id))
  const room = Math.max(0, Math.min(Math.floor(perDay / 2) - today.fresh, share - due.length))
  const fresh = inOrder(desk, unknown, metOn(day, wanted, byId)).slice(0, room)
  const all = [...due, ...fresh.map((question) => ({ question, memory: undefined })), ...soon]
  const one = all.find(({ question }) => question.id === desk.first) ?? all[0]
  if (one && share > 0) return { kind: 'ask', question: one.question, memory: one.memory, left: Math.min(share, all.length) }
  const next = nextOf(desk, known, unknown.length)
  return { kind: 'done', why: share <= 0 ? 'share' : 'all', ...(next && { next }) }
}

const byDue = (a: Known, b: Known): number => a.dueAt.getTime() - b.dueAt.getTime() || (a.question.id < b.question.id ? -1 : 1)

function nextOf({ day, perDay }: Desk, known: readonly Known[], unknown: number): Next | undefined {
  const tomorrow = dayNumbered(dayNumber(day) + 1)
  const days = known.map(({ memory }) => (dueDay(memory) < tomorrow ? tomorrow : dueDay(memory)))
  const first = unknown > 0 ? tomorrow : days.toSorted()[0]
  if (first === undefined) return undefined
  const due = Math.min(perDay, days.filter((one) => one === first).length)
  return { day: first, due, fresh: Math.min(unknown, perDay - due, Math.floor(perDay / 2)) }
}

/** The events of which something was asked on this study day. */
const metOn = (day: string, questions: readonly Question[], byId: ReadonlyMap<string, Remembered>): ReadonlySet<string> =>
  new Set(
    questions
      .filter(({ id }) => {
        const memory = memoryOf(byId.get(id))
        return memory !== undefined && answeredOn(memory) === day
      })
      .map(eventOf),
  )

/**
 * New questions: the weightiest events first, and of each of them the easiest question. Events of which something was asked today come
 * last, since one question often tells the answer of the next.
 */
function inOrder({ weightOf }: Desk, unknown: readonly Question[], met: ReadonlySet<string>): readonly Question[] {
  const seen = new Map<string, number>()
  const ranked = unknown
    .toSorted((a, b) => a.difficulty - b.difficulty || (a.id < b.id ? -1 : 1))
    .map((question) => {
      const event = eventOf(question)
      const nth = seen.get(event) ?? 0
      seen.set(event, nth + 1)
      return { question, late: met.has(event) ? 1 : 0, weight: weightOf(question), nth }
    })
  return ranked.toSorted((a, b) => a.late - b.late || b.weight - a.weight || a.nth - b.nth).map(({ question }) => question)
}

const eventOf = ({ about, id }: Question): string => (about ? `${about.pack}/${about.event}` : id)
