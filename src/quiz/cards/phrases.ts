import type { Shelf } from '../../almanac/shelf.ts'
import { note, type Block } from '../../chat/reply.ts'
import { clockText, dayText, today } from '../../words/dates.ts'
import { durationText } from '../../words/durations.ts'
import type { Labels } from '../../chat/command.ts'
import type { Locale } from '../../words/locale.ts'
import type { Say } from '../../words/say.ts'
import type { Asked } from '../question.ts'

/** From so much on somebody would notice that something came late. */
const LATE_MS = 15_000

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** How long there is to answer, to the second: whole minutes from two on, else seconds. */
export const timeText = (say: Say, ms: number): string =>
  ms >= 2 * MINUTE_MS && ms % MINUTE_MS === 0
    ? say('duration.minutes', { n: ms / MINUTE_MS })
    : say('duration.seconds', { n: Math.ceil(ms / SECOND_MS) })

/** That a message comes later than it was to. */
export const lateLine = (say: Say, lateMs: number | undefined): readonly Block[] =>
  lateMs === undefined || lateMs < LATE_MS ? [] : [note(say('quiz.late', { late: durationText(say.locale, lateMs) }))]

/** `June 5 Movement · middling`: what a question is about and how hard it is. */
export function topicLine(shelves: readonly Shelf[], say: Say, { about, topic, kind, difficulty }: Asked): string {
  const name = topic === undefined ? undefined : topicName(shelves, say, about?.pack, topic)
  const what = name ?? (kind === 'own' ? say('quiz.own') : undefined)
  return [...(what === undefined ? [] : [what]), say(LEVELS[levelOf(difficulty)])].join(' · ')
}

const topicName = (shelves: readonly Shelf[], say: Say, pack: string | undefined, topic: string): string | undefined =>
  shelves
    .filter((shelf) => pack === undefined || shelf === shelfNamed(shelves, pack))
    .flatMap(({ almanac }) => almanac.pack.topics)
    .find(({ id }) => id === topic)?.name[say.locale]

/** The pack that a question is about, by the name that the question has for it. */
export const shelfNamed = (shelves: readonly Shelf[], pack: string): Shelf | undefined =>
  shelves.find(({ almanac }) => almanac.pack.id === pack || almanac.pack.command === pack)

export const LEVELS = { easy: 'quiz.level.easy', middle: 'quiz.level.middle', hard: 'quiz.level.hard' } as const satisfies Labels
type Level = keyof typeof LEVELS

/** Easy up to 2, hard from 4 on. */
export const levelOf = (difficulty: number): Level => (difficulty < 2.5 ? 'easy' : difficulty < 3.5 ? 'middle' : 'hard')

/** `19 August, 08:50`, by the clocks of the zone. */
export function untilText(locale: Locale, at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' }).formatToParts(at)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  const { month, day } = today(at, zone)
  return `${dayText(locale, { month, day })}, ${clockText(locale, part('hour'), part('minute'))}`
}
