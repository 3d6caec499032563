import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { GatewayReadyDispatchData } from 'discord-api-types/v10'
import { WebSocket, WebSocketServer } from 'ws'

/** What a client sent over the gateway. */
export type GatewayRecord = { readonly kind: 'gateway'; readonly op: number; readonly d: unknown }

/** A connection to the gateway that came or went. */
export type SocketRecord = { readonly kind: 'socket'; readonly what: 'open' | 'close' }

/** How RESUME is answered: as it should be, with op 9, by hanging up, or not at all. */
export type Resuming = 'works' | 'invalid' | 'closes' | 'silent'

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
const OP = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalidSession: 9, hello: 10, heartbeatAck: 11 } as const

export type GatewaySettings = {
  readonly appId: string
  readonly token: () => string
  readonly guilds: readonly string[]
  readonly url: () => string
  readonly record: (record: GatewayRecord | SocketRecord) => void
}

type Line = { readonly session: GatewaySession; readonly socket: WebSocket }
type GatewaySession = {
  readonly id: string
  sequence: number
  readonly sent: { readonly s: number; readonly t: string; readonly d: unknown }[]
}

/** Discord's gateway for one bot, v10 with JSON: HELLO, IDENTIFY, READY, heartbeats, RESUME, reconnects and refusals. */
export class FakeGateway {
  resuming: Resuming = 'works'
  /** Connections are taken but no HELLO is sent. */
  mute = false
  /** Connections are refused before the handshake ends. */
  shut = false
  readonly #server = new WebSocketServer({ noServer: true })
  readonly #given: GatewaySettings
  readonly #sessions = new Map<string, GatewaySession>()
  #lines: Line[] = []
  #waiting: (() => void)[] = []

  constructor(given: GatewaySettings) {
    this.#given = given
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.shut) return void socket.destroy()
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#greet(ws))
  }

  /** Resolves as soon as a client is identified. */
  async listening(): Promise<void> {
    if (this.#lines.length > 0) return
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** To every client, and kept for those that resume. */
  dispatch(t: string, d: unknown): void {
    for (const session of this.#sessions.values()) {
      session.sequence += 1
      session.sent.push({ s: session.sequence, t, d })
    }
    for (const { session, socket } of this.#lines) send(socket, { op: OP.dispatch, t, d, s: session.sequence })
  }

  /** Op 7: go away and resume. */
  reconnect(): void {
    for (const { socket } of this.#lines) send(socket, { op: OP.reconnect, d: null, s: null, t: null })
  }

  /** Op 9. */
  invalidate(resumable: boolean): void {
    for (const { socket } of this.#lines) send(socket, { op: OP.invalidSession, d: resumable, s: null, t: null })
  }

  closeAll(code: number): void {
    for (const socket of this.#server.clients) socket.close(code)
    this.#lines = []
  }

  /** Cuts every connection without a word, as a broken network does. */
  drop(): void {
    for (const socket of this.#server.clients) socket.terminate()
    this.#lines = []
  }

  /** From now on nothing is read from those who are connected, not even their goodbye. */
  deafen(): void {
    for (const socket of this.#server.clients) socket.pause()
  }

  #greet(socket: WebSocket): void {
    this.#given.record({ kind: 'socket', what: 'open' })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#given.record({ kind: 'socket', what: 'close' })
      this.#lines = this.#lines.filter((line) => line.socket !== socket)
    })
    socket.on('message', (data: Buffer) => this.#hear(socket, JSON.parse(data.toString()) as { op: number; d: never }))
    if (!this.mute) send(socket, { op: OP.hello, d: { heartbeat_interval: 41_250 }, s: null, t: null })
  }

  #hear(socket: WebSocket, { op, d }: { op: number; d: { token?: string; session_id?: string; seq?: number } }): void {
    this.#given.record({ kind: 'gateway', op, d })
    if (op === OP.heartbeat) send(socket, { op: OP.heartbeatAck, s: null, t: null })
    if (op !== OP.identify && op !== OP.resume) return
    if (d.token !== this.#given.token()) return socket.close(4004, 'Authentication failed.')
    if (op === OP.identify) this.#identify(socket)
    else this.#resume(socket, d.session_id ?? '', d.seq ?? 0)
  }

  #identify(socket: WebSocket): void {
    const { appId, guilds } = this.#given
    const session: GatewaySession = { id: `session${this.#sessions.size + 1}`, sequence: 1, sent: [] }
    this.#sessions.set(session.id, session)
    const ready = {
      v: 10,
      user: {
        id: appId,
        username: 'griot',
        discriminator: '0',
        global_name: null,
        avatar: null,
        bot: true,
        mfa_enabled: false,
        verified: true,
        email: null,
        flags: 0,
      },
      guilds: guilds.map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.#given.url(),
      shard: [0, 1],
      application: { id: appId, flags: 0 },
    } as unknown as GatewayReadyDispatchData
    send(socket, { op: OP.dispatch, t: 'READY', s: 1, d: ready })
    this.#listen({ session, socket })
  }

  #resume(socket: WebSocket, id: string, from: number): void {
    if (this.resuming === 'silent') return
    if (this.resuming === 'closes') return socket.close(4000)
    const session = this.#sessions.get(id)
    if (this.resuming === 'invalid' || !session) return send(socket, { op: OP.invalidSession, d: false, s: null, t: null })
    for (const { s, t, d } of session.sent.filter((sent) => sent.s > from)) send(socket, { op: OP.dispatch, t, s, d })
    session.sequence += 1
    send(socket, { op: OP.dispatch, t: 'RESUMED', s: session.sequence, d: { _trace: [] } })
    this.#listen({ session, socket })
  }

  #listen(line: Line): void {
    this.#lines.push(line)
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

function send(socket: WebSocket, payload: unknown): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(payload))
}
