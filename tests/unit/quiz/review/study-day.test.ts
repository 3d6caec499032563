import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { dayNumber, dayNumbered, studyDay, studyDayStart } from '../../../../src/quiz/review/study-day.ts'

const dayAt = (instant: string, zone: string): string => studyDay(new Date(instant), zone)
const startOf = (day: string, zone: string): string => studyDayStart(day, zone).toISOString()

describe('a study day', () => {
  test.each([
    ['Africa/Bamako', '2026-11-02T03:59:59.999Z', '2026-11-01'],
    ['Africa/Bamako', '2026-11-02T04:00:00.000Z', '2026-11-02'],
    ['Africa/Bamako', '2026-11-02T23:59:59.999Z', '2026-11-02'],
    ['Africa/Bamako', '2026-11-03T00:00:00.000Z', '2026-11-02'],
    // UTC+5:45.
    ['Asia/Kathmandu', '2026-11-01T22:14:59.999Z', '2026-11-01'],
    ['Asia/Kathmandu', '2026-11-01T22:15:00.000Z', '2026-11-02'],
    ['America/Los_Angeles', '2027-01-01T11:59:00Z', '2026-12-31'],
  ])('in %s at %s is %s: it ends at four in the morning by the clocks there', (zone, instant, day) => {
    expect(dayAt(instant, zone)).toBe(day)
  })

  test('has 23 hours where the clocks go forward in it, and 25 where they go back', () => {
    expect([startOf('2026-03-28', 'Europe/Paris'), startOf('2026-03-29', 'Europe/Paris')]).toEqual([
      '2026-03-28T03:00:00.000Z',
      '2026-03-29T02:00:00.000Z',
    ])
    expect(dayAt('2026-03-29T01:59:59Z', 'Europe/Paris')).toBe('2026-03-28')
    expect(dayAt('2026-03-29T02:00:00Z', 'Europe/Paris')).toBe('2026-03-29')
    expect([startOf('2026-10-24', 'Europe/Paris'), startOf('2026-10-25', 'Europe/Paris')]).toEqual([
      '2026-10-24T02:00:00.000Z',
      '2026-10-25T03:00:00.000Z',
    ])
    expect(dayAt('2026-10-25T02:59:59Z', 'Europe/Paris')).toBe('2026-10-24')
    expect(dayAt('2026-10-25T03:00:00Z', 'Europe/Paris')).toBe('2026-10-25')
  })

  test('has half an hour less or more on Lord Howe Island', () => {
    // Back from +11:00 to +10:30 on 5 April 2026, and forward again on 4 October.
    expect([startOf('2026-04-04', 'Australia/Lord_Howe'), startOf('2026-04-05', 'Australia/Lord_Howe')]).toEqual([
      '2026-04-03T17:00:00.000Z',
      '2026-04-04T17:30:00.000Z',
    ])
    expect([startOf('2026-10-03', 'Australia/Lord_Howe'), startOf('2026-10-04', 'Australia/Lord_Howe')]).toEqual([
      '2026-10-02T17:30:00.000Z',
      '2026-10-03T17:00:00.000Z',
    ])
    expect(dayAt('2026-04-04T17:29:59Z', 'Australia/Lord_Howe')).toBe('2026-04-04')
    expect(dayAt('2026-04-04T17:30:00Z', 'Australia/Lord_Howe')).toBe('2026-04-05')
  })

  test('that Apia skipped, 30 December 2011, is nobody’s: the night before the 31st still belongs to the 29th', () => {
    expect(dayAt('2011-12-30T09:59:59Z', 'Pacific/Apia')).toBe('2011-12-29')
    expect(dayAt('2011-12-30T10:00:00Z', 'Pacific/Apia')).toBe('2011-12-29')
    expect(dayAt('2011-12-30T13:59:59Z', 'Pacific/Apia')).toBe('2011-12-29')
    expect(dayAt('2011-12-30T14:00:00Z', 'Pacific/Apia')).toBe('2011-12-31')
    expect(startOf('2011-12-30', 'Pacific/Apia')).toBe(startOf('2011-12-31', 'Pacific/Apia'))
  })

  test.each(['Europe/Warsaw', 'America/Havana', 'Antarctica/Troll', 'Antarctica/Casey', 'America/Nuuk'])(
    'in %s goes on and never back through a year of clock changes, and has begun when it is told',
    (zone) => {
      const days: string[] = []
      for (let at = Date.parse('2018-01-01T00:07:00Z'); at < Date.parse('2019-01-01T00:00:00Z'); at += 97 * 60_000) {
        const day = studyDay(new Date(at), zone)
        if (studyDayStart(day, zone).getTime() > at) throw new Error(`${day} has not begun at ${new Date(at).toISOString()}`)
        if (day !== days.at(-1)) days.push(day)
      }
      expect(days).toEqual(days.toSorted())
      expect(days.length).toBe(new Set(days).size)
      expect(days.length).toBeGreaterThanOrEqual(365)
    },
  )

  test('begins at 04:00 by the clocks there wherever they show it', () => {
    const local = (day: string, zone: string) =>
      Temporal.Instant.fromEpochMilliseconds(studyDayStart(day, zone).getTime()).toZonedDateTimeISO(zone).toPlainDateTime().toString()
    expect(local('2026-03-29', 'Europe/Paris')).toBe('2026-03-29T04:00:00')
    expect(local('2026-10-25', 'Europe/Paris')).toBe('2026-10-25T04:00:00')
    expect(local('2026-11-02', 'Asia/Kathmandu')).toBe('2026-11-02T04:00:00')
  })

  test('cannot be told in a zone that there is not', () => expect(() => dayAt('2026-11-02T12:00:00Z', 'Bamako')).toThrow(RangeError))
})

test('days are numbered from 1970 on, and read back from their numbers', () => {
  expect(dayNumber('1970-01-01')).toBe(0)
  expect(dayNumber('2026-11-02')).toBe(20_759)
  for (const day of ['1969-12-31', '2000-02-29', '2026-11-02']) expect(dayNumbered(dayNumber(day))).toBe(day)
})
