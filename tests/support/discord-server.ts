import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FakeGateway, type GatewayRecord, type Resuming, type SocketRecord } from './discord-gateway.ts'
import type { Accepted } from './discord-channels.ts'
import { bodyOf, fakeStore, type Attachment, type Held, type SentFile } from './discord-files.ts'
import { faultsOf, meeting, type Fault, type FaultPlan, type Faults } from './discord-faults.ts'
import type { Permit } from './discord-permits.ts'
import type { Denied } from './discord-places.ts'
import { FakeRest, type Answer, type FakeMessage, type RestRecord } from './discord-rest.ts'

export type { Fault, FaultPlan } from './discord-faults.ts'

/** A request that has arrived and is not answered yet. */
type AskedRecord = { readonly kind: 'asked'; readonly method: string; readonly path: string }

/** A request that was cut off before has been done now. */
type LateRecord = { readonly kind: 'late'; readonly method: string; readonly path: string }

export type Received = GatewayRecord | SocketRecord | AskedRecord | RestRecord | LateRecord
/** Part of what was received; `path` is a part of the path. */
export type Wanted = {
  readonly kind?: Received['kind']
  readonly op?: number
  readonly what?: SocketRecord['what']
  readonly method?: string
  readonly path?: string
  readonly status?: number
}

export type Answered = {
  readonly type: number
  readonly data: unknown
  readonly message: FakeMessage | undefined
  readonly files: readonly SentFile[]
}

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
  /** From now on, requests meet faults by chance; undefined ends it. */
  plan(plan?: FaultPlan): Promise<void>
  /** How often each kind of fault was met. */
  met(): Promise<Readonly<Record<string, number>>>
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
  messages(channel?: string): Promise<readonly FakeMessage[]>
  remove(message: string): Promise<void>
  /** A file that somebody attaches; `size` is what Discord says of it. */
  attach(name: string, content: string | Uint8Array, how?: Held['how'], size?: number): Promise<Attachment>
  /** Every message that came to be by a POST of ours, in order. */
  accepted(): Promise<readonly Accepted[]>
  /** A new channel of the first server, where we may do everything but this. */
  channel(denied?: readonly Denied[]): Promise<string>
  /** The room of two with this person. */
  room(person: string): Promise<string>
  /** Somebody begins a thread under a message. */
  thread(channel: string, message: string): Promise<void>
  /** What the first server lets whom do, with the command of this name (registered anywhere) or with all of ours; in the place of what it said before. */
  permit(command: string | undefined, permits: readonly Permit[]): Promise<void>
  /** The server has sent us away. */
  leave(guild: string): Promise<void>
  /** Refuses connections, as if the network were gone; `start` takes them again at the same address. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export type DiscordServerSettings = {
  readonly token?: string
  readonly appId?: string
  readonly guilds?: readonly string[]
  /** How long a nonce is remembered; Discord says “a few minutes”. */
  readonly nonceMs?: number
}

export async function discordServer({
  token = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.secret.token-of-the-test-bot',
  appId = '1234567890123456789',
  guilds = ['700000000000000001'],
  nonceMs = 300_000,
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
  const rest = new FakeRest({ appId, guilds, token: () => valid, gatewayUrl, nonceMs, now: () => Date.now() })
  const faults = faultsOf()
  const store = fakeStore(
    () => `http://127.0.0.1:${port}`,
    () => rest.snowflake(),
  )
  const held = new Set<() => void>()
  const release = (): void => {
    for (const go of held) go()
    held.clear()
  }
  const server = createServer(
    (request, response) => void (store.serve(request, response) || answer(request, response, { rest, faults, held, record })),
  )
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
        return answered && sent ? { ...answered, data: (sent.body as { data?: unknown } | undefined)?.data, files: sent.files } : undefined
      })
    },
    dispatch: async (payload) => hand(payload),
    received: async (wanted = {}) => matching(wanted),
    waitFor: async (wanted, count = 1) => until(() => (matching(wanted).length >= count ? matching(wanted) : undefined)),
    fault: async (fault) => faults.add(fault),
    plan: async (plan) => faults.plan(plan),
    met: async () => faults.met,
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
    messages: async (channel) => (channel === undefined ? [...rest.messages.values()] : rest.channels.in(channel)),
    remove: async (message) => void rest.messages.delete(message),
    attach: async (name, content, how, size) => store.put(name, content, how, size),
    accepted: async () => rest.channels.accepted,
    channel: async (denied = []) => rest.places.make(guilds[0] ?? '', denied).id,
    room: async (person) => rest.places.room(person).id,
    thread: async (channel, message) =>
      void rest.places.put({ id: message, type: 11, parent_id: channel, owner_id: '700000000000000003', denied: new Set(), messages: 0 }),
    async permit(command, permits) {
      const known = [...rest.commands.values()].flat().find(({ name }) => name === command)
      rest.permits.put(guilds[0] ?? '', command === undefined ? appId : String(known?.['id']), permits)
    },
    leave: async (guild) => rest.places.leave(guild),
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

type Parts = { readonly rest: FakeRest; readonly faults: Faults; readonly held: Set<() => void>; readonly record: (one: Received) => void }

async function answer(request: IncomingMessage, response: ServerResponse, { rest, faults, held, record }: Parts): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const { body: given, files } = await bodyOf(Buffer.concat(chunks), request.headers['content-type'] ?? '')
  const asked = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: given,
    files,
    authorization: request.headers.authorization,
  }
  record({ kind: 'asked', method: asked.method, path: asked.path })
  const fault = faults.take(asked.method, asked.path)
  if (fault?.kind === 'hold') await new Promise<void>((resolve) => held.add(resolve))
  const met = meeting(
    fault,
    () => rest.handle(asked),
    () => record({ kind: 'late', method: asked.method, path: asked.path }),
  )
  if (met === 'cut') request.socket.destroy()
  else if (met !== 'silence') write(response, met)
  const { method, path, body, authorization } = asked
  record({ kind: 'rest', method, path, query: url.search, body, files, authorization, status: typeof met === 'string' ? 0 : met.status })
}

function write(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const html = typeof body === 'string'
  response.writeHead(status, { ...(body !== undefined && { 'content-type': html ? 'text/html' : 'application/json' }), ...headers })
  response.end(body === undefined ? undefined : html ? body : JSON.stringify(body))
}
