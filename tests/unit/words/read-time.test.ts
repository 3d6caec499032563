import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockText } from '../../../src/words/dates.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { readTime } from '../../../src/words/read-time.ts'

const clock = (minutes: number | undefined): string | undefined =>
  minutes === undefined ? undefined : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

describe('a time of day is read', () => {
  test.each([
    ['09:00', ['9', '09', '9:00', '09:00', '9.00', '09.00', '0900', '9h', '9 h', '9h00', '9 h 00', '9H00', '9 heures', '９：００']],
    ['09:00', ['9 am', '9am', '9 AM', '9 a.m.', "9 o'clock", 'at 9', '9 in the morning', '9 o’clock in the morning']],
    [
      '09:00',
      ['à 9h', '9 h du matin', '9 heures du matin', 'o 9', 'o 9:00', 'godz. 9', 'o godz. 9.00', 'godzina 9', 'o godzinie 9', '9 rano'],
    ],
    [
      '09:30',
      [
        '9:30',
        '9.30',
        '9h30',
        '9 h 30',
        '9\u00a0h\u00a030',
        '9\u202fh\u202f30',
        '9 heures 30',
        '9 h 30 min',
        '9 30',
        '0930',
        '930',
        '9:30 am',
      ],
    ],
    ['21:00', ['21', '21:00', '21h', '9 pm', '9pm', '9 P.M.', '9 du soir', '9h du soir', '9 wieczorem', '9 in the evening', '9 at night']],
    ['21:30', ['9:30 pm', '9.30 p.m.', '9h30 du soir', '21 h 30', '9.30 wieczorem', 'o 21.30']],
    ['15:00', ['3 pm', '3 in the afternoon', "3 h de l'après-midi", '3 heures de l’après-midi', '3 po południu', '15 po poludniu']],
    ['02:00', ['2 am', '2 at night', '2 w nocy', '2 h de la nuit', '2 nad ranem']],
    ['07:00', ['7 rano', '7 z rana', '7 przed południem', '7 le matin']],
    ['20:00', ['8 wieczorem', '8 soir', '8 evening', '20:00 wieczorem']],
    [
      '12:00',
      [
        'noon',
        'Midday',
        'midi',
        'à midi',
        'południe',
        'POŁUDNIE',
        'w południe',
        'poludnie',
        '12',
        '12 pm',
        '12 noon',
        '12 w południe',
        'at noon',
      ],
    ],
    [
      '00:00',
      [
        'midnight',
        'minuit',
        'à minuit',
        'północ',
        'polnoc',
        'o północy',
        '0',
        '0:00',
        '00:00',
        '24:00',
        '24h',
        '12 am',
        '12 w nocy',
        '12 midnight',
      ],
    ],
    ['23:59', ['23:59', '11:59 pm', '  23 h 59  ']],
  ])('as %s: %j', (time, texts) => {
    expect(texts.filter((text) => clock(readTime(text)) !== time)).toEqual([])
  })

  test('wherever Griot itself wrote it, in every language, at every minute of the day', () => {
    for (const locale of LOCALES)
      for (let minute = 0; minute < 1440; minute++)
        expect(readTime(clockText(locale, Math.floor(minute / 60), minute % 60)), `${locale} ${minute}`).toBe(minute)
  })
})

describe('no time of day is', () => {
  test.each([
    '',
    ' ',
    '25',
    '24:01',
    '24:30',
    '9:60',
    '9:5',
    '12345',
    '-1',
    '9:30:15',
    '1.5.2020',
    '18 August',
    'nine',
    'soon',
    'pm',
    'h',
    ':30',
  ])('%j, by its form', (text) => expect(readTime(text)).toBeUndefined())
  test.each(['13 pm', '0 pm', '13 am', '14 rano', '12 rano', '2 wieczorem', '10 po południu', '9 noon', '9 midnight', '24 pm'])(
    '%j, which no clock shows',
    (text) => expect(readTime(text)).toBeUndefined(),
  )
  test('anything but a whole minute of a day, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9:.h amp]{0,50}$/)), (text) => {
        const read = readTime(text)
        expect(read === undefined || (Number.isInteger(read) && read >= 0 && read < 1440)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
