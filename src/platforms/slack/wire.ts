import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http'
import { globalAgent, Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { webApi } from '@slack/bolt'

/** A request that failed before a byte of it was written: whatever it asked for was certainly not done. */
export class NotWrittenError extends Error {
  override readonly name = 'NotWrittenError'
}

/** A connection is had within this time, or not at all. */
const CONNECT_MS = 4000
/** No answer of Slack's is longer. */
const MOST_BYTES = 8_000_000

/**
 * A `fetch` for messages: it makes a connection for each request, because one that was kept may be closed just as it is written to and
 * nobody could tell; it follows nothing; and it rejects with `NotWrittenError` where the request never left.
 */
export function wire(connectMs = CONNECT_MS): webApi.FetchFunction {
  const plain = new PlainAgent({ keepAlive: false })
  // Its options name the proxy, where Node was told of one.
  const secure = new SecureAgent({ ...globalAgent.options, keepAlive: false })
  return (given, { method = 'POST', headers = {}, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(given)
      const isSecure = url.protocol === 'https:'
      const ask = isSecure ? secureRequest : plainRequest
      const request = ask(url, { method, headers, agent: isSecure ? secure : plain, timeout: connectMs, ...(signal && { signal }) })
      let written = false
      request.once('socket', (socket) => socket.once(isSecure ? 'secureConnect' : 'connect', () => (written = true)))
      request.on('timeout', () => void (written || request.destroy(new Error('no connection in time'))))
      request.on('error', (error) => reject(written ? error : new NotWrittenError(error.message, { cause: error })))
      request.once('response', (response) => void answerOf(response).then(resolve, reject))
      request.end(typeof body === 'string' ? body : undefined)
    })
}

async function answerOf(response: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MOST_BYTES) throw new Error('an endless answer')
  }
  const status = response.statusCode ?? 0
  const headers = Object.entries(response.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const hasBody = status >= 200 && ![204, 205, 304].includes(status)
  return new Response(hasBody ? Buffer.concat(chunks) : null, { status, headers })
}
