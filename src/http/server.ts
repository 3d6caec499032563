import { lookup } from 'node:dns/promises'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Readiness } from '../chat/platform.ts'
import type { Route, RouteAnswer } from '../chat/route.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { StartFault } from '../kernel/failure.ts'
import type { Log } from '../kernel/log.ts'
import { type Random, shortId, systemRandom } from '../kernel/random.ts'
import { type Endings, endings, streamOf } from './endings.ts'

/** How long, in milliseconds, a client may take. */
export type HttpLimits = {
  /** For the head of a request. */
  readonly headersMs: number
  /** For a whole request, its body included. */
  readonly requestMs: number
  /** For silence on a connection, whatever it waits for. */
  readonly silenceMs: number
  /** For the next request on a connection that is kept open. */
  readonly keepAliveMs: number
  /** How often the first two are looked at. */
  readonly checkMs: number
  /** For requests that are being answered when the server closes. */
  readonly farewellMs: number
}

export type HttpSettings = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly log: Log
  readonly routes: readonly Route[]
  /** What has to work for the service to be of use; asked at each `/readyz`. */
  readonly ready: () => readonly Readiness[] | Promise<readonly Readiness[]>
  /** The text of `/metrics` in the OpenMetrics format; there is no such address unless given. */
  readonly metrics?: () => Promise<string>
  readonly limits?: Partial<HttpLimits>
  readonly clock?: Clock
  readonly random?: Random
}

/** Where the server is reached from this machine. */
export type HttpAddress = { readonly host: string; readonly port: number; readonly url: string }

export type HttpServer = {
  /** Begins to serve. Rejects with a `StartFault` where the address cannot be had. */
  listen(): Promise<HttpAddress>
  /** Undefined before `listen` and after `close`. */
  address(): HttpAddress | undefined
  /** Answers what is under way, at most for `farewellMs`, then drops every connection. */
  close(): Promise<void>
}

const LIMITS: HttpLimits = {
  headersMs: 8_000,
  requestMs: 15_000,
  silenceMs: 30_000,
  keepAliveMs: 10_000,
  checkMs: 2_000,
  farewellMs: 1_200,
}

const MEBIBYTE = 1_048_576

const DEFAULT_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** The one server that every surface hangs its routes on. It reads bodies as bytes and understands none of them. */
export const httpServer = (settings: HttpSettings): HttpServer => {
  const limits = { ...LIMITS, ...settings.limits }
  const app = bareServer(limits)
  const routes = [...settings.routes, ...healthRoutes(settings.ready), ...metricRoutes(settings.metrics)]
  const ends = endings()
  refuseRest(app, routes, settings)
  for (const route of routes) addRoute(app, route, settings, ends)
  farewell(app, limits.farewellMs, settings.clock ?? systemClock(), ends)
  return {
    async listen() {
      await checkHost(settings.host)
      try {
        await app.listen({ host: settings.host, port: settings.port })
      } catch (error) {
        throw toStartFault(error, settings)
      }
      return toAddress(app.server.address())
    },
    address: () => (app.server.listening ? toAddress(app.server.address()) : undefined),
    close: () => app.close(),
  }
}

const bareServer = (limits: HttpLimits): FastifyInstance => {
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: MEBIBYTE,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silenceMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: true,
    http: { connectionsCheckingInterval: limits.checkMs, headersTimeout: limits.headersMs },
    frameworkErrors: (error, _request, reply) => void send(reply, refusal(error)),
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
      const status = CLIENT_ERRORS[error.code] ?? '400 Bad Request'
      const words = `${status.slice(4).toLowerCase()}\n`
      socket.end(
        `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${words.length}\r\n\r\n${words}`,
      )
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  return app
}

const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
}

const addRoute = (app: FastifyInstance, route: Route, settings: HttpSettings, ends: Endings): void => {
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.maxBytes ?? MEBIBYTE,
    handler: async (request, reply) => {
      const answer = await answerOf(route, request, settings, ends.signal(reply.raw))
      return send(reply, request.method === 'HEAD' ? withoutPieces(answer) : answer, (error) => broken(error, request, settings))
    },
  })
}

const answerOf = async (route: Route, request: FastifyRequest, settings: HttpSettings, signal: AbortSignal): Promise<RouteAnswer> => {
  try {
    const answer = await route.handle({ ...toRouteRequest(request), signal })
    for (const [name, value] of Object.entries(answer.headers ?? {})) checkHeader(name, value)
    return answer
  } catch (error) {
    return broken(error, request, settings)
  }
}

/** Fastify would find a bad header only while writing, past its own error handler. */
const checkHeader = (name: string, value: string): void => {
  validateHeaderName(name)
  validateHeaderValue(name, value)
}

const toRouteRequest = (request: FastifyRequest): Parameters<Route['handle']>[0] => {
  const at = request.url.indexOf('?')
  return {
    method: request.method,
    path: at < 0 ? request.url : request.url.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : request.url.slice(at)),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    ),
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
}

const send = (reply: FastifyReply, { status, headers = {}, body = '' }: RouteAnswer, broke?: (error: unknown) => void): FastifyReply => {
  const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'text/plain; charset=utf-8'
  return reply
    .code(status)
    .headers({ ...DEFAULT_HEADERS, 'content-type': type, ...lowerCased(headers) })
    .send(typeof body === 'string' || Buffer.isBuffer(body) ? body : streamOf(body, broke))
}

