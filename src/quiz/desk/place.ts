import { toActionId } from '../../chat/action.ts'
import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import type { ChannelPlace, PlatformName } from '../../chat/platform.ts'
import { paragraph, type Reply } from '../../chat/reply.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Game } from '../engine/game.ts'
import type { QuizParts } from '../parts.ts'
import type { Roster } from '../people.ts'

/** The channel or thread in which something was asked; undefined between two people. */
export function placeOf({ asker }: Ask): ChannelPlace | undefined {
  const { platform, server, channel, site } = asker
  if (channel === undefined || site === 'direct' || (platform === 'discord' && server === undefined)) return undefined
  return { kind: 'channel', platform, ...(server !== undefined && { server }), channel }
}

/** Says that a round needs a channel, and offers what can be done without one. */
export const noChannelCard = (ask: Ask): Reply =>
  reply(ask, {
    audience: 'asker',
    blocks: [paragraph(ask.say('quiz.noChannel'))],
    buttons: buttons([ask.say('quiz.button.review'), toActionId('quiz.review')]),
    failure: 'bad-input',
  })

/** The channel in which something was asked. Throws `Failure` between two people. */
export function channelOf(ask: Ask): ChannelPlace {
  const place = placeOf(ask)
  if (!place) throw new Failure('bad-input', 'quiz.noChannel')
  return place
}

/** A channel as classes are kept of it. */
export const classOf = ({ platform, server = '', channel }: ChannelPlace): Parameters<Roster['codes']>[0] => ({ platform, server, channel })

/** The round that is being played here. Throws `Failure` where there is none. */
export async function runningHere({ rounds }: Pick<QuizParts, 'rounds'>, ask: Ask): Promise<Game> {
  const game = await rounds.running(channelOf(ask))
  if (!game) throw new Failure('not-found', 'quiz.noRound', { example: `/quiz ${ask.say('cmd.quizStart.name')}` })
  return game
}

/** Whether a round is of the place in which something was asked. */
export const isHere = ({ asker }: Ask, { place }: Pick<Game, 'place'>): boolean =>
  asker.platform === place.platform && asker.server === place.server && asker.channel === place.channel

/** Whether this person leads a round: whoever started it, or manages the place. */
export const leads = ({ pseudonyms }: Pick<QuizParts, 'pseudonyms'>, ask: Ask, game: Game): boolean =>
  (isHere(ask, game) && ask.asker.manages === true) || game.starter === pseudonyms.of(ask.asker)

const FORBIDDEN = {
  discord: 'quiz.forbiddenDiscord',
  slack: 'quiz.forbiddenSlack',
  web: 'quiz.forbiddenWeb',
} as const satisfies Readonly<Record<PlatformName, string>>

/** Throws `Failure` unless this person leads the round. */
export function leading(parts: Pick<QuizParts, 'pseudonyms'>, ask: Ask, game: Game): void {
  if (!leads(parts, ask, game)) throw new Failure('forbidden', FORBIDDEN[ask.asker.platform])
}
