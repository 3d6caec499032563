import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answerable, matched } from '../../../src/quiz/typed.ts'

const who: Answerable = {
  kind: 'who',
  options: ['Boubou Cissé', 'Soumaïla Cissé', 'Mahmoud Dicko', 'Choguel Maïga'],
  right: 1,
  accepts: ['Soumi', 'the leader of the opposition', 'Cissé'],
}
const right = (asked: Answerable, typed: string): boolean => matched(asked, typed).kind === 'right'
const asking = (answer: string, wrong: readonly string[] = ['nothing of the kind'], more: Partial<Answerable> = {}): Answerable => ({
  options: [answer, ...wrong],
  right: 0,
  accepts: [],
  ...more,
})

test('what was right is told as it is shown, with its place', () => {
  expect(matched(who, 'soumaila cisse')).toEqual({ kind: 'right', as: 'Soumaïla Cissé', option: 1 })
})

describe('a name is right', () => {
  test.each([
    ['as it is', 'Soumaïla Cissé'],
    ['without marks and capitals', '  SOUMAILA   cisse '],
    ['with marks apart from their letters', 'Soumai\u0308la Cisse\u0301'],
    ['with other punctuation', 'Soumaïla-Cissé.'],
    ['with a letter too many, too few, another, or two swapped', 'Soumaiila Cisse'],
    ['with a slip', 'Sumaila Cisse'],
    ['with a slip in each word', 'Sumaila Cise'],
    ['with the name of the family first', 'Cissé Soumaïla'],
    ['run together', 'soumailacisse'],
    ['by another name', 'soumi'],
    ['by another name without its article', 'Leader of opposition'],
    ['by its letter', 'B'],
    ['by its letter in brackets', '(b)'],
  ])('%s', (_, typed) => expect(right(who, typed)).toBe(true))
})

describe('a name is wrong', () => {
  test.each([
    ['when it is the other Cissé’s', 'Boubou Cissé', 0],
    ['when it is the other Cissé’s, with a slip', 'Bubou Cise', 0],
    ['when it is the other Cissé’s, the family first', 'cisse boubou', 0],
    ['when it is another option’s letter', 'a)', 0],
    ['when it is another option', 'mahmoud dicko', 2],
    ['when both are called so, even if it is among the accepted', 'Cissé', undefined],
    ['when both are called so, with a slip', 'cise', undefined],
    ['when it is nobody’s', 'Ibrahim Keïta', undefined],
    ['when it is a letter of no option', 'E', undefined],
    ['when it is too far off', 'Samuel Cissokho', undefined],
    ['when nothing is typed', '  ', undefined],
    ['when it is endless', 'Soumaïla Cissé '.repeat(100), undefined],
  ])('%s', (_, typed, option) => expect(matched(who, typed)).toEqual({ kind: 'wrong', ...(option !== undefined && { option }) }))

  test('when it is as near to a wrong option', () => {
    const asked = asking('Goita', ['Koita'])
    expect(right(asked, 'Goitta')).toBe(true)
    expect(right(asked, 'Toita')).toBe(false)
    expect(matched(asked, 'Koita')).toEqual({ kind: 'wrong', option: 1 })
  })

  test('when it is another who is no option, where the others are told', () => {
    const asked = asking('Gambia', ['Senegal'])
    expect(matched(asked, 'Zambia', ['Gambia', 'Zambia', 'Senegal'])).toEqual({ kind: 'wrong' })
    expect(matched(asked, 'gambie', ['Gambia', 'Zambia', 'Senegal']).kind).toBe('right')
    expect(
      matched({ ...who, options: ['Soumaïla Cissé', 'Mahmoud Dicko'], right: 0 }, 'Cissé', ['Boubou Cissé', 'Soumaïla Cissé']).kind,
    ).toBe('wrong')
  })

  test('when only the order of a question for an order differs', () => {
    expect(right(asking('Kati then Bamako', ['Bamako then Kati'], { kind: 'order' }), 'Bamako then Kati')).toBe(false)
    expect(right(asking('Kati then Bamako', ['neither'], { kind: 'order' }), 'Bamako then Kati')).toBe(false)
  })
})

describe('articles', () => {
  test.each([
    ['The Constitutional Court', 'constitutional court'],
    ['Constitutional Court', 'the constitutional court'],
    ['La Cour constitutionnelle', 'cour constitutionnelle'],
    ['L’Assemblée nationale', 'assemblee nationale'],
    ['Assemblée nationale', "l'assemblée nationale"],
    ['Les Nations unies', 'le nations unies'],
    ['coup d’État', 'coup d etat'],
  ])('%s by %s', (answer, typed) => expect(right(asking(answer), typed)).toBe(true))

  test('a name that is nothing else keeps them', () => {
    expect(right(asking('La Las', ['nothing']), 'las')).toBe(true)
    expect(right(asking('The The', ['nothing']), 'the the')).toBe(true)
    expect(right(asking('The The', ['nothing']), 'les les')).toBe(false)
  })
})

