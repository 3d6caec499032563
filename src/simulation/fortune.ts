import type { Random } from '../kernel/random.ts'

/** Something that befalls the bot, a channel or a platform, from one instant to another. */
export type Blow = { readonly fromMs: number; readonly toMs: number } /** The process is killed and not started before the end. */ & (
  | { readonly kind: 'down' }
  /** The token of a platform is worth nothing. */
  | { readonly kind: 'revoked'; readonly platform: 'discord' | 'slack' }
  /** One channel takes no messages from us; at the end its people mend that and press Resume. */
  | { readonly kind: 'withdrawn'; readonly inhabitant: number }
)

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const FAULTS = ['network', 'kill', 'stop', 'rights', 'token'] as const
export type Fault = (typeof FAULTS)[number]

/** All that will go wrong, drawn before anything begins, in order of time. */
export function fortune(given: {
  readonly startMs: number
  readonly days: number
  readonly channels: number
  readonly faults: ReadonlySet<Fault>
  readonly random: Random
}): readonly Blow[] {
  const { startMs, days, channels, faults, random } = given
  const endMs = startMs + days * DAY_MS
  const blows: Blow[] = []
  const recurring = (everyMs: number, strike: (atMs: number) => Blow): void => {
    for (let atMs = startMs + random() * 2 * everyMs; atMs < endMs; atMs += random() * 2 * everyMs) blows.push(strike(atMs))
  }
  const lasting = (fromMs: number, leastMs: number, mostMs: number) => ({
    fromMs,
    toMs: Math.min(fromMs + leastMs + random() * (mostMs - leastMs), endMs),
  })
  if (faults.has('kill')) recurring(2 * DAY_MS, (atMs) => ({ kind: 'down', ...lasting(atMs, 1000, 30_000) }))
  if (faults.has('stop')) recurring(20 * DAY_MS, (atMs) => ({ kind: 'down', ...lasting(atMs, HOUR_MS, 40 * HOUR_MS) }))
  if (faults.has('token'))
    recurring(90 * DAY_MS, (atMs) => ({
      kind: 'revoked',
      platform: random() < 0.5 ? 'discord' : 'slack',
      ...lasting(atMs, HOUR_MS, 30 * HOUR_MS),
    }))
  if (faults.has('rights'))
    recurring((400 * DAY_MS) / channels, (atMs) => ({
      kind: 'withdrawn',
      inhabitant: Math.floor(random() * channels),
      ...lasting(atMs, DAY_MS, 20 * DAY_MS),
    }))
  return blows.toSorted((a, b) => a.fromMs - b.fromMs)
}
