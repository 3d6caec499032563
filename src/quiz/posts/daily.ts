import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Shelf } from '../../almanac/shelf.ts'
import { idOf } from '../../chat/identity.ts'
import type { Claim, Effect } from '../../delivery/outbox.ts'
import { definePost, type Composed, type Ended, type PostSpec } from '../../delivery/post.ts'
import { LOCALES } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import { toAsked } from '../asking.ts'
import { shelfNamed, untilText } from '../cards/phrases.ts'
import { questionCard } from '../cards/question.ts'
import { newGame, type Game, type Rules } from '../engine/game.ts'
import type { QuizParts } from '../parts.ts'
import type { Question } from '../question.ts'
import { entered, lateBy } from './ending.ts'

/** The question of the day, one of the things that a schedule posts. */
export const DAILY = 'quiz-daily'

const DailySubject = z.strictObject({
  subscription: z.string(),
  date: z.iso.date(),
  wish: z.looseObject({ locale: z.enum(LOCALES), pack: z.string(), zone: z.string(), minWeight: z.number(), topics: z.array(z.string()) }),
  /** When it closes, in milliseconds since 1970: before the next one is asked. */
  closesMs: z.number(),
  test: z.literal(true).optional(),
})
type DailySubject = z.output<typeof DailySubject>

type Parts = Pick<QuizParts, 'rounds' | 'questions' | 'shelves' | 'random' | 'footer' | 'refusedDaily'>

/** One that would be open for less is not asked any more. */
const LEAST_OPEN_MS = 10 * 60_000
/** What was asked in so many days is not asked again while there is something else. */
const LATELY = 60
const DAY_MS = 86_400_000

/**
 * Asks the question of one day of a subscription, the same at every attempt, and closes it at its time of day. Where the channel will not
 * have it the subscription rests and its maker is told.
 */
export const dailyPost = (parts: Parts): PostSpec =>
  definePost({
    name: DAILY,
    inDoubt: 'say-again',
    subject: DailySubject,
    compose: (subject, claim, now) => composed(parts, subject, claim, now),
    after: (subject, claim, ended, now) => (subject.test ? [] : consequences(parts, subject, claim, ended, now)),
  })

/** The round of one day: found by what it is for. */
const roundOf = ({ subscription, date }: DailySubject): string => idOf(`question/${subscription}/${date}`)

async function composed(parts: Parts, subject: DailySubject, claim: Claim, now: Date): Promise<Composed | 'nothing-to-say'> {
  const { closesMs, wish, test } = subject
  if (claim.to.kind !== 'channel' || (!test && closesMs - now.getTime() < LEAST_OPEN_MS)) return 'nothing-to-say'
  const game = test ? await freshGame(parts, subject, claim) : await begun(parts, subject, claim, now)
  if (game?.phase !== 'asking') return 'nothing-to-say'
  const say = sayer(wish.locale)
  const until = untilText(wish.locale, new Date(closesMs), wish.zone)
  const openMs = closesMs - now.getTime()
  const lateMs = test ? undefined : lateBy(claim, now)
  return { reply: questionCard(parts.shelves, game, { until, openMs, test, lateMs, footer: parts.footer?.(say) }) }
}

/** The round of the day, begun unless an earlier attempt began it. */
async function begun(parts: Parts, subject: DailySubject, claim: Claim, now: Date): Promise<Game | undefined> {
  const { rounds } = parts
  const known = await rounds.game(roundOf(subject))
  if (known) return known
  const game = await freshGame(parts, subject, claim)
  if (!game) return undefined
  await rounds.begin({ game, startedAt: now, starterName: '', owner: subject.subscription })
  // Of two attempts at once the first began it, in an order of options of its own.
  return rounds.game(game.id)
}

