import type { REST } from 'discord.js'
import type { Root } from '../../chat/command.ts'
import type { Ear, Outcome, Platform, Roll, Turn } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { systemRandom, type Random } from '../../kernel/random.ts'
import { ears } from './ears.ts'
import { exchanger, type Network } from './exchange.ts'
import { gateway, type Standing } from './gateway.ts'
import { leave } from './overrides.ts'
import { register } from './push.ts'
import { discordRest, troubleOf } from './rest.ts'
import { rollCall } from './roll-call.ts'
import { sender } from './sending.ts'

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
  /** When an instant of the installation's clock is in the world's time; the same unless given. */
  readonly worldTime?: ((at: Date) => Date) | undefined
  /** What stands for the network when something is posted. */
  readonly network?: Network | undefined
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const SEND_MS = 10_000

const DETAILS: Readonly<Record<Standing, string>> = {
  idle: 'not started',
  waiting: 'standing by: another process listens, this one posts',
  connecting: 'connecting',
  up: 'connected',
  lost: 'Discord cannot be reached; trying again',
  refused: 'Discord refused us; see the log, mend DISCORD_TOKEN and start again',
  closed: 'closed',
}
const MEND = { mend: 'DISCORD_TOKEN' } as const

/** Griot on Discord: over the gateway, without any intent, so that it sees interactions and nothing else; it posts over REST. */
export function discord(settings: DiscordSettings): Platform {
  const { log, clock, appId, roots, worldTime } = settings
  const rest = discordRest(settings.apiUrl, settings.token)
  const exchange = exchanger(settings)
  const sending = sender({ exchange, clock, log, sendMs: settings.sendMs ?? SEND_MS, worldTime })
  const over = new AbortController()
  const random = settings.random ?? systemRandom()
  const pause = (failures: number): number => pauseMs(failures, random)
  const call = settings.roll && rollCall({ roll: settings.roll, exchange, clock, log, pauseMs: pause, signal: over.signal })
  /** A post was refused for its token, and none has been taken since. */
  let barred = false
  let registering: Promise<void> | undefined
  let hear: ((payload: unknown) => Promise<void>) | undefined
  const doors = gateway({
    ...settings,
    pauseMs: pause,
    interaction: (payload) => void hear?.(payload),
    servers: (ids) => void call?.(ids),
    connected: () => void (registering ??= keepRegistering(settings, rest, over.signal, (reason) => doors.refuse(reason), pause)),
    refused: (reason) =>
      log[barred ? 'warn' : 'error']('discord: refused, and off until the next start; the other surfaces run on', { reason, ...MEND }),
  })

  /** The token is the whole platform's: what is refused for it turns us red, until something is taken again. */
  function noted(outcome: Outcome): Outcome {
    const now = outcome.kind === 'refused' && outcome.reason === 'token'
    if (now && !barred && doors.standing() !== 'refused') log.error('discord: nothing can be posted, the token was refused', MEND)
    if (now || outcome.kind === 'sent') barred = now
    return outcome
  }

  return {
    name: 'discord',
    routes: [],
    async listen(ear: Ear) {
      hear ??= ears({ ear, rest, apiUrl: settings.apiUrl, appId, roots, leave: leave({ ...settings, exchange }), clock, log }).hear
      await doors.open()
    },
    ready: () => ({
      name: 'discord',
      ready: ['up', 'waiting'].includes(doors.standing()) && !barred,
      detail: DETAILS[barred ? 'refused' : doors.standing()],
    }),
    send: async (to, what, key) => noted(await sending.send(to, what, key)),
    amend: async (to, message, what, key) => noted(await sending.amend(to, message, what, key)),
    find: sending.find,
    rights: sending.rights,
    async close() {
      over.abort()
      await doors.close()
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
