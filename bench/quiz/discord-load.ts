import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { command, press } from '../../tests/support/discord-payloads.ts'
import { discordServer } from '../../tests/support/discord-server.ts'
import { serve } from '../child.ts'
import type { DiscordBegun } from '../discord-load.ts'
import { choiceOf, type Crowd, crowded, type Pressed, type Stand } from './crowd.ts'

export type DiscordAsked =
  /** Begins a round in a channel of its own, as somebody types it. */
  { readonly kind: 'stage' } | { readonly kind: 'press'; readonly stand: Stand; readonly crowd: Crowd }

const EPOCH_MS = 1_420_070_400_000n
const server = await discordServer()
let serial = 0n
/** An id of this moment: it tells when somebody pressed. */
const snowflake = (): string => String(((BigInt(Date.now()) - EPOCH_MS) << 22n) | (serial++ & 0x3f_ffffn))

/** Done by this person, in this channel, now. */
function done(payload: Record<string, unknown>, person: string, channel: string): Record<string, unknown> & { readonly id: string } {
  const id = snowflake()
  const { member, channel: where } = payload as { member: { user: object }; channel: object }
  return {
    ...payload,
    id,
    token: `token-of-interaction-${id}`,
    channel_id: channel,
    channel: { ...where, id: channel },
    member: { ...member, user: { ...member.user, id: person, username: `learner${person}`, global_name: `Learner ${person}` } },
  }
}

type Component = { readonly custom_id?: string; readonly components?: readonly Component[] }
const idsIn = (components: readonly Component[]): readonly string[] =>
  components.flatMap(({ custom_id: id, components: inside = [] }) => [
    ...(id?.includes('quiz.answer|') === true ? [id] : []),
    ...idsIn(inside),
  ])

async function stage(): Promise<Stand> {
  await server.listening()
  const channel = await server.channel()
  await server.interact(done(command('quiz', 'start', [{ name: 'seconds', value: 0 }]), personOf(-1), channel))
  for (;;) {
    for (const message of await server.messages(channel)) {
      const actions = idsIn(message.components as readonly Component[])
      if (actions.length > 0) return { channel, actions, message }
    }
    await pause(10)
  }
}

const personOf = (n: number): string => String(800_000_000_000_000_000n + BigInt(n + 1))

/** An answer that takes longer is missing. */
const PATIENCE_MS = 10_000

const askedBy = ({ url = '' }: IncomingMessage): string => /\/interactions\/(\d+)\//.exec(url)?.[1] ?? ''
const waiting = new Map<string, (at: number) => void>()
const cameAt = new Map<string, number>()

// Read where the request ends and not where the fake has judged it, so that its checks of a message do not count.
subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage }
  const id = askedBy(request)
  if (waiting.has(id)) request.once('end', () => cameAt.set(id, performance.now()))
})
subscribe('http.server.response.finish', (message) => {
  const { request, response } = message as { readonly request: IncomingMessage; readonly response: ServerResponse }
  const id = askedBy(request)
  waiting.get(id)?.(response.statusCode < 300 ? (cameAt.get(id) ?? Number.NaN) : Number.NaN)
  waiting.delete(id)
  cameAt.delete(id)
})

async function pressed(stand: Stand, crowd: Crowd): Promise<Pressed> {
  await server.listening()
  const message = stand.message as { readonly id: string }
  return crowded(
    crowd,
    (n) =>
      new Promise((resolve) => {
        const payload = done(press(message, choiceOf(stand, n)), personOf(crowd.first + n), stand.channel)
        waiting.set(payload.id, resolve)
        setTimeout(resolve, PATIENCE_MS, Number.NaN).unref()
        void server.dispatch(payload)
      }),
  )
}

serve({ apiUrl: server.apiUrl, token: server.token, appId: server.appId } satisfies DiscordBegun, (job) => {
  const asked = job as DiscordAsked
  return asked.kind === 'stage' ? stage() : pressed(asked.stand, asked.crowd)
})
