import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { RENDERERS } from '../scripts/renderers.ts'
import { eventReply, goldenEar } from '../scripts/write-golden.ts'
import { run } from '../src/cli.ts'

const NOW = ['--now', '2026-08-18T09:00:00Z']
const cli = (...argv: string[]) => run(argv, {})

describe('griot ask', () => {
  test.each([
    ['text', 'text'],
    ['discord', 'discord'],
    ['slack', 'slack'],
    ['html', 'web'],
  ])('--as %s prints exactly what that surface would be sent', async (as, renderer) => {
    const { ear } = goldenEar()
    const reply = await eventReply(ear, 'mutiny-at-kati', 'pl')
    const { code, out } = await cli('ask', '/mali event mutiny-at-kati', '--locale', 'pl', '--as', as, ...NOW)
    expect(code).toBe(0)
    const drawn = RENDERERS[renderer]?.render(reply) ?? ''
    const sent: Readonly<Record<string, (body: string) => unknown>> = {
      discord: (body) => ({ type: 4, data: JSON.parse(body) as unknown }),
      slack: (body) => JSON.parse(body) as unknown,
    }
    const printed = sent[as] ? (JSON.parse(out ?? '') as unknown) : `${out}\n`
    expect(printed).toEqual(sent[as]?.(drawn) ?? drawn)
  })

  test('the line may be several words, with or without its slash', async () => {
    const whole = await cli('ask', '/mali on 18-08', ...NOW)
    expect(await cli('ask', 'mali', 'on', '18-08', ...NOW)).toEqual(whole)
    expect(whole.out).toContain('18 August')
  })

  test('the zone decides which day it is', async () => {
    const at = ['--now', '2026-08-17T23:30:00Z', '--zone']
    expect((await cli('ask', '/mali today', ...at, 'Europe/Warsaw')).out).toContain('Today, 18 August')
    expect((await cli('ask', '/mali today', ...at, 'America/New_York')).out).toContain('Today, 17 August')
  })

  test('--page turns the pages of a long answer', async () => {
    expect((await cli('ask', '/mali timeline', '--page', '2')).out).toContain('Page 2 of')
  })

  test.each([
    ['en', '30 February', 'There is no such day: “30 February”'],
    ['fr', '30 février', 'Ce jour n’existe pas'],
    ['pl', '30 lutego', 'Nie ma takiego dnia'],
  ])('a bad line exits 1 with the words a person would get (%s)', async (locale, day, words) => {
    const { code, out, err } = await cli('ask', `/mali on ${day}`, '--locale', locale)
    expect([code, out]).toEqual([1, undefined])
    expect(err).toContain(words)
  })

  test.each([
    [['--locale', 'de'], '--locale'],
    [['--zone', 'Mars'], '--zone'],
    [['--now', 'soon'], '--now'],
    [['--as', 'pdf'], '--as'],
    [['--page', '0'], '--page'],
  ])('a wrong flag exits 2 and names itself: %s', async (flags, name) => {
    const { code, err } = await cli('ask', '/mali today', ...flags)
    expect(code).toBe(2)
    expect(err).toContain(name)
  })
})

test.each([[[]], [['nonsense']], [['ask', ' ']], [['--nonsense']]])('%j exits 2 and says what there is', async (argv) => {
  const { code, err } = await cli(...argv)
  expect(code).toBe(2)
  expect(err).toContain('griot pack check DIR')
})

test.each([
  [['backup'], 'griot backup FILE'],
  [['restore'], 'griot restore FILE [--replace]'],
  [['migrate', 'now'], 'griot migrate'],
  [['pack'], 'griot pack check DIR\ngriot pack schema\ngriot pack diff'],
])('%j exits 2 and says how it is called', async (argv, err) => expect(await cli(...argv)).toEqual({ code: 2, err }))

test.each([[['help']], [['--help']]])('%j prints what there is, and is no mistake', async (argv) => {
  const { code, out } = await cli(...argv)
  expect([code, out]).toEqual([0, expect.stringContaining('griot backup FILE')])
})

test('a command that there is not is named', async () =>
  expect((await cli('frobnicate')).err).toMatch(/^There is no command frobnicate\.\n/))

test('--help is no mistake', async () => expect(await cli('--help')).toMatchObject({ code: 0 }))

test('wrong variables are all told at once, without their secrets', async () => {
  const { code, err } = await run(['ask', '/mali today'], { PORT: 'x', GRIOT_ZONE: 'Mars', SLACK_BOT_TOKEN: 'hush-hush' })
  expect(code).toBe(2)
  expect(err?.split('\n').length).toBeGreaterThanOrEqual(3)
  expect(err).not.toContain('hush-hush')
})

describe('griot pack', () => {
  test('check counts a sound pack', async () => {
    const { code, out } = await cli('pack', 'check', 'data/mali-2020')
    expect(code).toBe(0)
    expect(out).toMatch(/^mali-2020 \d+\.\d+\.\d+ is sound: \d+ events, \d+ claims/)
  })

  test('check names file, place and mend of each fault, and exits 1', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'pack-'))
    cpSync('tests/support/packs/mali-1960', directory, { recursive: true })
    const file = join(directory, 'pack.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"licence"', '"license"'))
    const { code, out } = await cli('pack', 'check', directory)
    expect(code).toBe(1)
    expect(out).toContain('pack.json license: nothing of this name belongs here')
    expect(out).toContain('pack.json licence: is missing')
  })

  test('schema prints the schema that ships', async () => {
    expect(`${(await cli('pack', 'schema')).out}\n`).toBe(readFileSync('data/pack.schema.json', 'utf8'))
  })
})

test('commands --as discord prints the registration, --as table the README’s table, and push needs a token', async () => {
  const registered = JSON.parse((await cli('commands', '--as', 'discord')).out ?? '') as { name: string }[]
  expect(registered.map(({ name }) => name)).toEqual(['mali', 'onthisday', 'schedule', 'quiz', 'griot'])
  expect(readFileSync('README.md', 'utf8')).toContain((await cli('commands', '--as', 'table')).out ?? 'nothing')
  expect(await cli('commands', 'push')).toMatchObject({ code: 2, err: expect.stringContaining('DISCORD_TOKEN') })
})

test('manifest prints an app for HTTP where there is a public address, else for Socket Mode', async () => {
  const http = JSON.parse((await run(['manifest'], { PUBLIC_URL: 'https://griot.example.org' })).out ?? '') as {
    settings: { socket_mode_enabled: boolean }
  }
  const socket = JSON.parse((await cli('manifest')).out ?? '') as { settings: { socket_mode_enabled: boolean } }
  expect([http.settings.socket_mode_enabled, socket.settings.socket_mode_enabled]).toEqual([false, true])
})

test('manifest asks to read what was said in channels only with --with-history', async () => {
  const scopes = async (...flags: readonly string[]) =>
    (JSON.parse((await cli('manifest', ...flags)).out ?? '') as { oauth_config: { scopes: { bot: readonly string[] } } }).oauth_config
      .scopes.bot
  const without = await scopes()
  expect(without.filter((scope) => scope.endsWith(':history'))).toEqual([])
  expect(await scopes('--with-history')).toEqual([...without, 'channels:history', 'groups:history'])
})

test('the process prints what run returns, and ends with its code', async () => {
  const asked = promisify(execFile)(process.execPath, ['src/cli.ts', 'ask', '/mali on 30 February'])
  await expect(asked).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no such day') })
})
