import { leftOf, less, waitMs, type Allowance, type Left } from '../../kernel/allowance.ts'

/** How many channels there can be in one installation. */
export const MOST_CHANNELS = 1000

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** `play` is what one person does for herself, such as answering: a whole class does it in the same minute. */
type Deed = 'change' | 'channel' | 'play'

/** One visitor's share, that of all who are not known yet, whoever they are, and that of all together. */
const ALLOWED: Readonly<Record<Deed, { readonly each: Allowance; readonly newcomers: Allowance; readonly all: Allowance }>> = {
  change: {
    each: { many: 20, perMs: MINUTE_MS },
    newcomers: { many: 60, perMs: MINUTE_MS },
    all: { many: 300, perMs: MINUTE_MS },
  },
  play: {
    each: { many: 90, perMs: MINUTE_MS },
    newcomers: { many: 1200, perMs: MINUTE_MS },
    all: { many: 6000, perMs: MINUTE_MS },
  },
  channel: {
    each: { many: 5, perMs: HOUR_MS },
    newcomers: { many: 100, perMs: HOUR_MS },
    all: { many: 200, perMs: HOUR_MS },
  },
}

/** Keeps anybody from flooding the channels of the web. Of this process: each of several allows as much. */
export type Limits = {
  /** Returns 0 and counts it, or how many milliseconds are to be waited, and counts nothing. */
  take(deed: Deed, visitor: { readonly user: string; readonly isNew: boolean }, now: Date): number
}

export function limits(): Limits {
  const kept = new Map<string, { readonly allowance: Allowance; readonly left: Left }>()
  let sweptAt = -Infinity

  /** Whoever has their whole share again is as good as never met. */
  function sweep(now: number): void {
    if (Math.abs(now - sweptAt) < MINUTE_MS) return
    sweptAt = now
    for (const [name, { allowance, left }] of kept) if (leftOf(allowance, left, now).many >= allowance.many) kept.delete(name)
  }

  return {
    take(deed, { user, isNew }, at) {
      const now = at.getTime()
      sweep(now)
      const { each, newcomers, all } = ALLOWED[deed]
      // Somebody new is counted by name as well: the cookie that they get must not give them more than others have.
      const shares: readonly (readonly [string, Allowance])[] = [
        [`${deed} all`, all],
        ...(isNew ? [[`${deed} newcomers`, newcomers] as const] : []),
        [`${deed} by ${user}`, each],
      ]
      const wait = Math.max(...shares.map(([name, allowance]) => waitMs(allowance, kept.get(name)?.left, now)))
      if (wait === 0)
        for (const [name, allowance] of shares) kept.set(name, { allowance, left: less(allowance, kept.get(name)?.left, now) })
      return wait
    },
  }
}

/** Where only this machine writes, nobody has to be kept from flooding it. */
export const unlimited: Limits = { take: () => 0 }
