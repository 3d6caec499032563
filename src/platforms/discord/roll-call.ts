import type { Roll } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Exchange } from './exchange.ts'
import { withinMs } from './limit.ts'

export type RollCallSettings = {
  readonly roll: Roll
  readonly exchange: Exchange
  readonly clock: Clock
  readonly log: Log
  /** How long to wait after so many failures. */
  readonly pauseMs: (failures: number) => number
  readonly signal: AbortSignal
}

/** Unknown server. */
const GONE = 10004
const LONGEST_MS = 10_000
/** After so many rounds the next list will tell. */
const MOST_ROUNDS = 12

/**
 * Tells who we are with, and of the servers that are missing those that Discord confirms to be gone: only its own “unknown server”
 * confirms. An outage, a missing right or a page of somebody in between never does. Never rejects.
 */
export const rollCall =
  ({ roll, exchange, clock, log, pauseMs, signal }: RollCallSettings): ((servers: readonly string[]) => Promise<void>) =>
  async (servers) => {
    let missing: readonly string[] | undefined
    for (let round = 0; round < MOST_ROUNDS && !signal.aborted; round += 1) {
      try {
        missing ??= await roll.present('discord', servers)
        const undecided: string[] = []
        for (const server of missing) {
          const verdict = await judged(server)
          if (verdict === 'gone') await roll.left('discord', server)
          if (verdict === 'unknown') undecided.push(server)
        }
        if (undecided.length === 0) return
        missing = undecided
      } catch (error) {
        log.warn('discord: the list of servers could not be noted; trying again', { error })
      }
      await clock.sleep(pauseMs(round), signal).catch(() => undefined)
    }

    async function judged(server: string): Promise<'gone' | 'stays' | 'unknown'> {
      const told = await withinMs(clock, LONGEST_MS, (limit) => exchange({ method: 'GET', route: `/guilds/${server}` }, limit))
      if (told.kind === 'told' && told.status === 404 && told.code === GONE) return 'gone'
      return told.kind === 'done' || told.kind === 'told' ? 'stays' : 'unknown'
    }
  }
