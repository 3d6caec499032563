import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Fault, Plan } from './slack-faults.ts'
import { slackServer } from './slack-server.ts'
import type { Channel, User } from './slack-world.ts'

/**
 * The loopback Slack in a process of its own: `node tests/support/slack-process.ts BOT_TOKEN APP_TOKEN [PORT]`.
 * It prints one line of JSON with `apiUrl` and `controlUrl`; the second takes `POST /<verb>` with a list of arguments as JSON.
 */
const [botToken = 'xoxb-test', appToken = 'xapp-test', port = '0'] = process.argv.slice(2)
const slack = await slackServer({ botToken, appToken, port: Number(port) })

type Verb = (...given: readonly never[]) => unknown
const verbs: Readonly<Record<string, Verb>> = {
  came: () => slack.came,
  forget: () => slack.forget(),
  hook: (name: string) => slack.hook(name),
  nth: (name: string, n: number) => slack.nth(name, n),
  fault: (name: string, ...faults: readonly Fault[]) => slack.fault(name, ...faults),
  release: () => slack.release(),
  setUser: (id: string, user: User) => slack.setUser(id, user),
  setChannel: (id: string, channel: Channel) => slack.world.setChannel(id, channel),
  setScopes: (scopes: readonly string[]) => slack.world.setScopes(scopes),
  setPage: (most: number) => slack.world.setPage(most),
  talk: (channel: string, count: number) => slack.world.talk(channel, count),
  putFile: (name: string, text: string) => slack.world.files.put(name, text),
  shared: () => slack.world.files.shared,
  remove: (channel: string, ts: string) => slack.world.remove(channel, ts),
  messages: (channel?: string) => slack.world.messages.filter((one) => channel === undefined || one.channel === channel),
  account: () => slack.world.account(),
  plan: (plan: Plan | null) => slack.faults.plan(plan ?? undefined),
  struck: () => slack.faults.struck,
  requests: () => slack.requests(),
  reachable: (yes: boolean) => slack.reachable(yes),
  revoke: () => slack.revoke(),
  connected: (n: number) => slack.connected(n),
  envelope: (type: 'slash_commands', payload: unknown) => slack.envelope(type, payload),
  say: (words: string) => slack.say(words),
  drop: (how: 'cut') => slack.drop(how),
}

const read = async (request: IncomingMessage): Promise<never[]> => {
  const bytes: Buffer[] = []
  for await (const chunk of request) bytes.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(bytes).toString() || '[]') as never[]
}

const control = createServer((request, response) => {
  const verb = verbs[(request.url ?? '/').slice(1)]
  if (!verb) return void response.writeHead(404).end()
  read(request)
    .then((given) => verb(...given))
    .then((value) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value ?? null)))
    .catch((error: unknown) => response.writeHead(500).end(String(error)))
})
control.listen(0, '127.0.0.1')
await once(control, 'listening')
process.stdout.write(
  `${JSON.stringify({ apiUrl: slack.apiUrl, controlUrl: `http://127.0.0.1:${(control.address() as AddressInfo).port}` })}\n`,
)
process.once('SIGTERM', () => process.exit(0))
// Whoever started it with a channel may end without a word.
if (process.connected) process.once('disconnect', () => process.exit(0))
