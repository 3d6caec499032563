import { describe, expect, test } from 'vitest'
import { toPlain } from '../../src/chat/plain.ts'
import { Failure } from '../../src/kernel/failure.ts'
import { must, wholeText } from '../support/ear.ts'
import type { Outside } from '../support/outside.ts'
import { action, CHANNEL, learner, playing, quizRig } from '../support/quiz-rig.ts'

const last = ({ messages }: Outside) => must(messages.at(-1)).sending.reply
const refusal = { kind: 'refused', scope: 'channel', reason: 'forbidden', why: '50001' } as const

describe('a round in trouble', () => {
  test('is over where its channel refuses it, and another may begin', async () => {
    const { open, discord, seconds } = await quizRig({ mishap: ({ what, n }) => (what === 'send' && n === 1 ? refusal : undefined) })
    const house = await open()
    await house.say('start 1')
    await seconds(30)
    expect(discord.messages).toEqual([])
    expect(await house.store.quiz.rounds.running(CHANNEL)).toBeUndefined()
    const [round] = await house.store.quiz.rounds.recent(CHANNEL, 1)
    expect((await house.store.quiz.rounds.game(must(round).id))?.ending).toBe('refused')
  })

  test('is not begun where Griot may not post, and says what to grant', async () => {
    const { open } = await quizRig()
    const house = await open()
    const said = await house.say('start', learner('teacher', { rights: { kind: 'known', lacks: ['send'], history: true } }))
    expect(wholeText(said)).toContain('Griot cannot post in this channel yet, so no round was started.')
    expect(wholeText(said)).toContain('Grant it “Send Messages”.')
    expect(await house.store.quiz.rounds.running(CHANNEL)).toBeUndefined()
  })

  test('says how long Griot was away, once, when its question stood there meanwhile and had its time anew', async () => {
    const { open, discord, seconds } = await quizRig()
    const dying: { die?: () => void } = {}
    const first = await open({
      outbox: (outbox) => ({
        ...outbox,
        async settle(...given) {
          if (!given[0].some(({ claim }) => claim.key.endsWith('/ask'))) return outbox.settle(...given)
          dying.die?.()
          return new Promise(() => undefined)
        },
      }),
    })
    dying.die = () => void first.die()
    await first.say('start 1 seconds:30')
    await seconds(180)
    const second = await open()
    await seconds(20)
    expect(discord.messages).toHaveLength(1)
    await second.press(must(last(discord).buttons[0]).action, learner('ada'))
    await seconds(60)
    const answer = must(discord.messages[1]).sending.reply
    expect(toPlain(answer)).toContain('Griot was away for 3 minutes; after that, the time for this question started again.')
    expect(toPlain(answer)).toContain('1 person answered.')
    expect(toPlain(must(discord.messages[2]).sending.reply)).not.toContain('away')
  })

  describe('whose question stood open while Griot was away', () => {
    const away = async (words: string, { after, gone }: { readonly after: number; readonly gone: number }) => {
      const rig = await quizRig()
      const first = await rig.open()
      await first.say(words)
      await rig.seconds(after)
      await first.die()
      await rig.seconds(gone)
      return { ...rig, house: await rig.open() }
    }
    const titles = ({ messages }: Outside) => messages.map(({ sending }) => sending.reply.title)

    test('asks it again with all of its time, says so with it and with its answer, and takes answers by either message', async () => {
      const { discord, seconds, house } = await away('start 1 seconds:30', { after: 10, gone: 180 })
      await seconds(1)
      expect(titles(discord)).toEqual(['Question 1 of 1', 'Question 1 of 1, asked again'])
      expect(toPlain(last(discord))).toContain('Griot was away for 3 minutes, and time for this question was lost.')
      expect(toPlain(last(discord))).toContain('Here it is again, with all of its time. Answers that were counted stay counted.')
      for (const [n, user] of ['ada', 'ben'].entries()) {
        const pressed = await house.press(must(must(discord.messages[n]).sending.reply.buttons[0]).action, learner(user))
        expect(wholeText(pressed)).toContain('Counted: A')
      }
      await seconds(28)
      expect(discord.messages).toHaveLength(2)
      await seconds(6)
      const answer = toPlain(must(discord.messages[2]).sending.reply)
      expect(answer).toContain('Griot was away for 3 minutes; after that, the time for this question started again.')
      expect(answer).toContain('2 people answered.')
    })

    test('asks it again too where its time is not up when Griot comes back', async () => {
      const { discord, seconds } = await away('start 1 seconds:60', { after: 10, gone: 20 })
      await seconds(59)
      expect(titles(discord)).toEqual(['Question 1 of 1', 'Question 1 of 1, asked again'])
      await seconds(5)
      expect(titles(discord)).toHaveLength(3)
    })

    test.each([
      ['for three seconds only', 'start 1 seconds:30', { after: 10, gone: 3 }],
      ['in its last second and after', 'start 1 seconds:30', { after: 30, gone: 60 }],
      ['without a limit', 'start 1 seconds:0', { after: 10, gone: 600 }],
    ])('does not ask it again where nobody lost time: %s', async (_, words, when) => {
      const { discord, house, seconds } = await away(words, when)
      await seconds(30)
      expect(titles(discord).filter((title) => title?.includes('again'))).toEqual([])
      if (words.includes('seconds:0')) await house.say('close')
      await seconds(60)
      expect(titles(discord)).toEqual(['Question 1 of 1', 'Question 1 of 1: the answer', 'Results of the round'])
    })

    test('does not ask it again where another process was there', async () => {
      const { open, discord, seconds } = await quizRig()
      const [first, second] = [await open(), await open()]
      await first.say('start 1 seconds:60')
      await seconds(10)
      await first.die()
      await seconds(40)
      await second.press(must(last(discord).buttons[0]).action, learner('ada'))
      await second.die()
      await seconds(3)
      await open()
      await seconds(60)
      expect(titles(discord)).toEqual(['Question 1 of 1', 'Question 1 of 1: the answer', 'Results of the round'])
    })

    test('asks it again where the database could not be reached meanwhile', async () => {
      const { open, discord, seconds } = await quizRig()
      const trouble = { now: false }
      const guarded = <T extends object>(port: T): T =>
        new Proxy(port, {
          get(target, name) {
            const value: unknown = Reflect.get(target, name)
            if (typeof value !== 'function') return value
            return async (...given: unknown[]) => {
              if (trouble.now) throw new Failure('unavailable', 'error.store')
              return Reflect.apply(value, target, given) as unknown
            }
          },
        })
      const house = await open({ rounds: guarded, outbox: guarded })
      await house.say('start 1 seconds:60')
      await seconds(10)
      trouble.now = true
      await seconds(30)
      trouble.now = false
      await seconds(30)
      expect(titles(discord)).toEqual(['Question 1 of 1', 'Question 1 of 1, asked again'])
    })
  })

  test('says with every message that comes late how late it is', async () => {
    const { open, discord, seconds } = await quizRig()
    const first = await open()
    await first.say('start 2 seconds:30')
    await seconds(31)
    await first.die()
    for (const livedFor of [4, 31, 1, 5]) {
      await seconds(60)
      const house = await open()
      await seconds(livedFor)
      await house.die()
    }
    const late = discord.messages.map(({ sending: { reply } }) => [
      reply.title,
      /This comes (.*) late: Griot was away/.exec(toPlain(reply))?.[1],
    ])
    expect(late).toEqual([
      ['Question 1 of 2', undefined],
      ['Question 1 of 2: the answer', '59 seconds'],
      ['Question 2 of 2', '56 seconds'],
      ['Question 2 of 2: the answer', '59 seconds'],
      ['Results of the round', '58 seconds'],
    ])
  })

  test('that is paused counts no answers and keeps what was left of its time', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1 seconds:30')
    await seconds(10)
    const paused = await house.say('pause')
    expect([paused.audience, paused.buttons]).toEqual(['everyone', []])
    expect(wholeText(await house.press(must(last(discord).buttons[0]).action, learner('ada')))).toContain('The round is paused.')
    await seconds(3600)
    expect(discord.messages).toHaveLength(1)
    expect(wholeText(await house.say('resume'))).toMatch(/The round goes on; time left to answer: 2[01] seconds\./)
    expect(wholeText(await house.press(must(last(discord).buttons[0]).action, learner('ada')))).toContain('Counted: A')
    await seconds(19)
    expect(discord.messages).toHaveLength(1)
    await seconds(6)
    expect(must(discord.messages[1]).sending.reply.title).toBe('Question 1 of 1: the answer')
  })
})

