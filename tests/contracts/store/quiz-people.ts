import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ChannelPlace } from '../../../src/chat/platform.ts'
import { serverShelf } from '../../../src/quiz/deck.ts'
import type { Person } from '../../../src/quiz/engine/game.ts'
import { QUIZ_KEYS } from '../../../src/store/quiz/schema.ts'
import type { Store } from '../../../src/store/store.ts'
import { at, CHANNEL, DAY, standingClock, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { reviewedOf } from './quiz-reviews.ts'
import { gameOf, givenOf, newRound, open as opens, outcomes, personOf, reveal, stop } from './quiz-round.ts'
import { deckOf } from './quiz-shelves.ts'
import { tablesOf } from './tables.ts'

const USER = 'U0FORGETME'
const NAME = 'Ramatoulaye Ségou'
const CLASS = { platform: 'web', server: '', channel: 'lesson' } as const

/** Something of everything in the quiz that can be about this person, and the same about `other`. */
export const furnishQuiz = async (
  { quiz }: Pick<Store, 'quiz'>,
  [me, other]: readonly [Person, Person] = [personOf(1), personOf(2)],
  place: ChannelPlace = { kind: 'channel', platform: 'web', channel: 'lesson' },
): Promise<void> => {
  const { rounds, reviews } = quiz
  for (const [id, starter, name] of [
    ['aaaaaaaaaa', me, NAME],
    ['bbbbbbbbbb', other, 'Other'],
  ] as const) {
    await rounds.begin(newRound({ id, place, starter, starterName: name }))
    await opens(rounds, id)
    await rounds.move(id, { kind: 'more-time', person: me, factor: 2, nowMs: at(10).getTime() })
    await rounds.move(id, { kind: 'more-time', person: other, factor: 1.5, nowMs: at(10).getTime() })
    const answers = [
      { person: me, name: NAME },
      { person: other, name: 'Other' },
    ].map(({ person, name }) => {
      const given = givenOf({ round: id, from: place, name })
      return { ...given, move: { ...given.move, person } }
    })
    await rounds.answer(answers)
    if (id === 'aaaaaaaaaa') {
      await reveal(rounds, id, 0, 43_000)
      await stop(rounds, id, 44_000)
    }
  }
  await quiz.roster.set(CLASS, ['A1', 'B2'], personOf(8))
  for (const [person, code, request] of [
    [me, 'A1', 'r1'],
    [other, 'B2', 'r2'],
  ] as const) {
    await quiz.roster.join(CLASS, code, person)
    await quiz.decks.put(person, deckOf('My deck'))
    await quiz.reports.add({ question: 'q1', locale: 'en', edition: '2026a', at: T, person })
    await reviews.write(person, reviewedOf('q1', 1), request)
    await reviews.set(person, { perDay: 7 })
  }
  await quiz.decks.put(serverShelf({ platform: 'slack', server: 'T1' }), deckOf('Ours'))
}

export const quizPeopleContract = ({ open, another, here }: World): void => {
  describe('pseudonyms', () => {
    const asker = { platform: 'discord', server: 'S1', user: USER } as const

    test('are the same for one person on one platform, in all its servers; on Slack in one workspace', async () => {
      const { pseudonyms } = (await open()).quiz
      const of = (one: Parameters<typeof pseudonyms.of>[0]) => pseudonyms.of(one)
      expect(of(asker)).toMatch(/^[0-9a-f]{32}$/)
      expect(of({ platform: 'discord', user: USER })).toBe(of(asker))
      expect((await another()).quiz.pseudonyms.of(asker)).toBe(of(asker))
      const all = [
        of(asker),
        of({ ...asker, user: 'U2' }),
        of({ ...asker, platform: 'web' }),
        of({ ...asker, platform: 'slack' }),
        of({ ...asker, platform: 'slack', server: 'S2' }),
        of({ platform: 'slack', server: `S1","${USER}`, user: '' }),
      ]
      expect(new Set(all).size).toBe(all.length)
    })

    test('are others in another installation', async () => {
      const [one, two] = [await open(), await open({ secret: 'another secret, just as long' })]
      expect(one.quiz.pseudonyms.of(asker)).not.toBe(two.quiz.pseudonyms.of(asker))
    })
  })

  const furnished = async () => {
    const store = await open()
    const [me, other] = [USER, 'U0SOMEBODY'].map((user) => store.quiz.pseudonyms.of({ platform: 'web', user })) as [Person, Person]
    await furnishQuiz(store, [me, other])
    return { ...store, me, other }
  }

  const dump = async () => {
    const tables = await tablesOf(here())
    const text = await tables.dump()
    await tables.close()
    return text
  }

  test('show tells all that is kept of one person, in plain values, and nothing of anybody else', async () => {
    const { quiz, me, other } = await furnished()
    const kept = await quiz.people.show(me)
    expect(kept).toMatchObject({
      quiz_round: [
        { round: 'aaaaaaaaaa', platform: 'web', channel: 'lesson', mode: 'round', started: 1, time: 2, at: T.toISOString() },
        { round: 'bbbbbbbbbb', started: 0, time: 2 },
      ],
      quiz_answer: [
        {
          round: 'aaaaaaaaaa',
          question: 1,
          text: 'When was coup?',
          answer: '18 August',
          right: 1,
          points: 1000,
          at: at(1000).toISOString(),
        },
        { round: 'bbbbbbbbbb', question: 1, answer: '18 August', right: null, points: null },
      ],
      quiz_player: [
        { round: 'aaaaaaaaaa', name: NAME },
        { round: 'bbbbbbbbbb', name: NAME },
      ],
      quiz_deck: [{ name: 'My deck', locale: 'fr' }],
      quiz_report: [{ question: 'q1', edition: '2026a' }],
      quiz_roster: [{ channel: 'lesson', code: 'A1' }],
      review_card: [{ question: 'q1' }],
      review_log: [{ question: 'q1', grade: 3, day: '2026-08-18' }],
      review_setting: [{ perDay: 7 }],
    })
    for (const row of Object.values(kept).flat())
      for (const value of Object.values(row)) expect(value === null || ['string', 'number'].includes(typeof value)).toBe(true)
    for (const word of [other, 'Other', 'B2']) expect(JSON.stringify(kept)).not.toContain(word)
    expect(await quiz.people.show(personOf(9))).toEqual({})
  })

  describe('forget', () => {
    test('deletes all that is kept of one person: no table holds the pseudonym, the user or the name any more', async () => {
      const { quiz, me } = await furnished()
      expect(await dump()).toContain(me)
      expect(await quiz.people.forget(me)).toBeGreaterThan(10)
      const text = await dump()
      for (const trace of [me, USER, NAME]) expect(text).not.toContain(trace)
      expect(await quiz.people.show(me)).toEqual({})
      expect(await quiz.people.forget(me)).toBe(0)
    })

    test('leaves everybody else all that is theirs', async () => {
      const { quiz, me, other } = await furnished()
      const before = await quiz.people.show(other)
      await quiz.people.forget(me)
      expect(await quiz.people.show(other)).toEqual(before)
      expect(before).toMatchObject({ quiz_answer: [{}, {}], quiz_roster: [{ code: 'B2' }] })
    })

    test('leaves rounds without a starter, sums that name nobody, counted reports and a free code', async () => {
      const { quiz, me, other } = await furnished()
      await quiz.people.forget(me)
      expect(await quiz.rounds.game('aaaaaaaaaa')).toMatchObject({ starter: '', factors: { [other]: 1.5 }, phase: 'over' })
      expect(await quiz.rounds.tallies(['coup'])).toEqual({ coup: { answered: 2, right: 2 } })
      expect(await quiz.reports.list(9)).toMatchObject([{ count: 2 }])
      expect(await quiz.roster.codes(CLASS)).toEqual([{ code: 'A1' }, { code: 'B2', person: other }])
      expect(await quiz.roster.join(CLASS, 'A1', personOf(9))).toBe('joined')
    })

    test('lets a running round go on, in which the person may begin anew', async () => {
      const { quiz, me, other } = await furnished()
      await quiz.people.forget(me)
      const given = givenOf({ round: 'bbbbbbbbbb', from: { platform: 'web', channel: 'lesson' }, option: 2 })
      expect(outcomes(await quiz.rounds.answer([{ ...given, move: { ...given.move, person: me } }]))).toEqual(['new'])
      await reveal(quiz.rounds, 'bbbbbbbbbb', 0, 33_000)
      const sheet = await quiz.rounds.sheet('bbbbbbbbbb')
      expect(sheet?.lines.map(({ person }) => person).toSorted()).toEqual([me, other].toSorted())
    })
  })
}

export const quizBackupContract = ({ open, here }: World): void => {
  test('every table of the quiz comes back as it was', async () => {
    const home = mkdtempSync(join(tmpdir(), 'griot-quiz-backup-'))
    const file = join(home, 'whole.gz')
    const store = await open()
    await furnishQuiz(store)
    await store.backup(file)
    const dumpOf = async () => {
      const tables = await tablesOf(here())
      const rows: Record<string, unknown> = {}
      for (const [name, key] of Object.entries(QUIZ_KEYS)) rows[name] = await tables.run(`select * from ${name} order by ${key.join(', ')}`)
      await tables.close()
      return rows
    }
    const before = await dumpOf()
    for (const rows of Object.values(before)) expect(rows).not.toEqual([])
    const copy = await open()
    await copy.restore(file)
    rmSync(home, { recursive: true })
    expect(await dumpOf()).toEqual(before)
    expect((await copy.quiz.rounds.sheet('aaaaaaaaaa'))?.players.map(({ name }) => name)).toContain(NAME)
    expect(await stop(copy.quiz.rounds, 'bbbbbbbbbb')).toMatchObject({ game: { phase: 'over' } })
  })
}

export const quizRetentionContract = ({ open, here }: World): void => {
  const namesOf = async ({ quiz }: Store, id: string) => (await quiz.rounds.sheet(id))?.players.length

  test('names go 90 days after their round ended, the round itself and its answers after 365', async () => {
    const store = await open()
    await store.quiz.rounds.begin(newRound({ id: 'aaaaaaaaaa' }))
    await store.quiz.rounds.answer([givenOf({})])
    await stop(store.quiz.rounds, 'aaaaaaaaaa', DAY)
    await store.quiz.rounds.begin(newRound({ id: 'bbbbbbbbbb', startedAt: at(300 * DAY) }))
    expect(await store.purge(at(91 * DAY))).toMatchObject({ names: 0, rounds: 0 })
    expect(await namesOf(store, 'aaaaaaaaaa')).toBe(2)
    expect(await store.purge(at(91 * DAY + 1))).toMatchObject({ names: 2, rounds: 0 })
    expect(await namesOf(store, 'aaaaaaaaaa')).toBe(0)
    expect(await store.purge(at(366 * DAY))).toMatchObject({ rounds: 0 })
    expect(await store.purge(at(366 * DAY + 1))).toMatchObject({ rounds: 1, names: 0 })
    const tables = await tablesOf(here())
    for (const table of ['quiz_event', 'quiz_answer', 'quiz_player'])
      expect(await tables.run(`select 1 from ${table} where round = 'aaaaaaaaaa'`)).toEqual([])
    await tables.close()
    expect(await store.quiz.rounds.game('bbbbbbbbbb')).toBeDefined()
  })

  test('a round that nobody ended goes as long after it began, and makes room for another', async () => {
    const store = await open()
    await store.quiz.rounds.begin(newRound())
    await store.purge(at(365 * DAY))
    expect(await store.quiz.rounds.running(CHANNEL)).toBeDefined()
    await store.purge(at(365 * DAY + 1))
    expect(await store.quiz.rounds.running(CHANNEL)).toBeUndefined()
  })

  test('reviews go when nothing was reviewed for 730 days; of who goes on, only what was answered before then', async () => {
    const clock = standingClock(T)
    const store = await open({ clock })
    const { reviews } = store.quiz
    for (const n of [1, 2]) {
      await reviews.write(personOf(n), reviewedOf('q1', 1), `r${n}`)
      await reviews.set(personOf(n), { perDay: 7 })
    }
    await reviews.write(personOf(2), reviewedOf('q2', 1, { at: at(DAY), day: '2026-08-19' }), 'r3')
    expect(await store.purge(at(730 * DAY))).toMatchObject({ reviews: 0 })
    expect(await store.purge(at(730 * DAY + 1))).toMatchObject({ reviews: 4 })
    expect(await store.quiz.people.show(personOf(1))).toEqual({})
    expect(await reviews.cards(personOf(2))).toHaveLength(2)
    expect(await reviews.settings(personOf(2))).toEqual({ perDay: 7 })
    expect([await reviews.today(personOf(2), '2026-08-18'), await reviews.today(personOf(2), '2026-08-19')]).toMatchObject([
      { answered: 0 },
      { answered: 1 },
    ])
  })

  test('of when the oldest is that is left, is told', async () => {
    const store = await open()
    await store.quiz.rounds.begin(newRound())
    await store.quiz.rounds.answer([givenOf({ after: 1000 }), givenOf({ person: 2, after: 3000 })])
    await store.quiz.reviews.write(personOf(1), reviewedOf('q1', 1, { at: at(DAY) }), 'r1')
    expect((await store.purge(at(2 * DAY))).oldest).toEqual({ answersAt: at(1000), reviewsAt: at(DAY) })
    await store.quiz.people.forget(personOf(1))
    expect((await store.purge(at(2 * DAY))).oldest).toEqual({ answersAt: at(3000) })
  })

  test('how long is a setting', async () => {
    const store = await open({ retention: { answersDays: 2, seasonDays: 1 } })
    await store.quiz.rounds.begin(newRound())
    await stop(store.quiz.rounds, 'aaaaaaaaaa', 0)
    expect(await store.purge(at(DAY + 1))).toMatchObject({ names: 1, rounds: 0 })
    expect(await store.purge(at(2 * DAY + 1))).toMatchObject({ names: 0, rounds: 1 })
  })

  test('a server that is gone for 30 days takes its rounds, decks and codes with it, however many', async () => {
    const store = await open()
    const { quiz } = store
    for (const server of ['T1', 'T2']) {
      const place = { ...CHANNEL, server }
      await quiz.decks.put(serverShelf(place), deckOf('Ours'))
      await quiz.roster.set({ ...place }, ['A1'], personOf(8))
    }
    const tables = await tablesOf(here())
    const { asked, state } = { asked: JSON.stringify(gameOf().questions), state: JSON.stringify({ ...gameOf(), phase: 'over' }) }
    await tables.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1203)
      insert into quiz_round (id, platform, server, channel, mode, phase, starter, asked, state, version, started_at)
      select 'r' || i, 'slack', 'T1', 'C1', 'round', 'over', '', '${asked}', '${state}', 0, ${at(20 * DAY).getTime()} from n`)
    await tables.close()
    await quiz.rounds.begin(newRound({ id: 'bbbbbbbbbb', place: { ...CHANNEL, server: 'T2' } }))
    await store.roll.left('slack', 'T1')
    expect(await store.purge(at(30 * DAY))).toMatchObject({ servers: 0, rounds: 0 })
    expect(await store.purge(at(30 * DAY + 1))).toMatchObject({ servers: 1, rounds: 1203 })
    expect(await quiz.rounds.recent(CHANNEL, 9)).toEqual([])
    for (const [server, many] of [
      ['T1', 0],
      ['T2', 1],
    ] as const) {
      expect(await quiz.decks.list(serverShelf({ platform: 'slack', server }))).toHaveLength(many)
      expect(await quiz.roster.codes({ ...CHANNEL, server })).toHaveLength(many)
    }
    expect(await quiz.rounds.game('bbbbbbbbbb')).toBeDefined()
  })
}
