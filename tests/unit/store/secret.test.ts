import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StartFault } from '../../../src/kernel/failure.ts'
import { secretOf } from '../../../src/store/secret.ts'

const SECRET = fileURLToPath(new URL('../../../src/store/secret.ts', import.meta.url))

describe('the secret', () => {
  let home: string
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'griot-secret-'))
  })
  afterAll(() => {
    rmSync(home, { recursive: true, force: true })
  })

  test('is the one of the configuration, and then nothing is written', () => {
    const directory = join(home, 'configured')
    expect(secretOf('one of my own choosing', directory)).toBe('one of my own choosing')
    expect(existsSync(directory)).toBe(false)
  })

  test('is else made once, for its owner’s eyes alone, and read afterwards', () => {
    const directory = join(home, 'made', 'deep')
    const secret = secretOf(undefined, directory)
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(secretOf(undefined, directory)).toBe(secret)
    expect(statSync(join(directory, 'secret')).mode & 0o777).toBe(0o600)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(readdirSync(directory)).toEqual(['secret'])
    expect(secretOf(undefined, join(home, 'another'))).not.toBe(secret)
  })

  test('is the same for processes that start at the same time', async () => {
    const directory = join(home, 'race')
    const program = `process.stdout.write((await import(${JSON.stringify(SECRET)})).secretOf(undefined, ${JSON.stringify(directory)}))`
    const run = async () => (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])).stdout
    const secrets = await Promise.all(Array.from({ length: 6 }, run))
    expect(new Set(secrets)).toEqual(new Set([readFileSync(join(directory, 'secret'), 'utf8').trim()]))
    expect(readdirSync(directory)).toEqual(['secret'])
  })

  test('cannot be kept where the data directory cannot be used, which is said in plain words', () => {
    const file = join(home, 'a file')
    writeFileSync(file, '')
    for (const directory of [file, join(file, 'below')]) {
      expect(() => secretOf(undefined, directory)).toThrow(StartFault)
      expect(() => secretOf(undefined, directory)).toThrow(/^GRIOT_DATA: .*a file.* cannot be used \((EEXIST|ENOTDIR)\)\. Give a directory/)
    }
  })

  test('is never guessed from a file that was cut or changed', () => {
    const directory = join(home, 'cut')
    secretOf(undefined, directory)
    writeFileSync(join(directory, 'secret'), 'abc')
    expect(() => secretOf(undefined, directory)).toThrow(StartFault)
    expect(readFileSync(join(directory, 'secret'), 'utf8')).toBe('abc')
  })
})
