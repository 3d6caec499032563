import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { toLocale } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import {
  commandPayload,
  FORM,
  homePayload,
  pressPayload,
  shortcutPayload,
  signedRequest,
  submissionPayload,
} from '../support/slack-payloads.ts'
import type { Came } from '../support/slack-server.ts'
import type { Answer, Driver, Exceptions, From, Wire, World } from './driver.ts'
import { lineOf } from './driver.ts'
import { allReady } from './house.ts'
import { slackBoard } from './slack-board.ts'
import { slackStage } from './slack-stage.ts'
import { buttonsOf, optionsOf, textOf, toAnswer, type Fields, type Held } from './slack-seen.ts'

const BOT_TOKEN = 'xoxb-0000-secret-bot'
const APP_TOKEN = 'xapp-0000-secret-app'
const SIGNING_SECRET = '0123456789abcdef-signing'
const HOOK = 'S3CRETHOOK'

export type Mode = 'http' | 'socket'
/** What Slack does to the words behind a command. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The loopback Slack in a process of its own. */
type Server = {
  readonly apiUrl: string
  tell(verb: string, ...given: readonly unknown[]): Promise<unknown>
  /** Messages posted to hooks that were waited for. */
  hooks: number
  /** Acknowledgements over HTTP that carried a message. */
  answers: number
  close(): Promise<void>
}