test('a whole right answer is right although a wrong option holds its words, and a part of both is not', () => {
  const asked = asking('Mali', ['Federation of Mali'])
  expect(right(asked, 'mali')).toBe(true)
  expect(matched(asked, 'federation of mali')).toEqual({ kind: 'wrong', option: 1 })
})

test('options that differ by marks alone are told apart', () => {
  const asked = asking('où', ['ou'])
  expect(right(asked, 'OÙ')).toBe(true)
  expect(matched(asked, 'ou')).toEqual({ kind: 'wrong', option: 1 })
})

test('short words and words that count forgive nothing', () => {
  for (const [answer, typed] of [
    ['Gao', 'Kao'],
    ['dziewięć', 'dziesięć'],
    ['troisième', 'treizième'],
    ['thirteenth', 'thirtieth'],
    ['dziewiąty', 'dziesiąty'],
    ['siedemnaście', 'siedemnascia'],
  ] as const)
    expect(right(asking(answer), typed), `${answer} by ${typed}`).toBe(false)
})

describe('numbers are exact', () => {
  test.each([
    ['11', 'eleven', true],
    ['eleven', '11', true],
    ['onze', 'eleven', true],
    ['11', '12', false],
    ['11', '111', false],
    ['M5-RFP', 'm5 rfp', true],
    ['M5-RFP', 'm5rfp', true],
    ['M5-RFP', 'M6-RFP', false],
    ['10,000', '10 000', true],
    ['10 000', '10\u202f000', true],
    ['10 000', '1000', false],
    ['3.5', '3,5', true],
    ['3.5', '35', false],
    ['-5', '5', false],
    ['-5', '−5', true],
    ['11 to 23', '11-23', true],
    ['11 to 23', '11 à 23', true],
    ['11 to 23', '23 to 11', false],
    ['11 to 23', '1 to 123', false],
    ['50 people', '50 poeple', true],
    ['2013', '2013', true],
    ['2013', '2014', false],
  ])('%s by %s: %s', (answer, typed, expected) => expect(right(asking(answer), typed)).toBe(expected))
})

describe('dates are exact, in any language', () => {
  const asked = asking('18 August 2020', ['19 August 2020', '18 July 2020', 'August 2020'])

  test.each([
    '18 août 2020',
    '18 sierpnia 2020 r.',
    'August 18, 2020',
    '18/08/2020',
    '2020-08-18',
    '18 August',
    'le 18 août',
    'Tuesday 18 August 2020',
    '18 agust 2020',
  ])('%s is right', (typed) => expect(right(asked, typed)).toBe(true))

  test.each([
    ['17 August 2020', undefined],
    ['18 August 2021', undefined],
    ['19 sierpnia', 1],
    ['18 juillet 2020', 2],
    ['August', 3],
    ['2020', undefined],
    ['18', undefined],
    ['today', undefined],
    ['31 February 2020', undefined],
  ])('%s is wrong', (typed, option) => expect(matched(asked, typed)).toEqual({ kind: 'wrong', ...(option !== undefined && { option }) }))

  test('without the year only where no wrong option is the same day of another one', () => {
    expect(right(asking('18 August 2020', ['18 August 2021']), '18 August')).toBe(false)
    expect(right(asking('18 August 2020', ['18 August 2021']), '18 août 2020')).toBe(true)
  })

  test('with a year that the answer leaves out, only where the question names it', () => {
    const short = asking('18 August', ['19 August'], { text: 'On which day of 2020?', explanation: '' })
    expect(right(short, '18.08.2020')).toBe(true)
    expect(right(short, '18.08.2019')).toBe(false)
    expect(right(asking('18 August', ['19 August']), '18.08.2020')).toBe(false)
    expect(right(asking('18 August 2020', ['19 August 2020'], { text: 'Asked in 2021' }), '18 August 2021')).toBe(false)
  })

  test('of several days by their numbers and months', () => {
    const days = asking('10 to 12 July 2020', ['10 to 13 July 2020'])
    expect(right(days, '10–12 juillet 2020')).toBe(true)
    expect(right(days, '10-12 lipca 2020')).toBe(true)
    expect(right(days, '10–13 July 2020')).toBe(false)
    expect(right(days, '10–12 June 2020')).toBe(false)
  })
})

test('a month is a word where nothing is counted', () => expect(right(asking('May Sow', ['Mai Sow']), 'may sow')).toBe(true))

const word = fc.string({ unit: fc.constantFrom(...Array.from('aeioubcdlmnrstéïł -’1')), minLength: 1, maxLength: 14 })

test('whatever the words, the right one typed is right and a wrong one is not', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(word, {
        minLength: 2,
        maxLength: 6,
        selector: (text) => text.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' '),
      }),
      fc.nat(),
      (options, at) => {
        fc.pre(options.every((option) => option.trim() !== ''))
        const asked = { options, right: at % options.length, accepts: [...options] }
        for (const [place, option] of options.entries()) {
          expect(matched(asked, option)).toMatchObject({ kind: place === asked.right ? 'right' : 'wrong', option: place })
        }
      },
    ),
    { numRuns: 500 },
  )
})
