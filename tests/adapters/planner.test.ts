import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, test } from 'vitest'
import { planner, type PlannerParts } from '../../src/anniversaries/planner.ts'
import type { Subscription, Wish } from '../../src/anniversaries/subscription.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { rehearsalClock, systemClock } from '../../src/kernel/clock.ts'
import type { Log } from '../../src/kernel/log.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { virtualClock } from '../../src/kernel/virtual-clock.ts'
import { openStore } from '../../src/store/store.ts'
import { BAMAKO_CHANNEL, wishFor } from '../support/wishes.ts'

const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function world(startAt: string) {
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
  closing.push(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const made = (changes: Partial<PlannerParts> = {}) =>
    planner({
      subscriptions: clock.holding(store.subscriptions),
      speaks: () => true,
      lastDate: () => undefined,
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
    elsewhere(): DatabaseSync {
      const database = new DatabaseSync(path)
      closing.push(async () => database.close())
      return database
    },
    /** Lets planners run until `work` is done. */
    async running(planners: readonly ReturnType<typeof planner>[], work: () => Promise<void>): Promise<void> {
      const stop = new AbortController()
      const runs = planners.map((one) => one.run(stop.signal))
      await settled()
      await work()
      stop.abort()
      await Promise.all(runs)
    },
    async add(changes: Partial<Wish> = {}): Promise<Subscription> {
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
    async log(id: string): Promise<readonly string[]> {
      const lines = await store.subscriptions.log(id, 100)
      return lines.map(({ key, state, why }) => [key.slice(-10), state, ...(why ? [why] : [])].join(' ')).toReversed()
    },
  }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('a planner that runs', () => {
  test('plans each day once, two minutes ahead, for as long as it runs', async () => {
    const { add, clock, log, planner, running } = await world('2026-08-15T12:00Z')
    const { id } = await add()
    await running([planner()], async () => {
      await clock.advance(20 * HOUR + 57 * MINUTE)
      expect(await log(id)).toEqual([])
      await clock.advance(2 * MINUTE)
      expect(await log(id)).toEqual(['2026-08-16 waiting'])
      await clock.advance(2 * DAY)
      expect(await log(id)).toEqual(['2026-08-16 waiting', '2026-08-17 waiting', '2026-08-18 waiting'])
    })
  })

  test('plans what was just asked for as soon as it is woken', async () => {
    const { add, clock, log, planner, running, settled } = await world('2026-08-18T08:59:30Z')
    const one = planner()
    await running([one], async () => {
      await clock.advance(1000)
      const { id } = await add()
      one.wake()
      await settled()
      expect(await log(id)).toEqual(['2026-08-18 waiting'])
    })
  })

  test('looks again within a minute for what another process wrote', async () => {
    const { add, clock, log, planner, running } = await world('2026-08-18T08:58:00Z')
    await running([planner()], async () => {
      const { id } = await add()
      await clock.advance(MINUTE)
      expect(await log(id)).toEqual(['2026-08-18 waiting'])
    })
  })

  test('plans more than one round holds', async () => {
    const { planner, running, store, clock } = await world('2026-08-18T08:58:30Z')
    for (let n = 0; n < 450; n++)
      await store.subscriptions.add({
        id: `sub${String(n).padStart(7, '0')}`,
        place: { ...BAMAKO_CHANNEL, channel: `c${n}` },
        wish: wishFor(),
        maker: 'U1',
        now: clock.now(),
      })
    const one = planner()
    expect([await one.round(), await one.round(), await one.round(), await one.round()]).toEqual([200, 200, 50, 0])
    await running([one], async () => clock.advance(DAY))
    expect((await store.outbox.tally('2026-08-18')).planned).toBe(450)
    expect((await store.outbox.tally('2026-08-19')).planned).toBe(450)
    expect(one.standing().troubleSince).toBeUndefined()
  })

  test('ends at once when it is stopped, asleep or not', async () => {
    const { planner, clock } = await world('2026-08-18T08:58:30Z')
    const stop = new AbortController()
    const run = planner().run(stop.signal)
    await clock.advance(10_000)
    stop.abort()
    await run
    expect(clock.now()).toEqual(new Date('2026-08-18T08:58:40Z'))
    await planner().run(AbortSignal.abort())
  })
})

describe('two planners at once', () => {
  test('plan each day once between them', async () => {
    const { add, clock, log, planner, running, store } = await world('2026-08-15T12:00Z')
    const all = await Promise.all(Array.from({ length: 20 }, () => add({ catchUp: 'all' })))
    await running([planner(), planner()], async () => clock.advance(3 * DAY))
    for (const { id } of all) expect(await log(id)).toEqual(['2026-08-16 waiting', '2026-08-17 waiting', '2026-08-18 waiting'])
    expect((await store.outbox.tally('2026-08-17')).planned).toBe(20)
  })

  test('that saw the same watermark move it once', async () => {
    const { add, clock, log, planner, subscriptions } = await world('2026-08-17T12:00Z')
    const { id } = await add({ catchUp: 'skip' })
    await planner().round()
    await clock.advance(21 * HOUR)
    const seen = await subscriptions.due(clock.now(), 10)
    const late = planner({ subscriptions: { ...subscriptions, due: async () => seen } })
    await planner().round()
    await clock.advance(12 * MINUTE)
    await late.round()
    expect(await log(id)).toEqual(['2026-08-18 waiting'])
  })
})

describe('after an outage', () => {
  const outage = async (ms: number, wish: Partial<Wish>) => {
    const here = await world('2026-08-17T12:00Z')
    const { id } = await here.add(wish)
    await here.planner().round()
    await here.clock.advance(21 * HOUR - 3 * MINUTE + ms)
    const looked = await here.planner().round()
    return { looked, log: await here.log(id), now: here.clock.now() }
  }

  test.each(['skip', 'latest', 'all'] as const)('of minutes nothing is missed (%s)', async (catchUp) => {
    expect((await outage(12 * MINUTE, { catchUp })).log).toEqual(['2026-08-18 waiting'])
  })
  test.each([
    ['skip', ['2026-08-18 dropped missed: too late (skip)']],
    ['latest', ['2026-08-18 waiting']],
    ['all', ['2026-08-18 waiting']],
  ] as const)('of hours `%s` says %j', async (catchUp, lines) => {
    expect((await outage(5 * HOUR, { catchUp })).log).toEqual(lines)
  })
  test.each([
    ['skip', ['18', '19', '20', '21'].map((day) => `2026-08-${day} dropped missed: too late (skip)`)],
    ['latest', [...['18', '19', '20'].map((day) => `2026-08-${day} dropped missed: too late (latest)`), '2026-08-21 waiting']],
    [
      'all',
      [
        ...['18', '19'].map((day) => `2026-08-${day} dropped missed: too late (all)`),
        ...['20', '21'].map((day) => `2026-08-${day} waiting`),
      ],
    ],
  ] as const)('of days `%s` says %j', async (catchUp, lines) => {
    expect((await outage(3 * DAY + 5 * HOUR, { catchUp })).log).toEqual(lines)
  })
  test('of a year one round is enough, and the next day is on time', async () => {
    const here = await world('2026-08-17T12:00Z')
    const { id } = await here.add()
    await here.planner().round()
    await here.clock.advance(365 * DAY)
    expect(await here.planner().round()).toBe(1)
    expect((await here.log(id)).at(-1)).toBe('2027-08-17 waiting')
    expect((await here.log(id)).length).toBe(20)
    expect(await here.subscriptions.nextAt()).toEqual(new Date('2027-08-18T08:58Z'))
  })
})

describe('a schedule', () => {
  test('that is edited on its day is planned by its new wish, and not by the old one', async () => {
    const { add, clock, log, planner, subscriptions } = await world('2026-08-18T08:58:30Z')
    const { id, wish } = await add()
    await planner().round()
    expect(await log(id)).toEqual(['2026-08-18 waiting'])
    await clock.advance(30_000)
    await subscriptions.edit(id, { ...wish, minute: 600 }, clock.now())
    await planner().round()
    expect(await subscriptions.nextAt()).toEqual(new Date('2026-08-18T09:58Z'))
    await clock.advance(HOUR)
    await planner().round()
    const [line] = await subscriptions.log(id, 10)
    expect(line).toMatchObject({ dueAt: new Date('2026-08-18T10:00Z'), state: 'waiting' })
    expect(await log(id)).toEqual(['2026-08-18 waiting'])
  })
  test('that people pause is not looked at, and what they missed meanwhile stays missed', async () => {
    const { add, clock, log, planner, subscriptions } = await world('2026-08-17T12:00Z')
    const { id } = await add({ catchUp: 'all' })
    await planner().round()
    await subscriptions.pause(id, clock.now())
    await clock.advance(DAY)
    expect(await planner().round()).toBe(0)
    await subscriptions.resume(id, clock.now())
    await planner().round()
    expect(await log(id)).toEqual([])
    expect(await subscriptions.nextAt()).toEqual(new Date('2026-08-19T08:58Z'))
  })
  test('that is removed is never planned, even where a planner had seen it', async () => {
    const { add, clock, log, planner, subscriptions } = await world('2026-08-18T08:59Z')
    const { id } = await add()
    const seen = await subscriptions.due(clock.now(), 10)
    await subscriptions.remove(id, clock.now())
    expect(await planner({ subscriptions: { ...subscriptions, due: async () => seen } }).round()).toBe(1)
    expect(await log(id)).toEqual([])
    expect(await planner().round()).toBe(0)
  })
  test.each([
    ['Europe/Paris', '2026-03-28T12:00Z', 150, ['2026-03-29T01:30', '2026-03-30T00:30']],
    ['Europe/Paris', '2026-10-24T12:00Z', 150, ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['Africa/Cairo', '2026-04-23T12:00Z', 0, ['2026-04-23T22:00', '2026-04-24T21:00']],
    ['America/Nuuk', '2026-03-28T12:00Z', 1410, ['2026-03-29T01:30', '2026-03-30T00:30']],
  ] as const)('in %s is planned once a day over a clock change (from %s, minute %d)', async (zone, startAt, minute, expected) => {
    const { add, clock, planner, running, subscriptions } = await world(startAt)
    const { id } = await add({ zone, minute })
    await running([planner()], async () => clock.advance(2 * DAY - HOUR))
    const lines = await subscriptions.log(id, 10)
    expect(lines.map(({ dueAt }) => dueAt.toISOString().slice(0, 16)).toReversed()).toEqual(expected)
  })
})

describe('a fault', () => {
  const three = async (here: Awaited<ReturnType<typeof world>>) =>
    [await here.add(), await here.add(), await here.add()].map(({ id }) => id)

  test.each([
    ['that no longer is one', '{"kind":"hourly"}'],
    ['whose zone this machine does not know', JSON.stringify(wishFor()).replace('Africa/Bamako', 'Africa/Atlantis')],
    ['that is no JSON', '{'],
  ])('a wish %s keeps no other from its post, is reported once and looked at again each hour', async (_, wish) => {
    const here = await world('2026-08-18T08:59:00Z')
    const ids = await three(here)
    here
      .elsewhere()
      .prepare('update subscription set wish = ? where id = ?')
      .run(wish, ids[1] ?? '')
    await here.running([here.planner()], async () => here.clock.advance(59 * MINUTE))
    expect(await Promise.all(ids.map(here.log))).toEqual([['2026-08-18 waiting'], [], ['2026-08-18 waiting']])
    expect(here.reported.length).toBe(1)
    expect(await here.subscriptions.nextAt()).toEqual(new Date('2026-08-18T09:59:00Z'))
  })

  test('in a pack while it is asked about one of them keeps no other from its post, and when it is mended nothing is lost', async () => {
    const here = await world('2026-08-18T08:59:00Z')
    const ids = [(await here.add()).id, (await here.add({ topics: ['broken'] })).id]
    let isBroken = true
    const speaks = (wish: Wish): boolean => {
      if (isBroken && wish.topics.includes('broken')) throw new Error('a bug')
      return true
    }
    await here.running([here.planner({ speaks })], async () => {
      await here.clock.advance(MINUTE)
      expect(await Promise.all(ids.map(here.log))).toEqual([['2026-08-18 waiting'], []])
      isBroken = false
      await here.clock.advance(HOUR)
      expect(await Promise.all(ids.map(here.log))).toEqual([['2026-08-18 waiting'], ['2026-08-18 waiting']])
    })
    expect(here.reported).toEqual(['Error: a bug'])
  })

  test('of one while it is written keeps no other from its post', async () => {
    const here = await world('2026-08-18T08:59:00Z')
    const ids = await three(here)
    here
      .elsewhere()
      .exec(`create trigger no before update on subscription when new.id = '${ids[1]}' and new.planned_through <> old.planned_through
      begin select raise(abort, 'refused by the test'); end`)
    await here.running([here.planner()], async () => here.clock.advance(10 * MINUTE))
    expect(await Promise.all(ids.map(here.log))).toEqual([['2026-08-18 waiting'], [], ['2026-08-18 waiting']])
    expect(here.reported.length).toBe(1)
  })

  test('of the database is waited out, told once, and nothing is lost', async () => {
    const here = await world('2026-08-18T08:57:59Z')
    const { id } = await here.add({ catchUp: 'skip' })
    const other = here.elsewhere()
    const one = here.planner()
    await here.running([one], async () => {
      await here.clock.advance(500)
      other.exec('begin immediate')
      await here.clock.advance(20_000)
      expect(await here.log(id)).toEqual([])
      expect(one.standing().troubleSince).toBeDefined()
      other.exec('rollback')
      await here.clock.advance(30_000)
      expect(await here.log(id)).toEqual(['2026-08-18 waiting'])
      expect(one.standing().troubleSince).toBeUndefined()
    })
    expect(here.reported).toEqual([])
    expect(here.warned).toEqual(['outbox unavailable'])
  })
})

describe('when to look again is only a hint', () => {
  const wronglyComputed = async () => {
    const here = await world('2026-08-17T12:00Z')
    const { id } = await here.add()
    await here.running([here.planner()], async () => undefined)
    here.elsewhere().exec(`update subscription set next_at = ${Date.parse('2026-08-18T11:58Z')}`)
    return { ...here, id }
  }
  test('a machine with new rules of the zones looks at every schedule again, and the post is on time', async () => {
    const here = await wronglyComputed()
    await here.running([here.planner({ edition: '2026b' })], async () => here.clock.advance(21 * HOUR))
    const [line] = await here.subscriptions.log(here.id, 1)
    expect(line).toMatchObject({ dueAt: new Date('2026-08-18T09:00Z'), state: 'waiting' })
  })
  test('a machine with the rules of yesterday looks at none', async () => {
    const here = await wronglyComputed()
    await here.running([here.planner()], async () => here.clock.advance(21 * HOUR))
    expect(await here.log(here.id)).toEqual([])
    expect(await here.subscriptions.lookAgain('2026a', here.clock.now())).toBe(false)
    expect(await here.subscriptions.lookAgain('2026b', here.clock.now())).toBe(true)
    expect(await here.subscriptions.nextAt()).toEqual(here.clock.now())
  })
  test('one that comes too early plans nothing, and is put right', async () => {
    const here = await world('2026-08-17T12:00Z')
    const { id } = await here.add()
    await here.planner().round()
    here.elsewhere().exec(`update subscription set next_at = ${Date.parse('2026-08-18T03:00Z')}`)
    await here.clock.advance(16 * HOUR)
    expect(await here.planner().round()).toBe(1)
    expect(await here.log(id)).toEqual([])
    expect(await here.subscriptions.nextAt()).toEqual(new Date('2026-08-18T08:58Z'))
  })
})
