import { once } from 'node:events'
import { connect } from 'node:net'
import { commandPayload, FORM, signedHeaders } from '../tests/support/slack-payloads.ts'
import { serve } from './child.ts'
import { quantile } from './figures.ts'

/** Asks `lines` in turn, as fast as they are answered, over so many connections, for a time or for a number of requests. */
export type SlackJob = {
  readonly port: number
  readonly secret: string
  readonly lines: readonly string[]
  readonly connections: number
} & ({ readonly seconds: number } | { readonly count: number })

export type SlackDone = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly answers: number
  /** Answers other than 200. */
  readonly failures: number
  /** Of one answer, head and body. */
  readonly bytes: number
}

/** How many people ask; everybody's language is known after their first question. */
export const PEOPLE = 48

export const personOf = (n: number): string => `U0000P${String(n).padStart(4, '0')}`

/** Whole requests, signed now: Slack's signature is good for five minutes, a job lasts some seconds. */
function requests({ port, secret, lines }: SlackJob): readonly Buffer[] {
  return Array.from({ length: Math.max(PEOPLE, lines.length) }, (_, n) => {
    const payload = commandPayload(lines[n % lines.length] ?? '', 'http://127.0.0.1/hooks/h', { user: personOf(n % PEOPLE) })
    const body = new URLSearchParams(payload).toString()
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
  })
}

/** Whether an answer is whole: by its length where it gives one, else by the last chunk. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1]
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length - end - 4 >= Number(length)
}

/** Bare sockets: an HTTP client would need more of the machine than the servers that are measured. */
async function load(job: SlackJob): Promise<SlackDone> {
  const batch = requests(job)
  const tookMs: number[] = []
  let [asked, failures, bytes] = [0, 0, 0]
  const began = performance.now()
  const isOver = () => ('seconds' in job ? performance.now() - began >= job.seconds * 1000 : asked >= job.count)
  const one = async () => {
    const socket = connect(job.port, '127.0.0.1').setNoDelay(true)
    await once(socket, 'connect')
    await new Promise<void>((resolve, reject) => {
      let [text, sentAt] = ['', 0]
      const next = () => {
        if (isOver()) return void socket.destroy()
        sentAt = performance.now()
        socket.write(batch[asked % batch.length] ?? '')
        asked += 1
      }
      socket.on('data', (piece) => {
        text += piece.toString('latin1')
        if (!isWhole(text)) return
        tookMs.push(performance.now() - sentAt)
        if (!text.startsWith('HTTP/1.1 200')) failures += 1
        bytes = text.length
        text = ''
        next()
      })
      socket.on('error', reject)
      socket.on('close', () => (isOver() ? resolve() : reject(new Error('the server hung up'))))
      next()
    })
  }
  await Promise.all(Array.from({ length: job.connections }, one))
  const perSecond = tookMs.length / ((performance.now() - began) / 1000)
  return { perSecond, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99), answers: tookMs.length, failures, bytes }
}

if (import.meta.main) serve({}, (job) => load(job as SlackJob))
