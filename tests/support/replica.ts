import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { readConfig, type Environment } from '../../src/config.ts'
import type { Timing } from '../../src/delivery/timing.ts'
import { start } from '../../src/main.ts'

/** One line of a replica's log. */
export type Line = Readonly<Record<string, unknown>> & { readonly event?: string; readonly level?: string }

export type Ended = { readonly code: number | null; readonly signal: string | null }

/** A whole installation in a process of its own. */
export type Replica = {
  readonly pid: number
  /** Its address, once it serves; rejects where it ended before. */
  readonly url: Promise<string>
  readonly ended: Promise<Ended>
  /** Ends it as a crash would; resolves when it is gone. */
  kill(): Promise<Ended>
  /** Asks it to stop, and tells how and how soon it did. */
  stop(): Promise<Ended & { readonly ms: number }>
}

export type ReplicaParts = {
  /** Shortened, so that a lease is over in seconds; the real ones of `src/main.ts` without it. */
  readonly timing?: Timing | undefined
  /** Told each line that it logs. */
  readonly heard?: ((line: Line) => void) | undefined
}

const OURS = /^(?:DISCORD|SLACK|GRIOT|VITEST|NODE_OPTIONS|HOST|PORT|DATABASE|PUBLIC|LOG_LEVEL)/
const SCRIPT = fileURLToPath(import.meta.url)
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Starts one with these variables and no others of ours. It goes when its starter goes, however that ends, unless it is the real `src/main.ts`. */
export function replica(environment: Environment, { timing, heard = () => undefined }: ReplicaParts = {}): Replica {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)))
  const given = { ...kept, PORT: '0', ...environment, ...(timing && { REPLICA_TIMING: JSON.stringify(timing) }) }
  const child = spawn(process.execPath, [timing ? SCRIPT : MAIN], { env: given, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const ended = once(child, 'exit').then(([code, signal]): Ended => ({ code: code as number | null, signal: signal as string | null }))
  let wrong = ''
  createInterface({ input: child.stderr! }).on('line', (line) => {
    wrong = `${wrong}\n${line}`.slice(-2000)
    heard(lineOf(line))
  })
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
      if (found !== undefined) resolve(found)
    })
    void ended.then(({ code, signal }) => reject(new Error(`ended with ${code ?? signal}: ${wrong}`)))
  })
  // Whoever does not ask for its address must not fall with it.
  url.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    url,
    ended,
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
    async stop() {
      const from = performance.now()
      child.kill('SIGTERM')
      return { ...(await ended), ms: performance.now() - from }
    },
  }
}

function lineOf(text: string): Line {
  try {
    return JSON.parse(text) as Line
  } catch {
    // A line that was cut off by a kill is no fault of its own.
    return text.startsWith('{') ? { event: 'cut off', level: 'debug' } : { event: text }
  }
}

/** As `src/main.ts` starts and stops, but by another timing. */
async function serve(): Promise<void> {
  const read = readConfig(process.env)
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const timing = JSON.parse(process.env['REPLICA_TIMING'] ?? '') as Timing
  process.once('disconnect', () => process.exit(1))
  const starting = start(read.config, { timing })
  process.once('SIGTERM', () => {
    void starting
      .then((app) => app.close())
      .then(
        () => process.exit(0),
        () => process.exit(2),
      )
  })
  await starting
}

if (import.meta.main) await serve()
