import { describe, expect, test } from 'vitest'
import { planOf } from '../../src/anniversaries/plan.ts'
import type { Wish } from '../../src/anniversaries/subscription.ts'
import { toPlain } from '../../src/chat/plain.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { must, wholeText } from '../support/ear.ts'
import { CHANNEL, learner, quizRig, START, testQuestion, type House, type QuizRig } from '../support/quiz-rig.ts'
import { wishFor } from '../support/wishes.ts'

const ID = 'abcdefghij'
const DAY_S = 86_400

/** A channel that is asked a question every day at nine in Bamako, from the second of November on. */
async function asked(rig: QuizRig, house: House, changes: Partial<Wish> = {}) {
  const wish = wishFor({ kind: 'question', catchUp: 'latest', ...changes })
  await house.store.subscriptions.add({ id: ID, place: CHANNEL, wish, maker: 'maker', now: new Date(START.getTime() - 60_000) })
  /** What the planner does until now. */
  return async (): Promise<void> => {
    const now = rig.clock.now()
    const one = must(await house.store.subscriptions.get(ID))
    const teller = { speaks: () => true, endOf: () => undefined }
    await house.store.subscriptions.plan([planOf(one, wish, teller, now, TIMING)], now)
    await rig.seconds(1)
  }
}

describe('a question of the day', () => {
  test('is asked at its time, open until shortly before the next, and answered then', async () => {
    const rig = await quizRig()
    const { discord, seconds } = rig
    const house = await rig.open()
    const plan = await asked(rig, house)
    await plan()
    const question = must(discord.messages[0]).sending.reply
    expect(question.title).toBe('Question of the day')
    expect(toPlain(question)).toContain('You can answer until 3 November, 08:50.')
    expect(discord.messages).toHaveLength(1)
    await seconds(23 * 3600)
    expect(wholeText(await house.press(must(question.buttons[1]).action, learner('ada')))).toContain('Counted: B')
    await seconds(50 * 60 - 10)
    expect(discord.messages).toHaveLength(1)
    await seconds(20)
    const answer = must(discord.messages[1]).sending.reply
    expect(answer.title).toBe('Question of the day: the answer')
    expect(toPlain(answer)).toContain('1 person answered.')
    await seconds(60)
    expect(discord.messages).toHaveLength(2)
    expect(rig.reports).toEqual([])
  })

  test('is another one each day, and the same at every attempt', async () => {
    const rig = await quizRig({
      mishap: ({ what, n }) => (what === 'send' && n === 1 ? { kind: 'not-yet', scope: 'message', why: 'busy' } : undefined),
    })
    const { discord, seconds } = rig
    const house = await rig.open()
    const plan = await asked(rig, house)
    const texts: string[] = []
    for (let day = 0; day < 5; day++) {
      await plan()
      await seconds(3600)
      texts.push(JSON.stringify(must(discord.messages.findLast(({ key }) => key.startsWith('question/'))).sending.reply.blocks))
      await seconds(DAY_S - 3601)
    }
    expect(new Set(texts).size).toBe(5)
  })

  test('closes at its time of day however late it comes, and does not come when that is near', async () => {
    for (const [late, count] of [
      [5 * 3600, 1],
      [23 * 3600 + 45 * 60, 0],
    ] as const) {
      const rig = await quizRig()
      const house = await rig.open()
      const plan = await asked(rig, house, { catchUp: 'all', catchUpHours: 48 })
      await rig.seconds(late)
      await plan()
      expect(rig.discord.messages).toHaveLength(count)
      await rig.seconds(23 * 3600 + 50 * 60 - late + 10)
      expect(rig.discord.messages).toHaveLength(2 * count)
    }
  })

  test('goes beside a round of the same channel', async () => {
    const rig = await quizRig()
    const house = await rig.open()
    const plan = await asked(rig, house)
    await house.say('start 1 seconds:0')
    await rig.seconds(1)
    await plan()
    expect(rig.discord.messages.map(({ sending }) => sending.reply.title)).toEqual(['Question 1 of 1', 'Question of the day'])
    expect(wholeText(await house.say('stop'))).toContain('The round is over')
  })

  test('that its channel refuses pauses its schedule', async () => {
    const refusal = { kind: 'refused', scope: 'channel', reason: 'forbidden', why: '50001' } as const
    const rig = await quizRig({ mishap: () => refusal })
    const house = await rig.open()
    const plan = await asked(rig, house)
    await plan()
    const one = must(await house.store.subscriptions.get(ID))
    expect(one.pause).toMatchObject({ by: 'platform', reason: 'forbidden' })
    const [round] = await house.store.quiz.rounds.recent(CHANNEL, 1)
    expect((await house.store.quiz.rounds.game(must(round).id))?.ending).toBe('refused')
  })

  test('that is a test is for nobody to answer, and begins no round', async () => {
    const rig = await quizRig()
    const house = await rig.open()
    await asked(rig, house)
    const subject = {
      subscription: ID,
      date: '2026-11-02',
      wish: wishFor({ kind: 'question' }),
      closesMs: START.getTime() + 3_600_000,
      test: true,
    }
    await house.store.subscriptions.sendNow(
      { key: 'test/aaaaaaaaaa', to: CHANNEL, post: 'quiz-daily', subject, dueAt: START, owner: ID },
      START,
    )
    await rig.seconds(5)
    const shown = must(rig.discord.messages[0]).sending.reply
    expect(toPlain(shown)).toContain('This is a test: nobody can answer it.')
    expect(shown.buttons).toEqual([])
    expect(await house.store.quiz.rounds.recent(CHANNEL, 1)).toEqual([])
  })

  describe('is about events of the weight that the schedule wishes', () => {
    const heavy = ['coup-of-18-august', 'resignation-of-keita']
    const light = ['tabaski-of-2020', 'charter-published', 'barkhane-in-the-sahel', 'captivity-of-soumaila-cisse', 'gone-from-the-pack']
    const events = [...light, ...heavy]
    const { about: _, ...nobodys } = testQuestion(90)
    const questions = [
      ...events.map((event, n) => testQuestion(n, { topic: n < 2 ? 'quiet' : 'any', about: { pack: 'mali-2020', event } })),
      nobodys,
    ]

    /** Of which events questions come, in as many days as there are questions: each that may come has come by then. */
    const askedAbout = async (changes: Partial<Wish>): Promise<readonly string[]> => {
      const rig = await quizRig({ questions })
      const house = await rig.open()
      const about = { subscription: ID, wish: wishFor({ kind: 'question', ...changes }), closesMs: START.getTime() + 3_600_000, test: true }
      for (const n of questions.keys()) {
        const subject = { ...about, date: `2026-11-0${n + 1}` }
        await house.store.subscriptions.sendNow({ key: `test/${n}`, to: CHANNEL, post: 'quiz-daily', subject, dueAt: START }, START)
      }
      await rig.seconds(60)
      expect(rig.discord.messages).toHaveLength(questions.length)
      const numbers = rig.discord.messages.map(({ sending }) => Number(/question (\d+)\?/.exec(toPlain(sending.reply))?.[1]))
      return [...new Set(numbers)].map((n) => events[n] ?? `question ${n}`).toSorted()
    }

    test('and about no other', async () => {
      expect(await askedAbout({ minWeight: 5 })).toEqual(heavy.toSorted())
      expect(await askedAbout({ minWeight: 2 })).toEqual([...heavy, ...light.slice(2, 4)].toSorted())
      expect(await askedAbout({ minWeight: 1 })).toEqual([...heavy, ...light.slice(0, 4)].toSorted())
    })

    test('unless its topics have none of that weight: then about all of those', async () => {
      expect(await askedAbout({ minWeight: 5, topics: ['quiet'] })).toEqual(light.slice(0, 2).toSorted())
      expect(await askedAbout({ minWeight: 5, topics: ['any'] })).toEqual(heavy.toSorted())
      expect(await askedAbout({ minWeight: 5, topics: ['any', 'quiet'] })).toEqual([...heavy, ...light.slice(0, 2)].toSorted())
    })
  })
})
