import { describe, expect, test } from 'vitest'
import type { Wish } from '../../src/anniversaries/subscription.ts'
import { world } from '../support/planning.ts'
import { BAMAKO_CHANNEL, wishFor } from '../support/wishes.ts'

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
    expect([await one.round(), await one.round(), await one.round(), await one.round()]).toEqual([400, 50, 0, 0])
    await running([one], async () => clock.advance(DAY - 30_000))
    expect(clock.now()).toEqual(new Date('2026-08-19T08:58:00Z'))
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

describe('two planners before a long queue', () => {
  const LONG = 4_000

  const queue = async () => {
    const here = await world('2026-08-18T08:58:30Z')
    const due = here.clock.now().getTime()
    here.elsewhere().exec(`
      insert into subscription (id, number, platform, server, channel, wish, maker, made_at, planned_through, next_at)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${LONG})
      select 'sub' || (1000000 + i), 1, 'web', '', 'c' || i, '${JSON.stringify(wishFor())}', '', ${due}, ${due}, ${due} from n`)
    const made: number[][] = [[], []]
    const planners = made.map((mine) =>
      here.planner({
        subscriptions: {
          ...here.subscriptions,
          plan: async (...given) => {
            const many = await here.subscriptions.plan(...given)
            mine.push(many)
            return many
          },
        },
      }),
    )
    return { ...here, planners, made }
  }
  const planAll = async (planners: readonly { round(): Promise<number> }[]): Promise<void> => {
    while ((await Promise.all(planners.map((one) => one.round()))).some((looked) => looked > 0));
  }

  test('share it: none is planned twice, and neither only does again what the other did', async () => {
    const { planners, made, store } = await queue()
    await planAll(planners)
    expect((await store.outbox.tally('2026-08-18')).planned).toBe(LONG)
    const sums = made.map((mine) => mine.reduce((sum, many) => sum + many, 0))
    expect(sums[0]! + sums[1]!).toBe(LONG)
    expect(Math.min(...sums)).toBeGreaterThanOrEqual(LONG / 5)
    expect(made.flat().filter((many) => many === 0).length).toBeLessThan(made.flat().length / 2)
  })

  test('leave nothing behind when one of them dies', async () => {
    const { planners, store } = await queue()
    await Promise.all(planners.map((one) => one.round()))
    await planAll(planners.slice(1))
    await planAll(planners.slice(1))
    expect((await store.outbox.tally('2026-08-18')).planned).toBe(LONG)
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
