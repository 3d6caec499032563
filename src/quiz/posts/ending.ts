import type { Claim, Effect } from '../../delivery/outbox.ts'
import type { RoundEntry } from '../engine/entry.ts'

/** A round moves in the transaction that settles its message. */
export const entered = (round: string, move: RoundEntry['move']): readonly Effect[] => [
  { kind: 'enter', book: 'quiz', entry: { round, move } satisfies RoundEntry },
]

/** When a message that is done was sent: noted before it was, and so no later than anybody saw it. */
export const sentMs = ({ lastTriedAt }: Claim, now: Date): number => (lastTriedAt ?? now).getTime()

/** How much later than due something is composed. */
export const lateBy = ({ dueAt }: Claim, now: Date): number => now.getTime() - dueAt.getTime()
