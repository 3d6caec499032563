import { describe, expect, test } from 'vitest'
import type { Remembered, Reviewed } from '../../../src/quiz/review/reviews.ts'
import { at, DAY, standingClock, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { personOf } from './quiz-round.ts'

const ME = personOf(1)

export const rememberedOf = (question: string, days: number, changes: Partial<Remembered> = {}): Remembered => ({
  question,
  card: { stability: days, state: 'Révision' },
  dueAt: at(days * DAY),
  suspended: false,
  ...changes,
})

export const reviewedOf = (question: string, days: number, changes: Partial<Reviewed> = {}): Reviewed => ({
  question,
  before: undefined,
  after: rememberedOf(question, days),
  grade: 3,
  at: T,
  day: '2026-08-18',
  ...changes,
})

export const quizReviewsContract = ({ open, another }: World): void => {
  test('an answer is written once under its request, and its card is what it says', async () => {
    const { reviews } = (await open()).quiz
    expect(await reviews.write(ME, reviewedOf('q1', 1), 'r1')).toBe(true)
    expect(await reviews.write(ME, reviewedOf('q1', 9), 'r1')).toBe(false)
    expect(await reviews.write(ME, reviewedOf('q2', 0), 'r2')).toBe(true)
    expect(await reviews.cards(ME)).toEqual([rememberedOf('q2', 0), rememberedOf('q1', 1)])
    expect(await reviews.write(personOf(2), reviewedOf('q1', 5), 'r1')).toBe(true)
    expect(await reviews.cards(personOf(2))).toEqual([rememberedOf('q1', 5)])
  })

  test('an answer that two processes write at once is written by one', async () => {
    const [first, second] = [(await open()).quiz.reviews, (await another()).quiz.reviews]
    const written = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? first : second).write(ME, reviewedOf('q1', n), 'r1')))
    expect(written.filter(Boolean)).toHaveLength(1)
    expect(await first.cards(ME)).toEqual([rememberedOf('q1', written.indexOf(true))])
  })

  describe('undo', () => {
    test('takes back the last answer of the day, and then the one before it, until there is none', async () => {
      const { reviews } = (await open()).quiz
      const first = reviewedOf('q1', 1)
      const second = reviewedOf('q1', 4, { before: rememberedOf('q1', 1), at: at(1000), grade: 1 })
      await reviews.write(ME, first, 'r1')
      await reviews.write(ME, second, 'r2')
      expect(await reviews.undo(ME, '2026-08-18')).toEqual(second)
      expect(await reviews.cards(ME)).toEqual([rememberedOf('q1', 1)])
      expect(await reviews.undo(ME, '2026-08-18')).toEqual(first)
      expect(await reviews.cards(ME)).toEqual([])
      expect(await reviews.undo(ME, '2026-08-18')).toBeUndefined()
    })

    test('with a request takes back that answer, and only while it is the last', async () => {
      const { reviews } = (await open()).quiz
      await reviews.write(ME, reviewedOf('q1', 1), 'r1')
      await reviews.write(ME, reviewedOf('q2', 1), 'r2')
      expect(await reviews.undo(ME, '2026-08-18', 'r1')).toBeUndefined()
      expect(await reviews.undo(ME, '2026-08-18', 'r2')).toMatchObject({ question: 'q2' })
      expect(await reviews.undo(ME, '2026-08-18', 'r2')).toBeUndefined()
      expect(await reviews.cards(ME)).toEqual([rememberedOf('q1', 1)])
    })

    test('takes nothing of another day or person', async () => {
      const { reviews } = (await open()).quiz
      await reviews.write(ME, reviewedOf('q1', 1), 'r1')
      expect(await reviews.undo(ME, '2026-08-19')).toBeUndefined()
      expect(await reviews.undo(personOf(2), '2026-08-18')).toBeUndefined()
      expect(await reviews.cards(ME)).toHaveLength(1)
    })
  })

  describe('regrade', () => {
    const easier = (reviewed: Reviewed): Reviewed => ({ ...reviewed, grade: 4, after: rememberedOf('q1', 9) })

    test('puts another answer in the place of the one under a request: card and log are as if it had been given at once', async () => {
      const { reviews } = (await open()).quiz
      await reviews.write(ME, reviewedOf('q1', 1), 'r1')
      expect(await reviews.written(ME, 'r1')).toEqual(reviewedOf('q1', 1))
      const easy = reviewedOf('q1', 9, { grade: 4 })
      expect(await reviews.regrade(ME, 'r1', easier)).toEqual(easy)
      expect(await reviews.cards(ME)).toEqual([rememberedOf('q1', 9)])
      expect(await reviews.written(ME, 'r1')).toEqual(easy)
      expect(await reviews.today(ME, '2026-08-18')).toEqual({ answered: 1, fresh: 1 })
      expect(await reviews.undo(ME, '2026-08-18')).toEqual(easy)
    })

    test('changes nothing of an answer that was taken back, that its question was answered after, or that nobody gave', async () => {
      const { reviews } = (await open()).quiz
      await reviews.write(ME, reviewedOf('q1', 1), 'r1')
      await reviews.write(ME, reviewedOf('q1', 4, { before: rememberedOf('q1', 1) }), 'r2')
      expect(await reviews.regrade(ME, 'r1', easier)).toBeUndefined()
      expect(await reviews.regrade(personOf(2), 'r2', easier)).toBeUndefined()
      await reviews.undo(ME, '2026-08-18')
      expect(await reviews.regrade(ME, 'r2', easier)).toBeUndefined()
      expect(await reviews.written(ME, 'r2')).toBeUndefined()
      expect(await reviews.cards(ME)).toEqual([rememberedOf('q1', 1)])
      expect(await reviews.regrade(ME, 'r1', easier)).toMatchObject({ grade: 4 })
    })

    test('leaves out what was left out meanwhile', async () => {
      const { reviews } = (await open()).quiz
      await reviews.write(ME, reviewedOf('q1', 1), 'r1')
      await reviews.suspend(ME, 'q1', true)
      await reviews.regrade(ME, 'r1', easier)
      expect(await reviews.cards(ME)).toEqual([rememberedOf('q1', 9, { suspended: true })])
    })
  })

  test('today counts the answers of a study day, and those of questions that were new', async () => {
    const { reviews } = (await open()).quiz
    await reviews.write(ME, reviewedOf('q1', 1), 'r1')
    await reviews.write(ME, reviewedOf('q1', 2, { before: rememberedOf('q1', 1) }), 'r2')
    await reviews.write(ME, reviewedOf('q2', 2), 'r3')
    await reviews.write(ME, reviewedOf('q3', 2, { day: '2026-08-19' }), 'r4')
    await reviews.write(personOf(2), reviewedOf('q3', 2), 'r5')
    expect(await reviews.today(ME, '2026-08-18')).toEqual({ answered: 3, fresh: 2 })
    expect(await reviews.today(ME, '2026-08-20')).toEqual({ answered: 0, fresh: 0 })
  })

  describe('suspend', () => {
    test('keeps a card out until it is wanted again', async () => {
      const { reviews } = (await open()).quiz
      await reviews.write(ME, reviewedOf('q1', 1), 'r1')
      await reviews.suspend(ME, 'q1', true)
      expect(await reviews.cards(ME)).toEqual([rememberedOf('q1', 1, { suspended: true })])
      await reviews.suspend(ME, 'q1', false)
      expect(await reviews.cards(ME)).toEqual([rememberedOf('q1', 1)])
    })

    test('also keeps out a question that was never answered, which is new again afterwards', async () => {
      const { reviews } = (await open({ clock: standingClock(at(DAY)) })).quiz
      await reviews.suspend(ME, 'q1', true)
      expect(await reviews.cards(ME)).toEqual([{ question: 'q1', card: null, dueAt: at(DAY), suspended: true }])
      await reviews.suspend(ME, 'q1', false)
      expect(await reviews.cards(ME)).toEqual([])
    })
  })

  test('settings are twenty a day until somebody sets another number', async () => {
    const { reviews } = (await open()).quiz
    expect(await reviews.settings(ME)).toEqual({ perDay: 20 })
    for (const perDay of [5, 50]) await reviews.set(ME, { perDay })
    expect(await reviews.settings(ME)).toEqual({ perDay: 50 })
    expect(await reviews.settings(personOf(2))).toEqual({ perDay: 20 })
  })
}
