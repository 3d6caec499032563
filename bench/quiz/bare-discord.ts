import { once } from 'node:events'
import { Client, ComponentType, Events, MessageFlags } from 'discord.js'
import { serve } from '../child.ts'
import { databaseOf, inserting, questionIn } from './insert.ts'
import { spent } from './spent.ts'

/** The least that discord.js can do with an answer: a client without intents, one durable row, and then a few private words in the callback. */
const { DISCORD_TOKEN: token = '', DISCORD_API_URL: api = '' } = process.env
const insert = await inserting(databaseOf(process.env))
const client = new Client({ intents: [], rest: { api } })
client.on(Events.InteractionCreate, (interaction) => {
  if (!interaction.isButton()) return
  const { round, option } = questionIn(interaction.customId)
  const components = [{ type: ComponentType.TextDisplay as const, content: `You said ${option}.` }]
  void insert(round, interaction.user.id, option).then(() =>
    interaction.reply({ flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral, allowedMentions: { parse: [] }, components }),
  )
})
const ready = once(client, Events.ClientReady)
await client.login(token)
await ready
serve({}, spent)
