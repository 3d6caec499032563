import { expect, test, vi } from 'vitest'
import type { Claim, Leaving } from '../../../src/delivery/outbox.ts'
import { paragraph, type Reply } from '../../../src/chat/reply.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { at, CHANNEL, DAY, deliveryOf, MINUTE, standingClock, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { keysOf } from './keys.ts'
import { newOne } from './subscriptions.ts'
import { tablesOf } from './tables.ts'

const DONE = { kind: 'done', message: 'm' } as const
const showing = (claim: Claim): Leaving => ({ ...claim, shows: { coup: '1.2' } })

export const ledgerContract = ({ open }: World): void => {
  test('sent gives messages that show any event, in order of their keys, beginning after `after`', async () => {
    const store = await open()
    const keys = ['c', 'a', 'b', 'nothing shown', 'fix', 'waiting']
    await store.ledger.write(
      keys.map((key) =>
        deliveryOf(key, { owner: 'o', ...(key === 'fix' ? { amends: 'm' } : {}), ...(key === 'waiting' ? { dueAt: at(DAY) } : {}) }),
      ),
      T,
    )
    const claims = await store.outbox.claim('slack', T, MINUTE, 10)
    await store.outbox.mark(
      claims.map((claim) => (claim.key === 'nothing shown' ? claim : showing(claim))),
      T,
    )
    await store.outbox.settle(
      claims.map((claim) => ({ claim, verdict: DONE, effects: [] })),
      at(5),
    )
    expect(await store.ledger.sent(undefined, 2)).toEqual(
      ['a', 'b'].map((key) => ({
        key,
        to: CHANNEL,
        post: 'digest',
        subject: { of: key },
        owner: 'o',
        message: 'm',
        shows: { coup: '1.2' },
        dueAt: T,
        sentAt: at(5),
      })),
    )
    expect(keysOf(await store.ledger.sent('b', 5))).toEqual(['c'])
  })

  test('write leaves keys alone that are there already, and returns how many were new', async () => {
    const store = await open()
    expect(await store.ledger.write([deliveryOf('a'), deliveryOf('b')], T)).toBe(2)
    expect(await store.ledger.write([deliveryOf('b'), deliveryOf('c')], T)).toBe(1)
    expect(await store.ledger.write([], T)).toBe(0)
  })
}

export const settlementsContract = ({ open, another }: World): void => {
  const place = { platform: 'slack', server: 'T1', channel: 'C1' } as const
  const server = { platform: 'slack', server: 'T1' } as const

  test('of says what the channel and what its server settled', async () => {
    const { settlements } = await open()
    expect(settlements.of(place)).toEqual({ channel: {}, server: {} })
    await settlements.settle(place, { locale: 'fr' })
    await settlements.settle(server, { locale: 'pl', zone: 'Europe/Warsaw' })
    await settlements.settle({ platform: 'web', channel: 'x' }, { zone: 'Africa/Bamako' })
    expect(settlements.of(place)).toEqual({ channel: { locale: 'fr' }, server: { locale: 'pl', zone: 'Europe/Warsaw' } })
    expect(settlements.of({ ...place, channel: 'C2' })).toEqual({ channel: {}, server: { locale: 'pl', zone: 'Europe/Warsaw' } })
    expect(settlements.of({ platform: 'web', channel: 'x' })).toEqual({ channel: { zone: 'Africa/Bamako' }, server: {} })
    expect(settlements.of({ platform: 'web' })).toEqual({ channel: {}, server: {} })
  })

  test('settle replaces what one place settled, durably, and knows it at once', async () => {
    const { settlements } = await open()
    await settlements.settle(place, { locale: 'fr', zone: 'Europe/Paris' })
    await settlements.settle(place, { zone: 'Europe/Warsaw' })
    expect(settlements.of(place).channel).toEqual({ zone: 'Europe/Warsaw' })
    const next = await another()
    expect(next.settlements.of(place).channel).toEqual({ zone: 'Europe/Warsaw' })
  })

  test('refresh learns what other processes settled, also what they took back', async () => {
    const { settlements } = await open()
    const { settlements: others } = await another()
    await settlements.settle(place, { locale: 'fr' })
    await settlements.settle(server, { locale: 'pl' })
    expect(others.of(place)).toEqual({ channel: {}, server: {} })
    await others.refresh()
    expect(others.of(place)).toEqual({ channel: { locale: 'fr' }, server: { locale: 'pl' } })
    await Promise.all([settlements.settle(place, {}), others.settle(server, { zone: 'Europe/Warsaw' })])
    await Promise.all([settlements.refresh(), others.refresh()])
    for (const each of [settlements, others]) expect(each.of(place)).toEqual({ channel: {}, server: { zone: 'Europe/Warsaw' } })
  })
}

