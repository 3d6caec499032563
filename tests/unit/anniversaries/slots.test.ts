import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { between, next, rhythmOf, type Rhythm } from '../../../src/anniversaries/slots.ts'
import { Wish } from '../../../src/anniversaries/subscription.ts'
import { changeAfter, instantOf, offsetAt } from '../../../src/anniversaries/wall.ts'
import { everyZone } from '../../support/zones.ts'

const DAY_MS = 86_400_000
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const instants = (rhythm: Rhythm, from: string, through: string): readonly string[] =>
  between(rhythm, new Date(from), new Date(through)).map(({ date, at }) => `${date} ${at.toISOString().slice(0, 16)}Z`)

describe('an occurrence', () => {
  test.each([
    ['Africa/Bamako', '2026-08-18', '09:00', '2026-08-18T09:00Z', 'where the clocks never change'],
    ['Asia/Kathmandu', '2026-08-18', '09:00', '2026-08-18T03:15Z', 'where the offset is no whole hour'],
    ['Africa/Cairo', '2026-04-24', '00:00', '2026-04-23T22:00Z', 'at a midnight that does not exist is an hour later by the clock'],
    ['America/Havana', '2026-03-08', '00:00', '2026-03-08T05:00Z', 'at a midnight that does not exist is an hour later by the clock'],
    ['America/Havana', '2026-11-01', '00:30', '2026-11-01T04:30Z', 'at a time that comes twice is its first'],
    ['Europe/Paris', '2026-03-29', '02:30', '2026-03-29T01:30Z', 'in the hour that is jumped over is 03:30'],
    ['Europe/Paris', '2026-10-25', '02:30', '2026-10-25T00:30Z', 'in the hour that comes twice is its first'],
    ['Europe/Warsaw', '2026-03-29', '02:30', '2026-03-29T01:30Z', 'in the hour that is jumped over is 03:30'],
    ['Europe/Warsaw', '2026-10-25', '02:30', '2026-10-25T00:30Z', 'in the hour that comes twice is its first'],
    ['Australia/Lord_Howe', '2025-10-05', '02:15', '2025-10-04T15:45Z', 'in the half hour that is jumped over is half an hour later'],
    ['Australia/Lord_Howe', '2025-04-06', '01:45', '2025-04-05T14:45Z', 'in the half hour that comes twice is its first'],
    ['America/Nuuk', '2025-03-29', '23:30', '2025-03-30T01:30Z', 'keeps its date where the clocks already show the next one'],
    ['Africa/Casablanca', '2025-02-23', '02:30', '2025-02-23T01:30Z', 'at the beginning of Ramadan is the first of two'],
    ['Africa/Casablanca', '2025-04-06', '02:30', '2025-04-06T02:30Z', 'at the end of Ramadan is 03:30'],
  ])('in %s on %s at %s is at %s: %s', (zone, date, time, at) => {
    const noon = Date.parse(`${date}T12:00Z`)
    const around = between({ zone, minute: minuteOf(time) }, new Date(noon - 3 * DAY_MS), new Date(noon + 3 * DAY_MS))
    expect(around.filter((slot) => slot.date === date).map((slot) => slot.at)).toEqual([new Date(at)])
  })

  test('never is on a date that a zone skipped, at any time of it', () => {
    for (const time of ['00:00', '09:00', '23:59']) {
      const apia = { zone: 'Pacific/Apia', minute: minuteOf(time) }
      const dates = between(apia, new Date('2011-12-20T00:00Z'), new Date('2012-01-10T00:00Z')).map(({ date }) => date)
      expect(dates.slice(dates.indexOf('2011-12-28'), dates.indexOf('2012-01-01') + 1), time).toEqual([
        '2011-12-28',
        '2011-12-29',
        '2011-12-31',
        '2012-01-01',
      ])
    }
  })
  test('of a week leaves a week out where its weekday was skipped', () =>
    expect(instants({ zone: 'Pacific/Apia', minute: 540, weekday: 5 }, '2011-12-22T00:00Z', '2012-01-08T00:00Z')).toEqual([
      '2011-12-23 2011-12-23T19:00Z',
      '2012-01-06 2012-01-05T19:00Z',
    ]))
})

