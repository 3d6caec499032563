import { describe, expect, test } from 'vitest'
import type { Event } from '../../../src/almanac/almanac.ts'
import { meansOther, shownId, eventShown, versionOf } from '../../../src/anniversaries/version.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { inventedShelf, mali as shelf, shelfWith } from '../../support/shelves.ts'

const coup = shelf?.almanac.event('coup-of-18-august')
if (!coup) throw new Error('the shipped pack has changed')

const changed = (change: (event: Event) => Partial<Event>): Event => ({ ...coup, ...change(coup) })
const inPolish = (event: Event, text: string): Partial<Event> => ({ summary: { ...event.summary, pl: text } })
const verdict = (event: Event, locale?: (typeof LOCALES)[number]): string => {
  const [before, after] = [versionOf(coup, locale), versionOf(event, locale)]
  return before === after ? 'same' : meansOther(before, after) ? 'meaning' : 'words'
}

describe('the version of an event', () => {
  test('is the same for the same event, read anew', () => {
    const again = shelfWith(structuredClone(shelf.almanac.pack)).almanac.event('coup-of-18-august')
    expect(again && versionOf(again)).toBe(versionOf(coup))
  })
  test('differs from that of every other event of the pack', () => {
    const versions = shelf.almanac.events.map((event) => versionOf(event))
    expect(new Set(versions).size).toBe(versions.length)
  })
  test('changes its words alone where a text is worded differently', () => {
    expect(verdict(changed((event) => ({ title: { ...event.title, en: 'The coup in Mali' } })))).toBe('words')
  })
  test('of one language is left alone by the words of another', () => {
    const polish = changed((event) => inPolish(event, event.summary.pl.replace('oficerowie', 'wojskowi')))
    expect(LOCALES.map((locale) => verdict(polish, locale))).toEqual(['same', 'same', 'words'])
    expect(verdict(polish)).toBe('words')
  })
  test.each<readonly [string, (event: Event) => Partial<Event>]>([
    ['a number in a text', (event) => inPolish(event, event.summary.pl.replace('4', '5'))],
    ['its solemnity', () => ({ solemn: false })],
    ['its date', () => ({ when: { kind: 'day', year: 2020, month: 8, day: 19, approximate: false, uncertain: false } })],
    ['a status', ({ claims }) => ({ claims: claims.map((claim) => ({ ...claim, status: 'confirmed' })) })],
    ['a statement that is gone', ({ claims }) => ({ claims: claims.slice(1) })],
    ['a statement that is new', ({ claims }) => ({ claims: [...claims, ...claims.slice(0, 1).map((claim) => ({ ...claim, id: 'new' }))] })],
  ])('changes its meaning with %s', (_, change) => expect(verdict(changed(change), 'pl')).toBe('meaning'))
  test('changes its meaning with a figure', () => {
    const event = shelf.almanac.events.find(({ claims }) => claims.some(({ figures }) => figures !== undefined))
    if (!event) throw new Error('no event of the pack has figures')
    const other: Event = {
      ...event,
      claims: event.claims.map((claim) => ({
        ...claim,
        figures: claim.figures?.map((figure) => ({ ...figure, values: figure.values.map((value) => ({ ...value, max: value.max + 1 })) })),
      })),
    }
    expect(meansOther(versionOf(event, 'en'), versionOf(other, 'en'))).toBe(true)
  })
})

describe('an event that a message shows', () => {
  const other = inventedShelf([{ id: 'coup-of-18-august', date: '2020-08-18' }])
  test('is named with its pack, so that two packs may use the same id', () => {
    const named = other.almanac.event('coup-of-18-august')
    expect(named && shownId(other, named)).toBe('invented/coup-of-18-august')
    expect(eventShown([shelf, other], shownId(shelf, coup))?.event).toBe(coup)
    expect(eventShown([shelf, other], 'invented/coup-of-18-august')?.event).toBe(named)
  })
  test('is not found where its pack has it no more, or is loaded no more', () => {
    expect(eventShown([shelf], 'mali-2020/gone')).toBeUndefined()
    expect(eventShown([shelf], 'invented/coup-of-18-august')).toBeUndefined()
  })
})
