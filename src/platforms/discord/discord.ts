import type { REST } from 'discord.js'
import type { Root } from '../../chat/command.ts'
import type { Ear, Platform } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { systemRandom, type Random } from '../../kernel/random.ts'
import { ears } from './ears.ts'
import { register } from './push.ts'
import { discordRest, troubleOf } from './rest.ts'
import { openSession, type Session } from './session.ts'

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
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** How long `listen` waits for the first connection before it leaves the rest to time. */
const PATIENCE_MS = 5_000

const DETAILS = {
  idle: 'not started',
  connecting: 'connecting',
  up: 'connected',
  lost: 'Discord cannot be reached; trying again',
  refused: 'Discord refused us; see the log, mend DISCORD_TOKEN and start again',
  closed: 'closed',
} as const

/** Griot on Discord: over the gateway, without any intent, so that it sees interactions and nothing else. */
export function discord(settings: DiscordSettings): Platform {
  const { log, clock } = settings
  const rest = discordRest(settings.apiUrl, settings.token)
  const over = new AbortController()
  let state: keyof typeof DETAILS = 'idle'
  let session: Session | undefined
  let living: Promise<void> | undefined

  async function refuse(reason: string): Promise<void> {
    if (state === 'refused' || over.signal.aborted) return
    state = 'refused'
    log.error('discord: refused, and off until the next start; the other surfaces run on', { reason, mend: 'DISCORD_TOKEN' })
    await session?.close()
  }

  /** Session after session, until closed or refused; the pauses between them grow while none gets through. */
  async function live(hear: (payload: unknown) => void, settled: () => void): Promise<void> {
    let failures = 0
    let registering: Promise<void> | undefined
    const connected = (up: boolean): void => {
      if (over.signal.aborted || state === 'refused') return
      state = up ? 'up' : 'connecting'
      if (!up) return
      failures = 0
      log.info('discord: connected')
      registering ??= keepRegistering(settings, rest, over.signal, refuse)
      settled()
    }
    const trouble = (error: unknown): void => log.warn('discord: trouble with the gateway', troubleOf(error).fields)
    while (state !== 'refused' && !over.signal.aborted) {
      state = 'connecting'
      session = openSession({ token: settings.token, apiUrl: settings.apiUrl, clock, interaction: hear, trouble, connected })
      const ending = await session.ended
      await session.close()
      if (ending.kind === 'refused') await refuse(ending.reason)
      settled()
      if (isOff()) return
      state = 'lost'
      log.warn('discord: cannot be reached; trying again', { reason: ending.reason })
      await clock.sleep(pauseMs(failures++, settings.random ?? systemRandom()), over.signal).catch(() => undefined)
    }
  }
  const isOff = (): boolean => state === 'refused' || over.signal.aborted

  return {
    name: 'discord',
    routes: [],
    async listen(ear: Ear) {
      if (living) return
      const { hear } = ears(ear, rest, log)
      const { promise, resolve } = Promise.withResolvers<void>()
      living = live((payload) => void hear(payload), resolve).catch((error: unknown) =>
        log.error('discord: stopped by a fault of ours', { error }),
      )
      await within(PATIENCE_MS, promise, clock)
    },
    ready: () => ({ name: 'discord', ready: state === 'up', detail: DETAILS[state] }),
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

/** Doubled each time, with a share of chance so that many installations do not come back in one instant. */
const pauseMs = (failures: number, random: Random): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS) * (0.75 + random() / 4)

/** Tries until it is done or refused: the commands that Discord knows from before go on working meanwhile. */
async function keepRegistering(
  settings: DiscordSettings,
  rest: REST,
  signal: AbortSignal,
  refuse: (reason: string) => Promise<void>,
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
      await clock.sleep(pauseMs(failures, settings.random ?? systemRandom()), signal).catch(() => undefined)
    }
  }
}

async function within(ms: number, promise: Promise<void>, clock: Clock): Promise<void> {
  const enough = new AbortController()
  await Promise.race([promise, clock.sleep(ms, enough.signal).catch(() => undefined)])
  enough.abort()
}
