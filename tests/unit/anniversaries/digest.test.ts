import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digest, speaks, type Manner } from '../../../src/anniversaries/digest.ts'
import { KINDS, PACES, QUIETS, type Wish } from '../../../src/anniversaries/subscription.ts'
import { pagesOf } from '../../../src/chat/pages.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { toMessage } from '../../../src/platforms/discord/render.ts'
import { addDays, isDay, toIso, type Day } from '../../../src/words/dates.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { inventedShelf, mali } from '../../support/shelves.ts'
import { wishFor } from '../../support/wishes.ts'

const shelves = [mali]
const days = (from: Day, count: number): readonly Day[] => Array.from({ length: count }, (_, n) => addDays(from, n))
const textOf = (wish: Partial<Wish>, date: string, manner?: Manner): string | undefined => {
  const made = digest(shelves, wishFor(wish), date, manner)
  return made && toPlain(made.reply)
}
const withoutDigits = (text: string): string => text.replace(/\d+/g, '#')

const anyWish: fc.Arbitrary<Wish> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    locale: fc.constantFrom(...LOCALES),
    minWeight: fc.integer({ min: 1, max: 5 }),
    topics: fc.oneof(
      fc.constant<string[]>([]),
      fc.subarray(mali.almanac.pack.topics.map(({ id }) => id)),
      fc.constant<string[]>(['no-such-topic']),
    ),
    quiet: fc.constantFrom(...QUIETS),
    pace: fc.constantFrom(...PACES),
    starts: fc.constantFrom(undefined, '2026-01-10', '2026-09-01', '2027-11-30'),
    from: fc.constantFrom(undefined, '2020-03-25', '2020-08-01', '2020-12-20', '2031-01-01'),
    role: fc.constantFrom(undefined, '123'),
  })
  .map((changes) => wishFor(changes))
const anyDate = fc.integer({ min: 0, max: 730 }).map((n) => toIso(addDays({ year: 2026, month: 1, day: 1 }, n)))
const anyManner: fc.Arbitrary<Manner> = fc.record({
  lateMs: fc.option(fc.integer({ min: 600_000, max: 14 * 86_400_000 }), { nil: undefined }),
  test: fc.constantFrom(undefined, true as const),
  corrected: fc.constantFrom(undefined, { date: '2027-02-01' }),
})

describe('whatever a channel wishes', () => {
  test('there is a post on exactly the dates that have something to say', () => {
    fc.assert(
      fc.property(anyWish, anyDate, (wish, date) => {
        expect(digest(shelves, wish, date) !== undefined).toBe(speaks(shelves, wish, date))
      }),
      { numRuns: 2000 },
    )
  })
  test('a post is for everyone, has words, a way on, and shows the versions of its events', () => {
    fc.assert(
      fc.property(anyWish, anyDate, anyManner, (wish, date, manner) => {
        const made = digest(shelves, wish, date, manner)
        if (!made) return
        expect(made.reply).toMatchObject({ audience: 'everyone', locale: wish.locale })
        expect(made.reply.title).not.toBe('')
        expect(made.reply.blocks.length).toBeGreaterThan(0)
        expect(made.reply.buttons.length).toBeGreaterThan(0)
        // A question of the day is asked by the quiz, and keeps its event to itself until it is answered.
        expect(Object.keys(made.shows).length > 0).toBe(wish.kind !== 'question')
      }),
      { numRuns: 1000 },
    )
  })
  test('a post is one message, which Discord need not cut', () => {
    const cut = LOCALES.map((locale) => sayer(locale)('discord.cut'))
    fc.assert(
      fc.property(anyWish, anyDate, anyManner, (wish, date, manner) => {
        const made = digest(shelves, wish, date, manner)
        if (!made) return
        expect(pagesOf(made.reply.blocks).length).toBe(1)
        const drawn = JSON.stringify(toMessage(made.reply))
        expect(cut.some((notice) => drawn.includes(notice))).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })
  test('a post that tells of a solemn event is solemn, has no emoji and pings nobody; another pings the one role, if any', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anyWish, anyDate, (wish, date) => {
        const made = digest(shelves, wish, date)
        if (!made) return
        const isSolemn = Object.keys(made.shows).some((id) => mali.almanac.event(id.split('/')[1] ?? '')?.solemn)
        seen.add(`${isSolemn} ${wish.role !== undefined}`)
        expect(made.reply.solemn).toBe(isSolemn)
        expect(made.ping).toBe(isSolemn ? undefined : wish.role)
        expect(toPlain(made.reply)).not.toMatch(/\p{Extended_Pictographic}/u)
      }),
      { numRuns: 1000 },
    )
    expect(seen.size).toBe(4)
  })
  test('the same wish and date give the same post', () => {
    fc.assert(
      fc.property(anyWish, anyDate, (wish, date) => {
        expect(digest(shelves, wish, date)).toEqual(digest(shelves, structuredClone(wish), date))
      }),
    )
  })
  test('nothing is told from a pack that is not loaded, nor on what is no date', () => {
    expect(digest(shelves, wishFor({ pack: 'other' }), '2026-08-18')).toBeUndefined()
    expect(speaks(shelves, wishFor({ pack: 'other' }), '2026-08-18')).toBe(false)
    expect(speaks(shelves, wishFor(), '2026-02-30')).toBe(false)
  })
})

