import { once } from 'node:events'
import { Client, ComponentType, Events, MessageFlags } from 'discord.js'
import { serve } from '../child.ts'
import { settled } from '../settled.ts'

/** The least that discord.js can do: a client without intents that answers each command with a few words. */
const { DISCORD_TOKEN: token = '', DISCORD_API_URL: api = '' } = process.env
const client = new Client({ intents: [], rest: { api } })
client.on(Events.InteractionCreate, (interaction) => {
  if (!interaction.isChatInputCommand()) return
  const components = [{ type: ComponentType.TextDisplay as const, content: `You said ${interaction.commandName}.` }]
  void interaction.reply({ flags: MessageFlags.IsComponentsV2, allowedMentions: { parse: [] }, components })
})
const ready = once(client, Events.ClientReady)
await client.login(token)
await ready
serve({}, settled)
