import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { slackMessageFaults, slackViewFaults } from './slack-schema.ts'

/** Something that came in: a call of the Web API, a message at a hook, or an acknowledgement over a socket. */
export type Came = {
  readonly kind: 'call' | 'hook' | 'ack'
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
  readonly faults: readonly string[]
}

/** What a method, or `hook`, does wrong the next time; `delay` waits for `release`. */
export type Fault =
  | { readonly kind: 'limited'; readonly retryAfter: number }
  | { readonly kind: 'broken'; readonly accepted: boolean }
  | { readonly kind: 'reset' }
  | { readonly kind: 'delay' }
  | { readonly kind: 'page' }
  | { readonly kind: 'error'; readonly error: string }

export type SlackServerSettings = { readonly botToken: string; readonly appToken?: string; readonly port?: number }

export type SlackServer = {
  readonly url: string
  readonly apiUrl: string
  readonly came: readonly Came[]
  /** The address of a hook that takes messages. */
  hook(name?: string): string
  /** Resolves with the first thing, past or to come, that fits. */
  until(fits: (came: Came) => boolean): Promise<Came>
  /** The `n`th (from 1) thing of this name. */
  nth(name: string, n?: number): Promise<Came>
  fault(name: string, ...faults: readonly Fault[]): void
  /** Lets every delayed answer go. */
  release(): void
  setUser(id: string, user: { readonly locale: string; readonly tz: string }): void
  /** From now on the token is worth nothing. */
  revoke(): void
  /** Resolves when a client is connected over a socket and has been told so. */
  connected(n?: number): Promise<void>
  /** Sends an envelope; resolves with what the acknowledgement carries. */
  envelope(type: 'slash_commands' | 'interactive' | 'events_api', payload: unknown): Promise<Readonly<Record<string, unknown>>>
  /** The next client is sent to another address for its socket. */
  redirectNext(url: string): void
  /** Sends any words over the socket. */
  say(words: string): void
  /** Ends the connection: as Slack announces it, by a frame, or without a word. */
  drop(how: 'announced' | 'closed' | 'cut'): void
  forget(): void
  close(): Promise<void>
}

