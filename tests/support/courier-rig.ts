import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import * as z from 'zod'
import type { Logged } from '../../src/anniversaries/subscription.ts'
import type { ChannelPlace } from '../../src/chat/platform.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { type Courier, courier, type CourierParts } from '../../src/delivery/courier.ts'
import type { Delivery, Outbox } from '../../src/delivery/outbox.ts'
import { definePost, type Ended, type PostSpec } from '../../src/delivery/post.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import type { Log } from '../../src/kernel/log.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { type VirtualClock, virtualClock } from '../../src/kernel/virtual-clock.ts'
import { gate } from '../../src/simulation/gate.ts'
import { type Database, openStore, type Store } from '../../src/store/store.ts'

export const START = new Date('2026-08-18T09:00:00Z')
/** A schedule to which the deliveries of a test belong. */
export const OWNER = 'abcdefghij'

export const channel = (name = 'C1', server = 'S1'): ChannelPlace => ({ kind: 'channel', platform: 'discord', server, channel: name })

export const reply = (text: string): Reply => ({
  locale: 'en',
  audience: 'everyone',
  blocks: [{ kind: 'text', body: [text] }],
  buttons: [],
  footer: [],
  solemn: false,
})

const HOUR = 3_600_000

export const delivery = (key: string, changes: Partial<Delivery> = {}): Delivery => ({
  key,
  to: channel(),
  post: 'told',
  subject: { text: key },
  dueAt: START,
  expiresAt: new Date(START.getTime() + 12 * HOUR),
  owner: OWNER,
  ...changes,
})

/** The entries of one channel's log of a test. */
export type Told = { readonly level: string; readonly event: string; readonly fields: Readonly<Record<string, unknown>> }

export type Worker = {
  readonly courier: Courier
  readonly running: Promise<void>
  /** Its process is no more: nothing that it waits for ever comes, and nothing that it begins reaches anybody. */
  readonly die: () => void
}

export type Rig = {
  readonly clock: VirtualClock
  readonly store: Store
  readonly told: Told[]
  readonly reports: unknown[]
  /** How each delivery ended, as its post was told. */
  readonly ended: (readonly [string, Ended])[]
  readonly plan: (...deliveries: readonly Delivery[]) => Promise<void>
  /** A process of its own on the same store. */
  readonly work: (
    parts: Pick<CourierParts, 'platforms'> & Partial<CourierParts> & { readonly through?: (outbox: Outbox) => Outbox },
  ) => Worker
  /** How the deliveries of the schedule stand, by key. */
  readonly states: () => Promise<Record<string, Logged['state']>>
  readonly logged: (key: string) => Promise<Logged | undefined>
  /** Lets minutes pass. */
  readonly minutes: (many: number) => Promise<void>
}

/** Says what it is given; in doubt it stays silent, or says it again. */
const posts = (ended: (readonly [string, Ended])[]): readonly PostSpec[] =>
  (['told', 'told again'] as const).map((name) =>
    definePost({
      name,
      inDoubt: name === 'told' ? 'stay-silent' : 'say-again',
      subject: z.object({ text: z.string() }),
      compose: ({ text }) => ({ reply: reply(text), shows: { [text]: 'v1' } }),
      after: (_subject, claim, end) => {
        ended.push([claim.key, end])
        return []
      },
    }),
  )

/** A real store, in a file unless given, and couriers on it under a clock that the test moves. */
export async function rig(database?: Database): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'griot-courier-'))
  const clock = virtualClock(START)
  const random = seededRandom('courier')
  const told: Told[] = []
  const reports: unknown[] = []
  const ended: (readonly [string, Ended])[] = []
  const entry =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void told.push({ level, event, fields })
  const log: Log = { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') }
  const workers: Worker[] = []
  const store = openStore({
    database: database ?? { kind: 'sqlite', path: join(directory, 'griot.db') },
    secret: 'a secret of the tests, long enough',
    clock,
    random,
    log,
    changed: () => {
      for (const worker of workers) worker.courier.wake()
    },
  })
  onTestFinished(async () => {
    for (const worker of workers) worker.die()
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  })
  await store.opened
  const states = async () => Object.fromEntries((await store.subscriptions.log(OWNER, 1000)).map(({ key, state }) => [key, state]))

  return {
    clock,
    store,
    told,
    reports,
    ended,
    states,
    logged: async (key) => (await store.subscriptions.log(OWNER, 1000)).find((line) => line.key === key),
    plan: async (...deliveries) => void (await store.ledger.write(deliveries, clock.now())),
    minutes: (many) => clock.advance(many * 60_000),
    work({ through = (outbox) => outbox, ...parts }) {
      const edge = gate()
      const made = courier({
        posts: posts(ended),
        random,
        log,
        timing: TIMING,
        report: (error) => `bug${reports.push(error)}`,
        ...parts,
        clock: edge.through(clock),
        outbox: edge.through(through(clock.holding(store.outbox))),
        platforms: parts.platforms.map((platform) => edge.through(platform)),
      })
      const worker = { courier: made, running: made.run(new AbortController().signal), die: () => edge.die() }
      workers.push(worker)
      return worker
    },
  }
}
