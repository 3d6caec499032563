import type { Event, Game } from './game.ts'
import { askedMs } from './steps.ts'

/** What was true of one question only. */
const PASSING = [
  'askMs',
  'message',
  'openedMs',
  'shifts',
  'closesMs',
  'closedMs',
  'leftMs',
  'againTurn',
  'awayMs',
  'revealedMs',
  'told',
] as const

/** The game after an event that happened to it. Whoever applies a round's events in their order, from its beginning, has the game as it stands. */
export function evolve(game: Game, event: Event): Game {
  switch (event.kind) {
    case 'opened':
      return opened(game, event)
    case 'answered':
      return { ...game, answers: { ...game.answers, [event.person]: { option: event.option, atMs: event.atMs } } }
    case 'closed':
      return { ...resumedOpen(game, event.nowMs), closedMs: event.nowMs, turn: game.turn + 1 }
    case 'revealed':
      return { ...game, phase: 'revealed', revealedMs: event.nowMs }
    case 'told':
      return { ...game, told: true }
    case 'asked':
      return asked(game, event)
    case 'paused':
      if (event.leftMs === undefined) return { ...game, phase: 'paused' }
      return { ...without(game, ['closesMs']), phase: 'paused', leftMs: event.leftMs }
    case 'resumed':
      return resumed(game, event)
    case 'asked-again':
      return askedAgain(game, event)
    case 'given-time': {
      const factors = { ...game.factors, [event.person]: event.factor }
      return { ...game, factors, turn: event.closesMs === undefined ? game.turn : game.turn + 1 }
    }
    case 'ended':
      return { ...game, phase: 'over', ending: event.ending }
  }
}

type Of<K extends Event['kind']> = Extract<Event, { kind: K }>

function asked(game: Game, { question, nowMs }: Of<'asked'>): Game {
  const rest: Game = { ...without(game, PASSING), at: question, turn: 0, answers: {} }
  const askMs = askedMs(game.rules, nowMs)
  return { ...rest, phase: game.phase === 'paused' ? 'paused' : 'asking', ...(askMs > nowMs && { askMs }) }
}

function askedAgain(game: Game, { nowMs, awayMs }: Of<'asked-again'>): Game {
  const stood = shifted(game, nowMs, nowMs - (game.openedMs ?? nowMs))
  const turn = game.turn + 1
  return { ...without(stood, ['message', 'closesMs']), phase: 'asking', turn, againTurn: turn, openedMs: nowMs, awayMs }
}

/** What was answered until then had its time so much earlier. */
const shifted = (game: Game, untilMs: number, byMs: number): Game =>
  byMs > 0 ? { ...game, shifts: [...(game.shifts ?? []), { untilMs, byMs }] } : game

function opened(game: Game, { message, openedMs, closesMs, awayMs }: Of<'opened'>): Game {
  // Where it stood there before, nobody has seen it again until now.
  const before = game.openedMs === undefined ? game : shifted(game, game.openedMs, openedMs - game.openedMs)
  const stands: Game = {
    ...before,
    message,
    openedMs,
    turn: game.turn + 1,
    ...(awayMs !== undefined && { awayMs: (game.awayMs ?? 0) + awayMs }),
  }
  // It was on its way when somebody paused: its time begins when the round goes on.
  if (game.phase === 'paused') return { ...stands, ...(closesMs !== undefined && { leftMs: closesMs - openedMs }) }
  return { ...stands, phase: 'open', ...(closesMs !== undefined && { closesMs }) }
}

function resumed(game: Game, { nowMs, closesMs }: Of<'resumed'>): Game {
  if (game.revealedMs !== undefined) return { ...game, phase: 'revealed' }
  if (game.message === undefined) return { ...without(game, ['askMs']), phase: 'asking', turn: game.turn + 1 }
  const open = resumedOpen(game, nowMs)
  return { ...open, turn: game.turn + 1, ...(closesMs !== undefined && { closesMs }) }
}

/** Open again, with what was left of its time. */
function resumedOpen(game: Game, nowMs: number): Game {
  const { rules, leftMs } = game
  if (game.phase !== 'paused') return game
  const rest: Game = { ...without(game, ['leftMs']), phase: 'open' }
  if (leftMs === undefined || rules.seconds === null) return rest
  const openedMs = nowMs + leftMs - rules.seconds * 1000
  return { ...shifted(rest, nowMs, openedMs - (game.openedMs ?? openedMs)), closesMs: nowMs + leftMs, openedMs }
}

const without = (game: Game, names: readonly (typeof PASSING)[number][]): Game => {
  const rest = { ...game }
  for (const name of names) delete (rest as Partial<Record<string, unknown>>)[name]
  return rest
}
