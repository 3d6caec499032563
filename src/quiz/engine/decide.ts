import { closesMsOf, FACTORS, factorOf, isEarly, lastClosingMs } from './closing.ts'
import type { Decision, Event, Game, Move, Nothing } from './game.ts'

/** What is learned so much later than it happened was learned late: nobody could answer in between. */
const LATE_MS = 5000
/** A clock that differs more from ours is not believed. */
const SKEW_MS = 60_000

/** What comes of a move, and why nothing where nothing does. Never throws, and changes nothing. */
export function decide(game: Game, move: Move): Decision {
  if (game.phase === 'over') return nothing('over')
  switch (move.kind) {
    case 'stands':
      return stands(game, move)
    case 'answer':
      return answer(game, move)
    case 'reveal':
      return reveal(game, move)
    case 'next':
      return next(game, move)
    case 'pause':
      return pause(game, move.nowMs)
    case 'resume':
      return resume(game, move.nowMs)
    case 'unheard':
      return unheard(game, move)
    case 'stop':
      return stop(game, move)
    case 'more-time':
      return moreTime(game, move)
  }
}

const happened = (...events: readonly Event[]): Decision => ({ kind: 'happened', events })
const nothing = (why: Nothing): Decision => ({ kind: 'nothing', why })

type Of<K extends Move['kind']> = Extract<Move, { kind: K }>

const wholeMs = (game: Game): number | undefined => (game.rules.seconds === null ? undefined : game.rules.seconds * 1000)

function stands(game: Game, { question, turn, message, sentMs, nowMs }: Of<'stands'>): Decision {
  if (question !== game.at) return nothing(question < game.at ? 'closed' : 'not-now')
  if (game.message !== undefined || turn < (game.againTurn ?? 0)) return nothing('already')
  const believedMs = Math.abs(sentMs - nowMs) > SKEW_MS && sentMs > nowMs ? nowMs : sentMs
  const timeMs = wholeMs(game)
  if (timeMs === undefined) return happened({ kind: 'opened', message, openedMs: believedMs })
  // A question of the day closes at its time of day; an hour without us is little of it.
  const awayMs = nowMs - believedMs
  const late = awayMs > LATE_MS && game.rules.mode !== 'daily'
  const openedMs = late ? nowMs : believedMs
  return happened({ kind: 'opened', message, openedMs, closesMs: openedMs + timeMs, ...(late && { awayMs }) })
}

function answer(game: Game, { question, person, option, atMs, nowMs }: Of<'answer'>): Decision {
  if (question !== game.at || game.revealedMs !== undefined) return nothing('closed')
  if (game.phase === 'paused') return nothing('paused')
  if (isEarly(game, nowMs)) return nothing('not-now')
  const options = game.questions[question]?.options.length ?? 0
  if (!Number.isInteger(option) || option < (game.rules.typed ? -1 : 0) || option >= options) return nothing('no-option')
  const closesMs = closesMsOf(game, person)
  if (!Number.isFinite(atMs) || (closesMs !== undefined && atMs > closesMs)) return nothing('too-late')
  const counted = Object.hasOwn(game.answers, person) ? game.answers[person] : undefined
  if (counted?.option === option) return nothing('same')
  // Presses may be heard in another order than they were made in, and one of them twice.
  if (counted && (!game.rules.changeable || atMs <= counted.atMs)) return nothing('counted')
  return happened({ kind: 'answered', person, option, atMs })
}

function reveal(game: Game, { question, turn, nowMs }: Of<'reveal'>): Decision {
  if (question !== game.at) return nothing(question < game.at ? 'closed' : 'not-now')
  if (game.revealedMs !== undefined) return nothing('already')
  if (game.message === undefined) return nothing('not-now')
  if (turn === undefined) return game.closedMs === undefined ? happened({ kind: 'closed', nowMs }) : nothing('already')
  if (game.phase === 'paused') return nothing('paused')
  return turn === game.turn ? happened({ kind: 'revealed', nowMs }) : nothing('not-now')
}

function next(game: Game, { question, byHand, nowMs }: Of<'next'>): Decision {
  if (question <= game.at) return nothing('already')
  if (question !== game.at + 1 || game.revealedMs === undefined) return nothing('not-now')
  const waits = game.rules.pace === 'by-hand'
  const last = question >= game.questions.length
  if (byHand && (!waits || game.told !== true)) return nothing('not-now')
  if (!byHand && waits && !last) return game.told ? nothing('already') : happened({ kind: 'told', nowMs })
  return happened(last ? { kind: 'ended', ending: 'played', nowMs } : { kind: 'asked', question, nowMs })
}

function pause(game: Game, nowMs: number): Decision {
  if (game.phase === 'paused') return nothing('already')
  // A round that waits for its starter after each answer rests already.
  if (game.phase === 'revealed') return game.rules.pace === 'by-hand' ? nothing('not-now') : happened({ kind: 'paused', nowMs })
  const lastMs = lastClosingMs(game)
  if (lastMs !== undefined && nowMs >= lastMs) return nothing('closed')
  return happened({ kind: 'paused', nowMs, ...(game.closesMs !== undefined && { leftMs: game.closesMs - nowMs }) })
}

function resume(game: Game, nowMs: number): Decision {
  if (game.phase !== 'paused') return nothing('already')
  return happened({ kind: 'resumed', nowMs, ...(game.leftMs !== undefined && { closesMs: nowMs + game.leftMs }) })
}

function unheard(game: Game, { fromMs, untilMs, nowMs }: Of<'unheard'>): Decision {
  const lastMs = lastClosingMs(game)
  // What has no hurry loses nothing, nor what was closed by hand; a question of the day closes at its time of day.
  if (game.phase !== 'open' || lastMs === undefined || game.closedMs !== undefined || game.rules.mode === 'daily') return nothing('not-now')
  const sinceMs = Math.max(fromMs, game.openedMs ?? fromMs, ...(game.shifts ?? []).map(({ untilMs }) => untilMs))
  const isLost = Math.min(untilMs, lastMs) - sinceMs > LATE_MS
  return isLost ? happened({ kind: 'asked-again', nowMs, awayMs: untilMs - sinceMs }) : nothing('already')
}

function stop(game: Game, { why, nowMs }: Of<'stop'>): Decision {
  const ended = { kind: 'ended', ending: why, nowMs } as const
  // What was closed by hand a moment ago was promised its answer.
  const isPromised = why === 'stopped' && game.phase === 'open' && game.closedMs !== undefined
  return isPromised ? happened({ kind: 'revealed', nowMs }, ended) : happened(ended)
}

function moreTime(game: Game, { person, factor }: Of<'more-time'>): Decision {
  if (!FACTORS.some((known) => known === factor)) return nothing('no-option')
  if (game.rules.mode === 'daily') return nothing('not-now')
  if (factorOf(game, person) >= factor) return nothing('already')
  const lastMs = game.phase === 'open' ? lastClosingMs(game) : undefined
  const movedMs = lastMs === undefined ? undefined : lastClosingMs({ ...game, factors: { ...game.factors, [person]: factor } })
  const moved = movedMs !== undefined && lastMs !== undefined && movedMs > lastMs
  return happened({ kind: 'given-time', person, factor, ...(moved && { closesMs: movedMs }) })
}