async function freshGame(parts: Parts, subject: DailySubject, { to, dueAt }: Claim): Promise<Game | undefined> {
  if (to.kind !== 'channel') return undefined
  const { locale } = subject.wish
  const question = await questionOf(parts, subject, to)
  if (!question) return undefined
  const seconds = Math.round((subject.closesMs - dueAt.getTime()) / 1000)
  // Chance, and nothing that its id would tell, decides where the right answer stands.
  const questions = [toAsked(question, locale, parts.random)]
  return newGame({ id: roundOf(subject), place: to, locale, rules: { ...RULES, seconds }, starter: '', questions })
}

const RULES: Omit<Rules, 'seconds'> = {
  mode: 'daily',
  changeable: true,
  shuffle: false,
  speed: false,
  names: false,
  typed: false,
  pace: 'by-itself',
}

/**
 * Goes through all questions of the wish in an order of the subscription's own, and passes over what was asked there lately. Events of
 * too little weight are asked about only where a topic that was chosen has no others.
 */
async function questionOf(parts: Parts, subject: DailySubject, place: Game['place']): Promise<Question | undefined> {
  const { rounds, questions, shelves } = parts
  const { subscription, date, wish } = subject
  const shelf = shelfNamed(shelves, wish.pack)
  await questions.ready?.()
  const wanted = questions
    .all(wish.locale)
    .filter(({ about, topic }) => about !== undefined && shelfNamed(shelves, about.pack) === shelf && isWanted(wish.topics, topic))
  const isWeighty = ({ about }: Question): boolean => weightOf(shelf, about) >= wish.minWeight
  const weighty = new Set(wanted.filter(isWeighty).map(({ topic }) => topic))
  const order = wanted
    .filter((question) => isWeighty(question) || (wish.topics.length > 0 ? !weighty.has(question.topic) : weighty.size === 0))
    .map((question) => ({ question, mark: markOf(subscription, question.id) }))
    .toSorted((a, b) => (a.mark < b.mark ? -1 : 1))
    .map(({ question }) => question)
  const asked = new Set<string>()
  for (const { id, mode } of await rounds.recent(place, LATELY)) {
    const game = mode === 'daily' ? await rounds.game(id) : undefined
    for (const question of game?.questions ?? []) asked.add(question.id)
  }
  const first = Math.floor(Date.parse(date) / DAY_MS) % Math.max(1, order.length)
  const turned = [...order.slice(first), ...order.slice(0, first)]
  return turned.find(({ id }) => !asked.has(id)) ?? turned[0]
}

/** None where the event is not in the pack any more. */
const weightOf = (shelf: Shelf | undefined, about: Question['about']): number => (about && shelf?.almanac.event(about.event)?.weight) ?? 0

const isWanted = (topics: readonly string[], topic: string | undefined): boolean =>
  topics.length === 0 || (topic !== undefined && topics.includes(topic))

const markOf = (subscription: string, question: string): string => createHash('sha256').update(`${subscription}/${question}`).digest('hex')

function consequences(parts: Parts, subject: DailySubject, claim: Claim, ended: Ended, now: Date): readonly Effect[] {
  const round = roundOf(subject)
  const nowMs = now.getTime()
  switch (ended.kind) {
    case 'done':
      // It counts from when it was to be asked, so that it closes at its time of day however late it came.
      return entered(round, { kind: 'stands', question: 0, turn: 0, message: ended.message, sentMs: claim.dueAt.getTime(), nowMs })
    case 'refused':
      return [...entered(round, { kind: 'stop', why: 'refused', nowMs }), ...halted(parts, subject, claim, ended, now)]
    case 'silent':
    case 'expired':
      return entered(round, { kind: 'stop', why: 'refused', nowMs })
  }
}

function halted(
  { refusedDaily }: Parts,
  subject: DailySubject,
  { to }: Claim,
  { scope, reason, why }: Extract<Ended, { kind: 'refused' }>,
  now: Date,
): readonly Effect[] {
  if (scope !== 'channel' || to.kind !== 'channel') return []
  const tell = refusedDaily?.(subject, to, reason, now) ?? (() => undefined)
  return [{ kind: 'halt', place: to, reason, why, tell }]
}
