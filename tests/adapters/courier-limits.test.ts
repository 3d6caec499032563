import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/chat/platform.ts'
import type { Outbox } from '../../src/delivery/outbox.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { channel, delivery, rig, START } from '../support/courier-rig.ts'
import { outside } from '../support/outside.ts'

const MINUTE = 60_000
const at = (ms: number): number => ms - START.getTime()
const placeOf = (to: { readonly kind: string }): string => ('channel' in to ? String(to.channel) : '')
const many = (count: number, to: (i: number) => ReturnType<typeof channel>) =>
  Array.from({ length: count }, (_, i) => delivery(`k${i}`, { to: to(i) }))

const limited = (scope: 'message' | 'channel' | 'server' | 'platform', afterMs?: number): Outcome & { kind: 'not-yet' } => ({
  kind: 'not-yet',
  scope,
  ...(afterMs !== undefined && { afterMs }),
  why: '429',
})

const refused = (scope: 'channel' | 'server' | 'platform', reason: 'forbidden' | 'token' | 'server'): Outcome & { kind: 'refused' } => ({
  kind: 'refused',
  scope,
  reason,
  why: 'no',
})

describe('a limit', () => {
  test('of one channel keeps that channel waiting as long as it says, and no other', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ to, n }) => (placeOf(to) === 'C0' && n === 1 ? limited('channel', 90_000) : undefined) })
    await plan(...many(6, (i) => channel(`C${i % 2}`)))
    work({ platforms: [discord] })
    await minutes(10)
    expect(discord.messages).toHaveLength(6)
    const instants = (name: string) => discord.messages.filter(({ to }) => placeOf(to) === name).map((message) => at(message.at))
    expect(instants('C1')).toEqual([0, 0, 0])
    expect(Math.min(...instants('C0'))).toBeGreaterThanOrEqual(90_000)
    expect(discord.requests.filter(({ to, at: sentAt }) => placeOf(to) === 'C0' && at(sentAt) < 90_000)).toHaveLength(1)
  })

  test('of one server keeps that server waiting, and no other', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ key, n }) => (key === 'first' && n === 1 ? limited('server', 90_000) : undefined) })
    work({ platforms: [discord] })
    await plan(delivery('first', { to: channel('C0', 'S0') }))
    await clock.advance(1000)
    await plan(...many(10, (i) => channel(`C${i}`, `S${i % 2}`)))
    await minutes(10)
    expect(discord.messages).toHaveLength(11)
    const instants = (server: string) => discord.messages.filter(({ to }) => to.server === server).map((message) => at(message.at))
    expect(instants('S1')).toEqual([1000, 1000, 1000, 1000, 1000])
    expect(Math.min(...instants('S0'))).toBeGreaterThanOrEqual(90_000)
  })

  test('of everything keeps everything waiting, and then everything goes', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ key, n }) => (key === 'first' && n === 1 ? limited('platform', 90_000) : undefined) })
    work({ platforms: [discord] })
    await plan(delivery('first'))
    await clock.advance(1000)
    await plan(...many(100, (i) => channel(`C${i}`)))
    await minutes(10)
    expect(discord.messages).toHaveLength(101)
    expect(discord.requests.filter((request) => at(request.at) < 90_000)).toHaveLength(1)
    expect(Math.max(...discord.messages.map((message) => at(message.at)))).toBeLessThan(3 * MINUTE)
  })

  test('without a time is met with growing pauses', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ n }) => (n < 6 ? limited('message') : undefined) })
    await plan(delivery('a'))
    work({ platforms: [discord] })
    await minutes(60)
    const pauses = discord.requests.slice(1).map((request, i) => request.at - (discord.requests[i]?.at ?? 0))
    expect(discord.counts()).toEqual({ a: 1 })
    for (const [i, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual((TIMING.backoffMs * 2 ** i) / 2)
      expect(pause).toBeLessThanOrEqual(TIMING.backoffMs * 2 ** i + 1)
    }
  })

  test('that lasts longer than a post makes sense drops it as too late', async () => {
    const { clock, plan, work, logged, ended, minutes } = await rig()
    const discord = outside({ clock, mishap: () => limited('channel', 20 * MINUTE) })
    await plan(delivery('a', { expiresAt: new Date(START.getTime() + 10 * MINUTE) }))
    work({ platforms: [discord] })
    await minutes(30)
    expect(discord.requests).toHaveLength(1)
    expect(await logged('a')).toMatchObject({ state: 'dropped', why: 'too late: 429' })
    expect(ended).toEqual([['a', { kind: 'expired' }]])
  })
})

