import type { Environment } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { start, type App } from '../../src/main.ts'
import { configOf, NOW, ownData } from '../support/installation.ts'

export type Ready = {
  readonly status: number
  readonly parts: readonly { readonly name: string; readonly ready: boolean; readonly detail: string }[]
}

export type House = {
  readonly app: App
  readonly url: string
  /** All that it logged, at the finest level and with no secret hidden by the log: nothing but the code's own care keeps one out. */
  readonly lines: readonly string[]
  /** From now on, chance is a fault: every command that needs it crashes. */
  breakChance(broken: boolean): void
  ready(): Promise<Ready>
  close(): Promise<void>
}

/** A whole installation, started as `npm start` starts it, with the shipped pack and every surface that `environment` turns on, at one fixed instant. */
export async function openHouse(environment: Environment): Promise<House> {
  const lines: string[] = []
  const chance = seededRandom('contract')
  let broken = false
  const { GRIOT_DATA, remove } = ownData()
  const config = configOf({ GRIOT_DATA, ...environment, PORT: '0' })
  const app = await start(config, {
    clock: { ...systemClock(), now: () => NOW },
    log: logger({ level: 'debug', secrets: [], write: (line) => void lines.push(line) }),
    random() {
      if (broken) throw new TypeError('a fault of ours')
      return chance()
    },
    tell: () => undefined,
  })
  return {
    app,
    url: app.url,
    lines,
    breakChance: (given) => void (broken = given),
    ready: () => readiness(app.url),
    async close() {
      await app.close()
      remove()
    },
  }
}

export async function readiness(url: string): Promise<Ready> {
  const answer = await fetch(`${url}/readyz`)
  const { parts } = (await answer.json()) as Omit<Ready, 'status'>
  return { status: answer.status, parts }
}

/** Resolves when every surface is ready; each look is a round trip, while what is waited for is already on its way. */
export async function allReady(url: string): Promise<void> {
  while ((await readiness(url)).status !== 200);
}
