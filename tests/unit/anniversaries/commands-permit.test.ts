import { describe, expect, test } from 'vitest'
import { toPlain } from '../../../src/chat/plain.ts'
import type { Asker } from '../../../src/chat/platform.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { must } from '../../support/ear.ts'
import { ADMIN, deskRig, ended, type DeskRig } from '../../support/schedule-desk.ts'

const SOMEBODY: Partial<Asker> = { user: 'USOMEBODY', manages: false }
const MAKER: Partial<Asker> = { manages: false }

/** Every way to ask about a schedule or to do something with it, as a line and as a button. */
const LINES = ['', 'list 1', 'edit 1 weight:3', 'preview 1', 'pause 1', 'resume 1', 'log 1', 'test 1', 'remove 1 sure:yes'] as const
const ACTIONS = ['list', 'preview', 'pause', 'resume', 'log', 'test', 'remove'] as const
const FOR_MANAGERS = ['add daily 9', 'settings', 'settings language:pl'] as const

/** A schedule that the administrator made, and a picture of the store to compare with. */
async function made(who: Partial<Asker> = {}): Promise<DeskRig & { readonly id: string; readonly state: () => Promise<string> }> {
  const rig = await deskRig()
  await rig.say('add daily 9 Bamako', who)
  const place = { kind: 'channel', platform: who.platform ?? 'slack', channel: who.channel ?? 'C1' } as const
  const server = 'server' in who ? who.server : 'T1'
  const { id } = must((await rig.store.subscriptions.inChannel({ ...place, ...(server && { server }) }))[0])
  const state = async () =>
    JSON.stringify([await rig.store.subscriptions.get(id), await rig.store.subscriptions.log(id, 9), rig.store.settlements.of(ADMIN)])
  return { ...rig, id, state }
}

describe('somebody who may not manage the place', () => {
  test.each([...LINES, ...FOR_MANAGERS, 'doctor'])('/schedule %s is refused, and changes nothing', async (line) => {
    const { say, state } = await made()
    const before = await state()
    expect(await say(line, SOMEBODY)).toMatchObject({ failure: 'forbidden' })
    expect(await state()).toBe(before)
  })

  test.each(ACTIONS)('the button %s is refused, and changes nothing', async (name) => {
    const { press, state, id } = await made()
    const before = await state()
    expect(await press(`schedule.${name}|${id}|${name === 'remove' ? '1' : ''}`, SOMEBODY)).toMatchObject({ failure: 'forbidden' })
    expect(await state()).toBe(before)
  })

  test('may not say whether a doubtful post is there', async () => {
    const rig = await made()
    await ended(rig, rig.id, '2026-08-19', { kind: 'silent', why: 'nobody knows' })
    const reply = await rig.press(`schedule.judge|${rig.id}|2026-08-19|post`, SOMEBODY)
    expect(reply).toMatchObject({ failure: 'forbidden' })
    expect((await rig.store.subscriptions.log(rig.id, 1))[0]?.state).toBe('silent')
  })

  test.each(['slack', 'discord', 'web'] as const)('is told on %s who may, in each language', async (platform) => {
    const { say } = await deskRig()
    const key = { slack: 'schedule.forbiddenSlack', discord: 'schedule.forbiddenDiscord', web: 'schedule.forbiddenWeb' } as const
    for (const locale of LOCALES)
      expect(toPlain(await say('add daily 9', { platform, manages: false, locale }))).toBe(sayer(locale)(key[platform]))
  })

  test('whom Slack cannot tell about now is asked to come again, and changes nothing', async () => {
    const { ear, state } = await made()
    const before = await state()
    const { manages: _, ...unasked } = { ...ADMIN, user: 'USOMEBODY' }
    const reply = await ear.answer({ kind: 'line', root: 'schedule', text: 'pause 1', asker: unasked })
    expect(reply).toMatchObject({ failure: 'unavailable' })
    expect(await state()).toBe(before)
  })

  test('cannot learn whether a schedule of that id exists', async () => {
    const { press, id } = await made()
    const [there, not] = [await press(`schedule.pause|${id}`, SOMEBODY), await press('schedule.pause|aaaaaaaaaa', SOMEBODY)]
    expect(toPlain(there)).toBe(toPlain(not))
  })
})

