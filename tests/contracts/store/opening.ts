import { describe, expect, test, vi } from 'vitest'
import { Failure, StartFault } from '../../../src/kernel/failure.ts'
import { systemRandom } from '../../../src/kernel/random.ts'
import { openStore } from '../../../src/store/store.ts'
import { at, CHANNEL, deliveryOf, MINUTE, quiet, SECRET, standingClock, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { newOne } from './subscriptions.ts'
import { tablesOf } from './tables.ts'

export const openingContract = ({ open, another, database, here }: World): void => {
  const unopened = async (secret = SECRET) =>
    openStore({ database: await database(), secret, clock: standingClock(T), random: systemRandom(), log: quiet() })

  test('returns at once: until it is open every call says that the memory cannot be reached just now', async () => {
    const store = await unopened()
    expect(store.ready()).toEqual({ name: 'database', ready: false, detail: 'not open yet' })
    await expect(store.subscriptions.get('aaaaaaaaaa')).rejects.toThrow(new Failure('unavailable', 'error.store'))
    await expect(store.outbox.claim('slack', T, 1, 1)).rejects.toMatchObject({ code: 'unavailable' })
    expect(store.settlements.of({ platform: 'web' })).toEqual({ channel: {}, server: {} })
    await store.opened
    expect(store.ready()).toEqual({ name: 'database', ready: true, detail: 'open' })
    expect(await store.subscriptions.get('aaaaaaaaaa')).toBeUndefined()
    await store.close()
    await expect(store.subscriptions.get('aaaaaaaaaa')).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('makes the schema the first time, and finds it the second', async () => {
    const store = await unopened()
    const { from, to } = await store.migrate()
    expect(from).toBe(0)
    await store.close()
    const next = await another()
    expect(await next.migrate()).toEqual({ from: to, to })
  })

  test('remembers everything when it is opened again', async () => {
    const first = await open()
    const one = await first.subscriptions.add(newOne())
    await first.ledger.write([deliveryOf('a')], T)
    await first.close()
    const next = await another()
    expect(await next.subscriptions.get('aaaaaaaaaa')).toEqual(one)
    expect(await next.subscriptions.maker('aaaaaaaaaa')).toMatchObject({ user: 'U1' })
    expect(await next.outbox.claim('slack', T, MINUTE, 5)).toMatchObject([{ key: 'a', subject: { of: 'a' } }])
  })

  test('refuses a secret that is not the one the data were written with, and goes on with the right one', async () => {
    await (await open()).close()
    const wrong = another({ secret: 'another secret, as long as that' })
    await expect(wrong).rejects.toThrow(StartFault)
    await expect(wrong).rejects.toThrow(/GRIOT_SECRET is not the one/)
    expect((await another()).ready().ready).toBe(true)
  })

  test('refuses a database that is newer than the program, and says what to do', async () => {
    const store = await open()
    const { to } = await store.migrate()
    await store.close()
    const tables = await tablesOf(here())
    await tables.run(`update meta set value = '${to + 1}' where name = 'schema'`)
    await tables.close()
    await expect(another()).rejects.toThrow(new RegExp(`schema ${to + 1}; this one knows up to ${to}.*Start the newer version`))
  })

  test('keeps nothing that names a person where somebody could read it', async () => {
    const store = await open()
    const user = 'U0SECRETPERSON'
    await store.subscriptions.add(newOne({ maker: user }))
    await store.channels.claim('x', user, T)
    await store.ledger.write([deliveryOf('notice', { to: { kind: 'person', platform: 'slack', server: 'T1', user } })], T)
    const tables = await tablesOf(here())
    const dump = await tables.dump()
    await tables.close()
    expect(dump).toContain(CHANNEL.channel)
    expect(dump).not.toContain(user)
    expect(await store.outbox.claim('slack', T, MINUTE, 5)).toMatchObject([{ to: { user } }])
    expect(await store.channels.owner('x')).toBe(user)
  })

  test('tells of changes that a worker waits for, and of no other', async () => {
    const changed = vi.fn<() => void>()
    const store = await open({ changed })
    const times = async (work: () => Promise<unknown>): Promise<number> => {
      changed.mockClear()
      await work()
      return changed.mock.calls.length
    }
    expect(await times(() => store.subscriptions.add(newOne()))).toBe(1)
    expect(await times(() => store.subscriptions.sendNow(deliveryOf('a'), T))).toBe(1)
    expect(await times(() => store.subscriptions.sendNow(deliveryOf('a'), T))).toBe(0)
    expect(await times(() => store.subscriptions.due(at(1), 5))).toBe(0)
    expect(await times(() => store.outbox.claim('slack', T, MINUTE, 5))).toBe(0)
    expect(await times(() => store.subscriptions.pause('aaaaaaaaaa', T))).toBe(1)
    expect(await times(() => store.subscriptions.remove('zzzzzzzzzz', T))).toBe(0)
  })

  describe('migrating', () => {
    test('several that open at the same time all find the schema whole', async () => {
      const where = await database()
      const stores = Array.from({ length: 3 }, () =>
        openStore({ database: where, secret: SECRET, clock: standingClock(T), random: systemRandom(), log: quiet() }),
      )
      const migrated = await Promise.all(stores.map((store) => store.migrate()))
      expect(migrated.map(({ from }) => from).toSorted((a, b) => a - b)).toEqual([0, migrated[0]?.to, migrated[0]?.to])
      await Promise.all(stores.map((store) => store.close()))
    })
  })
}
