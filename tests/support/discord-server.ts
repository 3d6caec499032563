import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FakeGateway, type GatewayRecord, type Resuming, type SocketRecord } from './discord-gateway.ts'
import { FakeRest, type Answer, type FakeMessage, type RestRecord } from './discord-rest.ts'

/** A request that has arrived and is not answered yet. */
type AskedRecord = { readonly kind: 'asked'; readonly method: string; readonly path: string }

export type Received = GatewayRecord | SocketRecord | AskedRecord | RestRecord
/** Part of what was received; `path` is a part of the path. */
export type Wanted = {
  readonly kind?: Received['kind']
  readonly op?: number
  readonly what?: SocketRecord['what']
  readonly method?: string
  readonly path?: string
  readonly status?: number
}

/** What goes wrong with the next `times` requests (1 unless said) whose method and path contain these words. */
export type Fault = {
  readonly path: string
  readonly method?: string
  readonly times?: number
  /** `limit`: 429. `break`: 500 and nothing done; `break-after`: done, then 500. `reset`, `reset-after`: the connection is cut instead. `hold`: answered once `release` is called. */
  readonly kind: 'limit' | 'break' | 'break-after' | 'reset' | 'reset-after' | 'hold'
  /** For `limit`. */
  readonly ms?: number
  readonly global?: boolean
}

export type Answered = { readonly type: number; readonly data: unknown; readonly message: FakeMessage | undefined }

