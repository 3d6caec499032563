import { rmSync } from 'node:fs'
import { schedule } from 'node-cron'
import { correct } from './anniversaries/corrections.ts'
import type { Desk } from './anniversaries/desk/desk.ts'
import type { Root } from './chat/command.ts'
import type { ChannelPlace, Ear, Platform, Readiness, Rights } from './chat/platform.ts'
import { loadDotEnv, readConfig, type Config } from './config.ts'
import { surfaceLines } from './config/documents.ts'
import { scaled, TIMING, type Timing } from './delivery/timing.ts'
import { pulse } from './house/pulse.ts'
import { watch } from './house/watch.ts'
import { httpServer } from './http/server.ts'
import { rehearsalClock, systemClock, type Clock } from './kernel/clock.ts'
import { StartFault } from './kernel/failure.ts'
import { logger, type Log } from './kernel/log.ts'
import { metricsPage } from './kernel/metrics.ts'
import { shortId, systemRandom, type Random } from './kernel/random.ts'
import { gauges, type Cleaned } from './main/gauges.ts'
import { house } from './main/house.ts'
import { minutely } from './main/minutely.ts'
import { quizParts } from './main/quiz.ts'
import { privacy } from './main/privacy.ts'
import { openShelves } from './main/shelves.ts'
import { surfaces } from './main/surfaces.ts'
import { worker } from './main/worker.ts'
import { secretOf } from './store/secret.ts'
import { openStore, type Store } from './store/store.ts'

/** What a test or a command line may put in the place of the real thing. */
export type Parts = {
  readonly clock?: Clock
  readonly random?: Random
  readonly log?: Log
  readonly tell?: (line: string) => void
  /** In the world's time, however fast the installation's clock runs. */
  readonly timing?: Timing
}

export type App = {
  readonly url: string
  readonly ear: Ear
  readonly roots: readonly Root[]
  close(): Promise<void>
}

/** Sends a second of the world's time that all processes together may begin: below the platforms' own limits (docs/decisions/0010-budget.md). */
const BUDGET = { discord: 45, slack: 5 } as const
/** Posts that are late by so much turn `/readyz` red. */
const LAG_MS = 300_000
/** How long a start waits for the database before it goes on without: what needs none is answered meanwhile. */
const PATIENCE_MS = 3_000

/** What is there before any surface: the clocks, the chances, the log, the memory. */
type Ground = ReturnType<typeof groundOf>

function groundOf(config: Config, parts: Parts) {
  const log = parts.log ?? logger({ level: config.logLevel, secrets: config.secrets, write: (line) => process.stderr.write(line) })
  const random = parts.random ?? systemRandom()
  const wall = parts.clock ?? systemClock()
  const { rehearsal } = config
  const speed = rehearsal?.speed ?? 1
  const clock = rehearsal ? rehearsalClock(rehearsal.startAt, speed, wall) : wall
  const secret = secretOf(config.secret, config.dataDir)
  if (rehearsal) forgetRehearsal(config)
  const bell: { ring: () => void } = { ring: () => undefined }
  const store = openStore({
    database: config.database,
    secret,
    clock,
    wall,
    random,
    log,
    changed: () => bell.ring(),
    retention: config.keep,
  })
  return {
    config,
    log,
    random,
    wall,
    clock,
    speed,
    secret,
    store,
    bell,
    timing: scaled(parts.timing ?? TIMING, speed),
    report: (error: unknown, where: string): string => reported(log, error, where),
  }
}

