import { type Kysely, sql } from 'kysely'
import { decide } from '../../quiz/engine/decide.ts'
import { evolve } from '../../quiz/engine/evolve.ts'
import type { Answer, Game } from '../../quiz/engine/game.ts'
import type { Given, Rounds, Taken } from '../../quiz/rounds.ts'
import { batch, inOrder } from '../batch.ts'
import type { EngineKind } from '../engine.ts'
import type { Room } from '../room.ts'
import type { Tables } from '../schema.ts'
import type { Vault } from '../vault.ts'
import { isFrom, keyOf, NAME } from './answering.ts'
import { toAnswer, toGame } from './game-row.ts'
import { quickAnswers } from './quick-answers.ts'
import type { RoundTable } from './schema.ts'

/** Far more often than several processes can meet over one person's answer. */
const MOST_TRIES = 20

/** Judges answers in their order and writes those that count. None of their rounds moves meanwhile. */
export const takingAnswers = ({ access, vault }: Pick<Room, 'access' | 'vault'>): Rounds['answer'] => {
  const quick = quickAnswers({ access, vault })
  return async (given) => {
    const counted = await quick.take(given)
    const rest = given.filter((one) => !counted.has(one))
    if (rest.length === 0) return given.map((one) => counted.get(one) as Taken)
    const { rows, taken } = await access.write((tx) => take(access.kind, tx, vault, rest))
    quick.know(rows)
    return given.map((one) => (counted.get(one) ?? taken.get(one)) as Taken)
  }
}

type Took = { readonly rows: readonly RoundTable[]; readonly taken: ReadonlyMap<Given, Taken> }

const take = async (kind: EngineKind, tx: Kysely<Tables>, vault: Vault, given: readonly Given[]): Promise<Took> => {
  const rows = await roundsOf(kind, tx, given)
  const games = new Map(rows.map((row) => [row.id, toGame(row)]))
  const taken = new Map<Given, Taken>()
  let open: readonly Answering[] = given.flatMap((one) => {
    const game = games.get(one.round)
    if (game && isFrom(game, one)) return [{ given: one, game, key: keyOf(one.round, one.move.person) }]
    taken.set(one, { kind: 'refused', why: 'no-round' })
    return []
  })
  for (let tries = 0; open.length > 0; tries++) {
    if (tries === MOST_TRIES) throw new Error('answers could not be counted')
    const known = await knownOf(kind, tx, open)
    const { verdicts, changes } = judge(known, open)
    const written = await write(kind, tx, changes)
    await writePlayers(
      kind,
      tx,
      vault,
      changes.filter(({ key }) => written.has(key) && !known.get(key)?.named),
    )
    // Of two processes that count one person's answers at once, the second finds what the first wrote, and judges anew.
    const lost = new Set(changes.map(({ key }) => key).filter((key) => !written.has(key)))
    for (const { given: one, key } of open) if (!lost.has(key)) taken.set(one, verdicts.get(one) as Taken)
    open = open.filter(({ key }) => lost.has(key))
  }
  return { rows, taken }
}

/** An answer, and the game that it is for, with nobody's answers. */
type Answering = { readonly given: Given; readonly game: Game; readonly key: string }

const ROUND = { id: 'text' } as const

const roundsOf = async (kind: EngineKind, tx: Kysely<Tables>, given: readonly Given[]): Promise<readonly RoundTable[]> => {
  const ids = [...new Set(given.map(({ round }) => round))].sort().map((id) => ({ id }))
  // Who moves a round waits until its answers are written, and they until it has moved.
  const share = sql.raw(kind === 'postgres' ? 'for share of quiz_round' : '')
  const { rows } = await sql<RoundTable>`
    select quiz_round.* from ${batch(kind, ROUND, ids)} cross join quiz_round where quiz_round.id = v.id order by quiz_round.id ${share}`.execute(
    tx,
  )
  return rows
}

/** What is written already of a person in a round. */
type Known = { readonly answer?: Answer | undefined; readonly named: boolean }

const ANSWERER = { round: 'text', question: 'bigint', person: 'text' } as const

