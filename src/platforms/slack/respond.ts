import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import { globalAgent, Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { Log } from '../../kernel/log.ts'
import { isLoopback } from '../../kernel/loopback.ts'
import { reasonOf } from './api.ts'
import type { Message } from './render.ts'

const HOOKS = 'https://hooks.slack.com'
const POST_MS = 5000

/** Posts a message to the address that came with a press: once, and given up where nothing moves for five seconds. Never rejects; a failure is logged without the address, which is a secret. */
export type Respond = (url: unknown, message: Message) => Promise<void>

/** Answers go to Slack alone, whatever address a payload carries; a Slack on this machine, as tests and rehearsals use it, takes them itself. */
export function responder(apiUrl: string, log: Log): Respond {
  const api = new URL(apiUrl)
  const origins = isLoopback(api) ? [HOOKS, api.origin] : [HOOKS]
  return async (given, message) => {
    const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined
    if (!url || !origins.includes(url.origin) || url.username !== '' || url.password !== '') {
      log.warn('slack response_url is not of Slack', {})
      return
    }
    try {
      const status = await posted(url, JSON.stringify(message))
      // Somebody who presses much is told less: what was pressed is done all the same.
      if (status < 200 || status > 299) log[status === 429 ? 'debug' : 'warn']('slack answer not taken', { status })
    } catch (error) {
      log.warn('slack answer not sent', { reason: reasonOf(error) })
    }
  }
}

/** Connections are kept for the next answer as long as `fetch` would keep them. */
const KEPT = { keepAlive: true, timeout: 4000 } as const
const plain = new PlainAgent(KEPT)
// Its options name the proxy, where Node was told of one.
const secure = new SecureAgent({ ...globalAgent.options, ...KEPT })

/** The status of the answer. Follows nothing; a `fetch` would cost more than all else that a press is. */
const posted = (url: URL, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const isSecure = url.protocol === 'https:'
    const ask = isSecure ? secureRequest : plainRequest
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) }
    const request = ask(url, { method: 'POST', headers, agent: isSecure ? secure : plain, timeout: POST_MS }, (response) => {
      response
        .on('error', reject)
        .once('end', () => resolve(response.statusCode ?? 0))
        .resume()
    })
    request
      .on('timeout', () => request.destroy(new Error('no answer in time')))
      .on('error', reject)
      .end(body)
  })
