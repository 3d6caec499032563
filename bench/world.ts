import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { child, type Child } from './child.ts'
import type { DiscordBegun, DiscordDone, DiscordJob } from './discord-load.ts'

const SLACK_BOT_TOKEN = 'xoxb-0000-of-the-benchmark'
export const SLACK_SIGNING_SECRET = '0123456789abcdef-of-the-benchmark'

/** A Slack and a Discord on loopback, each in a process of its own, for one program at a time. */
export type World = {
  /** What the program needs to know of them. */
  readonly env: Readonly<Record<string, string>>
  /** Dispatches interactions over this Discord's gateway. */
  interact(job: DiscordJob): Promise<DiscordDone>
  end(): Promise<void>
}

export async function world(): Promise<World> {
  const data = mkdtempSync(join(tmpdir(), 'griot-bench-'))
  const [slack, discord] = await Promise.all([
    child<{ readonly apiUrl: string }>('slack-fake.ts', { args: [SLACK_BOT_TOKEN] }),
    child<DiscordBegun>('discord-load.ts'),
  ])
  return {
    env: {
      DISCORD_TOKEN: discord.begun.token,
      DISCORD_APP_ID: discord.begun.appId,
      DISCORD_API_URL: discord.begun.apiUrl,
      SLACK_BOT_TOKEN,
      SLACK_SIGNING_SECRET,
      SLACK_API_URL: slack.begun.apiUrl,
      GRIOT_DATA: data,
      LOG_LEVEL: 'warn',
      PORT: '0',
    },
    interact: (job) => discord.ask<DiscordDone>(job),
    async end() {
      await Promise.all([slack.end(), discord.end()])
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Runs one of the peers against a world of its own. */
export async function peer<Begun>(
  name: 'griot' | 'slack-echo' | 'discord-echo' | 'bare',
  flags: readonly string[] = [],
): Promise<Child<Begun> & Pick<World, 'interact'>> {
  const around = await world()
  const program = await child<Begun>(`peers/${name}.ts`, { env: around.env, flags })
  return {
    ...program,
    interact: (job) => around.interact(job),
    async end() {
      await program.end()
      await around.end()
    },
  }
}
