import type { Game } from '../../quiz/engine/game.ts'
import type { Given } from '../../quiz/rounds.ts'
import { channelName, channelOf } from '../rows.ts'

/** The column that the names of players are sealed for. */
export const NAME = 'quiz_player.name'

/** One person in one round. */
export const keyOf = (round: string, person: string): string => `${round} ${person}`

/** Whether an answer came from the place of its round. */
export const isFrom = (game: Game, { from: { platform, server = '', channel } }: Given): boolean =>
  channel !== undefined && channelName({ platform, server, channel }) === channelName(channelOf(game.place))
