import { writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkPack } from './almanac/check.ts'
import { loadPack } from './almanac/load.ts'
import { packSchema } from './almanac/schema.ts'
import { withEnvelope } from './chat/action.ts'
import { quotable } from './chat/clean.ts'
import type { Asker } from './chat/platform.ts'
import { toPlain } from './chat/plain.ts'
import type { Reply } from './chat/reply.ts'
import { loadDotEnv, readConfig, type Config } from './config.ts'
import { rehearsalClock, systemClock } from './kernel/clock.ts'
import { StartFault } from './kernel/failure.ts'
import { logger } from './kernel/log.ts'
import { assemble } from './main/assemble.ts'
import type { House } from './main/house.ts'
import type { Outcome } from './cli/outcome.ts'
import { quizCheck, QUIZ_USAGE } from './cli/questions.ts'
import { simulation, SIMULATE_USAGE } from './cli/simulation.ts'
import { stored, STORED_USAGE } from './cli/stored.ts'
import { isZone } from './words/dates.ts'
import { toLocale } from './words/locale.ts'

const USAGE = `griot ask LINE [--locale en|fr|pl] [--as text|json|discord|slack|html] [--now INSTANT] [--zone ZONE] [--page N]
griot pack check DIR
griot pack schema
griot commands --as discord|slack|table
griot commands push
griot manifest [--with-history]
${QUIZ_USAGE}
${STORED_USAGE}
${SIMULATE_USAGE}`

