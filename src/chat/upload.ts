import { Failure } from '../kernel/failure.ts'
import { quotable } from './clean.ts'
import type { Upload } from './platform.ts'

/** A file as a platform has it: `open` begins to fetch it, and rejects with a `Failure` of its own where it knows why that cannot be. */
export type Given = {
  readonly name: string
  readonly size: number
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>
  /** Told what went wrong, which nobody else is. */
  readonly lost: (error: unknown) => void
}

const LONGEST_MS = 10_000
const LONGEST_NAME = 80

/**
 * A file that somebody gave. It is read within ten seconds, as UTF-8 and never beyond the limit, whatever size was announced;
 * what is no text, too large or cannot be had is refused in words.
 */
export function upload({ name, size, open, lost }: Given, longestMs = LONGEST_MS): Upload {
  const file = quotable(name, LONGEST_NAME) || '?'
  return {
    name: file,
    size,
    async read(limit) {
      if (size > limit) throw tooLarge(file, limit)
      const signal = AbortSignal.timeout(longestMs)
      let bytes: Uint8Array
      try {
        bytes = await Promise.race([open(signal).then((chunks) => whole(chunks, file, limit)), ended(signal)])
      } catch (error) {
        if (error instanceof Failure) throw error
        lost(error)
        throw new Failure('unavailable', 'error.fileLost', { file }, error)
      }
      return textOf(bytes, file)
    },
  }
}

async function whole(chunks: AsyncIterable<Uint8Array>, file: string, limit: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > limit) throw tooLarge(file, limit)
    kept.push(chunk)
  }
  return Buffer.concat(kept)
}

const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('no file in time')), { once: true }))

/** Without the mark that spreadsheets put before it. */
function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Failure('bad-input', 'error.fileText', { name: file })
  }
}

const tooLarge = (file: string, limit: number): Failure =>
  new Failure('bad-input', 'error.fileLarge', { file, kilobytes: Math.floor(limit / 1000) })
