import type { Clock } from '../kernel/clock.ts'
import { Failure } from '../kernel/failure.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Access, Engine } from './engine.ts'

/** How long a call may be tried again while somebody else holds what it needs. */
const PATIENCE_MS = 5000
const LONGEST_PAUSE_MS = 250
/** The same trouble is told once in so long. */
const TELL_EVERY_MS = 60_000

export type Guarded = Access & {
  /** What went wrong last, until something succeeds. */
  trouble(): string | undefined
}

/**
 * Calls of an engine that end in a result, or in `Failure('unavailable', 'error.store')` while the database is out of reach. One that
 * met somebody else's lock is made again for up to five seconds, while everything else goes on.
 */
export const guarded = (
  engine: Engine,
  { wall, random, log }: { readonly wall: Clock; readonly random: Random; readonly log: Log },
): Guarded => {
  let trouble: string | undefined
  let toldAt = -Infinity

  const failed = (error: unknown): Failure => {
    trouble = error instanceof Error ? error.message : String(error)
    const now = wall.now().getTime()
    if (now - toldAt >= TELL_EVERY_MS) {
      toldAt = now
      log.error('database unavailable', { error })
    }
    return new Failure('unavailable', 'error.store', {}, error)
  }

  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    const giveUpAt = wall.now().getTime() + PATIENCE_MS
    for (let tries = 1; ; tries++) {
      try {
        const result = await work()
        trouble = undefined
        return result
      } catch (error) {
        const kind = engine.troubleOf(error)
        if (kind === 'bug') throw error
        if (kind === 'unavailable' || wall.now().getTime() >= giveUpAt) throw failed(error)
        await wall.sleep(Math.min(2 ** tries, LONGEST_PAUSE_MS) * (0.5 + random()))
      }
    }
  }

  return {
    kind: engine.kind,
    read: (work) => call(() => work(engine.db)),
    once: (work) => call(() => work(engine.db)),
    write: (work) => call(() => engine.db.transaction().execute(work)),
    snapshot: (work) => call(() => engine.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)),
    trouble: () => trouble,
  }
}
