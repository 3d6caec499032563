import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reply } from '../src/chat/reply.ts'
import { openShelves } from '../src/main/shelves.ts'
import { ownCard, receipt, typedReceipt, typingCard } from '../src/quiz/cards/answer.ts'
import { begunCard, busyCard, steeredCard } from '../src/quiz/cards/panel.ts'
import { questionCard, type Manner } from '../src/quiz/cards/question.ts'
import { reportCard } from '../src/quiz/cards/report.ts'
import { revealCard } from '../src/quiz/cards/reveal.ts'
import { mineCard, scoresCard } from '../src/quiz/cards/scores.ts'
import { setupCard } from '../src/quiz/cards/setup.ts'
import { noChannelCard } from '../src/quiz/desk/place.ts'
import type { Game, Rules } from '../src/quiz/engine/game.ts'
import { rankingOf } from '../src/quiz/engine/scoring.ts'
import type { Standing } from '../src/quiz/rounds.ts'
import { LOCALES, type Locale } from '../src/words/locale.ts'
import { GOLDEN_START, goldenAsk, goldenGame, goldenSheet } from './golden-games.ts'
import { LEARNING } from './golden-learning.ts'
import { RENDERERS } from './renderers.ts'

/** Where the golden quiz cards are kept: one per renderer, language and card. */
export const GOLDEN_QUIZ = fileURLToPath(new URL('../tests/golden-quiz/', import.meta.url))

const SHELVES = openShelves([])
const CLASS: Partial<Rules> = { mode: 'class', seconds: null, pace: 'by-hand', names: false }
const startMs = GOLDEN_START.getTime()

const question =
  (rules: Partial<Rules>, changes: Partial<Game> = {}, manner: Manner = {}) =>
  (locale: Locale): Reply =>
    questionCard(SHELVES, goldenGame(locale, rules, changes), manner)

const reveal =
  (people: number, rules: Partial<Rules>, changes: Partial<Game> = {}, lateMs?: number) =>
  (locale: Locale): Reply =>
    revealCard(SHELVES, goldenSheet(goldenGame(locale, rules, { phase: 'revealed', revealedMs: startMs, ...changes }), people), { lateMs })

const report =
  (people: number, rules: Partial<Rules>, changes: Partial<Game> = {}, lateMs?: number) =>
  (locale: Locale): Reply => {
    const ended: Partial<Game> = { phase: 'over', ending: 'played', at: 2, revealedMs: startMs, ...changes }
    const sheet = goldenSheet(goldenGame(locale, rules, ended), people)
    return reportCard(SHELVES, sheet, rankingOf(sheet), { lateMs })
  }

const STANDINGS: readonly Standing[] = [
  { person: 'p0', name: 'Sofia Müller', rounds: 3, answered: 15, right: 12, points: 12_000 },
  { person: 'p1', rounds: 1, answered: 5, right: 3, points: 3000 },
  { person: 'p2', name: 'Sofia Müller', rounds: 1, answered: 5, right: 3, points: 3000 },
  { person: 'p3', name: 'Ben', rounds: 1, answered: 1, right: 1, points: 1 },
]

const open: Partial<Game> = { phase: 'open', openedMs: startMs, closesMs: startMs + 30_000, message: 'm1' }

