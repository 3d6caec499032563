import type { Platform, PlatformName } from '../chat/platform.ts'
import { bell } from './bell.ts'
import { budget, unlimited } from './budget.ts'
import { crew, type Depot, type Gear, type Sums } from './crew.ts'
import { patience } from './patience.ts'
import { type Hold, placeName, road } from './road.ts'
import type { Timing } from './timing.ts'
import { trouble } from './trouble.ts'

/** How the posts of one platform stand. */
export type Standing = Sums & {
  readonly platform: PlatformName
  readonly onTheWay: number
  /** The platform refuses us altogether: it is tried again and again, and nothing is lost. */
  readonly hold?: Hold | undefined
  /** How many servers do. */
  readonly heldServers: number
  /** Since when the outbox has not answered. */
  readonly outboxDownSince?: Date | undefined
}

export type Lane = {
  readonly platform: PlatformName
  /** Carries what is due until it is stopped; ends when all that it holds is finished or released. Never rejects. */
  run(): Promise<void>
  /** Something new may be due. */
  wake(): void
  /** Sends nothing more: what is not on its way yet is released. */
  stop(): void
  /** Waits for nothing any more: what was sent without an answer is in doubt. */
  giveUp(): void
  standing(): Standing
}

/** How far ahead of itself a lane reserves: others need their share of the budget. */
const aheadMs = ({ lookMs, marginMs }: Timing): number => Math.min(lookMs, marginMs)

/** The way of one platform's posts: one loop that claims, and a crew that carries. */
export function lane(depot: Depot, platform: Platform, perSecond: number | undefined): Lane {
  const { clock } = depot
  const alarm = bell(clock)
  const gear: Gear = {
    platform,
    road: road(platform.name, depot),
    trouble: trouble({ ...depot, platform: platform.name }),
    budget: perSecond === undefined ? unlimited(clock) : budget(depot.outbox, clock, platform.name, perSecond),
    before: patience(clock),
    during: patience(clock),
  }
  const claiming = { depot, gear, perSecond, crowded: false, nextMs: Number.POSITIVE_INFINITY }
  const carriers = crew(depot, gear, (again) => {
    if (again || claiming.crowded) alarm.ring()
  })
  const round = async (): Promise<number> => claimed(claiming, carriers)

  return {
    platform: platform.name,
    async run() {
      while (!gear.before.ended()) {
        const waitMs = await round().catch((error: unknown) => gear.trouble.outbox(error))
        if (!gear.before.ended()) await alarm.sleep(waitMs)
      }
      await carriers.home()
    },
    wake: () => alarm.ring(),
    stop() {
      gear.before.end()
      alarm.ring()
    },
    giveUp: () => gear.during.end(),
    standing: () => ({
      platform: platform.name,
      onTheWay: carriers.size(),
      hold: gear.road.standing().hold,
      heldServers: gear.road.standing().servers,
      outboxDownSince: gear.trouble.since(),
      ...carriers.sums(),
    }),
  }
}

type Claiming = {
  readonly depot: Depot
  readonly gear: Gear
  readonly perSecond: number | undefined
  /** Whether there was no room, so that whoever comes home is to wake us. */
  crowded: boolean
  /** When something is due, as far as is known. */
  nextMs: number
}

/** Claims once, sends the crew out, and resolves to how long to sleep then. */
async function claimed(claiming: Claiming, carriers: ReturnType<typeof crew>): Promise<number> {
  const { depot, gear } = claiming
  const { outbox, clock, timing } = depot
  const now = clock.now()
  const gate = gear.road.gate(now.getTime())
  const tooEarlyMs = Math.max(gate.untilMs - now.getTime(), gear.budget.aheadMs() - aheadMs(timing))
  if (tooEarlyMs > 0) return tooEarlyMs
  const room = roomFor(claiming, carriers.size(), gate.most)
  claiming.crowded = room <= 0
  if (claiming.crowded) return timing.idleMs
  if (claiming.nextMs > now.getTime()) {
    claiming.nextMs = (await outbox.nextAt(gear.platform.name))?.getTime() ?? Number.POSITIVE_INFINITY
    gear.trouble.calm()
    const leftMs = claiming.nextMs - clock.now().getTime()
    if (leftMs > 0) return leftMs === Number.POSITIVE_INFINITY ? timing.idleMs : Math.min(leftMs, timing.lookMs)
  }
  const claims = await outbox.claim(gear.platform.name, now, timing.leaseMs, room)
  // Should this one fail, the leases run out and nothing is in doubt.
  const refused = await outbox.refused(
    claims.map(({ to }) => to),
    new Date(now.getTime() - timing.hourMs),
  )
  carriers.begin(claims, new Set(refused.map(placeName)))
  claiming.nextMs = claims.length === room ? now.getTime() : Number.POSITIVE_INFINITY
  // What is due and was not to be had is in the hands of another.
  return claims.length > 0 ? 0 : timing.lookMs / 10
}

/** How many may be claimed; a platform that refuses us is tried with one, when nobody else is on his way. */
function roomFor({ depot, perSecond }: Claiming, underway: number, most: number): number {
  if (most === 1) return underway === 0 ? 1 : 0
  const paced = perSecond === undefined ? depot.batch : Math.max(1, Math.ceil((perSecond * aheadMs(depot.timing)) / 1000))
  return Math.min(paced, depot.batch, depot.batch * depot.batches - underway)
}
