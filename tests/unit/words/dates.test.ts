import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  clockText,
  daysBetween,
  daysIn,
  dayText,
  eitherText,
  fromIso,
  isDay,
  isZone,
  listText,
  monthText,
  numberText,
  ordinal,
  rangeText,
  toIso,
  today,
  yearsAgo,
  yearText,
  type Day,
} from '../../../src/words/dates.ts'
import { LOCALES, type Locale } from '../../../src/words/locale.ts'
import { monthShort, monthSpellings } from '../../../src/words/months.ts'
import { sayer } from '../../../src/words/say.ts'

const on = (iso: string): Day => fromIso(iso) ?? expect.fail(`${iso} is no day`)
const inEach = (text: (locale: Locale) => string): readonly string[] => LOCALES.map(text)

const anyDay = fc
  .record({ year: fc.integer({ min: 0, max: 9999 }), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 31 }) })
  .filter(isDay)

describe('dates in words', () => {
  test.each([
    [{ year: 2020, month: 8, day: 18 }, '18 August 2020', '18 août 2020', '18 sierpnia 2020 r.'],
    [{ year: 2020, month: 7, day: 1 }, '1 July 2020', '1er juillet 2020', '1 lipca 2020 r.'],
    [{ month: 8, day: 18 }, '18 August', '18 août', '18 sierpnia'],
    [{ month: 2, day: 29 }, '29 February', '29 février', '29 lutego'],
    [{ month: 10, day: 1 }, '1 October', '1er octobre', '1 października'],
  ])('a day: %j', (day, ...texts) => {
    expect(inEach((locale) => dayText(locale, day))).toEqual(texts)
  })

  test.each([
    [{ year: 2020, month: 8 }, 'August 2020', 'août 2020', 'sierpień 2020 r.'],
    [{ month: 6 }, 'June', 'juin', 'czerwiec'],
  ])('a month: %j', (month, ...texts) => {
    expect(inEach((locale) => monthText(locale, month))).toEqual(texts)
  })

  test('a month after a preposition, a year and an abbreviated month', () => {
    expect(inEach((locale) => monthText(locale, { year: 2020, month: 5 }, 'governed'))).toEqual(['May 2020', 'mai 2020', 'maja 2020 r.'])
    expect(inEach((locale) => yearText(locale, 2020))).toEqual(['2020', '2020', '2020 r.'])
    expect(inEach((locale) => monthShort(locale, 7))).toEqual(['Jul', 'juil.', 'lip'])
  })

  test.each([
    ['2020-07-10', '2020-07-12', '10 to 12 July 2020', 'du 10 au 12 juillet 2020', 'od 10 do 12 lipca 2020 r.'],
    ['2020-07-01', '2020-07-03', '1 to 3 July 2020', 'du 1er au 3 juillet 2020', 'od 1 do 3 lipca 2020 r.'],
    ['2020-06-30', '2020-07-01', '30 June to 1 July 2020', 'du 30 juin au 1er juillet 2020', 'od 30 czerwca do 1 lipca 2020 r.'],
    [
      '2020-12-30',
      '2021-01-02',
      '30 December 2020 to 2 January 2021',
      'du 30 décembre 2020 au 2 janvier 2021',
      'od 30 grudnia 2020 r. do 2 stycznia 2021 r.',
    ],
    [
      '2019-07-10',
      '2020-07-12',
      '10 July 2019 to 12 July 2020',
      'du 10 juillet 2019 au 12 juillet 2020',
      'od 10 lipca 2019 r. do 12 lipca 2020 r.',
    ],
    ['2020-07-10', '2020-07-10', '10 July 2020', '10 juillet 2020', '10 lipca 2020 r.'],
  ])('a range: %s to %s', (first, last, ...texts) => {
    expect(inEach((locale) => rangeText(locale, on(first), on(last)))).toEqual(texts)
  })

  test('a range without a year, and a choice of days', () => {
    const [first, last] = [
      { month: 7, day: 10 },
      { month: 7, day: 12 },
    ]
    expect(inEach((locale) => rangeText(locale, first, last))).toEqual(['10 to 12 July', 'du 10 au 12 juillet', 'od 10 do 12 lipca'])
    expect(inEach((locale) => eitherText(locale, [first, last]))).toEqual(['10 or 12 July', '10 ou 12 juillet', '10 lub 12 lipca'])
  })

  test.each([
    [0, 'this year', 'cette année', 'w tym roku'],
    [1, '1 year ago', 'il y a 1 an', '1 rok temu'],
    [2, '2 years ago', 'il y a 2 ans', '2 lata temu'],
    [5, '5 years ago', 'il y a 5 ans', '5 lat temu'],
    [6, '6 years ago', 'il y a 6 ans', '6 lat temu'],
    [12, '12 years ago', 'il y a 12 ans', '12 lat temu'],
    [21, '21 years ago', 'il y a 21 ans', '21 lat temu'],
    [22, '22 years ago', 'il y a 22 ans', '22 lata temu'],
    [112, '112 years ago', 'il y a 112 ans', '112 lat temu'],
  ])('years ago: %i', (n, ...texts) => {
    expect(inEach((locale) => yearsAgo(locale, n))).toEqual(texts)
  })

  test.each([
    [1, '1st', '1er', '1.'],
    [2, '2nd', '2e', '2.'],
    [3, '3rd', '3e', '3.'],
    [11, '11th', '11e', '11.'],
    [21, '21st', '21e', '21.'],
    [112, '112th', '112e', '112.'],
  ])('the ordinal of %i', (n, ...texts) => {
    expect(inEach((locale) => ordinal(locale, n))).toEqual(texts)
  })

  test.each([
    [16, 30, '16:30', '16\u00a0h\u00a030', '16.30'],
    [9, 5, '09:05', '9\u00a0h\u00a005', '9.05'],
    [0, 0, '00:00', '0\u00a0h\u00a000', '0.00'],
  ])('the time %i:%i', (hour, minute, ...texts) => {
    expect(inEach((locale) => clockText(locale, hour, minute))).toEqual(texts)
  })

  test.each([
    [42, '42', '42', '42'],
    [5100, '5,100', '5\u202f100', '5100'],
    [10_000, '10,000', '10\u202f000', '10\u00a0000'],
    [1_234_567, '1,234,567', '1\u202f234\u202f567', '1\u00a0234\u00a0567'],
  ])('the number %i, alone and in a message', (n, ...texts) => {
    expect(inEach((locale) => numberText(locale, n))).toEqual(texts)
    expect(inEach((locale) => sayer(locale)('date.yearsAgo', { n }).match(/\d[\d,\u202f\u00a0]*\d/)?.[0] ?? '')).toEqual(texts)
  })

  test('a list', () => {
    expect(inEach((locale) => listText(locale, ['Bamako', 'Kati', 'Gao']))).toEqual([
      'Bamako, Kati and Gao',
      'Bamako, Kati et Gao',
      'Bamako, Kati i Gao',
    ])
    expect(inEach((locale) => listText(locale, ['Bamako', 'Kati']))).toEqual(['Bamako and Kati', 'Bamako et Kati', 'Bamako i Kati'])
    expect(inEach((locale) => listText(locale, []))).toEqual(['', '', ''])
  })

  test('every month has a name, and no spelling is two months', () => {
    expect(() => dayText('en', { month: 13, day: 1 })).toThrow(RangeError)
    const meant = new Map<string, Set<number>>()
    for (const [spelling, month] of monthSpellings()) meant.set(spelling, (meant.get(spelling) ?? new Set()).add(month))
    expect([...meant].filter(([spelling, months]) => months.size > 1 || spelling === '')).toEqual([])
  })
})

