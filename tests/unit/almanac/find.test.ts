import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prefixes } from '../../../src/almanac/find.ts'
import { foldedWords } from '../../../src/words/fold.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { MALI_1960, MALI_2020, openShelf, toShelf } from '../../support/ear.ts'
import { inventedPack } from '../../support/invented.ts'

const shelf = openShelf(MALI_2020)
const { finder, almanac } = shelf
const found = (words: string, of = finder) => of.events(words).map(({ event }) => event.id)
const names = (text: string, kinds: readonly ('person' | 'organisation' | 'place')[] = ['person', 'organisation']) =>
  finder.names(kinds, text).map(({ id }) => id)

describe('the search forgives', () => {
  const KATI = 'mutiny-at-kati'
  test.each([
    ['the order of words', 'kati mutiny'],
    ['capitals', 'MUTINY AT KATI'],
    ['another language', 'bunt Kati'],
    ['a French word', 'mutinent Kati'],
    ['Polish without its marks', 'zolnierzy Kati'],
    ['French without its marks', 'Kati soldats mutinent'],
    ['a letter less', 'mutny kati'],
    ['a letter more', 'mutinyy kati'],
    ['another letter', 'mutany kati'],
    ['two letters swapped', 'mutiny ktai'],
    ['two letters swapped in the only word', 'mtuiny'],
    ['small words around', 'the mutiny at the camp of Kati'],
    ['a beginning', 'mutin kati'],
    ['the id', 'mutiny-at-kati'],
  ])('%s: "%s"', (_, words) => expect(found(words).slice(0, 3)).toContain(KATI))

  test.each(['frob', 'withh', 'quiz'])('a word that is none of the pack finds nothing, however near it comes to a small word: %s', (word) =>
    expect(found(word)).toEqual([]),
  )

  test.each([
    ['Gudluck Jonathan', 'jonathan-mission'],
    ['Jonathan Goodluck', 'jonathan-mission'],
    ['Dicko imam', 'keita-receives-dicko'],
    ['imam Diko', 'keita-receives-dicko'],
  ])('"%s" finds %s among the first', (words, id) => expect(found(words).slice(0, 5)).toContain(id))

  test('one slip in each longer word of a title, in every language', () => {
    const titles = almanac.events.flatMap((event) => LOCALES.map((locale) => ({ id: event.id, words: foldedWords(event.title[locale]) })))
    const slip = (word: string, kind: number, at: number): string => {
      if (word.length < 5 || /\d/.test(word)) return word
      const i = 1 + (at % (word.length - 2))
      return (
        [
          word.slice(0, i) + word.slice(i + 1),
          `${word.slice(0, i)}${word[i]}${word.slice(i)}`,
          `${word.slice(0, i)}x${word.slice(i + 1)}`,
          `${word.slice(0, i)}${word[i + 1]}${word[i]}${word.slice(i + 2)}`,
        ][kind % 4] ?? word
      )
    }
    fc.assert(
      fc.property(fc.constantFrom(...titles), fc.nat(), fc.nat(), ({ id, words }, kind, at) => {
        expect(found(words.map((word) => slip(word, kind, at)).join(' ')).slice(0, 5)).toContain(id)
      }),
      { numRuns: 300 },
    )
  })

  test('nothing is found for nothing, and for words that are nowhere', () => {
    for (const words of ['', '   ', '…', '🪘', 'xyzzyplugh']) expect(found(words)).toEqual([])
  })
})

