import { describe, expect, test } from 'vitest'
import { toPlain } from '../../src/chat/plain.ts'
import { must, wholeText } from '../support/ear.ts'
import type { Outside } from '../support/outside.ts'
import { action, learner, playing, quizRig } from '../support/quiz-rig.ts'

const last = ({ messages }: Outside) => must(messages.at(-1)).sending.reply

describe('a class', () => {
  test('is led by its teacher alone: who else tries is told so, and nothing happens', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 2 mode:class')
    await seconds(1)
    const before = await playing(house)
    for (const act of ['pause', 'resume', 'next', 'close', 'stop'])
      expect(wholeText(await house.say(act, learner('pupil')))).toContain('Only the person who started the round')
    expect(await playing(house)).toEqual(before)
    const closed = await house.say('close')
    expect(wholeText(closed)).toContain('The question is closed; its answer comes in a moment.')
    await seconds(3)
    expect(last(discord).title).toBe('Question 1 of 2: the answer')
    expect(wholeText(await house.press(action(last(discord), 'Next question'), learner('pupil')))).toContain(
      'Only the person who started the round',
    )
    await house.press(action(last(discord), 'Next question'))
    await seconds(2)
    expect(last(discord).title).toBe('Question 2 of 2')
  })

  test('is led by buttons from its first card on: each offers what can be done next', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    const begun = await house.say('start 2 mode:class')
    expect(begun.buttons.map(({ label }) => label)).toEqual(['Close the question', 'Pause', 'End the round'])
    await seconds(1)
    const closed = await house.press(action(begun, 'Close the question'))
    expect(closed.buttons.map(({ label }) => label)).toEqual(['Next question', 'End the round'])
    expect(wholeText(await house.press(action(closed, 'Next question')))).toContain('The round is not waiting for that now.')
    await seconds(3)
    const second = await house.press(action(closed, 'Next question'))
    await seconds(1)
    expect(last(discord).title).toBe('Question 2 of 2')
    const end = await house.press(action(second, 'Close the question'))
    expect(end.buttons).toEqual([])
    await seconds(3)
    expect(last(discord).title).toBe('Question 2 of 2: the answer')
  })

  test('that is ended while the answer of a closed question is on its way still tells that answer, and counts it', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 2 mode:class')
    await seconds(1)
    await house.press(must(last(discord).buttons[0]).action, learner('pupil'))
    await house.say('close')
    await house.say('stop')
    await seconds(10)
    expect(discord.messages.map(({ sending }) => sending.reply.title)).toEqual([
      'Question 1 of 2',
      'Question 1 of 2: the answer',
      'Results of the round',
    ])
    expect(must(discord.messages[1]).sending.reply.buttons.map(({ label }) => label)).not.toContain('Next question')
    expect(toPlain(must(discord.messages[1]).sending.reply)).toContain('the results come in a moment.')
    expect(
      must((await house.say('export')).file)
        .text.split('\r\n')
        .filter((row) => row.includes(',1,date:event')),
    ).toHaveLength(1)
  })

  test('may be led by whoever manages the server, too', async () => {
    const { open, seconds } = await quizRig()
    const house = await open()
    await house.say('start 2 mode:class')
    await seconds(1)
    expect(wholeText(await house.say('pause', learner('head', { manages: true })))).toContain('The round is paused.')
  })

  test('is told of no single person in public, however many take part', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1 mode:class names:yes')
    await seconds(1)
    const { buttons } = last(discord)
    for (const n of [0, 1, 2, 3, 4, 5]) await house.press(must(buttons[n % 4]).action, learner(`pupil${n}`))
    await house.say('close')
    await seconds(10)
    expect(last(discord).title).toBe('Results of the round')
    expect(toPlain(last(discord))).toContain('6 learners took part;')
    expect(JSON.stringify(discord.messages)).not.toContain('Name of')
    expect(wholeText(last(discord))).not.toContain('Ranking')
  })

  test('lists codes in its file, which only whoever led it gets', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1 mode:class')
    expect(wholeText(await house.say('roster', learner('pupil')))).toContain('Only a person who manages this place')
    expect(wholeText(await house.say('roster codes:"A1 B7 C9"'))).toContain('Codes taken: 0 of 3.')
    expect(wholeText(await house.say('join b7', learner('pupil')))).toContain('You are b7 in this class now.')
    expect(wholeText(await house.say('join B7', learner('other')))).toContain('Somebody has taken the code B7 already.')
    expect(wholeText(await house.say('join D4', learner('other')))).toContain('There is no code D4')
    await seconds(1)
    const right = must((await playing(house)).questions[0]).right
    await house.press(must(last(discord).buttons[right]).action, learner('pupil'))
    await house.press(must(last(discord).buttons[right]).action, learner('other'))
    await house.say('close')
    await seconds(10)
    const exported = await house.say('export')
    expect(exported.audience).toBe('asker')
    const rows = must(exported.file).text.split('\r\n')
    expect(rows.filter((row) => row.includes(',B7,'))).toHaveLength(1)
    expect(must(exported.file).text).not.toContain('Name of')
    expect((await house.say('export', learner('pupil'))).file).toBeUndefined()
    expect(must((await house.press('quiz.export|items')).file).name).toMatch(/^griot-quiz-2026-11-02-[a-z2-7]{10}-items\.csv$/)
  })

  test('gives one learner more time, by code, and nobody else', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1 mode:class seconds:20 pace:"by itself"')
    await house.say('roster codes:"A1 B7"')
    expect(wholeText(await house.say('time B7 2'))).toContain('Nobody has taken the code B7 yet.')
    await house.say('join B7', learner('slow'))
    expect(wholeText(await house.say('time B7 2', learner('slow')))).toContain('Only the person who started the round')
    expect(wholeText(await house.say('time B7 2'))).toContain('B7 has twice the usual time for each question of this round.')
    await seconds(25)
    const { buttons } = must(discord.messages[0]).sending.reply
    expect(wholeText(await house.press(must(buttons[0]).action, learner('quick')))).toContain('This came after the question had closed')
    expect(wholeText(await house.press(must(buttons[0]).action, learner('slow')))).toContain('Counted: A')
    await seconds(10)
    expect(discord.messages).toHaveLength(1)
    await seconds(10)
    expect(must(discord.messages[1]).sending.reply.title).toBe('Question 1 of 1: the answer')
  })

  test('says which factors there are, in the language of whoever asks for another; a comma is as good as a point', async () => {
    const { open } = await quizRig()
    const house = await open()
    await house.say('start 1 mode:class')
    await house.say('roster codes:"A1 B7"')
    await house.say('join B7', learner('slow'))
    for (const [locale, said] of [
      ['en', '“factor” can be: 1.5 (one and a half times), 2 (twice).'],
      ['fr', 'Valeurs possibles pour «\u202ffacteur\u202f»\u202f: 1,5 (une fois et demie), 2 (deux fois).'],
      ['pl', '„mnożnik” może mieć wartość: 1,5 (półtora raza), 2 (dwa razy).'],
    ] as const) {
      const refused = await house.say('time B7 3', learner('teacher', { locale }))
      expect([refused.failure, wholeText(refused)]).toEqual(['bad-input', expect.stringContaining(said)])
    }
    for (const [typed, factor] of [
      ['1,5', 1.5],
      ['deux fois', 2],
    ] as const) {
      expect((await house.say(`time B7 ${typed}`, learner('teacher', { locale: 'fr' }))).failure).toBeUndefined()
      expect(Object.values((await playing(house)).factors)).toEqual([factor])
    }
  })
})
