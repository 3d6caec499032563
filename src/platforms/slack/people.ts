import type { Asker } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import { isZone } from '../../words/dates.ts'
import { toLocale, type Locale } from '../../words/locale.ts'
import type { Trouble } from './api.ts'

type Habits = { readonly locale?: Locale; readonly zone?: string; readonly name?: string }
type Known = { readonly habits: Habits; readonly untilMs: number }
type Ranked = { readonly manages: Promise<boolean | undefined>; readonly untilMs: number }

/** Who did something, and where, as far as the payload says. */
export type Sender = {
  readonly user: string
  readonly server?: string | undefined
  readonly channel?: string | undefined
  /** What the payload calls the person. */
  readonly name?: string | undefined
}

export type People = {
  /** Somebody as one who asks, with the language, the zone and the name that are remembered. Waits for nothing. */
  asker(sender: Sender): Asker
  /** Asks Slack for the language, the zone and the name of somebody it does not remember. Never rejects. */
  learn(sender: Sender): Promise<void>
  /** Asks Slack whether somebody is an admin or an owner of the workspace now, at most once in 30 seconds; undefined while it does not say. Never rejects. */
  manages(sender: Sender): Promise<boolean | undefined>
}

const MOST_PEOPLE = 5000
const REMEMBERED_MS = 6 * 3_600_000
const PAUSE_MS = 60_000
/** How long an answer about somebody's rank holds. */
const RANKED_MS = 30_000

/** What `users.info` tells that matters to us. */
export type Found = {
  readonly locale?: string
  readonly tz?: string
  readonly profile?: { readonly display_name?: string; readonly real_name?: string }
  readonly is_admin?: boolean
  readonly is_owner?: boolean
  readonly is_primary_owner?: boolean
}

export type PeopleSettings = {
  /** Asks Slack about somebody (`users.info` with the locale). */
  readonly lookUp: (user: string) => Promise<{ readonly user?: Found }>
  /** Takes a failed look-up, and says what it was. */
  readonly failed: (error: unknown) => Trouble
  readonly clock: Pick<Clock, 'now'>
}

/** What Slack's commands do not carry: each person's language, zone and the name that others see, kept in memory for some hours and nowhere else. */
export function people({ lookUp, failed, clock }: PeopleSettings): People {
  const known = new Map<string, Known>()
  const asked = new Map<string, Promise<void>>()
  const ranked = new Map<string, Ranked>()
  let pausedUntilMs = 0
  let limitedUntilMs = 0
  const keyOf = ({ server = '', user }: Sender) => `${server}/${user}`

  function remembered(key: string): Habits | undefined {
    const found = known.get(key)
    if (!found) return undefined
    known.delete(key)
    if (found.untilMs <= clock.now().getTime()) return undefined
    known.set(key, found)
    return found.habits
  }

  function remember(key: string, habits: Habits): void {
    known.set(key, { habits, untilMs: clock.now().getTime() + REMEMBERED_MS })
    const [oldest] = known.keys()
    if (known.size > MOST_PEOPLE && oldest !== undefined) known.delete(oldest)
  }

  /** One look-up, whose habits are remembered; undefined where it brought nothing. */
  async function lookedUp(key: string, user: string): Promise<Found | undefined> {
    try {
      const { user: found } = await lookUp(user)
      const locale = toLocale(found?.locale)
      const zone = isZone(found?.tz ?? '')
      const name = found?.profile?.display_name || found?.profile?.real_name
      remember(key, { ...(locale && { locale }), ...(zone !== undefined && { zone }), ...(name && { name }) })
      return found
    } catch (error) {
      const trouble = failed(error)
      if (trouble.kind === 'refused') remember(key, {})
      else pause(trouble.kind === 'limited' ? Math.max(trouble.retryMs, 1000) : PAUSE_MS, trouble.kind === 'limited')
      return undefined
    }
  }

  function pause(ms: number, isLimit: boolean): void {
    pausedUntilMs = clock.now().getTime() + ms
    if (isLimit) limitedUntilMs = pausedUntilMs
  }

  async function rankOf(key: string, user: string): Promise<boolean | undefined> {
    const found = await lookedUp(key, user)
    if (!found) ranked.delete(key)
    return found && (found.is_admin === true || found.is_owner === true || found.is_primary_owner === true)
  }

  return {
    asker: (sender) => ({
      platform: 'slack',
      user: sender.user,
      ...(sender.server && { server: sender.server }),
      ...(sender.channel && { channel: sender.channel }),
      ...(sender.name && { name: sender.name }),
      ...remembered(keyOf(sender)),
    }),
    async learn(sender) {
      const key = keyOf(sender)
      if (sender.user === '' || remembered(key) || pausedUntilMs > clock.now().getTime()) return
      const asking = asked.get(key) ?? lookedUp(key, sender.user).then(() => void asked.delete(key))
      asked.set(key, asking)
      await asking
    },
    async manages(sender) {
      const key = keyOf(sender)
      const nowMs = clock.now().getTime()
      const last = ranked.get(key)
      if (last && last.untilMs > nowMs) return last.manages
      // A rank is asked for whenever it is needed: only Slack's own word puts that off.
      if (sender.user === '' || limitedUntilMs > nowMs) return undefined
      for (const [other, { untilMs }] of ranked) if (untilMs <= nowMs) ranked.delete(other)
      const manages = rankOf(key, sender.user)
      ranked.set(key, { manages, untilMs: nowMs + RANKED_MS })
      return manages
    },
  }
}
