import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

/** When answers that go on and on have to end. */
export type Endings = {
  /** Aborts when this answer's client has gone, or when all are to end. */
  signal(answer: ServerResponse): AbortSignal
  /** Ends all, those to come included. */
  end(): void
}

/** Without a reason of ours, one with a stack would be made for every answer. */
const OVER = new Error('the answer is over')

export const endings = (): Endings => {
  const open = new Set<AbortController>()
  let over = false
  return {
    signal(answer) {
      const ending = new AbortController()
      if (over || answer.destroyed) ending.abort(OVER)
      else {
        open.add(ending)
        answer.once('close', () => {
          open.delete(ending)
          ending.abort(OVER)
        })
      }
      return ending.signal
    },
    end() {
      over = true
      for (const ending of open) ending.abort(OVER)
    },
  }
}

/** The pieces as a stream. What breaks while they are made is reported, and ends the stream without breaking the connection's neighbours. */
export const streamOf = (pieces: AsyncIterable<string>, broke?: (error: unknown) => void): Readable =>
  Readable.from(reporting(pieces, broke), { objectMode: true, highWaterMark: 1 })

async function* reporting(pieces: AsyncIterable<string>, broke?: (error: unknown) => void): AsyncGenerator<string> {
  try {
    yield* pieces
  } catch (error) {
    broke?.(error)
    throw error
  }
}
