import { describe, expect, test } from 'vitest'
import { evolve } from '../../../src/quiz/engine/evolve.ts'
import { rankingOf } from '../../../src/quiz/engine/scoring.ts'
import { type Event, newGame } from '../../../src/quiz/engine/game.ts'
import type { AnswerMove, Given, Rounds } from '../../../src/quiz/rounds.ts'
import { randomRound, type Turn } from '../../support/quiz-chance.ts'
import { at, CHANNEL, SECOND } from '../../support/store.ts'
import type { World } from '../store.ts'
import { givenOf, newRound, next, open as opens, outcomes, personOf, reveal, stop } from './quiz-round.ts'
import { tablesOf } from './tables.ts'

export const quizAnswersContract = ({ open, another, here }: World): void => {
  const playing = async (changes: Parameters<typeof newRound>[0] = {}) => {
    const { quiz } = await open()
    await quiz.rounds.begin(newRound(changes))
    await opens(quiz.rounds)
    return quiz
  }

  test('nothing comes of no answers', async () => {
    expect(await (await playing()).rounds.answer([])).toEqual([])
  })

  test('each is told what became of it, in their order, and what counts is kept', async () => {
    const { rounds } = await playing()
    const given = [
      givenOf({ person: 1, option: 2 }),
      givenOf({ person: 2, option: 3 }),
      givenOf({ person: 1, option: 1, after: 1500 }),
      givenOf({ person: 1, option: 1, after: 1600 }),
      givenOf({ person: 3, after: 20_001 }),
      givenOf({ person: 4, option: 4 }),
      givenOf({ person: 5, question: 1 }),
      givenOf({ person: 6, round: 'zzzzzzzzzz' }),
      givenOf({ person: 2, option: 0, after: 900 }),
    ]
    const taken = await rounds.answer(given)
    expect(outcomes(taken)).toEqual(['new', 'new', 'changed', 'same', 'too-late', 'no-option', 'closed', 'no-round', 'counted'])
    const game = await rounds.game('aaaaaaaaaa', [1, 2, 3].map(personOf))
    expect(game?.answers).toEqual({
      [personOf(1)]: { option: 1, atMs: at(1500).getTime() },
      [personOf(2)]: { option: 3, atMs: at(1000).getTime() },
    })
    expect(taken[2]).toMatchObject({ game: { answers: { [personOf(1)]: { option: 1 } } } })
    expect(Object.keys((taken[2] as { game: typeof game }).game?.answers ?? {})).toEqual([personOf(1)])
    expect((await rounds.game('aaaaaaaaaa'))?.answers).toEqual({})
  })

  test('one that was counted before is changed, told again or refused by the same rules', async () => {
    const { rounds } = await playing()
    const say = async (option: number, after: number) => outcomes(await rounds.answer([givenOf({ option, after })]))
    expect(await say(2, 1000)).toEqual(['new'])
    expect(await say(2, 2000)).toEqual(['same'])
    expect(await say(3, 3000)).toEqual(['changed'])
    expect(await say(0, 2500)).toEqual(['counted'])
    expect((await rounds.game('aaaaaaaaaa', [personOf(1)]))?.answers[personOf(1)]).toEqual({ option: 3, atMs: at(3000).getTime() })
  })

  test('the first stays where the round lets nobody change it', async () => {
    const { rounds } = await playing({ rules: { changeable: false } })
    expect(outcomes(await rounds.answer([givenOf({ option: 2 }), givenOf({ option: 1, after: 1100 })]))).toEqual(['new', 'counted'])
    expect(outcomes(await rounds.answer([givenOf({ option: 1, after: 1200 })]))).toEqual(['counted'])
    expect((await rounds.game('aaaaaaaaaa', [personOf(1)]))?.answers[personOf(1)]?.option).toBe(2)
  })

  test('from another channel, server or platform than the round’s is refused as if there were none', async () => {
    const { rounds } = await playing()
    const elsewhere: readonly Given['from'][] = [
      { ...CHANNEL, channel: 'C2' },
      { ...CHANNEL, server: 'T2' },
      { ...CHANNEL, platform: 'discord' },
      { platform: 'slack', channel: 'C1' },
      { platform: 'slack', server: 'T1' },
      { platform: 'slack', server: 'T1', channel: '' },
    ]
    const taken = await rounds.answer(elsewhere.map((from) => givenOf({ from })))
    expect(taken).toEqual(elsewhere.map(() => ({ kind: 'refused', why: 'no-round' })))
    expect((await rounds.sheet('aaaaaaaaaa'))?.lines).toEqual([])
  })

  test('of several rounds count together', async () => {
    const { rounds } = await playing()
    const there = { ...CHANNEL, channel: 'C2' }
    await rounds.begin(newRound({ id: 'bbbbbbbbbb', place: there }))
    const given = [givenOf({}), givenOf({ round: 'bbbbbbbbbb', from: there }), givenOf({ round: 'bbbbbbbbbb' })]
    expect(outcomes(await rounds.answer(given))).toEqual(['new', 'new', 'no-round'])
    for (const id of ['aaaaaaaaaa', 'bbbbbbbbbb']) expect((await rounds.sheet(id))?.lines).toHaveLength(1)
  })

  test('count while the question is just being asked, and not after its answer was told, in a pause or after the end', async () => {
    const { quiz } = await open()
    const { rounds } = quiz
    await rounds.begin(newRound())
    const say = async (person: number, after: number, question = 0) => outcomes(await rounds.answer([givenOf({ person, after, question })]))
    expect(await say(1, 10)).toEqual(['new'])
    await opens(rounds)
    await rounds.move('aaaaaaaaaa', { kind: 'pause', nowMs: at(5000).getTime() })
    expect(await say(2, 6000)).toEqual(['paused'])
    await rounds.move('aaaaaaaaaa', { kind: 'resume', nowMs: at(7000).getTime() })
    expect(await say(2, 8000)).toEqual(['new'])
    await reveal(rounds, 'aaaaaaaaaa', 0, 24_000)
    expect(await say(3, 9000)).toEqual(['closed'])
    await next(rounds)
    await stop(rounds)
    expect(await say(3, 31_000, 1)).toEqual(['over'])
    expect((await rounds.sheet('aaaaaaaaaa'))?.lines).toHaveLength(2)
  })

  test('are judged by the round as it stands, whatever another process did to it since this one last looked', async () => {
    const { rounds } = await playing()
    const other = (await another()).quiz.rounds
    const say = async (person: number, after: number, question = 0) => outcomes(await rounds.answer([givenOf({ person, after, question })]))
    expect(await say(1, 1000)).toEqual(['new'])
    expect(outcomes(await rounds.answer([givenOf({ person: 2, after: 1100, name: '' })]))).toEqual(['new'])
    await other.move('aaaaaaaaaa', { kind: 'pause', nowMs: at(2000).getTime() })
    expect(await say(3, 3000)).toEqual(['paused'])
    await other.move('aaaaaaaaaa', { kind: 'resume', nowMs: at(4000).getTime() })
    expect(await say(3, 5000)).toEqual(['new'])
    expect(await say(4, 5100)).toEqual(['new'])
    await reveal(other, 'aaaaaaaaaa', 0, 24_000)
    expect(await say(5, 5200)).toEqual(['closed'])
    await next(other)
    expect(await say(5, 31_000, 1)).toEqual(['new'])
    await stop(other)
    expect(await say(6, 31_100, 1)).toEqual(['over'])
    const sheet = await rounds.sheet('aaaaaaaaaa')
    expect(sheet?.lines.map(({ person, question }) => [person, question])).toEqual([
      [personOf(1), 0],
      [personOf(2), 0],
      [personOf(3), 0],
      [personOf(4), 0],
      [personOf(5), 1],
    ])
    expect(sheet?.players.map(({ name }) => name).toSorted()).toEqual(['Aminata', 'Name 1', 'Name 3', 'Name 4', 'Name 5'])
  })

  test('are judged without the time that somebody had who has been forgotten', async () => {
    const { quiz } = await open()
    await quiz.rounds.begin(newRound())
    await quiz.rounds.move('aaaaaaaaaa', { kind: 'more-time', person: personOf(2), factor: 2, nowMs: at(0).getTime() })
    await opens(quiz.rounds)
    const say = async (person: number, after: number) => outcomes(await quiz.rounds.answer([givenOf({ person, after })]))
    expect(await say(1, 1000)).toEqual(['new'])
    await (await another()).quiz.people.forget(personOf(2))
    expect(await say(2, 30_000)).toEqual(['too-late'])
  })

  test('given together by people who have answered and people who have not are told each what became of theirs, in their order', async () => {
    const { rounds } = await playing({ rules: { changeable: false } })
    await rounds.answer([givenOf({ person: 1, option: 2 })])
    const given = [
      givenOf({ person: 2, option: 3, after: 1100 }),
      givenOf({ person: 1, option: 1, after: 1200 }),
      givenOf({ person: 2, option: 0, after: 1300 }),
      givenOf({ person: 3, option: 9, after: 1400 }),
      givenOf({ person: 3, option: 1, after: 1500 }),
      givenOf({ person: 4, option: 1, after: 1600, from: { ...CHANNEL, channel: 'C2' } }),
    ]
    expect(outcomes(await rounds.answer(given))).toEqual(['new', 'counted', 'counted', 'no-option', 'new', 'no-round'])
    const game = await rounds.game('aaaaaaaaaa', [1, 2, 3, 4].map(personOf))
    expect(Object.values(game?.answers ?? {}).map(({ option }) => option)).toEqual([2, 3, 1])
  })

  test('of one person given to two processes at once count once', async () => {
    const { rounds } = await playing({ rules: { changeable: false } })
    const other = (await another()).quiz.rounds
    for (let person = 1; person <= 20; person++) {
      const taken = await Promise.all([0, 1, 2, 3].map((option) => (option % 2 ? rounds : other).answer([givenOf({ person, option })])))
      const words = taken.flatMap(outcomes)
      expect(words.toSorted()).toEqual(['counted', 'counted', 'counted', 'new'])
      expect((await rounds.game('aaaaaaaaaa', [personOf(person)]))?.answers[personOf(person)]?.option).toBe(words.indexOf('new'))
    }
  })

  test('changed by two processes at once end as the newest of them', async () => {
    const { rounds } = await playing()
    const other = (await another()).quiz.rounds
    for (let person = 1; person <= 20; person++) {
      await Promise.all(
        [0, 1, 2, 3].map((option) => (option % 2 ? rounds : other).answer([givenOf({ person, option, after: 1000 + option })])),
      )
      expect((await rounds.game('aaaaaaaaaa', [personOf(person)]))?.answers[personOf(person)]).toEqual({
        option: 3,
        atMs: at(1003).getTime(),
      })
    }
  })

  test('that meet the reveal count before it or not at all: what counts is in its sheet', async () => {
    const { rounds } = await playing()
    const other = (await another()).quiz.rounds
    const giving = Array.from({ length: 40 }, (_, person) => (person % 2 ? rounds : other).answer([givenOf({ person })]))
    const sheet = reveal(rounds).then(() => rounds.sheet('aaaaaaaaaa'))
    const words = (await Promise.all(giving)).flatMap(outcomes)
    expect(new Set(words).isSubsetOf(new Set(['new', 'closed']))).toBe(true)
    expect((await sheet)?.lines).toHaveLength(words.filter((word) => word === 'new').length)
    const tables = await tablesOf(here())
    expect(await tables.run('select person from quiz_answer where is_right is null')).toEqual([])
    await tables.close()
  })

  describe('any history', () => {
    const seeds = Array.from({ length: 12 }, (_, n) => `store ${n}`)

    test.each(seeds)('of a round is the same as without a store, and its log replayed is the round as it stands (%s)', async (seed) => {
      const { quiz } = await open()
      const { begins, turns, end } = randomRound(seed)
      await quiz.rounds.begin({ game: begins, startedAt: at(0), starterName: '' })
      const became = await play(quiz.rounds, begins.id, turns)
      expect(became).toEqual(turns.map(({ events, why }) => why ?? events))
      expect(await quiz.rounds.game(begins.id, PEOPLE)).toEqual(end)
      const tables = await tablesOf(here())
      const log = await tables.run(`select event from quiz_event order by number`)
      const answers = await tables.run(`select question, person, chosen, given_at from quiz_answer`)
      await tables.close()
      let replayed = newGame(begins)
      const answered = () => {
        for (const row of answers)
          if (Number(row.question) === replayed.at && replayed.revealedMs === undefined)
            replayed = evolve(replayed, {
              kind: 'answered',
              person: String(row.person),
              option: Number(row.chosen),
              atMs: Number(row.given_at),
            })
      }
      for (const { event } of log) {
        answered()
        replayed = evolve(replayed, JSON.parse(String(event)) as Event)
      }
      if (replayed.phase !== 'over') answered()
      expect(replayed).toEqual(end)
    })

    test.each(seeds)('gives the same ranking from its sheet as from the sums over rounds (%s)', async (seed) => {
      const { quiz } = await open()
      const { begins, turns } = randomRound(seed)
      await quiz.rounds.begin({ game: begins, startedAt: at(0), starterName: '' })
      await play(quiz.rounds, begins.id, turns)
      const sheet = await quiz.rounds.sheet(begins.id)
      const ranking = rankingOf(sheet!).map(({ person, name, answered, right, points }) => ({
        person,
        name,
        answered,
        right,
        points,
        rounds: 1,
      }))
      const standings = await quiz.rounds.standings({ place: begins.place, whole: 'channel' }, 99)
      expect(standings).toEqual(begins.rules.mode === 'class' ? [] : ranking)
      for (const ranked of ranking) expect(await quiz.rounds.mine(ranked.person)).toEqual({ ...ranked, name: undefined })
    })
  })

  test('five hundred within a second count once each', async () => {
    const { rounds } = await playing()
    const given = Array.from({ length: 500 }, (_, person) => givenOf({ person, option: person % 4, after: 1000 + person * 2 }))
    const taken = await Promise.all([0, 100, 200, 300, 400].map((from) => rounds.answer(given.slice(from, from + 100))))
    expect(taken.flatMap(outcomes)).toEqual(given.map(() => 'new'))
    await reveal(rounds, 'aaaaaaaaaa', 0, 22 * SECOND)
    expect(await rounds.tallies(['coup'])).toEqual({ coup: { answered: 500, right: 125 } })
  })
}

const PEOPLE = ['ada', 'bob', 'cy', 'dee', 'eve']

/** What became of each move; answers that follow each other are given together. */
const play = async (rounds: Rounds, id: string, turns: readonly Turn[]): Promise<readonly unknown[]> => {
  const became: unknown[] = []
  const waiting: AnswerMove[] = []
  const flush = async () => {
    const given = waiting
      .splice(0)
      .map((move): Given => ({ round: id, from: turns[0]!.before.place, move, name: `Name of ${move.person}` }))
    const taken = await rounds.answer(given)
    became.push(...taken.map((one, n) => (one.kind === 'refused' ? one.why : [toEvent(given[n]!.move)])))
  }
  for (const { move } of turns) {
    if (move.kind === 'answer') {
      waiting.push(move)
      continue
    }
    await flush()
    const moved = await rounds.move(id, move)
    became.push(moved?.nothing ?? moved?.events)
  }
  await flush()
  return became
}

const toEvent = ({ person, option, atMs }: AnswerMove): Event => ({ kind: 'answered', person, option, atMs })
