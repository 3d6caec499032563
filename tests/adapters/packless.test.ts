import { expect, test } from 'vitest'
import { TIMING } from '../../src/delivery/timing.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { worker } from '../../src/main/worker.ts'
import { world } from '../support/planning.ts'
import { mali } from '../support/shelves.ts'

const HOUR = 3_600_000
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

test('a post whose pack was not loaded at its time is said to be missing, and caught up with when the pack is back', async () => {
  const { add, clock, log: logOf, store } = await world('2026-08-18T08:00:00Z')
  const { id } = await add()
  const reported: unknown[] = []
  const running = (shelves: readonly (typeof mali)[]) =>
    worker({
      store: { outbox: store.outbox, subscriptions: clock.holding(store.subscriptions) },
      shelves,
      platforms: [],
      clock,
      random: seededRandom('packless'),
      log,
      timing: TIMING,
      report: (error) => `bug${reported.push(error)}`,
    })
  const without = running([])
  await clock.advance(2 * HOUR)
  await without.stop()
  expect(await logOf(id)).toEqual([])
  expect(reported.map(String)).toEqual([expect.stringContaining('/mali'), expect.stringContaining('/mali')])
  const withIt = running([mali])
  await clock.advance(2 * HOUR)
  await withIt.stop()
  expect(await logOf(id)).toEqual(['2026-08-18 waiting'])
})
