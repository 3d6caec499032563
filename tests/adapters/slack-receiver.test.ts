import { App, HTTPReceiver, type Receiver, ReceiverMultipleAckError } from '@slack/bolt'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpServer, type HttpServer } from '../../src/http/server.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { libraryLog } from '../../src/platforms/slack/api.ts'
import { httpReceiver } from '../../src/platforms/slack/receiver.ts'
import {
  commandPayload,
  FORM,
  homePayload,
  pressPayload,
  shortcutPayload,
  signedHeaders,
  signedRequest,
  submissionPayload,
} from '../support/slack-payloads.ts'
import { SIGNING_SECRET, slackRig, type Rig } from '../support/slack-rig.ts'

const silent = logger({ level: 'silent', secrets: [] })
const reported: unknown[] = []

/** The same listeners on either receiver: every way in which one can answer, or not. */
function appOver(receiver: Receiver): App {
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-x' }),
    convoStore: false,
    ignoreSelf: false,
    logger: libraryLog(silent),
  })
  app.error(async (error) => {
    throw error
  })
  app.command('/text', async ({ command, ack }) => ack(`${command.text} from ${command.user_id}`))
  app.command('/object', async ({ ack }) => ack({ response_type: 'in_channel', text: 'żółw' }))
  app.command('/empty', async ({ ack }) => ack())
  app.command('/twice', async ({ ack }) => {
    await ack('first')
    await ack('second')
  })
  app.command('/throws', () => Promise.reject(new Error('on purpose')))
  app.command('/late', async ({ ack }) => {
    await ack('said')
    throw new Error('after the answer')
  })
  app.command('/silent', async () => undefined)
  app.command('/retry', async ({ ack, context }) => ack(`${context.retryNum} ${context.retryReason}`))
  app.action({ type: 'block_actions' }, async ({ ack }) => ack())
  app.view('griot_ask', async ({ ack }) => ack({ response_action: 'clear' }))
  app.shortcut('griot_ask', async ({ ack }) => ack())
  return app
}

let ours: string
let bolts: string
let server: HttpServer
let boltReceiver: HTTPReceiver

