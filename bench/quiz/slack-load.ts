import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { FORM, pressPayload, signedHeaders } from '../../tests/support/slack-payloads.ts'
import { serve } from '../child.ts'
import { choiceOf, type Crowd, crowded, type Pressed, type Stand } from './crowd.ts'

export type SlackPress = {
  readonly port: number
  readonly secret: string
  /** Where receipts are taken. */
  readonly hook: string
  readonly stand: Stand
  readonly crowd: Crowd
}

export const personOf = (n: number): string => `U0000Q${String(n).padStart(5, '0')}`

/** A whole request, signed now: with the message under which the button stands, as Slack sends it. */
function requestOf({ port, secret, hook, stand, crowd }: SlackPress, n: number): Buffer {
  const at = (Date.now() / 1000).toFixed(6)
  const payload = {
    ...pressPayload({ value: choiceOf(stand, n), hook, at }, { user: personOf(crowd.first + n), channel: stand.channel }),
    trigger_id: `${n}.${at}`,
    message: stand.message,
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const headers = {
    host: `127.0.0.1:${port}`,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    accept: 'application/json,*/*',
    'content-type': FORM,
    'content-length': String(Buffer.byteLength(body)),
    ...signedHeaders(secret, body),
  }
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST /slack/events HTTP/1.1\r\n${head.join('')}\r\n${body}`)
}

/** An answer without words: its head is all of it, or it says so in a last chunk. */
const isWhole = (text: string): boolean => /\r\n\r\n/.test(text) && (/\r\ncontent-length: 0\r\n/i.test(text) || text.endsWith('0\r\n\r\n'))

/** One connection: resolves to when the answer had come in, and to NaN where it is another than 200. */
async function line(port: number): Promise<{ ask(request: Buffer): Promise<number>; readonly socket: Socket }> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  let text = ''
  let answered: { readonly resolve: (at: number) => void; readonly reject: (error: Error) => void } | undefined
  socket.on('data', (piece) => {
    text += piece.toString('latin1')
    if (!isWhole(text)) return
    answered?.resolve(text.startsWith('HTTP/1.1 200') ? performance.now() : Number.NaN)
    text = ''
  })
  socket.on('error', () => undefined)
  socket.on('close', () => answered?.reject(new Error('the server hung up')))
  const ask = (request: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      answered = { resolve, reject }
      socket.write(request)
    })
  return { socket, ask }
}

/** Bare sockets: an HTTP client would need more of the machine than the servers that are measured. */
async function press(job: SlackPress): Promise<Pressed> {
  const { people, atOnce } = job.crowd
  const requests = Array.from({ length: people }, (_, n) => requestOf(job, n))
  const lines = await Promise.all(Array.from({ length: atOnce }, () => line(job.port)))
  const idle = [...lines]
  const waiting: (() => void)[] = []
  const pressed = await crowded(job.crowd, async (n) => {
    while (idle.length === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    const one = idle.shift()
    const at = await one?.ask(requests[n] ?? Buffer.alloc(0))
    if (one) idle.push(one)
    waiting.shift()?.()
    return at ?? Number.NaN
  })
  for (const { socket } of lines) socket.destroy()
  return pressed
}

if (import.meta.main) serve({}, (job) => press(job as SlackPress))
