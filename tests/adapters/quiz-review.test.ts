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
      expect(card).toMatchObject({ audience: 'asker', title: say('review.title') })
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
    for (const part of [
      say('review.right'),
      `e${n}e right ${n}`,
      `e${n}e because ${n}.`,
      `Source ${n}`,
      say('review.when', { days: 2, date: '4 November 2026' }),
    ])
      expect(text).toContain(part)
    expect(action(answer, say('button.event'))).toBe(`mali.event|event-${n}`)
    const wrong = await give(house, await next(house, answer), 'wrong')
    expect(wholeText(wrong)).toContain(say('review.wrong'))
    expect(wholeText(wrong)).toContain(say('review.chosen', { answer: '\0' }).split('\0')[0])
    expect(wholeText(wrong)).toContain(say('review.againToday'))
    expect(wrong.buttons.map(({ label }) => label)).not.toContain(say('review.button.easy'))
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
    expect(card.title).toBe(say('review.doneTitle'))
    expect(wholeText(card)).toContain(say('review.doneAll', { count: 10 }))
    expect(wholeText(card)).toContain(say('review.next', { when: say('review.when', { days: 1, date: '' }), due: 0, fresh: 2 }))
    await rig.seconds(2 * 86_400)
    const later = await house.say('review', ME)
    expect(wholeText(later)).toContain(say('review.left', { count: 12 }))
    expect(asked).toContain(shown(later))
  })

  test('ends its day at four in the morning in the zone that the learner names, which its buttons carry on', async () => {
    const { house, rig } = await started({ startAt: new Date('2026-11-02T21:00:00Z') })
    let card = await house.say('review zone:Kathmandu', ME)
    for (let n = 0; n < 10; n++) card = await next(house, await give(house, card, 'right'))
    expect(card.title).toBe(say('review.doneTitle'))
    await rig.seconds(74 * 60)
    expect((await house.press(action(card, say('review.button.pace')), ME)).title).toBe(say('review.paceTitle'))
    expect((await house.say('review zone:Kathmandu', ME)).title).toBe(say('review.doneTitle'))
    await rig.seconds(60)
    const pace = await house.press(action(card, say('review.button.pace')), ME)
    expect((await house.press(action(pace, NEXT), ME)).title).toBe(say('review.title'))
    expect((await house.say('review', ME)).title).toBe(say('review.doneTitle'))
  })

  test('is of the topics that were named, also with the next question', async () => {
    const topics = ['coup', 'court', 'coup', 'election'] as const
    const { house } = await started({ questions: topics.map((topic, n) => testQuestion(n, { topic })) })
    const card = await house.say('review coup', ME)
    const second = await next(house, await give(house, card, 'right'))
    expect(new Set([shown(card), shown(second)])).toEqual(new Set([0, 2]))
    const done = await next(house, await give(house, second, 'right'))
    expect(done.title).toBe(say('review.doneTitle'))
    expect(shown(await house.press(action(done, say('review.button.allTopics')), ME))).toBeOneOf([1, 3])
  })
})

describe('every press', () => {
  test('counts once: a second answer to a question that was answered changes nothing, and shows the answer that counts', async () => {
    const { house } = await started()
    const card = await house.say('review', ME)
    await give(house, card, 'wrong')
    const again = await give(house, card, 'right')
    expect(wholeText(again)).toContain(say('review.already'))
    expect(again.title).toBe(say('review.wrong'))
    expect(action(again, NEXT)).toContain('quiz.recall')
    const kept = await house.store.quiz.people.show(house.parts.pseudonyms.of(ME))
    expect(kept['review_log']).toHaveLength(1)
  })

  test('of two at the same moment, one counts', async () => {
    const { house } = await started()
    const card = await house.say('review', ME)
    const both = await Promise.all(Array.from({ length: 6 }, (_, n) => give(house, card, n % 2 ? 'right' : 'wrong')))
    expect(both.filter((reply) => !wholeText(reply).includes(say('review.already')))).toHaveLength(1)
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
    const old = await house.press(action(answer, say('review.button.hard')), ME)
    expect(wholeText(old)).toContain(say('review.already'))
    today = await next(house, old)
    expect(today.title).toBe(say('review.title'))
    const nobody = await house.press(option(card, 'right').replace('.0.', '.9.'), ME)
    expect(nobody.blocks[0]).toMatchObject({ body: [say('review.gone')] })
    expect((await next(house, nobody)).title).toBe(say('review.title'))
  })

  test('on a question that nobody asks any more says so', async () => {
    const { house } = await started()
    const gone = await house.press('quiz.recall|abcdefghij.0.20759|1', ME)
    expect(wholeText(gone)).toContain(say('review.gone'))
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
    const easy = await house.press(action(answer, say('review.button.easy')), ME)
    expect(wholeText(easy)).toContain(
      `${say('review.wasEasy')} ${say('review.again', { when: say('review.when', { days: 8, date: '10 November 2026' }) })}`,
    )
    const hard = await house.press(action(answer, say('review.button.hard')), ME)
    expect(wholeText(hard)).toContain(`${say('review.wasHard')} ${say('review.againToday')}`)
    expect(wholeText(await house.press(action(hard, 'It was just right'), ME))).toContain(
      say('review.when', { days: 2, date: '4 November 2026' }),
    )
    const kept = await house.store.quiz.people.show(house.parts.pseudonyms.of(ME))
    expect(kept['review_log']).toMatchObject([{ grade: 3 }])
    expect(JSON.parse(String(kept['review_card']?.[0]?.['card']))).toMatchObject({ reps: 1, scheduled_days: 2 })
  })

  test('makes no wrong answer right', async () => {
    const { house } = await started()
    const card = await house.say('review', ME)
    await give(house, card, 'wrong')
    const forged = option(card, 'right').replace(/\|\d$/, '|easy')
    expect((await house.press(forged, ME)).title).toBe(say('review.wrong'))
    expect((await house.store.quiz.people.show(house.parts.pseudonyms.of(ME)))['review_log']).toMatchObject([{ grade: 1 }])
  })
})

