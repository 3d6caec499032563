import type { AddressInfo } from 'node:net'
import { App, LogLevel } from '@slack/bolt'
import { Client, ComponentType, Events, MessageFlags } from 'discord.js'
import { serve } from '../child.ts'
import { settled } from '../settled.ts'

/** Both bare clients in one process, with the two questions after their health that Griot answers too. */
const {
  DISCORD_TOKEN,
  DISCORD_API_URL: api = '',
  SLACK_BOT_TOKEN: token = '',
  SLACK_SIGNING_SECRET: signingSecret = '',
  SLACK_API_URL: slackApiUrl = '',
  PORT = '0',
} = process.env
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
client.on(Events.InteractionCreate, (interaction) => {
  if (!interaction.isChatInputCommand()) return
  const components = [{ type: ComponentType.TextDisplay as const, content: `You said ${interaction.commandName}.` }]
  void interaction.reply({ flags: MessageFlags.IsComponentsV2, allowedMentions: { parse: [] }, components })
})
process.once('SIGTERM', () => process.exit(0))
const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
const [server] = await Promise.all([app.start({ port: Number(PORT), host: '127.0.0.1' }), client.login(DISCORD_TOKEN)])
await ready
if (process.connected) serve({ port: (server.address() as AddressInfo).port }, settled)