describe('a span of time', () => {
  const daily: Rhythm = { zone: 'Africa/Bamako', minute: 540 }
  test('leaves out its beginning and holds its end', () =>
    expect(instants(daily, '2026-01-01T09:00Z', '2026-01-03T09:00Z')).toEqual([
      '2026-01-02 2026-01-02T09:00Z',
      '2026-01-03 2026-01-03T09:00Z',
    ]))
  test('that is empty or turned round holds nothing', () => {
    expect(instants(daily, '2026-01-01T09:00Z', '2026-01-01T09:00Z')).toEqual([])
    expect(instants(daily, '2026-01-03T09:00Z', '2026-01-01T09:00Z')).toEqual([])
  })
  test('holds one weekday only, where one is wished', () =>
    expect(instants({ ...daily, weekday: 7 }, '2026-01-01T00:00Z', '2026-01-20T00:00Z')).toEqual([
      '2026-01-04 2026-01-04T09:00Z',
      '2026-01-11 2026-01-11T09:00Z',
      '2026-01-18 2026-01-18T09:00Z',
    ]))
  test('holds nothing before the first local date and nothing after the last', () =>
    expect(instants({ ...daily, first: '2026-01-04', last: '2026-01-05' }, '2026-01-01T00:00Z', '2026-01-20T00:00Z')).toEqual([
      '2026-01-04 2026-01-04T09:00Z',
      '2026-01-05 2026-01-05T09:00Z',
    ]))

  const rhythm = fc.record({
    zone: fc.constantFrom(...everyZone()),
    minute: fc.integer({ min: 0, max: 1439 }),
    weekday: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
  })
  const instant = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2045-01-01') })

  test('cut anywhere holds what its parts hold', () => {
    fc.assert(
      fc.property(rhythm, instant, fc.nat(40 * DAY_MS), fc.nat(40 * DAY_MS), (r, from, first, second) => {
        const [a, b, c] = [new Date(from), new Date(from + first), new Date(from + first + second)]
        expect([...between(r, a, b), ...between(r, b, c)]).toEqual(between(r, a, c))
      }),
      { numRuns: 500 },
    )
  })
  test('cut at a clock change, to the millisecond, holds what its parts hold', () => {
    fc.assert(
      fc.property(rhythm, instant, fc.integer({ min: -1, max: 1 }), (r, from, beside) => {
        const change = changeAfter(r.zone, from)
        fc.pre(change !== undefined)
        const [a, b, c] = [new Date(change - 9 * DAY_MS), new Date(change + beside), new Date(change + 9 * DAY_MS)]
        expect([...between(r, a, b), ...between(r, b, c)]).toEqual(between(r, a, c))
      }),
      { numRuns: 500 },
    )
  })
  test('begins with the next occurrence', () => {
    fc.assert(
      fc.property(rhythm, instant, (r, from) => {
        expect(next(r, new Date(from))).toEqual(between(r, new Date(from), new Date(from + 30 * DAY_MS))[0])
      }),
      { numRuns: 500 },
    )
  })
})

describe('the next occurrence', () => {
  const daily: Rhythm = { zone: 'Europe/Warsaw', minute: 540 }
  test('is found years before the first date', () =>
    expect(next({ ...daily, first: '2031-05-01' }, new Date('2026-01-01T00:00Z'))).toEqual({
      date: '2031-05-01',
      at: new Date('2031-05-01T07:00Z'),
    }))
  test('is none after the last date', () => expect(next({ ...daily, last: '2026-01-01' }, new Date('2026-01-01T08:00Z'))).toBeUndefined())
  test('is found by who looks when the clocks already show the next date', () =>
    expect(next({ zone: 'America/Nuuk', minute: minuteOf('23:30') }, new Date('2025-03-30T01:10Z'))).toEqual({
      date: '2025-03-29',
      at: new Date('2025-03-30T01:30Z'),
    }))
  test('is never the instant itself', () =>
    expect(next(daily, new Date('2026-01-01T08:00Z'))).toEqual({ date: '2026-01-02', at: new Date('2026-01-02T08:00Z') }))
})

describe('a wish', () => {
  const wish = Wish.parse({
    kind: 'replay',
    pack: 'mali',
    zone: 'Europe/Paris',
    minute: 540,
    locale: 'fr',
    minWeight: 1,
    topics: [],
    quiet: 'skip',
    catchUp: 'latest',
    catchUpHours: 24,
    thread: false,
    weekday: 3,
    starts: '2026-10-01',
    pace: 1,
  })
  test('of a replay is due from its start to the end of its story', () =>
    expect(rhythmOf(wish, '2026-12-01')).toEqual({ zone: 'Europe/Paris', minute: 540, first: '2026-10-01', last: '2026-12-01' }))
  test('of a week is due on its weekday alone', () =>
    expect(rhythmOf({ ...wish, kind: 'weekly' })).toEqual({ zone: 'Europe/Paris', minute: 540, weekday: 3 }))
  test.each(['daily', 'anniversaries'] as const)('of kind %s is due every day, whatever weekday and start it carries', (kind) =>
    expect(rhythmOf({ ...wish, kind }, '2026-12-01')).toEqual({ zone: 'Europe/Paris', minute: 540 }),
  )
})

describe('the clocks of a zone', () => {
  test('have one offset at one instant', () => {
    expect(offsetAt('Europe/Paris', Date.parse('2026-03-29T00:59:59.999Z'))).toBe(3_600_000)
    expect(offsetAt('Europe/Paris', Date.parse('2026-03-29T01:00:00Z'))).toBe(7_200_000)
  })
  test('tell when they next change', () => {
    expect(changeAfter('Europe/Paris', Date.parse('2026-01-01'))).toBe(Date.parse('2026-03-29T01:00:00Z'))
    expect(changeAfter('Africa/Bamako', Date.parse('2026-01-01'))).toBeUndefined()
  })
  test('that nobody knows are refused', () => expect(() => instantOf('Mali/Bamako', 20_000, 0)).toThrow(RangeError))
})
