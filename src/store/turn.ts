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
 * A row that says whose turn it is and until when, by the machines' own clocks. While the database cannot be asked, who has the turn
 * keeps it, and who has waited for as long as one lasts takes it: that several listen for a while does less harm than that nobody does.
 * It is given back when the store closes.
 */
export const turn = (given: Given, name: string, { turnMs }: TurnTiming = { turnMs: TURN_MS }): Turn => ({
  async take(signal) {
    const { wall, random } = given
    const waiting = AbortSignal.any([signal, given.closing])
    let toldMs = wall.now().getTime()
    for (;;) {
      waiting.throwIfAborted()
      const whose = await ask(given, name, turnMs)
      const nowMs = wall.now().getTime()
      if (whose === 'anothers') toldMs = nowMs
      else if (whose === 'ours' || nowMs - toldMs >= turnMs) return held(given, name, turnMs, signal)
      await wall.sleep((turnMs / RENEWALS) * (0.75 + random() / 4), waiting)
    }
  },
})

/** Whose turn it is for another while, after trying to have it. */
const ask = async ({ access, wall, holder, log }: Given, name: string, turnMs: number): Promise<'ours' | 'anothers' | 'unknown'> => {
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
    return row ? 'ours' : 'anothers'
  } catch (error) {
    log.debug('turn not asked for', { name, error })
    return 'unknown'
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

/** Renews it; ends when it is another's, or is given back. */
const keep = async (given: Given, name: string, turnMs: number, over: AbortSignal): Promise<void> => {
  for (;;) {
    try {
      await given.wall.sleep(turnMs / RENEWALS, over)
    } catch {
      return giveBack(given, name)
    }
    if ((await ask(given, name, turnMs)) === 'anothers') return
  }
}

const giveBack = async ({ access, holder, log }: Given, name: string): Promise<void> => {
  try {
    await access.write((tx) => tx.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute())
  } catch (error) {
    log.debug('turn not given back', { name, error })
  }
}
