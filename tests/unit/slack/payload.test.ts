import * as fc from 'fast-check'
import { parse } from 'node:querystring'
import { expect, test } from 'vitest'
import { payloadAlone } from '../../../src/platforms/slack/payload.ts'

test('a payload alone is read as it was written, whatever it says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(payloadAlone(Buffer.from(new URLSearchParams({ payload: text }).toString()))).toBe(text)
    }),
  )
})

test('of a form in any state it says what a form in general says, or nothing', () => {
  const sign = fc.constantFrom('%', '+', '&', '=', 'a', 'F', '9', '%41', '%c3%A9', '%E2', 'é', 'payload', '{', ' ')
  fc.assert(
    fc.property(fc.array(sign), (signs) => {
      const body = `payload=${signs.join('')}`
      expect([undefined, parse(body)['payload']]).toContain(payloadAlone(Buffer.from(body)))
    }),
    { numRuns: 2000 },
  )
})

test('a form with more than a payload, or without one, is left to others', () => {
  for (const body of ['payload=a&b=c', 'a=b&payload=c', 'command=%2Fmali', 'payload', 'payload=%4', 'payload=%zz', 'payload=é', ''])
    expect(payloadAlone(Buffer.from(body))).toBeUndefined()
  expect(payloadAlone(Buffer.from('payload='))).toBe('')
})
