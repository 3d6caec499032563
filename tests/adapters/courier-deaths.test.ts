import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Outbox } from '../../src/delivery/outbox.ts'
import { definePost } from '../../src/delivery/post.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { must } from '../support/ear.ts'
import { delivery, reply, rig, START, type Worker } from '../support/courier-rig.ts'
import { outside, type Outside } from '../support/outside.ts'

const never = new Promise<never>(() => undefined)

/** An outbox whose process dies as it calls one of its functions: before anything of it happens, or when it has happened. */
const deadly = (call: 'mark' | 'settle', when: 'before' | 'after', die: () => void) => (outbox: Outbox) => ({
  ...outbox,
  [call]: async (...given: unknown[]) => {
    if (when === 'after') await Reflect.apply(outbox[call], outbox, given)
    die()
    return never
  },
})

/** A platform whose process dies as it sends: before the request is written, or when it has been taken. */
const deadlyPlatform = (real: Outside, when: 'before' | 'after', die: () => void): Outside => ({
  ...real,
  async send(...given) {
    if (when === 'after') await real.send(...given)
    die()
    return never
  },
})

/** One worker that dies as told, and one that begins half a minute later. */
async function death(
  make: (parts: { discord: Outside; die: () => void }) => { platform?: Outside; through?: (outbox: Outbox) => Outbox },
  history = true,
) {
  const all = await rig()
  const discord = outside({ clock: all.clock, history })
  await all.plan(delivery('a'))
  const first: { worker?: Worker } = {}
  const { platform = discord, through } = make({ discord, die: () => first.worker?.die() })
  first.worker = all.work({ platforms: [platform], ...(through && { through }) })
  await all.clock.advance(30_000)
  all.work({ platforms: [discord] })
  await all.minutes(30)
  return { ...all, discord }
}

describe('a process that dies', () => {
  test('before it claimed leaves what is waiting to the next', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock })
    work({ platforms: [discord] }).die()
    await plan(delivery('a'))
    await minutes(1)
    expect(discord.messages).toEqual([])
    work({ platforms: [discord] })
    await minutes(1)
    expect(discord.counts()).toEqual({ a: 1 })
  })

  test('between claim and mark leaves no doubt: it is sent once, and nobody looks', async () => {
    const { discord, states } = await death(({ die }) => ({ through: deadly('mark', 'before', die) }))
    expect(discord.requests.map(({ what }) => what)).toEqual(['send'])
    expect(discord.messages[0]?.at).toBe(START.getTime() + TIMING.leaseMs)
    expect(await states()).toEqual({ a: 'done' })
  })

  test('between mark and send leaves a doubt: it is looked for, and sent once when its absence can be trusted', async () => {
    for (const make of [
      ({ die }: { die: () => void }) => ({ through: deadly('mark', 'after', die) }),
      ({ die, discord }: { die: () => void; discord: Outside }) => ({ platform: deadlyPlatform(discord, 'before', die) }),
    ]) {
      const { discord, states } = await death(make)
      expect(discord.counts()).toEqual({ a: 1 })
      expect(discord.requests[0]?.what).toBe('find')
      expect(discord.messages[0]?.at).toBeGreaterThanOrEqual(START.getTime() + TIMING.doubtMs)
      expect(await states()).toEqual({ a: 'done' })
    }
  })

  test('after the send leaves a doubt: it is found, and not sent again', async () => {
    for (const make of [
      ({ die, discord }: { die: () => void; discord: Outside }) => ({ platform: deadlyPlatform(discord, 'after', die) }),
      ({ die }: { die: () => void }) => ({ through: deadly('settle', 'before', die) }),
    ]) {
      const { discord, states, store } = await death(make)
      expect(discord.counts()).toEqual({ a: 1 })
      expect(discord.sendsOf('a')).toBe(1)
      expect(await states()).toEqual({ a: 'done' })
      expect((await store.ledger.sent(undefined, 1))[0]).toMatchObject({ message: 'm1', shows: { a: 'v1' } })
    }
  })

  test('after it settled leaves nothing to do', async () => {
    const { discord, states } = await death(({ die }) => ({ through: deadly('settle', 'after', die) }))
    expect(discord.requests.map(({ what }) => what)).toEqual(['send'])
    expect(await states()).toEqual({ a: 'done' })
  })

  test('after the send where nobody can tell leaves it silent, and its post is told so', async () => {
    const { discord, logged, ended } = await death(({ die, discord }) => ({ platform: deadlyPlatform(discord, 'after', die) }), false)
    expect(discord.counts()).toEqual({ a: 1 })
    expect(discord.sendsOf('a')).toBe(1)
    expect(await logged('a')).toMatchObject({ state: 'silent', why: 'no history' })
    expect(ended).toEqual([['a', { kind: 'silent' }]])
  })
})

