import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/store/store.ts'
import { commandPayload, signedRequest } from '../../tests/support/slack-payloads.ts'
import { child, type Child } from '../child.ts'
import type { DiscordBegun } from '../discord-load.ts'
import { SLACK_SIGNING_SECRET as secret } from '../world.ts'
import type { Crowd, Pressed, Stand } from './crowd.ts'
import type { SlackFakeBegun } from './slack-fake.ts'

/** One way in to a program, from a platform of its own. */
export type Way = {
  readonly database: Database
  press(stand: Stand, crowd: Crowd): Promise<Pressed>
  /** What the program has computed since it began, in milliseconds. */
  spent(): Promise<number>
  /** Where they are not in the acknowledgement: resolves when so many private receipts have come in, to when the last did, in milliseconds since 1970. */
  readonly receipts?: (count: number) => Promise<number>
}

export const PLATFORMS = ['slack', 'discord'] as const

/** Griot and the bare peers on one kind of database, each on a fresh one of its own. */
export type Programs = Readonly<Record<(typeof PLATFORMS)[number], { readonly griot: Way & Stage; readonly bare: Way }>> & {
  end(): Promise<void>
}

/** Begins a round, by `/quiz start` over the same path, and resolves to its first question as it stands. */
export type Stage = { readonly stage: () => Promise<Stand> }

type Ported = { readonly port: number }
type Ended = { end(): Promise<void> }

const SLACK_BOT_TOKEN = 'xoxb-0000-of-the-benchmark'

export type Settings = {
  readonly fresh: () => Promise<Database>
  /** How many people Slack knows. */
  readonly people: number
  /** Node's flags for Griot's own process. */
  readonly flags: readonly string[]
}

export async function programs({ fresh, people, flags }: Settings): Promise<Programs> {
  const data = mkdtempSync(join(tmpdir(), 'griot-bench-'))
  const ends: Ended[] = []
  const begin = async <Begun>(...[file, settings]: Parameters<typeof child>): Promise<Child<Begun>> => {
    const one = await child<Begun>(`quiz/${file}`, settings)
    ends.unshift(one)
    return one
  }
  const fake = await begin<SlackFakeBegun>('slack-fake.ts', { args: [SLACK_BOT_TOKEN, String(people)] })
  const load = await begin('slack-load.ts')
  const [ourDiscord, theirDiscord] = [await begin<DiscordBegun>('discord-load.ts'), await begin<DiscordBegun>('discord-load.ts')]
  const slackEnv = { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET: secret, SLACK_API_URL: fake.begun.apiUrl }
  const [database, forSlack, forDiscord] = [await fresh(), await fresh(), await fresh()]
  const env = {
    ...slackEnv,
    ...discordEnv(ourDiscord.begun),
    DATABASE_URL: database.kind === 'postgres' ? database.url : `file:${database.path}`,
    GRIOT_SECRET: randomBytes(24).toString('hex'),
    GRIOT_DATA: data,
    LOG_LEVEL: 'warn',
    PORT: '0',
  }
  const griot = await begin<Ported>('griot.ts', { env, flags })
  const bareSlack = await begin<Ported>('bare-slack.ts', { env: { ...slackEnv, BENCH_DATABASE: JSON.stringify(forSlack) } })
  const bareDiscord = await begin('bare-discord.ts', {
    env: { ...discordEnv(theirDiscord.begun), BENCH_DATABASE: JSON.stringify(forDiscord) },
  })
  const { hook } = fake.begun
  const slackWay = (program: Child<Ported>, of: Database): Way => ({
    database: of,
    spent: () => program.ask({}),
    press: (stand, crowd) => load.ask<Pressed>({ port: program.begun.port, secret, hook, stand, crowd }),
  })
  const discordWay = (program: Child<unknown>, of: Database, discord: Child<DiscordBegun>): Way => ({
    database: of,
    spent: () => program.ask({}),
    press: (stand, crowd) => discord.ask<Pressed>({ kind: 'press', stand, crowd }),
  })
  return {
    slack: {
      griot: {
        ...slackWay(griot, database),
        ...slackStage(griot.begun.port, fake),
        receipts: (count) => fake.ask({ kind: 'receipts', count }),
      },
      bare: slackWay(bareSlack, forSlack),
    },
    discord: {
      griot: { ...discordWay(griot, database, ourDiscord), stage: () => ourDiscord.ask<Stand>({ kind: 'stage' }) },
      bare: discordWay(bareDiscord, forDiscord, theirDiscord),
    },
    async end() {
      for (const one of ends) await one.end()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

const discordEnv = ({ token, appId, apiUrl }: DiscordBegun) => ({ DISCORD_TOKEN: token, DISCORD_APP_ID: appId, DISCORD_API_URL: apiUrl })

/** Each round is in a channel of its own, so that none has to end before the next begins. */
function slackStage(port: number, fake: Child<SlackFakeBegun>): Stage {
  let rounds = 0
  return {
    async stage() {
      const channel = `C0000Q${String((rounds += 1)).padStart(4, '0')}`
      const payload = { ...commandPayload('/quiz start seconds:0', '', { channel }), trigger_id: `start.${channel}` }
      const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, signedRequest(secret, payload))
      if (!answer.ok) throw new Error(`/quiz start: ${answer.status} ${await answer.text()}`)
      await answer.body?.cancel()
      return fake.ask<Stand>({ kind: 'stand', channel })
    },
  }
}
