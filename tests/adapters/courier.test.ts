import { describe, expect, test } from 'vitest'
import { TIMING } from '../../src/delivery/timing.ts'
import { must } from '../support/ear.ts'
import { channel, delivery, rig, START } from '../support/courier-rig.ts'
import { outside } from '../support/outside.ts'

const at = (ms: number): number => ms - START.getTime()

describe('what is due', () => {
  test('is sent once, and remembered with its message and what it shows', async () => {
    const { clock, plan, work, states, store, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'), delivery('b', { to: channel('C2') }))
    work({ platforms: [discord] })
    await minutes(60)
    expect(discord.counts()).toEqual({ a: 1, b: 1 })
    expect(await states()).toEqual({ a: 'done', b: 'done' })
    const sent = await store.ledger.sent(undefined, 10)
    expect(sent.map(({ key, shows }) => [key, shows])).toEqual([
      ['a', { a: 'v1' }],
      ['b', { b: 'v1' }],
    ])
    expect(new Set(sent.map(({ message }) => message))).toEqual(new Set(['m1', 'm2']))
  })

  test('is sent at its instant, not before and not a second after', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock })
    work({ platforms: [discord] })
    await minutes(1)
    await plan(delivery('a', { dueAt: new Date(START.getTime() + 90_500) }))
    await minutes(10)
    expect(discord.messages.map((message) => at(message.at))).toEqual([90_500])
  })

  test('is found though another process wrote it, while something is open', async () => {
    const { clock, plan, work, store, minutes } = await rig()
    const discord = outside({ clock })
    const { courier } = work({ platforms: [discord] })
    courier.wake = () => undefined
    await plan(delivery('later', { dueAt: new Date(START.getTime() + 3_600_000) }))
    await minutes(1)
    await store.ledger.write([delivery('other', { dueAt: clock.now() })], clock.now())
    const written = clock.now().getTime()
    await minutes(1)
    const { at: sentAt } = must(discord.messages.find(({ key }) => key === 'other'))
    expect(sentAt - written).toBeLessThanOrEqual(TIMING.lookMs)
  })

  test('goes to several couriers at once and yet once', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock })
    await plan(...Array.from({ length: 500 }, (_, i) => delivery(`k${i}`, { to: channel(`C${i}`) })))
    for (let n = 0; n < 3; n++) work({ platforms: [discord] })
    await minutes(5)
    expect(Object.keys(discord.counts())).toHaveLength(500)
    expect(discord.messages).toHaveLength(500)
  })

  test('is not sent any more after its time, and its post is told', async () => {
    const { clock, plan, work, logged, ended, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a', { expiresAt: new Date(START.getTime() + 60_000) }))
    await minutes(2)
    work({ platforms: [discord] })
    await minutes(1)
    expect(discord.requests).toEqual([])
    expect(await logged('a')).toMatchObject({ state: 'dropped', why: expect.stringContaining('too late') })
    expect(ended).toEqual([['a', { kind: 'expired' }]])
  })

  test('waits where nobody knows its post, and goes when somebody does', async () => {
    const { clock, plan, work, states, reports, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    const old = work({ platforms: [discord], posts: [] })
    await minutes(30)
    expect(await states()).toEqual({ a: 'waiting' })
    expect(String(reports)).toContain('told')
    await old.courier.stop()
    work({ platforms: [discord] })
    await minutes(20)
    expect(discord.counts()).toEqual({ a: 1 })
  })

  test('that edits a message edits it, as often as it takes, and posts nothing', async () => {
    const { clock, plan, work, states, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ what, n }) => (what === 'amend' && n < 4 ? { kind: 'taken, then 500' } : undefined) })
    await plan(delivery('a'))
    work({ platforms: [discord] })
    await minutes(1)
    await plan(delivery('a/2', { amends: 'm1', subject: { text: 'corrected' } }))
    await minutes(10)
    expect(discord.messages).toHaveLength(1)
    expect(discord.messages[0]?.sending.reply.blocks).toEqual([{ kind: 'text', body: ['corrected'] }])
    expect(discord.requests.map(({ what }) => what)).toEqual(['send', 'amend', 'amend', 'amend', 'amend'])
    expect(await states()).toEqual({ a: 'done', 'a/2': 'done' })
  })
})