/** Starts an installation: every configured surface over one ear, and the worker that posts what channels asked for. Resolves when the web surface listens. */
export async function start(config: Config, parts: Parts = {}): Promise<App> {
  const ground = groundOf(config, parts)
  const ended: (() => Promise<unknown> | undefined)[] = []
  const close = async (): Promise<void> => {
    await Promise.allSettled(ended.map(async (end) => end()))
    await ground.store.close()
  }
  try {
    const opened = await open(ground, parts.tell ?? ((line) => process.stdout.write(`${line}\n`)), ended)
    return { ...opened, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Opens everything, and notes in `ended` how each part ends. */
async function open(
  ground: Ground,
  tell: (line: string) => void,
  ended: (() => Promise<unknown> | undefined)[],
): Promise<Omit<App, 'close'>> {
  const { config, log, wall, clock, speed, store, bell, timing } = ground
  const shelves = openShelves(config.packs)
  const platforms: Platform[] = []
  let plannedAt = (): Date | undefined => undefined
  const heart = pulse({
    outbox: store.outbox,
    clock,
    log,
    lagMs: LAG_MS * speed,
    platforms: () => platforms.map(({ name }) => name),
    plannedAt: () => plannedAt(),
  })
  const health = (): readonly Readiness[] => [...platforms.map((platform) => platform.ready()), store.ready(), heart.ready()]
  const desk: Desk = {
    subscriptions: store.subscriptions,
    settlements: store.settlements,
    shelves,
    rightsOf: (place) => rightsIn(platforms, place),
    standing: () => standing(ground, platforms),
    timing,
    locale: config.locale,
    zone: config.zone,
  }
  const quiz = quizParts(store.quiz, shelves, desk, ground.random)
  const linkTo = (place: ChannelPlace) => addressOf(config, place)
  const own = privacy({ quiz: store.quiz, makers: store.makers, days: config.keep, linkTo })
  const home = house({ ...ground, shelves, desk, quiz, privacy: own })
  platforms.push(...(await surfaces({ ...ground, house: home })))
  await patientlyOpened(store, wall, log)
  const budget = { discord: BUDGET.discord / speed, slack: BUDGET.slack / speed }
  const working = worker({ ...ground, shelves, quiz, platforms, budget, footer: home.footer, linkTo })
  bell.ring = () => working.wake()
  plannedAt = () => working.planner.standing().doneAt
  ended.push(() => working.stop(), ...platforms.map((platform) => () => platform.close()))
  let last: Cleaned | undefined
  const metrics = metricsPage(gauges({ parts: health, pulse: heart, courier: working.courier, cleaned: () => last }))
  const routes = platforms.flatMap((platform) => platform.routes)
  const server = httpServer({ host: config.web.host, port: config.web.port, log, routes, ready: health, metrics })
  ended.push(() => server.close())
  const { url } = await server.listen()
  for (const line of [...surfaceLines(config, url), ...rehearsalLines(config)]) tell(line)
  await Promise.all(platforms.map((platform) => platform.listen(home.ear)))
  if (config.correctAtStart)
    void store.opened
      .then(() => correct(store.ledger, shelves, clock.now(), timing))
      .catch((error: unknown) => ground.report(error, 'corrections'))
  const cleaned = (done: Cleaned): void => void (last = done)
  const minute = minutely({ ...ground, look: watch(health, log), heart, working, cleaned })
  const ticking = schedule('* * * * *', minute, { timezone: 'UTC', noOverlap: true })
  ended.push(() => Promise.resolve(ticking.destroy()))
  void heart.look()
  return { url, ear: home.ear, roots: home.roots }
}

/** Where a channel is found in a browser. */
function addressOf({ web }: Config, { platform, server, channel }: ChannelPlace): string | undefined {
  switch (platform) {
    case 'discord':
      return `https://discord.com/channels/${server ?? '@me'}/${channel}`
    case 'slack':
      return `https://slack.com/app_redirect?${new URLSearchParams({ ...(server && { team: server }), channel }).toString()}`
    case 'web':
      return web.publicUrl && `${web.publicUrl}/channels/${channel}`
  }
}

const rehearsalLines = ({ rehearsal }: Config): readonly string[] =>
  rehearsal
    ? [
        `rehearsal: the clock starts at ${rehearsal.startAt.toISOString()} and runs ${rehearsal.speed} times as fast; nothing real is spoken to, and the schedules of the last rehearsal are forgotten`,
      ]
    : []

/** A rehearsal begins in its own past, where the watermarks of the last one would lie ahead. */
function forgetRehearsal({ database }: Config): void {
  if (database.kind !== 'sqlite') return
  for (const end of ['', '-wal', '-shm']) rmSync(`${database.path}${end}`, { force: true })
}

/** Waits for the database for a while; what no waiting mends ends the start. */
async function patientlyOpened(store: Store, wall: Clock, log: Log): Promise<void> {
  const enough = new AbortController()
  const patience = wall.sleep(PATIENCE_MS, enough.signal).catch(() => undefined)
  await Promise.race([store.opened, patience]).finally(() => enough.abort())
  store.opened.catch((error: unknown) => log.error('the database cannot be used; nothing is posted until that is mended', { error }))
}

async function rightsIn(platforms: readonly Platform[], place: Parameters<Platform['rights']>[0]): Promise<Rights> {
  const platform = platforms.find(({ name }) => name === place.platform)
  return platform ? platform.rights(place) : { kind: 'unknown', why: `${place.platform} is off` }
}

/** How the installation stands, for whoever asks the doctor. */
async function standing({ config, store, clock, speed }: Ground, platforms: readonly Platform[]): ReturnType<Desk['standing']> {
  const now = clock.now()
  const [lag, tally] = await Promise.all([
    store.outbox
      .lag(
        new Date(now.getTime() - LAG_MS * speed),
        platforms.map(({ name }) => name),
      )
      .catch(() => undefined),
    store.outbox.tally(now.toISOString().slice(0, 10)).catch(() => undefined),
  ])
  return {
    speed: config.rehearsal?.speed,
    database: store.ready(),
    surfaces: platforms.map((platform) => platform.ready()),
    lag,
    tally,
  }
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
