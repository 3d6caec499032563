import { type App, ReceiverMultipleAckError, type Receiver } from '@slack/bolt'
import { parse } from 'node:querystring'
import type { Route, RouteAnswer, RouteRequest } from '../../chat/route.ts'
import type { Clock } from '../../kernel/clock.ts'
import { payloadAlone } from './payload.ts'
import { isSigned } from './signature.ts'

export type HttpReceiving = {
  readonly signingSecret: string
  /** The real time: Slack signs by it. */
  readonly clock: Pick<Clock, 'now'>
  /** Takes what the app threw. */
  readonly report: (error: unknown) => void
}

const EMPTY: RouteAnswer = { status: 200 }
const MOST_BYTES = 1_048_576

/** A message is written once, however many people are told it. */
const written = new WeakMap<object, string>()

function textOf(value: object): string {
  const text = written.get(value) ?? JSON.stringify(value)
  written.set(value, text)
  return text
}

const json = (value: object): RouteAnswer => ({ status: 200, headers: { 'content-type': 'application/json' }, body: textOf(value) })

/**
 * Hands Slack's signed requests to a Bolt app from a route of the shared server. It answers as Bolt's own HTTP receiver does,
 * but also refuses a signature from the future, and answers what no listener takes at once instead of after three seconds.
 */
export function httpReceiver({ signingSecret, clock, report }: HttpReceiving): { readonly receiver: Receiver; readonly route: Route } {
  let app: App | undefined
  async function handle(request: RouteRequest): Promise<RouteAnswer> {
    if (isSslCheck(request)) return EMPTY
    if (!isSigned(signingSecret, request.headers, request.rawBody, clock.now())) return { status: 401 }
    const body = bodyOf(request)
    if (!body) return { status: 400 }
    if (body['type'] === 'url_verification') return json({ challenge: body['challenge'] })
    return app ? acknowledged(app, body, request, report) : { status: 503 }
  }
  return {
    receiver: { init: (given) => void (app = given), start: async () => undefined, stop: async () => undefined },
    route: { method: 'POST', path: '/slack/events', maxBytes: MOST_BYTES, handle },
  }
}

type Body = Record<string, unknown>

const isForm = ({ headers }: RouteRequest): boolean => /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers['content-type'] ?? '')

/** Slack asks without a signature whether our certificate is good; nothing else in such a request is read. */
const isSslCheck = (request: RouteRequest): boolean =>
  isForm(request) && request.rawBody.includes('ssl_check') && parse(request.rawBody.toString())['ssl_check'] === '1'

/** A form with JSON in `payload`, a plain form, or JSON; undefined for anything else. */
function bodyOf(request: RouteRequest): Body | undefined {
  const isFormed = isForm(request)
  const alone = isFormed ? payloadAlone(request.rawBody) : undefined
  const text = alone ?? request.rawBody.toString()
  const form = isFormed && alone === undefined ? { ...parse(text) } : undefined
  if (form && typeof form['payload'] !== 'string') return form
  try {
    const value: unknown = JSON.parse(form ? String(form['payload']) : text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
  } catch {
    return undefined
  }
}

/** The answer is what the first acknowledgement says, as soon as it is said; the listener goes on after it. */
function acknowledged(app: App, body: Body, request: RouteRequest, report: (error: unknown) => void): Promise<RouteAnswer> {
  const retry = Number.parseInt(request.headers['x-slack-retry-num'] ?? '', 10)
  const reason = request.headers['x-slack-retry-reason']
  return new Promise((resolve) => {
    let done = false
    const ack = async (response?: string | object): Promise<void> => {
      if (done) throw new ReceiverMultipleAckError()
      done = true
      resolve(!response ? EMPTY : typeof response === 'string' ? { status: 200, body: response } : json(response))
    }
    app
      .processEvent({
        body,
        ack,
        ...(Number.isNaN(retry) ? {} : { retryNum: retry }),
        ...(reason !== undefined && { retryReason: reason }),
      })
      .then(
        () => resolve({ status: 404 }),
        (error: unknown) => {
          report(error)
          resolve({ status: 500 })
        },
      )
  })
}
