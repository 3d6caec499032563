import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Event, Game, Person } from '../../quiz/engine/game.ts'
import { draftShelf } from '../../quiz/deck.ts'
import type { Kept, People } from '../../quiz/people.ts'
import type { EngineKind } from '../engine.ts'
import type { Room } from '../room.ts'
import type { Tables } from '../schema.ts'
import { roundOf, toGame, toStateRow } from './game-row.ts'
import { keptOf, reportsOf, roundsWith } from './kept.ts'
import { unname } from './unname.ts'

export const people = ({ access, vault, clock }: Pick<Room, 'access' | 'vault' | 'clock'>): People => ({
  show: (person): Promise<Kept> => access.snapshot((db) => keptOf(db, vault, person)),
  forget: (person, called) =>
    access.write(async (tx) => {
      await unname(tx, vault, { person, called }, clock.now())
      return forget(access.kind, tx, person)
    }),
})

const forget = async (kind: EngineKind, tx: Kysely<Tables>, person: Person): Promise<number> => {
  let rows = await leaveRounds(kind, tx, person)
  for (const table of ['quiz_answer', 'quiz_player', 'review_card', 'review_log', 'review_setting'] as const) {
    const { numDeletedRows } = await tx.deleteFrom(table).where('person', '=', person).executeTakeFirst()
    rows += Number(numDeletedRows)
  }
  const decks = await tx
    .deleteFrom('quiz_deck')
    .where('owner', 'in', [person, draftShelf(person)])
    .executeTakeFirst()
  // What stands on a server's shelf is the server's, and nobody's work any more.
  const made = await tx.updateTable('quiz_deck').set({ maker: null }).where('maker', '=', person).executeTakeFirst()
  // The code is the teacher's, and free again.
  const lists = await tx.updateTable('quiz_roster').set({ keeper: null }).where('keeper', '=', person).executeTakeFirst()
  const codes = await tx.updateTable('quiz_roster').set({ person: null }).where('person', '=', person).executeTakeFirst()
  return (
    rows +
    Number(decks.numDeletedRows) +
    Number(made.numUpdatedRows) +
    Number(codes.numUpdatedRows) +
    Number(lists.numUpdatedRows) +
    (await unmark(tx, person))
  )
}

/** Rounds stay, and go on, without a starter and without more time for this person. */
const leaveRounds = async (kind: EngineKind, tx: Kysely<Tables>, person: Person): Promise<number> => {
  let rows = 0
  for (const id of await roundsWith(tx, person)) {
    const row = await roundOf(tx, id, kind)
    if (!row) continue
    const game = without(toGame(row), person)
    await tx
      .updateTable('quiz_round')
      // Whoever knows it as it was before knows another version.
      .set({ ...toStateRow(game), starter: game.starter, version: row.version + 1 })
      .where('id', '=', id)
      .execute()
    rows += 1 + (await leaveEvents(tx, id, person))
  }
  return rows
}

const without = (game: Game, person: Person): Game => ({
  ...game,
  starter: game.starter === person ? '' : game.starter,
  factors: Object.fromEntries(Object.entries(game.factors).filter(([one]) => one !== person)),
})

const leaveEvents = async (tx: Kysely<Tables>, round: string, person: Person): Promise<number> => {
  const events = await tx.selectFrom('quiz_event').select(['number', 'event']).where('round', '=', round).execute()
  const theirs = events.filter(({ event }) => isAbout(JSON.parse(event) as Event, person)).map(({ number }) => number)
  if (theirs.length > 0) await tx.deleteFrom('quiz_event').where('round', '=', round).where('number', 'in', theirs).execute()
  return theirs.length
}

const isAbout = (event: Event, person: Person): boolean => 'person' in event && event.person === person

/** Reports stay counted, under marks that can be found from nobody. */
const unmark = async (tx: Kysely<Tables>, person: Person): Promise<number> => {
  const theirs = await reportsOf(tx, person)
  for (const { question, mark } of theirs)
    await tx.updateTable('quiz_report').set({ mark: randomUUID() }).where('question', '=', question).where('mark', '=', mark).execute()
  return theirs.length
}
