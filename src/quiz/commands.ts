import * as z from 'zod'
import { completeZone } from '../almanac/complete.ts'
import { completeTopics } from '../almanac/topics.ts'
import { arg, choice, defineCommand, LANGUAGE, oneWord, type Root } from '../chat/command.ts'
import { ID } from '../chat/identity.ts'
import type { Locale } from '../words/locale.ts'
import { sayer, type PlainKey } from '../words/say.ts'
import { choose, open, type } from './desk/answering.ts'
import { counting } from './desk/counting.ts'
import { CONTENT_LABELS, CONTENTS, exported } from './desk/export.ts'
import { flag } from './desk/flag.ts'
import { join, keepRoster } from './desk/joining.ts'
import { completeKinds } from './desk/kinds.ts'
import { nothingOf } from './desk/nothing.ts'
import { DIFFICULTIES, DIFFICULTY_LABELS, MODE_LABELS, PACE_LABELS, PACES, ROUND_MODES, SECONDS } from './desk/rules.ts'
import { mine, scores, SEASON_LABELS, SEASONS } from './desk/scores.ts'
import { start } from './desk/start.ts'
import { ACTS, FACTOR_LABELS, FACTOR_NAMES, giveTime, steer, steerBy, type Act } from './desk/steering.ts'
import { RECALLS, recall } from './desk/recall.ts'
import { review } from './desk/review.ts'
import { deckCommands } from './deck-commands.ts'
import type { QuizParts } from './parts.ts'
import { ASKING } from './review/course.ts'
import { PER_DAY } from './review/queue.ts'

const typed = (max: number) => z.string().trim().min(1).max(max)
const said = (key: PlainKey): Readonly<Record<Locale, string>> => ({ en: sayer('en')(key), fr: sayer('fr')(key), pl: sayer('pl')(key) })
const NOTHING = { en: '', fr: '', pl: '' }

/** At most so many questions in one round. */
const MOST_QUESTIONS = 20
/** The longest answer that is typed. */
const LONGEST_ANSWER = 300

/** `/quiz` and everything below it: rounds in a channel, a class and its scores. */
export function quizCommands(parts: QuizParts): Root {
  return {
    name: 'quiz',
    summary: said('root.quiz'),
    groups: { deck: said('group.deck') },
    personal: true,
    commands: [
      starting(parts),
      ...leadingOf(parts),
      ...taking(parts),
      ...reviewing(parts),
      ...looking(parts),
      ...deckCommands(parts),
      ...pressing(parts),
    ],
  }
}

const common = { root: 'quiz', audience: 'asker', example: NOTHING } as const

const starting = (parts: QuizParts): Root['commands'][number] =>
  defineCommand({
    ...common,
    sub: 'start',
    key: 'quizStart',
    example: said('quiz.example.start'),
    args: {
      number: arg(z.int().min(1).max(MOST_QUESTIONS).optional(), 'number'),
      mode: choice(z.enum(ROUND_MODES).optional(), 'mode', MODE_LABELS),
      difficulty: choice(z.enum(DIFFICULTIES).optional(), 'difficulty', DIFFICULTY_LABELS),
      // 0 is no limit; what lies between it and the least is brought to the least.
      seconds: arg(z.int().min(0).max(SECONDS.most).optional(), 'seconds'),
      topics: arg(typed(300).optional(), 'topics', completeTopics(parts.shelves)),
      kinds: arg(typed(300).optional(), 'kinds', completeKinds),
      deck: arg(typed(100).optional(), 'deck'),
      pace: choice(z.enum(PACES).optional(), 'quizPace', PACE_LABELS),
      shuffle: arg(z.boolean().optional(), 'shuffle'),
      changeable: arg(z.boolean().optional(), 'changeable'),
      speed: arg(z.boolean().optional(), 'speed'),
      names: arg(z.boolean().optional(), 'names'),
      typed: arg(z.boolean().optional(), 'typed'),
      language: LANGUAGE,
    },
    run: (a, ask) => start(parts, ask, a),
  })

/** What the leader of a round does with it. Pausing and going on is told to everybody. */
const leadingOf = (parts: QuizParts): Root['commands'] => [
  ...STEERED.map(({ act, key, audience }) =>
    defineCommand({ ...common, led: true, audience, sub: act, key, args: {}, run: (_, ask) => steer(parts, ask, act) }),
  ),
  defineCommand({
    ...common,
    led: true,
    sub: 'time',
    key: 'quizTime',
    example: said('quiz.example.time'),
    args: { learner: arg(typed(60), 'learner'), factor: choice(z.enum(FACTOR_NAMES), 'factor', FACTOR_LABELS) },
    run: (a, ask) => giveTime(parts, ask, a.learner, a.factor),
  }),
  defineCommand({
    ...common,
    led: true,
    sub: 'roster',
    key: 'quizRoster',
    example: said('quiz.example.roster'),
    args: { codes: arg(typed(900).optional(), 'codes') },
    run: (a, ask) => keepRoster(parts, ask, a.codes),
  }),
]

