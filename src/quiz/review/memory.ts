import { createEmptyCard, fsrs, State } from 'ts-fsrs'
import * as z from 'zod'
import type { Remembered } from './reviews.ts'
import { dayNumber, dayNumbered, studyDayStart } from './study-day.ts'

/**
 * FSRS with its default parameters. Its random fuzz is off: the daily cap spreads what would fall on one day, and the same answers always
 * give the same days. Whoever was wrong is asked once more on the same day; then days are all that counts.
 */
const SCHEDULER = fsrs({ enable_fuzz: false, learning_steps: ['10m'], relearning_steps: ['10m'] })

/** 1 forgotten, 2 hard, 3 good, 4 easy. */
export type Grade = 1 | 2 | 3 | 4

const instant = z.iso.datetime().transform((text) => new Date(text))

/** A card as FSRS keeps it. Its instants are noons of study days in UTC: so it counts the days of the learner, wherever they live. */
const Memory = z.object({
  due: instant,
  stability: z.number(),
  difficulty: z.number(),
  elapsed_days: z.number(),
  scheduled_days: z.number(),
  learning_steps: z.number(),
  reps: z.int(),
  lapses: z.int(),
  state: z.enum(State),
  last_review: instant.nullish(),
})
export type Memory = z.output<typeof Memory>

/** What is known of a question; undefined where it was never answered. */
export const memoryOf = (remembered: Pick<Remembered, 'card'> | undefined): Memory | undefined => Memory.safeParse(remembered?.card).data

/** How often it was answered. */
export const repsOf = (memory: Memory | undefined): number => memory?.reps ?? 0

/** The study day on which it was last answered. */
export const answeredOn = ({ last_review }: Memory): string | undefined => (last_review ? dayOf(last_review) : undefined)

/** The study day on which it is to be asked again. */
export const dueDay = ({ due }: Memory): string => dayOf(due)

/** Whether it comes again within the day on which it was answered, and then at its instant. */
export const isOfToday = ({ state }: Memory): boolean => state === State.Learning || state === State.Relearning

const DAY_MS = 86_400_000
const NOON_MS = DAY_MS / 2

const noon = (day: string): Date => new Date(dayNumber(day) * DAY_MS + NOON_MS)
const dayOf = (at: Date): string => dayNumbered(Math.floor(at.getTime() / DAY_MS))

/** The instant of an answer, the study day it counts for, and the zone in which the next one begins. */
export type When = { readonly now: Date; readonly day: string; readonly zone: string }

/** What is known after an answer: `before` is left as it is. It is due again after some minutes, or when a later study day begins. */
export function graded(
  before: Memory | undefined,
  grade: Grade,
  { now, day, zone }: When,
): { readonly memory: Memory; readonly dueAt: Date } {
  // Whoever travels west may be a day behind the last answer.
  const at = new Date(Math.max(noon(day).getTime(), before?.last_review?.getTime() ?? 0))
  const { card } = SCHEDULER.next(before ? { ...before, last_review: before.last_review ?? null } : createEmptyCard(at), at, grade)
  const memory: Memory = card
  const minutes = memory.due.getTime() - at.getTime()
  return { memory, dueAt: isOfToday(memory) ? new Date(now.getTime() + minutes) : studyDayStart(dueDay(memory), zone) }
}

/** As it is kept: plain JSON. */
export const toCard = (memory: Memory): unknown => JSON.parse(JSON.stringify(memory)) as unknown
