import type { Turn } from '../chat/platform.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Access } from './engine.ts'

/** Another may take a turn that was not renewed for so long; whoever waits looks as often as its holder renews, so that a dead one is followed within eight seconds. */
const TURN_MS = 6000
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

/**
 * A row that says whose turn it is and until when, by the machines' own clocks. Who has it keeps it while the database cannot be asked,
 * until it is known to be another's: that two answer for a moment does less harm than that nobody does. It is given back when the store closes.
 */
export const turn = (given: Given, name: string, { turnMs }: TurnTiming = { turnMs: TURN_MS }): Turn => ({
  async take(signal) {
    const waiting = AbortSignal.any([signal, given.closing])
    for (;;) {
      waiting.throwIfAborted()
      if (await acquired(given, name, turnMs)) return held(given, name, turnMs, signal)
      await given.wall.sleep((turnMs / RENEWALS) * (0.75 + given.random() / 4), waiting)
    }
  },
})

/** Whether it is ours for another while; false also where nobody can tell. */
const acquired = async ({ access, wall, holder, log }: Given, name: string, turnMs: number): Promise<boolean> => {
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
    return row !== undefined
  } catch (error) {
    log.debug('turn not taken', { name, error })
    return false
  }
}

const held = (given: Given, name: string, turnMs: number, signal: AbortSignal): AbortSignal => {
  const lost = new AbortController()
  const keeping = keep(given, name, turnMs, AbortSignal.any([signal, given.closing])).finally(() => {
    given.kept.delete(keeping)
    lost.abort(new Error(`the turn “${name}” is over`))
  })
  given.kept.add(keeping)
  return lost.signal
}

/** Renews while it can; ends when the turn is another's, or is given back. */
const keep = async (given: Given, name: string, turnMs: number, over: AbortSignal): Promise<void> => {
  for (;;) {
    try {
      await given.wall.sleep(turnMs / RENEWALS, over)
    } catch {
      return giveBack(given, name)
    }
    if (!(await acquired(given, name, turnMs)) && (await isAnothers(given, name))) return
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
