import type { Ask } from '../src/chat/command.ts'
import type { Reply } from '../src/chat/reply.ts'
import { privacyCommands } from '../src/house/own-data.ts'
import { SORTS, type Kept } from '../src/house/privacy.ts'
import { openShelves } from '../src/main/shelves.ts'
import { decksCard, dryRunCard, keptCard, uploadCard } from '../src/quiz/cards/decks.ts'
import { answeredCard, doneCard, paceCard, reviewCard, toldCard, type Answered } from '../src/quiz/cards/review.ts'
import type { Label } from '../src/quiz/desk/shelves.ts'
import { readDeck } from '../src/quiz/files/deck-file.ts'
import type { Asking, Course } from '../src/quiz/review/course.ts'
import { graded, type Grade } from '../src/quiz/review/memory.ts'
import type { Locale } from '../src/words/locale.ts'
import { GOLDEN_START, goldenAsk, goldenGame } from './golden-games.ts'

const SHELVES = openShelves([])
const DAY = '2026-11-02'
const ASKING: Asking = { ref: 'abcdefghij', reps: 2, day: DAY }
const COURSE: Course = { topics: [] }
const COUP: Course = { zone: 'Asia/Kathmandu', topics: ['coup'] }
const when = { now: GOLDEN_START, day: DAY, zone: 'Africa/Bamako' }

const askedAt = (locale: Locale, at: number) => {
  const asked = goldenGame(locale).questions[at]
  if (!asked) throw new Error('a golden round has three questions')
  return asked
}

const review =
  (at: number, isNew: boolean, told?: (ask: Ask) => string) =>
  (locale: Locale): Reply => {
    const ask = goldenAsk(locale)
    return reviewCard(SHELVES, ask, COURSE, { asked: askedAt(locale, at), asking: ASKING, left: isNew ? 12 : 1, isNew, told: told?.(ask) })
  }

const answered =
  (at: number, grade: Grade, changes: Partial<Answered> = {}) =>
  (locale: Locale): Reply => {
    const { memory } = graded(undefined, grade, when)
    return answeredCard(SHELVES, goldenAsk(locale), COURSE, {
      asked: askedAt(locale, at),
      asking: ASKING,
      chosen: 0,
      grade,
      memory,
      day: DAY,
      ...changes,
    })
  }

const label = (name: string, count: number): Label => ({ id: 'abcdefghij', name, locale: 'fr', count, madeAt: GOLDEN_START })

const dryRun =
  (rows: readonly string[], changes: Partial<Parameters<typeof dryRunCard>[1]> = {}) =>
  (locale: Locale): Reply =>
    dryRunCard(goldenAsk(locale), {
      ...readDeck('Class 7b.csv', ['question,right,wrong1', ...rows].join('\n'), locale),
      draft: 'abcdefghij',
      ...changes,
    })

const PLACES = new Set(['schedules', 'channels', 'codes'])
const EVERYTHING: Kept = Object.fromEntries(
  SORTS.map((sort, n) => [
    sort,
    Array.from({ length: n + 1 }, (_, at) => (PLACES.has(sort) ? { address: `https://griot.example/channels/lesson-${at % 2}` } : {})),
  ]),
)

const own =
  (sub: string, kept: Kept, input: Readonly<Record<string, unknown>> = {}) =>
  (locale: Locale): Promise<Reply> => {
    const days = { answersDays: 365, seasonDays: 90, reviewsDays: 730 }
    const spec = privacyCommands({ show: async () => kept, forget: async () => undefined, days }).find(
      (one) => one.sub === `privacy ${sub}`,
    )
    if (!spec) throw new Error(`there is no ${sub}`)
    return Promise.resolve(spec.run(input, goldenAsk(locale)))
  }

/** One of every card by which somebody learns alone, keeps decks and looks after their data. */
export const LEARNING: Readonly<Record<string, (locale: Locale) => Reply | Promise<Reply>>> = {
  review: review(0, true),
  'review-solemn': review(1, false),
  'review-taken-back': review(0, false, ({ say }) => say('review.undone')),
  'review-right': answered(0, 3),
  'review-hard': answered(0, 2),
  'review-easy': answered(0, 4),
  'review-wrong': answered(0, 1, { chosen: 2 }),
  'review-wrong-solemn': answered(1, 1, { chosen: 1 }),
  'review-already': answered(2, 3, { isOld: true, chosen: undefined }),
  'review-done': (locale) =>
    doneCard(goldenAsk(locale), COURSE, { why: 'all', next: { day: '2026-11-03', due: 4, fresh: 6 }, answered: 12, day: DAY }),
  'review-done-share': (locale) =>
    doneCard(goldenAsk(locale), COUP, { why: 'share', next: { day: '2026-11-07', due: 1, fresh: 0 }, answered: 20, day: DAY }),
  'review-nothing': (locale) => doneCard(goldenAsk(locale), COUP, { why: 'all', answered: 0, day: DAY }),
  'review-pace': (locale) => paceCard(goldenAsk(locale), COURSE, { perDay: 20, resting: 0, isSet: false }),
  'review-pace-set': (locale) => paceCard(goldenAsk(locale), COURSE, { perDay: 30, resting: 3, isSet: true }),
  'review-rests': (locale) => {
    const ask = goldenAsk(locale)
    return toldCard(ask, COURSE, ask.say('review.rests'), [ask.say('review.button.wake'), 'wake', ASKING])
  },
  'review-gone': (locale) => toldCard(goldenAsk(locale), COUP, goldenAsk(locale).say('review.gone')),
  'deck-upload': (locale) => uploadCard(goldenAsk(locale)),
  'deck-dry-run': dryRun(['Who?,she,he', 'Where?,here,there']),
  'deck-dry-run-faults': dryRun(['Who?,she,he', 'Where?,,there', 'Who?,she,she'], { replaces: label('*Class* 7b', 12) }),
  'deck-dry-run-hopeless': dryRun(
    Array.from({ length: 60 }, (_, n) => `Question ${n}?,,no`),
    { draft: undefined },
  ),
  'deck-kept': (locale) => keptCard(goldenAsk(locale), label('*Class* 7b', 12), true),
  'deck-kept-own': (locale) => keptCard(goldenAsk(locale), label('*Class* 7b', 1), false),
  decks: (locale) =>
    decksCard(goldenAsk(locale), { server: [label('*Class* 7b', 12), label('Le Mali', 1)], own: [label('Moje', 200)], waiting: [] }),
  'decks-waiting': (locale) => decksCard(goldenAsk(locale), { server: [label('Le Mali', 1)], own: [], waiting: [label('*Class* 7b', 12)] }),
  'decks-none': (locale) => decksCard(goldenAsk(locale), { server: [], own: [], waiting: [] }),
  'privacy-show': own('show', EVERYTHING),
  'privacy-show-nothing': own('show', {}),
  'privacy-export': own('export', { pace: [{ perDay: 30 }] }),
  'privacy-delete': own('delete', EVERYTHING),
  'privacy-deleted': own('delete', { answers: [{}] }, { sure: true }),
}
