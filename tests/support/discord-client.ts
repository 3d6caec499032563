import { afterEach } from 'vitest'
import type { Ear, Platform } from '../../src/chat/platform.ts'
import type { Root } from '../../src/chat/command.ts'
import { systemClock, type Clock } from '../../src/kernel/clock.ts'
import { logger, type Log } from '../../src/kernel/log.ts'
import { discord, type DiscordSettings } from '../../src/platforms/discord/discord.ts'
import { discordServer, type Answered, type DiscordServer } from './discord-server.ts'
import { smallEar, smallRoots } from './small-commands.ts'

export type LogBook = { readonly log: Log; readonly lines: string[]; readonly said: (words: string, times?: number) => Promise<void> }

/** Lines of a log, and a promise for the next one that says something. */
export function logBook(): LogBook {
  const lines: string[] = []
  const watchers = new Set<() => void>()
  const log = logger({
    level: 'debug',
    secrets: [],
    write: (line) => {
      lines.push(line)
      for (const look of watchers) look()
    },
  })
  const said = (words: string, times = 1) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (lines.filter((line) => line.includes(words)).length >= times) resolve()
      }
      watchers.add(look)
      look()
    })
  return { log, lines, said }
}

/** A clock whose sleeps end when the test says so. */
export function heldClock(): Clock & { readonly asked: number[]; sleeping(ms: (ms: number) => boolean): Promise<void>; wake(): void } {
  const asked: number[] = []
  const held = new Set<{ readonly ms: number; readonly wake: () => void }>()
  const watchers = new Set<() => void>()
  return {
    asked,
    now: () => new Date(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const one = { ms, wake: resolve }
        asked.push(ms)
        held.add(one)
        signal?.addEventListener(
          'abort',
          () => {
            held.delete(one)
            reject(signal.reason as Error)
          },
          { once: true },
        )
        for (const look of watchers) look()
      }),
    sleeping: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          if ([...held].some(({ ms }) => wanted(ms))) resolve()
        }
        watchers.add(look)
        look()
      }),
    wake() {
      for (const one of held) one.wake()
      held.clear()
    },
  }
}

/** What is closed after the test, last first. */
export const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

type Parts = Partial<Pick<DiscordSettings, 'roots' | 'turn' | 'roll' | 'clock' | 'guildId'>> & {
  readonly server?: DiscordServer
  readonly ear?: Ear
}

export type Begun = LogBook & {
  readonly server: DiscordServer
  readonly platform: Platform
  readonly listening: Promise<void>
  readonly faults: unknown[]
  readonly roots: readonly Root[]
}

/** The real surface before a fake Discord: begun, but not waited for. */
export async function begin({ server, clock = systemClock(), ear, roots = smallRoots(), ...parts }: Parts = {}): Promise<Begun> {
  const there = server ?? (await discordServer())
  const book = logBook()
  const faults: unknown[] = []
  const platform = discord({
    token: there.token,
    appId: there.appId,
    apiUrl: there.apiUrl,
    roots,
    log: book.log,
    clock,
    ...parts,
  })
  if (!server) open.push(() => there.close())
  open.push(() => platform.close())
  const listening = platform.listen(ear ?? smallEar(roots, faults))
  return { server: there, platform, listening, faults, roots, ...book }
}

/** Connected, and done with its commands, so that what follows is only what the test does. */
export async function connected(parts: Parts = {}): Promise<Begun> {
  const all = await begin(parts)
  await all.listening
  await all.said('discord: commands')
  return all
}

type Part = {
  readonly type: number
  readonly content?: string
  readonly custom_id?: string
  readonly options?: readonly { readonly value: string }[]
  readonly components?: readonly Part[]
}
export const partsOf = (answer: Answered): Part[] => {
  const all = (parts: readonly Part[]): Part[] => parts.flatMap((part) => [part, ...all(part.components ?? [])])
  return all((answer.data as { components?: readonly Part[] }).components ?? [])
}
export const textOf = (answer: Answered): string =>
  partsOf(answer)
    .map(({ content = '' }) => content)
    .join('\n')
/** Whether only one person sees it. */
export const isPrivate = (answer: Answered): boolean => ((answer.message?.flags ?? 0) & (1 << 6)) !== 0
/** The id of the button that holds these words. */
export const keyOf = (answer: Answered, part: string): string =>
  partsOf(answer).find(({ type, custom_id }) => type === 2 && custom_id?.includes(part))?.custom_id ?? 'no such button'

/** A fake Discord that is gone after the test. */
export async function server(): Promise<DiscordServer> {
  const there = await discordServer()
  open.push(() => there.close())
  return there
}
