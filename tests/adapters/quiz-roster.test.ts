import { describe, expect, test } from 'vitest'
import type { Asker } from '../../src/chat/platform.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { must } from '../support/ear.ts'
import { learner, quizRig, START, type House } from '../support/quiz-rig.ts'

const TEACHER = learner('teacher', { manages: true })
const CLASS = { platform: 'discord', server: 'S1', channel: 'C1' } as const

const codesIn = ({ file }: Reply): readonly string[] =>
  (file?.text ?? '')
    .replace(/^\ufeff/, '')
    .trim()
    .split('\r\n')
    .slice(1)
    .map((row) => row.split(',')[0] ?? '')

const opened = async (): Promise<House> => (await quizRig()).open()

describe('the codes of a class', () => {
  test('are made, as many as the teacher says, and shown to the teacher alone, as a file too', async () => {
    const house = await opened()
    const reply = await house.say('roster 30', TEACHER)
    expect(reply.audience).toBe('asker')
    expect(reply.file).toMatchObject({ name: 'griot-class-codes.csv', type: 'text/csv; charset=utf-8' })
    const codes = codesIn(reply)
    expect(new Set(codes).size).toBe(30)
    for (const code of codes) expect(code).toMatch(/^[A-HJ-NP-Z2-9]{5}$/)
    expect((await house.store.quiz.roster.codes(CLASS)).map(({ code }) => code)).toEqual(codes)
  })

  test('stay what they are when as many are asked for again: a file that is fetched twice is the same', async () => {
    const house = await opened()
    const first = codesIn(await house.say('roster 12', TEACHER))
    expect(codesIn(await house.say('roster 12', TEACHER))).toEqual(first)
    expect(codesIn(await house.say('roster', TEACHER))).toEqual(first)
    expect(codesIn(await house.say('roster 15', TEACHER)).slice(0, 12)).toEqual(first)
  })

  test('are taken from nobody when there are to be fewer', async () => {
    const house = await opened()
    const codes = codesIn(await house.say('roster 6', TEACHER))
    for (const n of [1, 5]) await house.say(`join ${codes[n] ?? ''}`, learner(`pupil ${n}`))
    expect(codesIn(await house.say('roster 3', TEACHER))).toEqual([codes[0], codes[1], codes[5]])
    expect(codesIn(await house.say('roster 1', TEACHER))).toEqual([codes[1], codes[5]])
  })

  test('are at most 300, and a list of them may be given instead', async () => {
    const house = await opened()
    for (const wrong of ['0', '301', '1000']) expect((await house.say(`roster ${wrong}`, TEACHER)).failure).toBe('bad-input')
    expect(codesIn(await house.say('roster codes:"A1 B2"', TEACHER))).toEqual(['A1', 'B2'])
    expect((await house.say('join a1', learner('pupil'))).failure).toBeUndefined()
    const { file } = await house.say('roster', TEACHER)
    expect(file?.text).toBe('\ufeffcode,taken\r\nA1,1\r\nB2,0\r\n')
  })

  test('are for nobody who neither manages the place nor leads a class there', async () => {
    const house = await opened()
    const reply = await house.say('roster 30', learner('pupil'))
    expect([reply.failure, reply.file]).toEqual(['forbidden', undefined])
    expect(await house.store.quiz.roster.codes(CLASS)).toEqual([])
  })

  test('that one teacher gave out are no other member’s, who holds a class there; whoever manages the place may change them', async () => {
    const house = await opened()
    const [ada, bob] = [learner('ada'), learner('bob')]
    await house.say('start mode:class', ada)
    expect(codesIn(await house.say('roster codes:"A1 B2"', ada))).toEqual(['A1', 'B2'])
    await house.say('stop', ada)
    await house.say('start mode:class', bob)
    for (const line of ['roster', 'roster codes:"X"']) expect((await house.say(line, bob)).failure).toBe('forbidden')
    expect(codesIn(await house.say('roster', TEACHER))).toEqual(['A1', 'B2'])
    expect(codesIn(await house.say('roster codes:"C3"', TEACHER))).toEqual(['C3'])
  })
})

