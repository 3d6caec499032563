import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Platform } from '../../src/chat/platform.ts'
import type { Outbox } from '../../src/delivery/outbox.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { rehearsalClock, systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { openShelves } from '../../src/main/shelves.ts'
import { worker, type Worker } from '../../src/main/worker.ts'
import type { Store } from '../../src/store/store.ts'
import { serve } from '../child.ts'
import { DUE_AT, open } from './filling.ts'
import { computing, preciseNow, type Order, type Ran, type Run } from './run.ts'

/** The real planner, courier, posts and store, before a Discord that takes everything at once. */
const shelves = openShelves([])
const log = logger({ level: 'silent', secrets: [] })
const DAY = DUE_AT.toISOString().slice(0, 10)
/** Half a minute after all is due. */
const STARTS_AT = new Date(DUE_AT.getTime() + 30_000)

let messages = 0
const discord: Platform = {
  name: 'discord',
  routes: [],
  listen: async () => undefined,
  ready: () => ({ name: 'discord', ready: true, detail: '' }),
  async send() {
    messages += 1
    return { kind: 'sent', message: `${1_275_000_000_000_000_000n + BigInt(messages)}` }
  },
  find: async () => ({ kind: 'cannot-tell', why: 'nothing should be in doubt' }),
  amend: async () => ({ kind: 'refused', scope: 'message', reason: 'no-message', why: 'nothing is edited' }),
  rights: async () => ({ kind: 'unknown', why: 'nobody asks' }),
  close: async () => undefined,
}

type Counted = { settled: number; endedAt: number; transactions: number }

/** The same store, with a note of when it settled its last and how often it wrote. */
function counting({ outbox, subscriptions }: Store, sums: Counted): Pick<Store, 'outbox' | 'subscriptions'> {
  const wrote = <A extends readonly unknown[], R>(work: (...given: A) => Promise<R>): ((...given: A) => Promise<R>) => {
    return (...given) => {
      sums.transactions += 1
      return work(...given)
    }
  }
  const settle: Outbox['settle'] = async (settlements, now) => {
    const keys = await outbox.settle(settlements, now)
    sums.settled += keys.length
    sums.endedAt = preciseNow()
    return keys
  }
  return {
    outbox: {
      ...outbox,
      claim: wrote((...given) => outbox.claim(...given)),
      mark: wrote((...given) => outbox.mark(...given)),
      settle: wrote(settle),
    },
    subscriptions: { ...subscriptions, plan: wrote((...given) => subscriptions.plan(...given)) },
  }
}

let workers: readonly Worker[] = []
/** What one of the process writes, another may have to carry. */
const wake = (): void => {
  for (const one of workers) one.wake()
}

let standing: { readonly run: Run; readonly store: Store; readonly clock: ReturnType<typeof rehearsalClock> } | undefined

async function carry(): Promise<Ran> {
  if (!standing) throw new Error('nobody said what is to be carried')
  const { run, store, clock } = standing
  const sums: Counted = { settled: 0, endedAt: 0, transactions: 0 }
  const sentBefore = messages
  const parts = {
    store: counting(store, sums),
    shelves,
    platforms: [discord],
    clock,
    random: systemRandom(),
    log,
    timing: TIMING,
    report: (error: unknown) => {
      console.error(error)
      return randomBytes(4).toString('hex')
    },
  }
  const cpuMs = computing()
  const beganAt = preciseNow()
  workers = Array.from({ length: run.loops }, () => worker(parts))
  while ((await store.outbox.tally(DAY)).sent < run.total) await pause(50)
  const computedMs = cpuMs()
  for (const one of workers) await one.stop()
  await store.close()
  if (messages - sentBefore !== sums.settled) throw new Error(`${messages - sentBefore} sent, ${sums.settled} settled`)
  return { beganAt, endedAt: sums.endedAt, done: sums.settled, transactions: sums.transactions, cpuMs: computedMs }
}

serve({}, async (job) => {
  const order = job as Order
  if (order.kind === 'go') return carry()
  const clock = rehearsalClock(STARTS_AT, 1, systemClock())
  const store = await open(order.run.database, clock, wake)
  standing = { run: order.run, store, clock }
  return undefined
})
