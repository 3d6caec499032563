/** How long things may take. All in milliseconds of the installation's clock. */
export type Timing = {
  /** How long a claim is held. No claim outlives its process by more. */
  readonly leaseMs: number
  /** The longest that one send, with its looking before, may take. It is begun only while the lease has this much and `marginMs` left. */
  readonly sendMs: number
  readonly marginMs: number
  /** An absence is trusted only so long after the last attempt, because a platform may accept late. */
  readonly doubtMs: number
  /** How often one looks while anything is open that another process may have written. */
  readonly lookMs: number
  /** How often one looks while nothing is. */
  readonly idleMs: number
  /** The first pause after a failure that passes, and the longest. */
  readonly backoffMs: number
  readonly longestBackoffMs: number
  /** How far ahead of its time a post is planned. */
  readonly horizonMs: number
  /** A post that is later than this says so, and one whose policy is `skip` is not sent any more. */
  readonly lateMs: number
  /** An hour: of a catch-up window, and of not asking a channel again that refused us. */
  readonly hourMs: number
  /** How often a platform or a server that refuses us altogether is tried again, with one message. */
  readonly probeMs: number
  /** How often it is said that answers to the quiz are heard; three times as long without it is an absence. */
  readonly attendMs: number
  /** The longest that stopping may take: what is not finished by then is given up. */
  readonly stopMs: number
}

export const TIMING: Timing = {
  leaseMs: 60_000,
  sendMs: 25_000,
  marginMs: 5_000,
  doubtMs: 120_000,
  lookMs: 1_000,
  idleMs: 10_000,
  backoffMs: 5_000,
  longestBackoffMs: 600_000,
  horizonMs: 120_000,
  lateMs: 600_000,
  hourMs: 3_600_000,
  probeMs: 60_000,
  attendMs: 2_000,
  stopMs: 6_000,
}

/** The same durations for a clock that runs `speed` times as fast. */
export const scaled = (timing: Timing, speed: number): Timing =>
  Object.fromEntries(Object.entries(timing).map(([name, ms]) => [name, ms * speed])) as Timing
