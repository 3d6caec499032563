import { describe, expect, test } from 'vitest'
import type { Question } from '../../../../src/quiz/question.ts'
import { graded, memoryOf, toCard, type Grade } from '../../../../src/quiz/review/memory.ts'
import { turnOf, type Desk } from '../../../../src/quiz/review/queue.ts'
import type { Remembered } from '../../../../src/quiz/review/reviews.ts'
import { studyDay } from '../../../../src/quiz/review/study-day.ts'
import { testQuestion } from '../../../support/quiz-rig.ts'

const ZONE = 'Africa/Bamako'
const NOON = new Date('2026-11-02T12:00:00Z')
const DAY = '2026-11-02'

const question = (id: string, changes: Partial<Question> = {}): Question =>
  testQuestion(1, { id, about: { pack: 'p', event: id }, ...changes })

const answered = (id: string, at: string, grade: Grade, before?: Remembered): Remembered => {
  const now = new Date(at)
  const { memory, dueAt } = graded(memoryOf(before), grade, { now, day: studyDay(now, ZONE), zone: ZONE })
  return { question: id, card: toCard(memory), dueAt, suspended: false }
}

const turn = (changes: Partial<Desk>) =>
  turnOf({
    questions: [],
    cards: [],
    locale: 'en',
    topics: [],
    now: NOON,
    day: DAY,
    perDay: 20,
    today: { answered: 0, fresh: 0 },
    weightOf: () => 3,
    ...changes,
  })

const idOf = (changes: Partial<Desk>): string | undefined => {
  const next = turn(changes)
  return next.kind === 'ask' ? next.question.id : undefined
}

/** All that is asked in one day, when everything is answered as `grade` says. */
function played(
  desk: Partial<Desk> & { readonly questions: readonly Question[] },
  grade: (id: string, nth: number) => Grade = () => 3,
): readonly string[] {
  const asked: string[] = []
  let cards = [...(desk.cards ?? [])]
  let [now, fresh] = [NOON, 0]
  for (;;) {
    const next = turn({ ...desk, cards, now, today: { answered: asked.length, fresh } })
    if (next.kind === 'done') return asked
    const before = cards.find((card) => card.question === next.question.id)
    if (!before) fresh += 1
    const nth = asked.filter((id) => id === next.question.id).length
    const after = answered(next.question.id, now.toISOString(), grade(next.question.id, nth), before)
    cards = [...cards.filter((card) => card !== before), after]
    asked.push(next.question.id)
    now = new Date(now.getTime() + 20_000)
  }
}

describe('what is due', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => question(id)) as [Question, Question, Question]

  test('comes the longest due first, and before all that is new', () => {
    const cards = [answered('a', '2026-10-30T12:00:00Z', 3), answered('b', '2026-10-28T12:00:00Z', 3)]
    expect(played({ questions: [c, a, b], cards })).toEqual(['b', 'a', 'c'])
  })

  test('is what falls on this study day, however early in it', () => {
    const cards = [answered('a', '2026-10-31T12:00:00Z', 3)]
    expect(idOf({ questions: [a], cards, now: new Date('2026-11-02T04:00:00Z') })).toBe('a')
    expect(turn({ questions: [a], cards, now: new Date('2026-11-02T03:59:00Z'), day: '2026-11-01' })).toEqual({
      kind: 'done',
      why: 'all',
      next: { day: '2026-11-02', due: 1, fresh: 0 },
    })
  })

  test('is due on its day also for whoever lives farther east by now', () => {
    const cards = [answered('a', '2026-10-31T12:00:00Z', 3)]
    expect(
      idOf({
        questions: [a],
        cards,
        now: new Date('2026-11-01T22:30:00Z'),
        day: studyDay(new Date('2026-11-01T22:30:00Z'), 'Asia/Kathmandu'),
      }),
    ).toBe('a')
  })

  test('is asked no more once it is left out', () => {
    const cards = [
      { ...answered('a', '2026-10-28T12:00:00Z', 3), suspended: true },
      { question: 'b', card: null, dueAt: NOON, suspended: true },
    ]
    expect(turn({ questions: [a, b], cards })).toEqual({ kind: 'done', why: 'all' })
  })

  test('comes again on the same day where it was wrong: after the others, and as often as it is wrong', () => {
    expect(played({ questions: [a, b, c] }, (id, nth) => (id === 'a' && nth < 2 ? 1 : 3))).toEqual(['a', 'b', 'c', 'a', 'a'])
  })

  test('that was wrong yesterday comes today', () => {
    const cards = [answered('a', '2026-11-02T03:55:00Z', 1)]
    expect(idOf({ questions: [a, b], cards, now: new Date('2026-11-02T04:01:00Z') })).toBe('b')
    expect(idOf({ questions: [a, b], cards, now: new Date('2026-11-02T04:06:00Z') })).toBe('a')
  })
})

