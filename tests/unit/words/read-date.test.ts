import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayText, monthText, type Day } from '../../../src/words/dates.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { monthShort } from '../../../src/words/months.ts'
import { readDate } from '../../../src/words/read-date.ts'

const TODAY: Day = { year: 2026, month: 1, day: 1 }
const read = (text: string) => readDate(text, TODAY)
const daysOf2020 = Array.from({ length: 366 }, (_, n) => addDays({ year: 2020, month: 1, day: 1 }, n))

const august18 = { kind: 'day', month: 8, day: 18 }
const august18of2020 = { ...august18, year: 2020 }

describe('a day with its year', () => {
  test.each(
    [
      [
        '2020-08-18',
        '18/08/2020',
        '18.08.2020',
        '18-08-2020',
        '18.8.20',
        '18 08 2020',
        '18. 08. 2020',
        '2020/8/18',
        '2020‑08‑18',
        '08/18/2020',
      ],
      [
        '18th of August 2020',
        'Aug 18 2020',
        'August 18, 2020',
        'Tuesday, 18 August 2020',
        'on Tue. 18 Aug. 2020',
        '2020 August 18',
        '18-Aug-2020',
      ],
      ['18 août 2020', 'le 18 aout 2020', 'Mardi 18 Août 2020', 'LE MARDI 18 AOÛT 2020', '18 aou\u0302t 2020'],
      [
        '18 sierpnia 2020 r.',
        '18.08.2020r.',
        'we wtorek 18 sierpnia 2020 roku',
        '18 SIERPIEŃ 2020',
        '18 sie 2020',
        '18 VIII 2020',
        '18.VIII.2020',
      ],
      ['１８／０８／２０２０', '  18   August   2020  ', '18\u00a0August\u202f2020', '18August2020'],
    ].flat(),
  )('%j', (text) => {
    expect(read(text)).toEqual(august18of2020)
  })
})

describe('a day of any year', () => {
  test.each(
    [
      ['18-08', '18.08', '18/8', '18.08.', '18–08', '08-18', '8/18'],
      ['18 August', 'August 18', '18th August', 'the 18th of August', 'aug 18th', '18 août', '18 août.', 'le 18 aout', 'mardi 18 août'],
      ['18 sierpnia', '18 sierpień', '18 sie', 'dnia 18 sierpnia', 'w środę 18 sierpnia', '１８ August', '18 VIII'],
    ].flat(),
  )('%j', (text) => {
    expect(read(text)).toEqual(august18)
  })

  test.each([
    ['le 1er juillet', 7, 1],
    ['1st July', 7, 1],
    ['2nd of July', 7, 2],
    ['le 3ème juin', 6, 3],
    ['05-06', 6, 5],
    ['12/12', 12, 12],
    ['29 February', 2, 29],
    ['29.02', 2, 29],
    ['18 sept.', 9, 18],
    ['1er févr.', 2, 1],
    ['18 paź', 10, 18],
    ['18 października', 10, 18],
    ['1 I', 1, 1],
    ['1 2', 2, 1],
  ])('%j', (text, month, day) => {
    expect(read(text)).toEqual({ kind: 'day', month, day })
  })

  test.each([
    ['today', 1, 1],
    ["aujourd'hui", 1, 1],
    ['Aujourd’hui', 1, 1],
    ['dzisiaj', 1, 1],
    ['dziś', 1, 1],
    ['DZIS', 1, 1],
    ['yesterday', 12, 31],
    ['hier', 12, 31],
    ['wczoraj', 12, 31],
    [' tomorrow ', 1, 2],
    ['demain', 1, 2],
    ['jutro', 1, 2],
  ])('%j, asked on New Year’s Day', (text, month, day) => {
    expect(read(text)).toEqual({ kind: 'day', month, day })
  })
})

describe('less than a day', () => {
  test.each(
    [
      ['mid-June', 'mid June', 'Mid‑June', 'the middle of June', 'mi-juin', 'à la mi-juin', 'au milieu de juin'],
      ['połowa czerwca', 'w połowie czerwca', 'polowa czerwca'],
    ].flat(),
  )('%j is the middle of June', (text) => {
    expect(read(text)).toEqual({ kind: 'mid-month', month: 6 })
  })

  test.each(['mid-June 2020', 'mi-juin 2020', 'w połowie czerwca 2020 r.'])('%j is the middle of June 2020', (text) => {
    expect(read(text)).toEqual({ kind: 'mid-month', month: 6, year: 2020 })
  })

  test.each(['June', 'in June', 'juin', 'en juin', 'czerwiec', 'czerwca', 'w czerwcu', 'CZE', 'Jun.'])('%j is June', (text) => {
    expect(read(text)).toEqual({ kind: 'month', month: 6 })
  })

  test.each(['June 2020', '2020-06', '06.2020', '6/2020', 'juin 2020', 'czerwiec 2020 r.', 'w czerwcu 2020', '2020 June', 'VI 2020'])(
    '%j is June 2020',
    (text) => {
      expect(read(text)).toEqual({ kind: 'month', month: 6, year: 2020 })
    },
  )

  test.each(['2020', '２０２０', 'in 2020', 'en 2020', '2020 r.', 'rok 2020', 'the year 2020'])('%j is 2020', (text) => {
    expect(read(text)).toEqual({ kind: 'year', year: 2020 })
  })
})

