import { expect, test } from 'vitest'
import type { Clock } from '../../src/kernel/clock.ts'
import { world } from '../support/planning.ts'

const HOUR = 3_600_000
const AHEAD_MS = 4 * 365 * 24 * HOUR

/** The same time, and so much more while it is wrong. */
const wrong = (right: Clock): Clock & { aheadMs: number } => ({
  aheadMs: 0,
  now() {
    return new Date(right.now().getTime() + this.aheadMs)
  },
  sleep: (ms, signal) => right.sleep(ms, signal),
})

test.each(['while it runs', 'while it is stopped'])(
  'a clock that runs four years ahead and is set back %s costs no post and doubles none',
  async (when) => {
    const { add, clock, log, planner, running, store } = await world('2026-08-17T12:00:00Z')
    const { id } = await add()
    const machine = wrong(clock)
    const one = planner({ clock: machine, subscriptions: store.subscriptions })
    const until = async (date: string) => {
      while (clock.now() < new Date(date)) {
        await clock.advance(HOUR / 2)
        // The store is not held by a clock that is wrong: its answers are waited for here.
        for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => void setImmediate(resolve))
      }
    }
    await running([one], async () => {
      await until('2026-08-18T12:00Z')
      machine.aheadMs = AHEAD_MS
      await until('2026-08-18T14:00Z')
      if (when === 'while it runs') {
        machine.aheadMs = 0
        await until('2026-08-20T12:00Z')
      }
    })
    if (when === 'while it is stopped') await running([planner()], async () => until('2026-08-20T12:00Z'))
    const lines = await log(id)
    expect(lines.filter((line) => line.startsWith('2026'))).toEqual(['2026-08-18 waiting', '2026-08-19 waiting', '2026-08-20 waiting'])
    expect(new Set(lines).size).toBe(lines.length)
  },
)
