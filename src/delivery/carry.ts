import type { Finding, Outcome, Platform } from '../chat/platform.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import {
  type Bench,
  type Case,
  isExpired,
  judge,
  type Judgement,
  later,
  type Looked,
  nothingToSay,
  released,
  tooLate,
  weigh,
} from './judge.ts'
import type { Claim, Leaving } from './outbox.ts'
import type { Patience } from './patience.ts'
import type { Composed, PostSpec } from './post.ts'
import { type Closed, placeName, type Road } from './road.ts'
import type { Timing } from './timing.ts'
import { isOutage, type Trouble } from './trouble.ts'

/** What to write about a claim. What its message shows was noted before it was sent. */
export type Carried = Judgement & { readonly claim: Claim }

/** All that it takes to carry. */
export type Load = {
  readonly platform: Platform
  readonly posts: ReadonlyMap<string, PostSpec>
  readonly clock: Clock
  readonly random: Random
  readonly timing: Timing
  readonly log: Log
  readonly road: Road
  readonly trouble: Trouble
  /** Makes the posts of one channel go one at a time. */
  readonly inTurn: <T>(name: string, work: () => Promise<T>) => Promise<T>
  /** When it may go within the budget that all processes share. */
  readonly slot: (claim: Claim) => Promise<Date>
  /** Notes durably that it is being sent; undefined where it is ours no more. */
  readonly mark: (claim: Leaving) => Promise<Claim | undefined>
  /** Waiting to send: once it has ended nothing more is sent. */
  readonly before: Patience
  /** Waiting for what was sent. */
  readonly during: Patience
  /** How often each delivery threw. */
  readonly throws: Map<string, number>
}

/** A delivery that threw so often is given up: whatever is the matter with it, it does not pass. */
const MOST_THROWS = 8
/** With more than so many remembered, all are forgotten. */
const MOST_REMEMBERED = 10_000

/** A claim that is about to be sent. */
type Ready = { readonly given: Case; readonly composed: Composed }

/**
 * Carries one claim as far as it goes, and sends it once at most. Resolves to what is to be written about it, or to undefined where
 * nothing is: it is ours no more, or something threw, and its lease runs out. `shut` says that its channel refused us lately.
 */
export async function carry(load: Load, claim: Claim, shut: boolean): Promise<Carried | undefined> {
  const { clock, posts, road, timing } = load
  const given: Case = { claim, doubt: claim.doubt && claim.amends === undefined }
  const post = posts.get(claim.post)
  try {
    if (load.before.ended()) return { claim, ...released(given, clock.now(), 'stopped') }
    if (!given.doubt && isExpired(claim, clock.now())) return { claim, ...tooLate(given, 'its time had passed') }
    if (!post) return unheardOf(load, given)
    if (shut) return { claim, ...later(given, { why: 'this channel refused us lately', ms: timing.longestBackoffMs }, bench(load)) }
    const closed = road.closed(claim.to, clock.now().getTime())
    if (closed) return { claim, ...putOff(load, given, closed) }
    const looked: Looked = given.doubt ? await look(load, claim, post) : { kind: 'send', doubt: false }
    if (looked.kind === 'settle') return { claim, ...looked.judgement }
    const composed = await post.compose(claim, clock.now())
    const known = { claim, doubt: looked.doubt }
    if (composed === 'nothing-to-say') return { claim, ...nothingToSay(known) }
    return await queue(load, { given: known, composed })
  } catch (error) {
    if (isOutage(error)) return { claim, ...later(given, { why: 'something it needs does not answer' }, bench(load)) }
    return broken(load, error, given)
  }
}

const bench = ({ clock, random, timing }: Load): Bench => ({ now: clock.now(), random, timing })

const leftMs = ({ clock, timing }: Load, { until }: Claim): number =>
  until.getTime() - clock.now().getTime() - timing.sendMs - timing.marginMs

const putOff = (load: Load, given: Case, { untilMs, why }: Closed): Judgement =>
  later(given, { why, leastMs: untilMs - load.clock.now().getTime() }, bench(load))

