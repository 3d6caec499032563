/** One thing that came over a stream of server-sent events: an event, or the comment that keeps the line open. */
export type Came = { readonly id?: string; readonly event?: string; readonly data?: string; readonly comment?: true }

export type Listener = {
  readonly status: number
  readonly type: string
  /** The next event; comments and the reconnection time are passed over. Undefined when the stream has ended. */
  next(): Promise<Came | undefined>
  /** The next comment. */
  comment(): Promise<Came | undefined>
  leave(): Promise<void>
}

/** Listens as a browser's EventSource does (WHATWG HTML, 9.2), from `lastEventId` on if there is one. */
export async function listener(url: string, lastEventId?: string): Promise<Listener> {
  const leaving = new AbortController()
  const answer = await fetch(url, {
    headers: { accept: 'text/event-stream', ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    signal: leaving.signal,
  })
  const came = events(answer.body!)
  const nextOf = async (wanted: (one: Came) => boolean): Promise<Came | undefined> => {
    for (;;) {
      const { value, done } = await came.next()
      if (done) return undefined
      if (wanted(value)) return value
    }
  }
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    next: () => nextOf((one) => one.data !== undefined),
    comment: () => nextOf((one) => one.comment === true),
    async leave() {
      leaving.abort()
      await came.return(undefined).catch(() => undefined)
    },
  }
}

async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<Came, undefined> {
  let rest = ''
  const decoder = new TextDecoder()
  try {
    for await (const bytes of body) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) yield toCame(part)
    }
  } catch {
    // Whoever leaves hears nothing more.
  }
  return undefined
}

const toCame = (part: string): Came =>
  part.startsWith(':')
    ? { comment: true }
    : Object.fromEntries(
        part.split('\n').map((line) => {
          const at = line.indexOf(':')
          return [line.slice(0, at), line.slice(at + 1).trimStart()]
        }),
      )