describe('whoever set a schedule up', () => {
  test.each(LINES)('may do %s on Slack without managing the workspace', async (line) => {
    const { say } = await made()
    expect(await say(line, MAKER)).not.toHaveProperty('failure')
  })

  test.each(FOR_MANAGERS)('but not %s', async (line) => {
    const { say } = await made()
    expect(await say(line, MAKER)).toMatchObject({ failure: 'forbidden' })
  })

  test('sees only their own among those of others', async () => {
    const { say } = await made()
    await say('add weekly 9', { user: 'UOTHER' })
    expect((await say('', MAKER)).title).toBe('Schedule 1')
    expect(await say('pause 2', MAKER)).toMatchObject({ failure: 'not-found' })
  })

  test('of another workspace with the same id of a person is somebody else', async () => {
    const { press, id, state } = await made()
    const before = await state()
    expect(await press(`schedule.pause|${id}`, { ...MAKER, server: 'T2' })).toMatchObject({ failure: 'forbidden' })
    expect(await state()).toBe(before)
  })

  const onDiscord: Partial<Asker> = { platform: 'discord', server: '100', channel: '200' }
  const direct: Asker = { platform: 'discord', channel: '300', user: ADMIN.user, site: 'direct' }

  test.each(LINES)('may not do %s in a Discord server without Manage Server', async (line) => {
    const { say } = await made(onDiscord)
    expect(await say(line, { ...onDiscord, ...MAKER })).toMatchObject({ failure: 'forbidden' })
  })

  test('may pause, resume and judge by the buttons of a direct message on Discord', async () => {
    const rig = await made(onDiscord)
    await ended(rig, rig.id, '2026-08-19', { kind: 'silent', why: 'nobody knows' })
    const press = (action: string) => rig.ear.answer({ kind: 'press', action, asker: direct })
    for (const action of ['pause', 'resume']) expect(await press(`schedule.${action}|${rig.id}`)).not.toHaveProperty('failure')
    expect(await press(`schedule.judge|${rig.id}|2026-08-19|there`)).not.toHaveProperty('failure')
    expect((await rig.store.subscriptions.log(rig.id, 1))[0]?.state).toBe('done')
  })

  test.each(['list', 'preview', 'test', 'log', 'remove'])('may not %s there', async (name) => {
    const rig = await made(onDiscord)
    const reply = await rig.ear.answer({
      kind: 'press',
      action: `schedule.${name}|${rig.id}${name === 'remove' ? '|1' : ''}`,
      asker: direct,
    })
    expect(reply).toMatchObject({ failure: 'forbidden' })
    expect(await rig.store.subscriptions.get(rig.id)).toBeDefined()
  })

  test('somebody else’s direct message is refused', async () => {
    const rig = await made(onDiscord)
    const reply = await rig.ear.answer({ kind: 'press', action: `schedule.pause|${rig.id}`, asker: { ...direct, user: '999' } })
    expect(reply).toMatchObject({ failure: 'forbidden' })
    expect((await rig.store.subscriptions.get(rig.id))?.pause).toBeUndefined()
  })
})

describe('the right to manage reaches', () => {
  test('every channel of the same workspace, and none of another', async () => {
    const { press, id } = await made()
    expect(await press(`schedule.pause|${id}`, { user: 'UBOSS', channel: 'C9' })).not.toHaveProperty('failure')
    expect(await press(`schedule.resume|${id}`, { user: 'UBOSS', server: 'T2' })).toMatchObject({ failure: 'not-found' })
    expect(await press(`schedule.resume|${id}`, { user: 'UBOSS', platform: 'discord' })).toMatchObject({ failure: 'not-found' })
  })

  test('on the web only the one channel', async () => {
    const { ear, store } = await deskRig()
    const owner: Asker = { platform: 'web', channel: 'history-7b', user: 'cookie', manages: true, site: 'channel' }
    await ear.answer({ kind: 'line', root: 'schedule', text: 'add daily 9', asker: owner })
    const { id } = must((await store.subscriptions.inChannel({ kind: 'channel', platform: 'web', channel: 'history-7b' }))[0])
    const pause = (who: Partial<Asker>) => ear.answer({ kind: 'press', action: `schedule.pause|${id}`, asker: { ...owner, ...who } })
    expect(await pause({ channel: 'mine' })).toMatchObject({ failure: 'not-found' })
    expect(await pause({})).not.toHaveProperty('failure')
  })
})

describe('where there is no channel', () => {
  test.each<[string, Asker]>([
    ['the web’s own page', { platform: 'web', user: 'cookie' }],
    ['Discord outside of a server', { platform: 'discord', channel: '300', user: '1' }],
    ['a direct message on Slack', { platform: 'slack', server: 'T1', channel: 'D1', user: 'U1', site: 'direct', manages: true }],
  ])('%s is told that schedules live in one', async (_, asker) => {
    const { ear } = await deskRig()
    for (const text of ['', 'add daily 9', 'settings', 'doctor'])
      expect(toPlain(await ear.answer({ kind: 'line', root: 'schedule', text, asker }))).toContain('Schedules live in a channel')
  })
})
