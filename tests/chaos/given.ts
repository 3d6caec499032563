import { type Timing, TIMING } from '../../src/delivery/timing.ts'
import type { Crowd } from './population.ts'

/** What is to be run, and what is to happen to it. */
export type Given = {
  readonly seed: string | number
  readonly engine: 'sqlite' | 'postgres'
  readonly replicas: number
  readonly kills: number
  /** How often PostgreSQL itself crashes or is stopped, and comes back. */
  readonly restarts: number
  /** From when one serves to when it is killed, on the average. */
  readonly everyMs: number
  /** Channels of each platform. */
  readonly discord: number
  readonly slack: number
  /** Whether the platforms behave once the killing is over, so that the end comes sooner. */
  readonly calmly: boolean
} & Crowd

/** What was done to it, and when. */
export type Injected = {
  readonly kills: readonly number[]
  /** From when to when the database was gone. */
  readonly outages: readonly (readonly [fromMs: number, toMs: number])[]
  /** How many posts had not ended yet at the kill in the middle, and at the last. */
  readonly openHalfway: number
  readonly openAtTheLast: number
}

/** What the replicas logged, as far as it matters. */
export type Heard = { readonly faults: string[]; readonly late: Set<string>; readonly events: Map<string, number> }

/** The latest that the platforms accept something after they cut its connection. */
export const LATE_MS = 1500

/** A tenth to a fortieth of the real ones; what is measured in hours or days is left as it is. */
export const SHORT: Timing = {
  ...TIMING,
  leaseMs: 4000,
  sendMs: 1000,
  marginMs: 500,
  doubtMs: 4500,
  lookMs: 100,
  idleMs: 500,
  backoffMs: 200,
  longestBackoffMs: 2000,
  horizonMs: 2000,
  probeMs: 1000,
}
