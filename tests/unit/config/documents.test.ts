import { parseEnv } from 'node:util'
import { expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { configTable, envExample } from '../../../src/config/documents.ts'
import { Variables } from '../../../src/config/variables.ts'

const NAMES = Object.keys(Variables.shape)

it('has one row per variable, in order, each with its words', () => {
  const rows = configTable().trim().split('\n').slice(2)
  expect(rows.map((row) => /^\| `(\w+)` \|/.exec(row)?.[1])).toEqual(NAMES)
  for (const row of rows) expect(row).toMatch(/^\| `\w+` \| (`[^`]+`)? ?\| \S.{10,}\. \|$/)
})

it('gives an example that sets nothing as it stands', () => {
  expect(parseEnv(envExample())).toEqual({})
})

it('gives an example whose lines work when their # is taken away', () => {
  const env = parseEnv(envExample().replaceAll(/^#(?=[A-Z_]+=)/gm, ''))
  expect(Object.keys(env).toSorted()).toEqual(NAMES.toSorted())
  const halves = { DISCORD_APP_ID: '', DISCORD_GUILD_ID: '', DATABASE_URL: '' }
  expect(readConfig({ ...env, ...halves })).toMatchObject({ ok: true, warnings: [] })
})