describe('the calendar', () => {
  test.each([
    [{ year: 2020, month: 2, day: 29 }, true],
    [{ year: 2021, month: 2, day: 29 }, false],
    [{ year: 1900, month: 2, day: 29 }, false],
    [{ year: 2000, month: 2, day: 29 }, true],
    [{ month: 2, day: 29 }, true],
    [{ month: 2, day: 30 }, false],
    [{ month: 6, day: 31 }, false],
    [{ month: 12, day: 31 }, true],
    [{ month: 13, day: 1 }, false],
    [{ month: 0, day: 1 }, false],
    [{ month: 1, day: 0 }, false],
    [{ month: 1, day: 1.5 }, false],
    [{ year: 10_000, month: 1, day: 1 }, false],
    [{ year: NaN, month: 1, day: 1 }, false],
  ])('%j is a day: %s', (day, expected) => {
    expect(isDay(day)).toBe(expected)
  })

  test('months have their days', () => {
    expect([2019, 2020, undefined].map((year) => daysIn({ year, month: 2 }))).toEqual([28, 29, 29])
    expect([4, 12, 0, 13, 1.5].map((month) => daysIn({ year: 2020, month }))).toEqual([30, 31, 0, 0, 0])
  })

  test('days are added over ends of months and years', () => {
    expect(addDays(on('2020-02-28'), 2)).toEqual(on('2020-03-01'))
    expect(addDays(on('2021-01-01'), -1)).toEqual(on('2020-12-31'))
    expect(addDays(on('0099-12-31'), 1)).toEqual(on('0100-01-01'))
  })

  test('adding days and counting them are each other’s reverse', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(addDays(a, daysBetween(a, b))).toEqual(b)
        expect(Math.sign(daysBetween(a, b))).toBe(toIso(a) < toIso(b) ? 1 : toIso(a) > toIso(b) ? -1 : 0)
      }),
    )
  })

  test('ISO text is read back', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(fromIso(toIso(day))).toEqual(day)
      }),
    )
    expect(['2020-02-30', '2020-2-3', '20200818', '2020-08-18 ', '2020-08-18\n', '', '٢٠٢٠-٠٨-١٨'].map(fromIso)).toEqual(
      Array(7).fill(undefined),
    )
  })
})

describe('zones', () => {
  test.each([
    ['2020-08-18T23:30:00Z', 'Africa/Bamako', '2020-08-18'],
    ['2020-08-18T23:30:00Z', 'Europe/Warsaw', '2020-08-19'],
    ['2020-08-18T02:30:00Z', 'America/New_York', '2020-08-17'],
    ['2020-12-31T23:59:59.999Z', 'UTC', '2020-12-31'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    ['1969-12-31T23:59:59Z', 'UTC', '1969-12-31'],
  ])('at %s the wall calendar of %s shows %s', (instant, zone, day) => {
    expect(toIso(today(new Date(instant), zone))).toBe(day)
  })

  test('an unknown zone has no today', () => {
    expect(() => today(new Date(0), 'Africa/Nowhere')).toThrow(RangeError)
  })

  test.each([
    ['africa/bamako', 'Africa/Bamako'],
    ['EUROPE/KYIV', 'Europe/Kyiv'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['utc', 'UTC'],
    ['Africa/Nowhere', undefined],
    ['+02:00', undefined],
    ['2020-08-18T00:00[Europe/Paris]', undefined],
    ['Africa/Bamako ', undefined],
    ['', undefined],
    ['Z', undefined],
    ['a'.repeat(10_000), undefined],
  ])('%j is the zone %j', (name, zone) => {
    expect(isZone(name)).toBe(zone)
  })
})
