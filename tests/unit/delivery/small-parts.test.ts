import { describe, expect, test } from 'vitest'
import { bell } from '../../../src/delivery/bell.ts'
import { gather } from '../../../src/delivery/gather.ts'
import { patience } from '../../../src/delivery/patience.ts'
import { turns } from '../../../src/delivery/turns.ts'
import { virtualClock } from '../../../src/kernel/virtual-clock.ts'

const START = new Date('2026-08-18T09:00:00Z')
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))

describe('what is asked for together', () => {
  test('is done together, each gets his own answer, in the order in which it was asked for', async () => {
    const runs: (readonly number[])[] = []
    const double = gather(async (items: readonly number[]) => {
      runs.push(items)
      return items.map((n) => 2 * n)
    }, 10)
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
    expect(runs).toEqual([[1, 2, 3]])
  })

  test('while the one before runs goes with the next, at most so many at once, and never two runs at a time', async () => {
    const runs: number[] = []
    let open = () => undefined as void
    let running = 0
    let most = 0
    const ask = gather(async (items: readonly number[]) => {
      runs.push(items.length)
      most = Math.max(most, ++running)
      if (runs.length === 1) await new Promise<void>((resolve) => (open = resolve))
      running--
      return items
    }, 3)
    const first = ask(0)
    await turn()
    const others = [1, 2, 3, 4, 5].map(ask)
    await turn()
    expect(runs).toEqual([1])
    open()
    expect(await Promise.all([first, ...others])).toEqual([0, 1, 2, 3, 4, 5])
    expect(runs).toEqual([1, 3, 2])
    expect(most).toBe(1)
  })

  test('fails together, and the next are not concerned', async () => {
    let fails = true
    const ask = gather(async (items: readonly number[]) => {
      if (fails) throw new Error('no')
      return items
    }, 10)
    expect((await Promise.allSettled([ask(1), ask(2)])).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await ask(3)).toBe(3)
  })
})

describe('a bell', () => {
  const sleeper = () => {
    const clock = virtualClock(START)
    return { clock, alarm: bell(clock), at: () => clock.now().getTime() - START.getTime() }
  }

  test('lets sleep until the time has passed', async () => {
    const { clock, alarm, at } = sleeper()
    let woke = -1
    void alarm.sleep(500).then(() => (woke = at()))
    await clock.advance(1000)
    expect(woke).toBe(500)
  })

  test('wakes at once when it rings, and at once when it rang before', async () => {
    const { clock, alarm, at } = sleeper()
    const woken: number[] = []
    const sleeping = async () => {
      for (let n = 0; n < 3; n++) {
        await alarm.sleep(500)
        woken.push(at())
      }
    }
    void sleeping()
    await clock.advance(100)
    alarm.ring()
    alarm.ring()
    await clock.advance(1000)
    expect(woken).toEqual([100, 600, 1100])
    alarm.ring()
    let atOnce = false
    void alarm.sleep(500).then(() => (atOnce = true))
    await clock.advance(0)
    expect(atOnce).toBe(true)
  })
})

describe('patience', () => {
  const never = new Promise<string>(() => undefined)

  test('waits for what comes in time, and no longer for what does not', async () => {
    const clock = virtualClock(START)
    const waiting = patience(clock)
    expect(await waiting.within(Promise.resolve('came'), 1000, 'gave up')).toBe('came')
    expect(clock.nextAt()).toBeUndefined()
    const late = waiting.within(never, 1000, 'gave up')
    await clock.advance(1000)
    expect(await late).toBe('gave up')
    await expect(waiting.within(Promise.reject(new Error('broke')), 1000, 'gave up')).rejects.toThrow('broke')
  })

  test('that ends waits for nothing, now and from then on', async () => {
    const clock = virtualClock(START)
    const waiting = patience(clock)
    const [work, rest] = [waiting.within(never, 1000, 'gave up'), waiting.rest(1000)]
    expect(waiting.ended()).toBe(false)
    waiting.end()
    expect(await work).toBe('gave up')
    await rest
    expect(await waiting.within(never, 1000, 'gave up')).toBe('gave up')
    expect(waiting.ended()).toBe(true)
    expect(clock.now()).toEqual(START)
  })
})

describe('turns', () => {
  test('are taken one at a time in one name, in order, and at once in different ones', async () => {
    const inTurn = turns()
    const seen: string[] = []
    const work = (name: string, label: string) =>
      inTurn(name, async () => {
        seen.push(`+${label}`)
        await turn()
        seen.push(`-${label}`)
        return label
      })
    expect(await Promise.all([work('a', 'a1'), work('a', 'a2'), work('b', 'b1')])).toEqual(['a1', 'a2', 'b1'])
    expect(seen).toEqual(['+a1', '+b1', '-a1', '+a2', '-b1', '-a2'])
  })

  test('that throw keep nobody else from his', async () => {
    const inTurn = turns()
    const bad = inTurn('a', async () => {
      await turn()
      throw new Error('mine')
    })
    const good = inTurn('a', async () => 'good')
    await expect(bad).rejects.toThrow('mine')
    expect(await good).toBe('good')
  })
})
