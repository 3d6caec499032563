import type { Config } from '../config.ts'
import { TIMING } from '../delivery/timing.ts'
import type { Clock } from '../kernel/clock.ts'
import { Failure } from '../kernel/failure.ts'
import type { Log } from '../kernel/log.ts'
import { shortId, systemRandom, type Random } from '../kernel/random.ts'
import { unsettled } from '../chat/settlements.ts'
import type { Store } from '../store/store.ts'
import { house, type House } from './house.ts'
import { openShelves } from './shelves.ts'

/** Nothing is remembered here: whoever needs it is told that it cannot be reached. */
const subscriptions = new Proxy({} as Store['subscriptions'], {
  get: () => async () => {
    throw new Failure('unavailable', 'error.store')
  },
})

/** The house without its doors and its memory: for a shell, and for whoever wants to know what can be asked. */
export function assemble(config: Config, parts: { readonly clock: Clock; readonly log: Log; readonly random?: Random }): House {
  const shelves = openShelves(config.packs)
  return house({
    config,
    shelves,
    desk: {
      subscriptions,
      settlements: unsettled,
      shelves,
      rightsOf: async () => ({ kind: 'unknown', why: 'no platform is open' }),
      standing: async () => ({ database: { name: 'database', ready: false, detail: 'not opened' }, surfaces: [] }),
      timing: TIMING,
      locale: config.locale,
      zone: config.zone,
    },
    clock: parts.clock,
    random: parts.random ?? systemRandom(),
    report(error, heard) {
      const id = shortId(systemRandom())
      parts.log.error('broken', { id, heard, error })
      return id
    },
  })
}
