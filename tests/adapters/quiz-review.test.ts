import { describe, expect, test } from 'vitest'
import { toPlain } from '../../src/chat/plain.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { wholeText } from '../support/ear.ts'
import { action, learner, quizRig, testQuestion, type House, type QuizRig } from '../support/quiz-rig.ts'

const ME = learner('me')
/** Between two people, where no round can be played. */
const DIRECT = learner('me', { server: undefined as never, channel: 'D1', site: 'direct' })
const say = sayer('en')
const NEXT = say('review.button.next')

const started = async (settings: Parameters<typeof quizRig>[0] = {}): Promise<{ readonly rig: QuizRig; readonly house: House }> => {
  const rig = await quizRig(settings)
  return { rig, house: await rig.open() }
}

/** Which question of the tests is shown. */
const shown = (reply: Reply): number => Number(/e(\d+)e question/.exec(toPlain(reply))?.[1])

/** The action of the right option, or of a wrong one. */
const option = (reply: Reply, is: 'right' | 'wrong'): string => {
  const found = reply.buttons.find(({ label }) => new RegExp(`^[A-D] · e\\d+e ${is}`).test(label))
  if (!found) throw new Error(`no ${is} option among ${reply.buttons.map(({ label }) => label).join(', ')}`)
  return found.action
}

const give = (house: House, reply: Reply, is: 'right' | 'wrong', who = ME) => house.press(option(reply, is), who)
const next = (house: House, reply: Reply, who = ME) => house.press(action(reply, NEXT), who)