describe('a date that the calendar does not have', () => {
  test.each([
    ['30 February', 'no-such-day', 2, 30],
    ['31 juin', 'no-such-day', 6, 31],
    ['le 31 juin 2020', 'no-such-day', 6, 31],
    ['31 czerwca', 'no-such-day', 6, 31],
    ['29 February 2021', 'no-such-day', 2, 29],
    ['2020-02-30', 'no-such-day', 2, 30],
    ['0.5', 'no-such-day', 5, 0],
    ['32/05', 'no-such-day', 5, 32],
    ['2020-13-45', 'no-such-month', 13, 45],
    ['2020-18-08', 'no-such-month', 18, 8],
    ['45.13', 'no-such-month', 13, 45],
    ['5.0', 'no-such-month', 0, 5],
    ['31/11/20', 'no-such-day', 11, 31],
  ])('%j: %s', (text, why, month, day) => {
    expect(read(text)).toEqual({ kind: 'impossible', said: text, why, month, day })
  })

  test('a month that does not exist has no day to speak of', () => {
    expect(read('2020-13')).toEqual({ kind: 'impossible', said: '2020-13', why: 'no-such-month', month: 13 })
  })

  test('what was said comes back without superfluous blanks', () => {
    expect(read('  30 \u00a0 February ')).toMatchObject({ said: '30 February' })
  })
})

describe('what is no date', () => {
  test.each(
    [
      [
        '',
        ' ',
        'Bamako',
        'coup',
        '18',
        '123',
        '12345',
        'next week',
        '10-12 July 2020',
        'du 10 au 12 juillet',
        'od 10 do 12 lipca',
        '1 i 2 lipca',
        '10 au 12 2020',
      ],
      [
        '-18-08',
        '18--08',
        '18/08/',
        '18:08',
        '18 08 20 20',
        '2020-0608',
        'June July',
        'mid',
        'mid-2020',
        'mid-18 June',
        'VIII',
        'i',
        'x',
        '18 August Tuesday',
        'Tuesday',
      ],
      [
        '18\tAugust',
        '18 August\n',
        '18\u0000August',
        '\u007f18 August',
        '18 August 2020-06',
        '18.08.2020~',
        '{date}',
        '<b>18 August</b>',
        '18th',
        'th 18 August',
        '😀',
        '\ud800',
      ],
    ].flat(),
  )('%j', (text) => {
    expect(read(text)).toEqual({ kind: 'unreadable' })
  })
})

describe('promises', () => {
  test('every day of 2020 is read from its own words in each language, with and without its year', () => {
    for (const locale of LOCALES) {
      for (const { year, month, day } of daysOf2020) {
        expect(read(dayText(locale, { year, month, day }))).toEqual({ kind: 'day', month, day, year })
        expect(read(dayText(locale, { month, day }))).toEqual({ kind: 'day', month, day })
        expect(read(`${day} ${monthShort(locale, month)}`)).toEqual({ kind: 'day', month, day })
      }
    }
  })

  test('every month is read from its own words in each language', () => {
    for (const locale of LOCALES) {
      for (let month = 1; month <= 12; month++) {
        expect(read(monthText(locale, { month }))).toEqual({ kind: 'month', month })
        expect(read(monthText(locale, { year: 2020, month }))).toEqual({ kind: 'month', month, year: 2020 })
      }
    }
  })

  test('no text makes it throw', () => {
    const scraps = fc.constantFrom(
      '18',
      '08',
      '2020',
      'August',
      'août',
      'mid',
      '-',
      '/',
      '.',
      ',',
      ' ',
      'r',
      'th',
      'mardi',
      'VIII',
      '\u0301',
      '９',
      '\u202e',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(scraps, { maxLength: 12 }).map((parts) => parts.join('')),
    )
    const kinds = ['day', 'mid-month', 'month', 'year', 'impossible', 'unreadable']
    fc.assert(
      fc.property(texts, (text) => {
        expect(kinds).toContain(read(text).kind)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([' ', '1', 'a', '1 ', '. ', '1.', 'r ', '\u0301', 'é', 'ﷺ', "'", '18 August '])(
    '10,000 characters of %j are read to their end: reading that backtracks would outlast the test',
    (unit) => {
      const text = `18${unit.repeat(10_000 / unit.length)}!`
      for (let i = 0; i < 20; i++) expect(read(text)).toEqual({ kind: 'unreadable' })
    },
  )

  test('10,000 blanks between two words are one blank', () => {
    expect(read(`18${' '.repeat(10_000)}August`)).toEqual(august18)
  })
})
