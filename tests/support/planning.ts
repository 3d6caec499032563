import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { planner, type PlannerParts } from '../../src/anniversaries/planner.ts'
import type { Subscription, Wish } from '../../src/anniversaries/subscription.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { rehearsalClock, systemClock } from '../../src/kernel/clock.ts'
import type { Log } from '../../src/kernel/log.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { virtualClock } from '../../src/kernel/virtual-clock.ts'
import { openStore } from '../../src/store/store.ts'
import { BAMAKO_CHANNEL, wishFor } from './wishes.ts'

const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** A store on a file of its own under a clock that stands at `startAt`, and planners for it. Closed when the test is over. */
export async function world(startAt: string) {
  const clock = virtualClock(new Date(startAt))
  const folder = mkdtempSync(join(tmpdir(), 'griot-planner-'))
  const path = join(folder, 'griot.db')
  const store = openStore({
    database: { kind: 'sqlite', path },
    secret: 'a secret of a test, long enough',
    clock,
    // Whoever finds the file locked tries for five seconds; nobody wants to wait for them.
    wall: rehearsalClock(new Date(startAt), 50, systemClock()),
    random: seededRandom('store'),
    log: silentLog,
  })
  await store.opened
  const settled = (): Promise<void> => clock.advance(0)
  const reported: string[] = []
  const warned: string[] = []
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const made = (changes: Partial<PlannerParts> = {}) =>
    planner({
      subscriptions: clock.holding(store.subscriptions),
      speaks: () => true,
      endOf: () => undefined,
      edition: '2026a',
      clock,
      random: seededRandom('planner'),
      log: { ...silentLog, warn: (event) => warned.push(event) },
      timing: TIMING,
      report: (error) => {
        reported.push(String(error))
        return 'incident'
      },
      ...changes,
    })
  let count = 0
  return {
    clock,
    store,
    subscriptions: store.subscriptions,
    settled,
    reported,
    warned,
    planner: made,
    /** The file as somebody else sees it. */
    elsewhere: (): DatabaseSync => {
      const database = new DatabaseSync(path)
      onTestFinished(() => database.close())
      return database
    },
    /** Lets planners run until `work` is done. */
    running: async (planners: readonly ReturnType<typeof planner>[], work: () => Promise<void>): Promise<void> => {
      const stop = new AbortController()
      const runs = planners.map((one) => one.run(stop.signal))
      await settled()
      await work()
      stop.abort()
      await Promise.all(runs)
    },
    add: async (changes: Partial<Wish> = {}): Promise<Subscription> => {
      const id = `subscript${count++}`
      const added = await store.subscriptions.add({
        id,
        place: BAMAKO_CHANNEL,
        wish: wishFor(changes),
        maker: 'U1',
        now: clock.now(),
      })
      if (!added) throw new Error('not added')
      return added
    },
    /** The log of a schedule, the oldest first: date, state, reason. */
    log: async (id: string): Promise<readonly string[]> => {
      const lines = await store.subscriptions.log(id, 100)
      return lines.map(({ key, state, why }) => [key.slice(-10), state, ...(why ? [why] : [])].join(' ')).toReversed()
    },
  }
}
