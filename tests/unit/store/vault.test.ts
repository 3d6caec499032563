import { describe, expect, test } from 'vitest'
import { vault } from '../../../src/store/vault.ts'

const safe = vault('a secret of the tests')
const WHERE = 'subscription.maker'

describe('a vault', () => {
  test.each(['U0123', '', 'Kéïta 🕊', 'x'.repeat(100_000)])('opens what it sealed', (text) => {
    expect(safe.open(safe.seal(text, WHERE), WHERE)).toBe(text)
    expect(vault('a secret of the tests').open(safe.seal(text, WHERE), WHERE)).toBe(text)
  })

  test('hides the text, and seals the same one differently each time', () => {
    const sealed = Array.from({ length: 100 }, () => safe.seal('U0123', WHERE))
    expect(new Set(sealed).size).toBe(100)
    expect(sealed.filter((text) => Buffer.from(text.slice(3), 'base64url').includes('U0123'))).toEqual([])
  })

  test('opens nothing that was sealed for another place or under another secret', () => {
    const sealed = safe.seal('U0123', WHERE)
    expect(() => safe.open(sealed, 'web_channel.owner')).toThrow(/authenticate/)
    expect(() => vault('another secret').open(sealed, WHERE)).toThrow(/authenticate/)
  })

  test('opens nothing that was changed, in any of its bytes', () => {
    const bytes = Buffer.from(safe.seal('U0123', WHERE).slice(3), 'base64url')
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => safe.open(`v1.${changed.toString('base64url')}`, WHERE)).toThrow(/authenticate/)
    }
  })

  test.each(['', 'v1.', 'v2.AAAA', 'U0123', 'v1.AAAA'])('opens nothing that is not sealed at all: %s', (text) => {
    expect(() => safe.open(text, WHERE)).toThrow(/cannot be opened/)
  })
})
