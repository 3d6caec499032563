import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromActionId, toActionId, withEnvelope } from '../../../src/chat/action.ts'
import type { ActionId } from '../../../src/chat/reply.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { must } from '../../support/ear.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/)
const part = fc.string({ unit: 'binary', maxLength: 40 })
const locale = fc.constantFrom(...LOCALES)
const page = fc.integer({ min: 1, max: 999 })

const withoutEmptyEnd = (parts: readonly string[]) => parts.slice(0, parts.findLastIndex((p) => p !== '') + 1)

test('what is written into a button is read from it again, with its language and its page', () => {
  fc.assert(
    fc.property(name, fc.array(part, { maxLength: 5 }), fc.option(locale), fc.option(page), (action, parts, language, number) => {
      const id = toActionId(action, ...parts)
      if (id === undefined) return
      const read = fromActionId(withEnvelope(id, { locale: language ?? undefined, page: number ?? undefined }))
      expect(read).toEqual({
        name: action,
        parts: withoutEmptyEnd(parts),
        ...(language && { locale: language }),
        ...(number && number > 1 && { page: number }),
      })
    }),
  )
})

test('an id keeps within 100 bytes of UTF-8, whatever language and page are put on', () => {
  fc.assert(
    fc.property(name, fc.array(part, { maxLength: 6 }), locale, page, (action, parts, language, number) => {
      const id = toActionId(action, ...parts)
      const bytes = id === undefined ? 0 : Buffer.byteLength(withEnvelope(id, { locale: language, page: number }))
      expect(bytes).toBeLessThanOrEqual(100)
    }),
  )
})

test('bytes are counted, not characters: 93 are free, and the last one counts', () => {
  const free = 93 - 'on|'.length
  expect(toActionId('on', 'a'.repeat(free))).toBeDefined()
  expect(toActionId('on', 'a'.repeat(free + 1))).toBeUndefined()
  expect(toActionId('on', 'é'.repeat(free / 2))).toBeDefined()
  expect(toActionId('on', 'é'.repeat(free / 2 + 1))).toBeUndefined()
})

test.each([
  ['a bar', 'a|b'],
  ['a line break', 'a\nb'],
  ['a NUL', 'a\0b'],
  ['half a character', 'a\ud83d'],
])('a part that holds %s makes no button', (_, bad) => expect(toActionId('mali.on', bad)).toBeUndefined())

test.each(['', 'Mali', '7up', 'ma li', 'a:b', 'a#b', 'é'])('"%s" is no name of an action', (bad) =>
  expect(toActionId(bad, 'x')).toBeUndefined(),
)

describe('what is put on later', () => {
  const id = toActionId('mali.on', '18 August') as ActionId
  test('a language stays when a page is turned', () => {
    expect(withEnvelope(withEnvelope(id, { locale: 'pl' }), { page: 3 })).toBe('pl:3#mali.on|18 August')
  })
  test('the first page is asked for by no number', () => expect(withEnvelope(withEnvelope(id, { page: 2 }), { page: 1 })).toBe(id))
  test('nothing put on changes nothing', () => expect(withEnvelope(id, {})).toBe(id))
})

describe('what was tampered with means nothing', () => {
  test.each([
    ['nothing', ''],
    ['no name', '|a'],
    ['a language we do not speak', 'de:mali.on|x'],
    ['two languages', 'fr:pl:mali.on'],
    ['page 0', '0#mali.on'],
    ['a page of four digits', '1000#mali.on'],
    ['a name in capitals', 'MALI.ON'],
    ['a line break', 'mali.on|a\nb'],
    ['half a character', 'mali.on|\udc00'],
    ['101 bytes', `mali.on|${'a'.repeat(93)}`],
    ['markup', '<script>'],
    ['a foreign id', 'mute_user:123'],
  ])('%s', (_, id) => expect(fromActionId(id)).toBeUndefined())

  test('no string makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^([a-z]{2}:)?(\d{1,4}#)?[a-z|.#:]{0,30}$/)), (id) => {
        expect(['undefined', 'string']).toContain(typeof fromActionId(id)?.name)
      }),
    )
  })

  test('what it understands it would write the same way', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^((en|fr|pl):)?(\d{1,3}#)?[a-z][a-z|.]{0,30}$/), (id) => {
        const read = fromActionId(id)
        const again = read && toActionId(read.name, ...read.parts)
        fc.pre(again !== undefined)
        expect(fromActionId(withEnvelope(must(again), must(read)))).toEqual({
          ...fromActionId(must(again)),
          ...(read?.locale && { locale: read.locale }),
          ...(read?.page && read.page > 1 && { page: read.page }),
        })
      }),
    )
  })
})