describe('taking back', () => {
  test('undoes the last answer and asks it again; pressing it once more undoes no other', async () => {
    const { house } = await started()
    const first = await house.say('review', ME)
    const second = await next(house, await give(house, first, 'right'))
    const answer = await give(house, second, 'wrong')
    const undone = await house.press(action(answer, say('review.button.undo')), ME)
    expect(wholeText(undone)).toContain(say('review.undone'))
    expect(shown(undone)).toBe(shown(second))
    expect(wholeText(await house.press(action(answer, say('review.button.undo')), ME))).toContain(say('review.undoneNothing'))
    expect((await give(house, undone, 'right')).title).toBe(say('review.right'))
    expect((await house.store.quiz.people.show(house.parts.pseudonyms.of(ME)))['review_log']).toHaveLength(2)
  })

  test('after the last question of the day takes back that one, once', async () => {
    const { house } = await started({ questions: [testQuestion(1), testQuestion(2)] })
    let card = await house.say('review', ME)
    for (let n = 0; n < 2; n++) card = await next(house, await give(house, card, 'right'))
    expect(card.title).toBe(say('review.doneTitle'))
    const undone = await house.press(action(card, say('review.button.undo')), ME)
    expect(undone.title).toBe(say('review.title'))
    expect(wholeText(await house.press(action(card, say('review.button.undo')), ME))).toContain(say('review.undoneNothing'))
    expect((await house.store.quiz.people.show(house.parts.pseudonyms.of(ME)))['review_log']).toHaveLength(1)
  })
})

describe('leaving out', () => {
  test('a question is asked no more until it is wanted again', async () => {
    const { house } = await started({ questions: [testQuestion(1)] })
    const card = await house.say('review', ME)
    const told = await house.press(action(card, say('review.button.rest')), ME)
    expect(wholeText(told)).toContain(say('review.rests'))
    expect((await next(house, told)).title).toBe(say('review.nothingTitle'))
    await house.press(action(told, say('review.button.wake')), ME)
    expect((await house.say('review', ME)).title).toBe(say('review.title'))
  })

  test('all of them can be had back', async () => {
    const { house } = await started({ questions: [1, 2].map((n) => testQuestion(n)) })
    for (let n = 0; n < 2; n++) await house.press(action(await house.say('review', ME), say('review.button.rest')), ME)
    const pace = await house.press(action(await house.say('review', ME), say('review.button.pace')), ME)
    expect(wholeText(pace)).toContain(say('review.resting', { count: 2 }))
    expect(wholeText(await house.press(action(pace, say('review.button.wakeAll')), ME))).toContain(say('review.wokenAll', { count: 2 }))
    expect((await house.say('review', ME)).title).toBe(say('review.title'))
  })
})

test('how many a day is chosen from 5 to 100, in words or from a menu', async () => {
  const { house } = await started()
  expect(wholeText(await house.say('review per-day:5', ME))).toContain(say('review.paceSet', { count: 5 }))
  for (const wrong of ['4', '101']) expect((await house.say(`review per-day:${wrong}`, ME)).failure).toBe('bad-input')
  let card = await house.say('review', ME)
  for (let n = 0; n < 2; n++) card = await next(house, await give(house, card, 'right'))
  expect(card.title).toBe(say('review.doneTitle'))
  const pace = await house.press(action(card, say('review.button.pace')), ME)
  const ten = pace.menu?.options.find(({ label }) => label === say('review.paceChoice', { count: 10 }))
  expect(wholeText(await house.press(ten?.action ?? '', ME))).toContain(say('review.paceSet', { count: 10 }))
  expect(wholeText(await house.say('review', ME))).toContain(say('review.left', { count: 3 }))
})

test('a question that is wrong is reported once for each who says so', async () => {
  const { house } = await started()
  for (const who of [ME, ME, learner('other')]) {
    const card = await house.say('review', who)
    const answer = await give(house, card, 'right', who)
    expect(wholeText(await house.press(action(answer, say('quiz.button.wrong')), who))).toContain(say('quiz.flagged'))
    await house.press(action(answer, say('review.button.undo')), who)
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
