import { child } from './child.ts'
import { digits, median, quantile } from './figures.ts'
import type { Memory } from './settled.ts'
import type { SlackDone } from './slack-load.ts'
import { peer, SLACK_SIGNING_SECRET } from './world.ts'

export type Sizes = {
  readonly rounds: number
  /** How long Slack is asked in each round, for each line. */
  readonly seconds: number
  readonly connections: number
  /** Interactions in each round, for each bot. */
  readonly dispatches: number
  /** Node's flags for Griot's own process. */
  readonly flags: readonly string[]
}

/** Ratios are of the two answers of the same round, and their median is given. */
export type SlackFigures = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly bytes: number
  readonly ratio: number
  readonly failures: number
}
export type DiscordFigures = { readonly p50Ms: number; readonly p99Ms: number; readonly ratio: number; readonly failures: number }
export type MemoryFigures = { readonly idleMb: number; readonly servedMb: number; readonly heapMb: number }

/** More days than are kept in mind, so that each answer is made and drawn anew. */
const EVERY_DAY = Array.from({ length: 366 }, (_, n) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(5, 10)).map(
  (day) => `/mali on 2020-${day}`,
)

type Ported = { readonly port: number }

const ECHO = '/echo today'
const LINES: Readonly<Record<string, readonly string[]>> = {
  [ECHO]: [ECHO],
  '/mali today': ['/mali today'],
  '/mali event': [
    '/mali event resignation-of-keita',
    '/mali event coup-of-18-august',
    '/mali event abduction-of-soumaila-cisse',
    '/mali event mutiny-at-kati',
  ],
  '/mali search': ['/mali search keita', '/mali search dicko', '/mali search ecowas sanctions', '/mali search elections'],
  '/mali on 366 days': EVERY_DAY,
}

/** Slash commands over signed HTTP: Bolt's stock receiver and Griot by turns. */
export async function slackFigures({ rounds, seconds, connections, flags }: Sizes): Promise<Readonly<Record<string, SlackFigures>>> {
  const [echo, griot, load] = await Promise.all([peer<Ported>('slack-echo'), peer<Ported>('griot', flags), child('slack-load.ts')])
  const measured = new Map<string, SlackDone[]>()
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, lines] of Object.entries(LINES)) {
      const { port } = name === ECHO ? echo.begun : griot.begun
      const done = await load.ask<SlackDone>({ port, secret: SLACK_SIGNING_SECRET, lines, connections, seconds })
      if (round >= 0) measured.set(name, [...(measured.get(name) ?? []), done])
    }
  }
  await Promise.all([echo.end(), griot.end(), load.end()])
  const bare = measured.get(ECHO) ?? []
  return Object.fromEntries(
    [...measured].map(([name, all]) => [
      name,
      {
        perSecond: digits(median(all.map((done) => done.perSecond))),
        p50Ms: digits(median(all.map((done) => done.p50Ms)), 3),
        p99Ms: digits(median(all.map((done) => done.p99Ms)), 3),
        bytes: Math.max(...all.map((done) => done.bytes)),
        ratio: digits(median(all.map((done, n) => done.perSecond / (bare[n]?.perSecond ?? Number.NaN))), 3),
        failures: all.reduce((sum, done) => sum + done.failures, 0),
      },
    ]),
  )
}

const PER_SECOND = 100
const BOTS = { 'bare echo': 'discord-echo', '/mali today': 'griot' } as const

/** Commands over the gateway: discord.js and Griot by turns, each before a Discord of the same kind. */
export async function discordFigures({ rounds, dispatches, flags }: Sizes): Promise<Readonly<Record<string, DiscordFigures>>> {
  const [echo, griot] = await Promise.all([peer('discord-echo'), peer('griot', flags)])
  const measured: Record<keyof typeof BOTS, { readonly p50Ms: number; readonly p99Ms: number; readonly failures: number }[]> = {
    'bare echo': [],
    '/mali today': [],
  }
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, bot] of [
      ['bare echo', echo],
      ['/mali today', griot],
    ] as const) {
      const asked = bot === echo ? { root: 'echo', sub: '' } : { root: 'mali', sub: 'today' }
      const { tookMs, failures } = await bot.interact({ ...asked, perSecond: PER_SECOND, count: dispatches })
      if (round >= 0) measured[name].push({ p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99), failures })
    }
  }
  await Promise.all([echo.end(), griot.end()])
  const bare = measured['bare echo']
  return Object.fromEntries(
    Object.entries(measured).map(([name, all]) => [
      name,
      {
        p50Ms: digits(median(all.map((done) => done.p50Ms)), 3),
        p99Ms: digits(median(all.map((done) => done.p99Ms)), 3),
        ratio: digits(median(all.map((done, n) => done.p50Ms / (bare[n]?.p50Ms ?? Number.NaN))), 3),
        failures: all.reduce((sum, done) => sum + done.failures, 0),
      },
    ]),
  )
}

const SERVED = { slack: 3000, discord: 300 } as const

/** What a process holds when it has nothing to do: after its start, and after it has answered for a while. */
export async function memoryFigures({ flags }: Sizes): Promise<Readonly<Record<string, MemoryFigures>>> {
  const figures: Record<string, MemoryFigures> = {}
  const load = await child('slack-load.ts')
  for (const [label, name] of [
    ['bare discord.js and Bolt', 'bare'],
    ['Griot, Discord and Slack', 'griot'],
  ] as const) {
    const program = await peer<Ported>(name, flags)
    const idle = await program.ask<Memory>({})
    const lines =
      name === 'bare'
        ? [ECHO]
        : Object.values(LINES)
            .flat()
            .filter((line) => line !== ECHO)
    await load.ask({ port: program.begun.port, secret: SLACK_SIGNING_SECRET, lines, connections: 8, count: SERVED.slack })
    await program.interact({
      ...(name === 'bare' ? { root: 'echo', sub: '' } : { root: 'mali', sub: 'today' }),
      perSecond: PER_SECOND,
      count: SERVED.discord,
    })
    const served = await program.ask<Memory>({})
    figures[label] = { idleMb: toMb(idle.rss), servedMb: toMb(served.rss), heapMb: toMb(idle.heap) }
    await program.end()
  }
  await load.end()
  return figures
}

const toMb = (bytes: number): number => digits(bytes / 1_048_576)
