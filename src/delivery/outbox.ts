import type { Place, PlatformName, Reason } from '../chat/platform.ts'

/** Which version of each event a message shows: event id -> version. */
export type Shows = Readonly<Record<string, string>>

/**
 * One message that must appear once.
 * The key says what the message is about (`anniversaries/<subscription>/2025-03-12`); planning it twice makes the same key.
 */
export type Delivery = {
  readonly key: string
  readonly to: Place
  /** The `PostSpec` that composes it. */
  readonly post: string
  /** All that composing needs, as JSON. */
  readonly subject: unknown
  readonly dueAt: Date
  /** After this instant it is no longer sent. */
  readonly expiresAt?: Date | undefined
  /** What it belongs to, such as a subscription: what is halted or removed takes its open deliveries with it. */
  readonly owner?: string | undefined
  /** The message that it edits instead of posting a new one. */
  readonly amends?: string | undefined
}

/** A delivery held until `until`. Only the holder of `token` may settle it. */
export type Claim = Delivery & {
  readonly token: string
  readonly until: Date
  /** Counts from 1. */
  readonly attempt: number
  /** Somebody tried before and we never learned how it ended: look before sending again. */
  readonly doubt: boolean
  /** When it was first and last marked as being sent. */
  readonly firstTriedAt?: Date | undefined
  readonly lastTriedAt?: Date | undefined
}

/** A claim that is about to be sent, and what its message will show. */
export type Leaving = Claim & { readonly shows?: Shows | undefined }

/** What to write about a claim. */
export type Verdict =
  | { readonly kind: 'done'; readonly message: string }
  /** It may or may not be there, nobody can tell, and it is not sent again. */
  | { readonly kind: 'silent'; readonly why: string }
  | { readonly kind: 'dropped'; readonly why: string }
  | { readonly kind: 'again'; readonly at: Date; readonly doubt: boolean; readonly why: string }

/** What a verdict makes necessary besides; written in its transaction, or not at all. */
export type Effect =
  /** Keys that are there already are left alone. */
  | { readonly kind: 'deliver'; readonly deliveries: readonly Delivery[] }
  /**
   * Stops whatever belongs to this channel: the open deliveries of its subscriptions are dropped and the subscriptions paused for
   * this reason. Whoever halts first also writes `tell`, once for each maker of subscriptions that were not paused before.
   */
  | { readonly kind: 'halt'; readonly place: Place; readonly reason: Reason; readonly why: string; readonly tell: Tell }
  /** Writes what the maker of one subscription is to be told or asked. Nothing where the subscription is gone or `tell` gives nothing. */
  | { readonly kind: 'ask'; readonly owner: string; readonly tell: Tell }
  /** Hands an entry to the feature that keeps `book`, in this transaction: it may move what it keeps, and write deliveries of its own. */
  | { readonly kind: 'enter'; readonly book: 'quiz'; readonly entry: unknown }
  /** A message sent earlier, under `key`, shows these versions from now on. */
  | { readonly kind: 'shown'; readonly key: string; readonly shows: Shows }

/** Writes the notice about a subscription, to its maker where one is known; undefined where nobody is to be told. */
export type Tell = (about: {
  readonly owner: string
  /** What else of the same maker was paused with it: they are told once of all. */
  readonly others?: readonly string[]
  readonly maker: Place | undefined
}) => Delivery | undefined

export type Settlement = { readonly claim: Claim; readonly verdict: Verdict; readonly effects: readonly Effect[] }

/** How the deliveries of one local day of the installation stand. */
export type Tally = { readonly planned: number; readonly sent: number; readonly silent: number; readonly dropped: number }

/** There is no `add`: a delivery is written by the feature that needs it, in the transaction that made it necessary. */
export type Outbox = {
  /** Takes up to `limit` deliveries of one platform that are due and that nobody holds, the oldest first. Two callers never get the same one. */
  claim(platform: PlatformName, now: Date, leaseMs: number, limit: number): Promise<readonly Claim[]>
  /**
   * Notes durably that these are being sent now, with what they show, and returns those of them that are still ours. From here on
   * whoever finds one unsettled is in doubt; one that is settled as done shows what was noted here.
   */
  mark(claims: readonly Leaving[], now: Date): Promise<readonly Claim[]>
  /** Writes each verdict whose claim is still ours, with its effects, all in one transaction; returns the keys that were. */
  settle(settlements: readonly Settlement[], now: Date): Promise<readonly string[]>
  /** When the next delivery of a platform is to be looked at; undefined where none is open. */
  nextAt(platform: PlatformName): Promise<Date | undefined>
  /** Channels of these that refused us after `since`. A refusal is noted by `settle` with a `halt`. */
  refused(places: readonly Place[], since: Date): Promise<readonly Place[]>
  /** Reserves `count` sends at `perSecond` for all processes together; resolves to the instant of the first. */
  reserve(platform: PlatformName, count: number, perSecond: number, now: Date): Promise<Date>
  /** Open deliveries (of these platforms, or of all) that were due before `before`: how many (counted up to 1000), and since when the oldest is due. */
  lag(before: Date, platforms?: readonly PlatformName[]): Promise<{ readonly count: number; readonly since?: Date }>
  /** Of one UTC day, `YYYY-MM-DD`. */
  tally(day: string): Promise<Tally>
}
