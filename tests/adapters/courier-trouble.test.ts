import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { definePost } from '../../src/delivery/post.ts'
import type { Outbox } from '../../src/delivery/outbox.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { Failure } from '../../src/kernel/failure.ts'
import { must } from '../support/ear.ts'
import { channel, delivery, OWNER, reply, rig, START } from '../support/courier-rig.ts'
import { outside } from '../support/outside.ts'
import { wishFor } from '../support/wishes.ts'

const MINUTE = 60_000
const at = (ms: number): number => ms - START.getTime()
const placeOf = (to: { readonly kind: string }): string => ('channel' in to ? String(to.channel) : '')
const many = (count: number, to: (i: number) => ReturnType<typeof channel>) =>
  Array.from({ length: count }, (_, i) => delivery(`k${i}`, { to: to(i) }))
const outage = (): never => {
  throw new Failure('unavailable', 'error.store')
}

describe('a send that stalls', () => {
  test('holds back neither the sending nor the settling of others', async () => {
    const { clock, plan, work, states } = await rig()
    const discord = outside({ clock, mishap: ({ key }) => (key === 'k3' ? { kind: 'stall' } : undefined) })
    await plan(...many(300, (i) => channel(`C${i}`)))
    work({ platforms: [discord] })
    await clock.advance(1000)
    const now = await states()
    expect(Object.values(now).filter((state) => state === 'done')).toHaveLength(299)
    expect(now['k3']).toBe('sending')
  })

  test('holds back its own channel alone, whose posts go one at a time', async () => {
    const { clock, plan, work } = await rig()
    const discord = outside({ clock, mishap: ({ key, n }) => (key === 'k0' && n === 1 ? { kind: 'stall' } : undefined) })
    await plan(...many(20, (i) => channel(`C${i % 2}`)))
    work({ platforms: [discord] })
    await clock.advance(TIMING.sendMs - 1000)
    expect(discord.messages.map(({ to }) => placeOf(to))).toEqual(Array.from({ length: 10 }, () => 'C1'))
    await clock.advance(10 * MINUTE)
    expect(discord.messages).toHaveLength(20)
    expect(discord.messages.map(({ key }) => key)).toContain('k0')
    expect(discord.most.underway).toBe(2)
  })

  test('is one of a bounded number, even when all of them stall', async () => {
    const { clock, plan, work } = await rig()
    const discord = outside({ clock, mishap: ({ n }) => (n === 1 ? { kind: 'stall' } : undefined) })
    await plan(...many(300, (i) => channel(`C${i}`)))
    const { courier } = work({ platforms: [discord], batch: 10, batches: 3 })
    await clock.advance(1000)
    expect(discord.most.underway).toBe(30)
    expect(courier.standing()).toMatchObject([{ onTheWay: 30 }])
    await clock.advance(60 * MINUTE)
    expect(Object.keys(discord.counts())).toHaveLength(300)
    expect(discord.messages).toHaveLength(300)
  })
})

test('where there is room for few, the next sets out as soon as one comes home', async () => {
  const { clock, plan, work } = await rig()
  const discord = outside({ clock })
  const send = discord.send.bind(discord)
  discord.send = async (...given) => {
    await clock.sleep(100)
    return send(...given)
  }
  await plan(...many(60, (i) => channel(`C${i}`)))
  work({ platforms: [discord], batch: 5, batches: 2 })
  await clock.advance(600)
  expect(discord.messages).toHaveLength(60)
})

