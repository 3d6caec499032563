import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { type Fault, type Faults, faults as faultPlan } from './slack-faults.ts'
import { fromForm, fromJson, keyOf, send } from './slack-http.ts'
import { slackMessageFaults } from './slack-schema.ts'
import { BOT, BOT_USER, slackWorld, TEAM, type SlackWorld, type User } from './slack-world.ts'

/** Something that came in: a call of the Web API, a message at a hook, or an acknowledgement over a socket. */
export type Came = {
  readonly kind: 'call' | 'hook' | 'ack'
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
  readonly faults: readonly string[]
}

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
  readonly faults: Faults
  /** Its channels, people and messages. */
  readonly world: SlackWorld
  /** How many calls and messages have reached it, whatever came of them. */
  requests(): number
  /** Resolves when so many answers are being held back. */
  holding(n?: number): Promise<void>
  /** Lets every delayed answer go, and takes what was to be taken late. */
  release(): void
  setUser(id: string, user: User): void
  /** From now on the token is worth nothing. */
  revoke(): void
  /** From now on, or until `true`, nobody answers at its address. */
  reachable(yes: boolean): Promise<void>
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
  const plan = faultPlan()
  const world = slackWorld(() => url)
  const held = new Set<() => void>()
  const sockets: WebSocket[] = []
  const redirects: string[] = []
  let revoked = false
  let hellos = 0
  let serial = 0
  let requests = 0
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

  /** Resolves when what was held back is let go, or after so long. */
  const release = (ms?: number) =>
    new Promise<void>((resolve) => {
      const go = () => {
        held.delete(go)
        resolve()
      }
      held.add(go)
      told()
      if (ms !== undefined) setTimeout(go, ms).unref()
    })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1
    if (await world.files.serve(request, response, settings.botToken)) return
    const bytes: Buffer[] = []
    for await (const chunk of request) bytes.push(chunk as Buffer)
    const raw = Buffer.concat(bytes).toString()
    const path = new URL(request.url ?? '/', 'http://x').pathname
    const name = path.startsWith('/api/') ? path.slice(5) : path.startsWith('/hooks/') ? 'hook' : ''
    if (name === '') return send(response, 404, 'nothing here')
    const body = name === 'hook' ? fromJson(raw) : fromForm(raw)
    const fault = plan.next(name, keyOf(body))
    const cut = () => void request.socket.destroy()
    switch (fault?.kind) {
      case 'reset':
        return cut()
      case 'limited':
        return send(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) })
      case 'page':
        return send(response, fault.status ?? 200, '<html>Please log in to the guest network</html>')
      case 'error':
        return send(response, 200, { ok: false, error: fault.error })
      case 'late':
        cut()
        await release(fault.ms)
        return void taken(name, body, request)
      case 'stall':
        return void (fault.accepted && taken(name, body, request))
      case 'delay':
        await release()
        break
      case 'broken':
        if (!fault.accepted) return send(response, fault.status ?? 500, 'broken')
        break
      case 'lost':
      case undefined:
    }
    const [status, value] = taken(name, body, request)
    if (fault?.kind === 'lost') return cut()
    if (fault?.kind === 'broken') return send(response, fault.status ?? 500, 'broken after taking it')
    send(response, status, value, name === 'hook' ? {} : { 'x-oauth-scopes': world.scopes().join(',') })
  }

  /** What comes of a request that arrived whole. */
  function taken(name: string, body: Readonly<Record<string, unknown>>, request: IncomingMessage): [status: number, value: unknown] {
    const refused = name === 'hook' ? undefined : tokenFault(request, name)
    const wrong = name === 'hook' ? slackMessageFaults(body) : refused === undefined ? world.faultsOf(name, body) : []
    const value =
      refused !== undefined
        ? { ok: false, error: refused }
        : wrong.length > 0
          ? { ok: false, error: 'invalid_blocks', response_metadata: { messages: wrong } }
          : name === 'hook'
            ? 'ok'
            : called(name, body, request)
    take({ kind: name === 'hook' ? 'hook' : 'call', name, body, faults: wrong })
    return [name === 'hook' && wrong.length > 0 ? 400 : 200, value]
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
          team_id: TEAM,
          user_id: BOT_USER,
          bot_id: BOT,
          is_enterprise_install: false,
        }
      case 'apps.connections.open':
        return { ok: true, url: redirects.shift() ?? `ws://${request.headers.host}/link?ticket=secret-ticket-${(serial += 1)}` }
      case 'views.publish':
      case 'views.open':
      case 'views.update':
        return { ok: true, view: { id: 'V0000VIEW1', team_id: TEAM, type: (body['view'] as { type: string }).type } }
      default:
        return world.call(name, body)
    }
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
  const listen = async (port: number) => {
    http.listen(port, '127.0.0.1')
    await once(http, 'listening')
  }
  await listen(settings.port ?? 0)
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
    fault: (name, ...given) => plan.add(name, ...given),
    faults: plan,
    world,
    requests: () => requests,
    holding: (n = 1) => wait(() => held.size >= n || undefined).then(() => undefined),
    release() {
      for (const go of held) go()
    },
    setUser: (id, user) => world.setUser(id, user),
    revoke: () => void (revoked = true),
    async reachable(yes) {
      if (yes === http.listening) return
      if (yes) return listen(Number(new URL(url).port))
      // Sockets that are open live on: they are another matter than the address.
      http.close()
      http.closeAllConnections()
    },
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
