import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { schedule } from 'node-cron'
import { almanac } from './almanac/almanac.ts'
import { checkPack } from './almanac/check.ts'
import { packCommands, todayReply } from './almanac/commands.ts'
import { finder } from './almanac/find.ts'
import { loadPack } from './almanac/load.ts'
import { onThisDay } from './almanac/onthisday.ts'
import { shelf, type Shelf } from './almanac/shelf.ts'
import { toActionId } from './chat/action.ts'
import type { Ask, Root } from './chat/command.ts'
import { dispatcher } from './chat/dispatch.ts'
import type { Ear, Platform } from './chat/platform.ts'
import type { Body, Reply } from './chat/reply.ts'
import { loadDotEnv, readConfig, type Config } from './config.ts'
import { surfaceLines } from './config/documents.ts'
import { griotCommands } from './house/griot.ts'
import { watch } from './house/watch.ts'
import { httpServer } from './http/server.ts'
import { rehearsalClock, systemClock, type Clock } from './kernel/clock.ts'
import { StartFault } from './kernel/failure.ts'
import { logger, type Log } from './kernel/log.ts'
import { shortId, systemRandom, type Random } from './kernel/random.ts'
import { web } from './platforms/web/web.ts'
import { clockText, dayText, today } from './words/dates.ts'
import type { Say } from './words/say.ts'

/** What a test or a command line may put in the place of the real thing. */
export type Parts = { readonly clock?: Clock; readonly random?: Random; readonly log?: Log; readonly tell?: (line: string) => void }

export type App = { readonly url: string; readonly ear: Ear; readonly roots: readonly Root[]; close(): Promise<void> }

const SHIPPED_PACK = fileURLToPath(new URL('../data/mali-2020', import.meta.url))

const manifest = (): { readonly version: string } => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** The packs of an installation, each with its index; throws `StartFault` with one line per problem. */
export function openShelves(directories: readonly string[]): readonly Shelf[] {
  const shelves = [SHIPPED_PACK, ...directories].map((directory) => {
    const loaded = loadPack(directory)
    // The shipped pack is checked by the tests; a pack from elsewhere is checked whole before anybody is answered from it.
    const problems = !loaded.ok ? loaded.problems : directory === SHIPPED_PACK ? [] : checkPack(loaded.pack)
    if (!loaded.ok || problems.length > 0)
      throw new StartFault(problems.map(({ file, path, what }) => `pack ${directory}: ${file}${path && ` ${path}`}: ${what}`).join('\n'))
    const book = almanac(loaded.pack)
    return shelf(book, finder(book))
  })
  const commands = shelves.map((s) => s.almanac.pack.command)
  const twice = commands.find((command, i) => commands.indexOf(command) !== i || command === 'griot' || command === 'onthisday')
  if (twice)
    throw new StartFault(
      `pack: two packs want the command /${twice}, or it is one of our own: give one of them another "command" in its pack.json`,
    )
  return shelves
}

/** Everything that can be asked, the ear that answers, and what stands under each answer. */
type House = { readonly roots: readonly Root[]; readonly ear: Ear; readonly footer: (say: Say) => Body }

/** The house without its doors: no surface is opened. */
export function assemble(config: Config, parts: Parts & { readonly clock: Clock; readonly log: Log }): House {
  const shelves = openShelves(config.packs)
  const { version } = manifest()
  const imprint = {
    version,
    node: process.versions.node,
    packs: shelves.map(({ almanac: { pack } }) => ({
      title: pack.title,
      version: pack.version,
      licence: pack.licence,
      events: pack.events.length,
      sources: pack.sources.length,
    })),
  }
  const roots: readonly Root[] = [...shelves.map(packCommands), onThisDay(shelves), griotCommands(() => roots, imprint)]
  const footer = footerOf(config, parts.clock)
  const ear = dispatcher({
    roots,
    locale: config.locale,
    zone: config.zone,
    clock: parts.clock,
    random: parts.random ?? systemRandom(),
    footer,
    home: (ask) => homeOf(shelves, ask),
    report: (error, heard) => reported(parts.log, error, heard),
  })
  return { roots, ear, footer }
}

