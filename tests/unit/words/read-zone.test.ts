import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CITY_NAMES, RENAMED_ZONES } from '../../../src/words/cities.ts'
import { isZone } from '../../../src/words/dates.ts'
import { foldedWords } from '../../../src/words/fold.ts'
import { readZone, zonesLike } from '../../../src/words/read-zone.ts'
import { everyZone } from '../../support/zones.ts'

const plain = (name: string): string => foldedWords(name).join(' ')

describe('a zone is read', () => {
  test('by every name that IANA has for it, in any letter case, with spaces for underscores', () => {
    for (const zone of everyZone().filter((name) => name.includes('/'))) {
      expect(readZone(zone)).toBe(zone)
      expect(readZone(` ${zone.toUpperCase().replaceAll('_', ' ')} `)).toBe(zone)
    }
  })
  test.each([
    ['Africa/Bamako', ['Bamako', 'bamako', ' BAMAKO ', 'Mali', 'Tombouctou', 'Timbuktu', 'segou', 'Bamako, Mali']],
    ['Europe/Paris', ['Paris', 'Paryż', 'paryz', 'France', 'Francja', 'Paris, France', 'Lyon', 'Marsylia']],
    ['Europe/Warsaw', ['Warsaw', 'Warszawa', 'Varsovie', 'Polska', 'Pologne', 'Poland', 'Łódź', 'lodz', 'Gdańsk', 'Cracovie']],
    ['America/Toronto', ['Toronto', 'Montréal', 'montreal', 'Québec']],
    ['America/New_York', ['new york', 'New York', 'Nowy Jork', 'NYC', 'America/New York']],
    ['Africa/Abidjan', ["Côte d'Ivoire", 'Cote d’Ivoire', 'Wybrzeże Kości Słoniowej', 'Abidjan']],
    ['America/Argentina/Buenos_Aires', ['Buenos Aires']],
    ['Asia/Kathmandu', ['Kathmandu', 'Katmandou', 'Katmandu']],
    ['America/Nuuk', ['Nuuk']],
    ['Europe/Kyiv', ['Kyiv', 'Kiev', 'Kijów']],
    ['UTC', ['UTC', 'utc', 'GMT']],
  ])('as %s: %j', (zone, texts) => expect(texts.filter((text) => readZone(text) !== zone)).toEqual([]))

  test('by the city in the name of every zone that is offered, for the first of those that share it', () => {
    const cities = new Map<string, string>()
    for (const { zone } of zonesLike('', 1000)) {
      const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
      if (!cities.has(city)) cities.set(city, zone)
    }
    expect(cities.size).toBeGreaterThan(400)
    for (const [city, zone] of cities) expect(readZone(city), city).toBe(zone)
  })
  test('by every name that is offered for it, letter by letter as it was offered', () => {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz')
      for (const { name, zone } of zonesLike(letter, 1000)) expect(readZone(name), name).toBe(zone)
  })
  test.each(['', ' ', 'Atlantis', 'Europe/Atlantis', '+02:00', '9:00', '()', 'Paris Warsaw', 'x'.repeat(1000)])('but none in %j', (text) =>
    expect(readZone(text)).toBeUndefined(),
  )
  test('as one that the machine knows, or as none, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const zone = readZone(text)
        expect(zone === undefined || isZone(zone) === zone).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('zones are offered', () => {
  test('with nothing typed, Bamako first, and never more than wanted', () => {
    expect(zonesLike('', 3)).toEqual([
      { name: 'Africa/Bamako', zone: 'Africa/Bamako' },
      { name: 'Europe/Paris', zone: 'Europe/Paris' },
      { name: 'Europe/Warsaw', zone: 'Europe/Warsaw' },
    ])
  })
  test('under the name that was begun', () => {
    expect(zonesLike('varso', 25)).toEqual([{ name: 'Varsovie (Europe/Warsaw)', zone: 'Europe/Warsaw' }])
    expect(zonesLike('WARSZ', 25)).toEqual([{ name: 'Warszawa (Europe/Warsaw)', zone: 'Europe/Warsaw' }])
    expect(zonesLike('nowy j', 25)).toEqual([{ name: 'Nowy Jork (America/New York)', zone: 'America/New_York' }])
  })
  test('whose city begins so before others that hold the word', () =>
    expect(zonesLike('york', 25).concat(zonesLike('salem', 25))).toEqual([
      { name: 'America/New York', zone: 'America/New_York' },
      { name: 'America/North Dakota/New Salem', zone: 'America/North_Dakota/New_Salem' },
    ]))
  test('by their continent', () => {
    const african = zonesLike('africa', 1000).map(({ zone }) => zone)
    expect(african.length).toBeGreaterThan(40)
    expect(african.every((zone) => zone.startsWith('Africa/'))).toBe(true)
  })
  test('not at all where nothing fits', () => expect(zonesLike('atlantis', 25)).toEqual([]))
  test('each once, and no two under one name', () => {
    const all = zonesLike('', 1000)
    expect(new Set(all.map(({ zone }) => zone)).size).toBe(all.length)
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })
  test('by the names that IANA has today', () => expect(zonesLike('', 1000).filter(({ zone }) => RENAMED_ZONES.has(zone))).toEqual([]))
})

describe('the table of cities', () => {
  test('has zones that the machine knows, by the names that IANA has today', () => {
    for (const zone of [...CITY_NAMES.keys(), ...RENAMED_ZONES.values()]) {
      expect(isZone(zone), zone).toBe(zone)
      expect(RENAMED_ZONES.has(zone), zone).toBe(false)
    }
  })
  test('gives no name to two zones, nor the own city of one to another', () => {
    const names = [...CITY_NAMES].flatMap(([zone, cities]) => cities.map((city) => [plain(city), zone] as const))
    const own = new Map(zonesLike('', 1000).map(({ zone }) => [plain(zone.slice(zone.lastIndexOf('/') + 1)), zone]))
    expect(names.filter(([city, zone]) => names.some(([other, elsewhere]) => other === city && elsewhere !== zone))).toEqual([])
    expect(names.filter(([city, zone]) => own.has(city) && own.get(city) !== zone)).toEqual([])
  })
})
