import type { Turn } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { withinMs } from './limit.ts'
import { troubleOf } from './rest.ts'
import { openSession, type Ending, type Session } from './session.ts'

/** How the gateway stands. `waiting`: another process listens. `lost`: tried again after a pause. `refused`: not tried again. */
export type Standing = 'idle' | 'waiting' | 'connecting' | 'up' | 'lost' | 'refused' | 'closed'

export type GatewaySettings = {
  readonly token: string
  readonly apiUrl: string
  readonly clock: Clock
  readonly log: Log
  /** Without one, it always is our turn. */
  readonly turn?: Turn | undefined
  /** How long to wait after so many failures. */
  readonly pauseMs: (failures: number) => number
  readonly interaction: (payload: unknown) => void
  readonly servers: (ids: readonly string[]) => void
  /** Told each time that interactions begin to arrive. */
  readonly connected: () => void
  /** Told once, when Discord refuses us for good. */
  readonly refused: (reason: string) => void
}

export type Gateway = {
  /** Ends when the first connection is there, or when there will be none for a while. */
  open(): Promise<void>
  standing(): Standing
  /** Refuses on Discord's behalf, where it said so elsewhere. */
  refuse(reason: string): Promise<void>
  /** Within a second. */
  close(): Promise<void>
}

/** How long `open` waits for the first connection before it leaves the rest to time, and how long for a turn that somebody else has. */
const PATIENCE_MS = 5_000
const PATIENCE_FOR_TURN_MS = 1_000

/** Session after session, while it is our turn, until closed or refused; the pauses between them grow while none gets through. */
export function gateway(given: GatewaySettings): Gateway {
  const { log, clock } = given
  const over = new AbortController()
  const first = Promise.withResolvers<void>()
  let standing: Standing = 'idle'
  let session: Session | undefined
  let living: Promise<void> | undefined
  let failures = 0

  const isOff = (): boolean => standing === 'refused' || over.signal.aborted
  const rest = async (): Promise<void> => clock.sleep(given.pauseMs(failures++), over.signal).catch(() => undefined)

  async function refuse(reason: string): Promise<void> {
    if (isOff()) return
    standing = 'refused'
    given.refused(reason)
    await session?.close()
  }

  /** One connection, until it ends or the turn is lost. */
  async function listen(turn: AbortSignal): Promise<Ending> {
    const connected = (up: boolean): void => {
      if (isOff() || turn.aborted) return
      standing = up ? 'up' : 'connecting'
      if (!up) return
      failures = 0
      log.info('discord: connected')
      given.connected()
      first.resolve()
    }
    const trouble = (error: unknown): void => log.warn('discord: trouble with the gateway', troubleOf(error).fields)
    session = openSession({ ...given, trouble, connected })
    const ending = await Promise.race([session.ended, lossOf(turn)])
    await session.close()
    return ending
  }

  async function live(): Promise<void> {
    let turn: AbortSignal | undefined
    while (!isOff()) {
      turn = turn?.aborted === false ? turn : await take()
      if (!turn) continue
      standing = 'connecting'
      const ending = await listen(turn)
      if (ending.kind === 'refused') await refuse(ending.reason)
      if (isOff()) continue
      if (turn.aborted) log.info('discord: another process listens now')
      else {
        standing = 'lost'
        log.warn('discord: cannot be reached; trying again', { reason: ending.reason })
        first.resolve()
        await rest()
      }
    }
    first.resolve()
  }

  /** Undefined where it cannot be had now: then it is asked for again. */
  async function take(): Promise<AbortSignal | undefined> {
    if (!given.turn) return over.signal
    standing = 'waiting'
    const taking = given.turn.take(over.signal)
    void within(PATIENCE_FOR_TURN_MS, taking, clock).then(() => first.resolve())
    return taking.catch(async (error: unknown) => {
      if (isOff()) return undefined
      log.warn('discord: cannot learn whose turn it is; trying again', { error })
      await rest()
      return undefined
    })
  }

  return {
    async open() {
      if (living) return
      living = live().catch((error: unknown) => log.error('discord: stopped by a fault of ours', { error }))
      await within(PATIENCE_MS, first.promise, clock)
    },
    standing: () => standing,
    refuse,
    async close() {
      standing = 'closed'
      over.abort()
      await session?.close()
      await living
    },
  }
}

const lossOf = (turn: AbortSignal): Promise<Ending> =>
  new Promise((resolve) => {
    const lost = (): void => resolve({ kind: 'lost', reason: 'the turn is another process’s' })
    if (turn.aborted) lost()
    else turn.addEventListener('abort', lost, { once: true })
  })

/** Ends when the promise does, however it does, or after `ms`. */
const within = (ms: number, promise: Promise<unknown>, clock: Clock): Promise<unknown> =>
  withinMs(clock, ms, (signal) =>
    Promise.race([promise.catch(() => undefined), new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]),
  )
