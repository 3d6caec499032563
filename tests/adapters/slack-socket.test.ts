import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChannelPlace, Sending } from '../../src/chat/platform.ts'
import { paragraph } from '../../src/chat/reply.ts'
import { commandPayload } from '../support/slack-payloads.ts'
import { APP_TOKEN, BOT_TOKEN, type Rig, type RigParts, slackRig } from '../support/slack-rig.ts'
import { slackServer } from '../support/slack-server.ts'
import { TEAM } from '../support/slack-world.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((each) => each.close()))))

const rigged = async (parts?: RigParts): Promise<Rig> => {
  const rig = await slackRig('socket', parts)
  open.push(rig)
  return rig
}

const today = async (rig: Rig) => (await rig.deliver(commandPayload('/mali today', rig.fake.hook()))).body?.['response_type']
const until = async (rig: Rig, ready: boolean) => {
  while (rig.platform.ready().ready !== ready) await fetch(rig.fake.url)
}

const CHANNEL: ChannelPlace = { kind: 'channel', platform: 'slack', server: TEAM, channel: 'C1' }
const HELLO: Sending = {
  reply: { locale: 'en', audience: 'everyone', blocks: [paragraph('hello')], buttons: [], footer: [], solemn: false },
}
/** After each fault: what is said of the send, and how many messages stand in the end. */
const TRUE: Readonly<Record<string, readonly [kind: string, taken: number]>> = {
  none: ['sent', 1],
  lost: ['unknown', 1],
  broken: ['unknown', 0],
  accepted: ['unknown', 1],
  reset: ['unknown', 0],
  late: ['unknown', 1],
  limited: ['not-yet', 0],
  page: ['unknown', 0],
}

describe('Socket Mode', () => {
  it('is ready when Slack has said hello, and takes nothing over HTTP', async () => {
    const rig = await rigged()
    await rig.fake.connected()
    expect(rig.platform.ready()).toEqual({ name: 'slack', ready: true, detail: 'connected by Socket Mode' })
    expect(rig.platform.routes).toEqual([])
  })

  it.each(['announced', 'closed', 'cut'] as const)('connects again at once when a connection of some age is %s', async (how) => {
    const rig = await rigged()
    expect(await today(rig)).toBe('in_channel')
    rig.clock.pass(60_000)
    rig.fake.drop(how)
    await rig.fake.connected(2)
    expect(await today(rig)).toBe('in_channel')
    await until(rig, true)
    expect(rig.fake.came.filter(({ name }) => name === 'apps.connections.open').length).toBe(2)
  })

  it('waits before it connects again when a connection did not last', async () => {
    const rig = await rigged()
    rig.clock.pass(5000)
    rig.fake.drop('cut')
    expect(await rig.clock.slept(1)).toEqual([1000])
    expect(rig.platform.ready().ready).toBe(false)
    rig.clock.wake()
    await rig.fake.connected(2)
    await until(rig, true)
    expect(await today(rig)).toBe('in_channel')
  })

  it('goes on trying when Slack fails while it connects again', async () => {
    const rig = await rigged()
    rig.fake.fault(
      'apps.connections.open',
      { kind: 'broken', accepted: false },
      { kind: 'reset' },
      { kind: 'limited', retryAfter: 7 },
      { kind: 'page' },
    )
    rig.clock.pass(60_000)
    rig.fake.drop('cut')
    for (const [n, ms] of [
      [1, 1000],
      [2, 2000],
      [3, 7000],
      [4, 8000],
    ] as const) {
      expect((await rig.clock.slept(n)).at(-1)).toBe(ms)
      rig.clock.wake()
    }
    await rig.fake.connected(2)
    expect(await today(rig)).toBe('in_channel')
  })

  it('goes off, and does not end the process, when Slack refuses it while it connects again', async () => {
    const rig = await rigged()
    rig.fake.revoke()
    rig.clock.pass(60_000)
    rig.fake.drop('closed')
    expect(await rig.logged('Slack is off')).toContain('token_revoked')
    expect(rig.platform.ready()).toMatchObject({ ready: false })
  })

  it('goes off when the app token is refused', async () => {
    const fake = await slackServer({ botToken: BOT_TOKEN, appToken: 'xapp-another' })
    const rig = await rigged({ fake })
    expect(rig.platform.ready().detail).toBe('off: Slack refuses our token (invalid_auth)')
  })

  it('goes on trying when the address that Slack gave leads nowhere', async () => {
    const deaf = createServer((socket) => void socket.destroy())
    deaf.listen(0, '127.0.0.1')
    await once(deaf, 'listening')
    const fake = await slackServer({ botToken: BOT_TOKEN, appToken: APP_TOKEN })
    const { port } = deaf.address() as AddressInfo
    fake.redirectNext(`ws://127.0.0.1:${port}/link`)
    const rig = await rigged({ fake })
    expect(rig.platform.ready().ready).toBe(false)
    await rig.clock.slept(1)
    rig.clock.wake()
    await fake.connected()
    await until(rig, true)
    await new Promise((resolve) => deaf.close(resolve))
  })

  it('is not ended by words over the socket that Slack would never say', async () => {
    const rig = await rigged()
    for (const words of [
      '',
      'nonsense',
      'null',
      '7',
      '[]',
      '{}',
      '{"type":"events_api"}',
      '{"type":"events_api","payload":{}}',
      '{"type":"slash_commands","envelope_id":"x"}',
      '{"type":"slash_commands","envelope_id":"x","payload":null}',
      '{"type":"interactive","payload":7}',
      '{"type":"disconnect_soon"}',
    ])
      rig.fake.say(words)
    expect(await today(rig)).toBe('in_channel')
  })

  it('says goodbye when it closes, and does not come back', async () => {
    const rig = await rigged()
    await rig.platform.close()
    expect(rig.platform.ready()).toMatchObject({ ready: false, detail: 'closed' })
    expect(() => rig.fake.say('x')).toThrow('no client is connected')
    expect(rig.fake.came.filter(({ name }) => name === 'apps.connections.open').length).toBe(1)
  })
})