describe('a worker that is too slow', () => {
  /** Claims once and then never again, so that the other one gets what it let go. */
  const once = (outbox: Outbox): Outbox['claim'] => {
    let claims = 0
    return async (...given) => (claims > 0 ? [] : outbox.claim(...given).then((got) => ((claims += got.length), got)))
  }

  test('and wakes when its lease is over writes nothing over what another wrote', async () => {
    const { clock, plan, work, told, states, ended, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    const slow = (outbox: Outbox): Outbox => ({
      ...outbox,
      claim: once(outbox),
      async settle(settlements, now) {
        await clock.sleep(TIMING.leaseMs + 30_000)
        return outbox.settle(settlements, now)
      },
    })
    work({ platforms: [discord], through: slow })
    await clock.advance(1000)
    work({ platforms: [discord] })
    await minutes(10)
    expect(await states()).toEqual({ a: 'done' })
    expect(discord.counts()).toEqual({ a: 1 })
    expect(told.map(({ event }) => event)).toContain('settled too late')
    expect(ended.filter(([, { kind }]) => kind !== 'done')).toEqual([])
  })

  test('sends nothing when too little of its lease is left after the mark, and leaves no doubt', async () => {
    const { clock, plan, work, states, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    const marks: number[] = []
    const slow = (outbox: Outbox): Outbox => ({
      ...outbox,
      async mark(claims, now) {
        const marked = await outbox.mark(claims, now)
        if (marks.push(1) === 1) await clock.sleep(TIMING.leaseMs - TIMING.sendMs)
        return marked
      },
    })
    work({ platforms: [discord], through: slow })
    await minutes(5)
    expect(discord.requests.map(({ what }) => what)).toEqual(['send'])
    expect(discord.messages[0]?.at).toBe(START.getTime() + TIMING.leaseMs - TIMING.sendMs)
    expect(marks).toHaveLength(2)
    expect(await states()).toEqual({ a: 'done' })
  })

  test('marks nothing when too little of its lease is left before', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock })
    await plan(delivery('a'))
    const marks: number[] = []
    const counting = (outbox: Outbox): Outbox => ({ ...outbox, mark: async (...given) => (marks.push(1), outbox.mark(...given)) })
    let composed = 0
    const slow = definePost({
      name: 'told',
      inDoubt: 'stay-silent',
      subject: z.unknown(),
      compose: async () => {
        if (++composed === 1) await clock.sleep(TIMING.leaseMs - TIMING.sendMs)
        return { reply: reply('a') }
      },
    })
    work({ platforms: [discord], posts: [slow], through: counting })
    await minutes(5)
    expect([composed, marks.length]).toEqual([2, 1])
    expect(discord.counts()).toEqual({ a: 1 })
  })

  test('marks nothing when others of its channel took its time', async () => {
    const { clock, plan, work, minutes } = await rig()
    const discord = outside({ clock, mishap: ({ key, n }) => (n === 1 && key !== 'c' ? { kind: 'stall' } : undefined) })
    await plan(delivery('a'), delivery('b'), delivery('c'))
    const marks: string[] = []
    const counting = (outbox: Outbox): Outbox => ({
      ...outbox,
      mark: async (claims, now) => (marks.push(...claims.map(({ key }) => key)), outbox.mark(claims, now)),
    })
    work({ platforms: [discord], through: counting })
    await minutes(30)
    expect(discord.counts()).toEqual({ a: 1, b: 1, c: 1 })
    expect(marks.filter((key) => key === 'c')).toHaveLength(1)
  })

  test('sends nothing when it finds at the mark that another holds it', async () => {
    const { clock, plan, work, states, minutes } = await rig()
    const [slow, quick] = [outside({ clock }), outside({ clock })]
    await plan(delivery('a'))
    const late = (outbox: Outbox): Outbox => ({
      ...outbox,
      claim: once(outbox),
      async mark(claims, now) {
        await clock.sleep(TIMING.leaseMs + 1000)
        return outbox.mark(claims, now)
      },
    })
    work({ platforms: [slow], through: late })
    await clock.advance(1000)
    work({ platforms: [quick] })
    await minutes(10)
    expect(slow.requests).toEqual([])
    expect(quick.counts()).toEqual({ a: 1 })
    expect(await states()).toEqual({ a: 'done' })
  })
})

