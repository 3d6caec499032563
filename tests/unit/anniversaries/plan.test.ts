import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyOf, planOf, windowMs, type Teller } from '../../../src/anniversaries/plan.ts'
import { between, rhythmOf } from '../../../src/anniversaries/slots.ts'
import { CATCH_UPS, type Plan, type Wish } from '../../../src/anniversaries/subscription.ts'
import { scaled, TIMING } from '../../../src/delivery/timing.ts'
import { dueSince, wishFor } from '../../support/wishes.ts'

const talkative: Teller = { speaks: () => true, endOf: () => undefined }

type Looked = { readonly since: string; readonly now: string; readonly wish?: Partial<Wish>; readonly story?: Teller }

const planAt = ({ since, now, wish = {}, story = talkative }: Looked): Plan =>
  planOf(dueSince(since, wish), wishFor(wish), story, new Date(now), TIMING)

const dates = (plan: Plan): readonly string[] => plan.deliveries.map(({ key }) => key.slice(-10))
const missed = (plan: Plan): readonly string[] => plan.missed.map(({ key, why }) => `${key.slice(-10)} ${why}`)

describe('an occurrence on time', () => {
  const plan = planAt({ since: '2026-08-17T09:05Z', now: '2026-08-18T08:58:30Z', wish: { catchUp: 'all' } })
  test('becomes one delivery at its very instant, under its key, with all that composing needs', () =>
    expect(plan.deliveries).toEqual([
      {
        key: 'anniversaries/abcdefghij/2026-08-18',
        to: { kind: 'channel', platform: 'web', channel: 'bamako' },
        post: 'digest',
        subject: { subscription: 'abcdefghij', date: '2026-08-18', wish: wishFor({ catchUp: 'all' }) },
        dueAt: new Date('2026-08-18T09:00Z'),
        expiresAt: new Date('2026-08-20T09:00Z'),
        owner: 'abcdefghij',
      },
    ]))
  test('moves the watermark from where it stood to the horizon', () => {
    expect(plan.from).toEqual(new Date('2026-08-17T09:05Z'))
    expect(plan.through).toEqual(new Date('2026-08-18T09:00:30Z'))
  })
  test('is followed by a look two minutes before the next one', () => expect(plan.nextAt).toEqual(new Date('2026-08-19T08:58Z')))
  test('is planned at most two minutes ahead', () =>
    expect(dates(planAt({ since: '2026-08-17T09:05Z', now: '2026-08-18T08:57:59Z' }))).toEqual([]))
  test('is never planned again', () => {
    const again = planAt({ since: '2026-08-18T09:00Z', now: '2026-08-18T09:00:30Z', wish: { catchUp: 'all' } })
    expect([...again.deliveries, ...again.missed]).toEqual([])
  })
  test.each(CATCH_UPS)('may be ten minutes late, whatever the policy (%s)', (catchUp) =>
    expect(dates(planAt({ since: '2026-08-17T09:05Z', now: '2026-08-18T09:09:59Z', wish: { catchUp } }))).toEqual(['2026-08-18']),
  )
})

describe('what was missed', () => {
  const since = '2026-08-10T09:05Z'
  test('is passed over by the policy `skip`, with a word for the log', () => {
    const plan = planAt({ since: '2026-08-16T09:05Z', now: '2026-08-18T09:10Z', wish: { catchUp: 'skip' } })
    expect(dates(plan)).toEqual([])
    expect(missed(plan)).toEqual(['2026-08-17 missed: too late (skip)', '2026-08-18 missed: too late (skip)'])
  })
  test('is caught up with by the policy `latest` where the newest is less than twelve hours late, and only with that one', () => {
    const plan = planAt({ since: '2026-08-16T09:05Z', now: '2026-08-18T20:59Z' })
    expect(dates(plan)).toEqual(['2026-08-18'])
    expect(plan.deliveries[0]?.dueAt).toEqual(new Date('2026-08-18T09:00Z'))
    expect(plan.deliveries[0]?.expiresAt).toEqual(new Date('2026-08-18T21:00Z'))
    expect(missed(plan)).toEqual(['2026-08-17 missed: too late (latest)'])
  })
  test('is passed over by the policy `latest` after twelve hours', () =>
    expect(dates(planAt({ since, now: '2026-08-18T21:00Z' }))).toEqual([]))
  test('is caught up with in order by the policy `all`, as far as its window reaches', () => {
    const plan = planAt({ since, now: '2026-08-18T15:00Z', wish: { catchUp: 'all', catchUpHours: 72 } })
    expect(dates(plan)).toEqual(['2026-08-16', '2026-08-17', '2026-08-18'])
    expect(missed(plan).at(-1)).toBe('2026-08-15 missed: too late (all)')
  })
  test('does not keep the next one from its time', () =>
    expect(dates(planAt({ since, now: '2026-08-18T08:59Z', wish: { minute: 540, catchUp: 'all', catchUpHours: 25 } }))).toEqual([
      '2026-08-17',
      '2026-08-18',
    ]))
  test.each(CATCH_UPS)('for a year leaves twenty lines in the log at most (%s)', (catchUp) => {
    const plan = planAt({ since: '2025-08-18T09:05Z', now: '2026-08-18T15:00Z', wish: { catchUp } })
    expect(plan.missed.length).toBeGreaterThan(17)
    expect(plan.missed.length).toBeLessThanOrEqual(20)
    expect(plan.through).toEqual(new Date('2026-08-18T15:02Z'))
  })
})