describe('a review', () => {
  test('is private, and works between two people', async () => {
    const { house } = await started()
    for (const who of [ME, DIRECT]) {
      const card = await house.say('review', who)
      expect(card).toMatchObject({ audience: 'asker', title: 'Review' })
      expect(card.failure).toBeUndefined()
      expect(shown(card)).toBeGreaterThanOrEqual(0)
    }
  })

  test('asks with lettered options, and tells with the answer why, where it is read, where the event is and when it comes again', async () => {
    const { house } = await started()
    const card = await house.say('review', ME)
    expect(card.buttons.map(({ label }) => label[0]).slice(0, 4)).toEqual(['A', 'B', 'C', 'D'])
    const answer = await give(house, card, 'right')
    const n = shown(card)
    const text = wholeText(answer)
    for (const part of ['Right', `e${n}e right ${n}`, `e${n}e because ${n}.`, `Source ${n}`, 'in 2 days, on 4 November 2026'])
      expect(text).toContain(part)
    expect(action(answer, 'Event')).toBe(`mali.event|event-${n}`)
    const wrong = await give(house, await next(house, answer), 'wrong')
    expect(wholeText(wrong)).toContain('Not right')
    expect(wholeText(wrong)).toMatch(/You chose: [A-D] · e\d+e wrong/)
    expect(wholeText(wrong)).toContain('It comes again today')
    expect(wrong.buttons.map(({ label }) => label)).not.toContain('It was easy')
  })

  test('shows one person the options of a question in one order all day, and others in others', async () => {
    const { house, rig } = await started({ questions: [testQuestion(1)] })
    const labels = async (who = ME) => (await house.say('review', who)).buttons.map(({ label }) => label).join()
    const mine = await labels()
    expect(await labels()).toBe(mine)
    const others = await Promise.all(Array.from({ length: 20 }, (_, n) => labels(learner(`other ${n}`))))
    expect(new Set(others).size).toBeGreaterThan(5)
    const days = []
    for (let day = 0; day < 8; day++) {
      await rig.seconds(86_400)
      days.push(await labels())
    }
    expect(new Set(days).size).toBeGreaterThan(2)
  })

  test('lets nobody learn the right answer from what its buttons carry: the right one is at each place equally often', async () => {
    const { house } = await started({ questions: [testQuestion(1)] })
    const places = [0, 0, 0, 0]
    for (let n = 0; n < 400; n++) {
      const card = await house.say('review', learner(`learner ${n}`))
      const at = card.buttons.findIndex(({ label }) => label.includes(' right '))
      places[at] = (places[at] ?? 0) + 1
      const actions = card.buttons.slice(0, 4).map(({ action: id }) => id)
      expect(actions.map((id) => id.replace(/\|(\d)$/, '|')).every((id, _, all) => id === all[0])).toBe(true)
      expect(JSON.stringify(actions)).not.toMatch(/event|date/)
    }
    // Chi squared with 3 degrees of freedom, 16.27 at p = 0.001; the people, and so the orders, are always the same.
    expect(places.reduce((sum, many) => sum + (many - 100) ** 2 / 100, 0)).toBeLessThan(16.27)
  })

  test('asks ten new questions a day of twenty, then says when the next are due, and asks those the day after', async () => {
    const { house, rig } = await started()
    let card = await house.say('review', ME)
    const asked = []
    for (let n = 0; n < 10; n++) {
      asked.push(shown(card))
      card = await next(house, await give(house, card, 'right'))
    }
    expect(new Set(asked).size).toBe(10)
    expect(card.title).toBe('Done for today')
    expect(wholeText(card)).toContain('Answers today: 10.')
    expect(wholeText(card)).toContain('Next time: tomorrow. Due again then: 0; new: 2.')
    await rig.seconds(2 * 86_400)
    const later = await house.say('review', ME)
    expect(wholeText(later)).toContain('12 questions today')
    expect(asked).toContain(shown(later))
  })

  test('ends its day at four in the morning in the zone that the learner names, which its buttons carry on', async () => {
    const { house, rig } = await started({ startAt: new Date('2026-11-02T21:00:00Z') })
    let card = await house.say('review zone:Kathmandu', ME)
    for (let n = 0; n < 10; n++) card = await next(house, await give(house, card, 'right'))
    expect(card.title).toBe('Done for today')
    await rig.seconds(74 * 60)
    expect((await house.press(action(card, 'How many a day'), ME)).title).toBe('How many a day')
    expect((await house.say('review zone:Kathmandu', ME)).title).toBe('Done for today')
    await rig.seconds(60)
    const pace = await house.press(action(card, 'How many a day'), ME)
    expect((await house.press(action(pace, NEXT), ME)).title).toBe('Review')
    expect((await house.say('review', ME)).title).toBe('Done for today')
  })

  test('is of the topics that were named, also with the next question', async () => {
    const topics = ['coup', 'court', 'coup', 'election'] as const
    const { house } = await started({ questions: topics.map((topic, n) => testQuestion(n, { topic })) })
    const card = await house.say('review coup', ME)
    const second = await next(house, await give(house, card, 'right'))
    expect([shown(card), shown(second)].toSorted()).toEqual([0, 2])
    const done = await next(house, await give(house, second, 'right'))
    expect(done.title).toBe('Done for today')
    expect(shown(await house.press(action(done, 'All topics'), ME))).toBeOneOf([1, 3])
  })
})

describe('every press', () => {
  test('counts once: a second answer to a question that was answered changes nothing, and shows the answer that counts', async () => {
    const { house } = await started()
    const card = await house.say('review', ME)
    await give(house, card, 'wrong')
    const again = await give(house, card, 'right')
    expect(wholeText(again)).toContain('You had answered this already; that answer counts.')
    expect(again.title).toBe('Not right')
    expect(action(again, NEXT)).toContain('quiz.recall')
    const kept = await house.store.quiz.people.show(house.parts.pseudonyms.of(ME))
    expect(kept['review_log']).toHaveLength(1)
  })

  test('of two at the same moment, one counts', async () => {
    const { house } = await started()
    const card = await house.say('review', ME)
    const both = await Promise.all(Array.from({ length: 6 }, (_, n) => give(house, card, n % 2 ? 'right' : 'wrong')))
    expect(both.filter((reply) => !wholeText(reply).includes('already'))).toHaveLength(1)
    expect((await house.store.quiz.people.show(house.parts.pseudonyms.of(ME)))['review_log']).toHaveLength(1)
  })

  test('on a card of last week says kindly where to go on', async () => {
    const { house, rig } = await started()
    const card = await house.say('review', ME)
    const answer = await give(house, card, 'right')
    await rig.seconds(3 * 86_400)
    let today = await house.say('review', ME)
    expect(shown(today)).toBe(shown(card))
    await give(house, today, 'right')
    const old = await house.press(action(answer, 'It was hard'), ME)
    expect(wholeText(old)).toContain('already')
    today = await next(house, old)
    expect(today.title).toBe('Review')
    const nobody = await house.press(option(card, 'right').replace('.0.', '.9.'), ME)
    expect(nobody.blocks[0]).toMatchObject({ body: ['This card is an old one. Your review goes on with the next question.'] })
    expect((await next(house, nobody)).title).toBe('Review')
  })

  test('on a question that nobody asks any more says so', async () => {
    const { house } = await started()
    const gone = await house.press('quiz.recall|abcdefghij.0.20759|1', ME)
    expect(wholeText(gone)).toContain('an old one')
    expect(gone.failure).toBeUndefined()
  })

  test('does only what a button says', async () => {
    const { house, rig } = await started()
    for (const act of ['quiz.recall', 'quiz.recall||fly', 'quiz.recall|x|1', 'quiz.recall||pace.9999', 'quiz.recall||undo.x'])
      expect((await house.press(act, ME)).failure).toBe('bad-input')
    expect(rig.reports).toEqual([])
  })
})