describe('two rounds', () => {
  test('are never in one channel: the second is told of the first, and who may gets a button to end it', async () => {
    const { open, seconds } = await quizRig()
    const house = await open()
    await house.say('start 3')
    await seconds(1)
    const others = await house.say('start', learner('ben'))
    expect(wholeText(others)).toContain('A round is being played here already: Question 1 of 3.')
    expect(others.buttons).toEqual([])
    const own = await house.say('start')
    await house.press(action(own, 'End the round'))
    expect(await house.store.quiz.rounds.running(CHANNEL)).toBeUndefined()
    expect(wholeText(await house.say('start 1', learner('ben')))).toContain('The round begins')
  })

  test('may follow each other where one was left alone: after a while anybody may end it', async () => {
    const { open, seconds } = await quizRig()
    const house = await open()
    await house.say('start 3 seconds:0')
    await seconds(60)
    expect(wholeText(await house.say('stop', learner('ben')))).toContain('Only the person who started the round')
    await seconds(900)
    expect(wholeText(await house.say('stop', learner('ben')))).toContain('The round is over')
  })

  test('heard twice under one request are one', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    const once = learner('teacher', { request: 'the same' })
    expect(wholeText(await house.say('start 1', once))).toContain('The round begins')
    expect(wholeText(await house.say('start 1', once))).toContain('The round begins')
    await seconds(2)
    expect(discord.messages).toHaveLength(1)
  })
})

