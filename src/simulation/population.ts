import type { ChannelPlace } from '../chat/platform.ts'
import { CATCH_UPS, PACES, QUIETS, type Wish } from '../anniversaries/subscription.ts'
import { addDays, toIso, today } from '../words/dates.ts'
import { LOCALES } from '../words/locale.ts'
import type { Random } from '../kernel/random.ts'

/** One channel of the simulated world, and what it asks for. */
export type Inhabitant = { readonly id: string; readonly place: ChannelPlace; readonly wish: Wish }

/** Zones with every kind of clock change that there is today, and the ones where the readers live. */
const ZONES = [
  'Africa/Bamako',
  'Europe/Paris',
  'Europe/Warsaw',
  'America/Montreal',
  'America/New_York',
  'Africa/Cairo',
  'America/Havana',
  'Australia/Lord_Howe',
  'America/Nuuk',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Europe/London',
  'Pacific/Chatham',
  'UTC',
]

/** Half past two lies in the gap of most clock changes, midnight in those of Cairo and Havana. */
const MINUTES = [0, 150, 540, 540, 540, 480, 1080, 1410, 725]

/** What is simulated: the posts that tell; a question of the day is the quiz's. */
const TOLD = ['anniversaries', 'daily', 'weekly', 'replay'] as const

/** As many channels as are wished for, half of each platform, each with one wish; the same seed, the same people. */
export function population(count: number, startAt: Date, pack: string, random: Random): readonly Inhabitant[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  return Array.from({ length: count }, (_, n): Inhabitant => {
    const platform = n % 2 === 0 ? 'discord' : 'slack'
    const number = String(n).padStart(9, '0')
    const place: ChannelPlace =
      platform === 'discord'
        ? { kind: 'channel', platform, server: `700000000${number}`, channel: `800000000${number}` }
        : { kind: 'channel', platform, server: 'T0SIMULATED', channel: `C${number}` }
    const kind = pick([...TOLD, 'anniversaries', 'anniversaries', 'anniversaries', 'anniversaries'] as const)
    const zone = pick(ZONES)
    return {
      id: idOf(n),
      place,
      wish: {
        kind,
        pack,
        zone,
        minute: pick(MINUTES),
        locale: pick(LOCALES),
        minWeight: pick([1, 1, 2, 3]),
        topics: [],
        quiet: kind === 'daily' ? pick(QUIETS) : 'skip',
        catchUp: pick([...CATCH_UPS, 'latest', 'latest'] as const),
        catchUpHours: pick([24, 48, 168]),
        thread: random() < 0.1,
        weekday: 1 + Math.floor(random() * 7),
        pace: pick(PACES),
        ...(kind === 'replay' && { starts: toIso(addDays(today(startAt, zone), 1 + Math.floor(random() * 300))) }),
      },
    }
  })
}

/** Ten characters, as every subscription has. */
const idOf = (n: number): string => `s${n.toString(32).padStart(9, '0')}`.replaceAll('0', 'w').replaceAll('1', 'x')
