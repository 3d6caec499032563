import * as z from 'zod'
import type { Finding, Place } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Exchange, Exchanged } from './exchange.ts'
import type { Inspector } from './inspection.ts'
import { marksIn, markOf } from './mark.ts'
import { directRoom } from './room.ts'

/** Discord gives no more at once; and a channel in which so much was said since is not read to its end. */
const PAGE = 100
const MOST_PAGES = 20
/** How far Discord's clock may be from ours. */
const SKEW_MS = 60_000
const EPOCH_MS = 1_420_070_400_000
const GONE = 10003

const Seen = z.object({
  id: z.string(),
  type: z.number().catch(0),
  author: z.object({ id: z.string() }).optional().catch(undefined),
  components: z.unknown().optional(),
  interaction_metadata: z.unknown().optional(),
  webhook_id: z.unknown().optional(),
})
type Seen = z.output<typeof Seen>

export type Finder = (to: Place, key: string, since: Date, signal: AbortSignal) => Promise<Finding>

/**
 * Reads a channel from a minute before `since` until now and looks for the mark of a key. It is absent only where the list proves
 * that we may read it, and where no message of ours stands in it that has no mark at all.
 */
export function finder(exchange: Exchange, clock: Clock, inspect: Inspector): Finder {
  async function page(channel: string, after: bigint, signal: AbortSignal): Promise<readonly Seen[] | Finding> {
    const told = await exchange({ method: 'GET', route: `/channels/${channel}/messages`, query: `after=${after}&limit=${PAGE}` }, signal)
    if (told.kind !== 'done') return toFinding(told)
    const read = z.array(Seen).safeParse(told.body)
    return read.success ? read.data : { kind: 'not-yet', why: 'messages that cannot be read' }
  }

  async function look(channel: string, key: string, since: Date, signal: AbortSignal): Promise<Finding | Looked> {
    const mark = markOf(key)
    const seen: Seen[] = []
    let after = snowflakeAt(since, clock.now())
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const found = await page(channel, after, signal)
      if ('kind' in found) return found
      const there = found.find(({ components }) => marksIn(components).includes(mark))
      if (there) return { kind: 'there', message: there.id }
      seen.push(...found)
      if (found.length < PAGE) return { kind: 'looked', seen }
      after = found.reduce((last, { id }) => (BigInt(id) > last ? BigInt(id) : last), after)
    }
    return { kind: 'cannot-tell', why: 'too much was said in the channel since' }
  }

  return async (to, key, since, signal) => {
    // A message has one thread at most: to begin it again does no harm.
    if (to.kind === 'thread') return { kind: 'absent' }
    const room = to.kind === 'person' ? await directRoom(exchange, to.user, signal) : { channel: to.channel }
    if ('outcome' in room) return { kind: 'not-yet', why: 'why' in room.outcome ? room.outcome.why : '' }
    const looked = await look(room.channel, key, since, signal)
    if (looked.kind !== 'looked') return looked
    const proof = looked.seen.length > 0 || to.kind === 'person' ? undefined : await withoutHistory(inspect, room.channel, signal)
    return proof ?? unmarkedAmong(looked.seen, await inspect.self(signal))
  }
}

type Looked = { readonly kind: 'looked'; readonly seen: readonly Seen[] }

/** Discord answers with an empty list where we may not read what was said before. */
async function withoutHistory(inspect: Inspector, channel: string, signal: AbortSignal): Promise<Finding | undefined> {
  const rights = await inspect.rights(channel, signal)
  if (rights.kind === 'unknown') return { kind: 'not-yet', why: rights.why }
  return rights.history ? undefined : { kind: 'cannot-tell', why: 'without Read Message History nothing is shown' }
}

/** What answers to people say has no mark either, but cannot be what is looked for. */
function unmarkedAmong(seen: readonly Seen[], self: string | undefined): Finding {
  if (self === undefined && seen.length > 0) return { kind: 'not-yet', why: 'our own id is not known' }
  const perhaps = seen.some(
    ({ type, author, components, interaction_metadata: asked, webhook_id: hook }) =>
      type === 0 && author?.id === self && (asked ?? hook ?? undefined) === undefined && marksIn(components).length === 0,
  )
  return perhaps ? { kind: 'cannot-tell', why: 'a message of ours without a mark may be it' } : { kind: 'absent' }
}

/** The first id that Discord could have given then. A clock that is ahead of the world's says nothing about it: then all is read. */
function snowflakeAt(since: Date, now: Date): bigint {
  if (since.getTime() > now.getTime()) return 0n
  return BigInt(Math.max(0, since.getTime() - SKEW_MS - EPOCH_MS)) << 22n
}

function toFinding(told: Exclude<Exchanged, { kind: 'done' }>): Finding {
  // What is gone holds nothing.
  if (told.kind === 'told' && told.code === GONE) return { kind: 'absent' }
  if (told.kind === 'told' && told.status === 403 && told.code !== 0) return { kind: 'cannot-tell', why: told.why }
  return { kind: 'not-yet', why: told.why, ...(told.kind === 'limited' && told.afterMs !== undefined && { afterMs: told.afterMs }) }
}
