import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digest, endOf, speaks } from '../../../src/anniversaries/digest.ts'
import { chaptersOf, readableBy, spanOf, statementsOf, storyEnd, storyStart } from '../../../src/anniversaries/story.ts'
import { PACES, QUIETS, type Wish } from '../../../src/anniversaries/subscription.ts'
import { whenText } from '../../../src/almanac/when.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { addDays, dayText, daysBetween, fromIso, toIso, type Day } from '../../../src/words/dates.ts'
import { LOCALES, type Locale } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { inventedShelf, mali } from '../../support/shelves.ts'
import { wishFor } from '../../support/wishes.ts'

const course = (changes: Partial<Wish> = {}): Wish => wishFor({ kind: 'replay', starts: '2026-09-01', quiet: 'skip', ...changes })
const day = (iso: string): Day => fromIso(iso) ?? { year: 0, month: 1, day: 1 }
const textOf = (wish: Wish, date: string): string => {
  const made = digest([mali], wish, date)
  return made ? toPlain(made.reply) : ''
}
/** Every local date on which a course could post, and some on either side. */
const datesOf = (wish: Wish): readonly string[] =>
  Array.from({ length: Math.ceil(300 / wish.pace) + 20 }, (_, n) => toIso(addDays(day(wish.starts ?? ''), n - 10)))

type Told = { readonly text: string; readonly by: string; readonly last: Day; readonly locale: Locale }

/** Every post of every course, with the last day that it may know of. */
function* toldBy(quiets: readonly Wish['quiet'][]): Generator<Told> {
  for (const locale of LOCALES)
    for (const pace of PACES)
      for (const quiet of quiets) {
        const wish = course({ locale, pace, quiet })
        for (const date of datesOf(wish)) {
          const span = spanOf(mali, wish, day(date))
          const text = textOf(wish, date)
          if (span && text) yield { text, by: toIso(span.last), last: span.last, locale }
        }
      }
}

describe('the story', () => {
  test('begins with the first event of some weight that has an exact day, in the year that the pack is about', () => {
    expect(storyStart(mali)).toBe('2020-03-25')
  })
  test('of a pack without one begins with its first exact day', () => {
    expect(storyStart(inventedShelf([{ id: 'light', date: '2020-05-01', weight: 1 }]))).toBe('2020-05-01')
    expect(storyStart(inventedShelf([{ id: 'vague', date: '2020-05' }]))).toBeUndefined()
  })
  test('ends with the last event that the channel follows', () => {
    expect(storyEnd(mali, wishFor())).toBe('2020-12-31')
    expect(storyEnd(mali, wishFor({ minWeight: 5 }))).toBe('2020-12-25')
  })
  test('tells every statement known by its end once, none before it was known and none before its event began', () => {
    const statements = statementsOf(mali, wishFor())
    const claims = mali.almanac.events.flatMap((event) => event.claims.filter(({ knownFrom }) => knownFrom <= '2020-12-31'))
    expect(statements).toHaveLength(claims.length)
    expect(new Set(statements.map(({ claim }) => claim))).toEqual(new Set(claims))
    for (const { claim, event, day } of statements) {
      expect(toIso(day) >= claim.knownFrom).toBe(true)
      expect(event.first === undefined || daysBetween(event.first, day) >= 0).toBe(true)
    }
  })
})

