import { CHANNEL, command, GUILD, type From as DiscordFrom, PERSON, press, select, typing } from '../support/discord-payloads.ts'
import { discordProcess } from '../support/discord-process.ts'
import type { Answered, DiscordServer } from '../support/discord-server.ts'
import { answerOf, type Held } from './discord-answer.ts'
import { discordBoard } from './discord-board.ts'
import { discordStage } from './discord-stage.ts'
import type { Answer, Call, Driver, From, Wire } from './driver.ts'
import { allReady } from './house.ts'

function toAnswer({ type, data, message }: Answered): Answer {
  if (!message) throw new Error('Discord holds no message')
  return answerOf(message, data, type === 7)
}

const fromOf = ({ locale = 'en-US', placeLocale, inDirectMessage = false }: From = {}): DiscordFrom => ({
  locale,
  direct: inDirectMessage,
  ...(placeLocale && { guildLocale: placeLocale === 'en' ? 'en-US' : placeLocale, features: ['COMMUNITY'] }),
})

const valuesOf = ({ values = {} }: Call) => Object.entries(values).map(([name, value]) => ({ name, value }))
const idOf = (label: string, id: string | undefined): string => {
  if (id === undefined) throw new Error(`there is nothing called “${label}”`)
  return id
}

function wire(server: DiscordServer): Wire {
  const spoken = async (payload: Record<string, unknown>) => toAnswer(await server.interact(payload))
  const held = (answer: Answer) => answer.handle as Held
  return {
    ask: (call, from) => spoken(command(call.root, call.sub, valuesOf(call), fromOf(from))),
    press: async (answer, label, from) => {
      const { message, parts } = held(answer)
      return spoken(press(message, idOf(label, parts.find((part) => part.type === 2 && part.label === label)?.custom_id), fromOf(from)))
    },
    choose: async (answer, label, from) => {
      const { message, parts } = held(answer)
      const menu = parts.find(({ type }) => type === 3)
      return spoken(
        select(message, menu?.custom_id ?? '', idOf(label, menu?.options?.find((one) => one.label === label)?.value), fromOf(from)),
      )
    },
    forge: (answer, id) => spoken(press(held(answer).message, id)),
    async standing(answer) {
      const { message } = held(answer)
      return JSON.stringify((await server.messages()).find(({ id }) => id === message.id))
    },
    async complete(call, option, typed, from) {
      const values = [...valuesOf(call), { name: option, value: typed, focused: true }]
      const { type, data } = await server.interact(typing(call.root, call.sub, values, fromOf(from)))
      if (type !== 8) throw new Error('this is no completion')
      const { choices } = data as { choices: readonly { name: string; value: string }[] }
      return choices.map(({ name, value }) => ({ shown: name, call: { ...call, values: { ...call.values, [option]: value } } }))
    },
    async malformed() {
      const whole = command('mali', 'on')
      const pressed = press({ id: '1' }, 'mali.today')
      const odd: Record<string, unknown>[] = [
        {},
        { id: '1' },
        { type: 2 },
        { id: {}, token: 7, type: 'x' },
        { ...whole, data: null },
        { ...whole, data: { name: 7, options: 'x' } },
        { ...whole, data: { name: 'mali', options: [null, 7, { type: 1 }] } },
        { ...whole, type: 99 },
        { ...whole, member: 'x', user: 5, guild: [], locale: {}, guild_locale: 1 },
        { ...pressed, data: { custom_id: {}, component_type: '2' } },
        { ...pressed, message: null, data: { custom_id: 'x', component_type: 3, values: [{}] } },
        typing('mali', 'event', [{ name: 'event', value: true }]),
        typing('nothing', 'there', []),
        command('mali', 'next', [
          { name: 'count', value: 'many' },
          { name: 'count', value: 1e308 },
        ]),
        command('mali', 'on', [
          { name: 'date', value: true },
          { name: '__proto__', value: 'x' },
        ]),
      ]
      // Ids of their own, so that none is taken for another.
      for (const [i, payload] of odd.entries())
        await server.dispatch('token' in payload && payload['id'] === whole['id'] ? { ...payload, id: `9${i}` } : payload)
    },
    traffic: async () => (await server.received({ kind: 'rest' })).length,
  }
}

export const discordDriver: Driver = {
  name: 'discord',
  lacks: ['gone', 'view', 'send', 'archived', 'forum', 'threads'],
  exceptions: {
    loose: 'Discord sends no words after a command, only sub-commands that are registered',
  },
  stage: discordStage,
  async open() {
    const server = await discordProcess()
    const { apiUrl, token, appId } = server
    return {
      environment: { DISCORD_TOKEN: token, DISCORD_APP_ID: appId, DISCORD_API_URL: apiUrl },
      secrets: [token, 'token-of-interaction', PERSON, GUILD, CHANNEL],
      async reach(url) {
        await server.listening()
        await allReady(url)
        // Done with its commands, so that what follows is only what the test does.
        await server.waitFor({ kind: 'rest', method: 'PUT', path: '/commands' })
        return wire(server)
      },
      stop: () => server.stop(),
      start: () => server.start(),
      revoke: () => server.revoke(),
      board: discordBoard,
      close: () => server.close(),
    }
  },
}
