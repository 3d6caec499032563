import { describe, expect, test } from 'vitest'
import { continuations } from '../../../src/chat/completing.ts'
import type { Locale } from '../../../src/words/locale.ts'
import { asker, house, MALI_1960, openShelf } from '../../support/ear.ts'

const { ear, roots, line } = house([openShelf(MALI_1960)])
const go = (typed: string, locale: Locale = 'en') => continuations(roots, ear, typed, { ...asker, locale })
const lines = (typed: string, locale?: Locale) => go(typed, locale).map((way) => way.line)

test('nothing typed offers commands', () => expect(lines('')).toContain('/independence today '))
test('a beginning offers what it may become', () => expect(lines('/ont')).toEqual(['/onthisday ']))
test('a root offers its commands, in the language of the asker', () => {
  expect(lines('/independence ')).toContain('/independence who ')
  expect(lines('/independence ', 'pl')).toContain('/independence kto ')
})
test('the beginning of a command is understood in every language', () =>
  expect(lines('/independence chron')).toEqual(['/independence timeline ']))
test('a command offers the values of its argument', () =>
  expect(lines('/independence who modi')).toEqual(['/independence who Modibo Keïta']))
test('so does a command that is called in another language', () =>
  expect(lines('/independence kto modi')).toEqual(['/independence kto Modibo Keïta']))
test('a loose word has no continuation', () => expect(lines('/independence keita')).toEqual([]))

describe('every way to go on leads to an answer', () => {
  test.each(['/independence who ', '/independence where ', '/independence event ', '/independence why ', '/independence sources '])(
    '%s',
    async (typed) => {
      const ways = go(typed)
      expect(ways.length).toBeGreaterThan(0)
      for (const way of ways) expect(await line(way.line), way.line).not.toHaveProperty('failure')
    },
  )
})
