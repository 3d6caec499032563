import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'

/** What the network and the platform can do to one request. The first is that nothing is wrong. */
export const FATES = ['fine', 'answer-lost', 'accepted-500', 'accepted-late', 'reset', 'broken', 'stalled', 'limited', 'offline'] as const
export type Fate = (typeof FATES)[number]

/** After these nobody can know whether the request was accepted. */
export const DOUBTFUL: ReadonlySet<Fate> = new Set(['answer-lost', 'accepted-500', 'accepted-late', 'reset', 'broken', 'stalled'])

/** How often each fate strikes, in a thousand requests that write. */
export type Rates = Readonly<Partial<Record<Fate, number>>>

export const RATES: Rates = {
  'answer-lost': 4,
  'accepted-500': 4,
  'accepted-late': 3,
  reset: 3,
  broken: 4,
  stalled: 2,
  limited: 10,
  offline: 5,
}

export type Request = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: string }
export type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }

export type Carrier = {
  readonly clock: Clock
  readonly random: Random
  readonly rates: Rates
  /** How the platform says that it is asked too often, for so many seconds. */
  readonly limited: (seconds: number) => Answer
  /** Told of each fate but the first. */
  readonly struck: (request: Request, fate: Fate) => void
}

/** How long a client waits for an answer, and the latest that a platform accepts what was given up on. */
const PATIENCE_MS = 10_000
const LATEST_MS = 60_000

/** Carries a request to a platform and its answer back, if fate allows. Rejects as a broken connection does. */
export function carrier(
  { clock, random, rates, limited, struck }: Carrier,
  serve: (request: Request) => Answer,
): (request: Request) => Promise<Answer> {
  const draw = (writes: boolean): Fate => {
    let left = random() * 1000
    for (const fate of FATES) {
      const share = writes || fate === 'limited' || fate === 'broken' || fate === 'offline' ? (rates[fate] ?? 0) : 0
      if (left < share) return fate
      left -= share
    }
    return 'fine'
  }
  return async (request) => {
    const fate = draw(request.method !== 'GET')
    await clock.sleep(20 + random() * 180)
    if (fate !== 'fine') struck(request, fate)
    switch (fate) {
      case 'fine':
        return serve(request)
      case 'answer-lost':
        serve(request)
        throw broken('ECONNRESET')
      case 'accepted-500':
        serve(request)
        return { status: 500, body: '{}' }
      case 'accepted-late': {
        const late = PATIENCE_MS + random() * (LATEST_MS - PATIENCE_MS)
        void clock.sleep(late).then(() => serve(request))
        await clock.sleep(PATIENCE_MS)
        throw impatient()
      }
      case 'reset':
        throw broken('ECONNRESET')
      case 'broken':
        return { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway</html>' }
      case 'stalled':
        await clock.sleep(PATIENCE_MS)
        throw impatient()
      case 'limited':
        return limited(1 + Math.floor(random() * 30))
      case 'offline':
        throw broken('ECONNREFUSED')
    }
  }
}

/** As undici fails, which brings the code itself, and `fetch`, which brings it as a cause. */
const broken = (code: string): Error =>
  Object.assign(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }), { code })

const impatient = (): Error => Object.assign(new Error('This operation was aborted'), { name: 'AbortError' })
