import type { ActionId, Reply } from '../../src/chat/reply.ts'
import type { ChannelPlace, Place, Platform } from '../../src/chat/platform.ts'
import { paragraph } from '../../src/chat/reply.ts'
import { systemClock, type Clock } from '../../src/kernel/clock.ts'
import { discord, type DiscordSettings } from '../../src/platforms/discord/discord.ts'
import { logBook, open, server as gone, type LogBook } from './discord-client.ts'
import type { Denied } from './discord-places.ts'
import type { DiscordServer, Fault } from './discord-server.ts'

export type Poster = LogBook & {
  readonly server: DiscordServer
  readonly platform: Platform
  /** A channel of its own, where we may do everything but this. */
  readonly channel: (denied?: readonly Denied[]) => Promise<ChannelPlace>
}

type Parts = Partial<Pick<DiscordSettings, 'sendMs' | 'network' | 'apiUrl' | 'worldTime'>> & {
  readonly clock?: Clock
  readonly server?: DiscordServer
}

/** The surface before a fake Discord, only to post. */
export async function poster({ server, clock = systemClock(), ...parts }: Parts = {}): Promise<Poster> {
  const there = server ?? (await gone())
  const book = logBook()
  const { token, appId, apiUrl } = there
  const platform = discord({ token, appId, apiUrl, roots: [], log: book.log, clock, ...parts })
  open.push(() => platform.close())
  const channel = async (denied: readonly Denied[] = []): Promise<ChannelPlace> => ({
    kind: 'channel',
    platform: 'discord',
    server: '700000000000000001',
    channel: await there.channel(denied),
  })
  return { server: there, platform, channel, ...book }
}

/** A message with a button; without one it could not be found again. */
export const words = (text: string, parts: Partial<Reply> = {}): Reply => ({
  locale: 'en',
  audience: 'everyone',
  blocks: [paragraph(text)],
  buttons: [{ label: 'More', action: 'mali.today' as ActionId }],
  footer: [],
  solemn: false,
  ...parts,
})

export const person = (user: string): Place => ({ kind: 'person', platform: 'discord', user })
export const threadUnder = (to: ChannelPlace, under: string): Place => ({ ...to, kind: 'thread', under, title: '18 August' })

export const POSTS: Omit<Fault, 'kind'> = { method: 'POST', path: '/messages' }
export const READS: Omit<Fault, 'kind'> = { method: 'GET', path: '/messages' }

/** The id of what was sent, or what came of it instead. */
export async function sentTo({ platform }: Pick<Poster, 'platform'>, to: Place, key: string, text = key): Promise<string> {
  const outcome = await platform.send(to, { reply: words(text) }, key)
  return outcome.kind === 'sent' ? outcome.message : JSON.stringify(outcome)
}

/** Before all that is sent in a test. */
export const BEFORE = new Date('2026-01-01T00:00:00Z')
