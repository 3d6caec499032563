import type { ChannelPlace, Place } from '../../src/chat/platform.ts'
import { paragraph, type Reply } from '../../src/chat/reply.ts'
import { logger, type LogLevel } from '../../src/kernel/log.ts'
import { sending } from '../../src/platforms/slack/sending.ts'
import type { SendingSettings } from '../../src/platforms/slack/standing.ts'
import { BOT_TOKEN } from './slack-rig.ts'
import { TEAM } from './slack-world.ts'

export const C1: ChannelPlace = { kind: 'channel', platform: 'slack', server: TEAM, channel: 'C1' }
export const PERSON: Place = { kind: 'person', platform: 'slack', server: TEAM, user: 'U1' }
/** Any instant before all that is sent in a test. */
export const LONG_AGO = new Date('2026-01-01T00:00:00Z')

export const replyOf = (words: string, parts: Partial<Reply> = {}): Reply => ({
  locale: 'en',
  audience: 'everyone',
  blocks: [paragraph(words)],
  buttons: [],
  footer: [],
  solemn: false,
  ...parts,
})
export const HELLO = { reply: replyOf('hello') } as const

/** Posting as the surface does it, all that it logged, and the methods that said that the token is worth nothing. */
export function poster({ level = 'debug', ...given }: Partial<SendingSettings> & { readonly apiUrl: string; readonly level?: LogLevel }) {
  const lines: string[] = []
  const revoked: string[] = []
  let nowMs = Date.now()
  const posting = sending({
    botToken: BOT_TOKEN,
    log: logger({ level, secrets: [], write: (line) => void lines.push(line) }),
    clock: { now: () => new Date(nowMs) },
    standing: {},
    revoked: (method) => void revoked.push(method),
    ...given,
  })
  return { ...posting, lines, revoked, pass: (ms: number) => void (nowMs += ms) }
}
