import type { Game, Person } from './game.ts'

/** What more time may be given: so many times as much. */
export const FACTORS = [1.5, 2] as const

/** How many times the time this person has; 1 for most. */
export const factorOf = (game: Game, person: Person): number => (Object.hasOwn(game.factors, person) ? (game.factors[person] ?? 1) : 1)

/** When the present question closes for a person; undefined where it is not open, or open until it is closed by hand. */
export const closesMsOf = (game: Game, person: Person): number | undefined => closing(game, factorOf(game, person))

/** When it closes for whoever has the most time. */
export const lastClosingMs = (game: Game): number | undefined => closing(game, Math.max(1, ...Object.values(game.factors)))

/** The time that the present question had for an answer of this instant: as it was before the pauses and absences that came after it. */
export function windowAt({ openedMs, closesMs, shifts = [] }: Partial<Game>, atMs: number): Pick<Game, 'openedMs' | 'closesMs'> {
  const byMs = shifts.reduce((sum, shift) => (atMs < shift.untilMs ? sum + shift.byMs : sum), 0)
  return { ...(openedMs !== undefined && { openedMs: openedMs - byMs }), ...(closesMs !== undefined && { closesMs: closesMs - byMs }) }
}

/** Whether the present question cannot stand there yet: whoever answers it knows of it by other ways than the channel. */
export const isEarly = ({ phase, askMs }: Pick<Game, 'phase' | 'askMs'>, nowMs: number): boolean =>
  phase === 'asking' && askMs !== undefined && nowMs < askMs

const closing = ({ openedMs, closesMs, closedMs }: Game, factor: number): number | undefined => {
  if (openedMs === undefined || closesMs === undefined) return closedMs
  const ownMs = openedMs + (closesMs - openedMs) * factor
  return closedMs === undefined ? ownMs : Math.min(ownMs, closedMs)
}
