import { afterEach, describe, expect, it } from 'vitest'
import type { Ear, Heard } from '../../src/chat/platform.ts'
import { managedRoots } from '../support/slack-commands.ts'
import { commandPayload, formPayload, pressPayload, submissionPayload, viewPressPayload } from '../support/slack-payloads.ts'
import { type Mode, type Rig, slackRig } from '../support/slack-rig.ts'
import { slackMessageFaults, slackViewFaults, strangeFields } from '../support/slack-schema.ts'
import { smallEar } from '../support/small-commands.ts'

type Fields = Readonly<Record<string, unknown>>

const rigs: Rig[] = []
afterEach(async () => void (await Promise.all(rigs.splice(0).map((rig) => rig.close()))))

const rigged = async (mode: Mode, ear?: Ear): Promise<Rig> => {
  const rig = await slackRig(mode, { roots: managedRoots(), ...(ear && { ear }) })
  rigs.push(rig)
  rig.fake.setUser('U0000CHIEF', { locale: 'pl-PL', tz: 'Europe/Warsaw', is_admin: true })
  rig.fake.setUser('U0000OTHER', { locale: 'fr-FR', tz: 'Europe/Paris' })
  return rig
}

/** The real ear, whose answers wait until they are let go; `heard` is what it was asked. */
function heldEar() {
  const ear = smallEar(managedRoots())
  const heard: Heard[] = []
  let go: () => void = () => undefined
  const gate = new Promise<void>((resolve) => (go = resolve))
  const held: Ear = {
    ...ear,
    async answer(one) {
      heard.push(one)
      await gate
      return ear.answer(one)
    },
  }
  return { ear: held, heard, go: () => go() }
}

const shown = (value: unknown): string => JSON.stringify(value).replaceAll('\\', '')
const command = (rig: Rig, line: string, place: { user?: string; channel?: string } = {}) =>
  rig.deliver(commandPayload(line, rig.fake.hook(), { user: 'U0000CHIEF', ...place }))
const lookUps = (rig: Rig): number => rig.fake.came.filter(({ name }) => name === 'users.info').length
const window = async (rig: Rig, n = 1): Promise<Fields> => (await rig.fake.nth('views.open', n)).body['view'] as Fields

