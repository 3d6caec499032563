import { expect, test } from 'vitest'
import { durationText } from '../../../src/words/durations.ts'

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]

test.each([
  [0, '0 seconds', '0 seconde', '0 sekund'],
  [1000, '1 second', '1 seconde', '1 sekundę'],
  [89_000, '89 seconds', '89 secondes', '89 sekund'],
  [90_000, '2 minutes', '2 minutes', '2 minuty'],
  [89 * MINUTE, '89 minutes', '89 minutes', '89 minut'],
  [90 * MINUTE, '2 hours', '2 heures', '2 godziny'],
  [21 * HOUR, '21 hours', '21 heures', '21 godzin'],
  [35 * HOUR, '35 hours', '35 heures', '35 godzin'],
  [36 * HOUR, '2 days', '2 jours', '2 dni'],
  [400 * DAY, '400 days', '400 jours', '400 dni'],
  [-90_000, '2 minutes', '2 minutes', '2 minuty'],
])('%i ms are %s, %s, %s', (ms, en, fr, pl) => {
  expect([durationText('en', ms), durationText('fr', ms), durationText('pl', ms)]).toEqual([en, fr, pl])
})
