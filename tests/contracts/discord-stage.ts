import type { Root } from '../../src/chat/command.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { discord } from '../../src/platforms/discord/discord.ts'
import type { Attachment } from '../support/discord-files.ts'
import { command, press, select, submit, type Entry, type Value } from '../support/discord-payloads.ts'
import { wrongWithModal } from '../support/discord-schema.ts'
import { discordServer, type Answered } from '../support/discord-server.ts'
import { smallEar } from '../support/small-commands.ts'
import { answerOf, type Held } from './discord-answer.ts'
import type { Call, Given, Paper, Stage, Window } from './driver.ts'

type Label = {
  readonly label: string
  readonly component: {
    readonly type: 3 | 4 | 19
    readonly custom_id: string
    readonly style?: number
    readonly required: boolean
    readonly value?: string
    readonly options?: readonly { readonly value: string; readonly default?: boolean }[]
  }
}
type Modal = { readonly custom_id: string; readonly title: string; readonly components: readonly Label[] }

const windowOf = ({ title, components }: Modal): Window => ({
  title,
  fields: components.map(({ label, component: { type, custom_id, style, required, value, options = [] } }) => ({
    name: custom_id,
    label,
    kind: type === 3 ? 'choice' : type === 19 ? 'file' : style === 2 ? 'long' : 'text',
    required,
    value: value ?? options.find((one) => one.default)?.value ?? '',
  })),
})

function toGiven({ type, data, message, files }: Answered): Given {
  if (type === 9) {
    const faults = wrongWithModal(data)
    if (faults.length > 0) throw new Error(faults.join())
    return { window: windowOf(data as Modal), files: [], handle: data }
  }
  if (!message) throw new Error('Discord holds no message')
  const answer = answerOf(message, data, type === 7)
  // What everyone sees, everyone could fetch.
  if (files.length > 0 && !answer.private) throw new Error('a file for everyone')
  return { answer, files: files.map(({ name, text }) => ({ name, text })), handle: answer.handle }
}

/** The surface in front of a Discord in this process, with these commands behind it. */
export async function discordStage(roots: readonly Root[]): Promise<Stage> {
  const server = await discordServer()
  const { token, appId, apiUrl } = server
  const lines: string[] = []
  const log = logger({ level: 'debug', secrets: [], write: (line) => void lines.push(line) })
  const platform = discord({ token, appId, apiUrl, roots, log, clock: systemClock() })
  await platform.listen(smallEar(roots))
  await server.listening()
  await server.waitFor({ kind: 'rest', method: 'PUT', path: '/commands' })
  const attached = ({ name, text }: Paper): Promise<Attachment> => server.attach(name, text)
  const did = async (payload: Record<string, unknown>): Promise<Given> => toGiven(await server.interact(payload))
  const held = ({ handle }: Given) => handle as Held
  const typed = ({ values = {} }: Call): Value[] => Object.entries(values).map(([name, value]) => ({ name, value }))
  return {
    ask: async (call, file) => {
      const values = [...typed(call), ...(file ? [{ name: file.option, value: await attached(file.paper) }] : [])]
      return did(command(call.root, call.sub, values))
    },
    press: (given, label) =>
      did(press(held(given).message, held(given).parts.find((part) => part.type === 2 && part.label === label)?.custom_id ?? '')),
    choose: (given, label) => {
      const menu = held(given).parts.find(({ type }) => type === 3)
      return did(select(held(given).message, menu?.custom_id ?? '', menu?.options?.find((one) => one.label === label)?.value ?? ''))
    },
    submit: async ({ handle }, values) => {
      const { custom_id, components } = handle as Modal
      const entries = components.map(async ({ component: { type, custom_id: id } }): Promise<Entry> => {
        const value = values[id] ?? ''
        return { id, type, value: typeof value === 'string' ? value : await attached(value) }
      })
      return did(submit(custom_id, await Promise.all(entries)))
    },
    standing: async (given) => JSON.stringify((await server.messages()).find(({ id }) => id === held(given).message.id)),
    called: 'Awa',
    lines,
    async close() {
      await platform.close()
      await server.close()
    },
  }
}
