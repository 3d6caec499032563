import { describe, expect, test } from 'vitest'
import type { LogFields } from '../../../src/kernel/log.ts'
import type { Store, StoreSettings } from '../../../src/store/store.ts'
import { at, CHANNEL, MINUTE, SECOND, standingClock, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { keysOf } from './keys.ts'
import { gameOf, givenOf, newRound, next, open as opens, personOf, reveal } from './quiz-round.ts'
import { tablesOf } from './tables.ts'

/** How often presence is noted in these tests. */
const EVERY = 2000

export const quizAttendingContract = ({ open, another, here }: World): void => {
  const sql = async (statement: string) => {
    const tables = await tablesOf(here())
    try {
      return await tables.run(statement)
    } finally {
      await tables.close()
    }
  }
  const presence = async () =>
    (await sql("select until_at from lease where name = 'quiz answers'")).map(({ until_at }) => Number(until_at) - T.getTime())

  /** A question that stands open since the beginning, and processes that share a clock. */
  const playing = async (rounds = 1) => {
    const clock = standingClock(T)
    const store = await open({ clock })
    for (let n = 0; n < rounds; n++) {
      const id = `aaaaaaaa${String(n).padStart(2, '0')}`
      await store.quiz.rounds.begin(newRound({ id, place: { ...CHANNEL, channel: `C${n}` } }))
      await opens(store.quiz.rounds, id)
    }
    /** So many milliseconds after the beginning, in this process. */
    const attend = (ms: number, process: Store = store) => {
      clock.set(at(ms))
      return process.quiz.rounds.attend(EVERY)
    }
    return { ...store, clock, attend, more: (settings: Partial<StoreSettings> = {}) => another({ clock, ...settings }) }
  }

  test('has what stood open asked again where nobody attended for more than three times as long, and keeps its answers', async () => {
    const { quiz, outbox, attend, more } = await playing()
    await quiz.rounds.answer([givenOf({ round: 'aaaaaaaa00', from: { ...CHANNEL, channel: 'C0' }, after: 1500 })])
    expect(await attend(1000)).toBe(0)
    expect(await attend(7000, await more())).toBe(0)
    expect(await attend(13_001, await more())).toBe(1)
    expect(await quiz.rounds.game('aaaaaaaa00', [personOf(1)])).toMatchObject({
      phase: 'asking',
      awayMs: 6001,
      answers: { [personOf(1)]: { option: 1, atMs: at(1500).getTime() } },
    })
    expect(keysOf(await outbox.claim('slack', at(60 * SECOND), MINUTE, 5))).toContain('quiz/aaaaaaaa00/1/ask/2')
    expect(await reveal(quiz.rounds, 'aaaaaaaa00', 0, 22_000)).toMatchObject({ nothing: 'not-now' })
  })

  test('wakes whoever waits for the question that is asked again', async () => {
    const { attend, more } = await playing()
    let changes = 0
    const later = await more({ changed: () => void changes++ })
    const before = changes
    await attend(9000, later)
    expect(changes).toBe(before + 1)
  })

  test('is one absence, of however many that come at once, in one process or several', async () => {
    const { attend, more } = await playing(20)
    const others = await Promise.all([more(), more(), more()])
    const again = await Promise.all([...others, ...others].map((one, n) => attend(9000 + n, one)))
    const events = await sql("select event from quiz_event where event like '%asked-again%'")
    expect(events).toHaveLength(20)
    expect(again.slice(0, 3).reduce((sum, count) => sum + count)).toBe(20)
    expect(again.slice(3)).toEqual(again.slice(0, 3))
  })

  test('of one process is enough, and one that attended itself needs nobody’s note', async () => {
    const { quiz, attend, more } = await playing()
    const second = await more()
    for (let ms = 1000; ms <= 17_000; ms += EVERY) expect(await attend(ms)).toBe(0)
    expect(await attend(18_900, second)).toBe(0)
    await reveal(quiz.rounds, 'aaaaaaaa00')
    for (let ms = 24_000; ms < 60_000; ms += EVERY) expect(await attend(ms)).toBe(0)
    await next(quiz.rounds, 'aaaaaaaa00')
    await opens(quiz.rounds, 'aaaaaaaa00', 1, 58_001)
    expect(await attend(64_000)).toBe(0)
  })

  test('writes nothing while no question stands open, nor for one of the day', async () => {
    const clock = standingClock(T)
    const { quiz } = await open({ clock })
    await quiz.rounds.begin(newRound())
    await quiz.rounds.begin(newRound({ id: 'daily00001', rules: { mode: 'daily', seconds: 80_000 } }))
    await opens(quiz.rounds, 'daily00001')
    clock.set(at(60_000))
    expect(await quiz.rounds.attend(EVERY)).toBe(0)
    expect(await presence()).toEqual([])
    await opens(quiz.rounds, 'aaaaaaaaaa', 0, 61_000)
    clock.set(at(62_000))
    expect(await quiz.rounds.attend(EVERY)).toBe(0)
    expect(await presence()).toEqual([62_000])
  })

  test('takes nothing back where a clock is behind, and asks nothing again for it', async () => {
    const { attend } = await playing()
    const clock = standingClock(T)
    const behind = await another({ clock })
    expect(await attend(9000)).toBe(1)
    await opens(behind.quiz.rounds, 'aaaaaaaa00', 0, 10_000)
    for (let ms = 10_500; ms < 29_000; ms += EVERY) {
      expect(await attend(ms)).toBe(0)
      clock.set(at(ms - 5000))
      expect(await behind.quiz.rounds.attend(EVERY)).toBe(0)
    }
    expect(await presence()).toEqual([28_500])
  })

  test('does not believe a note from long after now, and writes a true one', async () => {
    const { attend } = await playing()
    await attend(1000)
    await sql(`update lease set until_at = ${at(3_600_000).getTime()} where name = 'quiz answers'`)
    const { quiz } = await another({ clock: standingClock(at(9000)) })
    expect(await quiz.rounds.attend(EVERY)).toBe(1)
    await opens(quiz.rounds, 'aaaaaaaa00', 0, 10_000)
    expect(await attend(10_500)).toBe(0)
    expect(await presence()).toEqual([10_500])
  })

  test('counts from the end of a look that took long: that was no absence', async () => {
    const { clock, attend, more } = await playing(10)
    const slow = await more({ changed: () => clock.set(new Date(clock.now().getTime() + 1000)) })
    const beganMs = 30_000
    expect(await attend(beganMs, slow)).toBe(10)
    expect(clock.now()).toEqual(at(beganMs + 10_000))
    for (let n = 0; n < 10; n++) await opens(slow.quiz.rounds, `aaaaaaaa0${n}`, 0, beganMs + 3000)
    expect(await attend(beganMs + 12_000, slow)).toBe(0)
    expect(await attend(beganMs + 12_000, await more())).toBe(0)
  })

  test('passes over a round that cannot be moved, says so, and has the others asked again', async () => {
    const { attend, more, quiz } = await playing(3)
    await sql("update quiz_round set state = '{' where id = 'aaaaaaaa01'")
    const errors: LogFields[] = []
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (_: string, fields: LogFields = {}) => void errors.push(fields) }
    const later = await more({ log })
    expect(await attend(30_000, later)).toBe(2)
    expect(errors).toEqual([expect.objectContaining({ round: 'aaaaaaaa01' })])
    expect([await quiz.rounds.game('aaaaaaaa00'), await quiz.rounds.game('aaaaaaaa02')]).toMatchObject([
      { phase: 'asking' },
      { phase: 'asking' },
    ])
    expect(await attend(32_000, later)).toBe(0)
  })

  test('keeps an absence until every round was told of it, and never makes more of it than it was', async () => {
    const { attend, more } = await playing(3)
    const late = await more()
    await attend(1000)
    await sql(`insert into lease (name, holder, until_at) values ('quiz absence', '${at(2000).getTime()}', ${at(12_000).getTime()})`)
    expect(await attend(3000, late)).toBe(3)
    for (const n of [0, 1, 2]) await opens(late.quiz.rounds, `aaaaaaaa0${n}`, 0, 12_500)
    await sql(`insert into lease (name, holder, until_at) values ('quiz absence', '${at(2000).getTime()}', ${at(12_000).getTime()})`)
    for (let ms = 13_000; ms < 31_000; ms += EVERY) expect(await attend(ms, late)).toBe(0)
    expect(await sql("select name from lease where name = 'quiz absence'")).toEqual([])
  })

  describe('where there is no hurry', () => {
    test('asks nothing again', async () => {
      const clock = standingClock(T)
      const { quiz } = await open({ clock })
      await quiz.rounds.begin(newRound({ rules: { seconds: null } }))
      await opens(quiz.rounds)
      clock.set(at(60_000))
      expect(await quiz.rounds.attend(EVERY)).toBe(0)
      expect(await quiz.rounds.game(gameOf().id)).toMatchObject({ phase: 'open' })
    })
  })
}
