import { fork } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { begin, connected, heldClock, open, server, textOf } from '../support/discord-client.ts'
import { command } from '../support/discord-payloads.ts'
import { discordProcess } from '../support/discord-process.ts'

const [IDENTIFY, RESUME] = [2, 6]
/** How long `listen` waits for the first connection, and closing for the other side, in milliseconds. */
const [PATIENCE, FAREWELL] = [5_000, 700]
const OPENED = { kind: 'socket', what: 'open' } as const
const CLOSED = { kind: 'socket', what: 'close' } as const

describe('the connection', () => {
  test('asks for no intent', async () => {
    const { server } = await connected()
    expect(await server.received({ kind: 'gateway', op: IDENTIFY })).toMatchObject([{ d: { intents: 0, token: server.token } }])
  })

  test('is resumed when Discord asks for it, and what happened meanwhile is answered', async () => {
    const { server } = await connected()
    await server.gateway('reconnect')
    const answer = server.interact(command('mali', 'today'))
    await server.waitFor({ kind: 'gateway', op: RESUME })
    expect((await answer).type).toBe(4)
    expect(await server.received({ kind: 'gateway', op: IDENTIFY })).toHaveLength(1)
  })

  test.each([
    ['is invalid', 'invalid'],
    ['is hung up on', 'closes'],
  ] as const)('begins anew when a RESUME %s', async (_, how) => {
    const { server, platform } = await connected()
    await server.resuming(how)
    await server.gateway('drop')
    await server.waitFor({ kind: 'gateway', op: RESUME })
    await server.resuming(how === 'closes' ? 'works' : how)
    await server.listening()
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
    expect(platform.ready().ready).toBe(true)
  })

  test('begins anew when nobody answers a RESUME', async () => {
    const clock = heldClock()
    const { server, platform, said } = await connected({ clock })
    await server.resuming('silent')
    await server.gateway('drop')
    await server.waitFor({ kind: 'gateway', op: RESUME })
    expect(platform.ready()).toMatchObject({ ready: false, detail: 'connecting' })
    await clock.sleeping((ms) => ms === 15_000)
    clock.wake()
    await said('discord: cannot be reached')
    await clock.sleeping((ms) => ms <= 1_000)
    clock.wake()
    await server.waitFor({ kind: 'gateway', op: IDENTIFY }, 2)
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
    expect(await server.waitFor(CLOSED, 2)).toHaveLength(2)
    expect(await server.received(OPENED)).toHaveLength(3)
  })

  test('is tried again, with longer and longer pauses, when Discord cannot be reached at the start', async () => {
    const there = await server()
    await there.stop()
    const clock = heldClock()
    const { platform, listening, said, lines } = await begin({ server: there, clock })
    await listening
    for (let i = 1; i <= 8; i += 1) {
      await said('discord: cannot be reached', i)
      await clock.sleeping((ms) => ms !== PATIENCE)
      expect(platform.ready()).toMatchObject({ ready: false, detail: expect.stringContaining('cannot be reached') as string })
      if (i === 8) await there.start()
      clock.wake()
    }
    const answer = await there.interact(await there.listening().then(() => command('mali', 'today')))
    expect(answer.type).toBe(4)
    expect(platform.ready()).toMatchObject({ ready: true, detail: 'connected' })
    const pauses = clock.asked.filter((ms) => ms !== PATIENCE && ms !== FAREWELL).slice(0, 8)
    for (const [i, most] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      expect(pauses[i]).toBeGreaterThanOrEqual(most * 750)
      expect(pauses[i]).toBeLessThanOrEqual(most * 1000)
    }
    expect(lines.join('')).not.toContain(there.token)
  })

  test('is tried again when the gateway alone is shut', async () => {
    const there = await server()
    await there.gateway('shut')
    const clock = heldClock()
    const { said, listening, platform } = await begin({ server: there, clock })
    await said('discord: cannot be reached')
    await listening
    expect(platform.ready().ready).toBe(false)
    await there.gateway('open')
    await clock.sleeping((ms) => ms <= 1_000)
    clock.wake()
    await there.listening()
    expect((await there.interact(command('mali', 'today'))).type).toBe(4)
  })

  test('is waited for at the start, but not for ever: a gateway that says nothing holds nobody up', async () => {
    const there = await server()
    await there.gateway('mute')
    const clock = heldClock()
    const { listening, platform } = await begin({ server: there, clock })
    await clock.sleeping((ms) => ms === PATIENCE)
    clock.wake()
    await listening
    expect(platform.ready()).toEqual({ name: 'discord', ready: false, detail: 'connecting' })
  })
})