/** An answer that goes on for ever has no end to which HEAD could read it. */
const withoutPieces = ({ body, ...answer }: RouteAnswer): RouteAnswer =>
  typeof body === 'string' || Buffer.isBuffer(body) ? { ...answer, body } : answer

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** The query is left out of the log: it may hold what a person asked. */
const broken = (error: unknown, request: FastifyRequest, { log, random = systemRandom() }: HttpSettings): RouteAnswer => {
  const id = shortId(random)
  log.error('request broke', { id, method: request.method, path: request.url.split('?', 1)[0], error })
  return { status: 500, body: `something broke (${id})\n` }
}

const refusal = ({ statusCode = 400 }: FastifyError): RouteAnswer => {
  if (statusCode === 413) return { status: 413, body: 'too large\n' }
  if (statusCode === 415) return { status: 415, body: 'the Content-Type header is malformed\n' }
  return { status: statusCode, body: 'bad request\n' }
}

/** Whoever strays here has told us no language, so it is said in all three. */
const NOTHING_HERE = 'Nothing here. / Il n’y a rien ici. / Niczego tu nie ma.\n'

/** 404 for an unknown path, 405 for a known one with another method, and words for what Fastify itself refuses. */
const refuseRest = (app: FastifyInstance, routes: readonly Route[], settings: HttpSettings): void => {
  app.setNotFoundHandler((request, reply) => {
    const allowed = [...new Set(routes.filter((route) => covers(route, request.url)).map((route) => route.method))].sort()
    if (allowed.length === 0) return send(reply, { status: 404, body: NOTHING_HERE })
    const allow = allowed.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    return send(reply, { status: 405, headers: { allow }, body: `use ${allow}\n` })
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const expected = typeof error.statusCode === 'number' && error.statusCode < 500
    return send(reply, expected ? refusal(error) : broken(error, request, settings))
  })
}

const covers = (route: Route, url: string): boolean => {
  const path = url.split('?', 1)[0] ?? ''
  return route.path.endsWith('*') ? path.startsWith(route.path.slice(0, -1)) : path === route.path
}

const healthRoutes = (ready: HttpSettings['ready']): Route[] => [
  { method: 'GET', path: '/healthz', handle: () => json(200, { status: 'alive' }) },
  {
    method: 'GET',
    path: '/readyz',
    async handle() {
      const parts = await ready()
      const all = parts.every((part) => part.ready)
      return json(all ? 200 : 503, { status: all ? 'ready' : 'not ready', parts })
    },
  },
]

const metricRoutes = (metrics: HttpSettings['metrics']): Route[] =>
  metrics === undefined
    ? []
    : [
        {
          method: 'GET',
          path: '/metrics',
          handle: async () => ({
            status: 200,
            headers: { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8', 'cache-control': 'no-store' },
            body: await metrics(),
          }),
        },
      ]

const json = (status: number, value: unknown): RouteAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
})

/** Ends what goes on and on, and holds Fastify's closing back until the requests under way are answered; it drops the connections afterwards. */
const farewell = (app: FastifyInstance, farewellMs: number, clock: Clock, ends: Endings): void => {
  let open = 0
  let emptied: (() => void) | undefined
  app.addHook('onRequest', async (_request, reply) => {
    open += 1
    reply.raw.once('close', () => {
      open -= 1
      if (open === 0) emptied?.()
    })
  })
  app.addHook('preClose', async () => {
    ends.end()
    if (open === 0) return
    const enough = new AbortController()
    const empty = new Promise<void>((resolve) => {
      emptied = resolve
    })
    await Promise.race([empty, clock.sleep(farewellMs, enough.signal).catch(() => undefined)])
    enough.abort()
  })
}

const toAddress = (bound: AddressInfo | string | null): HttpAddress => {
  if (bound === null || typeof bound === 'string') throw new Error('the server has no address')
  const here = bound.address === '0.0.0.0' ? '127.0.0.1' : bound.address === '::' ? '::1' : bound.address
  return { host: bound.address, port: bound.port, url: `http://${here.includes(':') ? `[${here}]` : here}:${bound.port}` }
}

const checkHost = async (host: string): Promise<void> => {
  await lookup(host).catch((error: unknown) => {
    throw new StartFault(`HOST “${host}” is no address that this machine knows: give one of its own, such as 127.0.0.1 or 0.0.0.0.`, {
      cause: error,
    })
  })
}

const toStartFault = (error: unknown, { host, port }: HttpSettings): unknown => {
  const words: Readonly<Record<string, string>> = {
    EADDRINUSE: `PORT ${port} on ${host} is taken by another program: stop that one, or set PORT to another number (0 takes any free port).`,
    EACCES: `PORT ${port} may not be opened by this user: set PORT to a number above 1023.`,
    EADDRNOTAVAIL: `HOST “${host}” is no address of this machine: give one of its own, such as 127.0.0.1 or 0.0.0.0.`,
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return words[code] === undefined ? error : new StartFault(words[code], { cause: error })
}
