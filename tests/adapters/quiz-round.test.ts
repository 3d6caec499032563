import { describe, expect, test } from 'vitest'
import { toPlain } from '../../src/chat/plain.ts'
import { must, wholeText } from '../support/ear.ts'
import type { Outside } from '../support/outside.ts'
import { action, learner, playing, quizRig } from '../support/quiz-rig.ts'

const titles = ({ messages }: Outside): readonly string[] => messages.map(({ sending }) => sending.reply.title ?? '')
const last = ({ messages }: Outside) => must(messages.at(-1)).sending.reply

describe('a round', () => {
  test('goes from its start over questions and answers to its report by itself', async () => {
    const { open, discord, seconds, reports } = await quizRig()
    const house = await open()
    const started = await house.say('start 2 seconds:20')
    expect(started.audience).toBe('asker')
    expect(toPlain(started)).toContain('2 questions; the first comes in a moment.')
    await seconds(1)
    expect(titles(discord)).toEqual(['Question 1 of 2'])
    const { id, questions } = await playing(house)
    const asked = must(questions[0])
    const receipt = await house.press(must(last(discord).buttons[asked.right]).action, learner('ada'))
    expect(toPlain(receipt)).toContain(`Counted: ${'ABCD'[asked.right]} · ${asked.options[asked.right]}\n`)
    await house.press(must(last(discord).buttons[(asked.right + 1) % 4]).action, learner('ben'))
    await seconds(20)
    expect(titles(discord)).toEqual(['Question 1 of 2'])
    await seconds(2)
    expect(titles(discord)).toEqual(['Question 1 of 2', 'Question 1 of 2: the answer'])
    expect(toPlain(last(discord))).toContain(`The answer: ${'ABCD'[asked.right]} · ${asked.options[asked.right]}`)
    expect(toPlain(last(discord))).toContain('Answered right: Name of ada')
    await seconds(10)
    expect(titles(discord).at(-1)).toBe('Question 2 of 2')
    await seconds(26)
    expect(titles(discord).slice(3)).toEqual(['Question 2 of 2: the answer', 'Results of the round'])
    expect(toPlain(last(discord))).toContain('1. Name of ada: 1 of 2 right')
    expect((await house.store.quiz.rounds.game(id))?.ending).toBe('played')
    expect(reports).toEqual([])
  })

  test('tells nobody the right answer before its question closes, whatever a learner can see', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1')
    await seconds(1)
    const asked = must((await playing(house)).questions[0])
    const receipts = await Promise.all(
      asked.options.map((_, option) => house.press(must(last(discord).buttons[option]).action, learner(`u${option}`))),
    )
    const shapes = new Set(
      receipts.map((shown, option) => JSON.stringify(shown).replace(`${'ABCD'[option]} · ${asked.options[option]}`, 'what was chosen')),
    )
    expect(shapes.size).toBe(1)
    const shown = JSON.stringify(discord.messages)
    expect(shown).not.toContain(asked.explanation)
    expect(new Set(last(discord).buttons.map(({ action: id }) => id.replace(/\d+$/, ''))).size).toBe(1)
  })
})

test('a press on last week’s button says kindly that its round has ended', async () => {
  const { open, discord, seconds } = await quizRig()
  const house = await open()
  await house.say('start 1')
  await seconds(1)
  const old = action(last(discord), 'A')
  await house.say('stop')
  await seconds(5)
  expect(titles(discord).at(-1)).toBe('Results of the round')
  await seconds(7 * 86_400)
  expect(wholeText(await house.press(old, learner('late')))).toBe('That round has ended.')
})