describe('the order of what is found', () => {
  const invented = toShelf(
    inventedPack([
      { id: 'in-claim', date: '2020-01-01', title: 'One', claim: 'The bridge fell' },
      { id: 'in-title', date: '2020-01-02', title: 'The bridge falls', claim: 'Two' },
      { id: 'near-title', date: '2020-01-03', title: 'The bride falls', claim: 'Three' },
      { id: 'both-words', date: '2020-01-04', title: 'River', claim: 'A bridge over the river' },
      { id: 'light', date: '2020-01-05', title: 'Market', weight: 1 },
      { id: 'heavy', date: '2020-01-06', title: 'Market', weight: 5 },
    ]),
  ).finder
  test('a word in a title counts more than one in a claim', () => expect(found('bridge', invented).slice(0, 2).at(0)).toBe('in-title'))
  test('the word itself counts more than one like it', () =>
    expect(found('bridge', invented).indexOf('in-title')).toBeLessThan(found('bridge', invented).indexOf('near-title')))
  test('all words go before some of them', () => expect(found('bridge river', invented)[0]).toBe('both-words'))
  test('the weightier goes first where words do not tell', () => expect(found('market', invented)).toEqual(['heavy', 'light']))
  test('some of the words are better than nothing', () => expect(found('market unheard', invented)).toEqual(['heavy', 'light']))
  test('a president’s own name leads to his resignation before others of his family', () => {
    const order = found('keita')
    expect(order.indexOf('resignation-of-keita')).toBeLessThan(order.indexOf('karim-keita-resigns'))
  })
})

describe('one event is meant', () => {
  test.each([
    ['by its id', 'mutiny-at-kati'],
    ['by the words of its id', 'Mutiny at Kati'],
    ['by its title', 'Soldiers mutiny at Kati'],
    ['by its title in French', 'Des soldats se mutinent à Kati'],
    ['by its title in Polish without marks', 'bunt zolnierzy w kati'],
  ])('%s', (_, text) => expect(finder.event(text).map(({ id }) => id)).toEqual(['mutiny-at-kati']))

  test('every event by its id and by each of its titles', () => {
    for (const event of almanac.events) {
      expect(finder.event(event.id)).toEqual([event])
      for (const locale of LOCALES) expect(finder.event(event.title[locale])).toContain(event)
    }
  })

  test('several, never more than ten, where words fit many', () => {
    const several = finder.event('Bamako')
    expect(several.length).toBeGreaterThan(1)
    expect(several.length).toBeLessThanOrEqual(10)
  })
  test('none where nothing fits', () => expect(finder.event('xyzzyplugh')).toEqual([]))
})

describe('a name is understood', () => {
  test.each([
    ['Mahmoud Dicko', 'mahmoud-dicko'],
    ['dicko', 'mahmoud-dicko'],
    ['imam Dicko', 'mahmoud-dicko'],
    ['l’imam Mahmoud Dicko', 'mahmoud-dicko'],
    ['Mahmud Dicko', 'mahmoud-dicko'],
    ['IBK', 'ibrahim-boubacar-keita'],
    ['president Keita', 'ibrahim-boubacar-keita'],
    ['Karim Keita', 'karim-keita'],
    ['colonel Goita', 'assimi-goita'],
    ['pułkownik Goïta', 'assimi-goita'],
    ['Gudluck Jonathan', 'goodluck-jonathan'],
    ['Googluck Jonathan', 'goodluck-jonathan'],
    ['Soumaila Cise', 'soumaila-cisse'],
    ['Bah N’Daw', 'bah-ndaw'],
    ["Bah N'daw", 'bah-ndaw'],
    ['the constitutional court', 'constitutional-court'],
    ['Trybunał Konstytucyjny', 'constitutional-court'],
    ['ECOWAS', 'ecowas'],
    ['CEDEAO', 'ecowas'],
    ['M5-RFP', 'm5'],
    ['the UN', 'un'],
    ['ONZ', 'un'],
  ])('%s', (text, id) => expect(names(text)).toEqual([id]))

  test('the men named Cissé are told apart, and never confused', () => {
    expect(names('Cissé').toSorted()).toEqual(['boubou-cisse', 'mohamed-cisse', 'soumaila-cisse'])
    expect(names('Soumaïla Cissé')).toEqual(['soumaila-cisse'])
    expect(names('Boubou Cissé')).toEqual(['boubou-cisse'])
    expect(names('Mohamed Cissé')).toEqual(['mohamed-cisse'])
  })
  test('nobody is taken for another because one word fits', () => {
    for (const text of ['Modibo Sidibé', 'Boubou Diarra', 'Karim Wade', 'Emmanuel Kant', 'president', 'colonel'])
      expect(names(text), text).toEqual([])
  })
  test('nobody is meant by nothing', () => {
    for (const text of ['', ' ', '…', 'x', 'the']) expect(names(text)).toEqual([])
  })
  test('a kind that was not asked for is not found', () => {
    expect(names('Kati', ['person', 'organisation'])).toEqual([])
    expect(names('Dicko', ['place'])).toEqual([])
    expect(names('Kati', ['place'])).toEqual(['kati'])
  })
  test.each([shelf, openShelf(MALI_1960)])('every name by its id, and among others by each of its names', (each) => {
    for (const kind of ['person', 'organisation', 'place'] as const) {
      for (const named of each.almanac.names(kind)) {
        expect(each.finder.names([kind], named.id)).toEqual([named])
        for (const locale of LOCALES) expect(each.finder.names([kind], named.name[locale]), named.name[locale]).toContain(named)
        for (const alias of named.aliases) expect(each.finder.names([kind], alias), alias).toContain(named)
      }
    }
  })
})

