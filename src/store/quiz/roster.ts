import { type Kysely, sql } from 'kysely'
import type { Game } from '../../quiz/engine/game.ts'
import type { Roster } from '../../quiz/people.ts'
import type { Room } from '../room.ts'
import { channelOf, maybe, same } from '../rows.ts'
import type { Tables } from '../schema.ts'
import { meet } from '../servers.ts'
import { alone } from './alone.ts'

type Channel = Parameters<Roster['codes']>[0]

export const roster = ({ access, clock }: Pick<Room, 'access' | 'clock'>): Roster => ({
  join: (channel, code, person) =>
    access.write(async (tx) => {
      await alone(access.kind, tx, nameOf(channel))
      const places = await placesOf(tx, channel)
      const wanted = places.find(({ folded }) => folded === foldedCode(code))
      if (!wanted) return 'unknown'
      if (wanted.person !== null) return wanted.person === person ? 'joined' : 'taken'
      // Whoever takes another code leaves the one before.
      await within(tx, channel).set({ person: null }).where('person', '=', person).execute()
      await within(tx, channel).set({ person }).where('folded', '=', wanted.folded).execute()
      return 'joined'
    }),
  codes: (channel) =>
    access.read(async (db) => (await placesOf(db, channel)).map(({ code, person }) => ({ code, ...maybe('person', person, same) }))),
  keeper: (channel) => access.read(async (db) => (await placesOf(db, channel))[0]?.keeper ?? undefined),
  set: (channel, codes, keeper) =>
    access.write(async (tx) => {
      await alone(access.kind, tx, nameOf(channel))
      await meet(tx, channel, clock.now())
      const { platform, server, channel: name } = channel
      const people = new Map((await placesOf(tx, channel)).map(({ folded, person }) => [folded, person]))
      await tx.deleteFrom('quiz_roster').where('platform', '=', platform).where('server', '=', server).where('channel', '=', name).execute()
      const listed = [...new Map(codes.map((code) => [foldedCode(code), code.trim()]))].filter(([folded]) => folded !== '')
      const rows = listed.map(([folded, code], number) => ({
        platform,
        server,
        channel: name,
        folded,
        code,
        number,
        person: people.get(folded) ?? null,
        keeper,
      }))
      if (rows.length > 0) await tx.insertInto('quiz_roster').values(rows).execute()
    }),
})

/** Writes beside each player of a class which code is theirs now: whoever takes another one later leaves these answers where they are. */
export const keepCodes = async (tx: Kysely<Tables>, { id, place }: Pick<Game, 'id' | 'place'>): Promise<void> => {
  const { platform, server, channel } = channelOf(place)
  await sql`update quiz_player set code = (select code from quiz_roster where platform = ${platform} and server = ${server}
    and channel = ${channel} and quiz_roster.person = quiz_player.person) where round = ${id}`.execute(tx)
}

/** As codes are compared: how one is typed does not matter. */
const foldedCode = (code: string): string => code.normalize('NFKC').trim().toLowerCase()

const nameOf = ({ platform, server, channel }: Channel): string => `roster ${JSON.stringify([platform, server, channel])}`

/** In the order of the list. */
const placesOf = (db: Kysely<Tables>, { platform, server, channel }: Channel) =>
  db
    .selectFrom('quiz_roster')
    .select(['folded', 'code', 'person', 'keeper'])
    .where('platform', '=', platform)
    .where('server', '=', server)
    .where('channel', '=', channel)
    .orderBy('number')
    .execute()

const within = (tx: Kysely<Tables>, { platform, server, channel }: Channel) =>
  tx.updateTable('quiz_roster').where('platform', '=', platform).where('server', '=', server).where('channel', '=', channel)