describe.each(['http', 'socket'] as const)('a command for those who manage the place, over %s', (mode) => {
  it.each([
    ['is_admin', true],
    ['is_owner', true],
    ['is_primary_owner', true],
    ['is_restricted', false],
  ])('is told whether the asker does, from what Slack says now (%s)', async (rank, manages) => {
    const rig = await rigged(mode)
    rig.fake.setUser('U0000RANK', { locale: 'en-GB', tz: 'Europe/London', [rank]: true })
    const { body } = await command(rig, '/schedule sources', { user: 'U0000RANK' })
    expect([body?.['response_type'], slackMessageFaults(body)]).toEqual(['ephemeral', []])
    expect(shown(body)).toContain(
      `listed for {"manages":${manages},"site":"channel","request":"1.2.abc","channel":"C0000PLACE","server":"T0000TEAM1"}`,
    )
  })

  it('asks Slack once in 30 seconds, and not from an older memory', async () => {
    const rig = await rigged(mode)
    await command(rig, '/mali today')
    await rig.fake.nth('users.info')
    expect(shown((await command(rig, '/schedule sources')).body)).toContain('"manages":true')
    expect(lookUps(rig)).toBe(2)
    rig.fake.setUser('U0000CHIEF', { locale: 'pl-PL', tz: 'Europe/Warsaw' })
    rig.clock.pass(29_999)
    expect(shown((await command(rig, '/schedule sources')).body)).toContain('"manages":true')
    expect(lookUps(rig)).toBe(2)
    rig.clock.pass(1)
    expect(shown((await command(rig, '/schedule sources')).body)).toContain('"manages":false')
    expect(lookUps(rig)).toBe(3)
  })

  it('asks nobody where the command is for everybody', async () => {
    const rig = await rigged(mode)
    const { body } = await command(rig, '/mali today')
    expect([body?.['response_type'], lookUps(rig)]).toEqual(['in_channel', 0])
    await rig.fake.nth('users.info')
  })

  it('does not know who manages while Slack does not say, and asks again as soon as it may', async () => {
    const rig = await rigged(mode)
    rig.fake.fault('users.info', { kind: 'reset' }, { kind: 'limited', retryAfter: 5 })
    for (let i = 0; i < 2; i += 1) expect(shown((await command(rig, '/schedule sources')).body)).toContain('listed for {"site"')
    rig.clock.pass(4999)
    expect(shown((await command(rig, '/schedule sources')).body)).toContain('listed for {"site"')
    rig.clock.pass(1)
    expect(shown((await command(rig, '/schedule sources')).body)).toContain('"manages":true')
  })

  it('knows a conversation between two people by its id', async () => {
    const rig = await rigged(mode)
    expect(shown((await command(rig, '/schedule sources', { channel: 'D0000DIRECT' })).body)).toContain('"site":"direct"')
  })

  it('checks whoever presses its buttons, under a message and in a window, and nobody who presses others', async () => {
    const rig = await rigged(mode)
    for (const [n, user, manages] of [
      [1, 'U0000OTHER', false],
      [2, 'U0000CHIEF', true],
    ] as const) {
      await rig.deliver(pressPayload({ value: 'schedule.sources', hook: rig.fake.hook() }, { user }))
      expect(shown((await rig.fake.nth('hook', n)).body)).toContain(`"manages":${manages},"site":"channel","request":"1.2.abc"`)
    }
    await rig.deliver(viewPressPayload({ type: 'modal', value: 'fr:schedule.sources' }, { user: 'U0000OTHER' }))
    expect(shown((await rig.fake.nth('views.update')).body)).toContain('"manages":false,"request"')
    expect(lookUps(rig)).toBe(2)
    await rig.deliver(pressPayload({ value: 'mali.today', hook: rig.fake.hook() }, { user: 'U0000OTHER' }))
    await rig.fake.nth('hook', 3)
    expect(lookUps(rig)).toBe(2)
  })

  it('knows in a window the channel in which that was asked for, however often it is turned over', async () => {
    const rig = await rigged(mode)
    await command(rig, '/schedule add')
    const values = { event: 'Kati', count: '3', topic: { value: 'vote' } }
    const { body } = await rig.deliver(formPayload(await window(rig), values, { user: 'U0000CHIEF' }))
    const made = body?.['view'] as Fields | undefined
    let metadata = made?.['private_metadata']
    for (const n of [1, 2]) {
      await rig.deliver(viewPressPayload({ type: 'modal', value: 'schedule.sources', metadata }))
      const turned = (await rig.fake.nth('views.update', n)).body['view'] as Fields
      expect([slackViewFaults(turned), shown(turned).includes('"site":"channel","request":"1.2.abc","channel":"C0000PLACE"')]).toEqual([
        [],
        true,
      ])
      metadata = turned['private_metadata']
    }
    for (const [n, odd] of ['', 'nonsense', '[]', '{"channel":7}', 7].entries()) {
      await rig.deliver(viewPressPayload({ type: 'modal', value: 'schedule.sources', metadata: odd }))
      expect(shown((await rig.fake.nth('views.update', n + 3)).body)).not.toContain('"site"')
    }
  })

  it('is checked in the window that asks for a line as well', async () => {
    const rig = await rigged(mode)
    const { body } = await rig.deliver(submissionPayload('/schedule sources', { user: 'U0000CHIEF' }))
    expect([body?.['response_action'], slackViewFaults(body?.['view'])]).toEqual(['update', []])
    expect(shown(body)).toContain('"manages":true')
  })
})