describe('outside of channels', () => {
  test('a round says that it needs one, and offers to review', async () => {
    const { open } = await quizRig()
    const house = await open()
    const said = await house.say('start', { platform: 'discord', user: 'ada', channel: 'D1', site: 'direct' })
    expect(wholeText(said)).toBe('A round is played in a channel: start it there. On your own you can review.\nReview alone')
    expect(said.buttons.map(({ action: id }) => id)).toEqual(['quiz.review'])
  })

  test('an answer from another channel, server or platform finds no round', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1')
    await seconds(1)
    const { action: id } = must(last(discord).buttons[0])
    for (const elsewhere of [{ channel: 'C2' }, { server: 'S2' }, { platform: 'slack' as const }])
      expect(wholeText(await house.press(id, learner('ada', elsewhere)))).toBe('That round has ended.')
    const { id: round } = await playing(house)
    expect(must(await house.store.quiz.rounds.sheet(round)).lines).toEqual([])
  })
})

describe('answers', () => {
  test('are counted at the platform’s own time, unless its clock is far from ours', async () => {
    const { open, discord, seconds, clock } = await quizRig()
    const house = await open()
    await house.say('start 1 seconds:20')
    await seconds(21)
    const now = clock.now().getTime()
    const press = (user: string, askedAt: number) =>
      house.press(must(last(discord).buttons[0]).action, learner(user, { askedAt: new Date(askedAt) }))
    expect(wholeText(await press('late', now))).toContain('This came after the question had closed')
    expect(wholeText(await press('in-time', now - 5000))).toContain('Counted: A')
    expect(wholeText(await press('odd-clock', now - 3_600_000))).toContain('This came after the question had closed')
  })

  test('of an open question are not late by a platform’s clock that is ahead of ours', async () => {
    const { open, discord, seconds, clock } = await quizRig()
    const house = await open()
    await house.say('start 1 seconds:20')
    await seconds(2)
    const ahead = new Date(clock.now().getTime() + 59_000)
    expect(wholeText(await house.press(must(last(discord).buttons[0]).action, learner('ada', { askedAt: ahead })))).toContain('Counted: A')
  })

  test('may be changed until the close, unless the round says otherwise', async () => {
    for (const [words, second] of [
      ['start 1', 'Changed. Your answer is now: B'],
      ['start 1 changeable:no', 'You have already answered; that answer counts.'],
    ] as const) {
      const { open, discord, seconds } = await quizRig()
      const house = await open()
      await house.say(words)
      await seconds(1)
      const { buttons } = last(discord)
      await house.press(must(buttons[0]).action, learner('ada'))
      await seconds(1)
      expect(wholeText(await house.press(must(buttons[1]).action, learner('ada')))).toContain(second)
    }
  })

  test('are typed, and taken for the option that is meant, right or wrong, in the same words', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1 typed:yes')
    await seconds(1)
    const game = await playing(house)
    const asked = must(game.questions[0])
    expect(JSON.stringify(last(discord))).not.toContain(asked.options[asked.right])
    const form = must((await house.press(action(last(discord), 'Answer'), learner('ada'))).form)
    expect([form.root, form.sub, form.fields.map(({ name }) => name)]).toEqual(['quiz', 'type', ['question', 'text']])
    const type = (user: string, text: string) =>
      house.ear.answer({
        kind: 'command',
        root: 'quiz',
        sub: 'type',
        input: { question: must(form.fields[0]).value, text },
        asker: learner(user),
      })
    const said = await Promise.all(asked.options.map((text, n) => type(`u${n}`, text)))
    expect(said.map((one, n) => wholeText(one).replaceAll(must(asked.options[n]), 'X'))).toEqual(
      asked.options.map(() => 'Counted: “X”, accepted as “X”\n\nYou can change your answer until the question closes.'),
    )
    expect(wholeText(await type('other', 'nothing of the kind'))).toContain('Counted as you typed it: “nothing of the kind”')
    const { lines } = must(await house.store.quiz.rounds.sheet(game.id))
    expect(lines.map(({ option }) => option).toSorted((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3])
  })

  test('are given in a view of one’s own where the options are shuffled, and count as the option that everybody has', async () => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1 shuffle:yes')
    await seconds(1)
    const game = await playing(house)
    const asked = must(game.questions[0])
    const views = await Promise.all(['ada', 'ben', 'eve', 'joe'].map((user) => house.press(action(last(discord), 'Answer'), learner(user))))
    expect(new Set(views.map(({ buttons }) => buttons.map(({ label }) => label).join())).size).toBeGreaterThan(1)
    for (const [n, view] of views.entries()) {
      const right = action(view, must(view.buttons.find(({ label }) => label.endsWith(must(asked.options[asked.right])))).label)
      await house.press(right, learner(must(['ada', 'ben', 'eve', 'joe'][n])))
    }
    expect(must(await house.store.quiz.rounds.sheet(game.id)).lines.map(({ option }) => option)).toEqual(
      [0, 1, 2, 3].map(() => asked.right),
    )
  })
})

