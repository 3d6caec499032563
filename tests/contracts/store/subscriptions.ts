import { describe, expect, test } from 'vitest'
import { MOST_IN_CHANNEL, type NewSubscription, type Plan, type Subscription } from '../../../src/anniversaries/subscription.ts'
import type { Place } from '../../../src/chat/platform.ts'
import type { Claim, Delivery, Effect } from '../../../src/delivery/outbox.ts'
import type { Store } from '../../../src/store/store.ts'
import { at, CHANNEL, DAY, deliveryOf, MINUTE, T, wishOf } from '../../support/store.ts'
import { keysOf } from './keys.ts'

const ID = 'aaaaaaaaaa'
const MAKER: Place = { kind: 'person', platform: 'slack', server: 'T1', user: 'U1' }

export const newOne = (changes: Partial<NewSubscription> = {}): NewSubscription => ({
  id: ID,
  place: CHANNEL,
  wish: wishOf(),
  maker: 'U1',
  now: T,
  ...changes,
})

const added = async (store: Store, changes: Partial<NewSubscription> = {}): Promise<Subscription> =>
  (await store.subscriptions.add(newOne(changes)))!

/** A delivery of the subscription, as the planner makes it. */
const postOf = (name: string, changes: Partial<Delivery> = {}): Delivery =>
  deliveryOf(`anniversaries/${ID}/${name}`, { owner: ID, ...changes })

const planOf = (changes: Partial<Plan> = {}): Plan => ({
  id: ID,
  from: T,
  through: at(MINUTE),
  nextAt: at(DAY),
  deliveries: [],
  missed: [],
  ...changes,
})

const refusal = (place: Place = CHANNEL): Effect => ({
  kind: 'halt',
  place,
  reason: 'forbidden',
  why: 'missing access',
  tell: ({ owner, maker }) => maker && deliveryOf(`notice/${owner}`, { to: maker, post: 'notice', owner }),
})

/** One post of the subscription is refused for its channel's sake. */
const refused = async (store: Store, name: string, now = at(5)) => {
  const claim = (await store.outbox.claim('slack', now, MINUTE, 50)).find(({ key }) => key.endsWith(`/${name}`))
  await store.outbox.settle([{ claim: claim!, verdict: { kind: 'dropped', why: 'missing access' }, effects: [refusal()] }], now)
}

const statesOf = async (store: Store, id = ID) =>
  Object.fromEntries((await store.subscriptions.log(id, 50)).map(({ key, state }) => [key.split('/').at(-1), state]))

