import fc from 'fast-check'
import { expect, test } from 'vitest'
import { less, leftOf, waitMs, type Left } from '../../../src/kernel/allowance.ts'

const FOUR = { many: 4, perMs: 1000 }

test('so many may be taken at once, and the next when one has come back', () => {
  let left: Left | undefined
  for (let n = 0; n < 4; n += 1) {
    expect(waitMs(FOUR, left, 0)).toBe(0)
    left = less(FOUR, left, 0)
  }
  expect([0, 100, 249, 250].map((now) => waitMs(FOUR, left, now))).toEqual([250, 150, 1, 0])
})

test('what was taken comes back evenly, and never more than it', () => {
  const none = { many: 0, at: 0 }
  expect([0, 500, 1000, 1_000_000].map((now) => leftOf(FOUR, none, now).many)).toEqual([0, 2, 4, 4])
})

test('a clock that was set back gives nothing and takes nothing', () => {
  expect(leftOf(FOUR, { many: 1, at: 5000 }, 0)).toEqual({ many: 1, at: 0 })
})

test('in no stretch of time is more taken than an allowance and what came back meanwhile, and whoever waits as told may go on', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100_000 }), fc.array(fc.nat(5000)), (many, perMs, pauses) => {
      const allowance = { many, perMs }
      let left: Left | undefined
      let now = 0
      let taken = 0
      for (const pause of pauses) {
        now += pause
        const wait = waitMs(allowance, left, now)
        expect(waitMs(allowance, left, now + wait)).toBe(0)
        if (wait > 0) continue
        left = less(allowance, left, now)
        taken += 1
      }
      expect(taken).toBeLessThanOrEqual(many + (now * many) / perMs + 0.1)
    }),
  )
})
