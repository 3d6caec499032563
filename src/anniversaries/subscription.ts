import * as z from 'zod'
import type { ChannelPlace, Place, Reason } from '../chat/platform.ts'
import type { Delivery } from '../delivery/outbox.ts'
import { fromIso, isZone } from '../words/dates.ts'
import { LOCALES } from '../words/locale.ts'

export const KINDS = ['anniversaries', 'daily', 'weekly', 'replay', 'question'] as const
export const QUIETS = ['skip', 'nearest', 'background'] as const
export const CATCH_UPS = ['skip', 'latest', 'all'] as const
export const PACES = [1, 2, 4, 7] as const

const day = z.string().refine((text) => fromIso(text) !== undefined)

/** What a channel asked for: all that its posts depend on. A post carries a copy, so that an edit never changes what is already on its way. */
export const Wish = z.strictObject({
  kind: z.enum(KINDS),
  /** The command of the pack it tells from. */
  pack: z.string(),
  /** IANA. */
  zone: z.string().refine((zone) => isZone(zone) !== undefined),
  /** Minutes after local midnight, 0 to 1439. */
  minute: z.int().min(0).max(1439),
  locale: z.enum(LOCALES),
  /** Events of less weight are left out; 1 to 5. */
  minWeight: z.int().min(1).max(5),
  /** Ids of topics; empty for all. */
  topics: z.array(z.string()),
  /** What a day (for `weekly`, a week) without an event says. Of no meaning for `anniversaries`. */
  quiet: z.enum(QUIETS),
  catchUp: z.enum(CATCH_UPS),
  /** How far back `all` reaches, in hours. */
  catchUpHours: z.int().min(1).max(336),
  thread: z.boolean(),
  /** The one role that a post may ping, the platform's own id. A solemn post pings nobody all the same. */
  role: z.string().optional(),
  /** For `weekly`: 1 is Monday, 7 Sunday. */
  weekday: z.int().min(1).max(7),
  /** For `replay`: the local date of its first post, the day of the story with which it begins, and how many days of the story each post tells. */
  starts: day.optional(),
  from: day.optional(),
  pace: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(7)]),
})
export type Wish = z.output<typeof Wish>

/** Why a subscription rests: its people paused it, or a platform refused us. */
export type Pause =
  | { readonly by: 'people'; readonly at: Date }
  | { readonly by: 'platform'; readonly at: Date; readonly reason: Reason; readonly why: string }

export type Subscription = {
  /** Ten characters of lower-case base32; travels in buttons. */
  readonly id: string
  /** Its number in its channel, from 1, never given twice there. */
  readonly number: number
  readonly place: ChannelPlace
  readonly wish: Wish
  readonly pause?: Pause | undefined
  /** Every occurrence up to this instant has been planned or passed over. */
  readonly plannedThrough: Date
  readonly madeAt: Date
}

/** A subscription that is to be looked at. Its wish is as it was stored: whoever uses it checks it, so that one that cannot be read stops no other. */
export type DueSubscription = Omit<Subscription, 'wish'> & { readonly wish: unknown }

/** An occurrence that nobody will be told of, for the log: why it was passed over. */
export type Missed = { readonly key: string; readonly dueAt: Date; readonly why: string }

/** One subscription moved on: everything up to `through` is planned. It counts only if the watermark still stands at `from`. */
export type Plan = {
  readonly id: string
  readonly from: Date
  readonly through: Date
  /** When to look at it again. */
  readonly nextAt: Date
  readonly deliveries: readonly Delivery[]
  readonly missed: readonly Missed[]
}

/** One line of the log of a schedule. */
export type Logged = {
  readonly key: string
  readonly dueAt: Date
  readonly state: 'waiting' | 'sending' | 'done' | 'silent' | 'dropped'
  readonly endedAt?: Date | undefined
  /** The platform's own id of the message. */
  readonly message?: string | undefined
  readonly why?: string | undefined
}

export type NewSubscription = {
  readonly id: string
  readonly place: ChannelPlace
  readonly wish: Wish
  /** The maker's own id, kept encrypted. */
  readonly maker: string
  readonly now: Date
}

/** At most so many in one channel. */
export const MOST_IN_CHANNEL = 25

export type Subscriptions = {
  /** Adds one, from `now` on. Adding the same id again returns the first. Undefined where the channel has its most already. */
  add(subscription: NewSubscription): Promise<Subscription | undefined>
  /** In the order of their numbers. */
  inChannel(place: ChannelPlace): Promise<readonly Subscription[]>
  get(id: string): Promise<Subscription | undefined>
  /** Where its maker can be told something; undefined when it is gone or nobody is known. */
  maker(id: string): Promise<Place | undefined>
  /** Changes the wish, drops what is on its way but not being sent, and plans anew from `now` on, or from the first of it that was due already. Undefined when it is gone. */
  edit(id: string, wish: Wish, now: Date): Promise<Subscription | undefined>
  /** Drops what is on its way but not being sent; what is, is not begun once more. Undefined when it is gone; a second time changes nothing. */
  pause(id: string, now: Date): Promise<Subscription | undefined>
  /** Goes on: from `now` where people had paused it, from where it stood (its catch-up applies) where a platform had. */
  resume(id: string, now: Date): Promise<Subscription | undefined>
  /** With everything that belongs to it, but for what was sent; what is being sent is not begun once more. False when it is gone. */
  remove(id: string, now: Date): Promise<boolean>
  /** The next that are to be looked at, the longest waiting first; the first `skip` of them are left to others. */
  due(now: Date, limit: number, skip?: number): Promise<readonly DueSubscription[]>
  /** When the next one is to be looked at. */
  nextAt(): Promise<Date | undefined>
  /** Has every one looked at again, once for each new edition of the rules of the time zones: `nextAt` was computed by the old ones. False where nothing is new. */
  lookAgain(edition: string, now: Date): Promise<boolean>
  /** Has every one looked at again that is planned further than `tooFar`, because a clock ran ahead of its time. Returns how many. */
  setBack(tooFar: Date, now: Date): Promise<number>
  /** Moves watermarks and writes the deliveries, all together or not at all. Returns how many deliveries were new. */
  plan(plans: readonly Plan[], now: Date): Promise<number>
  /** Writes one delivery that somebody asked for by hand (a test post). False where its key is there already. */
  sendNow(delivery: Delivery, now: Date): Promise<boolean>
  /** Every subscription there is, in the order of their ids, beginning after one of them. */
  all(after: string | undefined, limit: number): Promise<readonly DueSubscription[]>
  /** What ended last, of all subscriptions together, the newest first. */
  recent(limit: number): Promise<readonly Logged[]>
  /** The last ones, the newest first; with `until`, those that were due by then. */
  log(id: string, limit: number, until?: Date): Promise<readonly Logged[]>
  /** Settles a silent delivery by hand: it is there, or it is to be posted after all. False where it is not silent (any more). */
  judge(key: string, verdict: 'there' | 'post', now: Date): Promise<boolean>
}
