import type { Shelf } from '../../almanac/shelf.ts'
import { topicIds } from '../../almanac/topics.ts'
import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { localeFor } from '../../chat/dispatch.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Locale } from '../../words/locale.ts'
import { readTime } from '../../words/read-time.ts'
import { readZone } from '../../words/read-zone.ts'
import { shelfOf } from '../digest.ts'
import type { Wish } from '../subscription.ts'
import { type PACE_NAMES, WEEKDAYS } from './labels.ts'
import { roleOf } from './role.ts'
import { beginning, firstDate, tomorrow } from './story.ts'
import type { Desk } from './desk.ts'

/** What can be said of a schedule, as it was typed. */
export type Wanted = {
  readonly time?: string | undefined
  readonly zone?: string | undefined
  readonly language?: Locale | undefined
  readonly weight?: number | undefined
  readonly topics?: string | undefined
  readonly quiet?: Wish['quiet'] | undefined
  readonly 'catch-up'?: Wish['catchUp'] | undefined
  readonly hours?: number | undefined
  readonly thread?: boolean | undefined
  readonly role?: string | undefined
  readonly weekday?: (typeof WEEKDAYS)[number] | undefined
  readonly starts?: string | undefined
  readonly from?: string | undefined
  readonly pace?: (typeof PACE_NAMES)[number] | undefined
}

/** How far back `all` reaches where nobody said. */
const CATCH_UP_HOURS = 48

/** The wish of a new schedule: what was not said is as a public answer in this channel would have it. Throws `Failure` for what cannot be read. */
export function newWish(desk: Desk, ask: Ask, kind: Wish['kind'], pack: Shelf, wanted: Wanted & { readonly time: string }): Wish {
  const settled = desk.settlements.of(ask.asker)
  const { minute, zone = settled.channel.zone ?? settled.server.zone ?? ask.zone } = timeAndZone(wanted.time, wanted.zone)
  return {
    kind,
    pack: pack.almanac.pack.command,
    zone,
    minute,
    locale: wanted.language ?? localeFor(ask.asker, 'everyone', desk.locale, settled),
    minWeight: 2,
    topics: [],
    quiet: kind === 'daily' ? 'background' : 'skip',
    catchUp: 'latest',
    catchUpHours: CATCH_UP_HOURS,
    thread: false,
    weekday: 1,
    pace: 1,
    ...(kind === 'replay' && { starts: tomorrow(ask.now, zone) }),
  }
}

/** The same wish with what was said changed. Throws `Failure` for what cannot be read or does not belong to this kind. */
export function changedWish(desk: Desk, ask: Ask, wish: Wish, wanted: Wanted): Wish {
  belonging(ask, wish, wanted)
  const { role: _, ...rest } = wish
  const typed = wanted.time === undefined ? { minute: wish.minute, zone: zoneOf(wanted.zone) } : timeAndZone(wanted.time, wanted.zone)
  const zone = typed.zone ?? wish.zone
  const shelf = shelfOf(desk.shelves, wish)
  const role = wanted.role === undefined ? wish.role : roleOf(ask, wanted.role)
  return {
    ...rest,
    zone,
    minute: typed.minute,
    locale: wanted.language ?? wish.locale,
    minWeight: wanted.weight ?? wish.minWeight,
    topics: wanted.topics === undefined ? wish.topics : topicIds(shelf ? [shelf] : [], ask, wanted.topics),
    quiet: wanted.quiet ?? wish.quiet,
    catchUp: wanted['catch-up'] ?? wish.catchUp,
    catchUpHours: wanted.hours ?? wish.catchUpHours,
    thread: wanted.thread ?? wish.thread,
    weekday: wanted.weekday === undefined ? wish.weekday : WEEKDAYS.indexOf(wanted.weekday) + 1,
    pace: wanted.pace === undefined ? wish.pace : paceOf(wanted.pace),
    ...(role !== undefined && { role }),
    ...(wanted.starts !== undefined && { starts: firstDate(ask, wanted.starts, zone) }),
    ...(wanted.from !== undefined && { from: beginning(shelf, ask, wanted.from, wish) }),
  }
}

/** Refuses what is said of another kind of schedule, or of another place, than this one. */
function belonging({ say, asker }: Ask, wish: Wish, wanted: Wanted): void {
  const onlyFor = (argument: string, kind: string): Failure => new Failure('bad-input', 'schedule.onlyFor', { argument, kind })
  if (wanted.weekday !== undefined && wish.kind !== 'weekly') throw onlyFor(say('arg.weekday.name'), say('kind.weekly'))
  if (wanted.quiet !== undefined && (wish.kind === 'anniversaries' || wish.kind === 'question'))
    throw new Failure('bad-input', 'schedule.noQuiet', { argument: say('arg.quiet.name'), kind: say(`kind.${wish.kind}`) })
  if (wish.kind !== 'replay') {
    const named = [
      wanted.starts !== undefined && say('arg.starts.name'),
      wanted.from !== undefined && say('arg.begin.name'),
      wanted.pace !== undefined && say('arg.pace.name'),
    ].find((name) => name !== false)
    if (named !== undefined) throw onlyFor(named, say('kind.replay'))
  }
  if (wanted.hours !== undefined && (wanted['catch-up'] ?? wish.catchUp) !== 'all')
    throw new Failure('bad-input', 'schedule.onlyAll', { argument: say('arg.hours.name'), choice: say('catchUp.all') })
  if (asker.platform === 'web' && wanted.thread === true) throw new Failure('bad-input', 'schedule.noThreads')
}

/**
 * The minute of a time of day and the zone of a place that stand in one text, such as `9 h 30 Paris`; the zone may also be named by
 * itself. Throws `Failure` where either cannot be read.
 */
export function timeAndZone(text: string, zone: string | undefined): { readonly minute: number; readonly zone?: string | undefined } {
  const words = text.trim().split(/\s+/)
  const whole = readTime(words.join(' '))
  if (whole !== undefined) return { minute: whole, zone: zoneOf(zone) }
  const at = zone === undefined ? words.findLastIndex((_, n) => n > 0 && readTime(words.slice(0, n).join(' ')) !== undefined) : -1
  const minute = at < 0 ? undefined : readTime(words.slice(0, at).join(' '))
  if (minute === undefined) throw new Failure('bad-input', 'error.time', { said: quotable(text) })
  return { minute, zone: placed(words.slice(at).join(' ')) }
}

/** A zone behind a time, where people write "in Warsaw" and "à Paris". Throws `Failure` where there is none. */
const placed = (text: string): string | undefined => readZone(text) ?? zoneOf(text.replace(IN, ''))

const IN = /^(?:in|à|a|en|au|w|we) /i

/** A zone by its name or by a city. Throws `Failure` where there is none. */
export function zoneOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const zone = readZone(text)
  if (zone === undefined) throw new Failure('bad-input', 'error.zone', { zone: quotable(text) })
  return zone
}

const paceOf = (name: (typeof PACE_NAMES)[number]): Wish['pace'] => (name === '1' ? 1 : name === '2' ? 2 : name === '4' ? 4 : 7)
