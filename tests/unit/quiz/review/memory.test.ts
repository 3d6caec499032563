import { describe, expect, test } from 'vitest'
import { answeredOn, dueDay, graded, isOfToday, memoryOf, toCard, type Grade, type Memory } from '../../../../src/quiz/review/memory.ts'
import { dayNumber, dayNumbered, studyDay } from '../../../../src/quiz/review/study-day.ts'

const ZONE = 'Africa/Bamako'

/** Answers on the noons of these days, counted from the first, each from what was stored of the one before. */
const after = (answers: readonly (readonly [day: number, grade: Grade])[], zone = ZONE): Memory => {
  const first = dayNumber('2022-12-29')
  let memory: Memory | undefined
  for (const [days, grade] of answers) {
    const day = dayNumbered(first + days)
    memory = graded(memoryOf({ card: memory && toCard(memory) }), grade, { now: new Date(`${day}T12:30:00Z`), day, zone }).memory
  }
  return memory as Memory
}

describe('FSRS', () => {
  // The library's own numbers for its default parameters: ts-fsrs, packages/fsrs/__tests__/FSRS-6.test.ts, “memory state[short-term]”,
  // which are those of fsrs-rs, src/inference.rs: Again, then five times Good after 0, 1, 3, 8 and 21 days.
  const VECTOR = [
    [0, 1],
    [0, 3],
    [1, 3],
    [4, 3],
    [12, 3],
    [33, 3],
  ] as const

  test('gives the stability and difficulty that its authors publish for six answers', () => {
    const { stability, difficulty } = after(VECTOR)
    expect(stability).toBeCloseTo(53.62691, 4)
    expect(difficulty).toBeCloseTo(6.3574867, 4)
  })

  // The same file, “first repeat”.
  test.each([
    [1, 0.212, 6.4133],
    [2, 1.2931, 5.11217071],
    [3, 2.3065, 2.11810397],
    [4, 8.2956, 1],
  ] as const)('begins after grade %i with the stability %f and the difficulty %f that they publish', (grade, stability, difficulty) => {
    expect(after([[0, grade]])).toMatchObject({ stability, difficulty, reps: 1, lapses: 0 })
  })

  // R(t, S) = (1 + factor t / S) ^ -w20, from the description of the algorithm.
  test('asks again on the day on which nine of ten are still remembered', () => {
    const decay = 0.1542
    const factor = 0.9 ** (-1 / decay) - 1
    const remembered = ({ stability, scheduled_days: days }: Memory) => (1 + (factor * days) / stability) ** -decay
    let memory = after([[0, 3]])
    for (const grade of [3, 3, 4, 3, 2, 3] as const) {
      memory = graded(memory, grade, { now: new Date(`${dueDay(memory)}T23:59:00Z`), day: dueDay(memory), zone: ZONE }).memory
      expect(remembered(memory)).toBeCloseTo(0.9, 2)
    }
    expect(memory.scheduled_days).toBeGreaterThan(365)
  })
})

describe('an answer', () => {
  test('that was wrong is asked again after ten minutes, and then in a day', () => {
    const now = new Date('2026-11-02T22:55:00Z')
    const wrong = graded(undefined, 1, { now, day: '2026-11-02', zone: ZONE })
    expect(wrong.dueAt).toEqual(new Date('2026-11-02T23:05:00Z'))
    expect([isOfToday(wrong.memory), dueDay(wrong.memory), answeredOn(wrong.memory)]).toEqual([true, '2026-11-02', '2026-11-02'])
    const right = graded(wrong.memory, 3, { now: new Date('2026-11-02T23:05:00Z'), day: '2026-11-02', zone: ZONE })
    expect([isOfToday(right.memory), dueDay(right.memory)]).toEqual([false, '2026-11-03'])
    expect(right.dueAt).toEqual(new Date('2026-11-03T04:00:00Z'))
  })

  test('that was right is due when a study day begins where the learner lives', () => {
    const due = (zone: string) =>
      graded(undefined, 3, { now: new Date('2026-11-02T12:00:00Z'), day: '2026-11-02', zone }).dueAt.toISOString()
    expect(due('Africa/Bamako')).toBe('2026-11-04T04:00:00.000Z')
    expect(due('Asia/Kathmandu')).toBe('2026-11-03T22:15:00.000Z')
    expect(due('America/Los_Angeles')).toBe('2026-11-04T12:00:00.000Z')
  })

  test('counts the days of the learner, not those of UTC: two study days are two days, whatever the hour', () => {
    const zone = 'Asia/Kathmandu'
    // 03:50 and 04:10 on two mornings there: 20 minutes and a day apart, but in UTC on the evening of one day and of the next.
    const [late, early] = [new Date('2026-11-02T22:05:00Z'), new Date('2026-11-04T22:25:00Z')]
    const first = graded(undefined, 3, { now: late, day: studyDay(late, zone), zone }).memory
    const second = graded(first, 3, { now: early, day: studyDay(early, zone), zone }).memory
    expect([answeredOn(first), answeredOn(second)]).toEqual(['2026-11-02', '2026-11-05'])
    expect(second.elapsed_days).toBe(3)
  })

  test('of whoever travelled west, and has a day twice, is never before the last', () => {
    const first = graded(undefined, 3, { now: new Date('2026-11-02T20:00:00Z'), day: '2026-11-03', zone: 'Pacific/Auckland' }).memory
    const second = graded(first, 3, { now: new Date('2026-11-02T22:00:00Z'), day: '2026-11-02', zone: 'Pacific/Honolulu' }).memory
    expect(second.elapsed_days).toBe(0)
    expect(answeredOn(second)).toBe('2026-11-03')
    expect(dueDay(second) > '2026-11-03').toBe(true)
  })

  test('gives the same days each time, since chance has no part in it', () => {
    const answers = [
      [0, 3],
      [2, 3],
      [13, 4],
      [90, 2],
    ] as const
    expect(new Set(Array.from({ length: 20 }, () => JSON.stringify(after(answers)))).size).toBe(1)
  })

  test('leaves what was known before as it was', () => {
    const before = Object.freeze(after([[0, 3]]))
    const text = JSON.stringify(before)
    graded(before, 1, { now: new Date('2026-11-02T12:00:00Z'), day: '2026-11-02', zone: ZONE })
    expect(JSON.stringify(before)).toBe(text)
  })
})

test('a card that cannot be read is none: its question is new', () => {
  for (const card of [null, undefined, {}, { stability: 'x' }, 'text']) expect(memoryOf({ card })).toBeUndefined()
  expect(memoryOf(undefined)).toBeUndefined()
})

test('a card is the same after it was written and read', () => {
  const memory = after([
    [0, 1],
    [0, 3],
    [1, 4],
  ])
  expect(memoryOf({ card: toCard(memory) })).toEqual(memory)
})
