import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { almanac, byTime, isOccasion, LEAP_YEAR, type MonthDay } from '../../../src/almanac/almanac.ts'
import { addDays } from '../../../src/words/dates.ts'
import { must } from '../../support/ear.ts'
import { inventedPack, type Invented } from '../../support/invented.ts'

const open = (events: readonly Invented[]) => almanac(inventedPack(events))
const shown = (events: readonly Invented[], month: number, day: number) =>
  open(events)
    .on({ month, day })
    .map(({ event, shown: { how } }) => `${event.id} ${how}`)
const on = (date: string, ...attested: string[]): Invented => ({ id: 'event', date, attested })

describe('what belongs to a day', () => {
  test.each<[string, Invented, [number, number], string[]]>([
    ['an exact day, in whatever year', on('2020-08-18'), [8, 18], ['event exact']],
    ['not the day beside it', on('2020-08-18'), [8, 19], []],
    ['each day of a short interval', on('2020-07-10/2020-07-12'), [7, 11], ['event day-of']],
    ['the first day of a long one', on('2020-06-05/2020-08-18'), [6, 5], ['event first-day']],
    ['the last day of a long one', on('2020-06-05/2020-08-18'), [8, 18], ['event last-day']],
    ['no day within a long one', on('2020-06-05/2020-08-18'), [7, 1], []],
    ['each day that it may have been', on('[2020-07-17,2020-07-18]'), [7, 18], ['event one-of']],
    ['around a day that is not sure', on('2020-06-15~'), [6, 18], ['event around']],
    ['any day of a month that is all that is known', on('2020-06'), [6, 30], ['event around']],
    ['no day of a year that is all that is known', on('2020'), [6, 30], []],
    ['another dating on its very day', on('2020-03-25', '2020-03-26'), [3, 26], ['event exact']],
    ['another dating of a month on no day', on('2020-03-25', '2020-05'), [5, 10], []],
    ['another uncertain dating on its very day', on('2020-03-25', '2020-05-15~'), [5, 15], ['event around']],
    ['and on no day near it', on('2020-03-25', '2020-05-15~'), [5, 16], []],
  ])('%s', (_, event, [month, day], ids) => expect(shown([event], month, day)).toEqual(ids))

  test('its own dating hides another that falls on the same day', () => {
    const [only, ...others] = open([on('2020-07-10/2020-07-12', '2020-07-11')]).on({ month: 7, day: 11 })
    expect(only?.attested).toBeUndefined()
    expect(others).toEqual([])
  })

  test('the exact days of the pack come first, then what is near, then what others date so; the weightier before the lighter', () => {
    const events: Invented[] = [
      { id: 'near', date: '2020-08-18~', weight: 5 },
      { id: 'elsewhere', date: '2020-08-20', attested: ['2020-08-18'], weight: 5 },
      { id: 'light', date: '2019-08-18', weight: 1 },
      { id: 'heavy', date: '2020-08-18', weight: 5 },
    ]
    expect(
      open(events)
        .on({ month: 8, day: 18 })
        .map(({ event }) => event.id),
    ).toEqual(['heavy', 'light', 'near', 'elsewhere'])
  })

  test('a day that others give, or that is only near, is a quiet one', () => {
    const book = open([
      { id: 'a', date: '2020-03-25', attested: ['2020-03-26'] },
      { id: 'b', date: '2020-06-15~' },
    ])
    expect(book.on({ month: 3, day: 25 }).some(isOccasion)).toBe(true)
    expect(book.on({ month: 3, day: 26 }).some(isOccasion)).toBe(false)
    expect(book.on({ month: 6, day: 15 }).some(isOccasion)).toBe(false)
  })
})

describe('the nearest days', () => {
  const CALENDAR = Array.from({ length: 366 }, (_, n) => addDays({ year: LEAP_YEAR, month: 1, day: 1 }, n))
  const at = (n: number): MonthDay => ({ month: CALENDAR.at(n % 366)?.month ?? 0, day: CALENDAR.at(n % 366)?.day ?? 0 })
  const key = ({ month, day }: MonthDay) => `${month}-${day}`

  test('turn with the year', () => {
    const book = open([
      { id: 'a', date: '2020-01-02' },
      { id: 'b', date: '2020-12-30' },
    ])
    expect(book.neighbours({ month: 1, day: 1 })).toEqual({ before: { month: 12, day: 30 }, after: { month: 1, day: 2 } })
    expect(book.neighbours({ month: 12, day: 31 })).toEqual({ before: { month: 12, day: 30 }, after: { month: 1, day: 2 } })
  })

  test.each([
    [1, 1],
    [2, 28],
    [3, 1],
    [7, 4],
    [12, 31],
  ])('find 29 February from %i-%i, both ways', (month, day) => {
    const leap = { month: 2, day: 29 }
    expect(open([{ id: 'a', date: '2020-02-29' }]).neighbours({ month, day })).toEqual({ before: leap, after: leap })
  })

  test('do not count the day itself', () =>
    expect(open([{ id: 'a', date: '2020-08-18' }]).neighbours({ month: 8, day: 18 })).toEqual({ before: undefined, after: undefined }))
  test('are none where nothing has a day', () =>
    expect(open([{ id: 'a', date: '2020' }]).neighbours({ month: 8, day: 18 })).toEqual({ before: undefined, after: undefined }))

  test('have nothing between them and the day', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 365 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 365 }),
        (days, from) => {
          const dated = days.map((n) => must(CALENDAR[n]))
          const book = open(
            dated.map(({ month, day }, i) => ({
              id: `e${i}`,
              date: `2020-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
            })),
          )
          const full = new Set(dated.map(key))
          const walk = (step: 1 | 365) => Array.from({ length: 365 }, (_, i) => at(from + (i + 1) * step)).find((day) => full.has(key(day)))
          expect(book.neighbours(at(from))).toEqual({ before: walk(365), after: walk(1) })
        },
      ),
    )
  })
})

describe('the order of time', () => {
  test('by first day, then last day, then weight; an open beginning before all', () => {
    const { events } = open([
      { id: 'later', date: '2020-05-02' },
      { id: 'state', date: '2020-05-01/..' },
      { id: 'light', date: '2020-05-01', weight: 1 },
      { id: 'heavy', date: '2020-05-01', weight: 5 },
      { id: 'ever', date: '../2020-05-01' },
    ])
    expect(events.map(({ id }) => id)).toEqual(['ever', 'heavy', 'light', 'state', 'later'])
    expect([...events].toSorted(byTime)).toEqual(events)
  })
})

describe('names and events', () => {
  const book = open([
    { id: 'a', date: '2020-01-01', people: ['one'], causes: [] },
    { id: 'b', date: '2020-01-02', people: ['one', 'two'], causes: ['a'] },
  ])
  test('the events of a name, in order of time', () => {
    const one = must(book.named('person', 'one'))
    expect(book.eventsOf(one).map(({ id }) => id)).toEqual(['a', 'b'])
  })
  test('an effect is known by its cause', () => expect(book.event('a')?.effects).toEqual(['b']))
  test('what there is not is not there', () => {
    expect(book.event('x')).toBeUndefined()
    expect(book.named('place', 'one')).toBeUndefined()
    expect(book.source('x')).toBeUndefined()
  })
})