describe('ten years of a channel', () => {
  const YEARS = Array.from({ length: 10 }, (_, n) => 2026 + n)
  const calendar = days({ year: 2028, month: 1, day: 1 }, 366)
  test.each(LOCALES)('no post in %s is worded as that of a year before, beyond numbers', (locale) => {
    let pairs = 0
    for (const kind of ['anniversaries', 'daily', 'weekly'] as const)
      for (const quiet of QUIETS)
        for (const { month, day } of calendar) {
          const texts = YEARS.map((year) =>
            isDay({ year, month, day }) ? textOf({ kind, quiet, locale }, toIso({ year, month, day })) : undefined,
          )
          for (const [at, text] of texts.entries()) {
            const before = texts[at - 1]
            if (text === undefined || before === undefined) continue
            pairs += 1
            expect(withoutDigits(text), `${kind} ${quiet} ${month}-${day} ${YEARS[at]}`).not.toBe(withoutDigits(before))
          }
        }
    expect(pairs).toBeGreaterThan(10_000)
  })
})

describe('lines that depend on how a post is sent', () => {
  const said = (manner: Manner, locale: Wish['locale'] = 'en') => textOf({ kind: 'anniversaries', locale }, '2026-08-18', manner) ?? ''
  test('late: how much, and when it was due; after half a day also the date', () => {
    expect(said({ lateMs: 40 * 60_000 })).toContain('Posted 40 minutes late (due at 09:00).')
    expect(said({ lateMs: 3.9 * 3_600_000 }, 'fr')).toContain('Publié avec 3\u00a0h de retard (prévu à 9\u00a0h\u00a000).')
    expect(said({ lateMs: 50 * 3_600_000 }, 'pl')).toContain('Opublikowano z opóźnieniem: 2 dni (planowany termin: 18 sierpnia, 9.00).')
    expect(said({})).not.toContain('late (due')
  })
  test('a test says that it is one, first of all, and names nobody', () => {
    const made = digest(shelves, wishFor(), '2026-08-18', { test: true })
    expect(made?.reply.blocks[0]).toEqual({ kind: 'note', body: ['This is a test post, asked for in this channel.'] })
  })
  test('a correction ends with its date', () => {
    expect(
      said({ corrected: { date: '2026-09-03' } })
        .split('\n\n')
        .at(-1),
    ).toBe('Corrected on 3 September 2026: what this post tells has been revised since it was sent.')
  })
})

describe('a channel that asks for less', () => {
  const shelf = inventedShelf([
    { id: 'light', date: '2020-05-01', weight: 2 },
    { id: 'heavy', date: '2020-05-03', weight: 5 },
  ])
  test('is told of no lighter event', () => {
    expect(speaks([shelf], wishFor({ kind: 'anniversaries', minWeight: 3 }), '2026-05-01')).toBe(false)
    expect(speaks([shelf], wishFor({ kind: 'anniversaries', minWeight: 2 }), '2026-05-01')).toBe(true)
    expect(speaks([shelf], wishFor({ kind: 'anniversaries', topics: ['other'] }), '2026-05-03')).toBe(false)
  })
  test('is not told that there is nothing where the pack has something', () => {
    const made = digest([shelf], wishFor({ minWeight: 3, quiet: 'nearest' }), '2026-05-01')
    expect(made && toPlain(made.reply)).toContain('Nothing that was chosen for this channel is dated 1 May.')
    expect(Object.keys(made?.shows ?? {})).toEqual(['invented/heavy'])
  })
})
