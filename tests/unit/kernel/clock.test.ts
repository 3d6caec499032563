import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Clock, rehearsalClock, systemClock } from '../../../src/kernel/clock.ts'

const steeredClock = (start: string) => {
  let at = Date.parse(start)
  const slept: number[] = []
  const clock: Clock = {
    now: () => new Date(at),
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      slept.push(ms)
      at += ms
    },
  }
  return { clock, slept, pass: (ms: number) => void (at += ms) }
}

describe('a rehearsal', () => {
  it('starts at its instant and runs on as fast as it is told', () => {
    const real = steeredClock('2030-01-01T00:00:00Z')
    const clock = rehearsalClock(new Date('2026-08-18T09:00:00Z'), 60, real.clock)
    expect(clock.now().toISOString()).toBe('2026-08-18T09:00:00.000Z')
    real.pass(1000)
    expect(clock.now().toISOString()).toBe('2026-08-18T09:01:00.000Z')
  })

  it('sleeps as much shorter, and never wakes early', async () => {
    const real = steeredClock('2030-01-01T00:00:00Z')
    const clock = rehearsalClock(new Date('2026-08-18T09:00:00Z'), 7, real.clock)
    await clock.sleep(1000)
    expect(real.slept).toEqual([143])
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2026-08-18T09:00:01Z'))
  })

  it('ends its sleep when it is aborted', async () => {
    const clock = rehearsalClock(new Date(0), 10, steeredClock('2030-01-01T00:00:00Z').clock)
    await expect(clock.sleep(1000, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })
})

describe('the system clock', () => {
  afterEach(() => void vi.useRealTimers())

  it('sleeps longer than one timer can hold', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
    const clock = systemClock()
    const sixtyDays = 60 * 86_400_000
    let woke = false
    const sleep = clock.sleep(sixtyDays).then(() => (woke = true))
    await vi.advanceTimersByTimeAsync(sixtyDays - 1)
    expect(woke).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await sleep
    expect(clock.now().toISOString()).toBe('2026-03-02T00:00:00.000Z')
  })

  it('rejects with the reason of the signal, and leaves no timer behind', async () => {
    vi.useFakeTimers()
    const stop = new AbortController()
    const sleep = systemClock().sleep(1000, stop.signal)
    stop.abort(new Error('enough'))
    await expect(sleep).rejects.toThrow('enough')
    expect(vi.getTimerCount()).toBe(0)
    await expect(systemClock().sleep(1000, stop.signal)).rejects.toThrow('enough')
    await expect(systemClock().sleep(0, stop.signal)).rejects.toThrow('enough')
  })
})
