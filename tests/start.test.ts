import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const MAIN = resolve('src/main.ts')
const KEPT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(GRIOT|DISCORD|SLACK)_|^(HOST|PORT|PUBLIC_URL|DATABASE_URL|LOG_LEVEL)$/.test(name)),
)

/** Starts the real process in a folder of its own, and says how it ended or, once `until` was said, what it said. */
async function started(environment: Readonly<Record<string, string>>, { folder = mkdtempSync(join(tmpdir(), 'start-')), until = '' } = {}) {
  const child = spawn(process.execPath, [MAIN], { cwd: folder, env: { ...KEPT, ...environment } })
  const said: string[] = []
  child.stderr.on('data', (words: Buffer) => said.push(...String(words).split('\n').filter(Boolean)))
  child.stdout.on('data', (words: Buffer) => {
    said.push(...String(words).split('\n').filter(Boolean))
    if (until && String(words).includes(until)) child.kill('SIGTERM')
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, said }
}

describe('what keeps it from starting is one line each, and exit code 2', () => {
  test('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const { code, said } = await started({ PORT: String(port) })
    taken.close()
    expect(code).toBe(2)
    expect(said).toEqual([expect.stringContaining(String(port))])
  })

  test('a pack that is not there: a line for each file', async () => {
    const { code, said } = await started({ GRIOT_PACKS: '/nowhere', PORT: '0' })
    expect(code).toBe(2)
    expect(said.every((line) => line.startsWith('pack /nowhere: '))).toBe(true)
    expect(said.length).toBeGreaterThan(5)
  })

  test('a pack from elsewhere that can be read but is not sound', async () => {
    const pack = mkdtempSync(join(tmpdir(), 'pack-'))
    cpSync('tests/support/packs/mali-1960', pack, { recursive: true })
    const topics = join(pack, 'topics.json')
    writeFileSync(topics, readFileSync(topics, 'utf8').replace(/"id": "[^"]*"/, '"id": "renamed"'))
    const { code, said } = await started({ GRIOT_PACKS: pack, PORT: '0' })
    expect(code).toBe(2)
    expect(said.join('\n')).toContain('is unknown: add it to topics.json')
  })

  test('two packs that want one command', async () => {
    const { code, said } = await started({ GRIOT_PACKS: resolve('data/mali-2020'), PORT: '0' })
    expect(code).toBe(2)
    expect(said).toEqual([expect.stringContaining('/mali')])
  })
})

test('a file .env that cannot be read is one line, for the service and for the command line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'env-'))
  mkdirSync(join(folder, '.env'))
  const { code, said } = await started({ PORT: '0' }, { folder })
  expect(code).toBe(2)
  expect(said).toEqual([expect.stringMatching(/^\.env cannot be read/)])
  const cli = spawn(process.execPath, [resolve('src/cli.ts'), 'manifest'], { cwd: folder, env: KEPT })
  const words: string[] = []
  cli.stderr.on('data', (some: Buffer) => words.push(String(some)))
  expect(await once(cli, 'close')).toEqual([2, null])
  expect(words.join('')).toMatch(/^\.env cannot be read/)
})

describe('what it says when it starts', () => {
  test('one line per surface: what is on, what is off, and what would turn it on', async () => {
    const { code, said } = await started({ PORT: '0' }, { until: 'Slack:' })
    expect(code).toBe(0)
    expect(said).toEqual([
      expect.stringMatching(/^web: on, at http:\/\/127\.0\.0\.1:\d+/),
      expect.stringMatching(/^Discord: off; DISCORD_TOKEN/),
      expect.stringMatching(/^Slack: off; SLACK_BOT_TOKEN/),
    ])
  })

  test('a file .env in the working directory is read, and the environment outranks it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'env-'))
    writeFileSync(join(folder, '.env'), 'HOST=127.0.0.2\nPORT=99999\n')
    const { said } = await started({ PORT: '0' }, { folder, until: 'Slack:' })
    expect(said[0]).toContain('http://127.0.0.2:')
  })
})