describe('a post of a replay', () => {
  test('stands for as many days of the story as its pace, from the day with which it begins', () => {
    const spans = (pace: Wish['pace'], date: string) => {
      const span = spanOf(mali, course({ pace, from: '2020-08-01' }), day(date))
      return span && [toIso(span.first), toIso(span.last), span.n]
    }
    expect(spans(1, '2026-09-01')).toEqual(['2020-08-01', '2020-08-01', 1])
    expect(spans(1, '2026-09-18')).toEqual(['2020-08-18', '2020-08-18', 18])
    expect(spans(4, '2026-09-03')).toEqual(['2020-08-09', '2020-08-12', 9])
    expect(spans(7, '2026-08-31')).toBeUndefined()
  })
  test('says for which days of the story it stands', () => {
    expect(textOf(course({ from: '2020-08-01' }), '2026-09-18')).toContain('18 August 2020, day 18 of the story')
    const text = textOf(course({ from: '2020-08-01', pace: 4 }), '2026-09-05')
    expect(text).toContain('Day by day: 17 to 20 August 2020')
    expect(text).toContain('days 17 to 20 of the story')
  })
  test('begins on the day that the channel chose, and ends with the story, which it says', () => {
    for (const pace of PACES) {
      const wish = course({ pace, quiet: 'nearest' })
      const spoken = datesOf(wish).filter((date) => speaks([mali], wish, date))
      expect(spoken[0]).toBe('2026-09-01')
      expect(spoken.at(-1)).toBe(endOf([mali], wish))
      expect(textOf(wish, spoken.at(-1) ?? '')).toContain('With this post the story ends.')
      expect(textOf(wish, spoken.at(-2) ?? '')).not.toContain('With this post the story ends.')
    }
  })
  test('has an end only where it has a beginning, and only in a replay', () => {
    expect(endOf([mali], course())).toBe('2027-06-09')
    expect(endOf([mali], course({ pace: 7 }))).toBe('2026-10-11')
    expect(endOf([mali], wishFor({ kind: 'daily', starts: '2026-09-01' }))).toBeUndefined()
    expect(endOf([mali], wishFor({ kind: 'replay' }))).toBeUndefined()
    expect(endOf([mali], course({ from: '2031-01-01' }))).toBeUndefined()
    expect(speaks([mali], wishFor({ kind: 'replay' }), '2026-09-01')).toBe(false)
  })
  test('tells no statement that was not known by the last of its days, in any language, at any pace', () => {
    const claims = mali.almanac.events.flatMap((event) => event.claims)
    let told = 0
    for (const { text, by, locale } of toldBy(QUIETS)) {
      const said = claims.filter((claim) => text.includes(claim.text[locale]))
      told += said.length
      expect(said.filter(({ knownFrom }) => knownFrom > by)).toEqual([])
    }
    expect(told).toBeGreaterThan(1000)
  })
  test('tells no summary, title, date or dispute from which one could learn what came later', () => {
    let looked = 0
    for (const { text, by, locale } of toldBy(['skip'])) {
      const say = sayer(locale)
      const lines = new Set(text.split('\n'))
      const running = mali.almanac.events.filter(({ last }) => last === undefined || toIso(last) > by)
      const unknown = mali.almanac.events.filter((event) => running.includes(event) || event.claims.some(({ knownFrom }) => knownFrom > by))
      expect(running.filter(({ title }) => lines.has(title[locale]))).toEqual([])
      expect(unknown.filter(({ summary }) => text.includes(summary[locale]))).toEqual([])
      const later = mali.almanac.events.flatMap(({ followUps, attested }) => [
        ...followUps.map((followUp) => followUp.text[locale]),
        ...attested.map((other) => say('day.alsoDated', { date: whenText(say, other.when), by: other.by[locale] })),
      ])
      expect(later.filter((words) => text.includes(words))).toEqual([])
      looked += 1
    }
    expect(looked).toBeGreaterThan(500)
  })
  test('that tells a summary says no date in it that lies behind the last of its days', () => {
    const end = storyEnd(mali, wishFor()) ?? ''
    const early = LOCALES.flatMap((locale) =>
      mali.almanac.events.flatMap(({ id, claims, last, summary }) => {
        const known = [...claims.map(({ knownFrom }) => knownFrom), last ? toIso(last) : '9999'].toSorted().at(-1) ?? ''
        if (known > end) return []
        const later = Array.from({ length: 300 }, (_, n) => dayText(locale, addDays(day(known), n + 1)))
        return later.filter((date) => summary[locale].includes(date)).map((date) => `${id}: ${date}`)
      }),
    )
    expect(early).toEqual([])
  })
  test('says who contradicts a statement only when that could be read by then', () => {
    const others = mali.almanac.events.flatMap((event) => event.claims.flatMap(({ otherwise }) => otherwise ?? []))
    let told = 0
    for (const { text, last, locale } of toldBy(['skip'])) {
      const said = others.filter((other) => text.includes(other.text[locale]))
      told += said.length
      expect(said.filter(({ sources }) => !sources.some((source) => readableBy(mali, source, last)))).toEqual([])
    }
    expect(told).toBeGreaterThan(10)
  })
  test('takes a source for read from its own day on, and one without a date for not read', () => {
    const { sources } = mali.almanac.pack
    const dated = sources.find(({ date }) => date !== null && /^2020-\d\d-\d\d$/.test(date))
    expect(readableBy(mali, dated?.id ?? '', day(dated?.date ?? ''))).toBe(true)
    expect(readableBy(mali, dated?.id ?? '', addDays(day(dated?.date ?? ''), -1))).toBe(false)
    const undated = sources.filter(({ date }) => date === null)
    expect(undated.filter(({ id }) => readableBy(mali, id, day('2099-01-01')))).toEqual([])
  })
  test('goes by the topic of an event that is not over, so that its title does not tell how it ends', () => {
    const text = textOf(course(), '2026-12-17')
    expect(text).toContain('Day by day: 10 July 2020')
    expect(text).toContain('Unrest and its victims')
    expect(text).not.toContain('3 days of unrest')
    expect(text).not.toContain('12 July')
  })
  test('tells what became known of earlier days apart from what happened', () => {
    const chapters = chaptersOf(mali, wishFor(), { first: day('2020-09-04'), last: day('2020-09-04') })
    expect(chapters.map(({ event, current }) => [event.id, current])).toContainEqual(['coup-of-18-august', false])
    expect(textOf(course({ from: '2020-09-04' }), '2026-09-01')).toContain('Now known about earlier days')
  })
  test('leads to no page that tells how things went on, but to the timeline when the story has ended', () => {
    const wish = course()
    const ways = datesOf(wish).flatMap((date) => (digest([mali], wish, date)?.reply.buttons ?? []).map(({ action }) => ({ date, action })))
    const [sources, others] = [
      ways.filter(({ action }) => action.startsWith('mali.sources|')),
      ways.filter(({ action }) => !action.startsWith('mali.sources|')),
    ]
    expect(sources.length).toBeGreaterThan(5)
    expect(sources.filter(({ action }) => mali.almanac.event(action.split('|')[1] ?? '')?.followUps.length !== 0)).toEqual([])
    expect(others.filter(({ action }) => action !== 'griot.help')).toEqual([{ date: endOf([mali], wish), action: 'mali.timeline' }])
  })
  test('without room says how many statements it left out', () => {
    const wish = course({ pace: 7, from: '2020-08-14' })
    expect(textOf(wish, '2026-09-01')).toMatch(/\d+ more statements became known\./)
  })
})

