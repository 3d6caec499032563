import { describe, expect, test } from 'vitest'
import type { Root } from '../../src/chat/command.ts'
import type { Ear } from '../../src/chat/platform.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { connected, heldClock, isPrivate, textOf, type Begun } from '../support/discord-client.ts'
import { command, press } from '../support/discord-payloads.ts'
import { words } from '../support/discord-posting.ts'
import { schemaFaults, wrongWithMessage } from '../support/discord-schema.ts'
import type { Answered } from '../support/discord-server.ts'
import { smallRoots } from '../support/small-commands.ts'

const PATIENCE = 1_200
const ORIGINAL = { kind: 'rest', method: 'PATCH', path: '/messages/@original' } as const

type Slow = Begun & { readonly answer: (reply: Reply) => void; readonly waiting: () => Promise<void>; readonly late: () => Promise<void> }

/** An ear that answers when it is told to, and a clock that passes when it is told to. */
async function slow(): Promise<Slow> {
  const clock = heldClock()
  const { promise, resolve } = Promise.withResolvers<Reply>()
  const ear: Ear = { answer: () => promise, complete: () => [], home: () => promise }
  const managed: Root = {
    name: 'schedule',
    summary: { en: 'Schedules', fr: 'Programmes', pl: 'Harmonogramy' },
    commands: [],
    managed: true,
  }
  const begun = await connected({ clock, ear, roots: [...smallRoots(), managed] })
  const waiting = (): Promise<void> => clock.sleeping((ms) => ms === PATIENCE)
  const late = async (): Promise<void> => {
    await waiting()
    clock.wake()
  }
  return { ...begun, answer: resolve, late, waiting }
}

const PUBLIC = { id: '1400000000000000001', flags: 1 << 15 }
const PRIVATE = { id: '1400000000000000001', flags: (1 << 15) | (1 << 6) }

describe('an answer that takes its time', () => {
  test.each([
    ['a command for everyone', command('mali', 'today'), 5, 0],
    ['a command asked for in private', command('mali', 'today', [{ name: 'share', value: false }]), 5, 64],
    ['a command for those who manage the server', command('schedule', 'list'), 5, 64],
    ['a press under a public message', press(PUBLIC, 'mali.today'), 5, 64],
    ['a press under a private message', press(PRIVATE, 'mali.today'), 6, undefined],
  ] as const)('(%s) is announced in time, and given once in that place', async (_, payload, type, flags) => {
    const { server, answer, late } = await slow()
    const announced = server.interact(payload)
    await late()
    const { type: said, data } = await announced
    expect([said, (data as { flags?: number } | undefined)?.flags]).toEqual([type, flags])
    answer(words('at last'))
    const [edit] = await server.waitFor(ORIGINAL)
    expect(JSON.stringify(edit)).toContain('at last')
    const body = edit?.kind === 'rest' ? edit.body : {}
    expect([...wrongWithMessage(body), ...schemaFaults('IncomingWebhookUpdateRequestPartial', body)]).toEqual([])
    expect((body as { flags: number }).flags & (1 << 6)).toBe(0)
    expect(await server.received({ kind: 'rest', path: '/callback' })).toHaveLength(1)
    expect(await server.received(ORIGINAL)).toHaveLength(1)
  })

  test('but is there in time is given in the callback, and nothing else is said', async () => {
    const { server, answer, waiting } = await slow()
    const answered = server.interact(command('mali', 'today'))
    await waiting()
    answer(words('just in time'))
    const given: Answered = await answered
    expect([given.type, textOf(given).trim(), isPrivate(given)]).toEqual([4, 'just in time', false])
    expect(await server.received(ORIGINAL)).toEqual([])
    expect(await server.received({ kind: 'rest', path: '/callback' })).toHaveLength(1)
  })

  test('is given once though it is there while the announcement is still under way', async () => {
    const { server, answer, late } = await slow()
    await server.fault({ path: '/callback', kind: 'hold' })
    const announced = server.interact(command('mali', 'today'))
    await late()
    await server.waitFor({ kind: 'asked', path: '/callback' })
    answer(words('at last'))
    await server.release()
    expect((await announced).type).toBe(5)
    expect(JSON.stringify(await server.waitFor(ORIGINAL))).toContain('at last')
    expect(await server.messages()).toHaveLength(1)
  })

  test.each(['break', 'break-after', 'reset', 'reset-after'] as const)('is given once though its place meets “%s”', async (kind) => {
    const { server, answer, late } = await slow()
    await server.fault({ path: '@original', kind })
    const announced = server.interact(command('mali', 'today'))
    await late()
    await announced
    answer(words('at last'))
    await server.waitFor(ORIGINAL, 2)
    const messages = await server.messages()
    expect([messages.length, JSON.stringify(messages).includes('at last')]).toEqual([1, true])
  })

  test('and whose announcement came too late is logged, and says nothing', async () => {
    const { server, answer, late, said } = await slow()
    await server.fault({ path: '/callback', kind: 'told', status: 404, code: 10062 })
    await server.dispatch(command('mali', 'today'))
    await late()
    await said('"code":10062')
    answer(words('at last'))
    expect(await server.messages()).toEqual([])
  })
})