/** Another version may know the post: it is put off, not dropped. */
function unheardOf(load: Load, given: Case): Carried {
  const why = `nobody here knows the post ${given.claim.post}`
  load.trouble.bug(new Error(why), 'delivery')
  return { claim: given.claim, ...later(given, { why, ms: load.timing.longestBackoffMs }, bench(load)) }
}

/** Whether an earlier attempt arrived. */
async function look(load: Load, claim: Claim, post: PostSpec): Promise<Looked> {
  const finding = load.platform.find(claim.to, claim.key, claim.firstTriedAt ?? claim.dueAt)
  const silence: Finding = { kind: 'not-yet', why: 'looking for it took too long' }
  return weigh(await load.during.within(finding, load.timing.sendMs, silence), claim, post.inDoubt, bench(load))
}

/** Waits for its place in the budget, then for its turn in the channel. */
async function queue(load: Load, ready: Ready): Promise<Carried | undefined> {
  const { claim } = ready.given
  const at = await load.slot(claim)
  const waitMs = at.getTime() - load.clock.now().getTime()
  if (waitMs > leftMs(load, claim)) return { claim, ...released(ready.given, at, 'the budget is spent until then') }
  if (waitMs > 0) await load.before.rest(waitMs)
  return load.inTurn(placeName(claim.to), async () => go(load, ready))
}

/** What stands in the way at the last moment; undefined when nothing does. */
function inTheWay(load: Load, given: Case): Judgement | undefined {
  const now = load.clock.now()
  if (load.before.ended()) return released(given, now, 'stopped')
  const refused = load.road.refusal(given.claim)
  if (refused) return judge(refused, given, bench(load))
  if (isExpired(given.claim, now)) return tooLate(given, 'its time passed while it waited')
  if (leftMs(load, given.claim) < 0) return released(given, now, 'too little of the lease was left')
  const closed = load.road.enter(given.claim.to, now.getTime())
  return closed && putOff(load, given, closed)
}

/** Marks it and sends it once. */
async function go(load: Load, { given, composed }: Ready): Promise<Carried | undefined> {
  const { claim } = given
  const way = inTheWay(load, given)
  if (way) return { claim, ...way }
  const marked = await load.mark({ ...claim, shows: composed.shows })
  if (!marked) return undefined
  // It is marked and not sent: nobody need doubt that.
  if (leftMs(load, marked) < 0) return { claim, ...released(given, load.clock.now(), 'too little of the lease was left') }
  try {
    const silence: Outcome = { kind: 'unknown', why: 'no answer in time' }
    const outcome = await load.during.within(sent(load.platform, marked, composed), load.timing.sendMs, silence)
    load.road.note(claim.to, outcome, load.clock.now().getTime())
    return { claim: marked, ...judge(outcome, { claim: marked, doubt: given.doubt }, bench(load)) }
  } catch (error) {
    return broken(load, error, { claim: marked, doubt: claim.amends === undefined })
  }
}

const sent = async (platform: Platform, { to, key, amends }: Claim, { reply, ping }: Composed): Promise<Outcome> =>
  amends === undefined ? platform.send(to, { reply, ping }, key) : platform.amend(to, amends, { reply, ping }, key)

/** The lease is the error handler, but for what throws each time. */
function broken(load: Load, error: unknown, given: Case): Carried | undefined {
  const { claim } = given
  const id = load.trouble.bug(error, `delivery ${claim.post}`)
  const count = (load.throws.get(claim.key) ?? 0) + 1
  if (load.throws.size >= MOST_REMEMBERED) load.throws.clear()
  load.throws.set(claim.key, count)
  if (count < MOST_THROWS) return undefined
  load.log.error('delivery given up', { id, key: claim.key, throws: count })
  const outcome: Outcome = { kind: 'refused', scope: 'message', reason: 'malformed', why: `broken (${id})` }
  return { claim, ...judge(outcome, given, bench(load)) }
}
