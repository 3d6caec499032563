import type { Outcome } from './outcome.ts'
import type { Config } from '../config.ts'
import { logger } from '../kernel/log.ts'
import { openShelves } from '../main/shelves.ts'
import { FAULTS, type Fault } from '../simulation/fortune.ts'
import { fromIso } from '../words/dates.ts'

export const SIMULATE_USAGE = `griot simulate [--from DATE] [--days N] [--channels N] [--faults all|none|${FAULTS.join(',')}] [--seed TEXT]`

export type SimulateFlags = {
  readonly from?: string | undefined
  readonly days?: string | undefined
  readonly channels?: string | undefined
  readonly faults?: string | undefined
  readonly seed?: string | undefined
}

const MOST_DAYS = 3660
const MOST_CHANNELS = 100_000

const whole = (text: string, most: number): number | undefined => {
  const number = Number(text)
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined
}

function faultsOf(text: string): ReadonlySet<Fault> | undefined {
  if (text === 'all') return new Set(FAULTS)
  if (text === 'none') return new Set()
  const wished = text.split(',').map((name) => FAULTS.find((fault) => fault === name.trim()))
  return wished.every((fault) => fault !== undefined) ? new Set(wished) : undefined
}

/** Years in minutes over a Discord and a Slack that lose, doubt and refuse; code 1 unless every promise was kept. */
export async function simulation(flags: SimulateFlags, config: Config): Promise<Outcome> {
  const from = flags.from ?? '2026-01-01'
  const days = whole(flags.days ?? '365', MOST_DAYS)
  const channels = whole(flags.channels ?? '100', MOST_CHANNELS)
  const faults = faultsOf(flags.faults ?? 'all')
  if (!fromIso(from)) return { code: 2, err: '--from must be a date such as 2026-01-01' }
  if (days === undefined) return { code: 2, err: `--days must be a whole number from 1 to ${MOST_DAYS}` }
  if (channels === undefined) return { code: 2, err: `--channels must be a whole number from 1 to ${MOST_CHANNELS}` }
  if (faults === undefined) return { code: 2, err: `--faults can be all, none, or some of ${FAULTS.join(', ')} with commas between them` }
  const { kept, simulate } = await import('../simulation/simulate.ts')
  const result = await simulate({
    from: new Date(`${from}T00:00:00Z`),
    days,
    channels,
    faults,
    seed: flags.seed ?? '1',
    shelves: openShelves(config.packs),
    log: logger({ level: 'silent', secrets: [] }),
  })
  return { code: kept(result) ? 0 : 1, out: JSON.stringify(result, null, 2) }
}