describe.each(['http', 'socket'] as const)('an answer that is not soon there, over %s', (mode) => {
  it('comes after an empty acknowledgement, once', async () => {
    const { ear, go } = heldEar()
    const rig = await rigged(mode, ear)
    const acknowledged = command(rig, '/mali today')
    expect(await rig.clock.slept(1)).toEqual([1200])
    rig.clock.wake()
    expect((await acknowledged).body).toBeUndefined()
    expect(rig.fake.came.filter(({ kind }) => kind === 'hook')).toEqual([])
    go()
    const { body, faults } = await rig.fake.nth('hook')
    expect([body['response_type'], body['replace_original'], faults]).toEqual(['in_channel', undefined, []])
    expect(shown(body)).toContain('mutinied')
    // Another command, behind which nothing of the first may come any more.
    expect((await command(rig, '/mali today')).body?.['response_type']).toBe('in_channel')
    expect(rig.fake.came.filter(({ kind }) => kind === 'hook').length).toBe(1)
  })

  it('comes so where Slack itself is slow to say who somebody is', async () => {
    const rig = await rigged(mode)
    rig.fake.fault('users.info', { kind: 'delay' })
    const acknowledged = command(rig, '/schedule sources')
    await rig.clock.slept(1)
    rig.clock.wake()
    expect((await acknowledged).body).toBeUndefined()
    await rig.fake.holding()
    rig.fake.release()
    const { body } = await rig.fake.nth('hook')
    expect([body['response_type'], shown(body).includes('"manages":true')]).toEqual(['ephemeral', true])
  })

  it('takes the place of a window that says so, where a window asked', async () => {
    const { ear, go } = heldEar()
    const rig = await rigged(mode, ear)
    for (const [n, payload] of [
      [1, submissionPayload('today')],
      [2, formPayload({ ...SCHEDULE, blocks: [] }, { event: 'Kati' })],
    ] as const) {
      const acknowledged = rig.deliver(payload)
      await rig.clock.slept(n)
      rig.clock.wake()
      const { body } = await acknowledged
      expect([body?.['response_action'], slackViewFaults(body?.['view']), shown(body).includes('One moment…')]).toEqual([
        'update',
        [],
        true,
      ])
    }
    go()
    const [one, other] = [await rig.fake.nth('views.update', 1), await rig.fake.nth('views.update', 2)]
    expect([one.faults, other.faults, one.body['view_id'], other.body['view_id']]).toEqual([[], [], 'V0000VIEW1', 'V0000VIEW1'])
    expect(shown([one.body, other.body])).toMatch(/mutinied/)
    expect(shown([one.body, other.body])).toMatch(/added Kati/)
  })
})

const SCHEDULE = { type: 'modal', callback_id: 'griot_form', private_metadata: '{"root":"schedule","sub":"add","channel":"C0000PLACE"}' }

