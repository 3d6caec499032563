import { describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { at, CHANNEL, DAY } from '../../support/store.ts'
import type { World } from '../store.ts'
import { askedOf, givenOf, newRound, open as opens, personOf, reveal, type RoundChanges } from './quiz-round.ts'

/** A round of one question, answered by these people: the place in the list is the person, the number the option. Told, unless said otherwise. */
const played = async (
  { quiz }: Pick<Store, 'quiz'>,
  options: readonly (number | undefined)[],
  changes: RoundChanges & { readonly told?: boolean; readonly names?: string } = {},
): Promise<void> => {
  const { id = 'aaaaaaaaaa', place = CHANNEL, told = true, names = 'Name' } = changes
  await quiz.rounds.begin(newRound({ questions: [askedOf('coup')], ...changes }))
  await opens(quiz.rounds, id)
  const given = options.map((option, person) =>
    givenOf({ round: id, from: place, person, option: option ?? 0, after: (person + 1) * 1000, name: `${names} ${person}` }),
  )
  await quiz.rounds.answer(given.filter((_, person) => options[person] !== undefined))
  if (told) await reveal(quiz.rounds, id)
  await quiz.rounds.move(id, { kind: 'stop', why: 'stopped', nowMs: at(60_000).getTime() })
}

export const quizScoresContract = ({ open }: World): void => {
  describe('standings', () => {
    test('of a channel add up its rounds, the best first, at most so many', async () => {
      const store = await open()
      await played(store, [1, 1, 0], { id: 'aaaaaaaaa1' })
      await played(store, [0, 1, 0], { id: 'aaaaaaaaa2', rules: { speed: true } })
      const reach = { place: CHANNEL, whole: 'channel' } as const
      const all = [
        { person: personOf(1), name: 'Name 1', rounds: 2, answered: 2, right: 2, points: 1950 },
        { person: personOf(0), name: 'Name 0', rounds: 2, answered: 2, right: 1, points: 1000 },
        { person: personOf(2), name: 'Name 2', rounds: 2, answered: 2, right: 0, points: 0 },
      ]
      expect(await store.quiz.rounds.standings(reach, 9)).toEqual(all)
      expect(await store.quiz.rounds.standings(reach, 2)).toEqual(all.slice(0, 2))
    })

    test('of a server add up its channels, and no other server’s', async () => {
      const store = await open()
      await played(store, [1], { id: 'aaaaaaaaa1' })
      await played(store, [1], { id: 'aaaaaaaaa2', place: { ...CHANNEL, channel: 'C2' } })
      await played(store, [1], { id: 'aaaaaaaaa3', place: { ...CHANNEL, server: 'T2' } })
      await played(store, [1], { id: 'aaaaaaaaa4', place: { ...CHANNEL, platform: 'discord' } })
      const roundsIn = async (whole: 'channel' | 'server') => (await store.quiz.rounds.standings({ place: CHANNEL, whole }, 9))[0]?.rounds
      expect([await roundsIn('channel'), await roundsIn('server')]).toEqual([1, 2])
    })

    test('of a channel without a server stay in it', async () => {
      const store = await open()
      const [here, there] = ['x', 'y'].map((channel) => ({ kind: 'channel', platform: 'web', channel }) as const)
      await played(store, [1], { id: 'aaaaaaaaa1', place: here! })
      await played(store, [1], { id: 'aaaaaaaaa2', place: there! })
      expect(await store.quiz.rounds.standings({ place: here!, whole: 'server' }, 9)).toMatchObject([{ rounds: 1 }])
    })

    test('begin where they are told to', async () => {
      const store = await open()
      await played(store, [1], { id: 'aaaaaaaaa1', startedAt: at(0) })
      await played(store, [1], { id: 'aaaaaaaaa2', startedAt: at(DAY) })
      const since = async (ms: number) =>
        (await store.quiz.rounds.standings({ place: CHANNEL, whole: 'channel', since: at(ms) }, 9))[0]?.rounds
      expect([await since(0), await since(1), await since(DAY), await since(DAY + 1)]).toEqual([2, 1, 1, undefined])
    })

    test('know nothing of a class, nor of what was not told', async () => {
      const store = await open()
      await played(store, [1], { id: 'aaaaaaaaa1', rules: { mode: 'class' } })
      await played(store, [1], { id: 'aaaaaaaaa2', told: false })
      expect(await store.quiz.rounds.standings({ place: CHANNEL, whole: 'server' }, 9)).toEqual([])
      expect(await store.quiz.rounds.mine(personOf(0))).toMatchObject({ rounds: 1, answered: 1 })
    })

    test('name people as in their newest round there, and by no name of another place or a class', async () => {
      const store = await open()
      await played(store, [1, 1], { id: 'aaaaaaaaa1', names: 'Old' })
      await played(store, [1], { id: 'aaaaaaaaa2', names: 'New', startedAt: at(DAY) })
      await played(store, [1, 1], { id: 'aaaaaaaaa3', names: 'Code', startedAt: at(2 * DAY), rules: { mode: 'class' } })
      await played(store, [1, 1], { id: 'aaaaaaaaa4', names: 'There', startedAt: at(3 * DAY), place: { ...CHANNEL, server: 'T2' } })
      const standings = await store.quiz.rounds.standings({ place: CHANNEL, whole: 'channel' }, 9)
      expect(standings.map(({ name }) => name)).toEqual(['New 0', 'Old 1'])
    })
  })

  test('mine adds up everything of one person, and is nothing for who never answered', async () => {
    const store = await open()
    await played(store, [1, 0], { id: 'aaaaaaaaa1' })
    await played(store, [0, 0], { id: 'aaaaaaaaa2', place: { ...CHANNEL, server: 'T2' }, rules: { mode: 'class' } })
    expect(await store.quiz.rounds.mine(personOf(0))).toEqual({ person: personOf(0), rounds: 2, answered: 2, right: 1, points: 1000 })
    expect(await store.quiz.rounds.mine(personOf(9))).toBeUndefined()
  })

  test('tallies count each question over all rounds, once its answer was told', async () => {
    const store = await open()
    await played(store, [1, 0, undefined], { id: 'aaaaaaaaa1' })
    await played(store, [1], { id: 'aaaaaaaaa2', place: { ...CHANNEL, server: 'T2' }, rules: { mode: 'class' } })
    await played(store, [1], { id: 'aaaaaaaaa3', questions: [askedOf('vote')], told: false })
    await played(store, [], { id: 'aaaaaaaaa4', questions: [askedOf('trip')] })
    const tallies = await store.quiz.rounds.tallies(['coup', 'vote', 'trip', 'coup', 'nothing'])
    expect(tallies).toEqual({ coup: { answered: 3, right: 2 } })
    expect(await store.quiz.rounds.tallies([])).toEqual({})
  })
}
