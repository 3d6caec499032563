import { seededRandom } from '../../src/kernel/random.ts'
import type { Answer } from './discord-rest.ts'

/**
 * `limit`: 429. `break`: 500 and nothing done; `break-after`: done, then 500. `reset`, `reset-after`: the connection is cut instead.
 * `hold`: answered once `release` is called. `stall`, `stall-after`: never answered. `late`: the connection is cut, and it is done
 * `ms` later. `told`: refused in Discord's own words. `page`: a page of somebody in between.
 */
export type Fault = {
  readonly path: string
  readonly method?: string
  /** How many requests whose method and path contain these words meet it; 1 unless said. */
  readonly times?: number
  readonly kind: FaultKind
  /** For `limit` and `late`. */
  readonly ms?: number
  /** For `limit`: of everything, or of the route; `bare` as the wall before Discord says it, without Discord's headers. */
  readonly global?: boolean
  readonly bare?: boolean
  /** For `told` and `page`. */
  readonly status?: number
  readonly code?: number
}

export type FaultKind =
  | 'limit'
  | 'break'
  | 'break-after'
  | 'reset'
  | 'reset-after'
  | 'hold'
  | 'stall'
  | 'stall-after'
  | 'late'
  | 'told'
  | 'page'

/** Faults by chance: for each request of this kind, one draw; the shares add up to at most 1. */
export type FaultPlan = {
  readonly seed: string
  readonly shares: Readonly<Partial<Record<FaultKind, number>>>
  /** Part of the path and the method; posting a message unless said. */
  readonly path?: string
  readonly method?: string
  readonly ms?: number
}

export type Faults = {
  add(fault: Fault): void
  plan(plan: FaultPlan | undefined): void
  take(method: string, path: string): Fault | undefined
  readonly met: Readonly<Record<string, number>>
}

/** The faults to come, in the order in which they were ordered; then those of the plan. */
export function faultsOf(): Faults {
  const ordered: Fault[] = []
  const met: Record<string, number> = {}
  let plan: FaultPlan | undefined
  let draw = seededRandom('none')
  const next = (method: string, path: string): Fault | undefined => {
    const at = ordered.findIndex((fault) => path.includes(fault.path) && (fault.method ?? method) === method)
    const fault = ordered[at]
    if (!fault) return byChance(method, path)
    if ((fault.times ?? 1) > 1) ordered[at] = { ...fault, times: (fault.times ?? 1) - 1 }
    else ordered.splice(at, 1)
    return fault
  }
  const byChance = (method: string, path: string): Fault | undefined => {
    if (!plan || method !== (plan.method ?? 'POST') || !path.includes(plan.path ?? '/messages')) return undefined
    let left = draw()
    for (const [kind, share] of Object.entries(plan.shares)) {
      left -= share
      if (left < 0) return { path, kind: kind as FaultKind, ...(plan.ms !== undefined && { ms: plan.ms }) }
    }
    return undefined
  }
  return {
    met,
    add: (fault) => void ordered.push(fault),
    plan(given) {
      plan = given
      draw = seededRandom(given?.seed ?? 'none')
    },
    take(method, path) {
      const fault = next(method, path)
      if (fault) met[fault.kind] = (met[fault.kind] ?? 0) + 1
      return fault
    },
  }
}

/** What a request comes to; `handle` is what Discord would have done with it, and `late` is told when that happened afterwards. */
export function meeting(fault: Fault | undefined, handle: () => Answer, late: () => void): Answer | 'cut' | 'silence' {
  switch (fault?.kind) {
    case undefined:
    case 'hold':
      return handle()
    case 'limit':
      return limited(fault)
    case 'break':
      return BROKEN
    case 'break-after':
      handle()
      return BROKEN
    case 'reset':
      return 'cut'
    case 'reset-after':
      handle()
      return 'cut'
    case 'stall':
      return 'silence'
    case 'stall-after':
      handle()
      return 'silence'
    case 'late':
      setTimeout(() => {
        handle()
        late()
      }, fault.ms ?? 1_000).unref()
      return 'cut'
    case 'told':
      return { status: fault.status ?? 403, body: { code: fault.code ?? 50013, message: 'refused' } }
    case 'page':
      return { status: fault.status ?? 403, body: '<html><title>403 Forbidden</title></html>' }
  }
}

const BROKEN: Answer = { status: 500, body: { message: '500: Internal Server Error', code: 0 } }

function limited({ ms = 50, global = false, bare = false }: Fault): Answer {
  const after = String(ms / 1000)
  if (bare) return { status: 429, body: '<html><title>Error 1015</title></html>', headers: { 'retry-after': after } }
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: ms / 1000, global },
    headers: { 'retry-after': after, 'x-ratelimit-scope': global ? 'global' : 'user', ...(global && { 'x-ratelimit-global': 'true' }) },
  }
}