async function slackProcess(port = 0): Promise<Server> {
  const file = fileURLToPath(new URL('../support/slack-process.ts', import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [file, BOT_TOKEN, APP_TOKEN, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string]
  const { apiUrl, controlUrl } = JSON.parse(line) as { apiUrl: string; controlUrl: string }
  return {
    apiUrl,
    hooks: 0,
    answers: 0,
    async tell(verb, ...given) {
      const response = await fetch(`${controlUrl}/${verb}`, { method: 'POST', body: JSON.stringify(given) })
      if (!response.ok) throw new Error(`${verb}: ${await response.text()}`)
      return response.json()
    },
    async close() {
      child.kill()
      await gone
    },
  }
}

async function overHttp(server: Server, url: string, payload: Fields): Promise<Fields> {
  const response = await fetch(`${url}/slack/events`, signedRequest(SIGNING_SECRET, payload))
  if (response.status !== 200) throw new Error(`Slack was answered with ${response.status}`)
  const text = await response.text()
  if (text === '') return {}
  server.answers += 1
  return JSON.parse(text) as Fields
}

async function overSocket(server: Server, payload: Fields): Promise<Fields> {
  const type = 'command' in payload ? 'slash_commands' : payload['type'] === 'event_callback' ? 'events_api' : 'interactive'
  return (await server.tell('envelope', type, payload)) as Fields
}

/** One person for each language, as Slack knows a language only of people. */
const personOf = ({ locale = 'en' }: From = {}): string => `U0000${locale.toUpperCase()}`

function wire(mode: Mode, server: Server, url: string): Wire {
  const deliver = (payload: Fields) => (mode === 'http' ? overHttp(server, url, payload) : overSocket(server, payload))
  const hook = new URL(`/hooks/${HOOK}`, server.apiUrl).href
  const known = new Set<string>()

  /** Slack's commands do not tell whose language is which: who is new is answered first, and looked up then. */
  async function acquainted(from: From = {}): Promise<string> {
    const user = personOf(from)
    if (known.has(user)) return user
    const { locale = 'en' } = from
    await server.tell('setUser', user, { locale: `${locale}-XX`, tz: 'Africa/Bamako' })
    const title = sayer(toLocale(locale) ?? 'en')('help.title')
    while (!toAnswer(await deliver(commandPayload('/griot help', hook, { user }))).text.includes(title));
    known.add(user)
    return user
  }

  async function pressed(
    answer: Answer,
    control: { readonly value: unknown; readonly select?: boolean; readonly actionId?: string },
    from?: From,
  ): Promise<Answer> {
    const held = answer.handle as Held
    const acknowledgement = await deliver(pressPayload({ ...control, hook, ephemeral: answer.private }, { user: await acquainted(from) }))
    if (Object.keys(acknowledgement).length > 0) throw new Error('the acknowledgement of a press carries a message')
    server.hooks += 1
    const { body, faults } = (await server.tell('nth', 'hook', server.hooks)) as Came
    if (body['replace_original'] !== false || body['delete_original'] === true) held.body = body
    const said = toAnswer(body)
    return { ...said, faults: [...said.faults, ...faults] }
  }

  const found = (label: string, elements: readonly Fields[]): Fields => {
    const element = elements.find(({ text }) => textOf(text) === label)
    if (!element) throw new Error(`there is nothing called “${label}”`)
    return element
  }

  return {
    async ask(call, from) {
      const place = { user: await acquainted(from), ...(from?.inDirectMessage && { channel: 'D0000DIRECT' }) }
      const [root = '', ...words] = lineOf(call).split(' ')
      return toAnswer(await deliver(commandPayload([root, escaped(words.join(' '))].join(' '), hook, place)))
    },
    press: async (answer, label, from) => {
      const { value, action_id } = found(label, buttonsOf((answer.handle as Held).body))
      return pressed(answer, { value, actionId: String(action_id) }, from)
    },
    choose: async (answer, label, from) =>
      pressed(answer, { value: found(label, optionsOf((answer.handle as Held).body))['value'], select: true }, from),
    forge: (answer, id) => pressed(answer, { value: id }),
    standing: async (answer) => JSON.stringify((answer.handle as Held).body),
    complete: () => Promise.reject(new Error('Slack completes nothing')),
    async malformed() {
      const odd: Fields[] = [
        { command: ['/mali', '/x'] },
        { command: '/mali', user_id: 7, text: {} },
        { type: 'block_actions', actions: [] },
        { type: 'block_actions', actions: [null], user: null },
        { type: 'block_actions', actions: [{}], user: { id: 1 }, view: 'x' },
        { type: 'view_submission', user: { id: 'U1' }, view: { callback_id: 'griot_ask' } },
        { type: 'event_callback', event: 7 },
        { ...submissionPayload({ x: 1 }), view: { callback_id: 'griot_ask', state: { values: [] } } },
        { ...shortcutPayload(), user: 7 },
        { type: 'nonsense' },
      ]
      if (mode === 'socket') {
        for (const words of ['', 'nonsense', 'null', '7', '[]', '{}', '{"type":"events_api"}', '{"type":"interactive","payload":7}'])
          await server.tell('say', words)
        for (const payload of odd) await server.tell('say', JSON.stringify({ envelope_id: 'odd', type: 'interactive', payload }))
        return
      }
      for (const payload of odd) await (await fetch(`${url}/slack/events`, signedRequest(SIGNING_SECRET, payload))).text()
      for (const body of ['', '{', 'payload=%', 'payload=7', 'x'.repeat(2_000_000)])
        await (await fetch(`${url}/slack/events`, { method: 'POST', body, headers: { 'content-type': FORM } })).text()
    },
    async traffic() {
      const came = (await server.tell('came')) as readonly Came[]
      const messages = came.filter(
        ({ kind, name, body }) => kind === 'hook' || name.startsWith('chat.') || (kind === 'ack' && Object.keys(body).length > 0),
      )
      return messages.length + server.answers
    },
  }
}

async function open(mode: Mode): Promise<World> {
  let server = await slackProcess()
  const { apiUrl } = server
  const way = mode === 'http' ? { SLACK_SIGNING_SECRET: SIGNING_SECRET } : { SLACK_APP_TOKEN: APP_TOKEN }
  return {
    environment: { SLACK_BOT_TOKEN: BOT_TOKEN, ...way, SLACK_API_URL: apiUrl },
    secrets: [BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, HOOK, 'secret-ticket', 'U0000', 'T0000TEAM1', 'C0000PLACE'],
    async reach(url) {
      await allReady(url)
      const reached = wire(mode, server, url)
      // Somebody's first command is followed by a look-up of theirs, which no test is to count.
      await reached.ask({ root: 'griot', sub: 'help' })
      return reached
    },
    stop: () => server.close(),
    async start() {
      server = await slackProcess(Number(new URL(apiUrl).port))
    },
    board: (log, sendMs) =>
      slackBoard((...told) => server.tell(...told), { botToken: BOT_TOKEN, appToken: APP_TOKEN, apiUrl }, log, sendMs),
    async revoke(url) {
      await server.tell('revoke')
      if (mode === 'http') await overHttp(server, url, homePayload())
      else await overSocket(server, homePayload())
    },
    close: () => server.close(),
  }
}

const EXCEPTIONS: Exceptions = {
  place: 'Slack tells no language of a channel or a workspace',
  complete: 'Slack completes nothing behind a slash command',
  attach: 'Slack takes no file with a slash command, only in a window',
}

export const slackDriver = (mode: Mode): Driver => ({
  name: 'slack',
  exceptions: EXCEPTIONS,
  lacks: ['member', 'archived', 'send', 'threads'],
  open: () => open(mode),
  stage: (roots) => slackStage(mode, roots),
})
