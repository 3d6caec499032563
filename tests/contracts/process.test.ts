import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run as ask } from '../../src/cli.ts'
import { dayText } from '../../src/words/dates.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { discordDriver } from './discord.ts'
import type { Answer, Call, Wire, World } from './driver.ts'
import { readiness } from './house.ts'
import { slackDriver } from './slack.ts'
import { webWire } from './web.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const en = sayer('en')
const ON: Call = { root: 'mali', sub: 'on', values: { date: '18-08' } }
const HELP: Call = { root: 'griot', sub: 'help' }
const LATER = en('button.laterDay', { date: dayText('en', { month: 8, day: 19 }) })

type Ended = { readonly code: number | null; readonly signal: string | null; readonly ms: number }
type Running = {
  readonly url: string
  readonly pid: number
  said(): string
  /** Sends SIGTERM, and tells how and how soon the process ended. */
  stop(): Promise<Ended>
}
const alive = new Set<() => void>()

/** `node src/main.ts` with these variables and no others of ours. */
function launch(environment: Readonly<Record<string, string | undefined>>) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:DISCORD|SLACK|GRIOT|VITEST|NODE_OPTIONS|HOST|PORT|DATABASE|PUBLIC)/.test(name),
  )
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: { ...Object.fromEntries(kept), PORT: '0', ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => void child.kill('SIGKILL')
  alive.add(kill)
  const gone = once(child, 'exit').finally(() => alive.delete(kill)) as Promise<[number | null, string | null]>
  let said = ''
  const heard = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (words: string) => {
      said += words
      for (const look of heard) look()
    })
  return { child, gone, said: () => said, heard }
}

async function run(environment: Readonly<Record<string, string | undefined>>): Promise<Running> {
  const { child, gone, said, heard } = launch(environment)
  const url = await new Promise<string>((resolve, reject) => {
    heard.add(() => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said().replaceAll(String(environment['DISCORD_API_URL']), ''))?.[0]
      if (found) resolve(found)
    })
    void gone.then(([code]) => reject(new Error(`ended with ${code} after saying: ${said()}`)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    said,
    async stop() {
      const from = performance.now()
      child.kill('SIGTERM')
      const [code, signal] = await gone
      return { code, signal, ms: performance.now() - from }
    },
  }
}

describe('a process of its own, with all three surfaces', () => {
  let discord: World
  let socket: World
  let http: World
  const wires = async (url: string, slack: World): Promise<readonly Wire[]> => [
    await discord.reach(url),
    await slack.reach(url),
    webWire(url),
  ]
  beforeAll(async () => {
    ;[discord, socket, http] = await Promise.all([discordDriver.open(), slackDriver('socket').open(), slackDriver('http').open()])
  })
  afterAll(async () => {
    for (const kill of alive) kill()
    await Promise.all([discord, socket, http].map((world) => world.close()))
  })
  const surfaces = (slack: World = socket) => ({ ...discord.environment, ...slack.environment })
  const before: Answer[] = []

  test('answers on each, and on SIGTERM ends within two seconds with exit code 0, leaving no process and no port behind', async () => {
    const griot = await run(surfaces())
    for (const wire of await wires(griot.url, socket)) before.push(await wire.ask(ON))
    expect(before.map(({ text, faults }) => [text.split('\n')[0], faults])).toEqual(
      before.map(() => [dayText('en', { month: 8, day: 18 }), []]),
    )
    expect(before.every(({ text }) => !text.includes('Rehearsal'))).toBe(true)
    const { ms, ...ended } = await griot.stop()
    expect(ended).toEqual({ code: 0, signal: null })
    expect(ms).toBeLessThan(2_000)
    // The process leads a group of its own, in which whatever it started would be left.
    expect(() => process.kill(-griot.pid, 0)).toThrow('ESRCH')
    await expect(fetch(griot.url)).rejects.toThrow('fetch failed')
    for (const secret of [...discord.secrets, ...socket.secrets]) expect(griot.said()).not.toContain(secret)
  })

  test('rehearses against platforms on this machine: it is announced, stands under every answer, and the buttons of an earlier process work', async () => {
    const griot = await run({ ...surfaces(http), GRIOT_NOW: '2026-03-25T08:00:00Z' })
    const all = await wires(griot.url, http)
    expect(griot.said()).toContain('rehearsal: the clock starts at 2026-03-25T08:00:00.000Z')
    for (const [i, wire] of all.entries()) {
      const today = await wire.ask({ root: 'mali', sub: 'today' })
      expect(today.text.split('\n')[0]).toBe(en('day.today', { date: dayText('en', { month: 3, day: 25 }) }))
      const answers = [
        today,
        await wire.ask(HELP),
        await wire.ask({ root: 'mali', sub: 'on', values: { date: '30-02' } }),
        await wire.press(before[i]!, LATER),
        await wire.forge(today, 'mali.gone'),
      ]
      expect(
        answers.map(({ text, faults }) => [
          /Rehearsal: the clock shows 25 March 2026, 0?8:0\d \(Africa\/Bamako\), speed 1×/.test(text.split('\n').at(-1)!),
          faults,
        ]),
      ).toEqual(answers.map(() => [true, []]))
      for (const locale of LOCALES) {
        const said = sayer(locale)('footer.rehearsal', {
          date: dayText(locale, { year: 2026, month: 3, day: 25 }),
          time: '',
          zone: '',
          speed: '',
        }).split(':')[0]!
        expect((await wire.ask({ ...HELP, values: { language: locale } })).text).toContain(said)
      }
    }
    // It ends as soon where there is nobody left to say goodbye to.
    await Promise.all([discord.stop(), http.stop()])
    while ((await readiness(griot.url)).parts.some(({ name, ready }) => name === 'discord' && ready));
    const { ms, ...ended } = await griot.stop()
    expect(ended).toEqual({ code: 0, signal: null })
    expect(ms).toBeLessThan(2_000)
  })

  test('rehearses at the command line by the same clock', async () => {
    const { code, out = '' } = await ask(['ask', '/mali today'], { GRIOT_NOW: '2026-03-25T08:00:00Z' })
    expect([code, out.split('\n')[0]]).toEqual([0, en('day.today', { date: dayText('en', { month: 3, day: 25 }) })])
    expect(out).toContain('Rehearsal: the clock shows 25 March 2026')
  })

  test.each([
    ['Discord', 'DISCORD_API_URL', { SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined, DISCORD_API_URL: undefined }],
    ['Slack', 'SLACK_API_URL', { DISCORD_TOKEN: undefined, DISCORD_APP_ID: undefined, SLACK_API_URL: undefined }],
    ['Discord', 'DISCORD_API_URL', { DISCORD_API_URL: 'http://127.0.0.1.example.org/api' }],
  ])('refuses to rehearse before the real %s, in one line that names %s, with exit code 2', async (_, variable, without) => {
    const { gone, said } = launch({ ...surfaces(), ...without, GRIOT_NOW: '2026-03-25T08:00:00Z' })
    expect(await gone).toEqual([2, null])
    expect(said().trim().split('\n')).toEqual([expect.stringContaining(`${variable} must be a loopback address`)])
  })
})