describe('a day’s share', () => {
  const many = Array.from({ length: 60 }, (_, n) => question(`q${String(n).padStart(2, '0')}`))
  const due = (count: number) => many.slice(0, count).map(({ id }) => answered(id, '2026-10-20T12:00:00Z', 3))

  test('is at most half new', () => {
    expect(played({ questions: many })).toHaveLength(10)
    expect(played({ questions: many, perDay: 5 })).toHaveLength(2)
    expect(played({ questions: many, cards: due(4) })).toHaveLength(14)
  })

  test('is kept: what is due takes the room of what is new, and the rest waits for the next day', () => {
    expect(played({ questions: many, cards: due(15) }).filter((id) => id >= 'q15')).toHaveLength(5)
    const asked = played({ questions: many, cards: due(30) })
    expect(asked).toHaveLength(20)
    expect(asked.every((id) => id < 'q30')).toBe(true)
    expect(turn({ questions: many, cards: due(30), today: { answered: 20, fresh: 0 } })).toEqual({
      kind: 'done',
      why: 'share',
      next: { day: '2026-11-03', due: 20, fresh: 0 },
    })
  })

  test('tells how many are left in it', () => {
    expect(turn({ questions: many, cards: due(15) })).toMatchObject({ left: 20 })
    expect(turn({ questions: many, cards: due(3), today: { answered: 4, fresh: 9 } })).toMatchObject({ left: 4 })
    expect(turn({ questions: many, cards: due(30), today: { answered: 18, fresh: 0 } })).toMatchObject({ left: 2 })
  })

  test('once done, tells when the next are due and how many are new then', () => {
    const cards = [answered('q00', '2026-11-02T11:00:00Z', 3), answered('q01', '2026-11-02T11:00:00Z', 4)]
    expect(turn({ questions: many.slice(0, 2), cards })).toEqual({
      kind: 'done',
      why: 'all',
      next: { day: '2026-11-04', due: 1, fresh: 0 },
    })
    expect(turn({ questions: many.slice(0, 5), cards, today: { answered: 10, fresh: 10 } })).toEqual({
      kind: 'done',
      why: 'all',
      next: { day: '2026-11-03', due: 0, fresh: 3 },
    })
  })
})

describe('what is new', () => {
  const of = (event: string, difficulty: number, nth = 1): Question =>
    question(`${event}-${nth}`, { about: { pack: 'p', event }, difficulty })
  const weightOf = ({ about }: Question): number => ({ coup: 5, ousting: 5, visit: 2 })[about?.event ?? ''] ?? 1

  test('comes by the weight of its event, each event’s easiest question first', () => {
    const questions = [of('visit', 1), of('coup', 4, 1), of('coup', 2, 2), of('ousting', 3)]
    expect(played({ questions, weightOf, perDay: 100 })).toEqual(['coup-2', 'ousting-1', 'visit-1', 'coup-1'])
  })

  test('comes last where something of its event was asked today, since one question may tell the answer of another', () => {
    const questions = [of('coup', 4, 1), of('coup', 2, 2), of('visit', 1)]
    const cards = [answered('coup-2', '2026-11-02T11:00:00Z', 3)]
    expect(played({ questions, weightOf, cards })).toEqual(['visit-1', 'coup-1'])
    expect(idOf({ questions, weightOf, cards: [answered('coup-2', '2026-11-01T11:00:00Z', 4)] })).toBe('coup-1')
  })

  test('is only of the topics that were asked for, and written in the language that is spoken', () => {
    const questions = [
      question('a', { topic: 'coup' }),
      question('b', { topic: 'court' }),
      question('c', { topic: 'court', words: {} }),
      question('d'),
    ]
    expect(played({ questions, topics: ['court'] })).toEqual(['b'])
    expect(turn({ questions, topics: ['election'] })).toEqual({ kind: 'done', why: 'all' })
  })

  test('or due, one may be asked for first', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => question(id)) as [Question, Question, Question]
    expect(idOf({ questions: [a, b, c], first: 'b' })).toBe('b')
    expect(idOf({ questions: [a, b, c], first: 'gone' })).toBe('a')
  })
})
