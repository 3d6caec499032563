import type { Root } from '../../src/chat/command.ts'
import type { Ear, Platform, Roll } from '../../src/chat/platform.ts'
import { httpServer, type HttpServer } from '../../src/http/server.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { slack } from '../../src/platforms/slack/slack.ts'
import { smallEar } from './small-commands.ts'
import { signedRequest } from './slack-payloads.ts'
import { slackServer, type SlackServer } from './slack-server.ts'
import { typedRoots } from './slack-commands.ts'

export const BOT_TOKEN = 'xoxb-0000-secret-bot'
export const APP_TOKEN = 'xapp-0000-secret-app'
export const SIGNING_SECRET = '0123456789abcdef-signing'

export type Mode = 'http' | 'socket'

/** A clock that stands still until it is told; a sleep lasts until `wake`. */
export type StillClock = Clock & { slept(n: number): Promise<readonly number[]>; wake(): void; pass(ms: number): void }

export function stillClock(): StillClock {
  let nowMs = Date.parse('2026-08-18T09:00:00Z')
  const sleeps: number[] = []
  const asleep = new Set<() => void>()
  const waiting = new Set<() => void>()
  return {
    now: () => new Date(nowMs),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        asleep.add(resolve)
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
        sleeps.push(ms)
        for (const look of waiting) look()
      }),
    slept: (n) =>
      new Promise((resolve) => {
        const look = () => {
          if (sleeps.length < n) return
          waiting.delete(look)
          resolve([...sleeps])
        }
        waiting.add(look)
        look()
      }),
    wake() {
      for (const go of asleep) go()
      asleep.clear()
    },
    pass: (ms) => void (nowMs += ms),
  }
}

/** What came back at once: over HTTP the status and body, over a socket the payload of the acknowledgement. */
export type Answered = { readonly status: number; readonly body: Readonly<Record<string, unknown>> | undefined }

export type Rig = {
  readonly fake: SlackServer
  readonly platform: Platform
  readonly clock: StillClock
  readonly lines: readonly string[]
  readonly broken: readonly unknown[]
  /** Where the shared server listens; there is none for Socket Mode. */
  readonly url: string
  deliver(payload: Readonly<Record<string, unknown>>): Promise<Answered>
  /** Resolves with the first log line that holds these words. */
  logged(words: string): Promise<string>
  close(): Promise<void>
}

export type RigParts = {
  readonly fake?: SlackServer
  readonly apiUrl?: string
  readonly listen?: boolean
  readonly ear?: Ear
  readonly roots?: readonly Root[]
  readonly roll?: Roll
}

/** The whole Slack surface over the small commands, against the loopback Slack. */
export async function slackRig(mode: Mode, parts: RigParts = {}): Promise<Rig> {
  const fake = parts.fake ?? (await slackServer({ botToken: BOT_TOKEN, appToken: APP_TOKEN }))
  const lines: string[] = []
  const watching = new Set<() => void>()
  const write = (line: string) => {
    lines.push(line)
    for (const look of watching) look()
  }
  // No secrets are given, so that nothing but our own care keeps them out.
  const log = logger({ level: 'debug', secrets: [], write })
  const clock = stillClock()
  const roots = parts.roots ?? typedRoots()
  const broken: unknown[] = []
  const way = mode === 'http' ? { signingSecret: SIGNING_SECRET } : { appToken: APP_TOKEN }
  const platform = slack({ botToken: BOT_TOKEN, ...way, apiUrl: parts.apiUrl ?? fake.apiUrl, roots, log, clock, roll: parts.roll })
  let server: HttpServer | undefined
  let url = ''
  if (platform.routes.length > 0) {
    server = httpServer({ host: '127.0.0.1', port: 0, log, routes: platform.routes, ready: () => [platform.ready()] })
    url = (await server.listen()).url
  }
  if (parts.listen !== false) await platform.listen(parts.ear ?? smallEar(roots, broken))
  return {
    fake,
    platform,
    clock,
    lines,
    broken,
    url,
    deliver: (payload) => (mode === 'http' ? overHttp(url, payload) : overSocket(fake, payload)),
    logged: (words) =>
      new Promise((resolve) => {
        const look = () => {
          const line = lines.find((each) => each.includes(words))
          if (line === undefined) return
          watching.delete(look)
          resolve(line)
        }
        watching.add(look)
        look()
      }),
    async close() {
      await platform.close()
      await server?.close()
      await fake.close()
    },
  }
}

async function overHttp(url: string, payload: Readonly<Record<string, unknown>>): Promise<Answered> {
  const response = await fetch(`${url}/slack/events`, signedRequest(SIGNING_SECRET, payload))
  const text = await response.text()
  return {
    status: response.status,
    body: response.headers.get('content-type')?.startsWith('application/json') ? (JSON.parse(text) as Record<string, unknown>) : undefined,
  }
}

async function overSocket(fake: SlackServer, payload: Readonly<Record<string, unknown>>): Promise<Answered> {
  const type = 'command' in payload ? 'slash_commands' : payload['type'] === 'event_callback' ? 'events_api' : 'interactive'
  const body = await fake.envelope(type, payload)
  return { status: 200, body: Object.keys(body).length === 0 ? undefined : body }
}
