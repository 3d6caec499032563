import { expect, test } from 'vitest'
import { logger } from '../../src/kernel/log.ts'
import { openShelves } from '../../src/main/shelves.ts'
import { FAULTS } from '../../src/simulation/fortune.ts'
import { kept, simulate, type Simulated } from '../../src/simulation/simulate.ts'

const log = logger({ level: 'silent', secrets: [] })
const run = (seed: string, faults: readonly (typeof FAULTS)[number][] = FAULTS): Promise<Simulated> =>
  simulate({
    // From March to May most of the story's first half falls due, and the clocks change.
    from: new Date('2026-03-10T00:00:00Z'),
    days: 60,
    channels: 150,
    faults: new Set(faults),
    seed,
    shelves: openShelves([]),
    log,
  })

test('in a world without faults every post is sent once and on time', async () => {
  const result = await run('calm', [])
  expect(result.due).toBeGreaterThan(500)
  expect(result).toEqual({
    ...result,
    sent: result.due,
    late: 0,
    silent: 0,
    paused: 0,
    skipped: 0,
    lost: 0,
    doubled: 0,
    faults: {},
    unexplained: [],
  })
}, 60_000)

test('whatever befalls it, nothing is lost and nothing doubled, what is missing answers to a fault, and the same seed gives the same result', async () => {
  const result = await run('storm')
  expect(result.unexplained).toEqual([])
  expect(kept(result)).toBe(true)
  expect(result.sent + result.silent + result.paused + result.skipped).toBe(result.due)
  expect(result.faults).toMatchObject({
    down: expect.any(Number),
    withdrawn: expect.any(Number),
    limited: expect.any(Number),
    'accepted-500': expect.any(Number),
  })
  expect(result.silent).toBeGreaterThan(0)
  expect(await run('storm')).toEqual(result)
}, 120_000)