describe('the loopback Slack in a process of its own', () => {
  it('goes wrong as often as it is told, the same way for the same seed, and gives an account of it', async () => {
    const accounts: unknown[] = []
    for (let i = 0; i < 2; i += 1) {
      const fake = await slackServer({ botToken: BOT_TOKEN, appToken: APP_TOKEN })
      const rig = await rigged({ fake })
      const chances = { lost: 0.1, broken: 0.1, accepted: 0.1, reset: 0.1, late: 0.1, limited: 0.1, page: 0.1 }
      fake.faults.plan({ seed: 'x', methods: ['chat.postMessage'], chances, retryAfter: 3 })
      const kinds: string[] = []
      for (let n = 0; n < 60; n += 1) kinds.push((await rig.platform.send(CHANNEL, HELLO, `k${n}`)).kind)
      fake.release()
      // A round trip, while what was held back is taken.
      await fetch(fake.url)
      accounts.push({ kinds, struck: fake.faults.struck.map(({ name, kind, key }) => [name, kind, key]), account: fake.world.account() })
      const [struck, taken] = [new Map(fake.faults.struck.map(({ kind, key }) => [key, kind])), fake.world.account()]
      for (const [n, kind] of kinds.entries()) {
        const fault = struck.get(`k${n}`) ?? 'none'
        expect([fault, kind, taken[`k${n}`] ?? 0]).toEqual([fault, ...TRUE[fault]!])
      }
      expect(new Set(struck.values()).size).toBe(7)
    }
    expect(accounts[1]).toEqual(accounts[0])
  })

  it('is spoken to over its control address', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../support/slack-process.ts', import.meta.url)), BOT_TOKEN, APP_TOKEN], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    open.push({ close: async () => void child.kill() })
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const { apiUrl, controlUrl } = JSON.parse(line) as { apiUrl: string; controlUrl: string }
    const tell = async (verb: string, ...given: readonly unknown[]) =>
      (await fetch(`${controlUrl}/${verb}`, { method: 'POST', body: JSON.stringify(given) })).json()
    await rigged({ apiUrl })
    await tell('connected', 1)
    const answer = (await tell('envelope', 'slash_commands', commandPayload('/mali today', String(await tell('hook', 'h'))))) as Record<
      string,
      unknown
    >
    expect(answer['response_type']).toBe('in_channel')
    expect(((await tell('came')) as { name: string }[]).map(({ name }) => name)).toContain('apps.connections.open')
    expect(await tell('account')).toEqual({})
    expect((await fetch(`${controlUrl}/unknown`, { method: 'POST' })).status).toBe(404)
  })
})
