import type { REST } from 'discord.js'
import type { Root } from '../../chat/command.ts'
import type { Ear, Outcome, Platform, Roll, Turn } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { systemRandom, type Random } from '../../kernel/random.ts'
import { ears } from './ears.ts'
import { exchanger, type Network } from './exchange.ts'
import { register } from './push.ts'
import { discordRest, troubleOf } from './rest.ts'
import { rollCall } from './roll-call.ts'
import { sender } from './sending.ts'
import { openSession, type Ending, type Session } from './session.ts'

export type DiscordSettings = {
  readonly token: string
  readonly appId: string
  /** Commands are registered in this server alone, for development. */
  readonly guildId?: string | undefined
  readonly apiUrl: string
  readonly roots: readonly Root[]
  readonly log: Log
  /** The real time, even in a rehearsal: the gateway is not part of the play. */
  readonly clock: Clock
  readonly random?: Random
  /** Listens only while it is our turn; posting needs none. Without one it always is. */
  readonly turn?: Turn | undefined
  /** Told which servers we are in. */
  readonly roll?: Roll | undefined
  /** The longest that one post, look, edit or inspection may take. */
  readonly sendMs?: number | undefined
  /** What stands for the network when something is posted. */
  readonly network?: Network | undefined
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** How long `listen` waits for the first connection before it leaves the rest to time. */
const PATIENCE_MS = 5_000
/** How long for a turn that somebody else has. */
const PATIENCE_FOR_TURN_MS = 1_000
const SEND_MS = 10_000

const DETAILS = {
  idle: 'not started',
  waiting: 'standing by: another process listens, this one posts',
  connecting: 'connecting',
  up: 'connected',
  lost: 'Discord cannot be reached; trying again',
  refused: 'Discord refused us; see the log, mend DISCORD_TOKEN and start again',
  closed: 'closed',
} as const

/** Griot on Discord: over the gateway, without any intent, so that it sees interactions and nothing else; it posts over REST. */
export function discord(settings: DiscordSettings): Platform {
  const { log, clock } = settings
  const rest = discordRest(settings.apiUrl, settings.token)
  const exchange = exchanger(settings)
  const sending = sender({ exchange, clock, log, sendMs: settings.sendMs ?? SEND_MS })
  const over = new AbortController()
  const random = settings.random ?? systemRandom()
  const pause = (failures: number): number => pauseMs(failures, random)
  const call = settings.roll && rollCall({ roll: settings.roll, exchange, clock, log, pauseMs: pause, signal: over.signal })
  let state: keyof typeof DETAILS = 'idle'
  /** A post was refused for its token, and none has been taken since. */
  let barred = false
  let session: Session | undefined
  let living: Promise<void> | undefined
  let registering: Promise<void> | undefined
  let failures = 0

  const isOff = (): boolean => state === 'refused' || over.signal.aborted

  async function refuse(reason: string): Promise<void> {
    if (isOff()) return
    state = 'refused'
    log[barred ? 'warn' : 'error']('discord: refused, and off until the next start; the other surfaces run on', {
      reason,
      mend: 'DISCORD_TOKEN',
    })
    await session?.close()
  }

  /** The token is the whole platform's: what is refused for it turns us red, until something is taken again. */
  function noted(outcome: Outcome): Outcome {
    const now = outcome.kind === 'refused' && outcome.reason === 'token'
    if (now && !barred && state !== 'refused') log.error('discord: nothing can be posted, the token was refused', { mend: 'DISCORD_TOKEN' })
    if (now || outcome.kind === 'sent') barred = now
    return outcome
  }

  /** One connection, until it ends or the turn is lost. */
  async function listening(turn: AbortSignal, hear: (payload: unknown) => void, settled: () => void): Promise<Ending> {
    const connected = (up: boolean): void => {
      if (isOff() || turn.aborted) return
      state = up ? 'up' : 'connecting'
      if (!up) return
      failures = 0
      log.info('discord: connected')
      registering ??= keepRegistering(settings, rest, over.signal, refuse, pause)
      settled()
    }
    const trouble = (error: unknown): void => log.warn('discord: trouble with the gateway', troubleOf(error).fields)
    const servers = (ids: readonly string[]): void => void call?.(ids)
    session = openSession({ token: settings.token, apiUrl: settings.apiUrl, clock, interaction: hear, trouble, connected, servers })
    const ending = await Promise.race([session.ended, lossOf(turn)])
    await session.close()
    return ending
  }

  /** Session after session, until closed or refused; the pauses between them grow while none gets through. */
  async function live(hear: (payload: unknown) => void, settled: () => void): Promise<void> {
    let turn: AbortSignal | undefined
    while (!isOff()) {
      turn = turn?.aborted === false ? turn : await takeTurn(settled)
      if (!turn) continue
      state = 'connecting'
      const ending = await listening(turn, hear, settled)
      if (ending.kind === 'refused') await refuse(ending.reason)
      if (turn.aborted && !isOff()) {
        log.info('discord: another process listens now')
        continue
      }
      settled()
      if (isOff()) return
      state = 'lost'
      log.warn('discord: cannot be reached; trying again', { reason: ending.reason })
      await clock.sleep(pause(failures++), over.signal).catch(() => undefined)
    }
  }

  /** Undefined where it cannot be had now: then it is asked for again. */
  async function takeTurn(settled: () => void): Promise<AbortSignal | undefined> {
    if (!settings.turn) return over.signal
    state = 'waiting'
    const taking = settings.turn.take(over.signal)
    void within(PATIENCE_FOR_TURN_MS, taking, clock).then(settled)
    return taking.catch(async (error: unknown) => {
      if (isOff()) return undefined
      log.warn('discord: cannot learn whose turn it is; trying again', { error })
      await clock.sleep(pause(failures++), over.signal).catch(() => undefined)
      return undefined
    })
  }

  return {
    name: 'discord',
    routes: [],
    async listen(ear: Ear) {
      if (living) return
      const managed = new Set(settings.roots.flatMap((root) => (root.managed ? [root.name] : [])))
      const { hear } = ears({ ear, rest, appId: settings.appId, managed, clock, log })
      const { promise, resolve } = Promise.withResolvers<void>()
      living = live((payload) => void hear(payload), resolve).catch((error: unknown) =>
        log.error('discord: stopped by a fault of ours', { error }),
      )
      await within(PATIENCE_MS, promise, clock)
    },
    ready: () => ({
      name: 'discord',
      ready: (state === 'up' || state === 'waiting') && !barred,
      detail: DETAILS[barred ? 'refused' : state],
    }),
    send: async (to, what, key) => noted(await sending.send(to, what, key)),
    amend: async (to, message, what, key) => noted(await sending.amend(to, message, what, key)),
    find: sending.find,
    rights: sending.rights,
    async close() {
      state = 'closed'
      over.abort()
      await session?.close()
      await living
      rest.clearHandlerSweeper()
      rest.clearHashSweeper()
    },
  }
}

const lossOf = (turn: AbortSignal): Promise<Ending> =>
  new Promise((resolve) => {
    const lost = (): void => resolve({ kind: 'lost', reason: 'the turn is another process’s' })
    if (turn.aborted) lost()
    else turn.addEventListener('abort', lost, { once: true })
  })

/** Doubled each time, with a share of chance so that many installations do not come back in one instant. */
const pauseMs = (failures: number, random: Random): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS) * (0.75 + random() / 4)

/** Tries until it is done or refused: the commands that Discord knows from before go on working meanwhile. */
async function keepRegistering(
  settings: DiscordSettings,
  rest: REST,
  signal: AbortSignal,
  refuse: (reason: string) => Promise<void>,
  pause: (failures: number) => number,
): Promise<void> {
  const { log, clock } = settings
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const done = await register(rest, settings, settings.roots)
      return log.info(done === 'same' ? 'discord: the commands are as they should be' : 'discord: commands registered')
    } catch (error) {
      const { kind, status, fields } = troubleOf(error)
      if (status === 401) return refuse('the token was refused')
      log.error('discord: commands could not be registered', { trouble: kind, ...fields })
      if (kind === 'refused') return
      await clock.sleep(pause(failures), signal).catch(() => undefined)
    }
  }
}

async function within(ms: number, promise: Promise<unknown>, clock: Clock): Promise<void> {
  const enough = new AbortController()
  await Promise.race([promise.catch(() => undefined), clock.sleep(ms, enough.signal).catch(() => undefined)])
  enough.abort()
}
