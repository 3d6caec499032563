import type { Clock } from './clock.ts'

/** A clock that moves only when it is told to. */
export type VirtualClock = Clock & {
  /** Lets `ms` pass. Whoever sleeps wakes at his own instant, in order, and what he then does without waiting is done before the next one wakes. */
  advance(ms: number): Promise<void>
  /** Lets time pass from sleep to sleep until `done`; resolves to false when nobody sleeps any more, or nobody wakes before `latest`. */
  runUntil(done: () => boolean, latest?: Date): Promise<boolean>
  /** When the next sleep ends. */
  nextAt(): Date | undefined
  /** The same port, during whose calls no time passes. One that may never answer is not to be held: time would stand still for good. */
  holding<T extends object>(port: T): T
}

type Sleeper = { readonly at: number; readonly order: number; wake: (() => void) | undefined }

/** So many turns of the event loop are given to whatever was woken, and to whatever a held call has ended for, before time moves on. */
const TURNS = 4

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** Time that stands at `startAt` until it is moved: the same calls in the same order always give the same run. */
export function virtualClock(startAt: Date): VirtualClock {
  let nowMs = startAt.getTime()
  let order = 0
  const sleepers = queue()
  let held = 0

  async function idle(): Promise<void> {
    for (let quiet = 0; quiet < TURNS; quiet = held === 0 ? quiet + 1 : 0) await turn()
  }

  /** Wakes all whose time has come at the next instant, in the order in which they fell asleep. */
  async function step(latestMs: number): Promise<boolean> {
    const first = sleepers.first()
    if (!first || first.at > latestMs) return false
    nowMs = Math.max(nowMs, first.at)
    for (let next = sleepers.first(); next && next.at <= nowMs; next = sleepers.first()) {
      sleepers.shift()
      next.wake?.()
    }
    await idle()
    return true
  }

  return {
    now: () => new Date(nowMs),
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      if (ms <= 0) return
      await new Promise<void>((resolve, reject) => {
        const stop = () => {
          sleeper.wake = undefined
          reject(signal?.reason)
        }
        const wake = () => {
          signal?.removeEventListener('abort', stop)
          resolve()
        }
        const sleeper: Sleeper = { at: nowMs + Math.ceil(ms), order: order++, wake }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', stop, { once: true })
      })
    },
    async advance(ms) {
      const end = nowMs + ms
      await idle()
      while (await step(end));
      nowMs = Math.max(nowMs, end)
    },
    async runUntil(done, latest) {
      await idle()
      while (!done()) if (!(await step(latest?.getTime() ?? Number.POSITIVE_INFINITY))) return false
      return true
    },
    nextAt() {
      const first = sleepers.first()
      return first && new Date(first.at)
    },
    holding: (port) =>
      new Proxy(port, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name)
          if (typeof value !== 'function') return value
          return (...given: unknown[]): unknown => {
            const result: unknown = Reflect.apply(value, target, given)
            if (!(result instanceof Promise)) return result
            held++
            return result.finally(() => held--)
          }
        },
      }),
  }
}

const before = (a: Sleeper, b: Sleeper): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap, the earliest first. Whoever was called away stays in it until his time comes, and is passed over. */
function queue() {
  const heap: Sleeper[] = []
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]]
    if (a && b) [heap[i], heap[j]] = [b, a]
  }
  const isBefore = (i: number, j: number): boolean => {
    const [a, b] = [heap[i], heap[j]]
    return a !== undefined && b !== undefined && before(a, b)
  }
  const shift = (): void => {
    swap(0, heap.length - 1)
    heap.pop()
    for (let i = 0; ; ) {
      const least = [2 * i + 1, 2 * i + 2].reduce((best, child) => (isBefore(child, best) ? child : best), i)
      if (least === i) return
      swap(i, least)
      i = least
    }
  }
  return {
    shift,
    first(): Sleeper | undefined {
      while (heap[0] && !heap[0].wake) shift()
      return heap[0]
    },
    push(sleeper: Sleeper): void {
      heap.push(sleeper)
      for (let i = heap.length - 1; i > 0 && isBefore(i, (i - 1) >> 1); i = (i - 1) >> 1) swap(i, (i - 1) >> 1)
    },
  }
}
