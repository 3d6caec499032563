import readByPackage from 'edtf'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bounds, isEdtf, parseEdtf, shownOn, toEdtf, type Edtf } from '../../../src/almanac/edtf.ts'
import { addDays, daysIn, fromIso, toIso, type Day } from '../../../src/words/dates.ts'

const certain = { approximate: false, uncertain: false }
const read = (text: string): Edtf => parseEdtf(text) ?? expect.fail(`${text} is not read`)
const boundsOf = (text: string) => {
  const { first, last } = bounds(read(text))
  return [first && toIso(first), last && toIso(last)]
}

/** The days of a leap year on which a date is shown, in the form `MM-DD`. */
const shownDays = (text: string): readonly string[] =>
  daysOf2020.filter((day) => shownOn(read(text), day) !== undefined).map((day) => toIso(day).slice(5))
const daysOf2020 = Array.from({ length: 366 }, (_, n) => addDays({ year: 2020, month: 1, day: 1 }, n))
const howOn = (text: string, monthDay: string) => {
  const { month, day } = fromIso(`2020-${monthDay}`) ?? expect.fail(`${monthDay} is no day`)
  return shownOn(read(text), { month, day })
}

describe('reading', () => {
  test.each([
    ['2020', { kind: 'year', year: 2020, ...certain }],
    ['2020-06', { kind: 'month', year: 2020, month: 6, ...certain }],
    ['2020-08-18', { kind: 'day', year: 2020, month: 8, day: 18, ...certain }],
    ['2020-02-29', { kind: 'day', year: 2020, month: 2, day: 29, ...certain }],
    ['2020-06-15~', { kind: 'day', year: 2020, month: 6, day: 15, approximate: true, uncertain: false }],
    ['2020?', { kind: 'year', year: 2020, approximate: false, uncertain: true }],
    ['2020-08%', { kind: 'month', year: 2020, month: 8, approximate: true, uncertain: true }],
    ['0000', { kind: 'year', year: 0, ...certain }],
    ['2020-03/2020-04', { kind: 'interval', start: read('2020-03'), end: read('2020-04') }],
    ['2020-06/2020-06-15', { kind: 'interval', start: read('2020-06'), end: read('2020-06-15') }],
    ['2012-03-22/2013-01~', { kind: 'interval', start: read('2012-03-22'), end: read('2013-01~') }],
    ['../2020-05', { kind: 'interval', start: undefined, end: read('2020-05') }],
    ['2020-04-30/..', { kind: 'interval', start: read('2020-04-30'), end: undefined }],
    ['[2020-07-17,2020-07-18]', { kind: 'one-of', days: [fromIso('2020-07-17'), fromIso('2020-07-18')] }],
    ['[2020-07-17,2020-07-18,2021-01-01]', { kind: 'one-of', days: [fromIso('2020-07-17'), fromIso('2020-07-18'), fromIso('2021-01-01')] }],
  ])('%s', (text, edtf) => {
    expect(parseEdtf(text)).toStrictEqual(edtf)
    expect(isEdtf(text)).toBe(true)
    expect(toEdtf(read(text))).toBe(text)
  })

  test.each(
    [
      [
        '',
        ' ',
        '20',
        '202',
        '20200',
        '+2020',
        '-2020',
        'Y12020',
        '2020-8',
        '2020-08-1',
        '2020-8-18',
        '20200818',
        '2020/08/18',
        '18.08.2020',
        ' 2020',
        '2020\n',
        '２０２０',
      ],
      ['2020-00', '2020-13', '2020-02-30', '2021-02-29', '2020-06-31', '2020-01-00', '2020-21', '2020-XX', '202X', '2020-08-18T12:00'],
      ['~2020', '2020~?', '2020~~', '2020-~08', '2020~-08', '2020-06-15 ~', '2020!'],
      [
        '2020-07-12/2020-07-10',
        '2020-07-10/2020-07-10',
        '2020-08/2020-06-15',
        '2020-06-15/2020-06',
        '2021/2020',
        '2020/2020',
        '2020-02-30/2020-03-01',
      ],
      [
        '/',
        '..',
        '../..',
        '/2020',
        '2020/',
        '2020//2021',
        '2020/2021/2022',
        '../2020/..',
        '2020/...',
        '2020 / 2021',
        '[2020-07-17/2020-07-18]',
      ],
      [
        '[]',
        '[2020-07-17]',
        '[2020-07-17,]',
        '[2020-07-18,2020-07-17]',
        '[2020-07-17,2020-07-17]',
        '[2020-07,2020-08]',
        '[2020-07-17..2020-07-19]',
        '[2020-07-17, 2020-07-18]',
      ],
      [
        '[2020-07-17,2020-07-18',
        '2020-07-17,2020-07-18]',
        '{2020-07-17,2020-07-18}',
        '[2020-07-17~,2020-07-18]',
        '[2020-02-30,2020-03-01]',
        '[[2020-07-17,2020-07-18]]',
      ],
    ].flat(),
  )('%j is refused', (text) => {
    expect(parseEdtf(text)).toBeUndefined()
    expect(isEdtf(text)).toBe(false)
  })

  test('no text makes it throw, and what it reads it writes again', () => {
    const scraps = fc.constantFrom('2020', '2021', '-', '02', '29', '30', '12', '/', '..', '[', ']', ',', '~', '?', '%', ' ')
    const texts = fc.oneof(
      fc.string(),
      fc.array(scraps, { maxLength: 11 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const edtf = parseEdtf(text)
        expect(edtf === undefined ? text : toEdtf(edtf)).toBe(text)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('bounds', () => {
  test.each([
    ['2020', '2020-01-01', '2020-12-31'],
    ['2020-02', '2020-02-01', '2020-02-29'],
    ['2021-02?', '2021-02-01', '2021-02-28'],
    ['2020-06-15~', '2020-06-15', '2020-06-15'],
    ['2020-03/2020-04', '2020-03-01', '2020-04-30'],
    ['2019/2020-04', '2019-01-01', '2020-04-30'],
    ['../2020-05', undefined, '2020-05-31'],
    ['../2020', undefined, '2020-12-31'],
    ['2020-04-30/..', '2020-04-30', undefined],
    ['2020-04/..', '2020-04-01', undefined],
    ['[2020-07-17,2020-07-18,2020-08-01]', '2020-07-17', '2020-08-01'],
  ])('of %s: %s to %s', (text, first, last) => {
    expect(boundsOf(text)).toEqual([first, last])
  })
})

/** The package reads 29 February 2021 as 1 March and a reversed set as it stands: both are in the table of refusals instead. */
describe('the edtf package agrees', () => {
  const year = fc.integer({ min: 1000, max: 9999 })
  const day = fc
    .record({ year, month: fc.integer({ min: 1, max: 12 }), at: fc.nat(30) })
    .map(({ year, month, at }): Day => ({ year, month, day: (at % daysIn({ year, month })) + 1 }))
  const point = fc
    .record({ day, length: fc.constantFrom(4, 7, 10), mark: fc.constantFrom('', '', '~', '?', '%') })
    .map((given) => toIso(given.day).slice(0, given.length) + given.mark)
  const near = fc.record({
    day,
    ahead: fc.integer({ min: -40, max: 400 }),
    lengths: fc.tuple(fc.constantFrom(4, 7, 10), fc.constantFrom(4, 7, 10)),
  })
  const interval = near.map(({ day, ahead, lengths: [a, b] }) => `${toIso(day).slice(0, a)}/${toIso(addDays(day, ahead)).slice(0, b)}`)
  const oneOf = fc.record({ day, gaps: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }) }).map(({ day, gaps }) => {
    const ahead = gaps.map((_, at) => gaps.slice(0, at + 1).reduce((sum, gap) => sum + gap, 0))
    return `[${[0, ...ahead].map((n) => toIso(addDays(day, n))).join(',')}]`
  })

  test('what a closed date is, and which days it spans', () => {
    let readable = 0
    fc.assert(
      fc.property(fc.oneof(point, interval, oneOf), (text) => {
        const theirs = theirReading(text)
        const ours = parseEdtf(text)
        expect(ours && [...boundsOf(text), toEdtf(ours)]).toEqual(theirs)
        if (ours) readable++
      }),
      { numRuns: 3000 },
    )
    expect(readable).toBeGreaterThan(1000)
  })

  test('what a doubt is', () => {
    fc.assert(
      fc.property(point, (text) => {
        const { approximate, uncertain } = readByPackage(text)
        expect(read(text)).toMatchObject({ approximate: isMarked(approximate), uncertain: isMarked(uncertain) })
      }),
    )
  })
})

function isMarked(mask: { readonly value: number } | undefined): boolean {
  return mask !== undefined && mask.value > 0
}

function theirReading(text: string): readonly string[] | undefined {
  try {
    const { min, max, edtf } = readByPackage(text)
    return [...[min, max].map((ms) => new Date(ms).toISOString().slice(0, 10)), edtf]
  } catch {
    return undefined
  }
}

describe('on which days it is shown', () => {
  test('an exact day: on this day only', () => {
    expect(howOn('2020-08-18', '08-18')).toEqual({ how: 'exact' })
    expect(shownDays('2020-08-18')).toEqual(['08-18'])
    expect(shownDays('2020-02-29')).toEqual(['02-29'])
  })

  test('one of several days: on each of them', () => {
    expect(howOn('[2020-07-17,2020-07-18]', '07-18')).toEqual({ how: 'one-of' })
    expect(shownDays('[2020-07-31,2020-08-02]')).toEqual(['07-31', '08-02'])
  })

  test.each([
    ['2020-07-10/2020-07-12', ['07-10', '07-11', '07-12']],
    ['2020-06-30/2020-07-01', ['06-30', '07-01']],
    ['2020-12-30/2021-01-02', ['12-30', '12-31', '01-01', '01-02']],
    ['2020-02-28/2020-03-01', ['02-28', '02-29', '03-01']],
    ['2021-02-28/2021-03-01', ['02-28', '03-01']],
    ['2020-07-10/2020-07-16', ['07-10', '07-11', '07-12', '07-13', '07-14', '07-15', '07-16']],
  ])('up to seven days, %s: on each of its days, with its number', (text, days) => {
    expect(days.map((day) => howOn(text, day))).toEqual(days.map((_, at) => ({ how: 'day-of', n: at + 1, of: days.length })))
    expect(shownDays(text)).toHaveLength(days.length)
  })

  test.each([
    ['2020-07-10/2020-07-17', ['07-10', '07-17']],
    ['2020-06-05/2020-08-18', ['06-05', '08-18']],
    ['2012-03-22/2013-01', ['03-22']],
    ['2019/2020-08-18', ['08-18']],
    ['2020-04-30/..', ['04-30']],
    ['../2020-05-12', ['05-12']],
    ['../2020-05', []],
    ['2020-03/2020-04', []],
    ['2020/..', []],
    ['2020-07-10~/2020-07-12', ['07-12']],
    ['2020-07-10/2020-07-12?', ['07-10']],
    ['2020-07-10%/2020-07-12~', []],
  ])('a state, %s: on its exactly dated first and last day', (text, days) => {
    expect(shownDays(text)).toEqual(days)
  })

  test('the first and the last day of a state are told apart', () => {
    expect(howOn('2020-06-05/2020-08-18', '06-05')).toEqual({ how: 'first-day' })
    expect(howOn('2020-06-05/2020-08-18', '08-18')).toEqual({ how: 'last-day' })
    expect(howOn('2019-06-05/2020-06-05', '06-05')).toEqual({ how: 'first-day' })
  })

  test.each(['2020-06-15~', '2020-06-15?', '2020-06-15%'])(
    'a day in doubt, %s: around it, a week to either side, never exactly',
    (text) => {
      const days = shownDays(text)
      expect([days.length, days[0], days.at(-1)]).toEqual([15, '06-08', '06-22'])
      expect(days.map((day) => howOn(text, day)?.how)).toEqual(Array(15).fill('around'))
    },
  )

  test('a day in doubt near the end of a year or of February', () => {
    expect(shownDays('2020-12-30~')).toEqual([
      '01-01',
      '01-02',
      '01-03',
      '01-04',
      '01-05',
      '01-06',
      ...Array.from({ length: 9 }, (_, n) => `12-${23 + n}`),
    ])
    expect(shownDays('2021-01-02~')).toHaveLength(15)
    expect(howOn('2021-02-28~', '02-29')).toEqual({ how: 'around' })
  })

  test('a month: around any of its days; a year: on no day', () => {
    expect(howOn('2020-06', '06-18')).toEqual({ how: 'around' })
    expect(shownDays('2020-06')).toHaveLength(30)
    expect(shownDays('2020-08~')).toHaveLength(31)
    expect(shownDays('2020')).toEqual([])
    expect(shownDays('2020~')).toEqual([])
  })
})
