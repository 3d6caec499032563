import { Client, Events, GatewayDispatchEvents, Options, SimpleShardingStrategy } from 'discord.js'
import type { Clock } from '../../kernel/clock.ts'
import { restOptions } from './rest.ts'

/** `refused`: Discord will not have us, and would say the same the next time. `lost`: worth another try. */
export type Ending = { readonly kind: 'refused'; readonly reason: string } | { readonly kind: 'lost'; readonly reason: string }

/** One life of a discord.js client, from logging in until it can no longer mend itself. */
export type Session = {
  /** Never rejects. */
  readonly ended: Promise<Ending>
  /** Ends it and lets go of its connections, within a second and whatever the other side does. */
  close(): Promise<void>
}

export type SessionSettings = {
  readonly token: string
  readonly apiUrl: string
  readonly clock: Clock
  /** Told each time that interactions begin to arrive, and each time that they stop. */
  readonly connected: (up: boolean) => void
  readonly interaction: (payload: unknown) => void
  /** Told the ids of every server that we are in, once all shards have begun anew. */
  readonly servers: (ids: readonly string[]) => void
  readonly trouble: (error: unknown) => void
}

/** How long discord.js may try to mend a broken connection before all is begun anew: a RESUME that nobody answers it would await for ever. */
const MENDING_MS = 15_000
const FAREWELL_MS = 700

/** Close codes after which no new try can succeed: token, shard, version and intents (https://docs.discord.com/developers/topics/opcodes-and-status-codes). */
const REFUSALS: Readonly<Record<number, string>> = {
  4004: 'the token was refused',
  4010: 'the shard was refused',
  4011: 'the app is in too many servers for one shard',
  4012: 'the gateway version was refused',
  4013: 'the intents were refused',
  4014: 'the intents were refused',
}

/** Logs in at once. */
export function openSession(given: SessionSettings): Session {
  const { promise: ended, resolve: end } = Promise.withResolvers<Ending>()
  const { client, strategy } = clientOf(given.apiUrl)
  const over = new AbortController()
  let mending: AbortController | undefined
  let everUp = false
  const up = () => {
    everUp = true
    mending?.abort()
    mending = undefined
    given.connected(true)
  }
  const down = () => {
    given.connected(false)
    if (!everUp) return end({ kind: 'lost', reason: 'the gateway closed before it was ready' })
    if (mending) return
    mending = new AbortController()
    const { signal } = mending
    given.clock.sleep(MENDING_MS, AbortSignal.any([signal, over.signal])).then(
      () => end({ kind: 'lost', reason: 'the connection could not be resumed' }),
      () => undefined,
    )
  }
  client.on(Events.Error, given.trouble)
  client.on(Events.ShardError, given.trouble)
  client.on(Events.ShardReconnecting, down)
  client.on(Events.ShardDisconnect, ({ code }) => end({ kind: 'refused', reason: REFUSALS[code] ?? `closed with ${code}` }))
  const shards = new Map<number, readonly string[]>()
  client.ws.on(GatewayDispatchEvents.Ready, ({ guilds, shard = [0, 1] }: Ready) => {
    // Otherwise the list would be kept as long as we live.
    shards.set(
      shard[0],
      guilds.splice(0).map(({ id }) => id),
    )
    if (shards.size === shard[1]) given.servers([...shards.values()].flat())
  })
  client.ws.on(GatewayDispatchEvents.Ready, up)
  client.ws.on(GatewayDispatchEvents.Resumed, up)
  client.ws.on(GatewayDispatchEvents.InteractionCreate, given.interaction)
  client.login(given.token).catch((error: unknown) => end(endingOf(error)))
  return {
    ended,
    async close() {
      over.abort()
      end({ kind: 'lost', reason: 'closed' })
      await farewell(client, strategy(), given.clock)
    },
  }
}

function endingOf(error: unknown): Ending {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (code === 'TokenInvalid' || message === 'Authentication failed') return { kind: 'refused', reason: 'the token was refused' }
  return { kind: 'lost', reason: String(message).slice(0, 120) }
}

/** Servers that are down for the moment are named as well. */
type Ready = { readonly guilds: { readonly id: string }[]; readonly shard?: readonly [shard: number, of: number] }

/** What we reach into of @discordjs/ws 1.2.3. Its own types keep the shards private. */
type Strategy = { connect: () => Promise<void>; readonly shards: ReadonlyMap<number, Shard> }
type Shard = { internalConnect: () => Promise<void>; readonly connection: Socket | null }
type Socket = { on(event: 'error', heard: () => void): unknown; terminate(): void }

function clientOf(apiUrl: string): { client: Client; strategy: () => Strategy | undefined } {
  let strategy: Strategy | undefined
  const client = new Client({
    intents: [],
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      MessageManager: 0,
      ReactionManager: 0,
      PresenceManager: 0,
      GuildMemberManager: 0,
      VoiceStateManager: 0,
    }),
    rest: restOptions(apiUrl),
    ws: {
      buildStrategy(manager) {
        const simple = new SimpleShardingStrategy(manager)
        strategy = simple as unknown as Strategy
        return simple
      },
    },
  })
  // discord.js would make an Interaction of each payload, which nobody reads, and throw into the void, which ends the process, where a field has another type than it expects.
  const { actions } = client as unknown as { actions: { InteractionCreate: { handle: () => void } } }
  actions.InteractionCreate.handle = () => undefined
  return { client, strategy: () => strategy }
}

/**
 * `client.destroy()` alone is not enough: a client destroyed while it asks for the gateway connects all the same, a shard
 * destroyed while it waits for HELLO or READY connects again half a second later, one whose server stays silent waits 30
 * seconds for the close frame, and one that is still connecting is left to throw.
 */
async function farewell(client: Client, strategy: Strategy | undefined, clock: Clock): Promise<void> {
  client.removeAllListeners()
  client.on(Events.Error, () => undefined)
  const shards = [...(strategy?.shards.values() ?? [])]
  if (strategy) strategy.connect = async () => undefined
  for (const shard of shards) shard.internalConnect = async () => undefined
  const sockets = shards.flatMap(({ connection }) => (connection ? [connection] : []))
  for (const socket of sockets) socket.on('error', () => undefined)
  const enough = new AbortController()
  await Promise.race([client.destroy(), clock.sleep(FAREWELL_MS, enough.signal)]).catch(() => undefined)
  enough.abort()
  for (const socket of sockets) socket.terminate()
}
