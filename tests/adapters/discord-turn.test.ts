import { describe, expect, test } from 'vitest'
import type { Roll, Turn } from '../../src/chat/platform.ts'
import { Failure } from '../../src/kernel/failure.ts'
import { begin, connected, heldClock, open, textOf } from '../support/discord-client.ts'
import { command, GUILD } from '../support/discord-payloads.ts'
import { sentTo } from '../support/discord-posting.ts'
import { discordServer, type DiscordServer } from '../support/discord-server.ts'

const IDENTIFY = { kind: 'gateway', op: 2 } as const
const CLOSED = { kind: 'socket', what: 'close' } as const

/** A turn that is given and taken by the test. */
function turnTable(): {
  readonly turn: Turn
  readonly give: () => AbortController
  readonly fail: (error: unknown) => void
  readonly asked: () => number
} {
  let asked = 0
  let waiting = Promise.withResolvers<AbortSignal>()
  const turn: Turn = {
    async take(signal) {
      asked += 1
      const over = Promise.withResolvers<AbortSignal>()
      signal.addEventListener('abort', () => over.reject(signal.reason as Error), { once: true })
      try {
        return await Promise.race([waiting.promise, over.promise])
      } finally {
        waiting = Promise.withResolvers()
      }
    },
  }
  return {
    turn,
    asked: () => asked,
    give() {
      const held = new AbortController()
      waiting.resolve(held.signal)
      return held
    },
    fail: (error) => waiting.reject(error),
  }
}

describe('a turn', () => {
  test('is waited for without a connection, and posting needs none', async () => {
    const { turn, give } = turnTable()
    const { server, platform, listening, said } = await begin({ turn })
    await listening
    expect(platform.ready()).toEqual({ name: 'discord', ready: true, detail: expect.stringContaining('another process') as string })
    expect(await sentTo({ platform }, { kind: 'channel', platform: 'discord', channel: await server.channel() }, 'a')).toMatch(/^\d+$/)
    expect(await server.received(IDENTIFY)).toEqual([])
    give()
    await said('discord: commands')
    expect(textOf(await server.interact(command('mali', 'today')))).toContain('mutinied')
    expect(platform.ready()).toMatchObject({ ready: true, detail: 'connected' })
  })

  test('that is lost ends the connection, and the next one begins another', async () => {
    const { turn, give } = turnTable()
    const { server, platform, said } = await begin({ turn })
    const held = give()
    await said('discord: connected')
    held.abort()
    await server.waitFor(CLOSED)
    await said('another process listens')
    expect(platform.ready()).toMatchObject({ ready: true, detail: expect.stringContaining('another process') as string })
    give()
    await said('discord: connected', 2)
    expect((await server.interact(command('mali', 'today'))).type).toBe(4)
    expect(await server.received(IDENTIFY)).toHaveLength(2)
  })

  test('that is kept outlives a connection: nobody is asked again', async () => {
    const { turn, give, asked } = turnTable()
    const clock = heldClock()
    const { server, said } = await begin({ turn, clock })
    give()
    await said('discord: connected')
    await server.resuming('silent')
    await server.gateway('drop')
    await server.waitFor({ kind: 'gateway', op: 6 })
    await clock.sleeping((ms) => ms === 15_000)
    clock.wake()
    await said('discord: cannot be reached')
    await clock.sleeping((ms) => ms <= 1_000)
    clock.wake()
    await said('discord: connected', 2)
    expect(await server.received(IDENTIFY)).toHaveLength(2)
    expect(asked()).toBe(1)
  })

  test('that cannot be asked for now is asked for again', async () => {
    const { turn, give, fail } = turnTable()
    const clock = heldClock()
    const { said, platform } = await begin({ turn, clock })
    fail(new Failure('unavailable', 'error.store'))
    await said('whose turn')
    await clock.sleeping((ms) => ms >= 750 && ms < 1_000)
    clock.wake()
    give()
    await said('discord: connected')
    expect(platform.ready()).toMatchObject({ ready: true, detail: 'connected' })
  })

  test('that never comes ends with closing', async () => {
    const { turn } = turnTable()
    const { platform, listening } = await begin({ turn })
    await listening
    await platform.close()
    expect(platform.ready()).toMatchObject({ ready: false, detail: 'closed' })
  })
})

