import { describe, expect, test } from 'vitest'
import { dayIn, tellingWords } from '../../../src/almanac/question.ts'
import { readDate } from '../../../src/words/read-date.ts'

const TODAY = { year: 2026, month: 8, day: 18 }

describe('the day that a sentence asks about', () => {
  test.each([
    'what happened on 18 August?',
    'What happened on August 18, 2020?',
    'what happened today?',
    'co się stało 18 sierpnia?',
    'co wydarzyło się 18 sierpnia 2020 r.?',
    'que s’est-il passé le 18 août ?',
    'qu’est-ce qui est arrivé aujourd’hui ?',
  ])('is found whatever stands around it: %s', (sentence) => {
    expect(readDate(dayIn(sentence, TODAY) ?? '', TODAY)).toMatchObject({ kind: 'day', month: 8, day: 18 })
  })

  test.each(['the rally of 5 June', 'June 5 Movement', 'Ruch 5 Czerwca', 'coup of 18 August', 'who is Dicko', '', '   ', '?'])(
    'is not made up where more is asked, or nothing: %j',
    (sentence) => expect(dayIn(sentence, TODAY)).toBeUndefined(),
  )
})

describe('the words of a question that tell', () => {
  test.each([
    ['when was the coup?', ['coup']],
    ['quand a eu lieu le coup d’État ?', ['coup', 'etat']],
    ['kiedy był zamach stanu?', ['zamach', 'stanu']],
    ['who is Assimi Goïta?', ['assimi', 'goita']],
    ['thank you', []],
    ['EU', ['eu']],
    ['AU', ['au']],
  ])('%s', (question, words) => expect(tellingWords(question)).toEqual(words))
})
