import { describe, expect, test } from 'vitest'
import { allows, type Override, type Presser } from '../../../src/platforms/discord/overrides.ts'

const SERVER = '700000000000000001'
const EVERY_CHANNEL = '700000000000000000'
const [USER, TEACHERS, PUPILS, CHANNEL] = ['701', '702', '703', '704']
const presser: Presser = { server: SERVER, user: USER, roles: [TEACHERS, PUPILS], channel: CHANNEL }

const set =
  (type: number) =>
  (id: string, permission: boolean): Override => ({ id, type, permission })
const [role, user, channel] = [set(1), set(2), set(3)]
const everyone = (permission: boolean): Override => role(SERVER, permission)
const everywhere = (permission: boolean): Override => channel(EVERY_CHANNEL, permission)

type Case = readonly [promise: string, command: readonly Override[], app: readonly Override[], allowed: boolean]

describe('somebody who does not manage the server', () => {
  test.each<Case>([
    ['is refused where nothing is set', [], [], false],
    ['is allowed by name', [user(USER, true)], [], true],
    ['is refused by name, whatever their roles may', [user(USER, false), role(TEACHERS, true), everyone(true)], [], false],
    ['is allowed by name, whatever their roles may not', [role(TEACHERS, false), everyone(false), user(USER, true)], [], true],
    ['is allowed by a role', [role(TEACHERS, true)], [], true],
    ['is allowed by one role though refused by another', [role(PUPILS, false), role(TEACHERS, true)], [], true],
    ['is refused by a role though everyone is allowed', [everyone(true), role(PUPILS, false)], [], false],
    ['is allowed by a role though everyone is refused', [everyone(false), role(PUPILS, true)], [], true],
    ['is allowed with everyone', [everyone(true)], [], true],
    ['is refused with everyone', [everyone(false)], [], false],
    ['is not meant by what is set for others', [user('9', true), role('9', true), role(USER, true), user(TEACHERS, true)], [], false],
    ['is not meant by a kind of setting that nobody knows', [set(4)(USER, true)], [], false],
  ])('%s', (_, command, app, allowed) => expect(allows({ command, app }, presser)).toBe(allowed))
})

describe('what is set for all commands', () => {
  test.each<Case>([
    ['opens no kept command to a person', [], [user(USER, true)], false],
    ['opens no kept command to a role', [], [role(TEACHERS, true)], false],
    ['opens no kept command to everyone', [], [everyone(true)], false],
    ['does not outweigh what is set for the command, by name', [user(USER, true)], [user(USER, false)], true],
    ['does not outweigh what is set for the command, for everyone', [everyone(true)], [user(USER, false), role(PUPILS, false)], true],
    ['does not outweigh what the command takes away', [role(PUPILS, false)], [user(USER, true)], false],
  ])('%s', (_, command, app, allowed) => expect(allows({ command, app }, presser)).toBe(allowed))
})

describe('a channel', () => {
  const may = user(USER, true)
  test.each<Case>([
    ['opens nothing to anybody', [channel(CHANNEL, true)], [], false],
    ['that is shut for the command refuses', [may, channel(CHANNEL, false)], [], false],
    ['is shut with all channels', [may, everywhere(false)], [], false],
    ['is open though all others are shut', [may, everywhere(false), channel(CHANNEL, true)], [], true],
    ['is shut though all others are open', [may, everywhere(true), channel(CHANNEL, false)], [], false],
    ['that is shut for all commands refuses', [may], [channel(CHANNEL, false)], false],
    ['is shut with all channels for all commands', [may], [everywhere(false)], false],
    ['that is shut for all commands is open for this one, by name', [may, channel(CHANNEL, true)], [channel(CHANNEL, false)], true],
    ['that is shut for all commands is open for this one, with all channels', [may, everywhere(true)], [channel(CHANNEL, false)], true],
    ['of another name says nothing', [may, channel('9', false)], [channel('9', false)], true],
  ])('%s', (_, command, app, allowed) => expect(allows({ command, app }, presser)).toBe(allowed))
})
