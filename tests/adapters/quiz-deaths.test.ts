import { describe, expect, test } from 'vitest'
import type { Outbox } from '../../src/delivery/outbox.ts'
import type { Rounds } from '../../src/quiz/rounds.ts'
import { must } from '../support/ear.ts'
import type { Outside } from '../support/outside.ts'
import { learner, playing, quizRig, type HouseOptions } from '../support/quiz-rig.ts'

const never = new Promise<never>(() => undefined)

/** The steps of a round of one question, in their order. */
const STEPS = ['/1/ask', '/1/reveal/1', '/report'] as const
/** The step that an absence brings while the question stands open. */
const AGAIN = '/1/ask/2'
type Step = (typeof STEPS)[number] | typeof AGAIN

const isStep = (step: Step, key: string): boolean => key.endsWith(step)

/** An outbox whose process dies as it notes or settles one step: before anything of it happens, or when it has happened. */
const atOutbox =
  (step: Step, call: 'mark' | 'settle', when: 'before' | 'after') =>
  (outbox: Outbox, die: () => void): Outbox => ({
    ...outbox,
    async [call](...given: unknown[]) {
      const [items] = given as [readonly { readonly key?: string; readonly claim?: { readonly key: string } }[]]
      const isHere = items.some((item) => isStep(step, item.key ?? item.claim?.key ?? ''))
      if (!isHere) return Reflect.apply(outbox[call], outbox, given)
      if (when === 'after') await Reflect.apply(outbox[call], outbox, given)
      die()
      return never
    },
  })

/** Rounds whose process dies as the answer is being revealed. */
const atReveal =
  (when: 'before' | 'after') =>
  (rounds: Rounds, die: () => void): Rounds => ({
    ...rounds,
    async move(id, move) {
      if (move.kind !== 'reveal') return rounds.move(id, move)
      if (when === 'after') await rounds.move(id, move)
      die()
      return never
    },
  })

/** Rounds whose process dies as it says that it is there again. */
const atComingBack =
  (when: 'before' | 'after') =>
  (rounds: Rounds, die: () => void): Rounds => ({
    ...rounds,
    async attend(...given) {
      if (when === 'after') await rounds.attend(...given)
      die()
      return never
    },
  })

/** A platform whose process dies as it sends one step: before it is taken, or when it has been. */
const atSending = (real: Outside, step: Step, when: 'before' | 'after', die: () => void): Outside => ({
  ...real,
  async send(to, sending, key) {
    if (!isStep(step, key)) return real.send(to, sending, key)
    if (when === 'after') await real.send(to, sending, key)
    die()
    return never
  },
})

type Death = { readonly name: string; readonly options: (discord: Outside, die: () => void) => HouseOptions }

const WHENS = ['before', 'after'] as const

/** A step's deaths: as it is noted, taken or settled. */
const deathsAt = (step: Step): readonly Death[] =>
  WHENS.flatMap((when): Death[] => [
    { name: `${when} ${step} is noted`, options: () => ({ outbox: atOutbox(step, 'mark', when) }) },
    { name: `${when} ${step} is taken`, options: (discord, die) => ({ platform: atSending(discord, step, when, die) }) },
    { name: `${when} ${step} is settled`, options: () => ({ outbox: atOutbox(step, 'settle', when) }) },
  ])

const DEATHS: readonly Death[] = [
  ...STEPS.flatMap(deathsAt),
  ...WHENS.map((when): Death => ({ name: `${when} the answer is revealed`, options: () => ({ rounds: atReveal(when) }) })),
]

describe('a process that dies, and one that begins a minute later on what it kept', () => {
  test.each(DEATHS)('$name: every message of the round stands once, and every answer counts once', async ({ name, options }) => {
    const { open, discord, seconds, reports } = await quizRig()
    const doomed: { die?: () => void } = {}
    const first = await open(options(discord, () => doomed.die?.()))
    doomed.die = () => void first.die()
    await first.say('start 1 seconds:120')
    await seconds(1)
    if (first.dead()) await seconds(60)
    const alive = first.dead() ? await open() : first
    // What was in doubt is sent again only when nobody can think it is still on its way.
    for (let tries = 0; tries < 300 && (await playing(alive)).phase !== 'open'; tries++) await seconds(1)
    const { id, questions } = await playing(alive)
    const asked = must(questions[0])
    const card = must(discord.messages[0]).sending.reply
    await alive.press(must(card.buttons[asked.right]).action, learner('ada'))
    await alive.press(must(card.buttons[asked.right]).action, learner('ada'))
    await seconds(130)
    if (alive.dead()) await open()
    await seconds(600)
    const stoodAlready = name === 'after /1/ask is settled'
    expect(discord.messages.map(({ sending }) => sending.reply.title)).toEqual([
      'Question 1 of 1',
      ...(stoodAlready ? ['Question 1 of 1, asked again'] : []),
      'Question 1 of 1: the answer',
      'Results of the round',
    ])
    const last = await open()
    const sheet = must(await last.store.quiz.rounds.sheet(id))
    expect(sheet.game.ending).toBe('played')
    expect(sheet.lines.map(({ option }) => option)).toEqual([asked.right])
    expect(reports).toEqual([])
  })
})

/** Deaths of the process that comes back, a minute after another died in the middle of a question. */
const COMING_BACK: readonly (Death & { readonly times: number })[] = [
  // Where it stood there again when the second died, that one was an absence too.
  ...deathsAt(AGAIN).map((death) => ({ ...death, times: death.name === `after ${AGAIN} is settled` ? 2 : 1 })),
  ...WHENS.map((when) => ({
    name: `${when} it is noted that somebody is there`,
    options: () => ({ rounds: atComingBack(when) }),
    times: 1,
  })),
]

describe('a process that dies while a question stands open, and one that dies as it comes back', () => {
  test.each(COMING_BACK)(
    '$name: it is asked again with its full time, $times times, and every answer counts once',
    async ({ options, times }) => {
      const { open, discord, seconds, reports } = await quizRig()
      const first = await open()
      await first.say('start 1 seconds:120')
      await seconds(10)
      const { id, questions } = await playing(first)
      const { right } = must(questions[0])
      const answer = () => must(must(discord.messages[0]).sending.reply.buttons[right]).action
      await first.press(answer(), learner('ada'))
      await first.die()
      await seconds(60)
      const doomed: { die?: () => void } = {}
      const second = await open(options(discord, () => doomed.die?.()))
      doomed.die = () => void second.die()
      await seconds(30)
      expect(second.dead()).toBe(true)
      await seconds(60)
      const third = await open()
      for (let tries = 0; tries < 300 && (await playing(third)).phase !== 'open'; tries++) await seconds(1)
      const reopenedMs = must((await playing(third)).openedMs)
      await third.press(answer(), learner('ada'))
      await third.press(answer(), learner('ben'))
      await seconds(600)
      expect(discord.messages.map(({ sending }) => sending.reply.title)).toEqual([
        'Question 1 of 1',
        ...Array.from({ length: times }, () => 'Question 1 of 1, asked again'),
        'Question 1 of 1: the answer',
        'Results of the round',
      ])
      const sheet = must(await third.store.quiz.rounds.sheet(id))
      expect(sheet.lines.map(({ option }) => option)).toEqual([right, right])
      expect(must(sheet.game.revealedMs) - reopenedMs).toBeGreaterThanOrEqual(122_000)
      expect(reports).toEqual([])
    },
  )
})