describe('a quiet day of the story', () => {
  const isQuiet = (date: string) => !speaks([mali], course(), date)
  const quiet = datesOf(course()).filter((date) => date >= '2026-09-01' && date <= '2027-06-09' && isQuiet(date))
  test('is silent by the policy `skip`, and only by it', () => {
    expect(quiet.length).toBeGreaterThan(100)
    for (const policy of ['nearest', 'background'] as const)
      expect(quiet.filter((date) => !speaks([mali], course({ quiet: policy }), date))).toEqual([])
  })
  test('recalls what was known last, or something that was known', () => {
    const date = quiet[5] ?? ''
    expect(textOf(course({ quiet: 'nearest' }), date)).toMatch(/nothing new became known[\s\S]*What became known last/)
    expect(textOf(course({ quiet: 'background' }), date)).toMatch(/nothing new became known[\s\S]*What was known by then/)
  })
  test('before anything was known has nothing to recall', () => {
    const shelf = inventedShelf([{ id: 'event', date: '2020-05-01' }])
    const wish = course({ from: '2020-04-01', quiet: 'nearest' })
    expect(speaks([shelf], wish, '2026-09-02')).toBe(false)
    expect(speaks([shelf], wish, '2026-10-01')).toBe(true)
  })
})

test('whatever the course, its end is the last date on which it can speak', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PACES),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(undefined, '2020-07-01'),
      (pace, minWeight, from) => {
        const wish = course({ pace, minWeight, from, quiet: 'background' })
        expect(datesOf(wish).findLast((date) => speaks([mali], wish, date))).toBe(endOf([mali], wish))
      },
    ),
  )
})
