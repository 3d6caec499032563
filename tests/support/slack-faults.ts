import { seededRandom } from '../../src/kernel/random.ts'

/**
 * What a method, or `hook`, does wrong the next time. `delay` waits for `release`; `lost` takes it and ends the connection; `late` ends
 * the connection and takes it some time after, or at the `release`; `stall` never answers.
 */
export type Fault =
  | { readonly kind: 'limited'; readonly retryAfter: number | string }
  | { readonly kind: 'broken'; readonly accepted: boolean; readonly status?: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'delay' }
  | { readonly kind: 'page'; readonly status?: number }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'lost' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'stall'; readonly accepted: boolean }

/** How often each thing goes wrong, from 0 to 1; the same seed goes wrong the same way. */
export type Plan = {
  readonly seed: string | number
  readonly methods: readonly string[]
  readonly chances: Readonly<Partial<Record<Chance, number>>>
  readonly lateMs?: number
  readonly retryAfter?: number
}
type Chance = 'lost' | 'broken' | 'accepted' | 'reset' | 'late' | 'stall' | 'limited' | 'page'

/** A fault that struck, and the key of the message that it struck. */
export type Struck = { readonly name: string; readonly kind: string; readonly key: string | undefined; readonly atMs: number }

export type Faults = {
  add(name: string, ...faults: readonly Fault[]): void
  plan(plan: Plan | undefined): void
  next(name: string, key: string | undefined): Fault | undefined
  readonly struck: readonly Struck[]
}

/** Faults in an order, and by chance where none is ordered. */
export function faults(): Faults {
  const ordered = new Map<string, Fault[]>()
  const struck: Struck[] = []
  let drawn: (name: string) => Fault | undefined = () => undefined
  return {
    add: (name, ...given) => void ordered.set(name, [...(ordered.get(name) ?? []), ...given]),
    plan: (plan) => void (drawn = plan ? lottery(plan) : () => undefined),
    next(name, key) {
      const fault = ordered.get(name)?.shift() ?? drawn(name)
      if (fault) struck.push({ name, kind: fault.kind === 'broken' && fault.accepted ? 'accepted' : fault.kind, key, atMs: Date.now() })
      return fault
    },
    struck,
  }
}

function lottery({ seed, methods, chances, lateMs = 60_000, retryAfter = 1 }: Plan): (name: string) => Fault | undefined {
  const random = seededRandom(seed)
  const made: Readonly<Record<Chance, () => Fault>> = {
    lost: () => ({ kind: 'lost' }),
    broken: () => ({ kind: 'broken', accepted: false }),
    accepted: () => ({ kind: 'broken', accepted: true }),
    reset: () => ({ kind: 'reset' }),
    late: () => ({ kind: 'late', ms: Math.floor(random() * lateMs) }),
    stall: () => ({ kind: 'stall', accepted: random() < 0.5 }),
    limited: () => ({ kind: 'limited', retryAfter }),
    page: () => ({ kind: 'page', status: 502 }),
  }
  return (name) => {
    if (!methods.includes(name)) return undefined
    let left = random()
    for (const [chance, make] of Object.entries(made)) {
      left -= chances[chance as Chance] ?? 0
      if (left < 0) return make()
    }
    return undefined
  }
}
