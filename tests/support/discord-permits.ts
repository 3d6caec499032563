import type { Answer } from './discord-rest.ts'

/** https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object */
export type Permit = { readonly id: string; readonly type: 1 | 2 | 3; readonly permission: boolean }

/** What servers have set under Integrations, for a command or, under the application's id, for all of them. */
export class FakePermits {
  readonly #set = new Map<string, Map<string, readonly Permit[]>>()
  readonly #appId: string

  constructor(appId: string) {
    this.#appId = appId
  }

  /** In the place of what was set before; none takes it back. */
  put(guild: string, id: string, permits: readonly Permit[]): void {
    const all = this.#set.get(guild) ?? new Map<string, readonly Permit[]>()
    this.#set.set(guild, all)
    if (permits.length > 0) all.set(id, permits)
    else all.delete(id)
  }

  /** Commands for which nothing is set are not in the list. */
  list(guild: string): Answer {
    const all = [...(this.#set.get(guild) ?? [])]
    return { status: 200, body: all.map(([id, permissions]) => ({ id, application_id: this.#appId, guild_id: guild, permissions })) }
  }
}
