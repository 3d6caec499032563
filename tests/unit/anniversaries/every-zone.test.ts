import { expect, test } from 'vitest'
import { between } from '../../../src/anniversaries/slots.ts'
import { seededRandom } from '../../../src/kernel/random.ts'
import { byTheBook, everyZone, offsetsOf } from '../../support/zones.ts'

const DAY_MS = 86_400_000
const dayOf = (date: string): number => Date.parse(date) / DAY_MS
const [FIRST, LAST] = [dayOf('2024-01-01'), dayOf('2040-12-31')]
const [FROM, UNTIL] = [(FIRST - 10) * DAY_MS, (LAST + 10) * DAY_MS]

const random = seededRandom('every zone')
const MINUTES = [0, 2 * 60 + 30, 23 * 60 + 30, Math.floor(random() * 1440)]

/** What is due, as `[day, ms]`; compared as one text, since a million small comparisons cost minutes. */
const due = (zone: string, minute: number): string =>
  between({ zone, minute }, new Date(FROM), new Date(UNTIL))
    .map(({ date, at }) => [dayOf(date), at.getTime()] as const)
    .filter(([day]) => day >= FIRST && day <= LAST)
    .join(';')

test(`in every zone, on every local date from 2024 to 2040, at 00:00, 02:30, 23:30 and one random minute there is exactly one occurrence, in order`, () => {
  const zones = everyZone()
  expect(zones.length).toBeGreaterThanOrEqual(597)
  // Zones whose clocks always agree are owed the same, so that the book is opened once for all of them.
  const books = new Map<string, readonly string[]>()
  const wrong: string[] = []
  for (const zone of zones) {
    const offsets = offsetsOf(zone, FROM, UNTIL)
    const clocks = JSON.stringify(offsets)
    const book = books.get(clocks) ?? MINUTES.map((minute) => byTheBook(offsets, FIRST, LAST, minute).join(';'))
    books.set(clocks, book)
    for (const [i, minute] of MINUTES.entries()) if (due(zone, minute) !== book[i]) wrong.push(`${zone} at minute ${minute}`)
  }
  expect(wrong).toEqual([])
  const dates = LAST - FIRST + 1
  for (const book of books.values())
    for (const text of book) {
      const instants = text.split(';').map((pair) => Number(pair.split(',')[1]))
      expect(instants.length).toBe(dates)
      expect(instants.every((ms, i) => i === 0 || ms > (instants[i - 1] ?? 0))).toBe(true)
    }
}, 120_000)
