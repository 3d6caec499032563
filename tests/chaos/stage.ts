import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Environment } from '../../src/config.ts'
import type { Database } from '../../src/store/store.ts'
import { tablesOf } from '../contracts/store/tables.ts'
import { discordProcess } from '../support/discord-process.ts'
import type { DiscordServer } from '../support/discord-server.ts'
import { type Postgres, postgres } from '../support/postgres.ts'
import { type SlackApart, slackApart } from '../support/slack-apart.ts'
import { SCOPES, TEAM } from '../support/slack-world.ts'
import { SECRET, type Spot } from './population.ts'

const GUILD = '700000000000000001'

/** A database and both platforms, each in a process of its own, and what an installation needs to reach them. */
export type Stage = {
  readonly database: Database
  readonly postgres?: Postgres | undefined
  readonly discord: DiscordServer
  readonly slack: SlackApart
  readonly environment: Environment
  /** Looks into the database, however often its server comes and goes. */
  readonly look: (sql: string) => Promise<readonly Record<string, unknown>[]>
  /** Channels of both platforms by turns, in every second pair of which we may not read what we posted. */
  spots(discord: number, slack: number): Promise<readonly Spot[]>
  close(): Promise<void>
}

/** Discord remembers no nonce here: whatever is sent twice stands there twice. */
export async function stage(engine: 'sqlite' | 'postgres'): Promise<Stage> {
  const home = mkdtempSync(join(tmpdir(), 'griot-chaos-'))
  const [discord, slack, server] = await Promise.all([
    discordProcess({ nonceMs: -1 }),
    slackApart(),
    // A commit that a crash of the server could lose would be no commit.
    engine === 'postgres' ? postgres({ durable: true }) : undefined,
  ])
  const database: Database = server ? { kind: 'postgres', url: await server.database() } : { kind: 'sqlite', path: join(home, 'griot.db') }
  await slack.tell('setScopes', [...SCOPES, 'channels:history'])
  return {
    database,
    postgres: server,
    discord,
    slack,
    environment: {
      GRIOT_DATA: home,
      GRIOT_SECRET: SECRET,
      DATABASE_URL: database.kind === 'postgres' ? database.url : `file:${database.path}`,
      DISCORD_TOKEN: discord.token,
      DISCORD_APP_ID: discord.appId,
      DISCORD_API_URL: discord.apiUrl,
      ...slack.environment,
    },
    look: (sql) => looked(database, sql),
    spots: async (onDiscord, onSlack) => [
      ...(await Promise.all(Array.from({ length: onDiscord }, async (_, n) => discordSpot(discord, n)))),
      ...(await Promise.all(Array.from({ length: onSlack }, async (_, n) => slackSpot(slack, n)))),
    ],
    async close() {
      await Promise.all([discord.close(), slack.close(), server?.end()])
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function looked(database: Database, sql: string, tries = 100): Promise<readonly Record<string, unknown>[]> {
  try {
    const tables = await tablesOf(database)
    try {
      return await tables.run(sql)
    } finally {
      await tables.close()
    }
  } catch (error) {
    if (tries === 0) throw error
    await pause(100)
    return looked(database, sql, tries - 1)
  }
}

const isReadable = (n: number): boolean => n % 2 === 0

/** A few people made all of it: who is asked about a silent post is asked about others as well. */
async function discordSpot(discord: DiscordServer, n: number): Promise<Spot> {
  const channel = await discord.channel(isReadable(n) ? [] : ['history'])
  const maker = String(800_000_000_000_000_000n + BigInt(n % 20))
  return { place: { kind: 'channel', platform: 'discord', server: GUILD, channel }, readable: isReadable(n), maker, thread: n % 6 === 0 }
}

/** Only the history of public channels was granted. */
async function slackSpot(slack: SlackApart, n: number): Promise<Spot> {
  const channel = `C${String(n).padStart(8, '0')}`
  if (!isReadable(n)) await slack.tell('setChannel', channel, { is_private: true, is_member: true })
  return {
    place: { kind: 'channel', platform: 'slack', server: TEAM, channel },
    readable: isReadable(n),
    maker: `U${n % 20}MAKER`,
    thread: n % 5 < 2,
  }
}