describe('an outbox that does not answer', () => {
  const OUTAGE = 10 * MINUTE

  /** An outbox of which some functions fail for the first ten minutes. */
  const broken =
    (clock: Clock, ...calls: readonly (keyof Outbox)[]) =>
    (outbox: Outbox): Outbox => ({
      ...outbox,
      ...Object.fromEntries(
        calls.map((call) => [
          call,
          async (...given: unknown[]): Promise<unknown> =>
            at(clock.now().getTime()) < OUTAGE ? outage() : Reflect.apply(outbox[call], outbox, given),
        ]),
      ),
    })

  test('for ten minutes is told once a minute, and shown as long as it lasts', async () => {
    const { clock, plan, work, told, reports, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    const { courier } = work({ platforms: [discord], through: broken(clock, 'claim', 'refused', 'nextAt', 'mark', 'settle') })
    await minutes(9.5)
    expect(courier.standing()[0]?.outboxDownSince).toEqual(START)
    const warned = told.filter(({ event }) => event === 'outbox unavailable')
    expect(warned.length).toBeGreaterThan(7)
    expect(warned.length).toBeLessThanOrEqual(10)
    await minutes(2)
    expect(discord.counts()).toEqual({ a: 1 })
    expect(courier.standing()[0]?.outboxDownSince).toBeUndefined()
    expect(told.filter(({ event }) => event === 'outbox back')).toHaveLength(1)
    expect(reports).toEqual([])
  })

  test.each(['claim', 'refused', 'nextAt', 'mark', 'settle'] as const)(
    'to %s for ten minutes loses nothing and doubles nothing',
    async (call) => {
      const { clock, plan, work, states, reports, minutes } = await rig()
      const discord = outside({ clock })
      await plan(...many(60, (i) => channel(`C${i}`)))
      work({ platforms: [discord], through: broken(clock, call) })
      await minutes(30)
      expect(Object.keys(discord.counts())).toHaveLength(60)
      expect(discord.messages).toHaveLength(60)
      expect(new Set(Object.values(await states()))).toEqual(new Set(['done']))
      expect(reports).toEqual([])
    },
  )

  test('to settle for half a minute leaves no doubt behind: what was sent is written when it answers', async () => {
    const { clock, plan, work, states } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    const through = (outbox: Outbox): Outbox => ({
      ...outbox,
      settle: async (...given) => (at(clock.now().getTime()) < 30_000 ? outage() : outbox.settle(...given)),
    })
    work({ platforms: [discord], through })
    await clock.advance(40_000)
    expect(await states()).toEqual({ a: 'done' })
    expect(discord.requests.map(({ what }) => what)).toEqual(['send'])
  })

  test('to reserve keeps the budget and sends afterwards', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    work({ platforms: [discord], through: broken(clock, 'reserve'), budget: { discord: 10 } })
    await minutes(10)
    expect(discord.requests).toEqual([])
    await minutes(20)
    expect(discord.counts()).toEqual({ a: 1 })
  })

  test('in another way than an outage is reported, and what it cannot take keeps back nothing else', async () => {
    const { clock, plan, work, states, reports, minutes } = await rig()
    const discord = outside({ clock })
    await plan(...many(20, (i) => channel(`C${i}`)))
    const poisoned = (outbox: Outbox): Outbox => ({
      ...outbox,
      async settle(settlements, now) {
        if (settlements.some(({ claim }) => claim.key === 'k7')) throw new TypeError('cannot be written')
        return outbox.settle(settlements, now)
      },
    })
    work({ platforms: [discord], through: poisoned })
    await clock.advance(30_000)
    const { k7, ...others } = await states()
    expect(k7).toBe('sending')
    expect(new Set(Object.values(others))).toEqual(new Set(['done']))
    await minutes(30)
    expect(discord.messages).toHaveLength(20)
    expect(reports.map(String)).toEqual(['TypeError: cannot be written'])
  })
})

describe('what throws', () => {
  const told = (compose: (text: string) => void) =>
    definePost({
      name: 'told',
      inDoubt: 'stay-silent',
      subject: z.object({ text: z.string() }),
      compose: ({ text }) => {
        compose(text)
        return { reply: reply(text) }
      },
    })

  test('a compose that throws is reported once, tried again by its lease, given up loudly after eight times; the others go', async () => {
    const { clock, plan, work, states, reports, told: log, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('bad'), delivery('good', { to: channel('C2') }))
    let composed = 0
    const post = told((text) => {
      if (text !== 'bad') return
      composed++
      throw new Error('no such event')
    })
    work({ platforms: [discord], posts: [post] })
    await clock.advance(1000)
    expect(discord.counts()).toEqual({ good: 1 })
    await minutes(6)
    expect(await states()).toMatchObject({ bad: 'waiting' })
    await minutes(24)
    expect(composed).toBe(8)
    expect(reports.map(String)).toEqual(['Error: no such event'])
    expect(await states()).toEqual({ good: 'done', bad: 'dropped' })
    expect(log.filter(({ level }) => level === 'error')).toEqual([
      { level: 'error', event: 'delivery given up', fields: { id: 'bug1', key: 'bad', throws: 8 } },
    ])
  })

  test('a compose that cannot reach what it needs is tried again, and is no bug', async () => {
    const { clock, plan, work, states, reports, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    work({ platforms: [discord], posts: [told(() => (clock.now().getTime() < START.getTime() + 30 * MINUTE ? outage() : undefined))] })
    await minutes(50)
    expect(await states()).toEqual({ a: 'done' })
    expect(discord.counts()).toEqual({ a: 1 })
    expect(reports).toEqual([])
  })

  test('a platform that throws may have sent: it is looked for', async () => {
    const { clock, plan, work, states, reports, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ n, what }) => (what === 'send' && n === 1 ? { kind: 'throws' } : undefined) })
    await plan(delivery('a'))
    work({ platforms: [discord] })
    await minutes(10)
    expect(discord.requests.map(({ what }) => what)).toContain('find')
    expect(discord.counts()).toEqual({ a: 1 })
    expect(await states()).toEqual({ a: 'done' })
    expect(reports.map(String)).toEqual(['Error: the adapter has a bug'])
  })

  test('a platform that throws each time is given up as what it is: nobody knows whether it was posted', async () => {
    const { clock, plan, work, states, ended, minutes } = await rig()
    const discord = outside({ clock, mishap: () => ({ kind: 'throws' }) })
    await plan(delivery('a'))
    work({ platforms: [discord] })
    await minutes(60)
    expect(discord.sendsOf('a')).toBe(8)
    expect(await states()).toEqual({ a: 'silent' })
    expect(ended).toMatchObject([['a', { kind: 'refused', scope: 'message', reason: 'malformed', why: expect.stringContaining('bug1') }]])
  })

  test('a post whose afterwards throws is settled all the same', async () => {
    const { clock, plan, work, states, reports, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    const post = { ...told(() => undefined), after: () => outage() }
    work({ platforms: [discord], posts: [post] })
    await minutes(10)
    expect(await states()).toEqual({ a: 'done' })
    expect(discord.counts()).toEqual({ a: 1 })
    expect(reports).toHaveLength(1)
  })
})

