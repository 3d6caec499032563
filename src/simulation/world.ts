import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import { nonceOf } from '../platforms/discord/mark.ts'
import { discordLimited, discordWorld } from './discord-world.ts'
import { carrier, DOUBTFUL, RATES, type Answer, type Fate, type Request } from './fates.ts'
import type { Blow } from './fortune.ts'
import type { Inhabitant } from './population.ts'
import { keyOf, slackLimited, slackWorld } from './slack-world.ts'
import type { Evidence } from './verdicts.ts'

export type World = {
  readonly discord: (request: Request) => Promise<Answer>
  readonly slack: (request: Request) => Promise<Answer>
  befall(blow: Blow, begins: boolean): void
  /** These were being sent when the process died. */
  killed(keys: readonly string[]): void
  readonly evidence: Pick<Evidence, 'appeared' | 'doubtful' | 'struck' | 'seeing'>
  /** How often each fate struck. */
  faults(): Readonly<Record<string, number>>
  /** How many messages, threads and notices among them, appeared more than once. */
  doubled(): number
}

export type WorldSettings = {
  readonly clock: Clock
  readonly random: (what: string) => Random
  /** Called whenever an answer goes back. */
  readonly stir: () => void
  /** Whether the network has faults. */
  readonly network: boolean
  readonly inhabitants: readonly Inhabitant[]
}

/** A Discord and a Slack, the ways to them, and an account of all that happened there. */
export function world({ clock, random, stir, network, inhabitants }: WorldSettings): World {
  // In every fifth channel of Discord we may write and not read.
  const blind = new Set(
    inhabitants.filter(({ place }, n) => place.platform === 'discord' && n % 10 === 0).map(({ place }) => place.channel),
  )
  const discord = discordWorld({ clock, blind: (channel) => blind.has(channel) })
  const slack = slackWorld({ clock })
  const struck = new Map<string, Set<Fate | 'killed'>>()
  const counts: Record<string, number> = {}
  const strike = (name: string, fate: Fate | 'killed'): void => {
    struck.set(name, (struck.get(name) ?? new Set()).add(fate))
    counts[fate] = (counts[fate] ?? 0) + 1
  }
  const way = (name: 'discord' | 'slack', serve: (request: Request) => Answer, limited: (seconds: number) => Answer) =>
    carrier(
      {
        clock,
        random: random(`fates of ${name}`),
        rates: network ? RATES : {},
        limited,
        struck: (request, fate) => strike(nameOf(name, request), fate),
      },
      serve,
    )
  const stirring =
    (carry: (request: Request) => Promise<Answer>) =>
    async (request: Request): Promise<Answer> => {
      return carry(request).finally(stir)
    }
  const nameIn = ({ place }: Inhabitant, key: string): string => (place.platform === 'discord' ? nonceOf(key) : key)
  const platformOf = ({ place }: Inhabitant) => (place.platform === 'discord' ? discord : slack)
  const fatesOf = (inhabitant: Inhabitant, key: string) => [...(struck.get(nameIn(inhabitant, key)) ?? []), ...(struck.get(key) ?? [])]
  return {
    discord: stirring(way('discord', (request) => discord.serve(request), discordLimited)),
    slack: stirring(way('slack', (request) => slack.serve(request), slackLimited)),
    befall(blow, begins) {
      if (blow.kind === 'revoked') (blow.platform === 'discord' ? discord : slack).revoke(begins)
      const inhabitant = blow.kind === 'withdrawn' ? inhabitants[blow.inhabitant] : undefined
      if (inhabitant) platformOf(inhabitant)[begins ? 'withdraw' : 'grant'](inhabitant.place.channel)
    },
    killed: (keys) => {
      for (const key of keys) strike(key, 'killed')
    },
    evidence: {
      appeared: (inhabitant, key) => platformOf(inhabitant).appeared(inhabitant.place.channel, nameIn(inhabitant, key)),
      doubtful: (inhabitant, key) => fatesOf(inhabitant, key).some((fate) => fate === 'killed' || DOUBTFUL.has(fate)),
      struck: (inhabitant, key) => fatesOf(inhabitant, key).length > 0,
      seeing: ({ place }) => place.platform === 'discord' && !blind.has(place.channel),
    },
    faults: () => counts,
    doubled: () => discord.doubled() + slack.doubled(),
  }
}

/** What a request is about: its nonce on Discord, its key on Slack. */
function nameOf(platform: 'discord' | 'slack', { body }: Request): string {
  if (platform === 'slack') return keyOf(new URLSearchParams(body).get('metadata'))
  const { nonce } = body === '' ? { nonce: undefined } : (JSON.parse(body) as { nonce?: unknown })
  return typeof nonce === 'string' ? nonce : ''
}
