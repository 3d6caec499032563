import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { at, CHANNEL, DAY } from '../../support/store.ts'
import type { World } from '../store.ts'
import { givenOf, newRound, open as opens, personOf, type RoundChanges, stop } from './quiz-round.ts'
import { tablesOf } from './tables.ts'

const CLASS = { platform: CHANNEL.platform, server: 'T1', channel: CHANNEL.channel } as const

/** Three learners answer in a class; the first two have the codes A1 and B2 there, and the third another channel's. */
const held = async ({ quiz }: Store, changes: RoundChanges = {}): Promise<void> => {
  await quiz.roster.set(CLASS, ['A1', 'B2', 'C3'], personOf(8))
  await quiz.roster.set({ ...CLASS, channel: 'C2' }, ['Z9'], personOf(8))
  await quiz.roster.join(CLASS, 'A1', personOf(1))
  await quiz.roster.join(CLASS, 'B2', personOf(2))
  await quiz.roster.join({ ...CLASS, channel: 'C2' }, 'Z9', personOf(3))
  const round = newRound({ rules: { mode: 'class' }, ...changes })
  await quiz.rounds.begin(round)
  await opens(quiz.rounds, round.game.id)
  await quiz.rounds.answer([1, 2, 3].map((person) => givenOf({ round: round.game.id, person, after: person * 1000 })))
}

/** The code of each learner, as the round's own sheet has it. */
const codesOf = async ({ quiz }: Store, round = 'aaaaaaaaaa') => {
  const players = (await quiz.rounds.sheet(round))?.players ?? []
  return [1, 2, 3].map((n) => players.find(({ person }) => person === personOf(n))?.code)
}

export const quizCodesContract = ({ open, here }: World): void => {
  test('are kept when their class ends, and stay what they were whoever takes another later', async () => {
    const store = await open()
    await held(store)
    expect(await codesOf(store)).toEqual([undefined, undefined, undefined])
    await stop(store.quiz.rounds)
    expect(await codesOf(store)).toEqual(['A1', 'B2', undefined])
    const { roster } = store.quiz
    // Two friends swap; one who had none takes the code that is left.
    for (const [n, code] of [
      [1, 'C3'],
      [2, 'A1'],
      [1, 'B2'],
      [3, 'C3'],
    ] as const)
      expect(await roster.join(CLASS, code, personOf(n))).toBe('joined')
    expect(await codesOf(store)).toEqual(['A1', 'B2', undefined])
    await roster.set(CLASS, ['D4'], personOf(8))
    expect(await codesOf(store)).toEqual(['A1', 'B2', undefined])
  })

  test('are those of the end, not of the beginning', async () => {
    const store = await open()
    await held(store)
    await store.quiz.roster.join(CLASS, 'C3', personOf(1))
    await stop(store.quiz.rounds)
    expect(await codesOf(store)).toEqual(['C3', 'B2', undefined])
  })

  test('of one class are no other class’s, and no round has any that is none', async () => {
    const store = await open()
    await held(store)
    await stop(store.quiz.rounds)
    await store.quiz.roster.join(CLASS, 'C3', personOf(1))
    await held(store, { id: 'bbbbbbbbbb', rules: { mode: 'round' }, startedAt: at(DAY) })
    await stop(store.quiz.rounds, 'bbbbbbbbbb')
    expect(await codesOf(store, 'bbbbbbbbbb')).toEqual([undefined, undefined, undefined])
    expect(await codesOf(store)).toEqual(['A1', 'B2', undefined])
  })

  test('that are kept of a person are shown to that person, and go when they ask', async () => {
    const store = await open()
    await held(store)
    await stop(store.quiz.rounds)
    await store.quiz.roster.set(CLASS, [], personOf(8))
    const player = { round: 'aaaaaaaaaa', name: 'Name 1', code: 'A1' }
    expect((await store.quiz.people.show(personOf(1)))['quiz_player']).toEqual([player])
    expect((await store.quiz.people.show(personOf(3)))['quiz_player']).toEqual([{ ...player, name: 'Name 3', code: null }])
    await store.quiz.people.forget(personOf(1))
    expect(await codesOf(store)).toEqual([undefined, 'B2', undefined])
    const tables = await tablesOf(here())
    expect(await tables.dump()).not.toContain('"A1"')
    await tables.close()
  })

  test('go with the names of their class, 90 days after it ended', async () => {
    const store = await open()
    await held(store)
    await stop(store.quiz.rounds, 'aaaaaaaaaa', DAY)
    await store.purge(at(91 * DAY))
    expect(await codesOf(store)).toEqual(['A1', 'B2', undefined])
    await store.purge(at(91 * DAY + 1))
    expect(await codesOf(store)).toEqual([undefined, undefined, undefined])
  })

  test('come back with a backup', async () => {
    const home = mkdtempSync(join(tmpdir(), 'griot-quiz-codes-'))
    const file = join(home, 'whole.gz')
    const store = await open()
    await held(store)
    await stop(store.quiz.rounds)
    await store.backup(file)
    const copy = await open()
    await copy.restore(file)
    rmSync(home, { recursive: true })
    expect(await codesOf(copy)).toEqual(['A1', 'B2', undefined])
  })
}