describe('a day on which there is nothing to say', () => {
  const story: Teller = { speaks: (_, date) => date === '2026-08-17', endOf: () => undefined }
  test('makes no delivery', () => expect(dates(planAt({ since: '2026-08-17T09:05Z', now: '2026-08-18T08:59Z', story }))).toEqual([]))
  test('was not missed either', () => {
    const plan = planAt({ since: '2026-08-15T09:05Z', now: '2026-08-18T20:00Z', story, wish: { catchUp: 'skip' } })
    expect(missed(plan)).toEqual(['2026-08-17 missed: too late (skip)'])
  })
  test('does not let `latest` reach back for an older one', () =>
    expect(dates(planAt({ since: '2026-08-15T09:05Z', now: '2026-08-18T10:00Z', story }))).toEqual([]))
})

describe('a replay', () => {
  const replay: Partial<Wish> = { kind: 'replay', starts: '2026-10-01' }
  const story: Teller = { speaks: () => true, endOf: () => '2026-10-03' }
  test('that begins in a month is looked at two minutes before', () =>
    expect(planAt({ since: '2026-09-01T00:00Z', now: '2026-09-01T00:00Z', wish: replay, story }).nextAt).toEqual(
      new Date('2026-10-01T08:58Z'),
    ))
  test('ends with its story, and is looked at a week later in case that has grown', () => {
    const plan = planAt({ since: '2026-10-02T09:05Z', now: '2026-10-03T08:59Z', wish: replay, story })
    expect(dates(plan)).toEqual(['2026-10-03'])
    expect(plan.nextAt).toEqual(new Date('2026-10-10T08:59Z'))
  })
})

describe('a clock that was set back', () => {
  test('by no more than an hour leaves the watermark where it stood', () => {
    const plan = planAt({ since: '2026-08-18T09:02Z', now: '2026-08-18T08:30Z', wish: { catchUp: 'all' } })
    expect([...plan.deliveries, ...plan.missed]).toEqual([])
    expect(plan.through).toEqual(plan.from)
    expect(plan.nextAt).toEqual(new Date('2026-08-19T08:58Z'))
  })
  test('by more than an hour plans what is to come, under the same keys, and catches up with nothing', () => {
    const plan = planAt({ since: '2030-08-18T09:02Z', now: '2026-08-10T08:59Z', wish: { catchUp: 'all' } })
    expect(dates(plan)).toEqual(['2026-08-10'])
    expect(plan.missed).toEqual([])
    expect(plan.from).toEqual(new Date('2030-08-18T09:02Z'))
    expect(plan.through).toEqual(new Date('2026-08-10T09:01Z'))
    expect(plan.nextAt).toEqual(new Date('2026-08-11T08:58Z'))
  })
})

describe('a rehearsal, a day in a second', () => {
  test('plans as far ahead and catches up as far back as its seconds allow', () => {
    const fast = scaled(TIMING, 86_400)
    const plan = planOf(dueSince('2026-01-01T00:00Z'), wishFor(), talkative, new Date('2026-01-10T00:00Z'), fast)
    expect(dates(plan).slice(0, 2)).toEqual(['2026-01-01', '2026-01-02'])
    expect(plan.through).toEqual(new Date('2026-05-10T00:00Z'))
    expect(missed(plan)).toEqual([])
  })

  test('catches up with one post only by the policy `latest`, however many fall into its window', () => {
    const fast = scaled(TIMING, 86_400)
    const plan = planOf(dueSince('2020-01-01T00:00Z'), wishFor(), talkative, new Date('2024-01-01T00:00Z'), fast)
    const onTime = plan.deliveries.filter(({ dueAt }) => dueAt > new Date('2022-05-11T00:00Z'))
    expect(plan.deliveries.length - onTime.length).toBe(1)
    expect(missed(plan).at(-1)).toMatch(/ missed: a later one was posted$/)
    expect(plan.missed.length).toBe(20)
  })
})

describe('looking at any instants', () => {
  const start = Date.parse('2026-03-20T00:00Z')
  test('every occurrence is planned once or passed over once, in order, and none is sent after its policy ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Paris', 'Africa/Cairo', 'America/Nuuk', 'Africa/Bamako'),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom(...CATCH_UPS),
        fc.array(fc.integer({ min: 0, max: 4 * 86_400_000 }), { minLength: 1, maxLength: 12 }),
        (zone, minute, catchUp, pauses) => {
          const wish = wishFor({ zone, minute, catchUp })
          const first = { ...dueSince(new Date(start).toISOString()), wish }
          let plannedThrough = first.plannedThrough
          let nowMs = start
          const seen: string[] = []
          for (const pause of pauses) {
            nowMs += pause
            const plan = planOf(Object.assign({}, first, { plannedThrough }), wish, talkative, new Date(nowMs), TIMING)
            for (const { dueAt } of plan.deliveries) expect(dueAt.getTime() + windowMs(wish, TIMING)).toBeGreaterThan(nowMs)
            seen.push(
              ...[...plan.missed, ...plan.deliveries].toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).map(({ key }) => key),
            )
            plannedThrough = plan.through
          }
          const owed = between(rhythmOf(wish), new Date(start), new Date(nowMs + TIMING.horizonMs))
          expect(seen).toEqual(owed.map(({ date }) => keyOf(first.id, date)))
        },
      ),
      { numRuns: 300 },
    )
  })
})
