import type { Place } from '../../src/chat/platform.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import type { Log } from '../../src/kernel/log.ts'
import { discord } from '../../src/platforms/discord/discord.ts'
import { PERSON } from '../support/discord-payloads.ts'
import { RECLUSE } from '../support/discord-places.ts'
import { discordProcess } from '../support/discord-process.ts'
import type { FakeMessage } from '../support/discord-rest.ts'
import type { Fault } from '../support/discord-server.ts'
import { answerOf } from './discord-answer.ts'
import type { Board, Shown, Trouble } from './driver.ts'

const GUILD = '700000000000000001'
const ROLE = '700000000000000010'

/** Discord's own words, and faults of the way to it. */
const FAULTS: Readonly<Record<Trouble, Omit<Fault, 'path'>>> = {
  broken: { kind: 'break' },
  'broken-after': { kind: 'break-after' },
  cut: { kind: 'reset' },
  'cut-after': { kind: 'reset-after' },
  stalled: { kind: 'stall' },
  limited: { kind: 'limit', ms: 1_500 },
  page: { kind: 'page' },
  forbidden: { kind: 'told', status: 403, code: 50013 },
  gone: { kind: 'told', status: 404, code: 10003 },
  archived: { kind: 'told', status: 400, code: 50083 },
  revoked: { kind: 'told', status: 401, code: 0 },
}

const REQUESTS = {
  send: { method: 'POST', path: '/messages' },
  find: { method: 'GET', path: '/messages' },
  amend: { method: 'PATCH', path: '/messages/' },
  rights: { method: 'GET', path: '/channels/' },
} as const

const person = (user: string): Place => ({ kind: 'person', platform: 'discord', user })

/** The surface with a Discord of its own, in another process. */
export async function discordBoard(log: Log, sendMs?: number): Promise<Board> {
  const server = await discordProcess({ guilds: [GUILD] })
  const { token, appId, apiUrl } = server
  const platform = discord({ token, appId, apiUrl, roots: [], log, clock: systemClock(), sendMs })
  const roomOf = (to: Place): Promise<string> | string =>
    to.kind === 'person' ? server.room(to.user) : to.kind === 'thread' ? to.under : to.channel
  return {
    platform,
    role: ROLE,
    person: person(PERSON),
    recluse: person(RECLUSE),
    channel: async (lacks = []) => ({ kind: 'channel', platform: 'discord', server: GUILD, channel: await server.channel(lacks) }),
    meet: (doing, trouble) => server.fault({ ...REQUESTS[doing], ...FAULTS[trouble] }),
    shown: async (to) => (await server.messages(await roomOf(to))).map(toShown),
    remove: (_to, message) => server.remove(message),
    requests: async () => (await server.received({ kind: 'asked' })).length,
    reachable: (yes) => (yes ? server.start() : server.stop()),
    async close() {
      await platform.close()
      await server.close()
    },
  }
}

function toShown(message: FakeMessage): Shown {
  const rings = message['mention_roles'] as readonly string[]
  const body = { flags: message.flags, components: message.components, allowed_mentions: { parse: [] } }
  return {
    ...answerOf(
      message,
      body,
      false,
      rings.map((role) => `<@&${role}>`),
    ),
    message: message.id,
    rings,
  }
}
