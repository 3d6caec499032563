import { describe, expect, test } from 'vitest'
import { toPlain } from '../../src/chat/plain.ts'
import type { Question } from '../../src/quiz/question.ts'
import { must, wholeText } from '../support/ear.ts'
import { CHANNEL, type House, learner, playing, quizRig, testQuestion } from '../support/quiz-rig.ts'

/** A question whose right answer has other names, as only right answers do. */
const president: Question = testQuestion(0, {
  kind: 'who',
  words: {
    en: {
      text: 'Who was president?',
      right: 'Ibrahim Boubacar Keïta',
      wrong: ['Assimi Goïta', 'Bah N’Daw', 'Choguel Maïga'],
      explanation: 'He was.',
      accepts: ['IBK', 'Keïta'],
    },
  },
})

const typing = (house: House, id: string) => async (text: string, user: string) =>
  wholeText(
    await house.ear.answer({
      kind: 'command',
      root: 'quiz',
      sub: 'type',
      input: { question: `${id}.1`, text },
      asker: learner(user),
    }),
  )

describe('a typed answer', () => {
  test('by a name that the right answer alone goes by counts, and is told no otherwise than a wrong one', async () => {
    const { open, seconds } = await quizRig({ questions: [president] })
    const house = await open()
    await house.say('start 1 typed:yes changeable:yes seconds:30')
    await seconds(1)
    const { id } = await playing(house)
    const type = typing(house, id)
    const told = (text: string): string => `Counted as you typed it: “${text}”`
    for (const text of ['IBK', 'Keita', 'Goita', 'the general']) expect(await type(text, text)).toContain(told(text))
    expect(await type('ibrahim boubacar keita', 'ada')).toContain('accepted as “Ibrahim Boubacar Keïta”')
    expect(await type('asimi goita', 'ben')).toContain('accepted as “Assimi Goïta”')
    const kept = await house.store.quiz.people.show(house.parts.pseudonyms.of(learner('IBK')))
    expect(must(kept['quiz_answer'])[0]).toMatchObject({ answer: null, right: null })
    await seconds(40)
    const after = await house.store.quiz.people.show(house.parts.pseudonyms.of(learner('IBK')))
    expect(must(after['quiz_answer'])[0]).toMatchObject({ answer: 'Ibrahim Boubacar Keïta', right: 1 })
  })

  test('that may not be changed tells nobody which other words would mean the same', async () => {
    const { open, seconds } = await quizRig({ questions: [president] })
    const house = await open()
    await house.say('start 1 typed:yes changeable:no')
    await seconds(1)
    const type = typing(house, (await playing(house)).id)
    await type('IBK', 'ada')
    for (const text of ['Ibrahim Boubacar Keïta', 'Assimi Goïta'])
      expect(await type(text, 'ada')).toBe('You have already answered; that answer counts.')
  })

  test('is taken where answers are typed, and a choice where they are chosen: neither tells of the other', async () => {
    const { open, seconds } = await quizRig({ questions: [president] })
    const house = await open()
    await house.say('start 1')
    await seconds(1)
    const chosen = await playing(house)
    for (const text of ['IBK', 'Assimi Goïta', 'nobody'])
      expect(await typing(house, chosen.id)(text, 'ada')).toBe('This question has no such answer.')
    await house.say('stop')
    await seconds(5)
    await house.say('start 1 typed:yes')
    await seconds(1)
    const typed = await playing(house)
    for (const option of [0, 1, 2, 3])
      expect(wholeText(await house.press(`quiz.answer|${typed.id}|1|${option}`, learner('ada')))).toBe('This question has no such answer.')
    expect((await house.store.quiz.rounds.sheet(typed.id))?.lines).toEqual([])
  })
})

describe('the next question', () => {
  test('is known to nobody before it stands in the channel, whatever they press', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 2 seconds:10 shuffle:yes speed:yes')
    await seconds(14)
    const { id, phase, at, questions } = await playing(house)
    expect([phase, at, discord.messages.length]).toEqual(['asking', 1, 2])
    const { text } = must(questions[1])
    const eve = learner('eve')
    const tried = async () => [
      await house.say('start', eve),
      await house.press(`quiz.open|${id}|2`, eve),
      await house.press(`quiz.answer|${id}|2|1`, eve),
    ]
    for (const said of await tried()) expect(JSON.stringify(said)).not.toContain(text.slice(0, 3))
    await house.say('pause')
    for (const said of await tried()) expect(JSON.stringify(said)).not.toContain(text.slice(0, 3))
    expect((await house.store.quiz.rounds.sheet(id))?.lines).toEqual([])
    await house.say('resume')
    await seconds(2)
    expect(toPlain(await house.say('start', eve))).toContain(text)
    expect(toPlain(await house.press(`quiz.answer|${id}|2|1`, eve))).toContain('Counted')
  })
})

test('a round that was left alone is ended from its own channel only', async () => {
  const { open, seconds } = await quizRig()
  const house = await open()
  await house.say('start 1 seconds:0')
  await seconds(16 * 60)
  const { id } = await playing(house)
  for (const changes of [{ channel: 'C9' }, { server: 'S9' }, { platform: 'web' as const }])
    expect((await house.press(`quiz.steer|${id}|stop|1`, learner('eve', changes))).failure).toBe('forbidden')
  await house.press(`quiz.steer|${id}|stop|1`, learner('eve'))
  expect(await house.store.quiz.rounds.running(CHANNEL)).toBeUndefined()
})

test('a class is told nothing of a question that fewer than five answered, however large it is', async () => {
  const { open, discord, seconds } = await quizRig()
  const house = await open()
  await house.say('start 2 mode:class names:yes')
  await seconds(1)
  const { id, questions } = await playing(house)
  const [first, second] = [must(questions[0]), must(questions[1])]
  for (const n of [0, 1, 2, 3, 4]) await house.press(`quiz.answer|${id}|1|${first.right}`, learner(`pupil${n}`))
  await house.say('close')
  await seconds(3)
  await house.say('next')
  await seconds(2)
  await house.press(`quiz.answer|${id}|2|${(second.right + 1) % 4}`, learner('pupil3'))
  await house.press(`quiz.answer|${id}|2|${second.right}`, learner('pupil4'))
  await house.say('close')
  await seconds(10)
  const [answer, report] = discord.messages.slice(-2).map(({ sending }) => toPlain(sending.reply))
  expect(answer).toContain('2 people answered.')
  expect(
    must(answer)
      .split('\n')
      .filter((line) => line.includes('right') && !line.includes(second.options[second.right] ?? '')),
  ).toEqual([])
  expect(report).toContain('5 learners took part')
  expect(report).not.toContain(second.text)
})