describe('a revoked token', () => {
  const loud = (lines: readonly string[]) => lines.filter((line) => line.includes('"level":"error"'))

  test('at the start is one loud line, and Discord stays off', async () => {
    const there = await server()
    await there.revoke()
    const { listening, platform, lines, said } = await begin({ server: there })
    await listening
    await said('discord: refused')
    expect(platform.ready()).toMatchObject({ ready: false, detail: expect.stringContaining('DISCORD_TOKEN') as string })
    expect(loud(lines)).toHaveLength(1)
    expect(lines.join('')).not.toContain(there.token)
    expect(await there.received({ kind: 'rest' })).toHaveLength(1)
  })

  test('while connected is one loud line, and Discord stays off', async () => {
    const { server, platform, lines, said } = await connected()
    await server.revoke()
    await said('discord: refused')
    expect(platform.ready()).toMatchObject({ ready: false, detail: expect.stringContaining('DISCORD_TOKEN') as string })
    expect(loud(lines)).toHaveLength(1)
    expect(lines.join('')).not.toContain(server.token)
    await server.waitFor(CLOSED)
    expect(await server.received(OPENED)).toHaveLength(1)
  })

  test.each([4013, 4014])('or any other refusal for good (%i) is not tried again', async (code) => {
    const { server, platform, lines, said } = await connected()
    await server.gateway(code)
    await said('discord: refused')
    expect(platform.ready().ready).toBe(false)
    expect(loud(lines)).toHaveLength(1)
  })
})

describe('closing', () => {
  const elapsed = async (doing: () => Promise<void>): Promise<number> => {
    const from = performance.now()
    await doing()
    return performance.now() - from
  }

  test('takes less than a second and leaves no connection', async () => {
    const { server, platform } = await connected()
    expect(await elapsed(() => platform.close())).toBeLessThan(1_000)
    await server.waitFor(CLOSED)
    expect(platform.ready()).toMatchObject({ ready: false, detail: 'closed' })
  })

  test('takes less than a second when Discord does not even hear the goodbye', async () => {
    const { server, platform } = await connected()
    await server.gateway('deafen')
    expect(await elapsed(() => platform.close())).toBeLessThan(1_000)
  })

  const begun = {
    asking: { kind: 'asked', path: '/gateway/bot' },
    greeted: OPENED,
    connected: { kind: 'gateway', op: IDENTIFY },
    deaf: { kind: 'rest', method: 'PUT' },
  } as const
  test.each(['asking', 'greeted', 'connected', 'deaf'] as const)(
    'leaves nothing behind that would keep the process alive or come back (%s)',
    async (stage) => {
      const there = await server()
      if (stage === 'asking') await there.fault({ path: '/gateway/bot', kind: 'hold' })
      if (stage === 'greeted') await there.gateway('mute')
      const child = fork(new URL('../support/discord-once.ts', import.meta.url), [there.apiUrl, there.token, there.appId], { execArgv: [] })
      const gone = once(child, 'exit')
      open.push(async () => void child.kill('SIGKILL'))
      await there.waitFor(begun[stage])
      if (stage === 'deaf') await there.gateway('deafen')
      const closed = once(child, 'disconnect')
      child.send('close')
      // Only once it has closed does Discord answer what it was asked before.
      await closed
      await there.release()
      expect(await gone).toEqual([0, null])
      expect(await there.received(OPENED)).toHaveLength(stage === 'asking' ? 0 : 1)
    },
  )

  test('before listening, and twice, is nothing', async () => {
    const { platform } = await begin()
    await platform.close()
    await platform.close()
    expect(platform.ready().detail).toBe('closed')
  })
})

describe('in a process of its own', () => {
  test('Discord is answered as well, and is gone and back', async () => {
    const there = await discordProcess()
    open.push(() => there.close())
    const { said } = await connected({ server: there })
    expect(textOf(await there.interact(command('mali', 'today')))).toContain('mutinied')
    await there.gateway('drop')
    await there.waitFor({ kind: 'gateway', op: RESUME })
    await said('discord: connected', 2)
    expect(textOf(await there.interact(command('mali', 'today')))).toContain('mutinied')
  })
})
