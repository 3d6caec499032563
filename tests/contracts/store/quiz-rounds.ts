import { describe, expect, test } from 'vitest'
import { newGame } from '../../../src/quiz/engine/game.ts'
import { at, CHANNEL, DAY, MINUTE, SECOND, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { keysOf } from './keys.ts'
import { askedOf, gameOf, givenOf, newRound, next, open as opens, personOf, reveal, stop } from './quiz-round.ts'
import { tablesOf } from './tables.ts'

export const quizRoundsContract = ({ open, another, here }: World): void => {
  describe('begin', () => {
    test('writes a round as it is, with the delivery of its first question, due now', async () => {
      const { quiz, outbox } = await open()
      expect(await quiz.rounds.begin(newRound())).toEqual({ kind: 'begun' })
      expect(await quiz.rounds.running(CHANNEL)).toEqual(gameOf())
      expect(await quiz.rounds.game('aaaaaaaaaa')).toEqual(gameOf())
      expect(await outbox.claim('slack', T, MINUTE, 5)).toMatchObject([{ key: 'quiz/aaaaaaaaaa/1/ask', to: CHANNEL, dueAt: T }])
      expect(await outbox.tally('2026-08-18')).toMatchObject({ planned: 1 })
    })

    test('wakes whoever waits for a delivery', async () => {
      let changes = 0
      const { quiz } = await open({ changed: () => void changes++ })
      const before = changes
      await quiz.rounds.begin(newRound())
      expect(changes).toBe(before + 1)
    })

    test('refuses a second in one channel until the first is over, and tells of the first; other channels are free', async () => {
      const { quiz, outbox } = await open()
      await quiz.rounds.begin(newRound())
      const second = newRound({ id: 'bbbbbbbbbb' })
      expect(await quiz.rounds.begin(second)).toEqual({ kind: 'busy', game: gameOf() })
      expect(await quiz.rounds.begin(newRound({ id: 'cccccccccc', place: { ...CHANNEL, channel: 'C2' } }))).toEqual({ kind: 'begun' })
      expect(await quiz.rounds.begin(newRound({ id: 'dddddddddd', place: { ...CHANNEL, server: 'T2' } }))).toEqual({ kind: 'begun' })
      expect(await quiz.rounds.game('bbbbbbbbbb')).toBeUndefined()
      await stop(quiz.rounds)
      expect(await quiz.rounds.running(CHANNEL)).toBeUndefined()
      expect(await quiz.rounds.begin(second)).toEqual({ kind: 'begun' })
      expect(keysOf(await outbox.claim('slack', at(MINUTE), MINUTE, 9)).toSorted()).toEqual(
        ['aaaaaaaaaa/1/ask', 'aaaaaaaaaa/report', 'bbbbbbbbbb/1/ask', 'cccccccccc/1/ask', 'dddddddddd/1/ask'].map((key) => `quiz/${key}`),
      )
    })

    test('does once what is asked for twice', async () => {
      const { quiz, outbox } = await open()
      await quiz.rounds.begin(newRound())
      expect(await quiz.rounds.begin(newRound())).toEqual({ kind: 'begun' })
      await stop(quiz.rounds)
      expect(await quiz.rounds.begin(newRound())).toEqual({ kind: 'begun' })
      expect((await quiz.rounds.game('aaaaaaaaaa'))?.phase).toBe('over')
      expect(await outbox.tally('2026-08-18')).toMatchObject({ planned: 2 })
    })

    test('lets one of many at once begin', async () => {
      const [first, second] = [await open(), await another()]
      const begun = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 ? first : second).quiz.rounds.begin(newRound({ id: `aaaaaaaaa${n}` }))),
      )
      const busy = begun.filter((one) => one.kind === 'busy')
      expect(busy).toHaveLength(7)
      const running = await first.quiz.rounds.running(CHANNEL)
      expect(busy.map((one) => one.game.id)).toEqual(busy.map(() => running?.id))
    })

    test('does not mind the question of the day, nor does that mind a round', async () => {
      const { quiz } = await open()
      const daily = { rules: { mode: 'daily', seconds: 80_000 } } as const
      for (const id of ['daily00001', 'daily00002']) expect(await quiz.rounds.begin(newRound({ id, ...daily }))).toEqual({ kind: 'begun' })
      expect(await quiz.rounds.running(CHANNEL)).toBeUndefined()
      expect(await quiz.rounds.begin(newRound())).toEqual({ kind: 'begun' })
      expect((await quiz.rounds.running(CHANNEL))?.id).toBe('aaaaaaaaaa')
    })
  })

  describe('move', () => {
    test('is judged, kept with the deliveries that it makes necessary, and absorbed once', async () => {
      const { quiz, outbox } = await open()
      await quiz.rounds.begin(newRound())
      expect(await opens(quiz.rounds)).toMatchObject({ game: { phase: 'open', message: 'm0' }, events: [{ kind: 'opened' }] })
      const again = await opens(quiz.rounds)
      expect(again).toMatchObject({ game: { phase: 'open', turn: 1 }, events: [], nothing: 'already' })
      expect(keysOf(await outbox.claim('slack', at(22 * SECOND), MINUTE, 5))).toEqual([
        'quiz/aaaaaaaaaa/1/ask',
        'quiz/aaaaaaaaaa/1/reveal/1',
      ])
      expect(await reveal(quiz.rounds)).toMatchObject({ game: { phase: 'revealed' }, events: [{ kind: 'revealed' }] })
      expect(await reveal(quiz.rounds)).toMatchObject({ events: [], nothing: 'already' })
      expect(await quiz.rounds.game('aaaaaaaaaa')).toMatchObject({ phase: 'revealed', at: 0 })
    })

    test('is nothing where there is no such round', async () => {
      const { quiz } = await open()
      expect(await opens(quiz.rounds, 'zzzzzzzzzz')).toBeUndefined()
    })

    test('happens once of many at once', async () => {
      const [first, second] = [await open(), await another()]
      await first.quiz.rounds.begin(newRound())
      const moved = await Promise.all(Array.from({ length: 10 }, (_, n) => opens((n % 2 ? first : second).quiz.rounds, 'aaaaaaaaaa', 0, n)))
      expect(moved.filter((one) => one?.events.length === 1)).toHaveLength(1)
      expect(moved.filter((one) => one?.nothing === 'already')).toHaveLength(9)
      expect(moved.map((one) => one?.game.openedMs)).toEqual(moved.map(() => moved[0]?.game.openedMs))
    })
  })

  describe('a settled delivery', () => {
    const asked = async () => {
      const store = await open()
      await store.quiz.rounds.begin(newRound())
      const [claim] = await store.outbox.mark(await store.outbox.claim('slack', T, MINUTE, 5), T)
      const stands = { kind: 'stands', question: 0, turn: 0, message: 'm', sentMs: T.getTime(), nowMs: T.getTime() + 80 }
      const settle = (...entries: readonly unknown[]) => {
        const effects = entries.map((entry) => ({ kind: 'enter' as const, book: 'quiz' as const, entry }))
        return store.outbox.settle([{ claim: claim!, verdict: { kind: 'done', message: 'm' }, effects }], at(80))
      }
      return { ...store, settle, stands }
    }

    test('moves its round in its own transaction, with the deliveries that follow', async () => {
      const { quiz, outbox, settle, stands } = await asked()
      expect(await settle({ round: 'aaaaaaaaaa', move: stands })).toEqual(['quiz/aaaaaaaaaa/1/ask'])
      expect(await quiz.rounds.game('aaaaaaaaaa')).toMatchObject({ phase: 'open', message: 'm', closesMs: T.getTime() + 20 * SECOND })
      expect(await outbox.nextAt('slack')).toEqual(at(22 * SECOND))
      expect(await outbox.tally('2026-08-18')).toMatchObject({ planned: 2, sent: 1 })
    })

    test('that is settled a second time moves nothing', async () => {
      const { quiz, settle, stands } = await asked()
      await settle({ round: 'aaaaaaaaaa', move: stands })
      expect(await settle({ round: 'aaaaaaaaaa', move: { kind: 'stop', why: 'refused', nowMs: T.getTime() } })).toEqual([])
      expect(await quiz.rounds.game('aaaaaaaaaa')).toMatchObject({ phase: 'open' })
    })

    test('is written though what it enters is of no round, or cannot be understood', async () => {
      const { quiz, outbox, settle, stands } = await asked()
      expect(await settle({ round: 'zzzzzzzzzz', move: stands }, { round: 'aaaaaaaaaa', move: { kind: 'dance' } }, null)).toHaveLength(1)
      expect(await quiz.rounds.game('aaaaaaaaaa')).toEqual(gameOf())
      expect(await outbox.nextAt('slack')).toBeUndefined()
    })
  })

  describe('sheet', () => {
    test('has all that was answered, with the time of each question, who took part, and when it began and ended', async () => {
      const { quiz } = await open()
      await quiz.rounds.begin(newRound())
      await opens(quiz.rounds)
      await quiz.rounds.answer([givenOf({ person: 2, after: 3000, option: 2 }), givenOf({ person: 1, after: 2000 })])
      await reveal(quiz.rounds)
      await next(quiz.rounds)
      await quiz.rounds.answer([givenOf({ question: 1, person: 1, after: 31_000, option: 0 })])
      const early = await quiz.rounds.sheet('aaaaaaaaaa')
      expect(early?.lines[2]).toEqual({
        person: personOf(1),
        question: 1,
        option: 0,
        atMs: at(31_000).getTime(),
        openedMs: at(31_000).getTime(),
      })
      await opens(quiz.rounds, 'aaaaaaaaaa', 1, 30_900)
      await stop(quiz.rounds, 'aaaaaaaaaa', 40_000)
      const sheet = await quiz.rounds.sheet('aaaaaaaaaa')
      const first = { question: 0, openedMs: T.getTime(), closesMs: at(20_000).getTime() }
      expect(sheet).toEqual({
        game: expect.objectContaining({ phase: 'over', answers: { [personOf(1)]: { option: 0, atMs: at(31_000).getTime() } } }),
        startedAt: T,
        endedAt: at(40_000),
        lines: [
          { person: personOf(1), option: 1, atMs: at(2000).getTime(), ...first },
          { person: personOf(2), option: 2, atMs: at(3000).getTime(), ...first },
          {
            person: personOf(1),
            option: 0,
            atMs: at(31_000).getTime(),
            question: 1,
            openedMs: at(30_900).getTime(),
            closesMs: at(50_900).getTime(),
          },
        ],
        players: expect.arrayContaining([
          { person: personOf(1), name: 'Name 1' },
          { person: personOf(2), name: 'Name 2' },
          { person: gameOf().starter, name: 'Aminata' },
        ]),
      })
      expect(sheet?.players).toHaveLength(3)
      expect(await quiz.rounds.sheet('zzzzzzzzzz')).toBeUndefined()
    })

    test('has the time that a question had when it was answered, where it was asked again', async () => {
      const { quiz } = await open()
      await quiz.rounds.begin(newRound())
      await opens(quiz.rounds)
      await quiz.rounds.answer([givenOf({ person: 1, after: 3000 })])
      await quiz.rounds.move('aaaaaaaaaa', {
        kind: 'unheard',
        fromMs: at(4000).getTime(),
        untilMs: at(60_000).getTime(),
        nowMs: at(60_000).getTime(),
      })
      await opens(quiz.rounds, 'aaaaaaaaaa', 0, 61_000)
      await quiz.rounds.answer([givenOf({ person: 2, after: 64_000 })])
      await reveal(quiz.rounds, 'aaaaaaaaaa', 0, 83_000)
      expect((await quiz.rounds.sheet('aaaaaaaaaa'))?.lines.map(({ openedMs, closesMs = 0 }) => [openedMs, closesMs])).toEqual([
        [T.getTime(), at(20_000).getTime()],
        [at(61_000).getTime(), at(81_000).getTime()],
      ])
    })

    test('knows names that the database keeps sealed, and none where nobody gave one', async () => {
      const { quiz } = await open()
      await quiz.rounds.begin(newRound({ starterName: '' }))
      await quiz.rounds.answer([givenOf({ name: 'Kéïta Ségou' }), givenOf({ person: 2, name: '' })])
      const tables = await tablesOf(here())
      expect(await tables.dump()).not.toContain('Ségou')
      await tables.close()
      expect((await quiz.rounds.sheet('aaaaaaaaaa'))?.players).toEqual([{ person: personOf(1), name: 'Kéïta Ségou' }])
    })
  })

  test('recent tells the last rounds of a channel, the newest first, over or not', async () => {
    const { quiz } = await open()
    for (const [n, mode] of (['round', 'daily', 'class'] as const).entries()) {
      const id = `aaaaaaaaa${n}`
      await quiz.rounds.begin(newRound({ id, rules: { mode }, startedAt: at(n * DAY) }))
      if (n < 2) await stop(quiz.rounds, id)
    }
    await quiz.rounds.begin(newRound({ id: 'bbbbbbbbbb', place: { ...CHANNEL, channel: 'C2' } }))
    expect(await quiz.rounds.recent(CHANNEL, 2)).toEqual([
      { id: 'aaaaaaaaa2', startedAt: at(2 * DAY), mode: 'class' },
      { id: 'aaaaaaaaa1', startedAt: at(DAY), mode: 'daily' },
    ])
    expect(await quiz.rounds.recent(CHANNEL, 9)).toHaveLength(3)
  })

  test('a round keeps its questions as they were asked, whatever becomes of them', async () => {
    const { quiz } = await open()
    const questions = [askedOf('own', { accepts: ['the 18th'], topic: 'coup', about: { pack: 'mali', event: 'coup' } })]
    const game = newGame({ ...gameOf(), questions })
    await quiz.rounds.begin({ ...newRound(), game })
    expect((await quiz.rounds.game('aaaaaaaaaa'))?.questions).toEqual(questions)
  })
}
