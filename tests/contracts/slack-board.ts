import type { Lack, Place } from '../../src/chat/platform.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import type { Log } from '../../src/kernel/log.ts'
import { slack, type SlackSettings } from '../../src/platforms/slack/slack.ts'
import type { Fault } from '../support/slack-faults.ts'
import { postFaults, ringOf, SCOPES, TEAM, type Channel, type Standing } from '../support/slack-world.ts'
import type { Board, Shown, Trouble } from './driver.ts'
import { fieldsOf, toAnswer } from './slack-seen.ts'

/** Tells the loopback Slack to do something. */
type Tell = (verb: string, ...given: readonly unknown[]) => Promise<unknown>
type Tokens = Pick<SlackSettings, 'botToken' | 'appToken' | 'apiUrl'>

const HERE = { platform: 'slack', server: TEAM } as const
const METHODS = { send: 'chat.postMessage', find: 'conversations.history', amend: 'chat.update', rights: 'conversations.info' } as const
const TROUBLES: Readonly<Record<Trouble, Fault>> = {
  broken: { kind: 'broken', accepted: false },
  'broken-after': { kind: 'broken', accepted: true },
  cut: { kind: 'reset' },
  'cut-after': { kind: 'lost' },
  stalled: { kind: 'stall', accepted: false },
  limited: { kind: 'limited', retryAfter: 7 },
  page: { kind: 'page', status: 403 },
  forbidden: { kind: 'error', error: 'restricted_action' },
  gone: { kind: 'error', error: 'channel_not_found' },
  archived: { kind: 'error', error: 'is_archived' },
  revoked: { kind: 'error', error: 'token_revoked' },
}
const LACKING: Readonly<Partial<Record<Lack | 'history', Channel>>> = {
  // Private channels: their history was not granted.
  history: { is_private: true },
  member: { is_member: false },
  archived: { is_archived: true },
  send: { is_read_only: true },
  threads: { is_non_threadable: true },
}
let channels = 0

/** A message that stands by itself: its first block may ring. */
function toShown({ ts, body }: Standing): Shown {
  const ring = ringOf(body)
  const blocks = fieldsOf(body['blocks']).slice(ring === undefined ? 0 : 1)
  return { ...toAnswer({ ...body, blocks }), faults: postFaults(body), message: ts, rings: ring === undefined ? [] : [ring] }
}

/** Slack by itself, in a workspace that granted the history of its public channels alone. */
export async function slackBoard(tell: Tell, tokens: Tokens, log: Log, sendMs?: number): Promise<Board> {
  await tell('setScopes', [...SCOPES, 'channels:history'])
  await tell('setUser', 'U0RECLUSE', { closed: true })
  const platform = slack({
    ...tokens,
    roots: [],
    log,
    clock: systemClock(),
    ...(sendMs !== undefined && { sendMs }),
  })
  const channelOf = (to: Place) => (to.kind === 'person' ? `D${to.user.slice(1)}` : to.channel)
  return {
    platform,
    role: 'S0000GROUP',
    person: { ...HERE, kind: 'person', user: 'U0PERSON' },
    recluse: { ...HERE, kind: 'person', user: 'U0RECLUSE' },
    async channel(lacks = []) {
      const channel = `C0BOARD${(channels += 1)}`
      await tell('setChannel', channel, Object.assign({}, ...lacks.map((lack) => LACKING[lack])))
      return { ...HERE, kind: 'channel', channel }
    },
    meet: async (doing, trouble) => void (await tell('fault', METHODS[doing], TROUBLES[trouble])),
    async shown(to) {
      const all = (await tell('messages', channelOf(to))) as readonly Standing[]
      const thread = to.kind === 'thread' ? to.under : undefined
      return all.filter((one) => !one.removed && one.thread === thread).map(toShown)
    },
    remove: async (to, message) => void (await tell('remove', channelOf(to), message)),
    requests: async () => (await tell('requests')) as number,
    reachable: async (yes) => void (await tell('reachable', yes)),
    close: () => platform.close(),
  }
}
