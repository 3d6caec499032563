import { once } from 'node:events'
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { slackServer } from '../../tests/support/slack-server.ts'
import { serve } from '../child.ts'
import type { Stand } from './crowd.ts'
import { personOf } from './slack-load.ts'

/** What is asked of this Slack: the question that stands in a channel, or when so many receipts have come in since it was last asked. */
export type SlackAsked = { readonly kind: 'stand'; readonly channel: string } | { readonly kind: 'receipts'; readonly count: number }

export type SlackFakeBegun = { readonly apiUrl: string; readonly hook: string }

/** The loopback Slack. Receipts it takes without judging them: the real Slack’s judge needs none of our processors. */
const [botToken = '', people = '0'] = process.argv.slice(2)
const slack = await slackServer({ botToken })
for (let n = 0; n < Number(people); n += 1) slack.setUser(personOf(n), { locale: 'fr-FR', tz: 'Africa/Bamako' })
slack.setUser('U0000ASKER', { locale: 'fr-FR', tz: 'Africa/Bamako' })

const came = { receipts: 0, heard: (): void => undefined }
const front = createServer((request, response) => {
  if (request.url?.startsWith('/hooks/') !== true) return passOn(request, response)
  request.resume().once('end', () => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
    came.receipts += 1
    came.heard()
  })
})
front.listen(0, '127.0.0.1')
await once(front, 'listening')
const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`

function passOn(request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url: path = '/' } = request
  const on = ask(new URL(path, slack.url), { method: method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.pipe(response)
  })
  on.on('error', () => response.destroy())
  request.pipe(on)
}

type Element = { readonly value?: string }
const actionsIn = (blocks: unknown): readonly string[] =>
  (Array.isArray(blocks) ? (blocks as { readonly elements?: readonly Element[] }[]) : [])
    .flatMap(({ elements = [] }) => elements.map(({ value = '' }) => value))
    .filter((value) => value.startsWith('quiz.answer|'))

async function stand(channel: string): Promise<Stand> {
  const { body } = await slack.until(
    ({ name, body }) => name === 'chat.postMessage' && body['channel'] === channel && actionsIn(body['blocks']).length > 0,
  )
  const { text, blocks } = body
  const { ts } = slack.world.messages.find((one) => one.channel === channel && one.ours) ?? {}
  return { channel, actions: actionsIn(blocks), message: { type: 'message', user: 'U0000GRIOT', bot_id: 'B0000GRIOT', ts, text, blocks } }
}

/** Resolves to when the last of them had come in, in milliseconds since 1970. */
async function received(count: number): Promise<number> {
  while (came.receipts < count) await new Promise<void>((resolve) => (came.heard = resolve))
  came.receipts -= count
  return performance.timeOrigin + performance.now()
}

serve({ apiUrl: `${url}/api/`, hook: `${url}/hooks/h` } satisfies SlackFakeBegun, async (job) => {
  const asked = job as SlackAsked
  return asked.kind === 'stand' ? stand(asked.channel) : received(asked.count)
})
