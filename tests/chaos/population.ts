import { DIGEST } from '../../src/anniversaries/plan.ts'
import type { Wish } from '../../src/anniversaries/subscription.ts'
import type { ChannelPlace } from '../../src/chat/platform.ts'
import type { Delivery } from '../../src/delivery/outbox.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { type Random, systemRandom } from '../../src/kernel/random.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { type Database, openStore } from '../../src/store/store.ts'
import { quiet, wishOf } from '../support/store.ts'

/** What the database is sealed under. */
export const SECRET = 'a-secret-of-the-tests-long-enough'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Zones that never change their clocks, with what they are ahead of UTC, so that dates can be enumerated without a calendar. */
const ZONES = [
  ['Africa/Bamako', 0],
  ['Asia/Kathmandu', 345],
  ['America/Bogota', -300],
  ['Asia/Tokyo', 540],
] as const

/** A channel that schedules can be made in, and whether we may read there what we posted. */
export type Spot = {
  readonly place: ChannelPlace
  readonly readable: boolean
  readonly maker: string
  /** Whether a discussion is wished for under each post. */
  readonly thread: boolean
}

/** One post that is to appear. */
export type Expected = Spot & { readonly key: string; readonly dueMs: number }

export type Crowd = {
  /** So many days of each channel were missed, and are due at once. */
  readonly days: number
  /** So many posts besides come due one by one within the coming milliseconds. */
  readonly soon: number
  readonly withinMs: number
}

/** Ten letters of base32 for a number. */
const idOf = (n: number): string =>
  Array.from({ length: 10 }, (_, i) => 'abcdefghijklmnopqrstuvwxyz234567'[Math.floor(n / 32 ** i) % 32]).join('')

const dateAt = (ms: number, aheadMinutes: number): string => new Date(ms + aheadMinutes * MINUTE).toISOString().slice(0, 10)

/**
 * Writes a daily schedule for each spot into the database, as `/schedule add` would have written it some days ago, and returns every
 * post that is due of them, enumerated without the planner. Each channel's minute is hours away from now, so that no more comes due;
 * of some it lies in the coming minutes, while `withinMs` lasts.
 */
export async function populate(database: Database, spots: readonly Spot[], crowd: Crowd, random: Random): Promise<readonly Expected[]> {
  const store = openStore({ database, secret: SECRET, clock: systemClock(), random: systemRandom(), log: quiet() })
  await store.opened
  const nowMs = Date.now()
  const minutes = Math.floor((crowd.withinMs - 5_000) / MINUTE)
  const expected: Expected[] = []
  for (const [n, spot] of spots.entries()) {
    const [zone, ahead] = ZONES[n % ZONES.length]!
    const isComing = minutes > 0 && n % 4 === 1
    const missedMs = nowMs - HOUR - Math.floor(random() * 20 * HOUR)
    const slotMs = isComing ? (Math.ceil(nowMs / MINUTE) + (n % minutes)) * MINUTE : missedMs - (missedMs % MINUTE)
    const id = idOf(n)
    const minute = (slotMs / MINUTE + ahead + 1440) % 1440
    const madeMs = isComing ? nowMs : nowMs - crowd.days * DAY
    await store.subscriptions.add({
      id,
      place: spot.place,
      wish: { ...wishFor(zone, minute, n), thread: spot.thread },
      maker: spot.maker,
      now: new Date(madeMs),
    })
    for (let at = slotMs; at > madeMs; at -= DAY) expected.push({ ...spot, key: `anniversaries/${id}/${dateAt(at, ahead)}`, dueMs: at })
  }
  const later = Array.from({ length: crowd.soon }, (_, n): Expected => {
    const spot = { ...spots[n % spots.length]!, thread: false }
    return { ...spot, key: `test/${idOf(n)}`, dueMs: nowMs + Math.floor(random() * crowd.withinMs) }
  })
  for (const [n, one] of later.entries()) await store.subscriptions.sendNow(byHand(one, n % spots.length), new Date(nowMs))
  await store.close()
  return [...expected, ...later]
}

const wishFor = (zone: string, minute: number, n: number): Wish =>
  wishOf({ kind: 'daily', zone, minute, locale: LOCALES[n % LOCALES.length]!, quiet: 'background', catchUp: 'all', catchUpHours: 336 })

/** What `/schedule test` writes, but for its instant. */
const byHand = ({ key, place, dueMs }: Expected, n: number): Delivery => ({
  key,
  to: place,
  post: DIGEST,
  subject: { subscription: idOf(n), date: '2026-08-18', wish: wishFor('Africa/Bamako', 540, n), test: true },
  dueAt: new Date(dueMs),
  expiresAt: new Date(dueMs + DAY),
  owner: idOf(n),
})
