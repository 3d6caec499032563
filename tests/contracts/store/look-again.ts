import { describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { at, CHANNEL, DAY, MINUTE, T } from '../../support/store.ts'
import { newOne } from './subscriptions.ts'

export const lookAgainContract = (open: () => Promise<Store>): void => {
  describe('lookAgain', () => {
    const planned = async () => {
      const { subscriptions } = await open()
      const ids = Array.from({ length: 1203 }, (_, n) => `id${String(n).padStart(8, '0')}`)
      await Promise.all(ids.map((id, n) => subscriptions.add(newOne({ id, place: { ...CHANNEL, channel: `C${n}` } }))))
      const plans = ids.map((id) => ({ id, from: T, through: at(MINUTE), nextAt: at(DAY), deliveries: [], missed: [] }))
      await subscriptions.plan(plans, T)
      return subscriptions
    }

    test('has every one looked at again, and none that rests', async () => {
      const subscriptions = await planned()
      await subscriptions.pause('id00000007', T)
      expect(await subscriptions.due(at(MINUTE), 2000)).toEqual([])
      expect(await subscriptions.lookAgain('2026a', at(MINUTE))).toBe(true)
      const due = await subscriptions.due(at(MINUTE), 2000)
      expect(due.length).toBe(1202)
      expect(due.filter(({ id, plannedThrough }) => id === 'id00000007' || plannedThrough.getTime() !== at(MINUTE).getTime())).toEqual([])
    })

    test('does so once for each new edition, and is false where nothing is new', async () => {
      const { subscriptions } = await open()
      expect(await subscriptions.lookAgain('2026a', at(MINUTE))).toBe(true)
      expect(await subscriptions.lookAgain('2026a', at(2 * MINUTE))).toBe(false)
      expect(await subscriptions.lookAgain('2026b', at(2 * MINUTE))).toBe(true)
    })

    test('puts off nothing that waits already', async () => {
      const { subscriptions } = await open()
      await subscriptions.add(newOne({ now: T }))
      await subscriptions.lookAgain('2026a', at(DAY))
      expect(await subscriptions.nextAt()).toEqual(T)
    })
  })

  test('setBack has every one looked at again that is planned further than `tooFar`, and none that rests; says how many', async () => {
    const { subscriptions } = await open()
    for (const [n, days] of [1, 30, 30].entries()) {
      const id = `id0000000${n}`
      await subscriptions.add(newOne({ id, place: { ...CHANNEL, channel: `C${n}` } }))
      await subscriptions.plan([{ id, from: T, through: at(days * DAY), nextAt: at(days * DAY), deliveries: [], missed: [] }], T)
    }
    await subscriptions.pause('id00000002', T)
    expect(await subscriptions.setBack(at(2 * DAY), at(MINUTE))).toBe(2)
    expect(await subscriptions.due(at(MINUTE), 9)).toMatchObject([{ id: 'id00000001' }])
    expect(await subscriptions.setBack(at(31 * DAY), at(MINUTE))).toBe(0)
  })
}