describe('a budget', () => {
  test('is kept by several couriers together, in every second, and used', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock })
    await plan(...many(300, (i) => channel(`C${i}`)))
    for (let n = 0; n < 3; n++) work({ platforms: [discord], budget: { discord: 20 } })
    await minutes(2)
    expect(discord.messages).toHaveLength(300)
    const sent = discord.messages.map((message) => at(message.at)).sort((a, b) => a - b)
    for (const from of sent) expect(sent.filter((ms) => ms >= from && ms < from + 1000).length).toBeLessThanOrEqual(25)
    expect(sent.at(-1)).toBeLessThan(20_000)
  })

  test('of one platform does not slow another', async () => {
    const { clock, plan, work, minutes } = await rig()
    const [discord, slack] = [outside({ clock }), outside({ clock, name: 'slack' })]
    await plan(...many(40, (i) => channel(`C${i}`)))
    await plan(...Array.from({ length: 40 }, (_, i) => delivery(`s${i}`, { to: { ...channel(`C${i}`), platform: 'slack' } })))
    work({ platforms: [discord, slack], budget: { discord: 1 } })
    await minutes(1)
    expect(slack.messages.map((message) => at(message.at))).toEqual(Array.from({ length: 40 }, () => 0))
    expect(discord.messages).toHaveLength(40)
  })
})

describe('a refusal', () => {
  test('of one channel ends its posts at the first request, and concerns no other channel', async () => {
    const { clock, plan, work, states, ended, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ to }) => (placeOf(to) === 'C0' ? refused('channel', 'forbidden') : undefined) })
    await plan(...many(50, (i) => channel(i < 25 ? 'C0' : `C${i}`)))
    work({ platforms: [discord] })
    await minutes(10)
    expect(discord.requests.filter(({ to }) => placeOf(to) === 'C0')).toHaveLength(1)
    expect(discord.messages).toHaveLength(25)
    expect(Object.values(await states()).filter((state) => state === 'dropped')).toHaveLength(25)
    expect(ended.filter(([, { kind }]) => kind === 'refused')).toHaveLength(25)
    expect(ended.find(([, { kind }]) => kind === 'refused')?.[1]).toEqual(refused('channel', 'forbidden'))
  })

  test('of the whole platform drops nothing: it is tried once a minute, told once an hour, and mended by itself', async () => {
    const { clock, plan, work, states, told, minutes } = await rig()
    let revoked = true
    const discord = outside({ clock, mishap: () => (revoked ? refused('platform', 'token') : undefined) })
    await plan(...many(300, (i) => channel(`C${i}`, `S${i}`)))
    const limits: number[] = []
    const through = (outbox: Outbox): Outbox => ({
      ...outbox,
      claim: async (...given) => (limits.push(given[3]), outbox.claim(...given)),
    })
    const { courier } = work({ platforms: [discord], through })
    await clock.advance(1000)
    limits.length = 0
    await minutes(1)
    const first = discord.requests.length
    // What was on its way together when the first was refused, and the first trial after it.
    expect(first).toBeLessThanOrEqual(200 + 1)
    expect(courier.standing()).toMatchObject([{ platform: 'discord', hold: { reason: 'token' } }])
    await minutes(110)
    expect(discord.requests.length - first).toBeLessThanOrEqual(111)
    expect(discord.requests.length - first).toBeGreaterThan(100)
    expect(told.filter(({ level }) => level === 'error').map(({ event }) => event)).toEqual(['platform refuses us', 'platform refuses us'])
    expect(new Set(limits)).toEqual(new Set([1]))
    expect(new Set(Object.values(await states()))).toEqual(new Set(['waiting']))
    revoked = false
    await minutes(15)
    expect(discord.messages).toHaveLength(300)
    expect(courier.standing()).toMatchObject([{ hold: undefined, onTheWay: 0 }])
    expect(told.map(({ event }) => event)).toContain('platform takes messages again')
  })

  test('of one server drops nothing there and holds up no other server', async () => {
    const { clock, plan, work, minutes } = await rig()
    let revoked = true
    const discord = outside({ clock, mishap: ({ to }) => (revoked && to.server === 'S0' ? refused('server', 'server') : undefined) })
    work({ platforms: [discord] })
    await plan(delivery('first', { to: channel('C', 'S0') }))
    await clock.advance(1000)
    await plan(...many(40, (i) => channel(`C${i}`, `S${i % 2}`)))
    await clock.advance(1000)
    expect(discord.messages).toHaveLength(20)
    await minutes(60)
    expect(discord.messages).toHaveLength(20)
    expect(discord.requests.filter(({ to }) => to.server === 'S0').length).toBeLessThanOrEqual(62)
    revoked = false
    await minutes(25)
    expect(discord.messages).toHaveLength(41)
  })

  test('of one server is tried by one of many that fall due together', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock, mishap: () => refused('server', 'server') })
    work({ platforms: [discord] })
    await plan(delivery('first', { expiresAt: new Date(START.getTime() + MINUTE) }))
    await minutes(10)
    expect(discord.requests).toHaveLength(1)
    await plan(...many(40, (i) => channel(`C${i}`)))
    await clock.advance(1000)
    expect(discord.requests).toHaveLength(2)
  })
})