const knownOf = async (kind: EngineKind, tx: Kysely<Tables>, open: readonly Answering[]): Promise<ReadonlyMap<string, Known>> => {
  const people = new Map(open.map(({ game, given, key }) => [key, { round: game.id, question: game.at, person: given.move.person }]))
  const { rows } = await sql<{ round: string; person: string; chosen: number | null; given_at: number | null; player: string | null }>`
    select v.round, v.person, a.chosen, a.given_at, p.person as player from ${batch(kind, ANSWERER, [...people.values()])}
    left join quiz_answer a on a.round = v.round and a.question = v.question and a.person = v.person
    left join quiz_player p on p.round = v.round and p.person = v.person`.execute(tx)
  return new Map(
    rows.map(({ round, person, chosen, given_at, player }) => [
      keyOf(round, person),
      { answer: chosen === null || given_at === null ? undefined : toAnswer({ chosen, given_at }), named: player !== null },
    ]),
  )
}

/** What is to be written of one person: the last of what counts. */
type Change = {
  readonly key: string
  readonly round: string
  readonly question: number
  readonly person: string
  readonly before?: Answer | undefined
  readonly answer: Answer
  readonly name: string
}

type Judged = { readonly verdicts: ReadonlyMap<Given, Taken>; readonly changes: readonly Change[] }

const judge = (known: ReadonlyMap<string, Known>, open: readonly Answering[]): Judged => {
  const games = new Map<string, Game>()
  const verdicts = new Map<Given, Taken>()
  const changes = new Map<string, Change>()
  for (const { given, game: anybodys, key } of open) {
    const { person } = given.move
    const before = known.get(key)?.answer
    const game = games.get(key) ?? { ...anybodys, answers: before ? { [person]: before } : {} }
    const decision = decide(game, given.move)
    if (decision.kind === 'nothing') {
      verdicts.set(given, { kind: 'refused', why: decision.why, game })
      continue
    }
    const next = decision.events.reduce(evolve, game)
    const answer = next.answers[person]
    if (!answer) throw new Error('an answer that counts is nowhere')
    verdicts.set(given, { kind: 'counted', changed: Object.hasOwn(game.answers, person), game: next })
    games.set(key, next)
    changes.set(key, { key, round: game.id, question: game.at, person, before, answer, name: given.name })
  }
  return { verdicts, changes: inOrder([...changes.values()], ({ key }) => key) }
}

const FIRST = { round: 'text', question: 'bigint', person: 'text', chosen: 'bigint', given_at: 'bigint' } as const
const CHANGED = { ...FIRST, chosen_before: 'bigint', given_before: 'bigint' } as const

/** The keys of those that were written: not of those whose rows are no longer what was judged. */
const write = async (kind: EngineKind, tx: Kysely<Tables>, changes: readonly Change[]): Promise<ReadonlySet<string>> => {
  const rows = changes.map(({ round, question, person, before, answer }) => ({
    round,
    question,
    person,
    chosen: answer.option,
    given_at: answer.atMs,
    chosen_before: before?.option ?? null,
    given_before: before?.atMs ?? null,
  }))
  const first = rows.filter((row) => row.given_before === null)
  const changed = rows.filter((row) => row.given_before !== null)
  const written: { readonly round: string; readonly person: string }[] = []
  if (first.length > 0) {
    const inserted = await sql<{ round: string; person: string }>`
      insert into quiz_answer (round, question, person, chosen, given_at)
      select round, question, person, chosen, given_at from ${batch(kind, FIRST, first)} where true
      on conflict (round, question, person) do nothing returning round, person`.execute(tx)
    written.push(...inserted.rows)
  }
  if (changed.length > 0) {
    const updated = await sql<{ round: string; person: string }>`
      update quiz_answer set chosen = v.chosen, given_at = v.given_at from ${batch(kind, CHANGED, changed)}
      where quiz_answer.round = v.round and quiz_answer.question = v.question and quiz_answer.person = v.person
        and quiz_answer.chosen = v.chosen_before and quiz_answer.given_at = v.given_before
      returning quiz_answer.round, quiz_answer.person`.execute(tx)
    written.push(...updated.rows)
  }
  return new Set(written.map(({ round, person }) => keyOf(round, person)))
}

const PLAYER = { round: 'text', person: 'text', name: 'text' } as const

/** How somebody was called first stays, for that round. */
export const writePlayers = async (
  kind: EngineKind,
  tx: Kysely<Tables>,
  vault: Vault,
  players: readonly { readonly round: string; readonly person: string; readonly name: string }[],
): Promise<void> => {
  const rows = players.filter(({ name }) => name !== '').map(({ round, person, name }) => ({ round, person, name: vault.seal(name, NAME) }))
  if (rows.length === 0) return
  await sql`insert into quiz_player (round, person, name) select round, person, name from ${batch(kind, PLAYER, rows)} where true
    on conflict (round, person) do nothing`.execute(tx)
}
