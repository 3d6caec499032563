import type { AddressInfo } from 'node:net'
import { App, LogLevel } from '@slack/bolt'
import { Client, Events } from 'discord.js'
import { serve } from '../child.ts'
import { settled } from '../settled.ts'

/** Both bare clients in one process, with the two questions after their health that Griot answers too. */
const { DISCORD_TOKEN, DISCORD_API_URL: api = '', SLACK_BOT_TOKEN: token = '', SLACK_SIGNING_SECRET: signingSecret = '', SLACK_API_URL: slackApiUrl = '', PORT = '0' } = process.env
const client = new Client({ intents: [], rest: { api } })
const app = new App({
  token,
  signingSecret,
  clientOptions: { slackApiUrl },
  logLevel: LogLevel.ERROR,
  customRoutes: [
    { path: '/healthz', method: 'GET', handler: (_request, response) => void response.writeHead(200).end() },
    { path: '/readyz', method: 'GET', handler: (_request, response) => void response.writeHead(client.isReady() ? 200 : 503).end() },
  ],
})
app.command('/echo', async ({ command, ack }) => {
  await ack({ response_type: 'in_channel', text: command.text })
})
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isChatInputCommand()) await interaction.reply(`You said ${interaction.commandName}.`)
})
process.once('SIGTERM', () => process.exit(0))
const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
const [server] = await Promise.all([app.start({ port: Number(PORT), host: '127.0.0.1' }), client.login(DISCORD_TOKEN)])
await ready
if (process.connected) serve({ port: (server.address() as AddressInfo).port }, settled)
