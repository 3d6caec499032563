import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logger, type LogLevel } from '../../../src/kernel/log.ts'

const TOKEN = 'MTIzNDU2.Gh+/x"é.s3cr3t'

const listen = (secrets: readonly string[] = [TOKEN], level: LogLevel = 'debug') => {
  const lines: string[] = []
  return { log: logger({ level, secrets, write: (line) => void lines.push(line) }), lines, last: () => JSON.parse(lines.at(-1) ?? '') }
}

describe('a log', () => {
  it('writes one JSON line per entry, with level, time and event first', () => {
    const { log, lines, last } = listen()
    log.info('started', { port: 3000, at: new Date(0), ids: new Set([1n]), also: new Map([['a', Number.NaN]]) })
    expect(lines[0]).toMatch(/^\{"level":"info","time":"\d{4}-\d\d-\d\dT[\d:.]+Z",[^\n]*\}\n$/)
    expect(last()).toMatchObject({ event: 'started', port: 3000, at: '1970-01-01T00:00:00.000Z', ids: ['1'], also: { a: 'NaN' } })
    log.warn('no fields')
    expect(lines).toHaveLength(2)
  })

  it('keeps silent below its level', () => {
    const { log, lines } = listen([], 'warn')
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['c', 'd'])
    const silent = listen([], 'silent')
    silent.log.error('e')
    expect(silent.lines).toEqual([])
  })

  it('does not let a field take the place of level, time or event', () => {
    const { log, last } = listen()
    log.info('said', { event: 'x', level: 'y', time: 'z' })
    expect(last()).toMatchObject({ event: 'said', level: 'info', event_: 'x', level_: 'y', time_: 'z' })
  })

  it('shows an error with its stack, its causes and its own fields', () => {
    const { log, last } = listen()
    const cause = Object.assign(new TypeError('no route'), { code: 'ENETUNREACH' })
    const all = new AggregateError([new Error('one'), new Error('two')], 'all failed', { cause })
    log.error('broke', { error: all })
    expect(last().error).toMatchObject({
      name: 'AggregateError',
      message: 'all failed',
      stack: expect.stringContaining('log.test.ts'),
      cause: { name: 'TypeError', message: 'no route', code: 'ENETUNREACH', stack: expect.any(String) },
      errors: [{ message: 'one' }, { message: 'two' }],
    })
  })

  it('survives cycles, bytes, depth, length and getters that throw', () => {
    const { log, last } = listen()
    const loop: Record<string, unknown> = { bytes: Buffer.from(TOKEN), view: new Uint8Array(3) }
    loop.self = loop
    loop.deep = { a: { b: { c: { d: { e: { f: 1 } } } } } }
    const trap = {
      get boom(): string {
        throw new Error('no')
      },
    }
    log.info('odd', { loop, trap, long: 'x'.repeat(5000), list: Array.from({ length: 60 }, (_, i) => i), run: function named() {} })
    expect(last()).toMatchObject({
      loop: { self: '[circular]', bytes: '[24 bytes]', view: '[3 bytes]', deep: { a: { b: { c: { d: '[deeper]' } } } } },
      trap: '[unreadable]',
      run: '[function named]',
    })
    expect(last().long).toMatch(/^x{4000}… \[1000 characters more\]$/)
    expect(last().list).toHaveLength(51)
  })
})

describe('no token reaches a log', () => {
  const forms = {
    plain: TOKEN,
    inside: `before ${TOKEN} after`,
    json: JSON.stringify({ TOKEN }),
    jsonInJson: JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ TOKEN }) }) }),
    percent: encodeURIComponent(TOKEN),
    lowerPercent: encodeURIComponent(TOKEN).replace(/%../g, (code) => code.toLowerCase()),
    form: new URLSearchParams({ a: TOKEN }).toString(),
    base64: Buffer.from(TOKEN).toString('base64'),
    base64url: Buffer.from(TOKEN).toString('base64url'),
    basic: `Basic ${Buffer.from(`user:${TOKEN}`).toString('base64')}`,
    shifted: Buffer.from(`ab${TOKEN}cd`).toString('base64'),
  }

  it.each(Object.entries(forms))('as %s', (_name, text) => {
    const { log, lines } = listen()
    log.error(text, { text, [text]: 1, nested: [{ text }], error: new Error(text, { cause: text }) })
    expectHidden(lines.join(''))
    expect(lines[0]).toContain('«hidden»')
  })

  it('from an error that carries its whole request', () => {
    const { log, lines } = listen()
    const request = {
      headers: { Authorization: `Bot ${TOKEN}`, 'x-slack-signature': 'v0=abcdef', 'content-type': 'text/plain' },
      rawHeaders: ['Authorization', 'Bot abc', 'accept', '*/*'],
      sent: new Headers({ authorization: 'Bearer another-token-unknown-to-us', accept: 'text/plain' }),
      url: new URL('https://discord.com/api/v10/webhooks/123456789012345678/aW50ZXJhY3Rpb246MTIz/messages/@original'),
      data: { token: 'aW50ZXJhY3Rpb246MTIz', response_url: 'https://hooks.slack.com/commands/T1/2/abcDEF' },
    }
    log.error('send failed', { error: new Error('deep', { cause: Object.assign(new Error('deeper'), { request }) }) })
    expectHidden(lines[0] ?? '')
    for (const secret of ['aW50ZXJhY3Rpb246MTIz', 'abcDEF', 'another-token', 'v0=abcdef', 'Bot abc']) expect(lines[0]).not.toContain(secret)
    for (const kept of ['text/plain', '*/*', '/webhooks/123456789012345678/', '/messages/@original']) expect(lines[0]).toContain(kept)
  })

  it.each([
    'xoxb-1234-abcdefgh',
    'xapp-1-A1-abcdef',
    'https://hooks.slack.com/commands/T01/234/abcDEF',
    'https://discord.com/api/v10/interactions/123456789012345678/aW50ZXJhY3Rpb24/callback',
    'Authorization: Bearer abcdefghijklmnopqr',
    'postgres://griot:pass-word@db/griot',
  ])('not even one that nobody told us of: %s', (text) => {
    const { log, lines } = listen([])
    log.error('failed', { text })
    expect(lines[0]).toContain('«hidden»')
    expect(lines[0]).not.toMatch(/abcd?DEF|xoxb-1|xapp-1|aW50|klmnop|pass-word/)
  })

  it('whatever stands around it, and the line stays JSON', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('utf8', 'base64', 'base64url'),
        (before, after, form) => {
          const { log, lines } = listen()
          const text = Buffer.from(`${before}${TOKEN}${after}`).toString(form)
          log.error('x', { text, [text]: text })
          expectHidden(lines[0] ?? '')
          JSON.parse(lines[0] ?? '')
        },
      ),
    )
  })

  const expectHidden = (line: string) => {
    expect(line).not.toContain('s3cr3t')
    expect(line).not.toContain('MTIzNDU2')
    for (const offset of [0, 1, 2]) {
      const inner = Buffer.concat([Buffer.alloc(offset), Buffer.from('s3cr3t')])
        .toString('base64')
        .slice(2, 8)
      expect(line).not.toContain(inner)
    }
  }
})
