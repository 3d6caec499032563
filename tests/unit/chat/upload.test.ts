import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/kernel/failure.ts'
import { upload } from '../../../src/chat/upload.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
async function* chunks(...given: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* given
}
const lost: unknown[] = []
const of = (open: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>, more: { name?: string; size?: number } = {}, ms?: number) =>
  upload({ name: 'deck.csv', size: 1, ...more, open, lost: (error) => void lost.push(error) }, ms)
const holding = (...given: readonly Uint8Array[]) => of(async () => chunks(...given))

describe('a file', () => {
  test('is read whole, though a letter is divided between two pieces, and without the mark of a spreadsheet', async () => {
    const whole = bytes('\ufeffa;ł😀\n')
    expect(await holding(whole.slice(0, 6), whole.slice(6)).read(100)).toBe('a;ł😀\n')
    expect(await holding().read(100)).toBe('')
  })

  test('is read to its limit and refused beyond it, before it is fetched where its size is known', async () => {
    expect(await holding(bytes('x'.repeat(10))).read(10)).toHaveLength(10)
    await expect(holding(bytes('x'.repeat(10)), bytes('x')).read(10)).rejects.toMatchObject({ code: 'bad-input', key: 'error.fileLarge' })
    let fetched = false
    const large = of(
      async () => {
        fetched = true
        return chunks()
      },
      { size: 5001 },
    )
    await expect(large.read(5000)).rejects.toMatchObject({ key: 'error.fileLarge', values: { file: 'deck.csv', kilobytes: 5 } })
    expect(fetched).toBe(false)
  })

  test.each([[[0xff, 0xfe, 0x41, 0x00]], [[0x50, 0x4b, 0x03, 0x04, 0x80]], [[0xed, 0xa0, 0x80]]])(
    'that is no text is refused (%j)',
    async (odd) => expect(holding(new Uint8Array(odd)).read(100)).rejects.toMatchObject({ code: 'bad-input', key: 'error.fileText' }),
  )

  test('that cannot be had is told apart from what its platform knows of it', async () => {
    lost.length = 0
    const error = new Error('gone')
    await expect(of(() => Promise.reject(error)).read(1)).rejects.toMatchObject({ code: 'unavailable', key: 'error.fileLost' })
    expect(lost).toEqual([error])
    const known = new Failure('unavailable', 'error.fileScope', { scopes: 'x' })
    await expect(of(() => Promise.reject(known)).read(1)).rejects.toBe(known)
    expect(lost).toEqual([error])
  })

  test('that never comes, or never ends, is given up in time', async () => {
    const silent = of(() => new Promise(() => undefined), {}, 1)
    await expect(silent.read(1)).rejects.toMatchObject({ key: 'error.fileLost' })
    let aborted: AbortSignal | undefined
    const stalled = of(
      async (signal) => {
        aborted = signal
        return (async function* () {
          yield bytes('a')
          await new Promise(() => undefined)
        })()
      },
      {},
      1,
    )
    await expect(stalled.read(10)).rejects.toMatchObject({ key: 'error.fileLost' })
    expect(aborted?.aborted).toBe(true)
  })

  test('has a name that can be shown', () => {
    for (const [name, shown] of [
      ['a\u202Egnp.csv', 'agnp.csv'],
      ['x'.repeat(200), `${'x'.repeat(79)}…`],
      ['', '?'],
      ['two\nlines', 'two lines'],
    ] as const)
      expect(of(async () => chunks(), { name }).name).toBe(shown)
  })
})