beforeAll(async () => {
  const { receiver, route } = httpReceiver({
    signingSecret: SIGNING_SECRET,
    clock: systemClock(),
    report: (error) => void reported.push(error),
  })
  appOver(receiver)
  server = httpServer({ host: '127.0.0.1', port: 0, log: silent, routes: [route], ready: () => [] })
  ours = `${(await server.listen()).url}/slack/events`
  boltReceiver = new HTTPReceiver({
    signingSecret: SIGNING_SECRET,
    logger: libraryLog(silent),
    unhandledRequestTimeoutMillis: 50,
    bodyLimit: 1_048_576,
  })
  appOver(boltReceiver)
  const listening = await boltReceiver.start({ port: 0, host: '127.0.0.1' })
  bolts = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/slack/events`
})

afterAll(async () => {
  await server.close()
  await boltReceiver.stop()
})

const answerOf = async (url: string, request: RequestInit) => {
  const response = await fetch(url, request)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  // Words that explain a refusal are ours alone; Bolt says nothing there.
  return { status: response.status, isJson, body: response.status === 200 ? text : '' }
}

const now = () => Math.floor(Date.now() / 1000)
const signed = (body: string, type: string, more: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': type, ...signedHeaders(SIGNING_SECRET, body), ...more },
})
const json = 'application/json'
const command = (line: string, more: Readonly<Record<string, string>> = {}): RequestInit => {
  const body = new URLSearchParams(commandPayload(line, 'https://hooks.slack.com/x')).toString()
  return signed(body, FORM, more)
}
const request = (payload: Readonly<Record<string, unknown>>, at?: number): RequestInit => signedRequest(SIGNING_SECRET, payload, at)
const body = command('/text hello').body as string

const CORPUS: Readonly<Record<string, () => RequestInit>> = {
  text: () => command('/text hello & <world> żółw'),
  'an object': () => command('/object'),
  'an empty acknowledgement': () => command('/empty'),
  'a second acknowledgement': () => command('/twice'),
  'a listener that throws': () => command('/throws'),
  'a listener that throws after it answered': () => command('/late'),
  'a listener that says nothing': () => command('/silent'),
  'a command of nobody’s': () => command('/unknown'),
  'a retry': () => command('/retry', { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_timeout' }),
  'a press': () => request(pressPayload({ value: 'x' })),
  'a shortcut': () => request(shortcutPayload()),
  'a shortcut of nobody’s': () => request(shortcutPayload('other')),
  'a form': () => request(submissionPayload('x')),
  'options of nobody’s': () => request({ ...pressPayload({ value: 'x' }), type: 'block_suggestion', actions: undefined }),
  'an event of nobody’s': () => request(homePayload()),
  'a kind that nobody knows': () => request({ type: 'unheard_of' }),
  'an empty object': () => signed('{}', json),
  'an address check': () => request({ type: 'url_verification', challenge: 'abc"<>', token: 'x' }),
  'an address check without a challenge': () => request({ type: 'url_verification' }),
  'an address check in a form': () => signed(new URLSearchParams({ type: 'url_verification', challenge: 'x' }).toString(), FORM),
  'a certificate check without a signature': () => ({ method: 'POST', body: 'ssl_check=1&token=x', headers: { 'content-type': FORM } }),
  'a certificate check that smuggles a command': () => ({ method: 'POST', body: `${body}&ssl_check=1`, headers: { 'content-type': FORM } }),
  'a certificate check that is none': () => ({ method: 'POST', body: 'ssl_check=2', headers: { 'content-type': FORM } }),
  'a certificate check of the wrong type': () => ({ method: 'POST', body: 'ssl_check=1', headers: { 'content-type': 'text/plain' } }),
  'no signature': () => ({ method: 'POST', body, headers: { 'content-type': FORM } }),
  'a forged signature': () => ({ method: 'POST', body, headers: { 'content-type': FORM, ...signedHeaders('wrong', body) } }),
  'a signature of another body': () => ({
    method: 'POST',
    body,
    headers: { 'content-type': FORM, ...signedHeaders(SIGNING_SECRET, `${body} `) },
  }),
  'an unknown version of signature': () => command('/text', { 'x-slack-signature': 'v1=00' }),
  'a time that is no number': () => command('/text', { 'x-slack-request-timestamp': 'noon' }),
  'a stale request': () => request(commandPayload('/text', 'x'), now() - 400),
  'a request of four minutes ago': () => request(commandPayload('/text', 'x'), now() - 240),
  'a request of four minutes from now': () => request(commandPayload('/text', 'x'), now() + 240),
  'JSON of the wrong content type': () => signed(JSON.stringify({ type: 'url_verification', challenge: 'x' }), 'text/plain'),
  'a form of the wrong content type': () => signed(body, 'text/plain'),
  'a form said to be JSON': () => signed(body, json),
  'JSON said to be a form': () => signed('{"type":"url_verification"}', FORM),
  'broken JSON': () => signed('{"type":', json),
  'broken JSON in a form': () => signed('payload=%7B', FORM),
  'two payloads': () => signed('payload=%7B%7D&payload=%7B%7D', FORM),
  'no body': () => signed('', json),
  'bytes that are no text': () => signed('payload=%ff%fe', FORM),
  'too large a body': () => signed('x'.repeat(1_048_577), json),
}

describe('our receiver and Bolt’s own, over one corpus of requests', () => {
  it.each(Object.entries(CORPUS))('answer %s alike', async (_, make) => {
    const [mine, theirs] = [await answerOf(ours, make()), await answerOf(bolts, make())]
    expect(mine).toEqual(theirs)
  })

  it('differ only where Bolt lets a request from the future in, ends the process, or misreads a header', async () => {
    expect((await answerOf(ours, command('/retry', { 'x-slack-retry-num': 'many' }))).body).toBe('undefined undefined')
    expect((await answerOf(bolts, command('/retry', { 'x-slack-retry-num': 'many' }))).body).toBe('NaN undefined')
    expect((await answerOf(ours, request(commandPayload('/text', 'x'), now() + 400))).status).toBe(401)
    expect((await answerOf(bolts, request(commandPayload('/text', 'x'), now() + 400))).status).toBe(200)
    for (const text of ['null', '7', '"x"', '[]']) expect((await answerOf(ours, signed(text, json))).status).toBe(400)
    expect(await answerOf(ours, signed(body, `${FORM}; charset=utf-8`))).toMatchObject({ status: 200, body: 'hello from U0000ASKER' })
    expect((await answerOf(bolts, signed(body, `${FORM}; charset=utf-8`))).status).toBe(400)
  })

  it('reports what a listener threw, once each', () => {
    const words = reported.map((error) => (error instanceof Error ? error.message : ''))
    expect(words.filter((each) => each === 'on purpose').length).toBe(1)
    expect(words.filter((each) => each === 'after the answer').length).toBe(1)
    expect(reported.filter((error) => error instanceof ReceiverMultipleAckError).length).toBe(1)
  })
})

describe('the address of Slack’s requests', () => {
  let rig: Rig
  beforeAll(async () => void (rig = await slackRig('http', { listen: false })))
  afterAll(() => rig.close())

  it('takes nothing before somebody listens, and nothing but POST', async () => {
    const ask = () => fetch(`${rig.url}/slack/events`, command('/mali today'))
    expect((await ask()).status).toBe(503)
    await rig.platform.listen({
      answer: () => Promise.reject(new Error('unused')),
      complete: () => [],
      home: () => Promise.reject(new Error('unused')),
    })
    expect((await ask()).status).toBe(500)
    expect((await fetch(`${rig.url}/slack/events`)).status).toBe(405)
    await rig.platform.close()
    expect((await ask()).status).toBe(503)
  })
})
