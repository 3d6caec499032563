import type { Clock } from '../kernel/clock.ts'
import type { Carried } from './carry.ts'
import type { Effect, Outbox, Settlement } from './outbox.ts'
import type { Patience } from './patience.ts'
import type { PostSpec } from './post.ts'
import { isOutage, type Trouble } from './trouble.ts'

/** What settling needs. */
export type Desk = {
  readonly outbox: Outbox
  readonly posts: ReadonlyMap<string, PostSpec>
  readonly clock: Clock
  readonly trouble: Trouble
  /** Trying again ends with it. */
  readonly during: Patience
}

/** What is written about a carried claim: its verdict, and what its post makes necessary besides. */
export function toSettlement({ posts, clock, trouble }: Desk, { claim, verdict, ended }: Carried): Settlement {
  return { claim, verdict, effects: ended ? effects() : [] }

  function effects(): readonly Effect[] {
    try {
      return (ended && posts.get(claim.post)?.after(claim, ended, clock.now())) ?? []
    } catch (error) {
      // What is true of the message is written all the same.
      trouble.bug(error, `after ${claim.post}`)
      return []
    }
  }
}

/** What cannot be written for a reason of its own is tried so often, and then without its effects. */
const MOST_TRIES = 3

/**
 * Writes settlements together and says of each whether it counted. During an outage it tries until the outbox answers. What the
 * outbox cannot take for another reason is written apart from the others, and in the end without its effects.
 */
export async function settled(desk: Desk, settlements: readonly Settlement[], tries = 1): Promise<readonly boolean[]> {
  try {
    const keys = new Set(await desk.outbox.settle(settlements, desk.clock.now()))
    desk.trouble.calm()
    return settlements.map(({ claim }) => keys.has(claim.key))
  } catch (error) {
    const waitMs = desk.trouble.outbox(error)
    if (!isOutage(error) && settlements.length > 1) return apart(desk, settlements)
    if (desk.during.ended() || (!isOutage(error) && tries > MOST_TRIES)) return settlements.map(() => false)
    await desk.during.rest(waitMs)
    if (isOutage(error)) return settled(desk, settlements, tries)
    return settled(desk, tries < MOST_TRIES ? settlements : settlements.map((s) => ({ ...s, effects: [] })), tries + 1)
  }
}

async function apart(desk: Desk, settlements: readonly Settlement[]): Promise<readonly boolean[]> {
  const results: boolean[] = []
  for (const settlement of settlements) results.push(...(await settled(desk, [settlement])))
  return results
}
