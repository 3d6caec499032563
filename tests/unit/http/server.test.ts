import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Readiness } from '../../../src/chat/platform.ts'
import type { Route, RouteRequest } from '../../../src/chat/route.ts'
import { type HttpServer, type HttpSettings, httpServer } from '../../../src/http/server.ts'
import type { Clock } from '../../../src/kernel/clock.ts'
import { StartFault } from '../../../src/kernel/failure.ts'
import { type LogFields, logger } from '../../../src/kernel/log.ts'

const servers: HttpServer[] = []
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.close()))))

const lines: string[] = []
const entries = (): LogFields[] => lines.map((line) => JSON.parse(line))
const log = logger({ level: 'debug', secrets: [], write: (line) => void lines.push(line) })

const serve = async (routes: readonly Route[] = [], more: Partial<HttpSettings> = {}) => {
  lines.length = 0
  const server = httpServer({ host: '127.0.0.1', port: 0, log, routes, ready: () => [], random: () => 0, ...more })
  servers.push(server)
  const address = await server.listen()
  return { server, ...address, ask: (path: string, init?: RequestInit) => fetch(address.url + path, init) }
}

/** A bare socket, and all that the server sends through it until it ends. */
const dial = async (port: number): Promise<{ socket: Socket; said: Promise<string> }> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let heard = ''
  socket.on('data', (bytes) => (heard += String(bytes))).on('error', () => {})
  return { socket, said: new Promise((resolve) => socket.once('close', () => resolve(heard))) }
}

const echo: Route = {
  method: 'POST',
  path: '/echo',
  maxBytes: 10,
  handle: ({ rawBody }) => ({ status: 200, headers: { 'Content-Type': 'application/x-echo' }, body: rawBody }),
}

const never = (): { route: Route; begun: Promise<void>; finish: () => void } => {
  let begin = () => {}
  let finish = () => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const route: Route = { method: 'GET', path: '/slow', handle: () => (begin(), finished.then(() => ({ status: 200, body: 'done' }))) }
  return { route, begun, finish: () => finish() }
}

