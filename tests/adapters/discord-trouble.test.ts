import { describe, expect, test } from 'vitest'
import { StartFault } from '../../src/kernel/failure.ts'
import { toDiscordCommands } from '../../src/platforms/discord/commands.ts'
import { toMessage } from '../../src/platforms/discord/render.ts'
import { pushCommands } from '../../src/platforms/discord/push.ts'
import { begin, connected, heldClock, server, textOf } from '../support/discord-client.ts'
import { command, GUILD, PERSON } from '../support/discord-payloads.ts'
import { discordSpec, schemaFaults, withoutSpec } from '../support/discord-schema.ts'
import { smallRoots } from '../support/small-commands.ts'

const COMMANDS = '/commands'
const CALLBACK = '/callback'

describe('commands', () => {
  test('are registered at the start, everywhere, with their translations', async () => {
    const { server, said, roots } = await begin()
    await said('discord: commands registered')
    expect(await server.received({ kind: 'rest', path: COMMANDS })).toMatchObject([
      { method: 'GET', path: `/api/v10/applications/${server.appId}/commands`, query: '?with_localizations=true' },
      { method: 'PUT', path: `/api/v10/applications/${server.appId}/commands`, body: toDiscordCommands(roots) },
    ])
  })

  test('are left alone where Discord has exactly these', async () => {
    const there = await server()
    await pushCommands({ token: there.token, appId: there.appId, apiUrl: there.apiUrl, roots: smallRoots() })
    const { said } = await begin({ server: there })
    await said('discord: the commands are as they should be')
    expect(await there.received({ kind: 'rest', method: 'PUT' })).toHaveLength(1)
  })

  test('are registered again where a translation differs', async () => {
    const there = await server()
    const [root, ...rest] = smallRoots()
    await pushCommands({
      token: there.token,
      appId: there.appId,
      apiUrl: there.apiUrl,
      roots: [{ ...root!, summary: { ...root!.summary, pl: 'dawniej' } }, ...rest],
    })
    const { said } = await begin({ server: there })
    await said('discord: commands registered')
    expect(await there.commands()).toMatchObject([{ description_localizations: { pl: 'Kryzys 2020 roku' } }, {}])
  })

  test('are registered in one server alone where one is named, and found there again', async () => {
    const there = await server()
    const first = await begin({ server: there, guildId: GUILD })
    await first.said('discord: commands registered')
    const second = await begin({ server: there, guildId: GUILD })
    await second.said('discord: the commands are as they should be')
    expect(await there.commands()).toEqual([])
    expect(await there.commands(GUILD)).toHaveLength(2)
  })

  test('are tried again later when Discord breaks, and meanwhile answers go out', async () => {
    const there = await server()
    await there.fault({ path: COMMANDS, kind: 'break' })
    const clock = heldClock()
    const { said } = await begin({ server: there, clock })
    await said('discord: commands could not be registered')
    expect((await there.interact(command('mali', 'today'))).type).toBe(4)
    await clock.sleeping((ms) => ms <= 1_000)
    clock.wake()
    await said('discord: commands registered')
  })

  test('can be pushed by hand, which says what was done', async () => {
    const there = await server()
    const given = { token: there.token, appId: there.appId, apiUrl: there.apiUrl, roots: smallRoots() }
    expect(await pushCommands(given)).toBe('registered with Discord: /mali, /onthisday')
    expect(await pushCommands(given)).toBe('Discord already has exactly these commands: /mali, /onthisday')
    expect(await pushCommands({ ...given, guildId: GUILD })).toContain('DISCORD_GUILD_ID')
    await expect(pushCommands({ ...given, token: 'wrong' })).rejects.toThrow(StartFault)
    await expect(pushCommands({ ...given, token: 'wrong' })).rejects.toThrow(/DISCORD_TOKEN/)
  })
})

describe('an answer', () => {
  test.each([
    ['breaks down once before it is taken', 'break'],
    ['breaks down after it was taken', 'break-after'],
    ['is cut off before it is taken', 'reset'],
    ['is cut off after it was taken', 'reset-after'],
    ['is limited for a moment', 'limit'],
  ] as const)('that %s is given once all the same', async (_, kind) => {
    const { server, lines } = await connected()
    await server.fault({ path: CALLBACK, kind })
    const answer = await server.interact(command('mali', 'today'))
    expect(textOf(answer)).toContain('mutinied')
    await server.waitFor({ kind: 'rest', path: CALLBACK }, 2)
    expect(await server.messages()).toHaveLength(1)
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
    expect(lines.filter((line) => line.includes('an answer was'))).toEqual([])
  })

  test.each(['break', 'reset'] as const)('that meets %s twice is logged, and the next is given', async (kind) => {
    const { server, said } = await connected()
    await server.fault({ path: CALLBACK, kind, times: 2 })
    await server.dispatch(command('mali', 'today'))
    await said('discord: an answer was lost')
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
  })

  test('limited for longer than it is worth is given up, and does not hold up the next', async () => {
    const { server, said } = await connected()
    await server.fault({ path: CALLBACK, kind: 'limit', ms: 60_000 })
    await server.dispatch(command('mali', 'today'))
    await said('discord: an answer was lost')
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
  })

  test('to an interaction that Discord has forgotten (10062) or that is answered (40060) is logged without tokens and people', async () => {
    const { server, said, lines } = await connected()
    const payload = command('mali', 'today')
    await server.interact(payload)
    await server.dispatch({ ...payload, token: 'another-token-of-that-interaction' })
    await said('"code":10062')
    const twice = { ...command('mali', 'today') }
    await server.interact(twice)
    await server.dispatch(twice)
    await said('discord: an answer was refused', 2)
    const logged = lines.join('')
    for (const secret of ['token-of', server.token, PERSON, GUILD, String(payload['id'])]) expect(logged).not.toContain(secret)
  })

  test('that comes late is still given', async () => {
    const { server } = await connected()
    await server.fault({ path: CALLBACK, kind: 'hold' })
    const answered = server.interact(command('mali', 'today'))
    await server.waitFor({ kind: 'asked', path: CALLBACK })
    await server.release()
    expect((await answered).type).toBe(4)
  })
})

describe.skipIf(!discordSpec)(`what our Discord says has the shape of what Discord says${withoutSpec}`, () => {
  test('of the gateway, of messages and of errors', async () => {
    const there = await server()
    const asked = async (path: string, init: RequestInit = {}) =>
      (
        await fetch(`${there.apiUrl}/v10${path}`, {
          ...init,
          headers: { authorization: `Bot ${there.token}`, 'content-type': 'application/json' },
        })
      ).json()
    expect(schemaFaults('GatewayBotResponse', await asked('/gateway/bot'))).toEqual([])
    const body = JSON.stringify(
      toMessage({
        locale: 'en',
        audience: 'everyone',
        title: 'T',
        blocks: [],
        buttons: [{ label: 'x', action: 'mali.today' as never }],
        footer: [],
        solemn: false,
      }),
    )
    expect(schemaFaults('MessageResponse', await asked('/channels/700000000000000002/messages', { method: 'POST', body }))).toEqual([])
    expect(schemaFaults('ErrorResponse', await asked('/nowhere'))).toEqual([])
    expect(schemaFaults('MessageResponse', await asked('/nowhere'))).not.toEqual([])
  })
})
