import { verifySlackRequest } from '@slack/bolt'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSigned, signatureOf } from '../../../src/platforms/slack/signature.ts'
import { signedHeaders } from '../../support/slack-payloads.ts'

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5'
const NOW = new Date('2026-08-18T09:00:00Z')
const SECONDS = NOW.getTime() / 1000

describe('a signature', () => {
  it('is the one of Slack’s own example', () => {
    const body = Buffer.from(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    )
    expect(signatureOf(SECRET, '1531420618', body)).toBe('v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503')
  })

  it('is one that Bolt takes, for any body of text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (body) => {
        const headers = {
          'x-slack-signature': signatureOf(SECRET, String(SECONDS), Buffer.from(body)),
          'x-slack-request-timestamp': SECONDS,
        }
        expect(() => verifySlackRequest({ signingSecret: SECRET, body, headers, nowMilliseconds: NOW.getTime() })).not.toThrow()
      }),
    )
  })

  it('holds for five minutes in either direction', () => {
    const at = (seconds: number) => isSigned(SECRET, signedHeaders(SECRET, 'x', SECONDS + seconds), Buffer.from('x'), NOW)
    expect([at(0), at(-300), at(300), at(-301), at(301), at(-86_400), at(86_400)]).toEqual([true, true, true, false, false, false, false])
  })

  it('fails for another body, another secret, another time and anything that is none', () => {
    const good = signedHeaders(SECRET, 'x', SECONDS)
    const check = (headers: Readonly<Record<string, string | undefined>>, body = 'x', secret = SECRET) =>
      isSigned(secret, headers, Buffer.from(body), NOW)
    const signature = good['x-slack-signature'] ?? ''
    expect(check(good)).toBe(true)
    expect(check(good, 'y')).toBe(false)
    expect(check(good, 'x', 'other')).toBe(false)
    expect(check({ ...good, 'x-slack-request-timestamp': String(SECONDS + 1) })).toBe(false)
    for (const wrong of [
      undefined,
      '',
      'v0=',
      signature.slice(0, -1),
      `${signature}0`,
      signature.toUpperCase(),
      signature.replace('v0', 'v1'),
      'ż'.repeat(67),
    ])
      expect(check({ ...good, 'x-slack-signature': wrong })).toBe(false)
    for (const wrong of [undefined, '', 'NaN', '1e9', ` ${SECONDS}`, `${SECONDS}.0`, `-${SECONDS}`, '9'.repeat(400)])
      expect(check({ ...good, 'x-slack-request-timestamp': wrong })).toBe(false)
  })
})
