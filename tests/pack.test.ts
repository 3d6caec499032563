import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { checkPack } from '../src/almanac/check.ts'
import { loadPack } from '../src/almanac/load.ts'
import type { Pack } from '../src/almanac/pack.ts'
import { fold } from '../src/words/fold.ts'
import { LOCALES, type Locale } from '../src/words/locale.ts'
import { monthSpellings } from '../src/words/months.ts'
import { textsOf } from './support/texts.ts'

const directory = fileURLToPath(new URL('../data/mali-2020', import.meta.url))
const loaded = loadPack(directory)
const pack: Pack = loaded.ok ? loaded.pack : (undefined as never)

const numbered = (prefix: string, from: number, to: number, digits: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${prefix}-${String(from + i).padStart(digits, '0')}`)

test('the pack can be read', () => expect(loaded.ok ? [] : loaded.problems).toEqual([]))
test('the pack is sound', () => expect(checkPack(pack)).toEqual([]))

describe('the dossier is covered', () => {
  const claims = pack.events.flatMap((event) => event.claims)
  const byClaims = new Set(claims.flatMap((claim) => claim.covers ?? []))
  const byDisputes = new Set([
    ...claims.flatMap((c) => [...(c.covers ?? []), ...(c.otherwise ?? []).flatMap((o) => o.covers ?? [])]),
    ...pack.events.flatMap((e) => e.dates.attested.flatMap((a) => a.covers ?? [])),
  ])
  const byFollowUps = new Set(pack.events.flatMap((event) => event.followUps.flatMap((f) => f.covers ?? [])))

  test('every one of the 118 statements is a claim', () => {
    const statements = [...numbered('ML', 1, 68, 3), ...numbered('BS', 1, 50, 2)]
    expect(statements.length).toBe(118)
    expect(statements.filter((id) => !byClaims.has(id))).toEqual([])
  })

  test('every dispute is told, but the list of misprints (32) and a number that was never given (34)', () => {
    expect(numbered('D', 1, 35, 2).filter((id) => !['D-32', 'D-34'].includes(id) && !byDisputes.has(id))).toEqual([])
  })

  test('all 20 later developments are follow-ups', () => expect(numbered('F', 1, 20, 2).filter((id) => !byFollowUps.has(id))).toEqual([]))

  test('all 46 names are there', () => {
    const people =
      'ibrahim-boubacar-keita soumaila-cisse boubou-cisse mahmoud-dicko goodluck-jonathan mahamadou-issoufou moussa-timbine assimi-goita ismael-wague malick-diaw sadio-camara bah-ndaw moctar-ouane choguel-maiga issa-kaou-ndjim cheick-oumar-sissoko manassa-danioko sophie-petronin emmanuel-macron antonio-guterres amadou-toumani-toure'.split(
        ' ',
      )
    const bodies =
      'm5 ecowas rpm constitutional-court national-assembly ortm fama mutineers cnsp cmas fsd emk urd government security-forces captors jihadists un minusma eu african-union francophonie cnt france barkhane'.split(
        ' ',
      )
    expect(people.length + bodies.length).toBe(46)
    expect(people.filter((id) => !pack.people.some((p) => p.id === id))).toEqual([])
    expect(bodies.filter((id) => !pack.organisations.some((o) => o.id === id))).toEqual([])
  })

  test('the names of the article find the people they mean', () => {
    const forms: readonly (readonly [string, string])[] = [
      ['Ibrahim Bubakar Keita', 'ibrahim-boubacar-keita'],
      ['Ibrahima Bubakara Keity', 'ibrahim-boubacar-keita'],
      ['Sumaila Cisse', 'soumaila-cisse'],
      ['Bubu Cisse', 'boubou-cisse'],
      ['Mahmud Dicko', 'mahmoud-dicko'],
      ['Gudlucka Jonathana', 'goodluck-jonathan'],
      ['Ruch 5 Czerwca', 'm5'],
      ['Trybunału Konstytucyjnego', 'constitutional-court'],
    ]
    const names = [...pack.people, ...pack.organisations]
    for (const [form, id] of forms) {
      const found = names
        .filter((n) => [...n.aliases, n.name.en, n.name.fr, n.name.pl].some((a) => fold(a) === fold(form)))
        .map((n) => n.id)
      expect(found, form).toEqual([id])
    }
  })
})

describe('the misprints of other sources are kept out (D-32)', () => {
  const saying = (id: string) => pack.events.find((event) => event.id === id)
  test('the ruling is of 30 April, on no day of March or May', () => {
    const ruling = saying('court-overturns-31-seats')
    expect(ruling?.dates.preferred).toBe('2020-04-30')
    expect(ruling?.dates.attested.map((a) => a.date).filter((d) => d === '2020-05-30' || d === '2020-03-30')).toEqual([])
  })
  test('Issaka Sidibé is nobody’s speaker', () => expect(JSON.stringify(pack)).not.toMatch(/Sidib[eé]/))
  test('the president is not arrested in the morning of the coup', () => {
    const texts = pack.events
      .filter((event) => event.id === 'arrest-of-keita-and-boubou-cisse')
      .flatMap(textsOf)
      .map(({ text }) => text.en)
    expect(texts.filter((text) => /afternoon/i.test(text)).length).toBeGreaterThan(0)
    expect(texts.filter((text) => /Keïta/.test(text) && /\bmorning\b/i.test(text))).toEqual([])
  })
  test('nobody is sworn in on 24 September', () =>
    expect(pack.events.flatMap((e) => [e.dates.preferred, ...e.dates.attested.map((a) => a.date)])).not.toContain('2020-09-24'))
})

const MONTHS: ReadonlyMap<string, number> = new Map(monthSpellings().map(([spelling, month]) => [fold(spelling), month]))

/** The numbers and months that a text names, in one form whatever the language. */
function numbersIn(text: string, locale: Locale): readonly string[] {
  const bare = text
    .replace(/June 5 Movement|Mouvement du 5 juin|Ruch\p{L}* 5 Czerwca|M5(-RFP)?/gu, '')
    .replace(/(\d)[\u202f\u00a0 ,](?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d),(?=\d)/g, '$1.')
    .replace(/(\d{1,2})[\s\u00a0\u202f]?h[\s\u00a0\u202f]?(\d{2})/g, '$1:$2')
    .replace(/(\d{1,2})[\s\u00a0\u202f]h(?!\p{L})/gu, '$1:00')
  const clocked = locale === 'pl' ? bare.replace(/(?<!\d)([01]?\d|2[0-3])\.([0-5]\d)(?![\d%]| proc| mln)/g, '$1:$2') : bare
  const months = clocked.split(/[^\p{L}]+/u).flatMap((word) => monthOf(word, locale))
  return [...(clocked.match(/\d+(?:[:.]\d+)*/g) ?? []).toSorted(), ...[...new Set(months)].toSorted()]
}

/** Months stand in full in the pack: three letters mean a month only where its whole name has no more (and "się" is no August). */
function monthOf(word: string, locale: Locale): string[] {
  if (locale === 'en' && !/^\p{Lu}/u.test(word)) return []
  if (word.length < 4 && !['May', 'mai', 'maj'].includes(word)) return []
  const month = MONTHS.get(fold(word))
  return month === undefined ? [] : [`month ${month}`]
}

describe('the three languages say the same', () => {
  test.each(pack.events.map((event) => [event.id, event] as const))('%s names the same numbers and months', (_, event) => {
    for (const { path, text } of textsOf(event)) {
      const [en, fr, pl] = LOCALES.map((locale) => numbersIn(text[locale], locale))
      expect({ path, numbers: fr }, text.fr).toEqual({ path, numbers: en })
      expect({ path, numbers: pl }, text.pl).toEqual({ path, numbers: en })
    }
  })
})

describe('the pack speaks as it promised', () => {
  const texts = pack.events.flatMap((event) => textsOf(event).map(({ path, text }) => ({ where: `${event.id} ${path}`, text })))
  const all = texts.flatMap(({ where, text }) => LOCALES.map((locale) => ({ where: `${where} ${locale}`, locale, text: text[locale] })))

  test('no emoji and no exclamation mark', () =>
    expect(all.filter(({ text }) => /\p{Extended_Pictographic}|!/u.test(text)).map((t) => t.where)).toEqual([]))
  test('never “Cissé” without a first name', () =>
    expect(all.filter(({ text }) => /(?<!(Soumaïla|Boubou|Mohamed) )Cissé/u.test(text)).map((t) => t.where)).toEqual([]))
  test('no unnamed believers', () =>
    expect(all.filter(({ text }) => /it is believed|reportedly|on dit que|podobno/i.test(text)).map((t) => t.where)).toEqual([]))
  test('French typography: narrow blanks before ; : ? and inside guillemets', () =>
    expect(
      all
        .filter(({ locale, text }) => locale === 'fr' && /(?<!\u202f)[;?»]|(?<![\u202f\d/a-z]):(?!\d|\/)|«(?!\u202f)/u.test(text))
        .map((t) => t.text),
    ).toEqual([]))
  test('curly apostrophes and quotation marks', () => expect(all.filter(({ text }) => /['"]/.test(text)).map((t) => t.where)).toEqual([]))
  test('Polish quotes are low and high', () =>
    expect(all.filter(({ locale, text }) => locale === 'pl' && /“/.test(text)).map((t) => t.where)).toEqual([]))
  test('titles end without a full stop', () =>
    expect(pack.events.filter((e) => LOCALES.some((l) => /(?<! r)\.$/.test(e.title[l]))).map((e) => e.id)).toEqual([]))
  test('nothing undated says that Soumaïla Cissé is missing', () => {
    const missing =
      /(is|remains|still) (missing|captive|held)|est (toujours |encore )?(porté disparu|introuvable|captif)|(nadal|wciąż|dotąd) (nie odnalezion|przetrzymywan)/iu
    expect(all.filter(({ text }) => missing.test(text) && !/20\d\d/.test(text)).map((t) => t.text)).toEqual([])
  })
  test('an event is solemn where its texts speak of people killed in it', () => {
    const quiet = pack.events.filter(
      (e) => !e.solemn && LOCALES.some((l) => /\b(was|were) killed\b|ont été tuées|a été tué|zginę|zginął/u.test(e.summary[l])),
    )
    expect(quiet.map((e) => e.id)).toEqual([])
  })
})

describe('the article’s own dates stay findable', () => {
  test.each([
    ['2020-03-26', 'abduction-of-soumaila-cisse'],
    ['2020-04-19', 'nine-dead-near-niafunke'],
    ['2020-08-12', 'rally-of-11-august'],
    ['2020-08-17', 'planned-occupation-of-the-square'],
    ['2020-06-15~', 'prime-minister-reappointed'],
    ['2020-07-18', 'movement-rejects-the-mediation'],
  ])('%s', (date, id) => {
    const event = pack.events.find((e) => e.id === id)
    expect(event?.dates.attested.find((a) => a.date === date)?.sources).toContain('article')
    expect(event?.dates.why).toBeDefined()
  })
})
