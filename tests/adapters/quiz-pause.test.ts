import { expect, test } from 'vitest'
import { must } from '../support/ear.ts'
import { CHANNEL, learner, playing, quizRig } from '../support/quiz-rig.ts'

test('a pause makes nobody quicker: scores, report and file say how quick an answer was when it was given', async () => {
  const { open, seconds } = await quizRig()
  const house = await open()
  await house.say('start 1 seconds:20 speed:yes')
  await seconds(1)
  const { id, questions, openedMs } = await playing(house)
  const { right } = must(questions[0])
  const given = new Date(must(openedMs) + 14_000)
  await seconds(14)
  await house.press(`quiz.answer|${id}|1|${right}`, learner('late', { askedAt: given }))
  await house.say('pause')
  await seconds(600)
  await house.say('resume')
  await seconds(40)
  const [standing] = await house.store.quiz.rounds.standings({ place: CHANNEL, whole: 'channel' }, 9)
  expect(standing).toMatchObject({ right: 1, points: 650 })
  const { text } = must((await house.say('export')).file)
  expect(text.split('\r\n')[1]).toMatch(/,1,650,14\.0$/)
})
