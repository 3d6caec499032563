import { Routes, type REST } from 'discord.js'
import type { Root } from '../../chat/command.ts'
import { StartFault } from '../../kernel/failure.ts'
import { forGuild, sameCommands, toDiscordCommands } from './commands.ts'
import { discordRest, troubleOf } from './rest.ts'

export type Place = { readonly appId: string; readonly guildId?: string | undefined }

/** Registers our commands, everywhere or in one server, unless Discord already has exactly these. Rejects with what Discord answered. */
export async function register(rest: REST, { appId, guildId }: Place, roots: readonly Root[]): Promise<'same' | 'registered'> {
  const route = guildId === undefined ? Routes.applicationCommands(appId) : Routes.applicationGuildCommands(appId, guildId)
  const ours = guildId === undefined ? toDiscordCommands(roots) : forGuild(toDiscordCommands(roots))
  const answer = await rest.get(route, { query: new URLSearchParams({ with_localizations: 'true' }) })
  const theirs = (Array.isArray(answer) ? answer : []) as ReturnType<typeof toDiscordCommands>
  if (sameCommands(ours, guildId === undefined ? theirs : forGuild(theirs))) return 'same'
  await rest.put(route, { body: ours })
  return 'registered'
}

/** `griot commands push`: says in one line what was done. Throws a `StartFault` in plain words where Discord would not. */
export async function pushCommands(
  given: Place & { readonly token: string; readonly apiUrl: string; readonly roots: readonly Root[] },
): Promise<string> {
  const rest = discordRest(given.apiUrl, given.token)
  const where = given.guildId === undefined ? 'Discord' : 'the Discord server of DISCORD_GUILD_ID'
  try {
    const names = given.roots.map(({ name }) => `/${name}`).join(', ')
    const done = await register(rest, given, given.roots)
    return done === 'same' ? `${where} already has exactly these commands: ${names}` : `registered with ${where}: ${names}`
  } catch (error) {
    const { kind, fields, status } = troubleOf(error)
    const why = status === 401 ? 'the token was refused; check DISCORD_TOKEN' : `${kind}: ${JSON.stringify(fields)}`
    throw new StartFault(`The commands could not be registered with ${where}: ${why}`, { cause: error })
  } finally {
    rest.clearHandlerSweeper()
    rest.clearHashSweeper()
  }
}
