import { describe, expect, test } from 'vitest'
import { passes, type Filter } from '../../../src/almanac/filter.ts'
import type { Ask } from '../../../src/chat/command.ts'
import { seededRandom } from '../../../src/kernel/random.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { asker, MALI_1960, NOON, openShelf, toShelf } from '../../support/ear.ts'
import { inventedPack } from '../../support/invented.ts'

const ask: Ask = { say: sayer('en'), locale: 'en', audience: 'everyone', now: NOON, zone: 'Africa/Bamako', random: seededRandom(1), asker }
const small = openShelf(MALI_1960)
const kept = (filter: Filter, shelf = small) => shelf.almanac.events.filter(passes(shelf, ask, filter)).map(({ id }) => id)

const [UNION, INDEPENDENT, BREAK, REPUBLIC] = [
  'union-of-senegal-and-sudan',
  'federation-becomes-independent',
  'federation-breaks-up',
  'republic-of-mali-proclaimed',
]

describe('a filter keeps', () => {
  test.each<[string, Filter, (string | undefined)[]]>([
    ['everything, when it says nothing', {}, [UNION, INDEPENDENT, BREAK, REPUBLIC]],
    ['a topic by its id', { topic: 'independence' }, [INDEPENDENT, REPUBLIC]],
    ['a topic by its name in any language', { topic: 'NIEPODLEGLOSC' }, [INDEPENDENT, REPUBLIC]],
    ['a person', { person: 'Senghor' }, [INDEPENDENT, BREAK]],
    ['a person by the id that a completion gives', { person: 'leopold-sedar-senghor' }, [INDEPENDENT, BREAK]],
    ['an organisation', { person: 'Federation of Mali' }, [UNION, INDEPENDENT, BREAK]],
    ['a place', { place: 'bamako' }, [REPUBLIC]],
    ['what is not over before a day', { from: '1960-08-21' }, [REPUBLIC]],
    ['what lasts until that day', { from: '1960-08-20' }, [UNION, BREAK, REPUBLIC]],
    ['what has begun by a day', { to: '1960-06-20' }, [UNION, INDEPENDENT]],
    ['a month', { from: '1960-08', to: '1960-08' }, [UNION, BREAK]],
    ['a month in words, of the pack’s own year', { from: 'czerwiec', to: 'czerwca' }, [UNION, INDEPENDENT]],
    ['the middle of a month', { from: 'mid-June', to: 'mi-juin' }, [UNION, INDEPENDENT]],
    ['a year', { from: '1959', to: '1959' }, [UNION]],
    ['what passes all of them', { topic: 'federation', person: 'Keita', from: '1960' }, [BREAK]],
  ])('%s', (_, filter, ids) => expect(kept(filter)).toEqual(ids))

  test('a state without an end, for ever; one without a beginning, from ever', () => {
    const shelf = toShelf(
      inventedPack([
        { id: 'since', date: '2012/..' },
        { id: 'until', date: '../2012' },
      ]),
    )
    expect(kept({ from: '2050' }, shelf)).toEqual(['since'])
    expect(kept({ to: '1800' }, shelf)).toEqual(['until'])
  })

  test('all who bear a name that several bear', () => {
    const shelf = toShelf(
      inventedPack([
        { id: 'a', date: '2020', people: ['boubou-cisse'] },
        { id: 'b', date: '2020', people: ['soumaila-cisse'] },
        { id: 'c', date: '2020', people: ['karim-keita'] },
      ]),
    )
    expect(kept({ person: 'Cissé' }, shelf)).toEqual(['a', 'b'])
  })
})

describe('a filter that names nothing is refused', () => {
  test.each<[Filter, string]>([
    [{ topic: 'war' }, 'error.noSuchTopic'],
    [{ person: 'nobody at all' }, 'error.noSuchName'],
    [{ person: 'Bamako' }, 'error.noSuchName'],
    [{ place: 'Senghor' }, 'error.noSuchName'],
    [{ from: '1960-02-30' }, 'error.noSuchDay'],
    [{ to: 'soon' }, 'error.date'],
    [{ from: '1960-09-01', to: '1960-07-01' }, 'error.range'],
  ])('%o', (filter, key) => expect(() => kept(filter)).toThrow(expect.objectContaining({ key })))

  test('and the topics that there are stand in the language of the asker', () => {
    for (const locale of LOCALES) {
      const topics = small.almanac.pack.topics.map(({ name }) => name[locale]).join(', ')
      expect(() => passes(small, { ...ask, locale, say: sayer(locale) }, { topic: 'war' })).toThrow(
        expect.objectContaining({ values: expect.objectContaining({ topics }) }),
      )
    }
  })
})
