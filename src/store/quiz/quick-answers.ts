import { sql } from 'kysely'
import { decide } from '../../quiz/engine/decide.ts'
import { evolve } from '../../quiz/engine/evolve.ts'
import type { Game } from '../../quiz/engine/game.ts'
import type { Given, Taken } from '../../quiz/rounds.ts'
import { batch, inOrder } from '../batch.ts'
import type { Room } from '../room.ts'
import { isFrom, keyOf, NAME } from './answering.ts'
import { toGame } from './game-row.ts'
import type { RoundTable } from './schema.ts'

/** Rounds that are remembered. */
const MOST_ROUNDS = 200

/** A round as this process last read it. */
type Known = { readonly version: number; readonly game: Game }

/** Answers to rounds that stand as this process knows them, on PostgreSQL, where each statement is a way there and back. */
export type QuickAnswers = {
  /** Judges what can be judged without reading and counts it with one statement. What is missing in the result has yet to be judged. */
  take(given: readonly Given[]): Promise<ReadonlyMap<Given, Taken>>
  /** Has just read these. */
  know(rows: readonly RoundTable[]): void
}

export const quickAnswers = ({ access, vault }: Pick<Room, 'access' | 'vault'>): QuickAnswers => {
  const rounds = new Map<string, Known>()

  /** The first answers of people that count if their rounds still stand as they did; of each person one, and none after another of his. */
  const counting = (given: readonly Given[]): readonly Counting[] => {
    const met = new Set<string>()
    return given.flatMap((one) => {
      const key = keyOf(one.round, one.move.person)
      const known = met.has(key) ? undefined : rounds.get(one.round)
      met.add(key)
      if (!known || !isFrom(known.game, one)) return []
      const decision = decide(known.game, one.move)
      return decision.kind === 'nothing' ? [] : [{ given: one, key, known, game: decision.events.reduce(evolve, known.game) }]
    })
  }

  return {
    know(rows) {
      for (const row of rows) {
        const before = rounds.get(row.id)
        if (before?.version === row.version) continue
        const [oldest] = rounds.keys()
        if (!before && rounds.size >= MOST_ROUNDS && oldest !== undefined) rounds.delete(oldest)
        rounds.set(row.id, { version: row.version, game: toGame(row) })
      }
    },
    async take(given) {
      const wanted = access.kind === 'postgres' ? counting(given) : []
      if (wanted.length === 0) return new Map()
      const rows = inOrder(wanted, ({ key }) => key).map(({ given: { round, move, name }, known }) => ({
        round,
        version: known.version,
        question: known.game.at,
        person: move.person,
        chosen: move.option,
        given_at: move.atMs,
        name: name === '' ? '' : vault.seal(name, NAME),
      }))
      const put = await access.once((db) => written(rows).execute(db))
      const counted = new Set(put.rows.map(({ round, person }) => keyOf(round, person)))
      return new Map(
        wanted.flatMap(({ given: one, key, game }): [Given, Taken][] =>
          counted.has(key) ? [[one, { kind: 'counted', changed: false, game }]] : [],
        ),
      )
    },
  }
}

type Counting = { readonly given: Given; readonly key: string; readonly known: Known; readonly game: Game }

const ROW = {
  round: 'text',
  version: 'bigint',
  question: 'bigint',
  person: 'text',
  chosen: 'bigint',
  given_at: 'bigint',
  name: 'text',
} as const

/**
 * Writes answers of people who have given none to rounds that are still of that version, and tells which. Who moves a round waits until
 * its answers are written; and of a round that is moving, this waits until it has moved, and then finds another version.
 */
const written = (rows: readonly Readonly<Record<keyof typeof ROW, string | number>>[]) =>
  sql<{ round: string; person: string }>`
    with given as materialized (select * from ${batch('postgres', ROW, rows)}),
    held as materialized (
      select quiz_round.id from (select distinct round, version from given) as w
      join quiz_round on quiz_round.id = w.round and quiz_round.version = w.version
      order by quiz_round.id for share of quiz_round),
    put as (
      insert into quiz_answer (round, question, person, chosen, given_at)
      select given.round, question, person, chosen, given_at from given join held on held.id = given.round order by given.round, person
      on conflict (round, question, person) do nothing returning round, person),
    named as (
      insert into quiz_player (round, person, name)
      select given.round, given.person, name from given join put on put.round = given.round and put.person = given.person
      where name <> '' order by given.round, given.person
      on conflict (round, person) do nothing)
    select round, person from put`
