import type { Kysely } from 'kysely'
import { windowAt } from '../../quiz/engine/closing.ts'
import { evolve } from '../../quiz/engine/evolve.ts'
import { type Event, type Game, newGame } from '../../quiz/engine/game.ts'
import type { Line, Sheet } from '../../quiz/rounds.ts'
import { instant, maybe, same } from '../rows.ts'
import type { Tables } from '../schema.ts'
import type { Vault } from '../vault.ts'
import { NAME } from './answering.ts'
import { roundOf, toAnswer, toGame } from './game-row.ts'
import type { AnswerTable, RoundTable } from './schema.ts'

/** All of a round, as it is at one instant where `db` is a look at one. */
export const sheetOf = async (db: Kysely<Tables>, vault: Vault, id: string): Promise<Sheet | undefined> => {
  const row = await roundOf(db, id)
  if (!row) return undefined
  const rows = await db
    .selectFrom('quiz_answer')
    .selectAll()
    .where('round', '=', id)
    .orderBy('question')
    .orderBy('given_at')
    .orderBy('person')
    .execute()
  const players = await db.selectFrom('quiz_player').select(['person', 'name', 'code']).where('round', '=', id).orderBy('person').execute()
  const present = rows.filter(({ question }) => question === toGame(row).at)
  const game = toGame(row, Object.fromEntries(present.map((answer) => [answer.person, toAnswer(answer)])))
  const windows = windowsOf(row, await eventsOf(db, id))
  return {
    game,
    startedAt: instant(row.started_at),
    ...maybe('endedAt', row.ended_at, instant),
    lines: rows.map((answer) => toLine(answer, windows.get(answer.question))),
    players: players.map(({ person, name, code }) => ({ person, name: vault.open(name, NAME), ...maybe('code', code, same) })),
  }
}

/** What happened to a round, in order. */
export const eventsOf = async (db: Kysely<Tables>, round: string): Promise<readonly Event[]> => {
  const rows = await db.selectFrom('quiz_event').select('event').where('round', '=', round).orderBy('number').execute()
  return rows.map(({ event }) => JSON.parse(event) as Event)
}

type Window = Pick<Game, 'openedMs' | 'closesMs' | 'shifts'>

/** When each question opened and closed, as it was in the end. */
const windowsOf = (row: RoundTable, events: readonly Event[]): ReadonlyMap<number, Window> => {
  const windows = new Map<number, Window>()
  let game = newGame(toGame(row))
  for (const event of events) {
    game = evolve(game, event)
    const { at, openedMs, closesMs, shifts } = game
    windows.set(at, { ...maybe('openedMs', openedMs, same), ...maybe('closesMs', closesMs, same), ...maybe('shifts', shifts, same) })
  }
  return windows
}

/** Until we know when its question opened, an answer itself is the proof that it had. */
const toLine = (row: AnswerTable, window: Window = {}): Line => ({
  ...toAnswer(row),
  person: row.person,
  question: row.question,
  openedMs: row.given_at,
  ...windowAt(window, row.given_at),
})
