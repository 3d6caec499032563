import { describe, expect, test } from 'vitest'
import type { Claim, Delivery, Verdict } from '../../../src/delivery/outbox.ts'
import type { Store } from '../../../src/store/store.ts'
import { at, CHANNEL, DAY, deliveryOf, MINUTE, SECOND, T } from '../../support/store.ts'
import { keysOf } from './keys.ts'

const LEASE = MINUTE

const DONE: Verdict = { kind: 'done', message: 'm1' }

const settled = (store: Store, claim: Claim, verdict: Verdict, now: Date) => store.outbox.settle([{ claim, verdict, effects: [] }], now)

const written = (store: Store, ...deliveries: readonly Delivery[]) => store.ledger.write(deliveries, T)

const claimed = (store: Store, now = T, limit = 10) => store.outbox.claim('slack', now, LEASE, limit)

export const outboxContract = (open: () => Promise<Store>): void => {
  describe('claim', () => {
    test('takes up to `limit` deliveries of one platform that are due, the oldest first', async () => {
      const store = await open()
      await written(
        store,
        deliveryOf('b', { dueAt: at(2) }),
        deliveryOf('a', { dueAt: at(3) }),
        deliveryOf('c', { dueAt: at(1) }),
        deliveryOf('later', { dueAt: at(11) }),
        deliveryOf('web', { to: { kind: 'channel', platform: 'web', channel: 'x' } }),
      )
      expect(keysOf(await claimed(store, at(10), 2))).toEqual(['c', 'b'])
      expect(keysOf(await claimed(store, at(10), 2))).toEqual(['a'])
      expect(await claimed(store, at(10))).toEqual([])
      expect(keysOf(await store.outbox.claim('web', at(10), LEASE, 10))).toEqual(['web'])
      expect(await store.outbox.claim('discord', at(10), LEASE, 10)).toEqual([])
    })

    test('gives back all that the delivery says', async () => {
      const store = await open()
      const whole = deliveryOf('whole', {
        expiresAt: at(DAY),
        owner: 'aaaaaaaaaa',
        amends: '17.5',
        subject: { text: 'Kéïta “ź” 🕊 \u0000 \ud800', list: [1, null] },
      })
      const person = deliveryOf('person', { to: { kind: 'person', platform: 'slack', server: 'T1', user: 'U1' } })
      const thread = deliveryOf('thread', { to: { ...CHANNEL, kind: 'thread', under: '17.5', title: 'Why?' } })
      await written(store, person, thread, whole)
      const claims = await claimed(store)
      expect(claims).toEqual(
        [person, thread, whole].map((delivery) => ({ ...delivery, token: expect.any(String), until: at(LEASE), attempt: 1, doubt: false })),
      )
    })

    test('holds a delivery until `until`, and no longer', async () => {
      const store = await open()
      await written(store, deliveryOf('a'))
      const [first] = await claimed(store)
      expect(await claimed(store, at(LEASE - 1))).toEqual([])
      const [second] = await claimed(store, at(LEASE))
      expect(second).toMatchObject({ key: 'a', attempt: 2, doubt: false, until: at(2 * LEASE) })
      expect(second?.token).not.toBe(first?.token)
    })

    test('never gives two callers the same one', async () => {
      const store = await open()
      await written(store, ...Array.from({ length: 60 }, (_, n) => deliveryOf(`k${n}`)))
      const batches = await Promise.all(Array.from({ length: 12 }, () => claimed(store, T, 7)))
      const keys = batches.flatMap(keysOf)
      expect(keys).toHaveLength(60)
      expect(new Set(keys).size).toBe(60)
    })
  })

  describe('mark', () => {
    test('returns those that are still ours, with the first and the last time they were marked', async () => {
      const store = await open()
      await written(store, deliveryOf('taken', { dueAt: at(-1) }), deliveryOf('ours'))
      const claims = await claimed(store)
      const now = at(LEASE)
      await store.outbox.claim('slack', now, LEASE, 1)
      const marked = await store.outbox.mark(claims, at(LEASE + 1))
      expect(marked).toEqual([{ ...claims.find(({ key }) => key === 'ours'), firstTriedAt: at(LEASE + 1), lastTriedAt: at(LEASE + 1) }])
      expect(await store.outbox.mark([], T)).toEqual([])
    })

    test('leaves whoever finds one unsettled in doubt', async () => {
      const store = await open()
      await written(store, deliveryOf('a'))
      await store.outbox.mark(await claimed(store), at(1))
      const [next] = await claimed(store, at(LEASE))
      expect(next).toMatchObject({ doubt: true, firstTriedAt: at(1), lastTriedAt: at(1), attempt: 2 })
      await store.outbox.mark(next ? [next] : [], at(LEASE + 5))
      const [third] = await claimed(store, at(3 * LEASE))
      expect(third).toMatchObject({ doubt: true, firstTriedAt: at(1), lastTriedAt: at(LEASE + 5), attempt: 3 })
    })

    test('notes what is about to be shown: that is what one shows of which is learnt only later that it is there', async () => {
      const store = await open()
      await written(store, deliveryOf('a'), deliveryOf('b'))
      for (const [version, now] of [
        ['old', T],
        ['new', at(LEASE)],
      ] as const)
        await store.outbox.mark(
          (await claimed(store, now)).map((claim) => ({ ...claim, shows: { coup: version } })),
          now,
        )
      for (const claim of await claimed(store, at(3 * LEASE)))
        await settled(store, claim, claim.key === 'a' ? { kind: 'done', message: 'm' } : { kind: 'silent', why: 'nobody can tell' }, at(1))
      expect(await store.ledger.sent(undefined, 5)).toMatchObject([{ key: 'a', message: 'm', shows: { coup: 'new' } }])
    })

    test('takes nothing that was settled', async () => {
      const store = await open()
      await written(store, deliveryOf('a'))
      const [claim] = await claimed(store)
      await settled(store, claim!, DONE, at(1))
      expect(await store.outbox.mark([claim!], at(2))).toEqual([])
    })
  })

  describe('settle', () => {
    test.each<[string, Verdict, string]>([
      ['done', DONE, 'done'],
      ['silent', { kind: 'silent', why: 'nobody can tell' }, 'silent'],
      ['dropped', { kind: 'dropped', why: 'too late' }, 'dropped'],
    ])('ends a delivery that is %s', async (_name, verdict, state) => {
      const store = await open()
      await written(store, deliveryOf('a', { owner: 'o' }))
      const [claim] = await claimed(store)
      expect(await settled(store, claim!, verdict, at(5))).toEqual(['a'])
      expect(await claimed(store, at(10 * DAY))).toEqual([])
      const [line] = await store.subscriptions.log('o', 5)
      expect(line).toEqual({
        key: 'a',
        dueAt: T,
        state,
        endedAt: at(5),
        ...('message' in verdict ? { message: verdict.message } : { why: (verdict as { why: string }).why }),
      })
    })

    test('puts one off until `at`, with the doubt that it is given', async () => {
      const store = await open()
      await written(store, deliveryOf('sure', { owner: 'o' }), deliveryOf('unsure'))
      const [sure, unsure] = await store.outbox.mark(await claimed(store), at(1))
      const again = (doubt: boolean): Verdict => ({ kind: 'again', at: at(20), doubt, why: 'later' })
      await store.outbox.settle(
        [
          { claim: sure!, verdict: again(false), effects: [] },
          { claim: unsure!, verdict: again(true), effects: [] },
        ],
        at(2),
      )
      expect(await claimed(store, at(19))).toEqual([])
      const claims = await claimed(store, at(20))
      expect(claims.map(({ key, doubt, attempt, firstTriedAt }) => ({ key, doubt, attempt, firstTriedAt }))).toEqual([
        { key: 'sure', doubt: false, attempt: 2, firstTriedAt: at(1) },
        { key: 'unsure', doubt: true, attempt: 2, firstTriedAt: at(1) },
      ])
    })

    test('is only for the holder of the token: whoever wakes late overwrites nothing', async () => {
      const store = await open()
      await written(store, deliveryOf('a', { owner: 'o' }))
      const [slow] = await store.outbox.mark(await claimed(store), at(1))
      const [quick] = await claimed(store, at(LEASE))
      const effects = [{ kind: 'deliver' as const, deliveries: [deliveryOf('next')] }]
      expect(await store.outbox.settle([{ claim: slow!, verdict: DONE, effects }], at(LEASE + 1))).toEqual([])
      expect(await settled(store, quick!, { kind: 'done', message: 'm2' }, at(LEASE + 2))).toEqual(['a'])
      expect(await settled(store, slow!, { kind: 'done', message: 'm3' }, at(LEASE + 3))).toEqual([])
      expect(await store.subscriptions.log('o', 5)).toMatchObject([{ state: 'done', message: 'm2' }])
      expect(await claimed(store, at(DAY))).toEqual([])
    })

    test('tells two claims of one delivery apart inside one batch', async () => {
      const store = await open()
      await written(store, deliveryOf('a', { owner: 'o' }))
      const [slow] = await claimed(store)
      const [quick] = await claimed(store, at(LEASE))
      const stale = { claim: slow!, verdict: DONE, effects: [{ kind: 'deliver' as const, deliveries: [deliveryOf('stale')] }] }
      const ours = {
        claim: quick!,
        verdict: { kind: 'dropped' as const, why: 'x' },
        effects: [{ kind: 'deliver' as const, deliveries: [deliveryOf('ours')] }],
      }
      expect(await store.outbox.settle([stale, ours], at(LEASE + 1))).toEqual(['a'])
      expect(keysOf(await claimed(store, at(LEASE + 1)))).toEqual(['ours'])
      expect(await store.subscriptions.log('o', 1)).toMatchObject([{ state: 'dropped' }])
    })

    test('writes what a verdict makes necessary, and leaves keys alone that are there already', async () => {
      const store = await open()
      await written(store, deliveryOf('a'), deliveryOf('there', { dueAt: at(DAY), subject: 'the first' }))
      const [claim] = await claimed(store)
      const deliveries = [deliveryOf('there', { subject: 'the second' }), deliveryOf('new')]
      await store.outbox.settle([{ claim: claim!, verdict: DONE, effects: [{ kind: 'deliver', deliveries }] }], at(1))
      expect(keysOf(await claimed(store))).toEqual(['new'])
      const there = (await claimed(store, at(DAY))).filter(({ key }) => key === 'there')
      expect(there).toMatchObject([{ subject: 'the first' }])
    })

    test('notes what a message sent earlier shows from now on', async () => {
      const store = await open()
      await written(store, deliveryOf('a'), deliveryOf('fix', { amends: 'm1', dueAt: at(5) }))
      const [claim] = await claimed(store)
      await store.outbox.mark([{ ...claim!, shows: { coup: '1' } }], at(1))
      await settled(store, claim!, DONE, at(1))
      const [fix] = await claimed(store, at(5))
      await store.outbox.settle([{ claim: fix!, verdict: DONE, effects: [{ kind: 'shown', key: 'a', shows: { coup: '2' } }] }], at(6))
      expect(await store.ledger.sent(undefined, 5)).toMatchObject([{ key: 'a', shows: { coup: '2' } }])
    })

    test('writes all in one transaction: where one effect cannot be written, nothing is', async () => {
      const store = await open()
      await written(store, deliveryOf('a', { owner: 'o' }), deliveryOf('b'))
      const [a, b] = await claimed(store)
      const broken = { kind: 'deliver' as const, deliveries: [deliveryOf('bad', { post: null as unknown as string })] }
      const both = [
        { claim: a!, verdict: DONE, effects: [] },
        { claim: b!, verdict: DONE, effects: [broken] },
      ]
      await expect(store.outbox.settle(both, at(1))).rejects.toThrow(/null/i)
      expect(await store.subscriptions.log('o', 5)).toMatchObject([{ state: 'waiting' }])
      expect(await settled(store, a!, DONE, at(2))).toEqual(['a'])
    })

    test('keeps what a platform said, whatever it said', async () => {
      const store = await open()
      await written(store, deliveryOf('a', { owner: 'o' }))
      const [claim] = await claimed(store)
      await settled(store, claim!, { kind: 'dropped', why: `\u0000 \ud800 ${'x'.repeat(10_000)}` }, at(1))
      const [line] = await store.subscriptions.log('o', 5)
      expect(line?.why).toMatch(/^. . x{400}/)
      expect(line?.why?.length).toBeLessThanOrEqual(500)
    })
  })

  describe('what is open', () => {
    test('nextAt says when the next delivery of a platform is to be looked at; undefined where none is open', async () => {
      const store = await open()
      expect(await store.outbox.nextAt('slack')).toBeUndefined()
      await written(store, deliveryOf('a', { dueAt: at(7) }), deliveryOf('b', { dueAt: at(4) }))
      expect(await store.outbox.nextAt('slack')).toEqual(at(4))
      expect(await store.outbox.nextAt('discord')).toBeUndefined()
      const [claim] = await claimed(store, at(4))
      expect(await store.outbox.nextAt('slack')).toEqual(at(7))
      await claimed(store, at(7))
      expect(await store.outbox.nextAt('slack')).toEqual(at(4 + LEASE))
      await settled(store, claim!, DONE, at(8))
      expect(await store.outbox.nextAt('slack')).toEqual(at(7 + LEASE))
    })

    test('lag counts open deliveries that were due before `before`, up to 1000, and says since when the oldest is due', async () => {
      const store = await open()
      expect(await store.outbox.lag(T)).toEqual({ count: 0 })
      await written(
        store,
        deliveryOf('due now'),
        deliveryOf('old', { dueAt: at(-5) }),
        deliveryOf('older', { dueAt: at(-9) }),
        deliveryOf('sent', { dueAt: at(-20) }),
      )
      const claims = await claimed(store, T, 2)
      await settled(store, claims.find(({ key }) => key === 'sent')!, DONE, T)
      expect(await store.outbox.lag(T)).toEqual({ count: 2, since: at(-9) })
      const older = claims.find(({ key }) => key === 'older')
      await settled(store, older!, { kind: 'again', at: at(DAY), doubt: false, why: 'x' }, T)
      expect(await store.outbox.lag(T)).toEqual({ count: 2, since: at(-9) })
      await written(store, ...Array.from({ length: 1100 }, (_, n) => deliveryOf(`many${n}`, { dueAt: at(-1) })))
      expect((await store.outbox.lag(T)).count).toBe(1000)
    })

    test('reserve gives all processes together so many sends a second: each is told the instant of its first', async () => {
      const store = await open()
      expect(await store.outbox.reserve('slack', 10, 5, T)).toEqual(T)
      expect(await store.outbox.reserve('slack', 1, 5, at(500))).toEqual(at(2 * SECOND))
      expect(await store.outbox.reserve('discord', 1, 5, at(500))).toEqual(at(500))
      expect(await store.outbox.reserve('slack', 1, 5, at(10 * SECOND))).toEqual(at(10 * SECOND))
      const firsts = await Promise.all(Array.from({ length: 20 }, () => store.outbox.reserve('web', 1, 10, T)))
      expect(firsts.map((first) => first.getTime() - T.getTime()).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, n) => n * 100),
      )
    })

    test('reserve does not wait for a clock that has been set back', async () => {
      const store = await open()
      await store.outbox.reserve('slack', 1, 5, at(400 * DAY))
      expect(await store.outbox.reserve('slack', 1, 5, T)).toEqual(T)
    })

    test('tally counts the deliveries of one UTC day by how they stand', async () => {
      const store = await open()
      const day = '2026-08-18'
      expect(await store.outbox.tally(day)).toEqual({ planned: 0, sent: 0, silent: 0, dropped: 0 })
      const keys = ['done', 'silent', 'dropped', 'again', 'waiting']
      await written(store, ...keys.map((key) => deliveryOf(key)), deliveryOf('tomorrow', { dueAt: at(DAY) }))
      const claims = new Map((await claimed(store, T, 10)).map((claim) => [claim.key, claim]))
      await settled(store, claims.get('done')!, DONE, at(2 * DAY))
      await settled(store, claims.get('silent')!, { kind: 'silent', why: 'x' }, at(1))
      await settled(store, claims.get('dropped')!, { kind: 'dropped', why: 'x' }, at(1))
      await settled(store, claims.get('again')!, { kind: 'again', at: at(5), doubt: true, why: 'x' }, at(1))
      expect(await store.outbox.tally(day)).toEqual({ planned: 5, sent: 1, silent: 1, dropped: 1 })
      expect(await store.outbox.tally('2026-08-19')).toEqual({ planned: 1, sent: 0, silent: 0, dropped: 0 })
    })
  })
}
