import type { Turn } from '../chat/platform.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Access } from './engine.ts'

/** A turn is lost when it was not renewed for so long; whoever waits looks as often as its holder renews. */
const TURN_MS = 9000
const RENEWALS = 3

export type TurnTiming = { readonly turnMs: number }

type Given = {
  readonly access: Access
  readonly wall: Clock
  readonly random: Random
  readonly log: Log
  readonly holder: string
  readonly closing: AbortSignal
  /** What is to be waited for before the database is closed. */
  readonly kept: Set<Promise<void>>
}

/** A row that says whose turn it is and until when, by the machines' own clocks. It is given back when the store closes. */
export const turn = (given: Given, name: string, { turnMs }: TurnTiming = { turnMs: TURN_MS }): Turn => ({
  async take(signal) {
    const waiting = AbortSignal.any([signal, given.closing])
    for (;;) {
      waiting.throwIfAborted()
      const until = await acquire(given, name, turnMs)
      if (until !== undefined) return held(given, name, turnMs, until, signal)
      await given.wall.sleep((turnMs / RENEWALS) * (0.75 + given.random() / 4), waiting)
    }
  },
})

/** Until when it is ours; undefined where it is not, or where nobody can tell. */
const acquire = async ({ access, wall, holder, log }: Given, name: string, turnMs: number): Promise<number | undefined> => {
  const now = wall.now().getTime()
  const until = now + turnMs
  try {
    const row = await access.write((tx) =>
      tx
        .insertInto('lease')
        .values({ name, holder, until_at: until })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, until_at: until })
            .where((e) => e.or([e('lease.until_at', '<=', now), e('lease.holder', '=', holder)])),
        )
        .returning('holder')
        .executeTakeFirst(),
    )
    return row && until
  } catch (error) {
    log.debug('turn not taken', { name, error })
    return undefined
  }
}

const held = (given: Given, name: string, turnMs: number, until: number, signal: AbortSignal): AbortSignal => {
  const lost = new AbortController()
  const keeping = keep(given, name, turnMs, until, AbortSignal.any([signal, given.closing])).finally(() => {
    given.kept.delete(keeping)
    lost.abort(new Error(`the turn “${name}” is over`))
  })
  given.kept.add(keeping)
  return lost.signal
}

/** Renews while it can; ends when the turn is lost, was not renewed in time, or is given back. */
const keep = async (given: Given, name: string, turnMs: number, first: number, over: AbortSignal): Promise<void> => {
  const { wall } = given
  for (let until = first; ; ) {
    const left = until - wall.now().getTime()
    try {
      await wall.sleep(Math.max(0, Math.min(turnMs / RENEWALS, left)), over)
    } catch {
      return giveBack(given, name)
    }
    const renewed = await inTime(wall, until, acquire(given, name, turnMs))
    if (renewed !== undefined) until = renewed
    else if (wall.now().getTime() >= until || (await isAnothers(given, name))) return
  }
}

/** What `work` resolves to; undefined where it takes longer than until then. */
const inTime = async <T>(wall: Clock, until: number, work: Promise<T>): Promise<T | undefined> => {
  const done = new AbortController()
  const late = wall.sleep(Math.max(0, until - wall.now().getTime()), done.signal).catch(() => undefined)
  try {
    return await Promise.race([work, late.then(() => undefined)])
  } finally {
    done.abort()
  }
}

const isAnothers = async ({ access, holder }: Given, name: string): Promise<boolean> => {
  try {
    const row = await access.read((db) => db.selectFrom('lease').select('holder').where('name', '=', name).executeTakeFirst())
    return row !== undefined && row.holder !== holder
  } catch {
    return false
  }
}

const giveBack = async ({ access, holder, log }: Given, name: string): Promise<void> => {
  try {
    await access.write((tx) => tx.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute())
  } catch (error) {
    log.debug('turn not given back', { name, error })
  }
}
