import * as z from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Exchange } from './exchange.ts'
import { withinMs } from './limit.ts'

/** Somebody who pressed a button in a server. */
export type Presser = {
  readonly server: string
  readonly user: string
  readonly roles: readonly string[]
  /** Where it was pressed; of a thread, the channel that it hangs in, because what is set for that holds in it. */
  readonly channel: string
}

/** https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object */
const Override = z.object({ id: z.string(), type: z.number(), permission: z.boolean() })
const Overrides = z.array(z.object({ id: z.string(), permissions: z.array(Override) }))
export type Override = z.output<typeof Override>
const Commands = z.array(z.object({ id: z.string(), name: z.string() }))

const [ROLE, USER, CHANNEL] = [1, 2, 3]

/** What a server has set for one command, and for all commands of ours together. */
export type ServerSettings = { readonly command: readonly Override[]; readonly app: readonly Override[] }

/**
 * Whether a server lets somebody use a command who does not manage it, as Discord itself judges of one kept by
 * `default_member_permissions`. A channel is shut by the command's own setting or, without one, by that for all commands. A person
 * needs the command's own leave: what is set for all commands takes away, but never opens a command that is kept
 * (https://support.discord.com/hc/en-us/articles/10952896421783-Updates-to-Command-Permissions).
 */
export function allows({ command, app }: ServerSettings, presser: Presser): boolean {
  const open = ofChannel(command, presser) ?? ofChannel(app, presser) ?? true
  return open && ofPerson(command, presser) === true
}

/** The channel's own setting before that of all channels, whose id is the server's less one. */
function ofChannel(overrides: readonly Override[], { server, channel }: Presser): boolean | undefined {
  const of = (id: string) => overrides.find((one) => one.type === CHANNEL && one.id === id)?.permission
  return of(channel) ?? of(String(BigInt(server) - 1n))
}

/** The person's own setting before those of their roles, of which one that allows is enough, and these before everyone's, whose id is the server's. */
function ofPerson(overrides: readonly Override[], { server, user, roles }: Presser): boolean | undefined {
  const own = overrides.find(({ type, id }) => type === USER && id === user)
  if (own) return own.permission
  const held = overrides.filter(({ type, id }) => type === ROLE && id !== server && roles.includes(id))
  if (held.length > 0) return held.some(({ permission }) => permission)
  return overrides.find(({ type, id }) => type === ROLE && id === server)?.permission
}

export type LeaveSettings = {
  readonly exchange: Exchange
  readonly appId: string
  /** The commands are registered in this server alone. */
  readonly guildId?: string | undefined
  readonly clock: Clock
  readonly log: Log
}

/** Whether a server lets this person use a command of ours without managing it. Never rejects; where Discord cannot be asked, it does not. */
export type Leave = (command: string, presser: Presser) => Promise<boolean>

/** Less than an interaction waits before its answer is announced. */
const ASKING_MS = 1_000
const REMEMBERED_MS = 30_000

/** Asks Discord what a server has set in its integrations, and remembers an answer for at most 30 seconds. */
export function leave({ exchange, appId, guildId, clock, log }: LeaveSettings): Leave {
  const commands = memory(clock, () => asked(guildId === undefined ? '' : `/guilds/${guildId}`, '', Commands))
  const overrides = memory(clock, (server) => asked(`/guilds/${server}`, '/permissions', Overrides))

  async function asked<T>(where: string, what: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const route = `/applications/${appId}${where}/commands${what}` as const
    const told = await withinMs(clock, ASKING_MS, (signal) => exchange({ method: 'GET', route }, signal))
    const read = told.kind === 'done' ? shape.safeParse(told.body) : undefined
    if (read?.success) return read.data
    log.warn('discord: who may use a command could not be asked', {
      why: told.kind === 'done' ? 'an answer that cannot be read' : told.why,
    })
    return undefined
  }

  return async (name, presser) => {
    const [known, set] = await Promise.all([commands(''), overrides(presser.server)])
    const id = known?.find((command) => command.name === name)?.id
    if (id === undefined || set === undefined) return false
    const of = (whose: string): readonly Override[] => set.find((one) => one.id === whose)?.permissions ?? []
    return allows({ command: of(id), app: of(appId) }, presser)
  }
}

type Remembered<T> = { readonly answer: Promise<T | undefined>; readonly atMs: number }

/** Asks once for all who want to know at the same time, and no more for 30 seconds after an answer was asked for; that there was none is forgotten at once. */
function memory<T>(clock: Clock, ask: (key: string) => Promise<T | undefined>): (key: string) => Promise<T | undefined> {
  const remembered = new Map<string, Remembered<T>>()
  return async (key) => {
    const nowMs = clock.now().getTime()
    for (const [old, { atMs }] of remembered) if (nowMs < atMs || nowMs >= atMs + REMEMBERED_MS) remembered.delete(old)
    const last = remembered.get(key)
    if (last) return last.answer
    const one = { answer: ask(key), atMs: nowMs }
    remembered.set(key, one)
    const answer = await one.answer
    if (answer === undefined && remembered.get(key) === one) remembered.delete(key)
    return answer
  }
}
