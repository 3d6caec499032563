import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, type Config, type Environment } from '../../src/config.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import type { LogFields } from '../../src/kernel/log.ts'
import { openShelves } from '../../src/main/shelves.ts'
import { start, type App } from '../../src/main.ts'

/** Six years after the coup, in the morning. */
export const NOW = new Date('2026-08-18T09:00:00Z')

const stopped: Clock = {
  now: () => NOW,
  sleep: (_ms, signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
}

export const configOf = (environment: Environment = {}): Config => {
  const read = readConfig(environment)
  if (!read.ok) throw new Error(read.faults.join('\n'))
  return read.config
}

/** A directory for the data of one installation, gone when it is closed. */
export function ownData(): { readonly GRIOT_DATA: string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'griot-data-'))
  return { GRIOT_DATA: directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

/** A whole installation on a free port of this machine, whose clock stands still; `logged` is all that it logs. */
export async function installation(environment: Environment = {}): Promise<App & { readonly logged: LogFields[] }> {
  const logged: LogFields[] = []
  const entry =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void logged.push({ level, event, ...fields })
  const log = { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') }
  const { GRIOT_DATA, remove } = ownData()
  const config = configOf({ GRIOT_DATA, ...environment })
  const app = await start(
    { ...config, web: { ...config.web, host: '127.0.0.1', port: 0 } },
    { clock: stopped, random: () => 0.5, log, tell: () => {} },
  )
  return {
    ...app,
    logged,
    async close() {
      await app.close()
      remove()
    },
  }
}

/** The shipped pack, so that tests take their words from it instead of repeating them. */
export const [shipped] = openShelves([])
