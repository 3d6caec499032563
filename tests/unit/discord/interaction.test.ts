import { describe, expect, test } from 'vitest'
import type { Asker } from '../../../src/chat/platform.ts'
import { fromInteraction } from '../../../src/platforms/discord/interaction.ts'
import { marked, markOf } from '../../../src/platforms/discord/mark.ts'
import { command, GUILD, press, select, typing } from '../../support/discord-payloads.ts'

const MANAGED = new Set(['schedule'])
const PLAIN = String((1n << 10n) | (1n << 11n))
const MANAGE = String((1n << 10n) | (1n << 5n))

const askerOf = (payload: Record<string, unknown>): Asker | undefined => {
  const asked = fromInteraction(payload, MANAGED)?.asked
  return asked?.kind === 'typing' ? asked.typing.asker : asked?.heard.asker
}
const by = (payload: Record<string, unknown>, permissions: unknown): Record<string, unknown> => ({
  ...payload,
  member: { user: { id: '1' }, permissions },
})
const list = () => command('schedule', 'list')
const pressed = () => press({ id: '1' }, 'schedule.list')

describe('whether the asker manages the server', () => {
  test.each([
    ['by a command that Discord keeps, is as Discord let them', by(list(), PLAIN), true],
    ['while typing one, likewise', by(typing('schedule', 'add', []), PLAIN), true],
    ['by a press, is by their own rights', by(pressed(), PLAIN), false],
    ['by a press of one who manages it, is by their own rights', by(pressed(), MANAGE), true],
    ['by a press of an administrator, is by their own rights', by(pressed(), '8'), true],
    ['by any other command, is by their own rights', by(command('mali', 'today'), PLAIN), false],
    [
      'by a command from where a person alone installed us, is by their own rights',
      { ...by(list(), PLAIN), authorizing_integration_owners: { '1': '1' } },
      false,
    ],
    [
      'by a command from where another server installed us, is by their own rights',
      { ...by(list(), PLAIN), authorizing_integration_owners: { '0': '9' } },
      false,
    ],
    ['by a press whose rights cannot be read, is not known', by(pressed(), 'all'), undefined],
    ['by a press in a direct message, is not known', press({ id: '1' }, 'schedule.list', { direct: true }), undefined],
    ['by a command in a direct message, is not known', command('schedule', 'list', [], { direct: true }), undefined],
  ] as const)('%s', (_, payload, manages) => expect(askerOf(payload)?.manages).toBe(manages))
})

describe('what comes with an interaction', () => {
  test('is its own id, its kind of place and what we may do there', () => {
    const payload = { ...list(), app_permissions: PLAIN }
    expect(askerOf(payload)).toMatchObject({
      request: payload['id' as never],
      server: GUILD,
      site: 'channel',
      rights: { kind: 'known', lacks: ['threads'], history: false },
    })
  })

  test.each([
    [1, 'direct'],
    [5, 'channel'],
    [11, 'thread'],
    [15, 'forum'],
  ])('from a channel of type %i is from a %s', (type, site) => expect(askerOf({ ...list(), channel: { id: '1', type } })?.site).toBe(site))

  test('without readable rights or channel says nothing of them', () => {
    for (const odd of [{ app_permissions: 'x' }, { app_permissions: 7 }, { channel: null }, { channel: { type: 'x' } }])
      expect(askerOf({ ...list(), ...odd })).not.toHaveProperty('rights')
  })

  test('from a press on a marked button is the action without its mark', () => {
    const heard = (payload: Record<string, unknown>) => {
      const asked = fromInteraction(payload)?.asked
      return asked?.kind === 'press' && asked.heard.kind === 'press' ? asked.heard.action : undefined
    }
    expect(heard(press({ id: '1' }, marked('pl:mali.today', markOf('a'))))).toBe('pl:mali.today')
    expect(heard(press({ id: '1' }, 'pl:mali.today'))).toBe('pl:mali.today')
    expect(heard(select({ id: '1' }, marked('#menu', markOf('a')), 'mali.who|x'))).toBe('mali.who|x')
  })
})

describe('a command of a group', () => {
  const asked = (payload: Record<string, unknown>) => fromInteraction(payload)?.asked
  test('is heard under both its names, with its values', () => {
    expect(asked(command('quiz', 'deck add', [{ name: 'name', value: 'x' }]))).toMatchObject({
      heard: { root: 'quiz', sub: 'deck add', input: { name: 'x' } },
    })
  })
  test('is completed under both its names', () => {
    expect(asked(typing('quiz', 'deck remove', [{ name: 'deck', value: 'El', focused: true }]))).toMatchObject({
      typing: { root: 'quiz', sub: 'deck remove', param: 'deck', typed: 'El' },
    })
  })
  test.each([[[{ type: 2, name: 'deck' }]], [[{ type: 2, name: 'deck', options: [7] }]], [[{ type: 2, name: 'deck', options: 'x' }]]])(
    'of an odd shape names no command (%j)',
    (options) => expect(asked({ ...command('quiz', 'next'), data: { name: 'quiz', options } })).toMatchObject({ heard: { sub: 'deck ' } }),
  )
})
