import * as z from 'zod'
import type { Delivery } from '../../delivery/outbox.ts'
import { lastClosingMs } from './closing.ts'
import type { Event, Game } from './game.ts'

/** The posts of a round. */
export const ASK = 'quiz-ask'
export const REVEAL = 'quiz-reveal'
export const REPORT = 'quiz-report'

/** After the last closing, until the answer is told: what was pressed in time has arrived by then. */
export const ARRIVAL_MS = 2000
/** Between an answer and the next question. */
export const BREATH_MS = 8000
/** Between the last answer and the report. */
export const REPORT_MS = 3000

const round = z.string()
/** From 0, as in moves; the key counts from 1. */
const question = z.int().min(0)
const turn = z.int().min(0)

/** What asking is about: an ask says something only while the round is `asking` this question in this turn. */
export const AskSubject = z.strictObject({ round, question, turn })
export type AskSubject = z.output<typeof AskSubject>
/** What telling the answer is about: a reveal of an earlier turn says nothing. */
export const RevealSubject = z.strictObject({ round, question, turn })
export type RevealSubject = z.output<typeof RevealSubject>
export const ReportSubject = z.strictObject({ round })
export type ReportSubject = z.output<typeof ReportSubject>

/** What time has to bring because of an event; `game` is as it is after it. A round's deliveries never expire and belong to nobody. */
export function stepsOf(game: Game, event: Event): readonly Delivery[] {
  switch (event.kind) {
    case 'opened':
    case 'given-time':
      return event.closesMs === undefined ? [] : reveal(game)
    case 'resumed':
      return game.phase === 'asking' ? [ask(game, event.nowMs)] : reveal(game)
    case 'closed':
      return reveal(game)
    case 'asked-again':
      return [ask(game, event.nowMs)]
    case 'asked':
      return game.phase === 'asking' ? [ask(game, askedMs(game.rules, event.nowMs))] : []
    case 'ended':
      // After the last answer, which may still be on its way where somebody ended the round with it.
      return [report(game, event.nowMs + (event.ending === 'played' || game.revealedMs === event.nowMs ? REPORT_MS : 0))]
    case 'answered':
    case 'revealed':
    case 'told':
    case 'paused':
      return []
  }
}

/** When a question is posted that is asked now. */
export const askedMs = ({ pace }: Game['rules'], nowMs: number): number => nowMs + (pace === 'by-itself' ? BREATH_MS : 0)

/** The delivery with which a round begins. */
export const firstStep = (game: Game, now: Date): Delivery => ask(game, now.getTime())

const ask = (game: Game, dueMs: number): Delivery => ({
  // Asked again only where it was paused before it stood there, or stood there unheard.
  key: `quiz/${game.id}/${game.at + 1}/ask${game.turn === 0 ? '' : `/${game.turn}`}`,
  to: game.place,
  post: ASK,
  subject: { round: game.id, question: game.at, turn: game.turn } satisfies AskSubject,
  dueAt: new Date(dueMs),
})

function reveal(game: Game): readonly Delivery[] {
  const lastMs = game.phase === 'open' ? lastClosingMs(game) : undefined
  if (lastMs === undefined) return []
  const subject: RevealSubject = { round: game.id, question: game.at, turn: game.turn }
  const key = `quiz/${game.id}/${game.at + 1}/reveal/${game.turn}`
  return [{ key, to: game.place, post: REVEAL, subject, dueAt: new Date(lastMs + ARRIVAL_MS) }]
}

const report = (game: Game, dueMs: number): Delivery => ({
  key: `quiz/${game.id}/report`,
  to: game.place,
  post: REPORT,
  subject: { round: game.id } satisfies ReportSubject,
  dueAt: new Date(dueMs),
})