const STEERED = [
  { act: 'stop', key: 'quizStop', audience: 'asker' },
  { act: 'pause', key: 'quizPause', audience: 'everyone' },
  { act: 'resume', key: 'quizResume', audience: 'everyone' },
  { act: 'next', key: 'quizNext', audience: 'asker' },
  { act: 'close', key: 'quizClose', audience: 'asker' },
] as const satisfies readonly { readonly act: Act; readonly key: string; readonly audience: 'asker' | 'everyone' }[]

/** What a learner does besides answering. */
const taking = (parts: QuizParts): Root['commands'] => [
  defineCommand({
    ...common,
    sub: 'join',
    key: 'quizJoin',
    example: said('quiz.example.code'),
    args: { code: arg(oneWord(typed(20)), 'code') },
    run: (a, ask) => join(parts, ask, a.code),
  }),
  defineCommand({ ...common, sub: 'mine', key: 'quizMine', args: {}, run: (_, ask) => mine(parts, ask) }),
]

/** What somebody learns alone. */
const reviewing = (parts: QuizParts): Root['commands'] => [
  defineCommand({
    ...common,
    sub: 'review',
    key: 'quizReview',
    example: said('quiz.example.review'),
    args: {
      topics: arg(typed(300).optional(), 'topics', completeTopics(parts.shelves)),
      daily: arg(z.int().min(PER_DAY.least).max(PER_DAY.most).optional(), 'daily'),
      zone: arg(typed(80).optional(), 'zone', completeZone),
    },
    run: (a, ask) => review(parts, ask, a),
  }),
  defineCommand({
    ...common,
    hidden: true,
    sub: 'recall',
    key: 'quizRecall',
    args: {
      asking: arg(z.string().regex(ASKING).optional(), 'question'),
      act: arg(z.string().regex(RECALLS), 'act'),
      zone: arg(typed(80).optional(), 'zone'),
      topics: arg(typed(60).optional(), 'topics'),
    },
    run: (a, ask) => recall(parts, ask, a),
  }),
]

const looking = (parts: QuizParts): Root['commands'] => [
  defineCommand({
    ...common,
    audience: 'everyone',
    sub: 'scores',
    key: 'quizScores',
    args: {
      level: choice(z.enum(['channel', 'server']).optional(), 'level', { channel: 'level.channel', server: 'level.server' }),
      season: choice(z.enum(SEASONS).optional(), 'season', SEASON_LABELS),
    },
    run: (a, ask) => scores(parts, ask, a),
  }),
  defineCommand({
    ...common,
    led: true,
    sub: 'export',
    key: 'quizExport',
    args: { content: choice(z.enum(CONTENTS).optional(), 'content', CONTENT_LABELS) },
    run: (a, ask) => exported(parts, ask, a.content),
  }),
]

const round = arg(z.string().regex(ID), 'round')
const question = arg(z.int().min(1).max(MOST_QUESTIONS), 'question')

/** What only buttons and forms call. */
function pressing(parts: QuizParts): Root['commands'] {
  const count = counting(parts)
  const hidden = { ...common, hidden: true } as const
  return [
    defineCommand({
      ...hidden,
      sub: 'answer',
      key: 'quizAnswer',
      args: { round, question, option: arg(z.int().min(0).max(25), 'option') },
      run: (a, ask) => choose(count, ask, a, a.option),
    }),
    defineCommand({ ...hidden, sub: 'open', key: 'quizOpen', args: { round, question }, run: (a, ask) => open(parts, ask, a) }),
    defineCommand({
      ...hidden,
      sub: 'type',
      key: 'quizType',
      args: { question: arg(typed(20), 'question'), text: arg(typed(LONGEST_ANSWER), 'answer') },
      run: (a, ask) => type(parts, count, ask, whichOf(a.question), a.text),
    }),
    defineCommand({
      ...hidden,
      led: true,
      sub: 'steer',
      key: 'quizSteer',
      args: { round, act: arg(z.enum(ACTS), 'act'), question },
      run: (a, ask) => steerBy(parts, ask, a.act, a),
    }),
    defineCommand({ ...hidden, sub: 'flag', key: 'quizFlag', args: { round, question }, run: (a, ask) => flag(parts, ask, a) }),
  ]
}

/** The question that a form carries: `abcdefghij.2`. */
function whichOf(text: string): { readonly round: string; readonly question: number } {
  const [, id, number] = /^([a-z2-7]{10})\.(\d{1,2})$/.exec(text) ?? []
  if (id === undefined) throw nothingOf('no-round')
  return { round: id, question: Number(number) }
}