test('scores are a channel’s own, of rounds and not of classes', async () => {
  const { open, discord, seconds } = await quizRig()
  const house = await open()
  expect(wholeText(await house.say('scores'))).toContain('There are no scores here yet')
  for (const words of ['start 1 seconds:10', 'start 1 mode:class seconds:10 pace:"by itself"']) {
    await house.say(words)
    await seconds(1)
    const right = must((await playing(house)).questions[0]).right
    await house.press(must(last(discord).buttons[right]).action, learner('ada'))
    await seconds(30)
  }
  const shown = await house.say('scores', learner('ben'))
  expect(shown.audience).toBe('everyone')
  expect(wholeText(shown)).toContain('1. Name of ada: 1,000 points, 1 of 1 right')
  expect(wholeText(await house.say('scores', learner('ben', { channel: 'C2' })))).toContain('There are no scores here yet')
  expect(wholeText(await house.say('mine', learner('ada')))).toContain('2 of 2 right')
  expect(wholeText(await house.say('mine', learner('ben')))).toContain('No answer of yours is kept yet')
})

test('a question may be called wrong when its answer was told, and not before', async () => {
  const { open, discord, seconds } = await quizRig()
  const house = await open()
  await house.say('start 1 seconds:10')
  await seconds(1)
  const { id, questions } = await playing(house)
  expect(wholeText(await house.press(`quiz.flag|${id}|1`, learner('ada')))).toContain('The round is not waiting for that now')
  await seconds(13)
  expect(wholeText(await house.press(action(last(discord), 'This question is wrong'), learner('ada')))).toContain('Thank you.')
  expect((await house.store.quiz.reports.list(5)).map(({ question, count }) => [question, count])).toEqual([[must(questions[0]).id, 1]])
})
