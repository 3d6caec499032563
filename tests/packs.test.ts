import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { StartFault } from '../src/kernel/failure.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { logger } from '../src/kernel/log.ts'
import { assemble } from '../src/main/assemble.ts'
import { asker, MALI_1960, thrownBy } from './support/ear.ts'

const room = mkdtempSync(join(tmpdir(), 'griot-packs-'))
afterAll(() => rmSync(room, { recursive: true, force: true }))

function open(packs: string) {
  const read = readConfig({ GRIOT_PACKS: packs })
  if (!read.ok) throw new StartFault(read.faults.join('\n'))
  return assemble(read.config, { clock: systemClock(), log: logger({ level: 'silent', secrets: [], write: () => undefined }) })
}

const copyWith = (name: string, command: string): string => {
  const directory = join(room, name)
  cpSync(MALI_1960, directory, { recursive: true })
  const file = join(directory, 'pack.json')
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), command }))
  return directory
}

describe('another directory in GRIOT_PACKS', () => {
  test('brings its own command, beside the shipped one', async () => {
    const { roots, ear } = open(MALI_1960)
    expect(roots.map(({ name }) => name)).toEqual(['mali', 'independence', 'onthisday', 'schedule', 'quiz', 'griot'])
    expect(await ear.answer({ kind: 'line', root: 'independence', text: 'who Senghor', asker })).toMatchObject({
      title: 'Léopold Sédar Senghor',
    })
  })

  test('may be one of several', () => {
    expect(open([MALI_1960, copyWith('second', 'federation')].join(delimiter)).roots.map(({ name }) => name)).toContain('federation')
  })

  test.each(['mali', 'griot', 'onthisday'])('is refused where it wants the command /%s, which is taken', async (command) => {
    const refusal = await thrownBy(() => open(copyWith(`as-${command}`, command)))
    expect(refusal).toBeInstanceOf(StartFault)
    expect(String(refusal)).toContain(`/${command}`)
  })

  test('that cannot be read ends the start with one line per fault, each with its file', async () => {
    const refusal = await thrownBy(() => open(room))
    expect(refusal).toBeInstanceOf(StartFault)
    for (const line of (refusal as StartFault).message.split('\n')) expect(line).toMatch(/^pack .+: \S+.*: .+/)
  })
})
