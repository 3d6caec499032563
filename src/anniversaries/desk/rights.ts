import type { Ask } from '../../chat/command.ts'
import type { ChannelPlace, Rights } from '../../chat/platform.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Wish } from '../subscription.ts'
import type { Desk } from './desk.ts'
import { lackText } from './phrases.ts'

/**
 * Makes sure that what a schedule wishes could be posted in a channel. Throws `Failure` with what to grant where it could not;
 * `unknown` where nobody can tell now.
 */
export async function postable(desk: Desk, ask: Ask, place: ChannelPlace, wish: Pick<Wish, 'thread'>): Promise<Rights['kind']> {
  const rights = (isAskedThere(ask, place) ? ask.asker.rights : undefined) ?? (await desk.rightsOf(place))
  if (rights.kind === 'unknown') return 'unknown'
  const lacks = rights.lacks.filter((lack) => lack !== 'threads' || wish.thread)
  if (lacks.length > 0)
    throw new Failure('conflict', 'schedule.lacks', { lacks: lacks.map((lack) => lackText(ask.say, lack, place.platform)).join(' ') })
  return 'known'
}

const isAskedThere = ({ asker }: Ask, place: ChannelPlace): boolean =>
  asker.platform === place.platform && asker.server === place.server && asker.channel === place.channel
