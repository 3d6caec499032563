import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { ID } from '../../chat/identity.ts'
import type { Asker, ChannelPlace, PlatformName } from '../../chat/platform.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Subscription } from '../subscription.ts'
import type { Desk } from './desk.ts'

/** What somebody wants to do: `mend` what a notice in a direct message offers, or anything else. */
export type Act = 'manage' | 'mend'

const FORBIDDEN = {
  discord: 'schedule.forbiddenDiscord',
  slack: 'schedule.forbiddenSlack',
  web: 'schedule.forbiddenWeb',
} as const satisfies Readonly<Record<PlatformName, string>>

/** The channel in which something was asked. Throws `Failure` where there is none, and in a thread: schedules belong to the channel above it. */
export function placeOf({ asker }: Ask): ChannelPlace {
  const { platform, server, channel, site } = asker
  // Discord knows channels only inside servers; elsewhere a person installed us for themselves.
  if (channel === undefined || site === 'direct' || (platform === 'discord' && server === undefined))
    throw new Failure('bad-input', 'schedule.noChannel')
  if (site === 'thread') throw new Failure('bad-input', 'schedule.inThread')
  return { kind: 'channel', platform, ...(server !== undefined && { server }), channel }
}

/** Throws `Failure` unless this person may manage what the bot does here. */
export function managing({ asker }: Ask): void {
  if (asker.manages === true) return
  if (asker.manages === undefined && asker.platform === 'slack') throw new Failure('unavailable', 'schedule.unchecked')
  throw new Failure('forbidden', FORBIDDEN[asker.platform])
}

/** The schedules of the channel that this person may see: all of them, or those that they set up. Throws `Failure` where that is none for want of rights. */
export async function seen(desk: Desk, ask: Ask): Promise<readonly Subscription[]> {
  const all = await desk.subscriptions.inChannel(placeOf(ask))
  if (ask.asker.manages === true) return all
  const own = await Promise.all(all.map((subscription) => isMaker(desk, ask.asker, subscription, 'manage')))
  const mine = all.filter((_, i) => own[i])
  if (mine.length === 0) managing(ask)
  return mine
}

/**
 * The schedule that is meant by its number in the channel or by its id, or the only one there is, if this person may do this with it.
 * Throws `Failure` otherwise; a schedule of another place is as good as none.
 */
export async function meant(desk: Desk, ask: Ask, typed: string | undefined, act: Act = 'manage'): Promise<Subscription> {
  const text = typed?.trim() ?? ''
  if (ID.test(text)) return byId(desk, ask, text, act)
  const all = await seen(desk, ask)
  const [only, ...others] = all
  const list = `/schedule ${ask.say('cmd.list.name')}`
  if (text === '') {
    if (only && others.length === 0) return only
    if (!only) throw new Failure('not-found', 'schedule.none', { example: exampleOf(ask) })
    throw new Failure('bad-input', 'schedule.which', { numbers: all.map(({ number }) => number).join(', ') })
  }
  const number = Number(/^#?(\d{1,9})$/.exec(text)?.[1] ?? Number.NaN)
  const found = all.find((subscription) => subscription.number === number)
  if (!found) throw new Failure('not-found', 'schedule.noSuch', { number: quotable(text), command: list })
  return found
}

/** `/schedule add anniversaries 9:00 Bamako`, in the language of the asker. */
export const exampleOf = ({ say }: Ask): string => `/schedule ${say('cmd.add.name')} ${say('schedule.example')}`

async function byId(desk: Desk, ask: Ask, id: string, act: Act): Promise<Subscription> {
  const subscription = await desk.subscriptions.get(id)
  const manages = subscription !== undefined && ask.asker.manages === true && isHere(ask.asker, subscription.place)
  if (subscription && (manages || (await isMaker(desk, ask.asker, subscription, act)))) return subscription
  // Whoever may not do it learns the same whether or not there is such a schedule.
  if (ask.asker.manages !== true) managing(ask)
  throw new Failure('not-found', 'schedule.gone')
}

/** Whether the right to manage, which holds for a server and on the web for one channel, reaches this place. */
const isHere = ({ platform, server, channel }: Asker, place: ChannelPlace): boolean =>
  platform === place.platform && server === place.server && (platform !== 'web' || channel === place.channel)

/** On Discord a maker who may no longer manage the server keeps only what a notice offers them, and only in their direct messages. */
async function isMaker(desk: Desk, asker: Asker, { id, place }: Subscription, act: Act): Promise<boolean> {
  const { platform, server, site, user } = asker
  if (platform !== place.platform || platform === 'web') return false
  if (platform === 'discord' && !(act === 'mend' && (site === 'direct' || server === undefined))) return false
  if (platform === 'slack' && server !== place.server) return false
  const maker = await desk.subscriptions.maker(id)
  return maker?.kind === 'person' && maker.user === user
}
