import { describe, expect, test } from 'vitest'
import { chaos } from './chaos.ts'
import type { Given } from './given.ts'

/** The short one of `npm run chaos`. */
const SHARED = { seed: 'short', discord: 36, slack: 5, days: 5, soon: 60, withinMs: 12_000, calmly: true } as const
const RUNS: readonly Given[] = [
  { ...SHARED, engine: 'postgres', replicas: 3, kills: 12, restarts: 1, everyMs: 600 },
  { ...SHARED, engine: 'sqlite', replicas: 1, kills: 8, restarts: 0, everyMs: 900 },
]

describe('processes that are killed while posts fall due and the platforms lose, break and delay what they are sent', () => {
  test.each(RUNS)(
    'on $engine every post stands once, or is silent where nobody can look, for a reason',
    { timeout: 300_000 },
    async (given) => {
      const { wrong, due, threads, sent, silent, injected, retried } = await chaos(given)
      expect(wrong).toEqual(Object.fromEntries(Object.keys(wrong).map((name) => [name, []])))
      expect(sent + silent.there + silent.missing).toBe(due)
      // It was really in the middle of things.
      expect(injected).toMatchObject({ kills: given.kills, outages: given.restarts })
      expect(injected.openHalfway).toBeGreaterThan(0)
      expect(retried).toBeGreaterThan(0)
      expect(threads).toBeGreaterThan(0)
      expect(Object.keys(injected.faults).length).toBeGreaterThan(8)
    },
  )
})