describe('a channel that refused us', () => {
  test('is not asked again within the hour, and then is', async () => {
    const { clock, plan, work, store, states, minutes } = await rig()
    let open = false
    const discord = outside({
      clock,
      mishap: () => (open ? undefined : { kind: 'refused', scope: 'channel', reason: 'forbidden', why: '50013' }),
    })
    await store.subscriptions.add({ id: OWNER, place: channel(), wish: wishFor(), maker: 'U1', now: clock.now() })
    const halting = definePost({
      name: 'told',
      inDoubt: 'stay-silent',
      subject: z.object({ text: z.string() }),
      compose: ({ text }) => ({ reply: reply(text) }),
      after: (_subject, { to }, ended) =>
        ended.kind === 'refused' ? [{ kind: 'halt', place: to, reason: ended.reason, why: ended.why, tell: () => undefined }] : [],
    })
    await plan(delivery('a'))
    work({ platforms: [discord], posts: [halting] })
    await minutes(1)
    expect(must(await store.subscriptions.get(OWNER)).pause).toMatchObject({ by: 'platform', reason: 'forbidden' })
    open = true
    await plan(delivery('b', { owner: undefined }))
    await minutes(58)
    expect(discord.requests).toHaveLength(1)
    await minutes(30)
    expect(discord.counts()).toEqual({ b: 1 })
    expect(at(discord.messages[0]?.at ?? 0)).toBeGreaterThanOrEqual(TIMING.hourMs)
    expect((await states())['a']).toBe('dropped')
  })
})

describe('stopping', () => {
  test('finishes what is being sent, releases what is not, and is over in time', async () => {
    const { clock, plan, work, states } = await rig()
    const slow = outside({ clock })
    const send = slow.send.bind(slow)
    slow.send = async (...given) => {
      await clock.sleep(2000)
      return send(...given)
    }
    await plan(...many(30, (i) => channel(`C${i % 10}`)))
    const { courier, running } = work({ platforms: [slow] })
    await clock.advance(1000)
    let over = false
    void Promise.all([courier.stop(), running]).then(() => (over = true))
    await clock.runUntil(() => over)
    expect(at(clock.now().getTime())).toBeLessThanOrEqual(1000 + TIMING.stopMs)
    expect(slow.messages).toHaveLength(10)
    const standing = Object.values(await states())
    expect(standing.filter((state) => state === 'done')).toHaveLength(10)
    expect(standing.filter((state) => state === 'waiting')).toHaveLength(20)
    const next = outside({ clock })
    work({ platforms: [next] })
    await clock.advance(1000)
    expect(next.messages).toHaveLength(20)
  })

  test('leaves in doubt what does not answer, and is over in time', async () => {
    const { clock, plan, work, states, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ n, what }) => (n === 1 && what === 'send' ? { kind: 'taken, no answer' } : undefined) })
    await plan(delivery('a'))
    const { courier } = work({ platforms: [discord] })
    await clock.advance(1000)
    let over = false
    void courier.stop().then(() => (over = true))
    await clock.advance(TIMING.stopMs)
    expect(over).toBe(true)
    expect(await states()).toEqual({ a: 'sending' })
    work({ platforms: [discord] })
    await minutes(10)
    expect(discord.counts()).toEqual({ a: 1 })
    expect(await states()).toEqual({ a: 'done' })
  })

  test('is over in time though the outbox is gone, and begins nothing afterwards', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    const { courier, running } = work({ platforms: [discord], through: (outbox) => ({ ...outbox, settle: async () => outage() }) })
    await clock.advance(1000)
    let over = false
    void Promise.all([courier.stop(), running]).then(() => (over = true))
    await clock.advance(TIMING.stopMs)
    expect(over).toBe(true)
    await plan(delivery('b'))
    await minutes(10)
    expect(discord.counts()).toEqual({ a: 1 })
  })

  test('by a signal is the same', async () => {
    const { clock, plan, work } = await rig()
    const discord = outside({ clock })
    const { courier } = work({ platforms: [discord] })
    await courier.stop()
    const stop = new AbortController()
    let over = false
    void courier.run(stop.signal).then(() => (over = true))
    stop.abort()
    await plan(delivery('a'))
    await clock.advance(TIMING.stopMs)
    expect(over).toBe(true)
    expect(discord.requests).toEqual([])
  })
})

test('a lease that no send fits in is refused at once', async () => {
  const { clock, work } = await rig()
  expect(() => work({ platforms: [outside({ clock })], timing: { ...TIMING, leaseMs: TIMING.sendMs } })).toThrow(RangeError)
})