const OPTIONS = {
  locale: { type: 'string' },
  as: { type: 'string' },
  now: { type: 'string' },
  zone: { type: 'string' },
  page: { type: 'string' },
  press: { type: 'boolean' },
  json: { type: 'boolean' },
  'with-history': { type: 'boolean' },
  replace: { type: 'boolean' },
  from: { type: 'string' },
  days: { type: 'string' },
  channels: { type: 'string' },
  faults: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const
type Flags = { readonly [K in keyof typeof OPTIONS]?: (typeof OPTIONS)[K]['type'] extends 'boolean' ? boolean : string }

/** Runs one command line. Everything it prints, it returns. */
export async function run(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<Outcome> {
  let parsed: { positionals: string[]; values: Flags }
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    return { code: 2, err: `${error instanceof Error ? error.message.split('. ')[0] : ''}\n${USAGE}` }
  }
  if (parsed.values.help) return { code: 0, out: USAGE }
  const [verb, ...rest] = parsed.positionals
  try {
    return await verbs(verb, rest, parsed.values, env)
  } catch (error) {
    if (error instanceof StartFault) return { code: 2, err: error.message }
    throw error
  }
}

async function verbs(
  verb: string | undefined,
  rest: readonly string[],
  flags: Flags,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Outcome> {
  if (verb === 'pack' && rest[0] === 'schema') return { code: 0, out: JSON.stringify(packSchema(), null, 2) }
  if (verb === 'pack' && rest[0] === 'check' && rest[1]) return packCheck(rest[1])
  const read = readConfig(env)
  if (!read.ok) return { code: 2, err: read.faults.join('\n') }
  if (verb === 'simulate' && rest.length === 0) return simulation(flags, read.config)
  const done = stored([verb ?? '', ...rest], read.config, flags)
  if (done) return done
  if (verb === 'ask' && rest.length > 0) return ask(rest.join(' '), flags, read.config)
  if (verb === 'quiz' && rest[0] === 'check' && rest.length === 1) return quizCheck(read.config, flags.json === true)
  if (verb === 'commands' && rest[0] === 'push') return push(read.config)
  if (verb === 'commands' && rest.length === 0) return commands(flags.as ?? 'discord', read.config)
  if (verb === 'manifest') return manifest(read.config, flags['with-history'])
  if (verb === 'help') return { code: 0, out: USAGE }
  return { code: 2, err: usageOf(verb) }
}

/** How a command is to be called that was called wrongly; all of them where there is none of that name. */
function usageOf(verb: string | undefined): string {
  const own = USAGE.split('\n').filter((line) => line.split(' ')[1] === verb)
  if (own.length > 0) return own.join('\n')
  return verb === undefined ? USAGE : `There is no command ${quotable(verb)}.\n${USAGE}`
}

function packCheck(directory: string): Outcome {
  const loaded = loadPack(directory)
  const problems = loaded.ok ? checkPack(loaded.pack) : loaded.problems
  if (problems.length > 0)
    return {
      code: 1,
      out: problems.map(({ file, path, what }) => `${file}${path && ` ${path}`}: ${what}`).join('\n'),
      err: `${problems.length} to mend`,
    }
  if (!loaded.ok) return { code: 1 }
  const { pack } = loaded
  const claims = pack.events.flatMap((event) => event.claims)
  return {
    code: 0,
    out: `${pack.id} ${pack.version} is sound: ${pack.events.length} events, ${claims.length} claims, ${pack.sources.length} sources, ${pack.people.length} people, ${pack.organisations.length} organisations, ${pack.places.length} places`,
  }
}

/** Answers one line as a platform would be answered, at a chosen instant, in a chosen zone and language. */
async function ask(line: string, flags: Flags, config: Config): Promise<Outcome> {
  const locale = flags.locale === undefined ? undefined : toLocale(flags.locale)
  const zone = flags.zone === undefined ? config.zone : isZone(flags.zone)
  const now = flags.now === undefined ? undefined : new Date(flags.now)
  if (flags.locale !== undefined && !locale) return { code: 2, err: '--locale can be en, fr or pl' }
  if (!zone) return { code: 2, err: '--zone must be an IANA zone such as Africa/Bamako' }
  if (now && Number.isNaN(now.getTime())) return { code: 2, err: '--now must be an instant such as 2026-08-18T09:00:00Z' }
  const render = await renderer(flags.as ?? 'text')
  if (!render) return { code: 2, err: '--as can be text, json, discord, slack or html' }
  const page = flags.page === undefined ? 1 : Number(flags.page)
  if (!Number.isInteger(page) || page < 1 || page > 999) return { code: 2, err: '--page must be a number from 1 on' }
  if (line.trim() === '') return { code: 2, err: `There is nothing to ask.\n${USAGE}` }
  const house = open({ ...config, zone }, now)
  const asker: Asker = { platform: 'web', user: 'cli', ...(locale && { locale }) }
  const [root = '', ...words] = line.trim().replace(/^\//, '').split(/\s+/)
  const heard = flags.press
    ? ({ kind: 'press', action: line, asker } as const)
    : ({ kind: 'line', root, text: words.join(' '), asker } as const)
  const first = await house.ear.answer(heard)
  const reply =
    page > 1 && first.self
      ? await house.ear.answer({ kind: 'press', action: withEnvelope(first.self, { page, locale: first.locale }), asker })
      : first
  return reply.failure ? { code: 1, err: render(reply) } : { code: 0, out: render(reply) }
}

const json = (value: unknown): string => JSON.stringify(value, null, 2)

async function renderer(as: string): Promise<((reply: Reply) => string) | undefined> {
  switch (as) {
    case 'text':
      return toPlain
    case 'json':
      return json
    case 'html':
      return (await import('./platforms/web/render.ts')).toHtml
    case 'discord': {
      const { toMessage } = await import('./platforms/discord/render.ts')
      // The body of the interaction's callback: a new message (type 4).
      return (reply) => json({ type: 4, data: toMessage(reply) })
    }
    case 'slack': {
      const { toMessage } = await import('./platforms/slack/render.ts')
      return (reply) => json(toMessage(reply))
    }
    default:
      return undefined
  }
}

/** Everything that can be asked, with no memory behind it. */
function open(config: Config, now?: Date): House {
  const real = systemClock()
  const running = config.rehearsal ? rehearsalClock(config.rehearsal.startAt, config.rehearsal.speed, real) : real
  const clock = now ? { ...real, now: () => now } : running
  return assemble(config, { clock, log: logger({ level: config.logLevel, secrets: config.secrets }) })
}

async function commands(as: string, config: Config): Promise<Outcome> {
  const { roots } = open(config)
  if (as === 'discord') return { code: 0, out: json((await import('./platforms/discord/commands.ts')).toDiscordCommands(roots)) }
  if (as === 'slack') return manifest(config)
  if (as === 'table') return { code: 0, out: (await import('./chat/table.ts')).commandTable(roots, 'en') }
  return { code: 2, err: '--as can be discord, slack or table' }
}

async function push(config: Config): Promise<Outcome> {
  if (!config.discord) return { code: 2, err: 'DISCORD_TOKEN and DISCORD_APP_ID are needed to push commands to Discord.' }
  const { pushCommands } = await import('./platforms/discord/push.ts')
  return { code: 0, out: await pushCommands({ ...config.discord, roots: open(config).roots }) }
}

async function manifest(config: Config, withHistory = false): Promise<Outcome> {
  const { toManifest } = await import('./platforms/slack/manifest.ts')
  return {
    code: 0,
    out: json(
      toManifest({
        roots: open(config).roots,
        publicUrl: config.web.publicUrl,
        socketMode: config.slack?.appToken !== undefined,
        withHistory,
      }),
    ),
  }
}

async function withDotEnv(): Promise<Outcome> {
  try {
    loadDotEnv()
    return await run(process.argv.slice(2), process.env)
  } catch (error) {
    if (error instanceof StartFault) return { code: 2, err: error.message }
    throw error
  }
}

if (import.meta.main) {
  const { code, out, err } = await withDotEnv()
  if (out !== undefined) writeSync(1, `${out}\n`)
  if (err !== undefined) writeSync(2, `${err}\n`)
  // A client library may still hold a timer that nobody waits for.
  process.exit(code)
}