/** One of every card of the quiz, and of each thing by which they differ. */
const CARDS: Readonly<Record<string, (locale: Locale) => Reply | Promise<Reply>>> = {
  ...LEARNING,
  question: question({}),
  'question-late': question({}, { at: 1 }, { lateMs: 200_000 }),
  'question-again': question({}, { awayMs: 180_000 }),
  'question-solemn-long': question({}, { at: 1 }),
  'question-own-last': question({ changeable: false }, { at: 2 }),
  'question-class': question({ ...CLASS, changeable: false }),
  'question-shuffled': question({ shuffle: true }),
  'question-typed': question({ typed: true, seconds: 90 }),
  daily: question({ mode: 'daily', seconds: 85_800 }, {}, { until: '3.11., 08:50', openMs: 85_800_000 }),
  'daily-test': question({ mode: 'daily', seconds: 85_800 }, {}, { until: '3.11., 08:50', test: true }),
  reveal: reveal(8, {}),
  'reveal-one': reveal(1, { names: false }),
  'reveal-nobody': reveal(0, {}),
  'reveal-away': reveal(2, {}, { awayMs: 180_000 }, 65_000),
  'reveal-by-hand': reveal(5, CLASS),
  'reveal-class-small': reveal(4, { ...CLASS, names: true }),
  'reveal-solemn': reveal(5, {}, { at: 1 }),
  'reveal-typed-last': reveal(3, { typed: true }, { at: 2 }),
  'reveal-daily': reveal(22, { mode: 'daily' }),
  report: report(8, {}),
  'report-late': report(1, {}, {}, 65_000),
  'report-many': report(25, { speed: true }),
  'report-one': report(1, {}),
  'report-nobody': report(0, {}),
  'report-class': report(5, CLASS),
  'report-class-small': report(4, CLASS),
  'report-stopped': report(2, {}, { ending: 'stopped', at: 1 }),
  'report-stopped-at-once': report(0, {}, { ending: 'stopped', at: 0, revealedMs: undefined as never }),
  receipt: (locale) => receipt(goldenAsk(locale), goldenGame(locale), 0, 1, false),
  'receipt-changed': (locale) => receipt(goldenAsk(locale), goldenGame(locale), 0, 2, true),
  'receipt-final-shuffled': (locale) => receipt(goldenAsk(locale), goldenGame(locale, { shuffle: true, changeable: false }), 1, 0, false),
  'receipt-typed': (locale) => typed(locale, 1),
  'receipt-typed-other': (locale) => typed(locale, -1),
  'own-view': (locale) => ofFirst(locale, (game, asked) => ownCard(goldenAsk(locale), game, asked, 'p0')),
  'typing-form': (locale) => ofFirst(locale, (game, asked) => typingCard(goldenAsk(locale), game, asked)),
  begun: (locale) => begunCard(goldenAsk(locale), goldenGame(locale), 3),
  'begun-class-fewer': (locale) => begunCard(goldenAsk(locale), goldenGame(locale, CLASS), 10),
  busy: (locale) => busyCard(goldenAsk(locale), goldenGame(locale, {}, open), false),
  'busy-may-end': (locale) => busyCard(goldenAsk(locale), goldenGame(locale, {}, open), true),
  next: (locale) => steeredCard(goldenAsk(locale), goldenGame(locale, CLASS, { at: 1 }), 'next'),
  closed: (locale) => steeredCard(goldenAsk(locale), goldenGame(locale, CLASS, { ...open, closedMs: startMs }), 'close'),
  paused: (locale) => steeredCard(goldenAsk(locale), goldenGame(locale, {}, { ...open, phase: 'paused' }), 'pause'),
  'paused-public': (locale) => steeredCard(goldenAsk(locale, 'everyone'), goldenGame(locale, {}, { ...open, phase: 'paused' }), 'pause'),
  resumed: (locale) => steeredCard(goldenAsk(locale), goldenGame(locale, {}, { ...open, closesMs: startMs + 12_000 }), 'resume'),
  'resumed-untimed': (locale) => steeredCard(goldenAsk(locale), goldenGame(locale, CLASS, { phase: 'open', openedMs: startMs }), 'resume'),
  stopped: (locale) => steeredCard(goldenAsk(locale), goldenGame(locale, {}, { phase: 'over', ending: 'stopped' }), 'stop'),
  'more-time': (locale) => steeredCard(goldenAsk(locale), goldenGame(locale, CLASS, open), 'time', { learner: 'B7', factor: '1.5' }),
  setup: (locale) => setupCard(SHELVES, goldenAsk(locale), locale),
  'no-channel': (locale) => noChannelCard(goldenAsk(locale)),
  scores: (locale) => scoresCard(goldenAsk(locale, 'everyone'), STANDINGS, { level: 'channel', season: 'month' }),
  'scores-none': (locale) => scoresCard(goldenAsk(locale, 'everyone'), [], { level: 'server', season: 'all' }),
  mine: (locale) => mineCard(goldenAsk(locale), STANDINGS[0]),
  'mine-none': (locale) => mineCard(goldenAsk(locale), undefined),
}

function ofFirst(locale: Locale, make: (game: Game, asked: Game['questions'][number]) => Reply): Reply {
  const game = goldenGame(locale)
  const [asked] = game.questions
  if (!asked) throw new Error('a golden round has questions')
  return make(game, asked)
}

const typed = (locale: Locale, option: number): Reply =>
  ofFirst(locale, (game, asked) => typedReceipt(goldenAsk(locale), game, asked, option, '18 *agust* 2020'))

/** The text of every golden card, by its path below `tests/golden-quiz/`. */
export async function goldenQuiz(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const [card, make] of Object.entries(CARDS))
    for (const locale of LOCALES) {
      const reply = await make(locale)
      for (const [name, { ending, render }] of Object.entries(RENDERERS)) files.set(`${name}/${locale}/${card}.${ending}`, render(reply))
    }
  return files
}

if (import.meta.main) {
  rmSync(GOLDEN_QUIZ, { recursive: true, force: true })
  for (const [path, text] of await goldenQuiz()) {
    mkdirSync(dirname(`${GOLDEN_QUIZ}${path}`), { recursive: true })
    writeFileSync(`${GOLDEN_QUIZ}${path}`, text)
  }
}
