import { expect, test } from 'vitest'
import { parseEdtf } from '../../../src/almanac/edtf.ts'
import { whenText } from '../../../src/almanac/when.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'

test.each([
  ['2020-03-25', '25 March 2020', '25 mars 2020', '25 marca 2020 r.'],
  ['2020-07-01', '1 July 2020', '1er juillet 2020', '1 lipca 2020 r.'],
  ['2020-06', 'June 2020', 'juin 2020', 'czerwiec 2020 r.'],
  ['2020', '2020', '2020', '2020 r.'],
  ['2020-06-15~', 'around 15 June 2020', 'vers le 15 juin 2020', 'około 15 czerwca 2020 r.'],
  ['2020-08~', 'around August 2020', 'vers août 2020', 'około sierpnia 2020 r.'],
  ['2020~', 'around 2020', 'vers 2020', 'około 2020 r.'],
  ['2020-03-25?', '25 March 2020 (date uncertain)', '25 mars 2020 (date incertaine)', '25 marca 2020 r. (data niepewna)'],
  ['2020?', '2020 (date uncertain)', '2020 (date incertaine)', '2020 r. (data niepewna)'],
  [
    '2020-06-15%',
    'around 15 June 2020 (date uncertain)',
    'vers le 15 juin 2020 (date incertaine)',
    'około 15 czerwca 2020 r. (data niepewna)',
  ],
  ['[2020-07-17,2020-07-18]', '17 or 18 July 2020', '17 ou 18 juillet 2020', '17 lub 18 lipca 2020 r.'],
  ['[2020-07-17,2020-07-18,2020-07-19]', '17, 18 or 19 July 2020', '17, 18 ou 19 juillet 2020', '17, 18 lub 19 lipca 2020 r.'],
  ['[2020-07-31,2020-08-01]', '31 July or 1 August 2020', '31 juillet ou 1er août 2020', '31 lipca lub 1 sierpnia 2020 r.'],
  [
    '[2020-12-31,2021-01-01]',
    '31 December 2020 or 1 January 2021',
    '31 décembre 2020 ou 1er janvier 2021',
    '31 grudnia 2020 r. lub 1 stycznia 2021 r.',
  ],
  ['2020-07-10/2020-07-12', '10 to 12 July 2020', 'du 10 au 12 juillet 2020', 'od 10 do 12 lipca 2020 r.'],
  ['2020-06-30/2020-07-01', '30 June to 1 July 2020', 'du 30 juin au 1er juillet 2020', 'od 30 czerwca do 1 lipca 2020 r.'],
  [
    '2020-12-30/2021-01-02',
    '30 December 2020 to 2 January 2021',
    'du 30 décembre 2020 au 2 janvier 2021',
    'od 30 grudnia 2020 r. do 2 stycznia 2021 r.',
  ],
  ['2020-06/2020-08', 'from June to August 2020', 'de juin à août 2020', 'od czerwca do sierpnia 2020 r.'],
  ['2020-04/2020-08', 'from April to August 2020', 'd’avril à août 2020', 'od kwietnia do sierpnia 2020 r.'],
  ['2019-11/2020-02', 'from November 2019 to February 2020', 'de novembre 2019 à février 2020', 'od listopada 2019 r. do lutego 2020 r.'],
  ['2012/2020', 'from 2012 to 2020', 'de 2012 à 2020', 'od 2012 r. do 2020 r.'],
  ['2012-03-22/2013-01', 'from 22 March 2012 to January 2013', 'du 22 mars 2012 à janvier 2013', 'od 22 marca 2012 r. do stycznia 2013 r.'],
  [
    '2020-06-15~/2020-07-12',
    'from around 15 June 2020 to 12 July 2020',
    'du 15 juin 2020 environ au 12 juillet 2020',
    'od około 15 czerwca 2020 r. do 12 lipca 2020 r.',
  ],
  [
    '2020-06~/2020-08?',
    'from around June 2020 to August 2020 (date uncertain)',
    'de juin 2020 environ à août 2020 (date incertaine)',
    'od około czerwca 2020 r. do sierpnia 2020 r. (data niepewna)',
  ],
  ['../2020-05-12', 'until 12 May 2020', 'jusqu’au 12 mai 2020', 'do 12 maja 2020 r.'],
  ['../2020-05', 'until May 2020', 'jusqu’en mai 2020', 'do maja 2020 r.'],
  ['../2020', 'until 2020', 'jusqu’en 2020', 'do 2020 r.'],
  ['../2020-05~', 'until around May 2020', 'jusqu’en mai 2020 environ', 'do około maja 2020 r.'],
  ['2020-04-30/..', 'since 30 April 2020', 'depuis le 30 avril 2020', 'od 30 kwietnia 2020 r.'],
  ['2020-04/..', 'since April 2020', 'depuis avril 2020', 'od kwietnia 2020 r.'],
  ['2020/..', 'since 2020', 'depuis 2020', 'od 2020 r.'],
])('%s is "%s"', (text, ...words) => {
  const edtf = parseEdtf(text)
  expect(LOCALES.map((locale) => edtf && whenText(sayer(locale), edtf))).toEqual(words)
})
