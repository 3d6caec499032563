import type { Ask } from '../../chat/command.ts'
import type { Lack, PlatformName, Reason } from '../../chat/platform.ts'
import { clockText, dayText, today } from '../../words/dates.ts'
import type { Say } from '../../words/say.ts'
import type { Pause, Subscription, Wish } from '../subscription.ts'
import { offsetAt } from '../wall.ts'
import { WEEKDAYS } from './labels.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** What is posted and when: "every Monday at 09:00". */
export function whatText(say: Say, wish: Wish): string {
  const time = minuteText(say, wish.minute)
  switch (wish.kind) {
    case 'anniversaries':
      return say('schedule.what.anniversaries', { time })
    case 'daily':
      return say('schedule.what.daily', { time })
    case 'weekly':
      return say('schedule.what.weekly', { time, day: WEEKDAYS[wish.weekday - 1] ?? 'sunday' })
    case 'replay':
      return say('schedule.what.replay', { time, pace: wish.pace })
    case 'question':
      return say('schedule.what.question', { time })
  }
}

/** A time of day by its minute. */
export const minuteText = (say: Say, minute: number): string => clockText(say.locale, Math.floor(minute / 60), minute % 60)

/** The date that the calendar of a zone shows at an instant, with its year. */
export const dateAt = (say: Say, at: Date, zone: string): string => dayText(say.locale, today(at, zone))

/** The time of day that the clocks of a zone show at an instant. */
export const timeAt = (say: Say, at: Date, zone: string): string => {
  const localMs = at.getTime() + offsetAt(zone, at.getTime())
  return minuteText(say, Math.floor((((localMs % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS))
}

/** A `YYYY-MM-DD` in words. */
export const isoText = (say: Say, iso: string): string => {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number)
  return dayText(say.locale, { year, month, day })
}

/** The offset of a zone at an instant as it is written behind "UTC": `+00:00`, `−03:30`. */
export const offsetText = (zone: string, at: Date): string => {
  const minutes = Math.round(offsetAt(zone, at.getTime()) / MINUTE_MS)
  const padded = (n: number): string => String(n).padStart(2, '0')
  return `${minutes < 0 ? '−' : '+'}${padded(Math.floor(Math.abs(minutes) / 60))}:${padded(Math.abs(minutes) % 60)}`
}

/** Why a platform will not take a message, and what mends that there. */
export const refusalText = (say: Say, reason: Reason, platform: PlatformName): string => say(`refusal.${reason}`, { platform })

/** What stands in the way of posting, and what to grant there. */
export const lackText = (say: Say, lack: Lack, platform: PlatformName): string => say(`lack.${lack}`, { platform })

/** Why a schedule rests, since when, and what mends it. */
export const pauseText = (say: Say, pause: Pause, zone: string, platform: PlatformName): string =>
  pause.by === 'people'
    ? say('schedule.pausedByPeople', { date: dateAt(say, pause.at, zone) })
    : say('schedule.pausedByPlatform', { date: dateAt(say, pause.at, zone), mend: refusalText(say, pause.reason, platform) })

/** What a schedule is called in a list: its number and what it posts. */
export const titleText = ({ say }: Ask, { number, wish }: Subscription): string => `${number} · ${whatText(say, wish)}`

export const languageText = (say: Say, locale: Wish['locale']): string => say(`language.${locale}`)

/** With a capital, as a sentence or a label begins. */
export const capitalised = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)
