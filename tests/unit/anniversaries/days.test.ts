import { describe, expect, test } from 'vitest'
import { newsOf } from '../../../src/anniversaries/day.ts'
import { digest, speaks } from '../../../src/anniversaries/digest.ts'
import type { Wish } from '../../../src/anniversaries/subscription.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import type { Reply } from '../../../src/chat/reply.ts'
import type { Shelf } from '../../../src/almanac/shelf.ts'
import { addDays, toIso } from '../../../src/words/dates.ts'
import { inventedShelf, mali } from '../../support/shelves.ts'
import { wishFor } from '../../support/wishes.ts'

const post = (shelf: Shelf, wish: Partial<Wish>, date: string): Reply => {
  const made = digest([shelf], wishFor({ kind: 'anniversaries', ...wish }), date)
  if (!made) throw new Error(`nothing to say on ${date}`)
  return made.reply
}
const headings = ({ blocks }: Reply): readonly string[] => blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
const year = (from: string): readonly string[] => {
  const [y = 0, month = 1, day = 1] = from.split('-').map(Number)
  return Array.from({ length: 365 }, (_, n) => toIso(addDays({ year: y, month, day }, n)))
}

describe('a day on which something happened', () => {
  test('tells round years first, tens before fives, then the weightiest, then the longest ago', () => {
    const shelf = inventedShelf([
      { id: 'heavy', date: '2019-05-01', weight: 5 },
      { id: 'five', date: '2021-05-01', weight: 1 },
      { id: 'ten', date: '2016-05-01', weight: 1 },
      { id: 'old', date: '1999-05-01', weight: 3 },
      { id: 'new', date: '2018-05-01', weight: 3 },
    ])
    const told = headings(post(shelf, {}, '2026-05-01'))
    expect(told).toEqual(['ten', 'five', 'heavy', 'old', 'Also on this day'])
    expect(toPlain(post(shelf, {}, '2026-05-01'))).toContain('- new (8 years ago)')
  })
  test('counts the years', () => {
    expect(toPlain(post(mali, {}, '2026-08-18'))).toContain('18 August 2020 · 6 years ago')
    expect(post(mali, {}, '2030-08-18').title).toBe('10 years since 18 August 2020')
  })
  test('says of an event of up to seven days on each of them which day it is', () => {
    expect(toPlain(post(mali, {}, '2026-07-11'))).toContain('10 to 12 July 2020 · 6 years ago · day 2 of 3')
  })
  test('tells of a state on its exactly dated first and last day alone', () => {
    const shelf = inventedShelf([{ id: 'state', date: '2020-03-25/2020-10-06' }])
    const spoken = year('2026-01-01').filter((date) => speaks([shelf], wishFor({ kind: 'anniversaries' }), date))
    expect(spoken).toEqual(['2026-03-25', '2026-10-06'])
    expect(toPlain(post(shelf, {}, '2026-03-25'))).toContain('began on this day')
    expect(toPlain(post(shelf, {}, '2026-10-06'))).toContain('6 years ago · ended on this day')
  })
  test.each(['2020-05', '2020', '2020-05-10~', '2020-05-10?', '../2020-05', '2020-05/2020-06'])(
    'is no day of an event dated %s',
    (date) => {
      const shelf = inventedShelf([{ id: 'vague', date }])
      expect(year('2026-01-01').filter((day) => speaks([shelf], wishFor({ kind: 'anniversaries' }), day))).toEqual([])
    },
  )
  test('of 29 February is the 28th in a year that has no 29th, and its years are counted whole', () => {
    const shelf = inventedShelf([{ id: 'leap', date: '2020-02-29' }])
    const wish = wishFor({ kind: 'anniversaries' })
    expect(['2026-02-28', '2026-03-01', '2028-02-28', '2028-02-29'].map((date) => speaks([shelf], wish, date))).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect(toPlain(post(shelf, {}, '2026-02-28'))).toContain('29 February 2020 · 6 years ago')
  })
  test('does not tell what is still to come', () => {
    const wish = wishFor({ kind: 'anniversaries' })
    expect(['2019-08-18', '2020-08-18'].map((date) => speaks([mali], wish, date))).toEqual([false, true])
    expect(post(mali, {}, '2020-08-18').title).toBe('Today, 18 August 2020')
  })
  test('names in one line an event that others date to this day, and is not made one by it', () => {
    const shelf = inventedShelf([
      { id: 'here', date: '2020-05-02' },
      { id: 'there', date: '2020-05-01', attested: ['2020-05-02', '2020-05-03'] },
    ])
    expect(toPlain(post(shelf, {}, '2026-05-02'))).toContain(
      'Others date to this day: there. Dated 2 May 2020 by: somebody. This pack gives: 1 May 2020.',
    )
    expect(speaks([shelf], wishFor({ kind: 'anniversaries' }), '2026-05-03')).toBe(false)
    expect(speaks([shelf], wishFor({ kind: 'daily', quiet: 'skip' }), '2026-05-03')).toBe(false)
  })
  test('says who dates its own events otherwise', () => {
    expect(toPlain(post(mali, {}, '2026-03-25'))).toContain('Other dating: 26 March 2020')
  })
  test('tells at most four events with their summaries, and the others in a line each', () => {
    const shelf = inventedShelf(Array.from({ length: 9 }, (_, n) => ({ id: `e${n}`, date: '2020-05-01' })))
    expect(headings(post(shelf, {}, '2026-05-01'))).toEqual(['e0', 'e1', 'e2', 'e3', 'Also on this day'])
    expect(toPlain(post(shelf, {}, '2026-05-01')).match(/^- e\d$/gm)).toHaveLength(5)
  })
  test('of too many events says how many more there are', () => {
    const shelf = inventedShelf(Array.from({ length: 40 }, (_, n) => ({ id: `e${n}`, date: '2020-05-01' })))
    expect(toPlain(post(shelf, {}, '2026-05-01'))).toContain('And 28 more.')
  })
  test('leads to the first event, its sources and its causes, and by a menu to each of several', () => {
    const reply = post(mali, {}, '2026-08-18')
    expect(reply.buttons.map(({ action }) => action)).toEqual([
      'mali.event|mutiny-at-kati',
      'mali.sources|mutiny-at-kati',
      'mali.why|mutiny-at-kati',
    ])
    expect(reply.menu?.options.map(({ action }) => action)).toContain('mali.event|resignation-of-keita')
    expect(post(mali, {}, '2026-12-25').menu).toBeUndefined()
  })
  test('tells one statement of its first event that its summary does not tell already, each year the next', () => {
    const event = mali.almanac.event('death-of-soumaila-cisse')
    const news = event ? newsOf(event) : []
    expect(news.length).toBeGreaterThan(2)
    expect(news).not.toContain(event?.claims[0])
    const told = news.map((_, n) => news.findIndex((claim) => toPlain(post(mali, {}, `${2026 + n}-12-25`)).includes(claim.text.en)))
    expect(told.toSorted((a, b) => a - b)).toEqual(news.map((_, at) => at))
  })
  test('tells a statement together with whoever says otherwise', () => {
    const contested = mali.almanac.events.flatMap((event) => event.claims.filter(({ otherwise }) => otherwise !== undefined))
    const texts = Array.from({ length: 8 }, (_, n) => year(`${2026 + n}-01-01`))
      .flat()
      .flatMap((date) => digest([mali], wishFor({ kind: 'anniversaries' }), date) ?? [])
      .map(({ reply }) => toPlain(reply))
    const told = texts.flatMap((text) => contested.filter((claim) => text.includes(claim.text.en)).map((claim) => ({ text, claim })))
    expect(told.length).toBeGreaterThan(10)
    for (const { text, claim } of told) for (const other of claim.otherwise ?? []) expect(text).toContain(`Otherwise: ${other.text.en}`)
  })
  test('names what comes next, and no event that it has told itself', () => {
    expect(toPlain(post(mali, {}, '2026-08-18'))).toContain('The next date, 19 August: Officers announce the CNSP')
  })
})