describe('the file of a class that is over', () => {
  /** One question is answered by each of these; the first is right, and the others wrong. */
  const answeredBy = async (pupils: readonly Asker[], codes: readonly (string | undefined)[]) => {
    const { open, discord, seconds } = await quizRig()
    const house = await open()
    await house.say('start 1 mode:class')
    await house.say('roster codes:"A1 B2 C3 D4"')
    for (const [n, code] of codes.entries()) if (code !== undefined) await house.say(`join ${code}`, pupils[n])
    await seconds(1)
    const { right } = must(must(await house.store.quiz.rounds.running({ kind: 'channel', ...CLASS })).questions[0])
    const { buttons } = must(discord.messages.at(-1)).sending.reply
    for (const [n, pupil] of pupils.entries()) await house.press(must(buttons[n === 0 ? right : (right + 1) % 4]).action, pupil)
    return { house, seconds }
  }
  /** Each learner that the file lists, and whether they were right. */
  const listed = async (house: House): Promise<Readonly<Record<string, string>>> => {
    const rows = must((await house.say('export')).file)
      .text.trim()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(','))
    const all = rows.map((row) => [row[5] ?? '', row[6] === '0' ? 'absent' : row[8] === '1' ? 'right' : 'wrong'] as const)
    expect(new Set(all.map(([name]) => name)).size).toBe(all.length)
    return Object.fromEntries(all)
  }
  const over = async ({ house, seconds }: Awaited<ReturnType<typeof answeredBy>>): Promise<House> => {
    await house.say('close')
    await seconds(10)
    expect(await house.store.quiz.rounds.running({ kind: 'channel', ...CLASS })).toBeUndefined()
    return house
  }

  test('leaves to each learner the answers that were given under their code, though two friends swap codes afterwards', async () => {
    const friends = [learner('one'), learner('two', { name: ' ' })]
    const house = await over(await answeredBy(friends, ['A1', 'B2']))
    expect(await listed(house)).toEqual({ A1: 'right', B2: 'wrong' })
    for (const [n, code] of [
      [0, 'C3'],
      [1, 'A1'],
      [0, 'B2'],
    ] as const)
      expect((await house.say(`join ${code}`, friends[n])).failure).toBeUndefined()
    expect(await listed(house)).toEqual({ A1: 'right', B2: 'wrong' })
    await house.say('roster codes:"X9"', TEACHER)
    expect(await listed(house)).toEqual({ A1: 'right', B2: 'wrong' })
  })

  test('is by pseudonyms once the names are gone, and by no code of today', async () => {
    const pupils = [learner('one'), learner('two')]
    const house = await over(await answeredBy(pupils, ['A1', 'B2']))
    await house.say('join C3', learner('one'))
    await house.say('join A1', learner('two'))
    await house.store.purge(new Date(START.getTime() + 91 * 86_400_000))
    const said = await listed(house)
    expect(Object.values(said).toSorted()).toEqual(['right', 'wrong'])
    for (const name of Object.keys(said)) expect(name).toMatch(/^\p{L}+ \p{L}+$/u)
  })

  test('lists whoever had no code then by the one that they took since, but never by one that was another’s', async () => {
    const pupils = [learner('one'), learner('late'), learner('later')]
    const house = await over(await answeredBy(pupils, ['A1']))
    await house.say('join C3', learner('one'))
    await house.say('join D4', learner('late'))
    await house.say('join A1', learner('later'))
    const { A1, D4, ...others } = await listed(house)
    expect([A1, D4]).toEqual(['right', 'wrong'])
    expect(Object.entries(others)).toEqual([[expect.stringMatching(/^\p{L}+ \p{L}+$/u), 'wrong']])
  })

  test('lists who was absent by code; while the class runs, everybody by the code that is theirs now', async () => {
    const pupils = [learner('one'), learner('two')]
    const held = await answeredBy(pupils, ['A1'])
    await held.house.say('join D4', learner('absent'))
    await held.house.say('close')
    await held.house.say('join B2', learner('two'))
    await held.seconds(3)
    expect(await listed(held.house)).toEqual({ A1: 'right', B2: 'wrong', D4: 'absent' })
    expect(await listed(await over(held))).toEqual({ A1: 'right', B2: 'wrong', D4: 'absent' })
  })
})
