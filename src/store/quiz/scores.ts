import { type Kysely, sql } from 'kysely'
import type { Person } from '../../quiz/engine/game.ts'
import type { Reach, Rounds, Standing } from '../../quiz/rounds.ts'
import { batch } from '../batch.ts'
import type { EngineKind } from '../engine.ts'
import { channelOf, maybe } from '../rows.ts'
import type { Tables } from '../schema.ts'
import type { Vault } from '../vault.ts'
import { NAME } from './answering.ts'

type Sums = {
  readonly person: string
  readonly rounds: number
  readonly answered: number
  readonly right_ones: number
  readonly points: number
}

/** PostgreSQL adds whole numbers up to something wider, which would come as text. */
const SUMS = sql`quiz_answer.person, count(distinct quiz_answer.round) as rounds, count(*) as answered,
  cast(sum(quiz_answer.is_right) as bigint) as right_ones, cast(sum(quiz_answer.points) as bigint) as points`

/** Only answers whose question was told. A class has no ranking, so its answers are in none. */
export const standings = async (
  kind: EngineKind,
  db: Kysely<Tables>,
  vault: Vault,
  reach: Reach,
  limit: number,
): Promise<readonly Standing[]> => {
  const within = withinReach(reach)
  const { rows } = await sql<Sums>`
    select ${SUMS} from quiz_round join quiz_answer on quiz_answer.round = quiz_round.id
    where ${within} and quiz_answer.is_right is not null
    group by quiz_answer.person order by points desc, right_ones desc, quiz_answer.person limit ${limit}`.execute(db)
  const names = await namesOf(
    kind,
    db,
    rows.map(({ person }) => person),
    within,
  )
  return rows.map((row) => ({ ...toStanding(row), ...maybe('name', names.get(row.person), (name) => vault.open(name, NAME)) }))
}

const withinReach = ({ place, whole, since }: Reach) => {
  const { platform, server, channel } = channelOf(place)
  // The web has no servers; there a channel is all there is.
  const here = whole === 'channel' || server === '' ? sql`and quiz_round.channel = ${channel}` : sql``
  const lately = since ? sql`and quiz_round.started_at >= ${since.getTime()}` : sql``
  return sql`quiz_round.platform = ${platform} and quiz_round.server = ${server} ${here} ${lately} and quiz_round.mode <> 'class'`
}

const PERSON = { person: 'text' } as const

/** As each was called in the newest of these rounds that still knows, sealed. */
const namesOf = async (
  kind: EngineKind,
  db: Kysely<Tables>,
  people: readonly Person[],
  within: ReturnType<typeof withinReach>,
): Promise<ReadonlyMap<Person, string>> => {
  if (people.length === 0) return new Map()
  const asked = people.map((person) => ({ person }))
  // SQLite takes a cross join in its order; any other it would turn round, and read the whole list again for each row.
  const { rows } = await sql<{ person: string; name: string }>`
    select quiz_player.person, quiz_player.name from ${batch(kind, PERSON, asked)} cross join quiz_player cross join quiz_round
    where quiz_player.person = v.person and quiz_round.id = quiz_player.round and ${within} order by quiz_round.started_at, quiz_round.id`.execute(
    db,
  )
  return new Map(rows.map(({ person, name }) => [person, name]))
}

export const mine = async (db: Kysely<Tables>, person: Person): Promise<Standing | undefined> => {
  const { rows } = await sql<Sums>`
    select ${SUMS} from quiz_answer where quiz_answer.person = ${person} and quiz_answer.is_right is not null group by quiz_answer.person`.execute(
    db,
  )
  return rows[0] && toStanding(rows[0])
}

const toStanding = ({ person, rounds, answered, right_ones, points }: Sums): Standing => ({
  person,
  rounds,
  answered,
  right: right_ones,
  points,
})

const QUESTION = { question: 'text' } as const

/** Questions that nobody was ever asked are missing. */
export const tallies = async (kind: EngineKind, db: Kysely<Tables>, questions: readonly string[]): ReturnType<Rounds['tallies']> => {
  const asked = [...new Set(questions)].map((question) => ({ question }))
  if (asked.length === 0) return {}
  const { rows } = await sql<{ question: string; answered: number; rightly: number }>`
    select quiz_tally.question, answered, rightly from ${batch(kind, QUESTION, asked)} cross join quiz_tally where quiz_tally.question = v.question`.execute(
    db,
  )
  return Object.fromEntries(rows.map(({ question, answered, rightly }) => [question, { answered, right: rightly }]))
}