export const rollContract = ({ open }: World): void => {
  test('present resolves to the servers that we knew and that are missing', async () => {
    const store = await open()
    await store.subscriptions.add(newOne())
    await store.settlements.settle({ platform: 'slack', server: 'T2' }, { locale: 'fr' })
    await store.settlements.settle({ platform: 'web', channel: 'x' }, { locale: 'fr' })
    expect([...(await store.roll.present('slack', ['T3']))].sort()).toEqual(['T1', 'T2'])
    expect(await store.roll.present('slack', ['T1', 'T2', 'T4'])).toEqual([])
    expect(await store.roll.present('discord', [])).toEqual([])
    expect(await store.roll.present('web', [])).toEqual([])
  })

  test('left stops the schedules of the server and what was on its way, and deletes nothing', async () => {
    const store = await open()
    await store.subscriptions.add(newOne())
    await store.subscriptions.add(newOne({ id: 'bbbbbbbbbb', place: { ...CHANNEL, server: 'T2' } }))
    await store.ledger.write(
      [deliveryOf('sending', { owner: 'aaaaaaaaaa' }), deliveryOf('waiting', { owner: 'aaaaaaaaaa', dueAt: at(5) })],
      T,
    )
    await store.outbox.mark(await store.outbox.claim('slack', T, MINUTE, 1), T)
    await store.roll.left('slack', 'T1')
    expect((await store.subscriptions.due(at(DAY), 5)).map(({ id }) => id)).toEqual(['bbbbbbbbbb'])
    expect(await store.subscriptions.inChannel(CHANNEL)).toHaveLength(1)
    expect(await store.subscriptions.log('aaaaaaaaaa', 5)).toMatchObject([{ state: 'dropped', why: 'server left' }, { state: 'sending' }])
    expect(await store.roll.present('slack', ['T2'])).toEqual([])
  })

  test('present brings back the schedules of a server that came back, but for those that rest', async () => {
    const clock = standingClock(T)
    const store = await open({ clock })
    for (const id of ['aaaaaaaaaa', 'bbbbbbbbbb']) await store.subscriptions.add(newOne({ id }))
    await store.subscriptions.pause('bbbbbbbbbb', T)
    await store.roll.left('slack', 'T1')
    await store.roll.left('slack', 'T1')
    clock.set(at(DAY))
    expect(await store.roll.present('slack', ['T1'])).toEqual([])
    expect(await store.subscriptions.due(at(DAY), 5)).toMatchObject([{ id: 'aaaaaaaaaa', plannedThrough: T }])
    expect(await store.subscriptions.nextAt()).toEqual(at(DAY))
    expect(await store.roll.present('slack', [])).toEqual(['T1'])
  })

  test('present also brings back what the refusals of a server had paused on its way out, and lets its channels be tried at once', async () => {
    const clock = standingClock(T)
    const store = await open({ clock })
    await store.subscriptions.add(newOne())
    await store.ledger.write([deliveryOf('refused', { owner: newOne().id })], T)
    const [claim] = await store.outbox.claim('slack', T, MINUTE, 1)
    const halt = { kind: 'halt', place: CHANNEL, reason: 'not-member', why: 'not_in_channel', tell: () => undefined } as const
    await store.outbox.settle([{ claim: claim!, verdict: { kind: 'dropped', why: 'not_in_channel' }, effects: [halt] }], at(1))
    expect(await store.subscriptions.get(newOne().id)).toMatchObject({ pause: { by: 'platform', reason: 'not-member' } })
    await store.roll.left('slack', 'T1')
    clock.set(at(DAY))
    await store.roll.present('slack', ['T1'])
    expect((await store.subscriptions.get(newOne().id))?.pause).toBeUndefined()
    expect(await store.subscriptions.due(at(DAY), 5)).toHaveLength(1)
    expect(await store.outbox.refused([CHANNEL], T)).toEqual([])
  })

  test('a server in which somebody speaks to us is back', async () => {
    const store = await open()
    await store.subscriptions.add(newOne())
    await store.roll.left('slack', 'T1')
    await store.subscriptions.add(newOne({ id: 'bbbbbbbbbb' }))
    expect(await store.subscriptions.due(at(DAY), 5)).toHaveLength(2)
    expect(await store.roll.present('slack', [])).toEqual(['T1'])
  })
}