describe('saying how it was', () => {
  test('grades that one answer anew instead of counting another', async () => {
    const { house } = await started()
    const answer = await give(house, await house.say('review', ME), 'right')
    const easy = await house.press(action(answer, 'It was easy'), ME)
    expect(wholeText(easy)).toContain('Noted: it was easy. It comes again in 8 days')
    const hard = await house.press(action(answer, 'It was hard'), ME)
    expect(wholeText(hard)).toContain('Noted: it was hard. It comes again today')
    expect(wholeText(await house.press(action(hard, 'It was just right'), ME))).toContain('It comes again in 2 days')
    const kept = await house.store.quiz.people.show(house.parts.pseudonyms.of(ME))
    expect(kept['review_log']).toMatchObject([{ grade: 3 }])
    expect(JSON.parse(String(kept['review_card']?.[0]?.['card']))).toMatchObject({ reps: 1, scheduled_days: 2 })
  })

  test('makes no wrong answer right', async () => {
    const { house } = await started()
    const card = await house.say('review', ME)
    await give(house, card, 'wrong')
    const forged = option(card, 'right').replace(/\|\d$/, '|easy')
    expect((await house.press(forged, ME)).title).toBe('Not right')
    expect((await house.store.quiz.people.show(house.parts.pseudonyms.of(ME)))['review_log']).toMatchObject([{ grade: 1 }])
  })
})

describe('taking back', () => {
  test('undoes the last answer and asks it again; pressing it once more undoes no other', async () => {
    const { house } = await started()
    const first = await house.say('review', ME)
    const second = await next(house, await give(house, first, 'right'))
    const answer = await give(house, second, 'wrong')
    const undone = await house.press(action(answer, 'Take it back'), ME)
    expect(wholeText(undone)).toContain('Taken back')
    expect(shown(undone)).toBe(shown(second))
    expect(wholeText(await house.press(action(answer, 'Take it back'), ME))).toContain('Nothing was taken back')
    expect((await give(house, undone, 'right')).title).toBe('Right')
    expect((await house.store.quiz.people.show(house.parts.pseudonyms.of(ME)))['review_log']).toHaveLength(2)
  })

  test('after the last question of the day takes back that one, once', async () => {
    const { house } = await started({ questions: [testQuestion(1), testQuestion(2)] })
    let card = await house.say('review', ME)
    for (let n = 0; n < 2; n++) card = await next(house, await give(house, card, 'right'))
    expect(card.title).toBe('Done for today')
    const undone = await house.press(action(card, 'Take it back'), ME)
    expect(undone.title).toBe('Review')
    expect(wholeText(await house.press(action(card, 'Take it back'), ME))).toContain('Nothing was taken back')
    expect((await house.store.quiz.people.show(house.parts.pseudonyms.of(ME)))['review_log']).toHaveLength(1)
  })
})

