import { describe, expect, test } from 'vitest'
import type { Reply } from '../../src/chat/reply.ts'
import { learner, quizRig, type House } from '../support/quiz-rig.ts'

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
    for (const wrong of ['0', '301']) expect((await house.say(`roster ${wrong}`, TEACHER)).failure).toBe('bad-input')
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