const NEXT: Reply = {
  locale: 'en',
  audience: 'everyone',
  blocks: [paragraph('next')],
  buttons: [],
  footer: [],
  solemn: false,
}

const NO_QUIZ = { rounds: 0, names: 0, reviews: 0, oldest: {} }

export const purgeContract = ({ open, here }: World): void => {
  test('deletes everything of servers that are gone for 30 days, and nothing before', async () => {
    const clock = standingClock(T)
    const store = await open({ clock })
    for (const server of ['T1', 'T2']) {
      const place = { ...CHANNEL, server }
      await store.subscriptions.add(newOne({ id: `${server}aaaaaaaa`, place }))
      await store.settlements.settle({ platform: 'slack', server }, { locale: 'fr' })
      await store.ledger.write([deliveryOf(`sent ${server}`, { to: place, owner: `${server}aaaaaaaa` })], T)
    }
    const claims = await store.outbox.claim('slack', T, MINUTE, 5)
    await store.outbox.mark(claims.map(showing), T)
    await store.outbox.settle(
      claims.map((claim) => ({ claim, verdict: DONE, effects: [] })),
      T,
    )
    await store.roll.left('slack', 'T1')
    expect(await store.purge(at(30 * DAY))).toEqual({ servers: 0, subscriptions: 0, deliveries: 0, messages: 0, ...NO_QUIZ })
    expect(await store.purge(at(30 * DAY + 1))).toEqual({ servers: 1, subscriptions: 1, deliveries: 1, messages: 0, ...NO_QUIZ })
    expect(await store.purge(at(30 * DAY + 1))).toEqual({ servers: 0, subscriptions: 0, deliveries: 0, messages: 0, ...NO_QUIZ })
    expect(await store.subscriptions.inChannel(CHANNEL)).toEqual([])
    expect(keysOf(await store.ledger.sent(undefined, 5))).toEqual(['sent T2'])
    expect(await store.subscriptions.inChannel({ ...CHANNEL, server: 'T2' })).toHaveLength(1)
    expect(await store.roll.present('slack', [])).toEqual(['T2'])
  })

  test('deletes what was settled 800 days ago, however much it is, and nothing that is open', async () => {
    const store = await open()
    const old = Array.from({ length: 1203 }, (_, n) => deliveryOf(`old ${n}`))
    await store.ledger.write([...old, deliveryOf('younger', { dueAt: at(DAY) }), deliveryOf('open', { dueAt: at(2 * DAY) })], T)
    for (const now of [T, at(DAY)]) {
      const claims = await store.outbox.claim('slack', now, MINUTE, 2000)
      await store.outbox.mark(claims.map(showing), now)
      await store.outbox.settle(
        claims.map((claim) => ({ claim, verdict: DONE, effects: [] })),
        now,
      )
    }
    expect(await store.purge(at(800 * DAY))).toMatchObject({ deliveries: 0 })
    expect(await store.purge(at(800 * DAY + 1))).toMatchObject({ deliveries: 1203 })
    expect(await store.ledger.sent(undefined, 5)).toMatchObject([{ key: 'younger', shows: { coup: '1.2' } }])
    const tables = await tablesOf(here())
    expect(await tables.run('select shows from shown')).toEqual([{ shows: '{"coup":"1.2"}' }])
    expect(await store.purge(at(804 * DAY))).toMatchObject({ deliveries: 1 })
    expect(await tables.run('select shows from shown')).toEqual([])
    await tables.close()
    expect(keysOf(await store.outbox.claim('slack', at(2 * DAY), MINUTE, 5))).toEqual(['open'])
  })

  test('keeps the newest thousand messages of each channel of the web, however many there are more', async () => {
    const store = await open()
    for (const name of ['full', 'small']) await store.channels.claim(name, 'me', T)
    const tables = await tablesOf(here())
    for (const [name, count] of [
      ['full', 1503],
      ['small', 3],
    ]) {
      await tables.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
        insert into web_message (channel, number, key, reply, sent_at, revision) select '${name}', i, 'k' || i, '{}', i, i from n`)
      await tables.run(`update web_channel set messages = ${count}, revision = ${count} where name = '${name}'`)
    }
    await tables.close()
    expect(await store.purge(at(DAY))).toMatchObject({ messages: 503 })
    expect(await store.purge(at(DAY))).toMatchObject({ messages: 0 })
    const numbersOf = async (name: string) => (await store.channels.latest(name, 2000)).messages.map(({ number }) => number)
    const left = await numbersOf('full')
    expect([left.length, left[0], left.at(-1), await numbersOf('small')]).toEqual([1000, 1503, 504, [3, 2, 1]])
    expect(await store.channels.append('full', 'next', NEXT, at(DAY))).toMatchObject({ number: 1504, revision: 1504 })
  })
}

export const turnContract = ({ open, another, here }: World): void => {
  const taken = async (taking: Promise<AbortSignal>): Promise<boolean> =>
    Promise.race([
      taking.then(() => true),
      systemClock()
        .sleep(300)
        .then(() => false),
    ])
  const forever = new AbortController().signal

  test('is for one process at a time, and for the next as soon as the first gives it back', async () => {
    const [first, second] = [await open(), await another()]
    const lost = await first.turn('gateway').take(forever)
    const waiting = second.turn('gateway', { turnMs: 300 }).take(forever)
    expect(await taken(waiting)).toBe(false)
    expect(await taken(second.turn('another').take(forever))).toBe(true)
    await first.close()
    expect(lost.aborted).toBe(true)
    expect((await waiting).aborted).toBe(false)
  })

  /** A process that never wakes again: what it sleeps on ends only when its store is closed. */
  const dead = { now: () => new Date(), sleep: (_ms: number, signal?: AbortSignal) => systemClock().sleep(DAY, signal) }

  test('is taken over from a process that died, when its time is over and not before', async () => {
    const [first, second] = [await open({ wall: dead }), await another()]
    const began = performance.now()
    await first.turn('gateway', { turnMs: 600 }).take(forever)
    await second.turn('gateway', { turnMs: 600 }).take(forever)
    expect(performance.now() - began).toBeGreaterThanOrEqual(595)
  })

  test('is not taken from whoever took it over, when the process that lost it ends', async () => {
    const [first, second, third] = [await open({ wall: dead }), await another(), await another()]
    await first.turn('gateway', { turnMs: 300 }).take(forever)
    const held = await second.turn('gateway').take(forever)
    await first.close()
    expect(await taken(third.turn('gateway').take(forever))).toBe(false)
    expect(held.aborted).toBe(false)
  })

  test('is kept as long as its holder lives', async () => {
    const [first, second] = [await open(), await another()]
    const lost = await first.turn('gateway', { turnMs: 300 }).take(forever)
    const waiting = second.turn('gateway', { turnMs: 300 }).take(forever)
    for (let looks = 0; looks < 5; looks++) expect(await taken(waiting)).toBe(false)
    expect(lost.aborted).toBe(false)
  })

  test('aborts its signal when another process has it', async () => {
    const store = await open()
    const lost = await store.turn('gateway', { turnMs: 300 }).take(forever)
    const tables = await tablesOf(here())
    await tables.run(`update lease set holder = 'another', until_at = ${Date.now() + DAY}`)
    await vi.waitFor(() => expect(lost.aborted).toBe(true), { timeout: 10_000 })
    expect(await tables.run('select holder from lease')).toEqual([{ holder: 'another' }])
    await tables.close()
  })

  test('rejects when `signal` aborts, and gives the turn back when it aborts later', async () => {
    const [first, second] = [await open(), await another()]
    const mine = new AbortController()
    const lost = await first.turn('gateway').take(mine.signal)
    const impatient = new AbortController()
    const waiting = second.turn('gateway', { turnMs: 300 }).take(impatient.signal)
    impatient.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    mine.abort()
    expect((await second.turn('gateway', { turnMs: 300 }).take(forever)).aborted).toBe(false)
    expect(lost.aborted).toBe(true)
  })
}