describe('what may have been meant', () => {
  const guesses = (text: string, kinds: readonly ('person' | 'organisation' | 'place')[] = ['person', 'organisation', 'place']) =>
    finder.guesses(kinds, text).map(({ id }) => id)
  test('a name that comes near', () => expect(guesses('Jonatan Gudlak')).toContain('goodluck-jonathan'))
  test('no more than four, and none where nothing is near', () => {
    expect(guesses('Keitas').length).toBeLessThanOrEqual(4)
    expect(guesses('xyzzyplugh')).toEqual([])
    expect(guesses('')).toEqual([])
  })
  test('only of the kinds that were asked for', () => {
    expect(guesses('Bamacco', ['place'])).toContain('bamako')
    expect(guesses('Bamacco', ['person'])).not.toContain('bamako')
  })
  test('only names that some event bears', () => {
    for (const { kind, id } of finder.guesses(['person', 'organisation', 'place'], 'Keita Cisse Diarra Maiga Toure')) {
      const named = almanac.named(kind, id)
      expect(named && almanac.eventsOf(named).length).toBeGreaterThan(0)
    }
  })
})

describe('completion by beginnings', () => {
  const item = fc.array(fc.stringMatching(/^[abAB]{1,4}$/), { minLength: 1, maxLength: 4 })
  const naive = (items: readonly (readonly string[])[], typed: string) =>
    items.filter((words) => foldedWords(typed).every((begun) => words.flatMap(foldedWords).some((word) => word.startsWith(begun))))

  test('is the same as asking every item', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), fc.stringMatching(/^[abAB ]{0,6}$/), (items, typed) => {
        expect(prefixes(items, (words) => words)(typed)).toEqual(naive(items, typed))
      }),
      { numRuns: 500 },
    )
  })
  test('on true names as well', () => {
    const all = almanac.names('person').map((named) => [...LOCALES.map((locale) => named.name[locale]), ...named.aliases])
    const complete = prefixes(all, (words) => words)
    fc.assert(
      fc.property(fc.constantFrom(...all.flat()), fc.nat({ max: 12 }), (name, length) => {
        expect(complete(name.slice(0, length))).toEqual(naive(all, name.slice(0, length)))
      }),
    )
  })
  test('nothing typed is everything, in the order given', () => expect(prefixes(['b', 'a'], (x) => [x])('')).toEqual(['b', 'a']))
  test('no mark, quote or sign in what is typed disturbs it', () => expect(prefixes(['Keïta'], (x) => [x])('"KEI*')).toEqual(['Keïta']))
})
