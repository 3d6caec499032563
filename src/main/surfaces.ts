import type { Platform, Roll } from '../chat/platform.ts'
import type { Config } from '../config.ts'
import { systemClock, type Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { web } from '../platforms/web/web.ts'
import type { Store } from '../store/store.ts'
import type { House } from './house.ts'

export type SurfacesParts = {
  readonly config: Config
  readonly house: House
  readonly store: Pick<Store, 'channels' | 'roll' | 'turn'>
  readonly secret: string
  /** The installation's clock, and the world's, by which protocols run. */
  readonly clock: Clock
  readonly wall: Clock
  readonly random: Random
  readonly log: Log
  /** The longest that one send may take, in the world's time. */
  readonly sendMs?: number | undefined
}

/** Every surface that is configured. A client library is loaded only for one that is on. */
export async function surfaces(parts: SurfacesParts): Promise<readonly Platform[]> {
  const { config, house, store, secret, clock, wall, random, log, sendMs } = parts
  const { roots, footer } = house
  const { writing, publicUrl } = config.web
  const channels = { store: store.channels, secret, random, writing, publicUrl, clock, wall, zone: config.zone }
  const platforms: Platform[] = [web({ roots, locale: config.locale, footer, channels })]
  const roll: Roll = store.roll
  if (config.discord) {
    const { discord } = await import('../platforms/discord/discord.ts')
    const turn = store.turn('discord gateway')
    platforms.push(discord({ ...config.discord, roots, log, clock: wall, roll, turn, sendMs, worldTime: worldTime(config, clock) }))
  }
  if (config.slack) {
    const { slack } = await import('../platforms/slack/slack.ts')
    platforms.push(
      slack({ ...config.slack, roots, log, clock: wall, locale: config.locale, roll, sendMs, worldTime: worldTime(config, clock) }),
    )
  }
  return platforms
}

/** When an instant of a rehearsal is in the world's time. */
const worldTime =
  ({ rehearsal }: Config, clock: Clock) =>
  (at: Date): Date =>
    rehearsal ? new Date(systemClock().now().getTime() - (clock.now().getTime() - at.getTime()) / rehearsal.speed) : at
