import * as z from 'zod'
import type { AnswerMove } from '../rounds.ts'
import type { Move } from './game.ts'

const question = z.int().min(0)
const ms = z.number()

/** What a settled delivery enters into a round: any move but an answer. */
export const RoundEntry = z.strictObject({
  round: z.string(),
  move: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('stands'), question, turn: z.int().min(0), message: z.string(), sentMs: ms, nowMs: ms }),
    z.strictObject({ kind: z.literal('reveal'), question, turn: z.int().min(0).exactOptional(), nowMs: ms }),
    z.strictObject({ kind: z.literal('next'), question, byHand: z.literal(true).exactOptional(), nowMs: ms }),
    z.strictObject({ kind: z.literal('pause'), nowMs: ms }),
    z.strictObject({ kind: z.literal('resume'), nowMs: ms }),
    z.strictObject({ kind: z.literal('unheard'), fromMs: ms, untilMs: ms, nowMs: ms }),
    z.strictObject({ kind: z.literal('stop'), why: z.enum(['stopped', 'refused']), nowMs: ms }),
    z.strictObject({ kind: z.literal('more-time'), person: z.string(), factor: z.number(), nowMs: ms }),
  ]),
}) satisfies z.ZodType<{ readonly round: string; readonly move: Exclude<Move, AnswerMove> }>
export type RoundEntry = z.output<typeof RoundEntry>