/** A Slack of our own on this machine: Web API, hooks and Socket Mode, with faults. It refuses blocks as Slack does. */
export async function slackServer(settings: SlackServerSettings): Promise<SlackServer> {
  const came: Came[] = []
  const waiting = new Set<() => void>()
  const faults = new Map<string, Fault[]>()
  const held = new Set<() => void>()
  const users = new Map<string, { locale: string; tz: string }>()
  const sockets: WebSocket[] = []
  const redirects: string[] = []
  let revoked = false
  let hellos = 0
  let serial = 0
  const told = () => {
    for (const look of waiting) look()
  }
  const take = (one: Came) => {
    came.push(one)
    told()
  }
  const wait = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const again = () => {
        const found = look()
        if (found === undefined) return
        waiting.delete(again)
        resolve(found)
      }
      waiting.add(again)
      again()
    })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes: Buffer[] = []
    for await (const chunk of request) bytes.push(chunk as Buffer)
    const raw = Buffer.concat(bytes).toString()
    const path = new URL(request.url ?? '/', 'http://x').pathname
    const name = path.startsWith('/api/') ? path.slice(5) : path.startsWith('/hooks/') ? 'hook' : ''
    const fault = faults.get(name)?.shift()
    const body = name === 'hook' ? fromJson(raw) : fromForm(raw)
    const reply = (): [number, unknown] => (name === 'hook' ? [200, 'ok'] : [200, called(name, body, request)])
    if (fault?.kind === 'reset') return void request.socket.destroy()
    if (fault?.kind === 'limited')
      return send(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) })
    if (fault?.kind === 'page') return send(response, 200, '<html>Please log in to the guest network</html>')
    if (fault?.kind === 'error') return send(response, 200, { ok: false, error: fault.error })
    if (fault?.kind === 'broken' && !fault.accepted) return send(response, 500, 'broken')
    if (fault?.kind === 'delay') await new Promise<void>((resolve) => held.add(resolve))
    const isRefused = name !== 'hook' && tokenFault(request, name) !== undefined
    const wrong = name === 'hook' ? slackMessageFaults(body) : isRefused ? [] : faultsOf(name, body)
    const [status, value] = isRefused
      ? [200, { ok: false, error: tokenFault(request, name) }]
      : wrong.length > 0
        ? [name === 'hook' ? 400 : 200, { ok: false, error: 'invalid_blocks', response_metadata: { messages: wrong } }]
        : reply()
    if (name === '') return send(response, 404, 'nothing here')
    take({ kind: name === 'hook' ? 'hook' : 'call', name, body, faults: wrong })
    if (fault?.kind === 'broken') return send(response, 500, 'broken after taking it')
    send(response, status, value)
  }

  function tokenFault(request: IncomingMessage, name: string): string | undefined {
    if (revoked) return 'token_revoked'
    const wanted = name === 'apps.connections.open' ? settings.appToken : settings.botToken
    const given = request.headers.authorization
    return given === undefined ? 'not_authed' : given === `Bearer ${wanted}` ? undefined : 'invalid_auth'
  }

  function called(name: string, body: Readonly<Record<string, unknown>>, request: IncomingMessage): unknown {
    switch (name) {
      case 'auth.test':
        return {
          ok: true,
          url: 'https://test.slack.com/',
          team: 'Test',
          user: 'griot',
          team_id: 'T0000TEAM1',
          user_id: 'U0000GRIOT',
          bot_id: 'B0000GRIOT',
          is_enterprise_install: false,
        }
      case 'apps.connections.open':
        return { ok: true, url: redirects.shift() ?? `ws://${request.headers.host}/link?ticket=secret-ticket-${(serial += 1)}` }
      case 'users.info':
        return userInfo(String(body['user']), body['include_locale'] === 'true')
      case 'views.publish':
      case 'views.open':
      case 'views.update':
        return { ok: true, view: { id: 'V0000VIEW1', team_id: 'T0000TEAM1', type: (body['view'] as { type: string }).type } }
      case 'chat.postMessage':
        return { ok: true, channel: body['channel'], ts: `${(serial += 1)}.0` }
      default:
        return { ok: false, error: 'unknown_method' }
    }
  }

  const userInfo = (id: string, withLocale: boolean) => {
    const found = users.get(id)
    return found
      ? {
          ok: true,
          user: {
            id,
            team_id: 'T0000TEAM1',
            name: 'asker',
            deleted: false,
            tz: found.tz,
            tz_label: found.tz,
            tz_offset: 0,
            ...(withLocale && { locale: found.locale }),
          },
        }
      : { ok: false, error: 'user_not_found' }
  }

  const http: Server = createServer((request, response) => void answer(request, response).catch(() => request.socket.destroy()))
  const upgrades = new WebSocketServer({ server: http, path: '/link' })
  upgrades.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('message', (data) => {
      const { envelope_id: name, payload } = JSON.parse((data as Buffer).toString()) as {
        envelope_id: string
        payload: Record<string, unknown>
      }
      take({ kind: 'ack', name, body: payload, faults: [] })
    })
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: 1,
        connection_info: { app_id: 'A0000GRIOT' },
        debug_info: { host: 'here', build_number: 1, approximate_connection_time: 18060 },
      }),
      () => {
        hellos += 1
        told()
      },
    )
  })
  http.listen(settings.port ?? 0, '127.0.0.1')
  await once(http, 'listening')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`

  const current = (): WebSocket => {
    const open = sockets.findLast((socket) => socket.readyState === WebSocket.OPEN)
    if (!open) throw new Error('no client is connected')
    return open
  }
  const until = (fits: (one: Came) => boolean) => wait(() => came.find(fits))
  return {
    url,
    apiUrl: `${url}/api/`,
    came,
    hook: (name = 'h') => `${url}/hooks/${name}`,
    until,
    nth: (name, n = 1) => wait(() => came.filter((one) => one.name === name)[n - 1]),
    fault: (name, ...given) => void faults.set(name, [...(faults.get(name) ?? []), ...given]),
    release() {
      for (const go of held) go()
      held.clear()
    },
    setUser: (id, user) => void users.set(id, user),
    revoke: () => void (revoked = true),
    connected: (n = 1) => wait(() => (hellos >= n ? true : undefined)).then(() => undefined),
    async envelope(type, payload) {
      const id = `envelope-${(serial += 1)}`
      current().send(
        JSON.stringify({
          envelope_id: id,
          type,
          accepts_response_payload: type !== 'events_api',
          payload,
          ...(type === 'events_api' && { retry_attempt: 0, retry_reason: '' }),
        }),
      )
      return (await until((one) => one.kind === 'ack' && one.name === id)).body
    },
    redirectNext: (to) => void redirects.push(to),
    say: (words) => current().send(words),
    drop(how) {
      const socket = current()
      if (how === 'announced')
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'here' } }))
      else if (how === 'closed') socket.close(1001)
      else socket.terminate()
    },
    forget: () => void came.splice(0),
    async close() {
      for (const go of held) go()
      for (const socket of sockets) socket.terminate()
      upgrades.close()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

function faultsOf(name: string, body: Readonly<Record<string, unknown>>): string[] {
  if (name.startsWith('views.'))
    return [
      ...(name === 'views.open' && !body['trigger_id'] ? ['no trigger_id'] : []),
      ...(name === 'views.update' && !body['view_id'] ? ['no view_id'] : []),
      ...slackViewFaults(body['view']),
    ]
  return name === 'chat.postMessage' ? slackMessageFaults({ response_type: 'in_channel', ...body, ...booleans(body) }) : []
}

/** The Web API's client writes everything into a form: what is no text comes as JSON. */
function fromForm(raw: string): Readonly<Record<string, unknown>> {
  const parsed = (value: string): unknown => (/^[[{]/.test(value) ? fromJson(value) : value)
  return Object.fromEntries([...new URLSearchParams(raw)].map(([name, value]) => [name, parsed(value)]))
}

const booleans = (body: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (value === 'true' || value === 'false' ? [[name, value === 'true']] : [])),
  )

function fromJson(raw: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(raw) as Record<string, unknown>
  } catch {
    return {}
  }
}

function send(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const isText = typeof value === 'string'
  response
    .writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers })
    .end(isText ? value : JSON.stringify(value))
}
