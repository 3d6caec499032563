import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../../src/kernel/virtual-clock.ts'

const START = new Date('2026-08-18T09:00:00Z')

describe('a clock that is moved', () => {
  test('stands still until it is moved', async () => {
    const clock = virtualClock(START)
    let woke = false
    void clock.sleep(1).then(() => (woke = true))
    for (let n = 0; n < 20; n++) await new Promise((resolve) => void setImmediate(resolve))
    expect(woke).toBe(false)
    expect(clock.now()).toEqual(START)
  })

  test('wakes each sleeper at its own instant, in order, and those of one instant in the order in which they fell asleep', async () => {
    const clock = virtualClock(START)
    const woken: [string, number][] = []
    const sleeps = [30, 10, 20, 10, 0].map((ms, i) =>
      clock.sleep(ms).then(() => woken.push([`${ms}#${i}`, clock.now().getTime() - START.getTime()])),
    )
    await clock.advance(30)
    await Promise.all(sleeps)
    expect(woken).toEqual([
      ['0#4', 0],
      ['10#1', 10],
      ['10#3', 10],
      ['20#2', 20],
      ['30#0', 30],
    ])
  })

  test('lets whoever woke go on, and sleep again, before it moves on', async () => {
    const clock = virtualClock(START)
    const seen: number[] = []
    const ticking = async () => {
      for (let n = 0; n < 3; n++) {
        await clock.sleep(7)
        await Promise.resolve()
        seen.push(clock.now().getTime() - START.getTime())
      }
    }
    void ticking()
    await clock.advance(100)
    expect(seen).toEqual([7, 14, 21])
    expect(clock.now().getTime() - START.getTime()).toBe(100)
  })

  test('never wakes anybody early, not by a part of a millisecond', async () => {
    const clock = virtualClock(START)
    let woke = false
    void clock.sleep(1.2).then(() => (woke = true))
    await clock.advance(1)
    expect(woke).toBe(false)
    await clock.advance(1)
    expect(woke).toBe(true)
  })

  test('rejects a sleep with the reason of its signal and then does not wait for it', async () => {
    const clock = virtualClock(START)
    const stop = new AbortController()
    const sleep = clock.sleep(1000, stop.signal)
    stop.abort(new Error('enough'))
    await expect(sleep).rejects.toThrow('enough')
    await expect(clock.sleep(1000, stop.signal)).rejects.toThrow('enough')
    expect(clock.nextAt()).toBeUndefined()
    expect(await clock.runUntil(() => false)).toBe(false)
    expect(clock.now()).toEqual(START)
  })

  test('runs until something is so, and says when it never will be', async () => {
    const clock = virtualClock(START)
    let count = 0
    const counting = async () => {
      while (count < 5) {
        await clock.sleep(1000)
        count++
      }
    }
    void counting()
    expect(await clock.runUntil(() => count === 3)).toBe(true)
    expect(clock.now().getTime() - START.getTime()).toBe(3000)
    expect(await clock.runUntil(() => count === 5, new Date(START.getTime() + 4500))).toBe(false)
    expect(count).toBe(4)
    expect(await clock.runUntil(() => count === 6)).toBe(false)
    expect(count).toBe(5)
  })

  test('keeps its order among many sleepers, some of them called away', async () => {
    const clock = virtualClock(START)
    const woken: number[] = []
    const stop = new AbortController()
    for (let i = 0; i < 500; i++) {
      const ms = (i * 7919) % 1000
      clock.sleep(ms + 1, i % 3 === 0 ? stop.signal : undefined).then(
        () => woken.push(ms),
        () => undefined,
      )
    }
    stop.abort()
    await clock.advance(2000)
    expect(woken).toHaveLength(333)
    expect(woken).toEqual([...woken].sort((a, b) => a - b))
  })

  test('lets no time pass during the calls of a port that it holds', async () => {
    const clock = virtualClock(START)
    const turns = async (many: number) => {
      for (let n = 0; n < many; n++) await new Promise((resolve) => void setImmediate(resolve))
      return many
    }
    const port = clock.holding({ turns, name: 'a port', twice: (n: number) => 2 * n, fails: () => Promise.reject(new Error('no')) })
    const seen: number[] = []
    void clock.sleep(1000)
    const working = async () => {
      await port.turns(30)
      await port.turns(30)
      seen.push(clock.now().getTime() - START.getTime())
    }
    void working()
    await clock.advance(5000)
    expect(seen).toEqual([0])
    expect([port.name, port.twice(4)]).toEqual(['a port', 8])
    await expect(port.fails()).rejects.toThrow('no')
    await clock.advance(1)
    expect(clock.now().getTime() - START.getTime()).toBe(5001)
  })
})