/** Starts an installation: every configured surface over one ear. Resolves when the web surface listens. */
export async function start(config: Config, parts: Parts = {}): Promise<App> {
  const tell = parts.tell ?? ((line) => process.stdout.write(`${line}\n`))
  const log = parts.log ?? logger({ level: config.logLevel, secrets: config.secrets, write: (line) => process.stderr.write(line) })
  const wall = parts.clock ?? systemClock()
  const clock = config.rehearsal ? rehearsalClock(config.rehearsal.startAt, config.rehearsal.speed, wall) : wall
  const { roots, ear, footer } = assemble(config, { ...parts, clock, log })
  const platforms = await surfaces(config, { roots, footer }, log, wall)
  const server = httpServer({
    host: config.web.host,
    port: config.web.port,
    log,
    routes: platforms.flatMap((p) => p.routes),
    ready: () => platforms.map((p) => p.ready()),
  })
  const { url } = await server.listen()
  for (const line of surfaceLines(config, url)) tell(line)
  if (config.rehearsal)
    tell(
      `rehearsal: the clock starts at ${config.rehearsal.startAt.toISOString()} and runs ${config.rehearsal.speed} times as fast; nothing real is spoken to`,
    )
  await Promise.all(platforms.map((platform) => platform.listen(ear)))
  const look = watch(() => platforms.map((platform) => platform.ready()), log)
  const ticking = schedule('* * * * *', look, { timezone: 'UTC', noOverlap: true })
  return {
    url,
    ear,
    roots,
    async close() {
      await Promise.allSettled([ticking.destroy(), ...platforms.map((platform) => platform.close()), server.close()])
    },
  }
}

/** A client library is loaded only for a surface that is on. Protocol clocks are always the real one. */
async function surfaces(config: Config, { roots, footer }: Omit<House, 'ear'>, log: Log, clock: Clock): Promise<readonly Platform[]> {
  const platforms: Platform[] = [web({ roots, locale: config.locale, footer })]
  if (config.discord) {
    const { discord } = await import('./platforms/discord/discord.ts')
    platforms.push(discord({ ...config.discord, roots, log, clock }))
  }
  if (config.slack) {
    const { slack } = await import('./platforms/slack/slack.ts')
    platforms.push(slack({ ...config.slack, roots, log, clock, locale: config.locale }))
  }
  return platforms
}

/** The first page of somebody's own room: today, with the ways to what comes next and to help. */
function homeOf(shelves: readonly Shelf[], ask: Ask): Reply {
  const [first] = shelves
  if (!first) throw new StartFault('an installation needs a pack')
  const card = todayReply(first, ask)
  const leads = [
    { label: ask.say('cmd.next.summary'), action: first.lead('next') },
    { label: ask.say('cmd.random.summary'), action: first.lead('random') },
    { label: ask.say('button.help'), action: toActionId('griot.help') },
  ]
  return { ...card, buttons: [...card.buttons, ...leads.flatMap(({ label, action }) => (action ? [{ label, action }] : []))] }
}

const footerOf =
  ({ rehearsal, zone }: Config, clock: Clock) =>
  (say: Say): Body => {
    if (!rehearsal) return []
    const now = clock.now()
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' }).formatToParts(
      now,
    )
    const part = (type: string) => Number(time.find((p) => p.type === type)?.value ?? 0)
    return [
      say('footer.rehearsal', {
        date: dayText(say.locale, today(now, zone)),
        time: clockText(say.locale, part('hour'), part('minute')),
        zone,
        speed: String(rehearsal.speed),
      }),
    ]
  }

function reported(log: Log, error: unknown, heard: string): string {
  const id = shortId(systemRandom())
  log.error('broken', { id, heard, error })
  return id
}

async function main(): Promise<void> {
  try {
    loadDotEnv()
    const read = readConfig(process.env)
    for (const warning of read.warnings) process.stderr.write(`${warning}\n`)
    if (!read.ok) return refuse(read.faults)
    const log = logger({ level: read.config.logLevel, secrets: read.config.secrets })
    // A slip in a client library must not take the other surfaces down with it.
    process.on('unhandledRejection', (error) => log.error('unhandled', { error }))
    const starting = start(read.config, { log })
    // Asked to stop while it still starts, it starts to the end and stops then; asked twice, it goes at once.
    let asked = false
    const stop = () => {
      if (asked) process.exit(1)
      asked = true
      void starting
        .then((app) => app.close())
        .then(
          () => process.exit(0),
          () => process.exit(2),
        )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    await starting
  } catch (error) {
    if (!(error instanceof StartFault)) throw error
    refuse(error.message.split('\n'))
  }
}

function refuse(faults: readonly string[]): void {
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  process.exitCode = 2
}

if (import.meta.main) await main()