export const subscriptionsContract = (open: () => Promise<Store>): void => {
  describe('add', () => {
    test('adds one, from `now` on', async () => {
      const store = await open()
      const wish = wishOf({ topics: ['coup'], role: '17', starts: '2026-09-01', from: '2020-03-25', kind: 'replay' })
      const one = await added(store, { wish })
      expect(one).toEqual({ id: ID, number: 1, place: CHANNEL, wish, plannedThrough: T, madeAt: T })
      expect(await store.subscriptions.get(ID)).toEqual(one)
      expect(await store.subscriptions.due(T, 5)).toEqual([one])
    })

    test('adding the same id again returns the first', async () => {
      const store = await open()
      const first = await added(store)
      expect(await added(store, { wish: wishOf({ minute: 1 }), now: at(DAY) })).toEqual(first)
      expect(await store.subscriptions.inChannel(CHANNEL)).toEqual([first])
    })

    test('of two that are added at the same time with the same id there is one, and with two ids there are two numbers', async () => {
      const store = await open()
      const both = await Promise.all([added(store), added(store)])
      expect(both[0]).toEqual(both[1])
      const more = await Promise.all(['bbbbbbbbbb', 'cccccccccc', 'dddddddddd'].map((id) => added(store, { id })))
      expect(new Set(more.map(({ number }) => number))).toEqual(new Set([2, 3, 4]))
    })

    test('gives a number from 1 in its channel, and never twice there', async () => {
      const store = await open()
      const elsewhere = { ...CHANNEL, channel: 'C2' }
      expect((await added(store)).number).toBe(1)
      expect((await added(store, { id: 'bbbbbbbbbb' })).number).toBe(2)
      expect((await added(store, { id: 'cccccccccc', place: elsewhere })).number).toBe(1)
      await store.subscriptions.remove('bbbbbbbbbb', T)
      await added(store)
      expect((await added(store, { id: 'dddddddddd' })).number).toBe(3)
    })

    test('is undefined where the channel has its most already', async () => {
      const store = await open()
      for (let n = 0; n < MOST_IN_CHANNEL; n++) await added(store, { id: `aaaaaaaa${String(n).padStart(2, '0')}` })
      expect(await store.subscriptions.add(newOne({ id: 'bbbbbbbbbb' }))).toBeUndefined()
      expect(await store.subscriptions.inChannel(CHANNEL)).toHaveLength(MOST_IN_CHANNEL)
      await store.subscriptions.remove('aaaaaaaa03', T)
      expect(await store.subscriptions.add(newOne({ id: 'bbbbbbbbbb' }))).toMatchObject({ number: MOST_IN_CHANNEL + 1 })
    })
  })

  describe('looking', () => {
    test('inChannel is in the order of their numbers', async () => {
      const store = await open()
      for (const id of ['cccccccccc', 'aaaaaaaaaa', 'bbbbbbbbbb']) await added(store, { id })
      await added(store, { id: 'dddddddddd', place: { kind: 'channel', platform: 'web', channel: 'C1' } })
      const list = await store.subscriptions.inChannel(CHANNEL)
      expect(list.map(({ id, number }) => [id, number])).toEqual([
        ['cccccccccc', 1],
        ['aaaaaaaaaa', 2],
        ['bbbbbbbbbb', 3],
      ])
      expect(await store.subscriptions.inChannel({ kind: 'channel', platform: 'web', channel: 'C1' })).toMatchObject([{ id: 'dddddddddd' }])
    })

    test('maker says where its maker can be told something; undefined when it is gone', async () => {
      const store = await open()
      await added(store)
      await added(store, { id: 'wwwwwwwwww', place: { kind: 'channel', platform: 'web', channel: 'x' }, maker: 'cookie' })
      expect(await store.subscriptions.maker(ID)).toEqual(MAKER)
      expect(await store.subscriptions.maker('wwwwwwwwww')).toEqual({ kind: 'person', platform: 'web', user: 'cookie' })
      expect(await store.subscriptions.maker('zzzzzzzzzz')).toBeUndefined()
      expect(await store.subscriptions.get('zzzzzzzzzz')).toBeUndefined()
    })

    test('due gives the next that are to be looked at, the longest waiting first, after those that are left to others', async () => {
      const store = await open()
      await added(store, { id: 'cccccccccc', now: at(3) })
      await added(store, { id: 'aaaaaaaaaa', now: at(2) })
      await added(store, { id: 'bbbbbbbbbb', now: at(1) })
      await added(store, { id: 'dddddddddd', now: at(9) })
      const ids = async (now: Date, limit: number, skip?: number) => (await store.subscriptions.due(now, limit, skip)).map(({ id }) => id)
      expect(await ids(at(5), 9)).toEqual(['bbbbbbbbbb', 'aaaaaaaaaa', 'cccccccccc'])
      expect(await ids(at(5), 2)).toEqual(['bbbbbbbbbb', 'aaaaaaaaaa'])
      expect(await ids(at(5), 1, 1)).toEqual(['aaaaaaaaaa'])
      expect(await ids(at(5), 9, 3)).toEqual([])
      expect(await ids(T, 9)).toEqual([])
    })

    test('nextAt says when the next one is to be looked at', async () => {
      const store = await open()
      expect(await store.subscriptions.nextAt()).toBeUndefined()
      await added(store, { now: at(3) })
      await added(store, { id: 'bbbbbbbbbb', now: at(2) })
      expect(await store.subscriptions.nextAt()).toEqual(at(2))
      await store.subscriptions.pause('bbbbbbbbbb', at(4))
      expect(await store.subscriptions.nextAt()).toEqual(at(3))
    })
  })

  describe('plan', () => {
    test('moves the watermark and writes the deliveries; says how many were new', async () => {
      const store = await open()
      await added(store)
      const deliveries = [postOf('1', { dueAt: at(10) }), postOf('2', { dueAt: at(20) })]
      expect(await store.subscriptions.plan([planOf({ deliveries })], T)).toBe(2)
      expect(await store.subscriptions.get(ID)).toMatchObject({ plannedThrough: at(MINUTE) })
      expect(await store.subscriptions.nextAt()).toEqual(at(DAY))
      expect(keysOf(await store.outbox.claim('slack', at(30), MINUTE, 5))).toEqual(keysOf(deliveries))
    })

    test('counts only if the watermark still stands at `from`: of two planners one plans', async () => {
      const store = await open()
      await added(store)
      const plans = ['1', '2', '3'].map((name) => planOf({ deliveries: [postOf(name)] }))
      const made = await Promise.all(plans.map((plan) => store.subscriptions.plan([plan], T)))
      expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 1])
      expect(await store.outbox.claim('slack', at(30), MINUTE, 5)).toHaveLength(1)
      expect(await store.subscriptions.plan([planOf({ from: at(MINUTE), through: at(2 * MINUTE), deliveries: [postOf('4')] })], T)).toBe(1)
    })

    test('does the plans of one call all together or not at all', async () => {
      const store = await open()
      await added(store)
      await added(store, { id: 'bbbbbbbbbb' })
      const bad = planOf({ id: 'bbbbbbbbbb', deliveries: [postOf('bad', { post: null as unknown as string })] })
      await expect(store.subscriptions.plan([planOf({ deliveries: [postOf('1')] }), bad], T)).rejects.toThrow(/null/i)
      expect(await store.subscriptions.get(ID)).toMatchObject({ plannedThrough: T })
      expect(await statesOf(store)).toEqual({})
    })

    test('leaves keys alone that are there already', async () => {
      const store = await open()
      await added(store)
      await store.subscriptions.plan([planOf({ deliveries: [postOf('1', { subject: 'first' })] })], T)
      const again = planOf({ from: at(MINUTE), through: at(2 * MINUTE), deliveries: [postOf('1', { subject: 'second' }), postOf('2')] })
      expect(await store.subscriptions.plan([again], T)).toBe(1)
      expect(await store.outbox.claim('slack', T, MINUTE, 5)).toMatchObject([{ subject: 'first' }, {}])
    })

    test('plans nothing of one that rests, is gone or was edited meanwhile, even within the same instant', async () => {
      const store = await open()
      for (const id of ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc']) await added(store, { id })
      await store.subscriptions.pause('aaaaaaaaaa', T)
      await store.subscriptions.remove('bbbbbbbbbb', T)
      await store.subscriptions.edit('cccccccccc', wishOf({ minute: 1 }), T)
      const plans = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc'].map((id) =>
        planOf({ id, deliveries: [deliveryOf(`x/${id}`, { owner: id })] }),
      )
      expect(await store.subscriptions.plan(plans, T)).toBe(0)
      expect(await store.outbox.nextAt('slack')).toBeUndefined()
    })

    test('an occurrence that was passed over can still be planned, where an edit moves it to a time that is to come', async () => {
      const store = await open()
      await added(store)
      await store.subscriptions.plan([planOf({ missed: [{ key: postOf('1').key, dueAt: T, why: 'missed: too late (skip)' }] })], T)
      await store.subscriptions.edit(ID, wishOf({ minute: 1 }), at(2))
      expect(await store.subscriptions.plan([planOf({ from: at(2), deliveries: [postOf('1', { dueAt: at(30) })] })], at(3))).toBe(1)
      expect(await statesOf(store)).toEqual({ 1: 'waiting' })
      expect(await store.outbox.tally('2026-08-18')).toEqual({ planned: 1, sent: 0, silent: 0, dropped: 0 })
    })

    test('writes an occurrence that nobody will be told of into the log, and why it was passed over', async () => {
      const store = await open()
      await added(store)
      const missed = [{ key: `anniversaries/${ID}/1`, dueAt: at(-DAY), why: 'missed: Griot was down' }]
      expect(await store.subscriptions.plan([planOf({ missed, deliveries: [postOf('2')] })], at(3))).toBe(1)
      expect(await store.subscriptions.log(ID, 5)).toEqual([
        { key: `anniversaries/${ID}/2`, dueAt: T, state: 'waiting' },
        { key: `anniversaries/${ID}/1`, dueAt: at(-DAY), state: 'dropped', why: 'missed: Griot was down', endedAt: at(3) },
      ])
      const again = planOf({ from: at(MINUTE), missed: [{ key: `anniversaries/${ID}/2`, dueAt: T, why: 'never' }] })
      await store.subscriptions.plan([again], at(4))
      expect(await statesOf(store)).toEqual({ 1: 'dropped', 2: 'waiting' })
      expect(await store.outbox.tally('2026-08-17')).toEqual({ planned: 1, sent: 0, silent: 0, dropped: 1 })
    })
  })

  describe('edit, pause, resume, remove', () => {
    test('edit changes the wish, drops what is on its way but not being sent, and plans anew from `now` on', async () => {
      const store = await open()
      await added(store)
      await store.subscriptions.plan(
        [planOf({ deliveries: [postOf('sending'), postOf('held', { dueAt: at(1) }), postOf('waiting', { dueAt: at(9) })] })],
        T,
      )
      const claims = await store.outbox.claim('slack', at(1), MINUTE, 2)
      const [sending] = await store.outbox.mark([claims[0]!], at(1))
      const edited = await store.subscriptions.edit(ID, wishOf({ minute: 1 }), at(2))
      expect(edited).toMatchObject({ wish: { minute: 1 }, plannedThrough: at(0), number: 1 })
      expect(await store.subscriptions.nextAt()).toEqual(at(2))
      expect(await statesOf(store)).toEqual({ sending: 'sending', held: 'dropped', waiting: 'dropped' })
      expect(await store.outbox.mark([claims[1]!], at(3))).toEqual([])
      expect(await store.outbox.settle([{ claim: sending!, verdict: { kind: 'done', message: 'm' }, effects: [] }], at(3))).toHaveLength(1)
      expect(await store.subscriptions.edit('zzzzzzzzzz', wishOf(), T)).toBeUndefined()
    })

    test('what was dropped before anybody sent it can be planned again under its key, and is counted once', async () => {
      const store = await open()
      await added(store)
      await store.subscriptions.plan([planOf({ deliveries: [postOf('1')] })], T)
      await store.subscriptions.edit(ID, wishOf({ minute: 1 }), at(2))
      const anew = planOf({ from: at(-1), deliveries: [postOf('1', { dueAt: at(30), subject: 'anew' })] })
      expect(await store.subscriptions.plan([anew], at(3))).toBe(1)
      expect(await store.outbox.claim('slack', at(30), MINUTE, 5)).toMatchObject([{ subject: 'anew', attempt: 1 }])
      expect(await store.outbox.tally('2026-08-18')).toEqual({ planned: 1, sent: 0, silent: 0, dropped: 0 })
    })

    test('edit plans anew from `now` on, or from the first post that was due already and not sent', async () => {
      const store = await open()
      await added(store)
      await store.subscriptions.plan([planOf({ deliveries: [postOf('1', { dueAt: at(DAY) })], through: at(DAY) })], T)
      expect(await store.subscriptions.edit(ID, wishOf({ minute: 1 }), at(2))).toMatchObject({ plannedThrough: at(2) })
      await store.subscriptions.plan([planOf({ from: at(2), deliveries: [postOf('1', { dueAt: at(MINUTE) })], through: at(DAY) })], at(2))
      expect(await store.subscriptions.edit(ID, wishOf({ minute: 2 }), at(2 * MINUTE))).toMatchObject({ plannedThrough: at(MINUTE - 1) })
    })

    test.each(['pause', 'remove'] as const)('%s: what is being sent is not begun once more', async (how) => {
      const store = await open()
      await added(store)
      await store.subscriptions.plan([planOf({ deliveries: ['doubt', 'limited'].map((name) => postOf(name)) })], T)
      const claims = await store.outbox.mark(await store.outbox.claim('slack', T, MINUTE, 2), T)
      const [doubt, limited] = claims.toSorted((a, b) => (a.key < b.key ? -1 : 1))
      const again = (claim: Claim, doubt: boolean) =>
        store.outbox.settle([{ claim, verdict: { kind: 'again', at: at(2), doubt, why: 'x' }, effects: [] }], at(2))
      await again(doubt!, true)
      await store.subscriptions[how](ID, at(1))
      await again(limited!, false)
      const left = await store.outbox.claim('slack', at(3), MINUTE, 5)
      // What was paused is looked for; of what was removed nobody asks any more.
      expect(left).toMatchObject(how === 'pause' ? [{ doubt: true }, { doubt: false }] : [{ doubt: false }])
      for (const { expiresAt } of left) expect(expiresAt).toEqual(at(1))
    })

    test('edit leaves alone what its maker is told, what edits a message that stands, and that it rests', async () => {
      const store = await open()
      await added(store)
      await store.ledger.write([postOf('notice', { to: MAKER }), postOf('fix', { amends: 'm' }), postOf('1')], T)
      await store.subscriptions.edit(ID, wishOf({ minute: 1 }), at(2))
      expect(keysOf(await store.outbox.claim('slack', at(3), MINUTE, 5)).map((key) => key.split('/').at(-1))).toEqual(['fix', 'notice'])
      await store.subscriptions.pause(ID, at(4))
      expect(await store.subscriptions.edit(ID, wishOf({ minute: 2 }), at(5))).toMatchObject({ pause: { by: 'people', at: at(4) } })
      expect(await store.subscriptions.nextAt()).toBeUndefined()
    })

    test('pause drops what is on its way but not being sent; a second time changes nothing; undefined when it is gone', async () => {
      const store = await open()
      await added(store)
      await store.subscriptions.plan([planOf({ deliveries: [postOf('1'), postOf('2')] })], T)
      await store.outbox.mark(await store.outbox.claim('slack', T, MINUTE, 1), T)
      const paused = await store.subscriptions.pause(ID, at(1))
      expect(paused).toMatchObject({ pause: { by: 'people', at: at(1) } })
      expect(await store.subscriptions.pause(ID, at(2))).toEqual(paused)
      expect(await statesOf(store)).toEqual({ 1: 'sending', 2: 'dropped' })
      expect(await store.subscriptions.due(at(DAY), 5)).toEqual([])
      expect(await store.subscriptions.pause('zzzzzzzzzz', T)).toBeUndefined()
    })

    test('resume goes on from `now` where people had paused it', async () => {
      const store = await open()
      await added(store)
      await store.subscriptions.pause(ID, at(1))
      const resumed = await store.subscriptions.resume(ID, at(DAY))
      expect(resumed).toEqual({ id: ID, number: 1, place: CHANNEL, wish: wishOf(), plannedThrough: at(DAY), madeAt: T })
      expect(await store.subscriptions.due(at(DAY), 5)).toEqual([resumed])
      expect(await store.subscriptions.resume(ID, at(2 * DAY))).toEqual(resumed)
      expect(await store.subscriptions.resume('zzzzzzzzzz', T)).toBeUndefined()
    })

    test('remove takes everything that belongs to it, but for what was sent; false when it is gone', async () => {
      const store = await open()
      await added(store)
      await store.subscriptions.plan(
        [planOf({ deliveries: ['sent', 'silent', 'doubt', 'sending', 'waiting'].map((name, n) => postOf(name, { dueAt: at(n) })) })],
        T,
      )
      const mark = async (now: Date, limit: number) => {
        const claims = await store.outbox.claim('slack', now, MINUTE, limit)
        return store.outbox.mark(
          claims.map((claim) => ({ ...claim, shows: { coup: '1' } })),
          now,
        )
      }
      const [sent, silent] = await mark(at(2), 3)
      await store.outbox.settle([{ claim: sent!, verdict: { kind: 'done', message: 'm' }, effects: [] }], at(3))
      await store.outbox.settle([{ claim: silent!, verdict: { kind: 'silent', why: 'x' }, effects: [] }], at(3))
      const [sending] = await mark(at(MINUTE), 1)
      const now = at(MINUTE + 10)
      expect(await store.subscriptions.remove(ID, now)).toBe(true)
      expect(await store.subscriptions.remove(ID, now)).toBe(false)
      expect(await store.subscriptions.get(ID)).toBeUndefined()
      expect(await statesOf(store)).toMatchObject({ sent: 'done', sending: 'sending' })
      expect(Object.keys(await statesOf(store))).toHaveLength(2)
      expect(keysOf(await store.ledger.sent(undefined, 5))).toEqual([sent!.key])
      expect(await store.outbox.settle([{ claim: sending!, verdict: { kind: 'done', message: 'm' }, effects: [] }], now)).toHaveLength(1)
      expect(await store.outbox.nextAt('slack')).toBeUndefined()
    })
  })

  describe('by hand', () => {
    test('sendNow writes one delivery; false where its key is there already', async () => {
      const store = await open()
      expect(await store.subscriptions.sendNow(deliveryOf('test/1', { owner: ID }), T)).toBe(true)
      expect(await store.subscriptions.sendNow(deliveryOf('test/1', { owner: ID }), T)).toBe(false)
      expect(keysOf(await store.outbox.claim('slack', T, MINUTE, 5))).toEqual(['test/1'])
      expect(await store.subscriptions.sendNow(deliveryOf('test/1'), T)).toBe(false)
    })

    test('log gives the last ones, or the last that were due by then, the newest first, and nothing that its maker was told in private', async () => {
      const store = await open()
      await store.ledger.write(
        [postOf('1', { dueAt: at(1) }), postOf('3', { dueAt: at(3) }), postOf('2', { dueAt: at(2) }), postOf('notice', { to: MAKER })],
        T,
      )
      const names = async (limit: number, until?: Date) =>
        keysOf(await store.subscriptions.log(ID, limit, until)).map((key) => key.split('/').at(-1))
      expect(await names(9)).toEqual(['3', '2', '1'])
      expect(await names(2)).toEqual(['3', '2'])
      expect(await names(9, at(2))).toEqual(['2', '1'])
    })

    const silenced = async (store: Store) => {
      await store.ledger.write([postOf('1', { expiresAt: at(10) })], T)
      const [claim] = await store.outbox.mark(await store.outbox.claim('slack', T, MINUTE, 5), T)
      await store.outbox.settle([{ claim: claim!, verdict: { kind: 'silent', why: 'nobody can tell' }, effects: [] }], at(1))
      return claim!.key
    }

    test('judge settles a silent delivery by hand: it is there', async () => {
      const store = await open()
      const key = await silenced(store)
      expect(await store.subscriptions.judge(key, 'there', at(DAY))).toBe(true)
      expect(await statesOf(store)).toEqual({ 1: 'done' })
      expect(await store.outbox.claim('slack', at(DAY), MINUTE, 5)).toEqual([])
      expect(await store.outbox.tally('2026-08-18')).toEqual({ planned: 1, sent: 1, silent: 0, dropped: 0 })
    })

    test('judge settles a silent delivery by hand: it is to be posted after all, without doubt and however late', async () => {
      const store = await open()
      const key = await silenced(store)
      expect(await store.subscriptions.judge(key, 'post', at(DAY))).toBe(true)
      expect(await store.outbox.claim('slack', at(DAY), MINUTE, 5)).toEqual([
        { ...postOf('1'), token: expect.any(String), until: at(DAY + MINUTE), attempt: 1, doubt: false },
      ])
      expect(await store.outbox.tally('2026-08-18')).toEqual({ planned: 1, sent: 0, silent: 0, dropped: 0 })
    })

    test('judge is false where the delivery is not silent (any more)', async () => {
      const store = await open()
      await store.ledger.write([postOf('2')], T)
      expect(await store.subscriptions.judge(postOf('2').key, 'post', T)).toBe(false)
      const key = await silenced(store)
      const both = await Promise.all([store.subscriptions.judge(key, 'there', T), store.subscriptions.judge(key, 'post', T)])
      expect(new Set(both)).toEqual(new Set([false, true]))
      expect(await store.subscriptions.judge('nothing', 'there', T)).toBe(false)
    })
  })

  describe('halt', () => {
    const twoInTheChannel = async (store: Store) => {
      await added(store)
      await added(store, { id: 'bbbbbbbbbb', maker: 'U2' })
      await added(store, { id: 'cccccccccc', place: { ...CHANNEL, channel: 'C2' } })
      const other = deliveryOf('anniversaries/bbbbbbbbbb/1', { owner: 'bbbbbbbbbb', dueAt: at(20) })
      const away = deliveryOf('anniversaries/cccccccccc/1', { owner: 'cccccccccc', dueAt: at(20), to: { ...CHANNEL, channel: 'C2' } })
      await store.subscriptions.plan(
        [
          planOf({ deliveries: [postOf('1'), postOf('2', { dueAt: at(9) })] }),
          planOf({ id: 'bbbbbbbbbb', deliveries: [other] }),
          planOf({ id: 'cccccccccc', deliveries: [away] }),
        ],
        T,
      )
    }

    test('pauses the subscriptions of the channel for this reason, drops their open deliveries, and touches no other channel', async () => {
      const store = await open()
      await twoInTheChannel(store)
      await refused(store, '1')
      const pause = { by: 'platform', at: at(5), reason: 'forbidden', why: 'missing access' }
      for (const id of [ID, 'bbbbbbbbbb']) expect((await store.subscriptions.get(id))?.pause).toEqual(pause)
      expect((await store.subscriptions.get('cccccccccc'))?.pause).toBeUndefined()
      expect(await statesOf(store)).toEqual({ 1: 'dropped', 2: 'dropped' })
      expect(await statesOf(store, 'bbbbbbbbbb')).toEqual({ 1: 'dropped' })
      expect(await statesOf(store, 'cccccccccc')).toEqual({ 1: 'waiting' })
    })

    test('tells each maker once, however often the channel refuses', async () => {
      const store = await open()
      await twoInTheChannel(store)
      await refused(store, '1')
      await store.ledger.write([postOf('3')], T)
      const notices = await store.outbox.claim('slack', at(6), MINUTE, 9)
      expect(notices.map(({ key, to }) => [key, to])).toEqual([
        [postOf('3').key, CHANNEL],
        [`notice/${ID}`, MAKER],
        ['notice/bbbbbbbbbb', { ...MAKER, user: 'U2' }],
      ])
      const again = { ...refusal(), tell: () => deliveryOf('a second notice', { to: MAKER }) } as Effect
      await store.outbox.settle([{ claim: notices[0]!, verdict: { kind: 'dropped', why: 'x' }, effects: [again] }], at(7))
      expect(keysOf(await store.outbox.claim('slack', at(8), MINUTE, 9))).toEqual([])
    })

    test('tells a maker of several subscriptions once of all of them', async () => {
      const store = await open()
      await added(store)
      await added(store, { id: 'bbbbbbbbbb' })
      await added(store, { id: 'dddddddddd', maker: 'U2' })
      await store.subscriptions.plan([planOf({ deliveries: [postOf('1')] })], T)
      const told: unknown[] = []
      const tell: Extract<Effect, { kind: 'halt' }>['tell'] = (about) => void told.push(about)
      const [claim] = await store.outbox.claim('slack', at(5), MINUTE, 9)
      const halt = { ...refusal(), tell } as Effect
      await store.outbox.settle([{ claim: claim!, verdict: { kind: 'dropped', why: 'x' }, effects: [halt] }], at(5))
      expect(told).toEqual([
        { owner: ID, others: ['bbbbbbbbbb'], maker: MAKER },
        { owner: 'dddddddddd', others: [], maker: { ...MAKER, user: 'U2' } },
      ])
    })

    test('leaves to its holder what somebody is sending', async () => {
      const store = await open()
      await twoInTheChannel(store)
      const [first, second] = await store.outbox.mark(await store.outbox.claim('slack', at(9), MINUTE, 2), at(9))
      await store.outbox.settle([{ claim: first!, verdict: { kind: 'dropped', why: 'x' }, effects: [refusal()] }], at(10))
      expect(await store.outbox.settle([{ claim: second!, verdict: { kind: 'done', message: 'm' }, effects: [] }], at(11))).toHaveLength(1)
      expect(await statesOf(store)).toEqual({ 1: 'dropped', 2: 'done' })
    })

    test('resume goes on from where it stood: what the channel refused and what was dropped with it can be planned again', async () => {
      const store = await open()
      await twoInTheChannel(store)
      await refused(store, '1')
      const resumed = await store.subscriptions.resume(ID, at(DAY))
      expect(resumed?.pause).toBeUndefined()
      expect(resumed?.plannedThrough).toEqual(at(-1))
      const deliveries = [postOf('1'), postOf('2', { dueAt: at(9) })]
      expect(await store.subscriptions.plan([planOf({ from: at(-1), deliveries })], at(DAY))).toBe(2)
      expect(await statesOf(store)).toEqual({ 1: 'waiting', 2: 'waiting' })
    })

    test('refused gives the channels of these that refused us after `since`', async () => {
      const store = await open()
      await twoInTheChannel(store)
      await refused(store, '1')
      const thread: Place = { ...CHANNEL, kind: 'thread', under: 'm', title: 't' }
      const places = [CHANNEL, thread, MAKER, { ...CHANNEL, channel: 'C2' }, { ...CHANNEL, server: 'T2' }]
      expect(await store.outbox.refused(places, T)).toEqual([CHANNEL, thread])
      expect(await store.outbox.refused(places, at(5))).toEqual([])
      expect(await store.outbox.refused([MAKER], T)).toEqual([])
    })

    test('ask writes what the maker of one subscription is to be asked; nothing where it is gone', async () => {
      const store = await open()
      await added(store)
      await store.ledger.write([postOf('1')], T)
      const [claim] = await store.outbox.claim('slack', T, MINUTE, 5)
      const ask = (owner: string): Effect => ({
        kind: 'ask',
        owner,
        tell: ({ maker }) => maker && deliveryOf(`ask/${owner}`, { to: maker }),
      })
      await store.outbox.settle([{ claim: claim!, verdict: { kind: 'silent', why: 'x' }, effects: [ask(ID), ask('zzzzzzzzzz')] }], at(1))
      expect(await store.outbox.claim('slack', at(2), MINUTE, 5)).toMatchObject([{ key: `ask/${ID}`, to: MAKER }])
    })
  })
}