describe.each(['http', 'socket'] as const)('a form, over %s', (mode) => {
  it('opens in a window after an empty acknowledgement, with what is known already filled in', async () => {
    const rig = await rigged(mode)
    expect((await command(rig, '/schedule add')).body).toBeUndefined()
    const { body, faults } = await rig.fake.nth('views.open')
    expect([body['trigger_id'], faults]).toEqual(['1.2.abc', []])
    expect(body['view']).toMatchObject({
      title: { text: 'A title that is much…' },
      callback_id: 'griot_form',
      private_metadata: SCHEDULE.private_metadata,
      blocks: [
        { block_id: 'event', optional: false, element: { type: 'plain_text_input', action_id: 'event', initial_value: 'Kati' } },
        { block_id: 'count', optional: true, element: { type: 'plain_text_input' } },
        { block_id: 'topic', element: { type: 'static_select', initial_option: { value: 'vote' } } },
      ],
    })
    expect(rig.fake.came.filter(({ kind }) => kind === 'hook')).toEqual([])
  })

  it('opens for a press as well: under a message, in a home tab, and in the place of a window', async () => {
    const rig = await rigged(mode)
    await rig.deliver(pressPayload({ value: 'schedule.add', hook: rig.fake.hook() }))
    expect((await window(rig))['callback_id']).toBe('griot_form')
    await rig.deliver(viewPressPayload({ type: 'home', value: 'schedule.add' }))
    expect((await window(rig, 2))['callback_id']).toBe('griot_form')
    await rig.deliver(viewPressPayload({ type: 'modal', value: 'schedule.add' }))
    const { body, faults } = await rig.fake.nth('views.update')
    expect([(body['view'] as Fields)['callback_id'], faults]).toEqual(['griot_form', []])
    expect((await rig.deliver(submissionPayload('/schedule add'))).body).toMatchObject({ view: { callback_id: 'griot_form' } })
  })

  it('gives way to the words of its reply where no window can be had', async () => {
    const rig = await rigged(mode)
    rig.fake.fault('views.open', { kind: 'error', error: 'expired_trigger_id' }, { kind: 'reset' })
    await command(rig, '/schedule add')
    await rig.deliver(pressPayload({ value: 'schedule.add', hook: rig.fake.hook(), ephemeral: true }))
    for (const [n, replaced] of [
      [1, undefined],
      [2, true],
    ] as const) {
      const { body, faults } = await rig.fake.nth('hook', n)
      expect([body['response_type'], body['replace_original'], faults]).toEqual(['ephemeral', replaced, []])
      expect(shown(body)).toContain('type the event')
    }
  })

  it('is heard as its command, of its channel, under the id of its window, by somebody who is checked now', async () => {
    const rig = await rigged(mode)
    await command(rig, '/schedule add')
    const payload = formPayload(await window(rig), { event: ' Kati & co ', count: '3', topic: { value: 'vote' } }, { user: 'U0000CHIEF' })
    // Slack's sample of a window leaves its blocks out.
    const { blocks: _, ...view } = payload.view as Fields
    expect(strangeFields({ ...payload, view }, 'app-backend/views/ViewSubmissionPayload.json')).toEqual([])
    const { body } = await rig.deliver(payload)
    expect([body?.['response_action'], slackViewFaults(body?.['view'])]).toEqual(['update', []])
    expect(shown(body)).toContain(
      'added Kati & co 3 vote for {"manages":true,"site":"channel","request":"V0000VIEW1","channel":"C0000PLACE","server":"T0000TEAM1"}',
    )
  })

  it('tells what is wrong beside the field that is meant, and else beside the first, and stays open', async () => {
    const rig = await rigged(mode)
    await command(rig, '/schedule add', { user: 'U0000ASKER' })
    const opened = await window(rig)
    for (const [values, field, words] of [
      [{ event: 'nothing' }, 'event', 'Kati'],
      [{ event: 'Kati', count: 'many' }, 'count', 'number'],
      [{ event: 'Kati', topic: { value: 'forged' } }, 'topic', 'army'],
      [{ event: 'x'.repeat(101) }, 'event', '100'],
    ] as const) {
      const { body } = await rig.deliver(formPayload(opened, values))
      expect(body).toEqual({ response_action: 'errors', errors: { [field]: expect.stringContaining(words) as string } })
    }
    const { body } = await rig.deliver(formPayload(SCHEDULE, { event: 'nothing' }))
    expect(body).toMatchObject({ response_action: 'errors', errors: { event: expect.stringContaining('Kati') as string } })
  })

  it('that is none of ours, or was tampered with, is closed, and the next is answered', async () => {
    const rig = await rigged(mode)
    for (const metadata of ['', 'nonsense', '{}', '{"root":"schedule"}', '{"root":"mali","sub":"gone"}', '[]', 'null', undefined, 7])
      expect((await rig.deliver(formPayload({ ...SCHEDULE, private_metadata: metadata }, { event: 'Kati' }))).body).toEqual({
        response_action: 'clear',
      })
    const odd = { ...formPayload(SCHEDULE, {}), view: { ...SCHEDULE, state: { values: [7, null, { event: 7 }] }, blocks: 'x' } }
    expect(shown((await rig.deliver(odd)).body)).toContain('"callback_id":"griot_form"')
    expect((await command(rig, '/mali today')).body?.['response_type']).toBe('in_channel')
  })
})
