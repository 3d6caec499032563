import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Route } from '../../../src/chat/route.ts'
import { httpServer, type HttpServer, type HttpSettings } from '../../../src/http/server.ts'
import { type LogFields, logger } from '../../../src/kernel/log.ts'

const servers: HttpServer[] = []
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.close()))))

const lines: string[] = []
const log = logger({ level: 'debug', secrets: [], write: (line) => void lines.push(line) })

const serve = async (route: Partial<Route> & Pick<Route, 'handle'>, more: Partial<HttpSettings> = {}) => {
  lines.length = 0
  const server = httpServer({
    host: '127.0.0.1',
    port: 0,
    log,
    routes: [{ method: 'GET', path: '/live', ...route }],
    ready: () => [],
    random: () => 0,
    ...more,
  })
  servers.push(server)
  const { url, port } = await server.listen()
  return { server, port, ask: (path = '/live', init?: RequestInit) => fetch(url + path, init) }
}

/** Goes on until it is told to end, one piece for each `more`. */
const endless = () => {
  const ended = Promise.withResolvers<string>()
  const pieces: string[] = []
  let wake = (): void => {}
  const route: Pick<Route, 'handle'> = {
    handle: ({ signal }) => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body: run(signal!) }),
  }
  async function* run(signal: AbortSignal): AsyncGenerator<string> {
    signal.addEventListener('abort', () => wake())
    try {
      yield 'first'
      while (!signal.aborted) {
        yield* pieces.splice(0)
        if (pieces.length === 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      ended.resolve('ended')
    }
  }
  return {
    route,
    ended: ended.promise,
    more(piece: string) {
      pieces.push(piece)
      wake()
    },
  }
}

const readerOf = (answer: Response) => {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  return { next: async () => (await reader.read()).value, cancel: () => reader.cancel() }
}

describe('an answer in pieces', () => {
  test('is sent as it comes', async () => {
    const stream = endless()
    const { ask } = await serve(stream.route)
    const answer = await ask()
    const reader = readerOf(answer)
    expect([answer.headers.get('content-type'), answer.headers.get('x-content-type-options'), await reader.next()]).toEqual([
      'text/event-stream',
      'nosniff',
      'first',
    ])
    stream.more('second é')
    expect(await reader.next()).toBe('second é')
    await reader.cancel()
  })

  test('ends when its reader goes', async () => {
    const stream = endless()
    const { ask } = await serve(stream.route)
    const reader = readerOf(await ask())
    await reader.next()
    await reader.cancel()
    expect(await stream.ended).toBe('ended')
  })

  test('ends whole when the server closes, and holds it up no longer than that', async () => {
    const stream = endless()
    const forever = { now: () => new Date(0), sleep: () => new Promise<void>(() => undefined) }
    const { server, ask } = await serve(stream.route, { clock: forever })
    const reader = readerOf(await ask())
    await reader.next()
    await server.close()
    expect([await stream.ended, await reader.next()]).toEqual(['ended', undefined])
  })

  test('is not begun for HEAD', async () => {
    const stream = endless()
    const { ask } = await serve(stream.route)
    const answer = await ask('/live', { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/event-stream', ''])
  })

  test('is not cut by the limits on silence and on whole requests while anything comes', async () => {
    const stream = endless()
    const limits = { headersMs: 40, requestMs: 40, silenceMs: 1500, checkMs: 10 }
    const { port } = await serve(stream.route, { limits })
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.on('data', (bytes) => (heard += String(bytes)))
    const cut = once(socket, 'close').then(() => 'cut')
    socket.write('GET /live HTTP/1.1\r\nHost: x\r\n\r\n')
    for (let i = 0; i < 30; i += 1) {
      stream.more(`piece ${i};`)
      while (!heard.includes(`piece ${i};`)) expect(await Promise.race([once(socket, 'data').then(() => 'data'), cut])).toBe('data')
      // Longer together than any of the limits.
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
    socket.destroy()
    expect(heard.match(/piece/g)).toHaveLength(30)
    expect(await stream.ended).toBe('ended')
  })

  test('that breaks is logged once and ends, and the next request is answered', async () => {
    const { ask } = await serve({
      handle: () => ({
        status: 200,
        body: (async function* () {
          yield 'first'
          throw new TypeError('a fault of ours')
        })(),
      }),
    })
    const answer = await ask()
    await expect(answer.text()).rejects.toThrow('terminated')
    const entries = lines.map((line) => JSON.parse(line) as LogFields)
    expect(entries).toMatchObject([{ level: 'error', event: 'request broke', id: 'aaaaaaaa', path: '/live' }])
    expect((await ask('/healthz')).status).toBe(200)
  })
})

describe('metrics', () => {
  test('are told in the format that they are asked in, and only where there are any', async () => {
    const quiet = await serve({ handle: () => ({ status: 200 }) })
    expect((await quiet.ask('/metrics')).status).toBe(404)
    const { ask } = await serve({ handle: () => ({ status: 200 }) }, { metrics: async () => '# EOF\n' })
    const answer = await ask('/metrics')
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
      '# EOF\n',
    ])
  })

  test('that break are a fault like any other', async () => {
    const { ask } = await serve({ handle: () => ({ status: 200 }) }, { metrics: () => Promise.reject(new Error('no')) })
    expect((await ask('/metrics')).status).toBe(500)
  })
})

test('readiness may have to be waited for', async () => {
  const part = { name: 'deliveries', ready: false, detail: 'late' }
  const { ask } = await serve({ handle: () => ({ status: 200 }) }, { ready: async () => [part] })
  const answer = await ask('/readyz')
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'not ready', parts: [part] }])
})