describe('a route', () => {
  it('gets the request untouched: bytes, path, query and headers', async () => {
    const heard: RouteRequest[] = []
    const { ask } = await serve([{ method: 'POST', path: '/hear', handle: (request) => (heard.push(request), { status: 204 }) }])
    const bytes = Buffer.from([0, 255, 123, 34, 10])
    const answer = await ask('/hear?a=1&a=%C3%A9+x', {
      method: 'POST',
      body: bytes,
      headers: { 'X-Slack-Signature': 'v0=1', 'content-type': 'application/json' },
    })
    expect(answer.status).toBe(204)
    expect(heard[0]).toMatchObject({ method: 'POST', path: '/hear', rawBody: bytes, headers: { 'x-slack-signature': 'v0=1' } })
    expect(heard[0]?.query.getAll('a')).toEqual(['1', 'é x'])
  })

  it.each(['application/x-www-form-urlencoded', 'application/json', 'multipart/form-data; boundary=x', 'text/plain', 'x/y', ''])(
    'gets the bytes of a body of type “%s”',
    async (type) => {
      const { ask } = await serve([echo])
      const answer = await ask('/echo', { method: 'POST', body: Buffer.from('{"a'), headers: type === '' ? {} : { 'content-type': type } })
      expect([answer.status, await answer.text()]).toEqual([200, '{"a'])
      expect(answer.headers.get('content-type')).toBe('application/x-echo')
    },
  )

  it('gets an empty body where there is none', async () => {
    const { ask } = await serve([echo])
    const answer = await ask('/echo', { method: 'POST' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  it('answers under a path with a star for everything below', async () => {
    const { ask } = await serve([{ method: 'GET', path: '/files/*', handle: ({ path }) => ({ status: 200, body: path }) }])
    expect(await (await ask('/files/a/b.css?v=1')).text()).toBe('/files/a/b.css')
    expect((await ask('/files/a', { method: 'POST' })).status).toBe(405)
  })

  it('answers as plain text with safe headers unless it says otherwise', async () => {
    const { ask } = await serve([
      { method: 'GET', path: '/plain', handle: () => ({ status: 200, body: '<b>é' }) },
      {
        method: 'GET',
        path: '/own',
        handle: () => ({ status: 200, headers: { 'Referrer-Policy': 'same-origin', 'content-type': 'text/html' } }),
      },
    ])
    const plain = await ask('/plain')
    expect(Object.fromEntries(plain.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(await plain.text()).toBe('<b>é')
    const own = await ask('/own')
    expect([own.headers.get('referrer-policy'), own.headers.get('content-type')]).toEqual(['same-origin', 'text/html'])
  })

  it('answers HEAD like GET, without a body', async () => {
    const answer = await (await serve([{ method: 'GET', path: '/', handle: () => ({ status: 200, body: 'four' }) }])).ask('/', {
      method: 'HEAD',
    })
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '4', ''])
  })
})

describe('what no route takes', () => {
  it('is refused in plain words', async () => {
    const { ask } = await serve([echo])
    const unknown = await ask('/nowhere?x=/echo')
    expect([unknown.status, await unknown.text()]).toEqual([404, 'Nothing here. / Il n’y a rien ici. / Niczego tu nie ma.\n'])
    const wrong = await ask('/echo?x=1')
    expect([wrong.status, wrong.headers.get('allow'), await wrong.text()]).toEqual([405, 'POST', 'use POST\n'])
    expect((await ask('/healthz', { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD')
    expect((await ask('/%zz')).status).toBe(400)
  })

  it('is a body above the limit, whether or not its length is told', async () => {
    const { ask } = await serve([
      echo,
      { method: 'POST', path: '/usual', handle: ({ rawBody }) => ({ status: 200, body: String(rawBody.length) }) },
    ])
    expect((await ask('/echo', { method: 'POST', body: 'x'.repeat(10) })).status).toBe(200)
    const told = await ask('/echo', { method: 'POST', body: 'x'.repeat(11) })
    expect([told.status, await told.text(), told.headers.get('content-type')]).toEqual([413, 'too large\n', 'text/plain; charset=utf-8'])
    const untold = new Blob(['x'.repeat(11)]).stream()
    expect((await ask('/echo', { method: 'POST', body: untold, duplex: 'half' })).status).toBe(413)
    expect(await (await ask('/usual', { method: 'POST', body: Buffer.alloc(1_048_576) })).text()).toBe('1048576')
    expect((await ask('/usual', { method: 'POST', body: Buffer.alloc(1_048_577) })).status).toBe(413)
  })

  it.each([
    ['GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', '400'],
    ['rubbish\r\n\r\n', '400'],
    [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    ['POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ;;;\r\nContent-Length: 1\r\n\r\nx', '415'],
  ])('is what is no proper HTTP: %#', async (bytes, status) => {
    const { port } = await serve([echo])
    const { socket, said } = await dial(port)
    socket.write(bytes)
    const [head = '', body = ''] = (await said).split('\r\n\r\n')
    expect([head.slice(0, 12), body.trim() === '']).toEqual([`HTTP/1.1 ${status}`, false])
  })
})

describe('a route that breaks', () => {
  it.each<[string, Route['handle']]>([
    [
      'throws',
      () => {
        throw new Error('inner secret')
      },
    ],
    [
      'rejects',
      async () => {
        throw Object.assign(new Error('inner secret'), { statusCode: 404 })
      },
    ],
    [
      'throws no error',
      () => {
        throw 'inner secret'
      },
    ],
    ['answers a status that does not exist', () => ({ status: 7 })],
    ['answers a header that cannot be', () => ({ status: 200, headers: { a: 'b\nc' } })],
  ])('because it %s is logged once and shown with a short id', async (_why, handle) => {
    const { ask } = await serve([{ method: 'GET', path: '/broken', handle }])
    const answer = await ask('/broken?line=private')
    expect([answer.status, await answer.text()]).toEqual([500, 'something broke (aaaaaaaa)\n'])
    expect(entries()).toEqual([
      expect.objectContaining({ level: 'error', event: 'request broke', id: 'aaaaaaaa', method: 'GET', path: '/broken' }),
    ])
    expect((await ask('/healthz')).status).toBe(200)
  })
})

describe('health', () => {
  it('is alive whatever is not ready', async () => {
    const answer = await (await serve([], { ready: () => [{ name: 'discord', ready: false, detail: 'x' }] })).ask('/healthz')
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'alive' }])
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('says what is ready and what is not', async () => {
    const discord = { name: 'discord', ready: false, detail: 'connecting' }
    let parts: Readiness[] = [{ name: 'pack', ready: true, detail: '34 events' }, discord]
    const { ask } = await serve([], { ready: () => parts })
    const before = await ask('/readyz')
    expect([before.status, await before.json()]).toEqual([503, { status: 'not ready', parts }])
    parts = [{ ...discord, ready: true }]
    const after = await ask('/readyz')
    expect([after.status, await after.json()]).toEqual([200, { status: 'ready', parts }])
  })
})

describe('a client that dawdles', () => {
  const limits = { headersMs: 60, requestMs: 60, silenceMs: 10_000, checkMs: 10 }

  it.each([
    ['with the head', 'GET /healthz HTTP/1.1\r\nHost: x\r\n'],
    ['with the body', 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab'],
    ['with everything', ''],
  ])('%s is sent away', async (_what, bytes) => {
    const { port } = await serve([echo], { limits })
    const { socket, said } = await dial(port)
    socket.write(bytes)
    expect(await said).toMatch(/^HTTP\/1.1 408 /)
  })

  it('between two requests is told how long it may', async () => {
    const { port } = await serve()
    const { socket } = await dial(port)
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    const [first] = await once(socket, 'data')
    expect(String(first)).toMatch(/keep-alive: timeout=10\r\n/i)
    socket.destroy()
  })
})

describe('closing', () => {
  const forever: Clock = {
    now: () => new Date(0),
    sleep: (_ms, signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  }
  const atOnce: Clock = { now: () => new Date(0), sleep: async () => {} }

  it('drops idle, spare and half-open connections at once', async () => {
    const { server, port } = await serve([echo], { clock: forever })
    const idle = await dial(port)
    idle.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(idle.socket, 'data')
    const spare = await dial(port)
    const half = await dial(port)
    half.socket.write('GET /heal')
    await server.close()
    expect(await Promise.all([idle.said, spare.said, half.said])).toEqual([expect.stringMatching(/^HTTP\/1.1 200 /), '', ''])
    expect(server.address()).toBeUndefined()
  })

  it('first answers what is under way', async () => {
    const slow = never()
    const { server, ask } = await serve([slow.route], { clock: forever })
    const answer = ask('/slow')
    await slow.begun
    const closed = server.close()
    slow.finish()
    expect(await (await answer).text()).toBe('done')
    await closed
  })

  it('waits no longer than it said it would', async () => {
    const slow = never()
    const { server, ask } = await serve([slow.route], { clock: atOnce })
    const answer = ask('/slow').catch((error: unknown) => error)
    await slow.begun
    await server.close()
    expect(await answer).toBeInstanceOf(TypeError)
  })

  it('may be asked for twice, and before the start', async () => {
    const { server } = await serve()
    await Promise.all([server.close(), server.close()])
    await expect(httpServer({ host: '127.0.0.1', port: 0, log, routes: [], ready: () => [] }).close()).resolves.toBeUndefined()
  })
})

describe('the start', () => {
  it('gives the address that was bound', async () => {
    const { server, port, url } = await serve()
    expect(server.address()).toEqual({ host: '127.0.0.1', port, url: `http://127.0.0.1:${port}` })
    expect(url).toBe(`http://127.0.0.1:${port}`)
    const everywhere = await serve([], { host: '0.0.0.0' })
    expect(everywhere.url).toBe(`http://127.0.0.1:${everywhere.port}`)
  })

  it('fails in one plain line', async () => {
    const { port } = await serve()
    const failing = (more: Partial<HttpSettings>) =>
      httpServer({ host: '127.0.0.1', port: 0, log, routes: [], ready: () => [], ...more }).listen()
    await expect(failing({ port })).rejects.toThrow(
      new StartFault(
        `PORT ${port} on 127.0.0.1 is taken by another program: stop that one, or set PORT to another number (0 takes any free port).`,
      ),
    )
    await expect(failing({ host: '192.0.2.1' })).rejects.toThrow(/^HOST “192\.0\.2\.1” is no address of this machine/)
    await expect(failing({ host: 'no-such-host.invalid' })).rejects.toThrow(StartFault)
  })
})
