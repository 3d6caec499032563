import { describe, expect, test } from 'vitest'
import type { Root } from '../../src/chat/command.ts'
import type { Ear, Heard } from '../../src/chat/platform.ts'
import { systemClock, type Clock } from '../../src/kernel/clock.ts'
import { connected, heldClock, textOf, type Begun } from '../support/discord-client.ts'
import { command, CHANNEL, GUILD, PERSON, press, submit } from '../support/discord-payloads.ts'
import { words } from '../support/discord-posting.ts'
import { smallRoots } from '../support/small-commands.ts'

type Fields = Record<string, unknown>

const PLAIN = String((1n << 10n) | (1n << 11n))
const MANAGER = String((1n << 10n) | (1n << 5n))
const ADMINISTRATOR = String(1n << 3n)
const TEACHERS = '700000000000000011'
const THREAD = '700000000000000012'
const UNDER = { id: '1400000000000000001', flags: (1 << 15) | (1 << 6) }
const PERMISSIONS = { kind: 'rest', method: 'GET', path: '/commands/permissions' } as const
const teachers = (permission: boolean) => [{ id: TEACHERS, type: 1, permission }] as const

const managed: Root = {
  name: 'schedule',
  summary: { en: 'Schedules', fr: 'Programmes', pl: 'Harmonogramy' },
  commands: [],
  managed: true,
}
const rightOf = ({ asker }: Heard): string => (asker.manages === true ? 'may' : 'may not')
const ear: Ear = { answer: async (heard) => words(rightOf(heard)), complete: () => [], home: async () => words('home') }

/** A clock that a test puts forward; what it lets sleep, sleeps for real. */
function movable(): Clock & { forward(ms: number): void } {
  let ahead = 0
  const real = systemClock()
  return { ...real, now: () => new Date(real.now().getTime() + ahead), forward: (ms) => void (ahead += ms) }
}

const school = async (parts: { readonly clock?: Clock; readonly guildId?: string } = {}): Promise<Begun> =>
  connected({ ear, roots: [...smallRoots(), managed], ...parts })

/** A press by a teacher who does not manage the server, unless `change` says otherwise. */
const pressed = (change: Fields = {}, action = 'schedule.pause', by = PLAIN): Fields => {
  const payload = press(UNDER, action)
  return { ...payload, member: { ...(payload['member'] as Fields), permissions: by, roles: [TEACHERS] }, ...change }
}
const told = async ({ server }: Begun, payload: Fields): Promise<string> => textOf(await server.interact(payload)).trim()

