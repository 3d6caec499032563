import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { digits, median } from './figures.ts'
import { world } from './world.ts'

export type Start = {
  /** From the spawn to the first 200 of `/healthz`. */
  readonly aliveMs: number
  /** From the spawn to the first 200 of `/readyz`: every surface is connected. */
  readonly readyMs: number
}

const PROGRAMS = [
  { name: 'Griot, web only', file: '../src/main.ts', surfaces: false },
  { name: 'Griot, Discord and Slack', file: '../src/main.ts', surfaces: true },
  { name: 'bare discord.js and Bolt', file: 'peers/bare.ts', surfaces: true },
] as const

/** How long a process takes to start, with and without Node's compile cache. The first run fills the cache and is not counted. */
export async function starts(rounds: number): Promise<Readonly<Record<string, Start>>> {
  const around = await world()
  const caches = mkdtempSync(join(tmpdir(), 'griot-bench-cache-'))
  const ways = PROGRAMS.flatMap((program, n) =>
    [undefined, join(caches, String(n))].map((cache) => ({
      ...program,
      cache,
      name: `${program.name}${cache === undefined ? '' : ', compile cache'}`,
    })),
  )
  const measured = new Map<string, Start[]>()
  try {
    for (let round = -1; round < rounds; round += 1) {
      for (const { name, file, surfaces, cache } of ways) {
        const own = surfaces ? around.env : { GRIOT_DATA: around.env['GRIOT_DATA'] ?? '', LOG_LEVEL: 'warn' }
        const start = await startOf(file, { ...own, ...(cache !== undefined && { NODE_COMPILE_CACHE: cache }) })
        if (round >= 0) measured.set(name, [...(measured.get(name) ?? []), start])
      }
    }
  } finally {
    await around.end()
    rmSync(caches, { recursive: true, force: true })
  }
  const middle = (all: readonly Start[], of: keyof Start) => digits(median(all.map((one) => one[of])))
  return Object.fromEntries(
    [...measured].map(([name, all]) => [name, { aliveMs: middle(all, 'aliveMs'), readyMs: middle(all, 'readyMs') }]),
  )
}

async function startOf(file: string, env: Readonly<Record<string, string>>): Promise<Start> {
  const port = await freePort()
  const began = performance.now()
  const program = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    env: { PATH: process.env['PATH'], ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    await answered(program, port, '/healthz')
    const aliveMs = performance.now() - began
    await answered(program, port, '/readyz')
    return { aliveMs, readyMs: performance.now() - began }
  } finally {
    const gone = once(program, 'exit')
    if (program.exitCode === null && program.kill()) await gone
  }
}

/** Asks every few milliseconds until the answer is 200. */
async function answered(program: ChildProcess, port: number, path: string): Promise<void> {
  while ((await statusOf(port, path)) !== 200) {
    if (program.exitCode !== null) throw new Error('a program ended before it answered')
    await pause(3)
  }
}

const statusOf = (port: number, path: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    }).on('error', () => resolve(undefined))
  })

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
