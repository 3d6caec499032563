import type { Asker } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import { isZone } from '../../words/dates.ts'
import { toLocale, type Locale } from '../../words/locale.ts'
import type { Trouble } from './api.ts'

type Habits = { readonly locale?: Locale; readonly zone?: string }
type Known = { readonly habits: Habits; readonly untilMs: number }

/** Who did something, and where, as far as the payload says. */
export type Sender = { readonly user: string; readonly server?: string | undefined; readonly channel?: string | undefined }

export type People = {
  /** Somebody as one who asks, with the language and the zone that are remembered. Waits for nothing. */
  asker(sender: Sender): Asker
  /** Asks Slack for the language and the zone of somebody it does not remember. Never rejects. */
  learn(sender: Sender): Promise<void>
}

const MOST_PEOPLE = 5000
const REMEMBERED_MS = 6 * 3_600_000
const PAUSE_MS = 60_000

export type PeopleSettings = {
  /** Asks Slack about somebody (`users.info` with the locale). */
  readonly lookUp: (user: string) => Promise<{ readonly user?: { readonly locale?: string; readonly tz?: string } }>
  /** Takes a failed look-up, and says what it was. */
  readonly failed: (error: unknown) => Trouble
  readonly clock: Pick<Clock, 'now'>
}

/** What Slack's commands do not carry: each person's language and zone, kept in memory for some hours and nowhere else. */
export function people({ lookUp, failed, clock }: PeopleSettings): People {
  const known = new Map<string, Known>()
  const asked = new Map<string, Promise<void>>()
  let pausedUntilMs = 0
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

  async function fetched(key: string, user: string): Promise<void> {
    try {
      const { user: found } = await lookUp(user)
      const locale = toLocale(found?.locale)
      const zone = isZone(found?.tz ?? '')
      remember(key, { ...(locale && { locale }), ...(zone !== undefined && { zone }) })
    } catch (error) {
      const trouble = failed(error)
      if (trouble.kind === 'refused') remember(key, {})
      else pausedUntilMs = clock.now().getTime() + (trouble.kind === 'limited' ? Math.max(trouble.retryMs, 1000) : PAUSE_MS)
    } finally {
      asked.delete(key)
    }
  }

  return {
    asker: (sender) => ({
      platform: 'slack',
      user: sender.user,
      ...(sender.server && { server: sender.server }),
      ...(sender.channel && { channel: sender.channel }),
      ...remembered(keyOf(sender)),
    }),
    async learn(sender) {
      const key = keyOf(sender)
      if (sender.user === '' || remembered(key) || pausedUntilMs > clock.now().getTime()) return
      const asking = asked.get(key) ?? fetched(key, sender.user)
      asked.set(key, asking)
      await asking
    },
  }
}
