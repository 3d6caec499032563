import type { Kysely } from 'kysely'
import type { Reply } from '../../chat/reply.ts'
import type { Person } from '../../quiz/engine/game.ts'
import { unnamed } from '../../quiz/unnamed.ts'
import type { Tables } from '../schema.ts'
import type { Vault } from '../vault.ts'
import { amend } from '../web-channels.ts'
import { NAME } from './answering.ts'

/** Whose names are to be gone: everybody's in these rounds, or one person's in all. */
type Gone = { readonly rounds: readonly string[] } | { readonly person: Person; readonly called?: string | undefined }

/**
 * Takes names out of what we posted in the web's own channels, which we keep ourselves: what was told of those rounds, and whatever else
 * was said for everybody there, before `before` where that is given.
 */
export const unname = async (tx: Kysely<Tables>, vault: Vault, gone: Gone, now: Date, before?: number): Promise<void> => {
  const byChannel = Map.groupBy(await playersOf(tx, gone), ({ channel }) => channel)
  for (const [channel, players] of byChannel) {
    const names = players.map(({ name }) => vault.open(name, NAME))
    if ('called' in gone && gone.called !== undefined) names.push(gone.called)
    const rounds = 'rounds' in gone ? new Set(players.map(({ round }) => round)) : undefined
    for (const { number, key, reply, sent_at } of await postsOf(tx, channel)) {
      const [book, round = ''] = key.split('/')
      const isMeant = book === 'quiz' ? !isQuestion(key) && (!rounds || rounds.has(round)) : before === undefined || sent_at < before
      const said = isMeant ? (JSON.parse(reply) as Reply) : undefined
      const bare = said && unnamed(said, names)
      if (bare && JSON.stringify(bare) !== reply) await amend(tx, channel, number, bare, now)
    }
  }
}

/** A question names nobody who plays: whoever was called by a word of it leaves it as it is. */
const isQuestion = (key: string): boolean => /^quiz\/[^/]*\/\d+\/ask(?:\/|$)/.test(key)

const playersOf = (tx: Kysely<Tables>, gone: Gone) =>
  tx
    .selectFrom('quiz_player')
    .innerJoin('quiz_round', 'quiz_round.id', 'quiz_player.round')
    .select(['quiz_player.round', 'quiz_player.name', 'quiz_round.channel'])
    .where('quiz_round.platform', '=', 'web')
    .where((e) => ('rounds' in gone ? e('quiz_player.round', 'in', gone.rounds) : e('quiz_player.person', '=', gone.person)))
    .execute()

/** What a round posted, and what somebody asked for everybody. */
const postsOf = (tx: Kysely<Tables>, channel: string) =>
  tx
    .selectFrom('web_message')
    .select(['number', 'key', 'reply', 'sent_at'])
    .where('channel', '=', channel)
    .where((e) => e.or([e('key', 'like', 'quiz/%'), e('key', 'like', 'asked/%')]))
    .execute()
