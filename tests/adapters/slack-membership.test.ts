import { afterEach, describe, expect, it } from 'vitest'
import type { Roll } from '../../src/chat/platform.ts'
import { commandPayload, removalPayload } from '../support/slack-payloads.ts'
import { APP_TOKEN, BOT_TOKEN, type Mode, type Rig, type RigParts, slackRig } from '../support/slack-rig.ts'
import { strangeFields } from '../support/slack-schema.ts'
import { slackServer } from '../support/slack-server.ts'
import { BOT_USER, TEAM } from '../support/slack-world.ts'

const rigs: Rig[] = []
afterEach(async () => void (await Promise.all(rigs.splice(0).map((rig) => rig.close()))))

/** A roll that fails as often as it is told, and keeps what it was told at last. */
function rollOf(failures = 0) {
  const told: string[] = []
  const watching = new Set<() => void>()
  let left = failures
  const note = async (line: string): Promise<readonly string[]> => {
    if (left > 0) {
      left -= 1
      throw new Error('the store is away')
    }
    told.push(line)
    for (const look of watching) look()
    return ['T0ANOTHER']
  }
  const roll: Roll = {
    present: (platform, servers) => note(`present ${platform} ${servers.join(' ')}`),
    left: async (platform, server) => void (await note(`left ${platform} ${server}`)),
  }
  const until = (n: number) =>
    new Promise<readonly string[]>((resolve) => {
      const look = () => void (told.length >= n && resolve(told))
      watching.add(look)
      look()
    })
  return { roll, until, told }
}

const rigged = async (mode: Mode, roll: Roll, parts: RigParts = {}): Promise<Rig> => {
  const rig = await slackRig(mode, { ...parts, roll })
  rigs.push(rig)
  return rig
}

const UNINSTALLED = removalPayload({ type: 'app_uninstalled' })
const revoked = (...bot: readonly string[]) => removalPayload({ type: 'tokens_revoked', tokens: { oauth: [], bot } })
const loud = (rig: Rig) => rig.lines.filter((line) => line.includes('"level":"error"'))

describe.each(['http', 'socket'] as const)('a workspace, over %s', (mode) => {
  it('that took us in is noted when it is reached, and others are left alone', async () => {
    const { roll, until, told } = rollOf()
    const rig = await rigged(mode, roll)
    await until(1)
    await rig.platform.close()
    expect(told).toEqual([`present slack ${TEAM}`])
  })

  it('is noted later where noting it fails, and people are answered meanwhile', async () => {
    const { roll, until, told } = rollOf(2)
    const rig = await rigged(mode, roll)
    expect(await rig.clock.slept(1)).toEqual([1000])
    expect(rig.platform.ready().ready).toBe(true)
    rig.clock.wake()
    expect((await rig.clock.slept(2)).at(-1)).toBe(2000)
    expect(told).toEqual([])
    rig.clock.wake()
    expect(await until(1)).toEqual([`present slack ${TEAM}`])
  })

  it.each([
    ['app_uninstalled', UNINSTALLED],
    ['tokens_revoked', revoked(BOT_USER)],
  ])('that sends us away (%s) is noted, and Slack is off with one loud line', async (word, payload) => {
    const { roll, until } = rollOf()
    const rig = await rigged(mode, roll)
    await until(1)
    await rig.deliver(payload)
    expect(await until(2)).toEqual([`present slack ${TEAM}`, `left slack ${TEAM}`])
    expect(await rig.logged('Slack is off')).toContain(word)
    expect(rig.platform.ready()).toEqual({ name: 'slack', ready: false, detail: `off: Griot was removed from the workspace (${word})` })
    expect(loud(rig)).toHaveLength(1)
  })

  it('that sends us away twice is noted, and no more than one loud line says so', async () => {
    const { roll, until } = rollOf()
    const rig = await rigged('http', roll)
    await until(1)
    expect((await rig.deliver(UNINSTALLED)).status).toBe(200)
    await rig.logged('Slack is off')
    expect((await rig.deliver(revoked(BOT_USER))).status).toBe(503)
    expect(loud(rig)).toHaveLength(1)
  })

  it('that sends us away while that cannot be noted is noted in the end, and not taken in again', async () => {
    const { roll, until } = rollOf(3)
    const rig = await rigged(mode, roll)
    await rig.clock.slept(1)
    await rig.deliver(UNINSTALLED)
    await rig.logged('Slack is off')
    for (const n of [2, 3]) {
      await rig.clock.slept(n)
      rig.clock.wake()
    }
    expect(await until(1)).toEqual([`left slack ${TEAM}`])
  })

  it('whose people take back tokens of their own, or another one that is gone, keeps us', async () => {
    const { roll, until } = rollOf()
    const rig = await rigged(mode, roll)
    await until(1)
    await rig.deliver(removalPayload({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } }))
    await rig.deliver(revoked('U0SOMEBOT'))
    await rig.deliver(removalPayload({ type: 'tokens_revoked' }))
    await rig.deliver(removalPayload({ type: 'app_uninstalled' }, 'T0ANOTHER'))
    expect(await until(2)).toEqual([`present slack ${TEAM}`, 'left slack T0ANOTHER'])
    expect(rig.platform.ready().ready).toBe(true)
    expect((await rig.deliver(commandPayload('/mali today', rig.fake.hook()))).body?.['response_type']).toBe('in_channel')
  })

  it('that cannot be reached, or refuses our token, is not said to have sent us away', async () => {
    const away = await slackServer({ botToken: BOT_TOKEN, appToken: APP_TOKEN })
    away.fault('auth.test', { kind: 'reset' })
    for (const fake of [away, await slackServer({ botToken: 'xoxb-another', appToken: APP_TOKEN })]) {
      const { roll, told } = rollOf()
      const rig = await rigged(mode, roll, { fake })
      expect(rig.platform.ready().ready).toBe(false)
      await rig.platform.close()
      expect(told).toEqual([])
    }
  })
})

describe('what our Slack sends when we are sent away', () => {
  it('has the fields of Slack’s own sample and no others', () => {
    expect(strangeFields(UNINSTALLED, 'events/AppUninstalledPayload.json')).toEqual([])
  })
})