describe('a press of what is kept for those who manage the server', () => {
  test('works for a member whom the server lets use the command', async () => {
    const begun = await school()
    await begun.server.permit('schedule', teachers(true))
    expect(await told(begun, pressed())).toBe('may')
    expect(await begun.server.received(PERMISSIONS)).toMatchObject([
      { path: `/api/v10/applications/${begun.server.appId}/guilds/${GUILD}/commands/permissions`, status: 200 },
    ])
  })

  test('works for a member whom the server lets, where the commands are registered in that server alone', async () => {
    const begun = await school({ guildId: GUILD })
    await begun.server.permit('schedule', teachers(true))
    expect(await told(begun, pressed())).toBe('may')
  })

  test('is refused to a member of whom nothing is said, and to one whom the server refuses', async () => {
    expect(await told(await school(), pressed())).toBe('may not')
    const begun = await school()
    await begun.server.permit('schedule', [...teachers(true), { id: PERSON, type: 2, permission: false }])
    expect(await told(begun, pressed())).toBe('may not')
  })

  test('is not opened by what is set for all commands or for another one', async () => {
    const begun = await school()
    await begun.server.permit(undefined, teachers(true))
    await begun.server.permit('mali', teachers(true))
    expect(await told(begun, pressed())).toBe('may not')
  })

  test('is refused in a channel that the server shut for all commands, and in the threads of it', async () => {
    const begun = await school()
    await begun.server.permit('schedule', teachers(true))
    await begun.server.permit(undefined, [{ id: CHANNEL, type: 3, permission: false }])
    const thread = { channel_id: THREAD, channel: { id: THREAD, type: 11, parent_id: CHANNEL } }
    expect(await told(begun, pressed())).toBe('may not')
    expect(await told(begun, pressed(thread))).toBe('may not')
    expect(await told(begun, pressed({ channel_id: THREAD }))).toBe('may')
  })

  test.each([
    ['manages the server', MANAGER],
    ['is an administrator', ADMINISTRATOR],
  ])('works for whoever %s, and nobody is asked', async (_, by) => {
    const begun = await school()
    await begun.server.permit('schedule', [{ id: PERSON, type: 2, permission: false }])
    expect(await told(begun, pressed({}, 'schedule.pause', by))).toBe('may')
    expect(await begun.server.received(PERMISSIONS)).toEqual([])
  })

  test('is remembered for 30 seconds, and then a permission that was withdrawn is seen', async () => {
    const clock = movable()
    const begun = await school({ clock })
    await begun.server.permit('schedule', teachers(true))
    expect(await told(begun, pressed())).toBe('may')
    await begun.server.permit('schedule', [])
    clock.forward(20_000)
    expect(await told(begun, pressed())).toBe('may')
    expect(await begun.server.received(PERMISSIONS)).toHaveLength(1)
    clock.forward(10_000)
    expect(await told(begun, pressed())).toBe('may not')
    expect(await begun.server.received(PERMISSIONS)).toHaveLength(2)
  })

  test.each([
    ['is broken', { kind: 'break' }],
    ['refuses', { kind: 'told', status: 403, code: 50001 }],
    ['is limited', { kind: 'limit', ms: 1 }],
    ['says what cannot be read', { kind: 'page', status: 200 }],
    ['breaks off', { kind: 'reset' }],
  ] as const)('is refused while Discord %s, and that is not remembered', async (_, fault) => {
    for (const path of [`/guilds/${GUILD}/commands/permissions`, '/applications/1234567890123456789/commands']) {
      const begun = await school()
      await begun.server.permit('schedule', teachers(true))
      await begun.server.fault({ method: 'GET', path, ...fault })
      expect(await told(begun, pressed())).toBe('may not')
      await begun.said('could not be asked')
      expect(await told(begun, pressed())).toBe('may')
    }
  })

  test('is announced in time and refused while Discord stays silent', async () => {
    const clock = heldClock()
    const begun = await school({ clock })
    await begun.server.fault({ ...PERMISSIONS, kind: 'hold' })
    await begun.server.dispatch(pressed())
    await begun.server.waitFor({ kind: 'asked', path: '/commands/permissions' })
    await clock.sleeping((ms) => ms < 1_200)
    await clock.sleeping((ms) => ms === 1_200)
    clock.wake()
    const [edit] = await begun.server.waitFor({ kind: 'rest', path: '@original' })
    expect(JSON.stringify(edit)).toContain('may not')
    await begun.server.release()
  })

  test('in a server whose id is none is refused without asking', async () => {
    const begun = await school()
    expect(await told(begun, pressed({ guild_id: '../1' }))).toBe('may not')
    expect(await begun.server.received(PERMISSIONS)).toEqual([])
  })
})

test('a press of anything else asks nobody', async () => {
  const begun = await school()
  await begun.server.permit('schedule', teachers(true))
  for (const action of ['mali.today', 'scheduled.pause']) expect(await told(begun, pressed({}, action))).toBe('may not')
  expect(await begun.server.received(PERMISSIONS)).toEqual([])
})

test('a typed command is judged by Discord as before, and nobody is asked', async () => {
  const begun = await school()
  const typed = (root: string): Fields => {
    const payload = command(root, 'list')
    return { ...payload, member: { ...(payload['member'] as Fields), permissions: PLAIN } }
  }
  await begun.server.permit('schedule', [{ id: PERSON, type: 2, permission: false }])
  expect([await told(begun, typed('schedule')), await told(begun, typed('mali'))]).toEqual(['may', 'may not'])
  expect(await begun.server.received(PERMISSIONS)).toEqual([])
})

describe('a window of what is kept for those who manage the server', () => {
  const filled = (by = PLAIN): Fields => {
    const payload = submit('#form|schedule|add', [{ id: 'time', type: 4, value: '9' }])
    return { ...payload, member: { ...(payload['member'] as Fields), permissions: by, roles: [TEACHERS] } }
  }
  test('is judged as a press is, since Discord judges none', async () => {
    const begun = await school()
    expect(await told(begun, filled())).toBe('may not')
    expect(await told(begun, filled(MANAGER))).toBe('may')
    const other = await school()
    await other.server.permit('schedule', teachers(true))
    expect(await told(other, filled())).toBe('may')
  })
})