describe('a quiet day', () => {
  const quiet = year('2026-01-01').filter((date) => !speaks([mali], wishFor({ kind: 'anniversaries' }), date))
  test('is silent in a channel that asks for anniversaries alone, whatever its policy', () => {
    expect(quiet.length).toBeGreaterThan(200)
    expect(speaks([mali], wishFor({ kind: 'anniversaries', quiet: 'nearest' }), '2026-08-16')).toBe(false)
  })
  test('is silent by the policy `skip`, and only by it', () => {
    expect(quiet.filter((date) => speaks([mali], wishFor({ quiet: 'skip' }), date))).toEqual([])
    expect(quiet.filter((date) => !speaks([mali], wishFor({ quiet: 'nearest' }), date))).toEqual([])
    expect(quiet.filter((date) => !speaks([mali], wishFor({ quiet: 'background' }), date))).toEqual([])
  })
  test('tells the nearest event as such, be it before or after', () => {
    const after = toPlain(post(mali, { kind: 'daily', quiet: 'nearest' }, '2026-08-16'))
    expect(after).toContain('The nearest event falls 1 day later, on 17 August.')
    const before = toPlain(post(mali, { kind: 'daily', quiet: 'nearest' }, '2026-11-20'))
    expect(before).toContain('The nearest event falls 10 days earlier, on 10 November.')
  })
  test('finds the nearest event across the turn of the year', () => {
    const shelf = inventedShelf([{ id: 'late', date: '2019-12-30' }])
    expect(toPlain(post(shelf, { kind: 'daily', quiet: 'nearest' }, '2026-01-02'))).toContain('3 days earlier, on 30 December')
  })
  test('does not take for the nearest what has not happened yet', () => {
    const shelf = inventedShelf([
      { id: 'past', date: '2019-05-01' },
      { id: 'future', date: '2020-05-20' },
    ])
    const near = (date: string) => toPlain(post(shelf, { kind: 'daily', quiet: 'nearest' }, date))
    expect(near('2020-05-18')).toContain('past')
    expect(near('2021-05-18')).toContain('future')
  })
  test('shows another page of background than the quiet day before, and than the same date a year before', () => {
    const title = (date: string) => post(mali, { kind: 'daily', quiet: 'background' }, date).title
    for (const [at, date] of quiet.entries()) {
      expect(title(date), date).not.toBe(title(quiet[at - 1] ?? '2025-12-30'))
      expect(title(`2027${date.slice(4)}`), date).not.toBe(title(date))
      expect(title(`2028${date.slice(4)}`), date).not.toBe(title(`2027${date.slice(4)}`))
    }
  })
  test('shows people, organisations, places and states in the course of a year', () => {
    const ways = quiet.map((date) => post(mali, { kind: 'daily', quiet: 'background' }, date).buttons[0]?.action ?? '')
    const kinds = new Set(ways.map((action) => action.split('|')[0]))
    expect(kinds).toEqual(new Set(['mali.who', 'mali.where', 'mali.event']))
    expect(new Set(ways).size).toBeGreaterThan(60)
  })
  test('has background only of what the channel follows', () => {
    const shelf = inventedShelf([
      { id: 'one', date: '2020-05-01', weight: 2, people: ['anna'] },
      { id: 'two', date: '2020-06-01', weight: 5, people: ['bela'] },
    ])
    const titles = year('2026-01-01').map((date) => digest([shelf], wishFor({ quiet: 'background', minWeight: 3 }), date)?.reply.title)
    expect(new Set(titles)).toContain('Background — bela')
    expect(new Set(titles)).not.toContain('Background — anna')
    expect(speaks([inventedShelf([{ id: 'one', date: '2020-05-01' }])], wishFor({ quiet: 'background' }), '2026-01-01')).toBe(false)
  })
})

