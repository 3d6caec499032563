import type { Desk } from '../anniversaries/desk/desk.ts'
import type { Config } from '../config.ts'
import { TIMING } from '../delivery/timing.ts'
import type { Clock } from '../kernel/clock.ts'
import { Failure } from '../kernel/failure.ts'
import type { Log } from '../kernel/log.ts'
import { shortId, systemRandom, type Random } from '../kernel/random.ts'
import { unsettled } from '../chat/settlements.ts'
import type { QuizStore } from '../store/store.ts'
import { house, type House } from './house.ts'
import { quizParts } from './quiz.ts'
import { openShelves } from './shelves.ts'

/** Nothing is remembered here: whoever needs it is told that it cannot be reached. */
const unreachable = async (): Promise<never> => {
  throw new Failure('unavailable', 'error.store')
}
const forgotten = new Proxy({}, { get: () => unreachable }) as never

/** The house without its doors and its memory: for a shell, and for whoever wants to know what can be asked. */
export function assemble(config: Config, parts: { readonly clock: Clock; readonly log: Log; readonly random?: Random }): House {
  const shelves = openShelves(config.packs)
  const random = parts.random ?? systemRandom()
  const desk: Desk = {
    subscriptions: forgotten,
    settlements: unsettled,
    shelves,
    rightsOf: async () => ({ kind: 'unknown', why: 'no platform is open' }),
    standing: async () => ({ database: { name: 'database', ready: false, detail: 'not opened' }, surfaces: [] }),
    timing: TIMING,
    locale: config.locale,
    zone: config.zone,
  }
  const kept: QuizStore = {
    rounds: forgotten,
    decks: forgotten,
    reports: forgotten,
    reviews: forgotten,
    people: forgotten,
    roster: forgotten,
    // Nobody is told apart where nothing is remembered.
    pseudonyms: { of: () => '' },
  }
  return house({
    config,
    shelves,
    desk,
    quiz: quizParts(kept, shelves, desk, random),
    privacy: { show: unreachable, forget: unreachable, days: config.keep },
    clock: parts.clock,
    random,
    report(error, heard) {
      const id = shortId(systemRandom())
      parts.log.error('broken', { id, heard, error })
      return id
    },
  })
}
