import type { Log } from '../../kernel/log.ts'
import { isLoopback } from '../../kernel/loopback.ts'
import { reasonOf } from './api.ts'
import type { Message } from './render.ts'

const HOOKS = 'https://hooks.slack.com'
const POST_MS = 5000

/** Posts a message to the address that came with a press: once, within five seconds. Never rejects; a failure is logged without the address, which is a secret. */
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
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(message),
        redirect: 'error',
        signal: AbortSignal.timeout(POST_MS),
      })
      await response.body?.cancel()
      // Somebody who presses much is told less: what was pressed is done all the same.
      if (!response.ok) log[response.status === 429 ? 'debug' : 'warn']('slack answer not taken', { status: response.status })
    } catch (error) {
      log.warn('slack answer not sent', { reason: reasonOf(error) })
    }
  }
}