/** Discord on loopback. Every method can be called over a process border, so that the same tests run on either side of one. */
export type DiscordServer = {
  readonly apiUrl: string
  readonly token: string
  readonly appId: string
  /** Hands an interaction to whoever listens, and resolves with the answer that Discord took. */
  interact(payload: Record<string, unknown>): Promise<Answered>
  /** Hands it over and waits for nothing. */
  dispatch(payload: Record<string, unknown>): Promise<void>
  received(wanted?: Wanted): Promise<readonly Received[]>
  /** Resolves as soon as so many of these were received, counted from the start. */
  waitFor(wanted: Wanted, count?: number): Promise<readonly Received[]>
  fault(fault: Fault): Promise<void>
  /** Answers what is held. */
  release(): Promise<void>
  /** Resolves as soon as a client is identified or has resumed. */
  listening(): Promise<void>
  resuming(how: Resuming): Promise<void>
  gateway(what: 'reconnect' | 'invalidate' | 'invalidate-resumable' | 'drop' | 'shut' | 'open' | 'mute' | 'deafen' | number): Promise<void>
  /** The token is worth nothing from now on; whoever is connected is thrown out. */
  revoke(): Promise<void>
  /** What Discord holds; for reading and for putting there before a test. */
  commands(guild?: string): Promise<readonly Record<string, unknown>[]>
  messages(): Promise<readonly FakeMessage[]>
  /** Refuses connections, as if the network were gone; `start` takes them again at the same address. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export type DiscordServerSettings = { readonly token?: string; readonly appId?: string; readonly guilds?: readonly string[] }

export async function discordServer({
  token = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.secret.token-of-the-test-bot',
  appId = '1234567890123456789',
  guilds = ['700000000000000001'],
}: DiscordServerSettings = {}): Promise<DiscordServer> {
  let valid = token
  let port = 0
  const records: Received[] = []
  const watchers = new Set<() => void>()
  const record = (one: Received): void => {
    records.push(one)
    for (const look of watchers) look()
  }
  const gatewayUrl = (): string => `ws://127.0.0.1:${port}/gateway`
  const gateway = new FakeGateway({ appId, guilds, token: () => valid, url: gatewayUrl, record })
  const rest = new FakeRest({ appId, token: () => valid, gatewayUrl })
  const faults: Fault[] = []
  const held = new Set<() => void>()
  const release = (): void => {
    for (const go of held) go()
    held.clear()
  }
  const server = createServer((request, response) => void answer(request, response, { rest, faults, held, record }))
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head))
  const start = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port
        resolve()
      })
    })
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const again = (): void => {
        const seen = look()
        if (seen === undefined) return
        watchers.delete(again)
        resolve(seen)
      }
      watchers.add(again)
      again()
    })
  const matching = (wanted: Wanted): Received[] => records.filter((one) => matches(one, wanted))
  const hand = (payload: Record<string, unknown>): void => {
    rest.expect(payload)
    gateway.dispatch('INTERACTION_CREATE', payload)
  }
  const stop = () =>
    new Promise<void>((resolve) => {
      gateway.drop()
      release()
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await start()
  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token,
    appId,
    async interact(payload) {
      hand(payload)
      const { id } = payload as { id: string }
      return until(() => {
        const answered = rest.answered(id)
        const sent = records.findLast((one) => one.kind === 'rest' && one.path.includes(`/interactions/${id}/`)) as RestRecord | undefined
        return answered && sent ? { ...answered, data: (sent.body as { data?: unknown } | undefined)?.data } : undefined
      })
    },
    dispatch: async (payload) => hand(payload),
    received: async (wanted = {}) => matching(wanted),
    waitFor: async (wanted, count = 1) => until(() => (matching(wanted).length >= count ? matching(wanted) : undefined)),
    fault: async (fault) => void faults.push(fault),
    release: async () => release(),
    listening: () => gateway.listening(),
    async resuming(how) {
      gateway.resuming = how
    },
    async gateway(what) {
      if (typeof what === 'number') gateway.closeAll(what)
      else turn(gateway, what)
    },
    async revoke() {
      valid = 'revoked'
      gateway.closeAll(4004)
    },
    commands: async (guild) => rest.commands.get(guild ?? 'global') ?? [],
    messages: async () => [...rest.messages.values()],
    stop,
    start,
    close: stop,
  }
}

function turn(
  gateway: FakeGateway,
  what: 'reconnect' | 'invalidate' | 'invalidate-resumable' | 'drop' | 'shut' | 'open' | 'mute' | 'deafen',
): void {
  switch (what) {
    case 'reconnect':
      return gateway.reconnect()
    case 'invalidate':
      return gateway.invalidate(false)
    case 'invalidate-resumable':
      return gateway.invalidate(true)
    case 'drop':
      return gateway.drop()
    case 'deafen':
      return gateway.deafen()
    case 'shut':
      gateway.shut = true
      return
    case 'mute':
      gateway.mute = true
      return
    case 'open':
      gateway.shut = false
      gateway.mute = false
      return
  }
}

const matches = (one: Received, { kind, op, what, method, path, status }: Wanted): boolean =>
  (kind === undefined || one.kind === kind) &&
  (op === undefined || (one.kind === 'gateway' && one.op === op)) &&
  (what === undefined || (one.kind === 'socket' && one.what === what)) &&
  (method === undefined || ('method' in one && one.method === method)) &&
  (path === undefined || ('path' in one && one.path.includes(path))) &&
  (status === undefined || (one.kind === 'rest' && one.status === status))

type Parts = { readonly rest: FakeRest; readonly faults: Fault[]; readonly held: Set<() => void>; readonly record: (one: Received) => void }

async function answer(request: IncomingMessage, response: ServerResponse, { rest, faults, held, record }: Parts): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const text = Buffer.concat(chunks).toString()
  const asked = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    authorization: request.headers.authorization,
  }
  record({ kind: 'asked', method: asked.method, path: asked.path })
  const fault = taken(faults, asked.method, asked.path)
  if (fault?.kind === 'hold') await new Promise<void>((resolve) => held.add(resolve))
  const before = fault && ['limit', 'break', 'reset'].includes(fault.kind)
  const done: Answer = before ? refusal(fault) : rest.handle(asked)
  const told = fault?.kind === 'break-after' ? { status: 500 } : done
  const cut = fault?.kind === 'reset' || fault?.kind === 'reset-after'
  if (cut) request.socket.destroy()
  else write(response, told, fault)
  record({
    kind: 'rest',
    method: asked.method,
    path: asked.path,
    query: url.search,
    body: asked.body,
    authorization: asked.authorization,
    status: cut ? 0 : told.status,
  })
}

function taken(faults: Fault[], method: string, path: string): Fault | undefined {
  const at = faults.findIndex((fault) => path.includes(fault.path) && (fault.method ?? method) === method)
  const fault = faults[at]
  if (!fault) return undefined
  if ((fault.times ?? 1) > 1) faults[at] = { ...fault, times: (fault.times ?? 1) - 1 }
  else faults.splice(at, 1)
  return fault
}

const refusal = (fault: Fault): Answer =>
  fault.kind === 'limit'
    ? { status: 429, body: { message: 'You are being rate limited.', retry_after: (fault.ms ?? 50) / 1000, global: fault.global === true } }
    : { status: 500, body: { message: '500: Internal Server Error', code: 0 } }

function write(response: ServerResponse, { status, body }: Answer, fault: Fault | undefined): void {
  const limited = {
    'retry-after': String((fault?.ms ?? 50) / 1000),
    'x-ratelimit-scope': fault?.global ? 'global' : 'user',
    ...(fault?.global && { 'x-ratelimit-global': 'true' }),
  }
  response.writeHead(status, { ...(body !== undefined && { 'content-type': 'application/json' }), ...(status === 429 && limited) })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
