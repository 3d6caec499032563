import type { Database } from '../../src/store/store.ts'

/** What a worker's process is asked to do: its part of `total`, on one database. */
export type Run = {
  readonly database: Database
  /** How many loops, or couriers with a planner each, this process has. */
  readonly loops: number
  /** How many this process is to write itself, where it writes. */
  readonly share: number
  /** How many it is to claim at once, where it is not our courier that claims. */
  readonly batch: number
  /** How many there are on the database altogether. */
  readonly total: number
}

/** When it began and did its last thing, in milliseconds since 1970, how much it did, and what this process computed for it. */
export type Ran = {
  readonly beganAt: number
  readonly endedAt: number
  readonly done: number
  readonly transactions: number
  readonly cpuMs: number
}

/** Counts what this process computes from now on. */
export const computing = (): (() => number) => {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
}

/** Everything is ready, and then it runs: so that processes can begin together. */
export type Order = { readonly kind: 'ready'; readonly run: Run } | { readonly kind: 'go' }

export const preciseNow = (): number => performance.timeOrigin + performance.now()

/** As many as our planner looks at in one round: whoever writes, writes so many in one transaction. */
export const WRITTEN_AT_ONCE = 400
export const batches = (share: number, most: number): readonly number[] =>
  Array.from({ length: Math.ceil(share / most) }, (_, n) => Math.min(most, share - n * most))

/** What the bare queue is made of. */
export const TABLES = {
  sqlite: [
    'pragma journal_mode = wal',
    'create table job (key text primary key, payload text not null, due_at integer not null, state text not null)',
    "create index job_open on job (due_at) where state = 'waiting'",
  ],
  postgres: [
    'create table job (key text primary key, payload text not null, due_at bigint not null, state text not null)',
    "create index job_open on job (due_at) where state = 'waiting'",
  ],
} as const