describe('a week', () => {
  test('has a line for each event of the seven days that begin with its date, each once', () => {
    const shelf = inventedShelf([
      { id: 'before', date: '2020-08-16' },
      { id: 'first', date: '2020-08-17' },
      { id: 'long', date: '2020-08-18/2020-08-20' },
      { id: 'last', date: '2020-08-23' },
      { id: 'after', date: '2020-08-24' },
    ])
    const reply = post(shelf, { kind: 'weekly' }, '2026-08-17')
    expect(reply.title).toContain('17 to 23 August')
    expect(toPlain(reply).match(/^- .*$/gm)).toEqual([
      '- 17 August · 6 years: first',
      '- 18 August · 6 years: long',
      '- 23 August · 6 years: last',
    ])
  })
  test('without an event is silent by the policy `skip`, and else says so', () => {
    expect(speaks([mali], wishFor({ kind: 'weekly', quiet: 'skip' }), '2026-11-16')).toBe(false)
    expect(toPlain(post(mali, { kind: 'weekly', quiet: 'nearest' }, '2026-11-16'))).toMatch(/7 days/)
    expect(toPlain(post(mali, { kind: 'weekly', quiet: 'background' }, '2026-11-16'))).toContain('Background — ')
  })
  test('counts the events for which there is no room, the lightest of them', () => {
    const shelf = inventedShelf(
      Array.from({ length: 60 }, (_, n) => ({
        id: `e${n}`,
        date: `2020-08-${17 + (n % 7)}`,
        weight: n < 5 ? 5 : 1,
        title: `${'A long title '.repeat(5)}${n}`,
      })),
    )
    const text = toPlain(post(shelf, { kind: 'weekly' }, '2026-08-17'))
    expect(text).toMatch(/And \d+ more\./)
    for (const n of [0, 1, 2, 3, 4]) expect(text).toContain(`title ${n}\n`)
  })
})