const [GONE, THERE, HIDDEN] = ['700000000000000021', '700000000000000022', '700000000000000023']

type Called = {
  readonly roll: Roll
  readonly present: string[][]
  readonly left: string[]
  readonly told: (count: number) => Promise<void>
}

/** A roll that knows these servers. */
function rollOf(known: readonly string[], failures = 0): Called {
  const [present, left]: [string[][], string[]] = [[], []]
  const watchers = new Set<() => void>()
  const noted = (): void => {
    for (const look of watchers) look()
  }
  return {
    present,
    left,
    told: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (left.length >= count) resolve()
        }
        watchers.add(look)
        look()
      }),
    roll: {
      async present(platform, servers) {
        present.push([platform, ...servers])
        if (present.length <= failures) throw new Failure('unavailable', 'error.store')
        return known.filter((id) => !servers.includes(id))
      },
      async left(platform, server) {
        left.push(`${platform} ${server}`)
        noted()
      },
    },
  }
}

async function serverOf(guilds: readonly string[]): Promise<DiscordServer> {
  const there = await discordServer({ guilds })
  open.push(() => there.close())
  return there
}

describe('the list of servers', () => {
  test('is told as soon as we are connected, and a server that is missing and gone is told to have left', async () => {
    const { roll, present, left, told } = rollOf([GUILD, GONE])
    const { server } = await connected({ roll })
    await told(1)
    expect([present, left]).toEqual([[['discord', GUILD]], [`discord ${GONE}`]])
    expect(await server.received({ kind: 'rest', path: '/guilds/' })).toMatchObject([{ path: `/api/v10/guilds/${GONE}`, status: 404 }])
  })

  test('that lacks a server which Discord still knows, or says nothing certain of, lets nobody leave', async () => {
    const server = await serverOf([GUILD, THERE])
    const { roll, left, told } = rollOf([THERE, HIDDEN, GONE])
    await server.fault({ path: HIDDEN, kind: 'told', status: 403, code: 50001 })
    await connected({ server, roll })
    await told(1)
    expect(left).toEqual([`discord ${GONE}`])
  })

  test.each([
    ['an outage', { kind: 'break' }],
    ['a limit', { kind: 'limit', ms: 1_000 }],
    ['a page of somebody in between', { kind: 'page', status: 404 }],
    ['a broken connection', { kind: 'reset' }],
  ] as const)('that meets %s asks again later, and nobody leaves before', async (_, fault) => {
    const clock = heldClock()
    const { roll, left, told } = rollOf([GONE])
    const server = await serverOf([GUILD])
    await server.fault({ path: GONE, ...fault })
    await connected({ server, roll, clock })
    await clock.sleeping((ms) => ms >= 750 && ms < 1_000)
    expect(left).toEqual([])
    clock.wake()
    await told(1)
    expect(left).toEqual([`discord ${GONE}`])
  })

  test('that cannot be noted is noted later', async () => {
    const clock = heldClock()
    const { roll, present, left, told } = rollOf([GONE], 1)
    await connected({ roll, clock })
    await clock.sleeping((ms) => ms >= 750 && ms < 1_000)
    clock.wake()
    await told(1)
    expect([present.length, left.length]).toEqual([2, 1])
  })

  test('is not told again when a connection is only resumed', async () => {
    const { roll, present } = rollOf([GUILD])
    const { server, said } = await connected({ roll })
    await server.gateway('drop')
    await said('discord: connected', 2)
    expect(present).toHaveLength(1)
  })
})