describe('leaving out', () => {
  test('a question is asked no more until it is wanted again', async () => {
    const { house } = await started({ questions: [testQuestion(1)] })
    const card = await house.say('review', ME)
    const told = await house.press(action(card, 'Do not ask this again'), ME)
    expect(wholeText(told)).toContain('This question is not asked any more.')
    expect((await next(house, told)).title).toBe('Nothing to review today')
    await house.press(action(told, 'Ask it again'), ME)
    expect((await house.say('review', ME)).title).toBe('Review')
  })

  test('all of them can be had back', async () => {
    const { house } = await started({ questions: [1, 2].map((n) => testQuestion(n)) })
    for (let n = 0; n < 2; n++) await house.press(action(await house.say('review', ME), 'Do not ask this again'), ME)
    const pace = await house.press(action(await house.say('review', ME), 'How many a day'), ME)
    expect(wholeText(pace)).toContain('Questions left out because you wished so: 2.')
    expect(wholeText(await house.press(action(pace, 'Ask them all again'), ME))).toContain('2 questions are asked again.')
    expect((await house.say('review', ME)).title).toBe('Review')
  })
})

test('how many a day is chosen from 5 to 100, in words or from a menu', async () => {
  const { house } = await started()
  expect(wholeText(await house.say('review per-day:5', ME))).toContain('questions a day: at most 5')
  for (const wrong of ['4', '101']) expect((await house.say(`review per-day:${wrong}`, ME)).failure).toBe('bad-input')
  let card = await house.say('review', ME)
  for (let n = 0; n < 2; n++) card = await next(house, await give(house, card, 'right'))
  expect(card.title).toBe('Done for today')
  const pace = await house.press(action(card, 'How many a day'), ME)
  const ten = pace.menu?.options.find(({ label }) => label === '10 a day')
  expect(wholeText(await house.press(ten?.action ?? '', ME))).toContain('questions a day: at most 10')
  expect(wholeText(await house.say('review', ME))).toContain('3 questions today')
})

test('a question that is wrong is reported once for each who says so', async () => {
  const { house } = await started()
  for (const who of [ME, ME, learner('other')]) {
    const card = await house.say('review', who)
    const answer = await give(house, card, 'right', who)
    expect(wholeText(await house.press(action(answer, 'This question is wrong'), who))).toContain('Thank you')
    await house.press(action(answer, 'Take it back'), who)
  }
  expect(await house.store.quiz.reports.list(9)).toMatchObject([{ count: 2, edition: '1.0.0', locale: 'en' }])
})

test('a learner’s own decks are reviewed too, first and in whatever language is spoken around them', async () => {
  const { house } = await started()
  const question = { ...testQuestion(50), id: 'own:1', kind: 'own' as const, words: { fr: testQuestion(50).words.fr! } }
  const { about: _, ...own } = question
  await house.store.quiz.decks.put(house.parts.pseudonyms.of(ME), {
    name: 'Mine',
    locale: 'fr',
    questions: [own],
    madeAt: new Date('2026-11-02T09:00:00Z'),
  })
  expect(wholeText(await house.say('review', ME))).toContain('f50f question 50?')
  expect(wholeText(await house.say('review', learner('other')))).not.toContain('f50f')
})

test.each(LOCALES)('every card is whole in %s', async (locale) => {
  const { house, rig } = await started({ questions: [testQuestion(1), testQuestion(2)] })
  const who = learner('me', { locale })
  const own = sayer(locale)
  const right = (reply: Reply) => reply.buttons.find(({ label }) => label.includes(' right '))?.action ?? ''
  const card = await house.say('review', who)
  const answer = await house.press(right(card), who)
  const second = await house.press(action(answer, own('review.button.next')), who)
  const done = await house.press(action(await house.press(right(second), who), own('review.button.next')), who)
  const pace = await house.press(action(done, own('review.button.pace')), who)
  expect([card.title, answer.title, done.title, pace.title]).toEqual([
    own('review.title'),
    own('review.right'),
    own('review.doneTitle'),
    own('review.paceTitle'),
  ])
  expect(rig.reports).toEqual([])
})
