import type { Kysely } from 'kysely'
import type { ChannelPlace } from '../../chat/platform.ts'
import { firstStep } from '../../quiz/engine/steps.ts'
import type { Delivery } from '../../delivery/outbox.ts'
import type { Game, Person } from '../../quiz/engine/game.ts'
import type { NewRound, Rounds } from '../../quiz/rounds.ts'
import type { Room } from '../room.ts'
import { channelOf, insertRows, instant, toRow } from '../rows.ts'
import type { Tables } from '../schema.ts'
import { meet } from '../servers.ts'
import { count } from '../tally.ts'
import { takingAnswers, writePlayers } from './answers.ts'
import { attending } from './attending.ts'
import { answersTo, roundOf, toGame, toRoundRow } from './game-row.ts'
import { applyMove } from './moving.ts'
import { mine, standings, tallies } from './scores.ts'
import { sheetOf } from './sheet.ts'

export const rounds = (room: Room): Rounds => {
  const { access, vault } = room
  const move: Rounds['move'] = async (id, wanted) => {
    const applied = await access.write(async (tx) => {
      const made = await applyMove(access.kind, tx, id, wanted)
      if (made) await deliver(room, tx, made.deliveries)
      return made
    })
    if (!applied) return undefined
    const { deliveries, ...moved } = applied
    if (deliveries.length > 0) room.changed()
    return moved
  }
  return {
    begin: (round) => begin(room, round),
    running: (place) => access.read((db) => running(db, place)),
    game: (id, people = []) => access.read((db) => gameOf(db, id, people)),
    move,
    attend: attending(room, move),
    answer: takingAnswers(room),
    sheet: (id) => access.snapshot((db) => sheetOf(db, vault, id)),
    recent: (place, limit) => access.read((db) => recent(db, place, limit)),
    standings: (reach, limit) => access.read((db) => standings(access.kind, db, vault, reach, limit)),
    mine: (person) => access.read((db) => mine(db, person)),
    tallies: (questions) => access.read((db) => tallies(access.kind, db, questions)),
  }
}

/** As often as a round can end between two looks at its channel. */
const MOST_TRIES = 5

const begin = async (room: Room, round: NewRound): ReturnType<Rounds['begin']> => {
  const { access, vault } = room
  const { game, startedAt, starterName } = round
  const begun = await access.write(async (tx) => {
    const found = await insertRound(tx, round)
    if (found !== 'new') return found
    await meet(tx, channelOf(game.place), startedAt)
    await writePlayers(access.kind, tx, vault, [{ round: game.id, person: game.starter, name: starterName }])
    // A question of the day is asked by the schedule that it belongs to.
    if (game.rules.mode !== 'daily') await deliver(room, tx, [firstStep(game, startedAt)])
    return found
  })
  if (begun === 'new') room.changed()
  return typeof begun === 'string' ? { kind: 'begun' } : { kind: 'busy', game: begun }
}

/** `there` where it was begun before: whoever begins it twice has begun it once. */
const insertRound = async (tx: Kysely<Tables>, { game, startedAt, owner }: NewRound): Promise<'new' | 'there' | Game> => {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const written = await tx
      .insertInto('quiz_round')
      .values(toRoundRow(game, startedAt, owner))
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (written) return 'new'
    if (await roundOf(tx, game.id)) return 'there'
    const first = await running(tx, game.place)
    if (first) return first
  }
  throw new Error('a round could not be begun')
}

/** The deliveries of a move, in its transaction. Counted apart from those that are being settled: neither waits for the other to be written. */
const deliver = async ({ access, vault, holder }: Room, tx: Kysely<Tables>, deliveries: readonly Delivery[]): Promise<void> => {
  const written = await insertRows(
    tx,
    access.kind,
    deliveries.map((delivery) => toRow(delivery, vault)),
  )
  await count(
    tx,
    access.kind,
    `${holder}/quiz`,
    written.map((dueAt) => ({ dueAt, planned: 1 })),
  )
}

const running = async (db: Kysely<Tables>, place: ChannelPlace): Promise<Game | undefined> => {
  const row = await inChannel(db, place).selectAll().where('phase', '<>', 'over').where('mode', '<>', 'daily').executeTakeFirst()
  return row && toGame(row)
}

const inChannel = (db: Kysely<Tables>, place: ChannelPlace) => {
  const { platform, server, channel } = channelOf(place)
  return db.selectFrom('quiz_round').where('platform', '=', platform).where('server', '=', server).where('channel', '=', channel)
}

const gameOf = async (db: Kysely<Tables>, id: string, people: readonly Person[]): Promise<Game | undefined> => {
  const row = await roundOf(db, id)
  if (!row) return undefined
  const game = toGame(row)
  return people.length === 0 ? game : { ...game, answers: await answersTo(db, id, game.at, people) }
}

const recent = async (db: Kysely<Tables>, place: ChannelPlace, limit: number): ReturnType<Rounds['recent']> => {
  const rows = await inChannel(db, place)
    .select(['id', 'started_at', 'mode'])
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, started_at, mode }) => ({ id, startedAt: instant(started_at), mode: mode as Game['rules']['mode'] }))
}