describe('an answer that is lost', () => {
  const lost = async (mishap: Parameters<typeof outside>[0]['mishap'], history = true, post = 'told') => {
    const all = await rig()
    const discord = outside({ clock: all.clock, history, ...(mishap && { mishap }) })
    await all.plan(delivery('a', { post }))
    all.work({ platforms: [discord] })
    await all.minutes(30)
    return { ...all, discord }
  }
  const once =
    <T>(value: T) =>
    ({ n, what }: { n: number; what: string }) =>
      n === 1 && what === 'send' ? value : undefined

  test('with a 500 after the post was taken: it is found', async () => {
    const { discord, states } = await lost(once({ kind: 'taken, then 500' }))
    expect(discord.counts()).toEqual({ a: 1 })
    expect(discord.sendsOf('a')).toBe(1)
    expect(await states()).toEqual({ a: 'done' })
  })

  test('with a 500 when nothing was taken: it is sent again, not before its absence can be trusted', async () => {
    const { discord, states } = await lost(once({ kind: 'unknown', why: '500' }))
    expect(discord.messages.map(({ at }) => at >= START.getTime() + TIMING.doubtMs)).toEqual([true])
    expect(discord.sendsOf('a')).toBe(2)
    expect(await states()).toEqual({ a: 'done' })
  })

  test('by a platform that takes it up to a minute later: it is found then', async () => {
    for (const afterMs of [1000, 20_000, 59_000]) {
      const { discord, states } = await lost(once({ kind: 'taken late', afterMs }))
      expect(discord.counts()).toEqual({ a: 1 })
      expect(await states()).toEqual({ a: 'done' })
    }
  })

  test('by a platform that never answers is cut off, and looked for', async () => {
    const silent = await lost(once({ kind: 'taken, no answer' }))
    expect(silent.discord.counts()).toEqual({ a: 1 })
    expect(await silent.states()).toEqual({ a: 'done' })
    const [send, find] = silent.discord.requests
    expect(must(find).at - must(send).at).toBeGreaterThanOrEqual(TIMING.sendMs)
    expect(must(find).at - must(send).at).toBeLessThanOrEqual(TIMING.sendMs + TIMING.backoffMs)
    const stalled = await lost(once({ kind: 'stall' }))
    expect(stalled.discord.counts()).toEqual({ a: 1 })
  })

  test('where nobody can tell: an anniversary stays silent, a quiz step is said again', async () => {
    const anniversary = await lost(once({ kind: 'taken, then 500' }), false)
    expect(anniversary.discord.counts()).toEqual({ a: 1 })
    expect(await anniversary.states()).toEqual({ a: 'silent' })
    const step = await lost(once({ kind: 'unknown', why: '500' }), false, 'told again')
    expect(step.discord.counts()).toEqual({ a: 1 })
    expect(await step.states()).toEqual({ a: 'done' })
  })

  test('is looked for again while looking fails, and never sent meanwhile', async () => {
    const { clock, plan, work, states, minutes } = await rig()
    const until = START.getTime() + 3_600_000
    const discord = outside({
      clock,
      mishap: once({ kind: 'taken, then 500' }),
      finding: ({ at }) => (at < until ? { kind: 'not-yet', why: '503' } : undefined),
    })
    await plan(delivery('a'))
    work({ platforms: [discord] })
    await minutes(59)
    expect(await states()).toEqual({ a: 'sending' })
    await minutes(20)
    expect(discord.sendsOf('a')).toBe(1)
    expect(await states()).toEqual({ a: 'done' })
    expect(discord.requests.length).toBeLessThan(20)
  })

  test('is looked for even when its time is over, and not sent then', async () => {
    const { clock, plan, work, logged, minutes } = await rig()
    const expiresAt = new Date(START.getTime() + 60_000)
    const there = outside({ clock, mishap: once({ kind: 'taken late', afterMs: 59_000 }) })
    await plan(delivery('a', { expiresAt }))
    const first = work({ platforms: [there] })
    await minutes(10)
    expect(await logged('a')).toMatchObject({ state: 'done', message: 'm1' })
    await first.courier.stop()
    const dueAt: Date = (clock as Clock).now()
    const gone = outside({ clock, mishap: once({ kind: 'unknown', why: '500' }) })
    await plan(delivery('b', { dueAt, expiresAt: new Date(dueAt.getTime() + 60_000) }))
    work({ platforms: [gone] })
    await minutes(10)
    expect(gone.sendsOf('b')).toBe(1)
    expect(await logged('b')).toMatchObject({ state: 'dropped' })
  })
})
