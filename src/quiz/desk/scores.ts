import type { Ask } from '../../chat/command.ts'
import type { Reply } from '../../chat/reply.ts'
import { mineCard, scoresCard } from '../cards/scores.ts'
import type { QuizParts } from '../parts.ts'
import { channelOf } from './place.ts'

export const SEASONS = ['week', 'month', 'all'] as const
export type Season = (typeof SEASONS)[number]
export const SEASON_LABELS = { week: 'quiz.season.week', month: 'quiz.season.month', all: 'quiz.season.all' } as const

const DAYS: Readonly<Record<Exclude<Season, 'all'>, number>> = { week: 7, month: 30 }
const DAY_MS = 86_400_000
const MOST = 10

/** The best of this channel or of its whole server, over a while. What was played in classes is nobody else's. */
export async function scores(
  { rounds }: Pick<QuizParts, 'rounds'>,
  ask: Ask,
  { level = 'channel', season = 'month' }: { readonly level?: 'channel' | 'server' | undefined; readonly season?: Season | undefined },
): Promise<Reply> {
  const since = season === 'all' ? undefined : new Date(ask.now.getTime() - DAYS[season] * DAY_MS)
  const standings = await rounds.standings({ place: channelOf(ask), whole: level, ...(since && { since }) }, MOST)
  return scoresCard(ask, standings, { level, season })
}

/** What somebody has answered, for that person alone. */
export const mine = async ({ rounds, pseudonyms }: Pick<QuizParts, 'rounds' | 'pseudonyms'>, ask: Ask): Promise<Reply> =>
  mineCard(ask, await rounds.mine(pseudonyms.of(ask.asker)))
