import type { Shows } from '../delivery/outbox.ts'
import { eventMenu, type Shelf, type Telling } from '../almanac/shelf.ts'
import { toActionId } from '../chat/action.ts'
import { buttons } from '../chat/dispatch.ts'
import { note, paragraph, type Block, type Body, type Reply } from '../chat/reply.ts'
import { clockText, dayText, fromIso, type Day } from '../words/dates.ts'
import { sayer, type Say } from '../words/say.ts'
import { dayPart } from './day.ts'
import { occasions, type Occasion } from './occasions.ts'
import type { Part } from './part.ts'
import { quietPart, quietSpeaks } from './quiet.ts'
import { replayPart, telltale, type Telltale } from './replay.ts'
import { lastDate } from './story.ts'
import type { Wish } from './subscription.ts'
import { showing } from './version.ts'
import { comingWeek, quietWeekPart, weekPart } from './week.ts'

/** How and when a post is sent, where it says so. */
export type Manner = {
  /** How much later than due, in milliseconds of the installation's clock; missing for a post that is not late. */
  readonly lateMs?: number | undefined
  /** Somebody asked for it by hand, to see it. */
  readonly test?: true | undefined
  /** The local date on which it was corrected, `YYYY-MM-DD`. */
  readonly corrected?: { readonly date: string } | undefined
}

/** A post as a channel wished it: what it says, which versions of which events it shows, and the one role that it pings. */
export type Digest = {
  readonly reply: Reply
  readonly shows: Shows
  readonly ping?: string | undefined
  /** What it is about, in a few words for a list. */
  readonly subject: string
}

/** What there is to say on a date, before it is put into words. */
type Matter =
  | { readonly kind: 'day'; readonly found: readonly [Occasion, ...Occasion[]] }
  | { readonly kind: 'week'; readonly coming: ReturnType<typeof comingWeek> }
  | { readonly kind: 'quiet' | 'quiet-week' }
  | { readonly kind: 'replay'; readonly told: Telltale }
  /** Which question, the quiz says. */
  | { readonly kind: 'question' }

/** The shelf from which a wish is told; undefined where its pack is loaded no more. */
export const shelfOf = (shelves: readonly Shelf[], { pack }: Pick<Wish, 'pack'>): Shelf | undefined =>
  shelves.find(({ almanac }) => almanac.pack.command === pack)

function matterOf(shelf: Shelf, wish: Wish, date: Day): Matter | undefined {
  if (wish.kind === 'question') return { kind: 'question' }
  if (wish.kind === 'replay') {
    const told = telltale(shelf, wish, date)
    return told && { kind: 'replay', told }
  }
  if (wish.kind === 'weekly') {
    const coming = comingWeek(shelf, wish, date)
    if (coming.length > 0) return { kind: 'week', coming }
    return quietSpeaks(shelf, wish, date) ? { kind: 'quiet-week' } : undefined
  }
  const [first, ...more] = occasions(shelf, wish, date)
  if (first) return { kind: 'day', found: [first, ...more] }
  return wish.kind === 'daily' && quietSpeaks(shelf, wish, date) ? { kind: 'quiet' } : undefined
}

/** Whether there is anything to post on a local date, `YYYY-MM-DD`. */
export function speaks(shelves: readonly Shelf[], wish: Wish, date: string): boolean {
  const shelf = shelfOf(shelves, wish)
  if (shelf === undefined) return false
  // A shelf never changes, and neither does a wish: of the same two, the day asked for last has the same answer.
  const last = SPOKEN.get(wish)
  if (last?.shelf === shelf && last.date === date) return last.speaks
  const day = fromIso(date)
  const found = { shelf, date, speaks: day !== undefined && matterOf(shelf, wish, day) !== undefined }
  SPOKEN.set(wish, found)
  return found.speaks
}

const SPOKEN = new WeakMap<Wish, { readonly shelf: Shelf; readonly date: string; readonly speaks: boolean }>()

/** The local date of the last post of a wish, `YYYY-MM-DD`: only a replay has one. */
export function endOf(shelves: readonly Shelf[], wish: Wish): string | undefined {
  const shelf = wish.kind === 'replay' ? shelfOf(shelves, wish) : undefined
  return shelf && lastDate(shelf, wish)
}

/** The post of a local date, `YYYY-MM-DD`; undefined where there is nothing to say. The same wish, date and pack give the same post. */
export function digest(shelves: readonly Shelf[], wish: Wish, date: string, manner: Manner = {}): Digest | undefined {
  const shelf = shelfOf(shelves, wish)
  const day = fromIso(date)
  const matter = shelf && day && matterOf(shelf, wish, day)
  if (!shelf || !day || !matter) return undefined
  const telling: Telling = { say: sayer(wish.locale), locale: wish.locale }
  const part = partOf(shelf, wish, day, matter, telling)
  if (!part) return undefined
  const events = [...new Set(part.events)]
  const solemn = events.some((event) => event.solemn)
  const menu = wish.kind !== 'replay' && events.length > 1 ? eventMenu(shelf, telling, events) : undefined
  const reply: Reply = {
    locale: wish.locale,
    audience: 'everyone',
    title: part.title,
    blocks: [...testLine(manner, telling.say), ...part.blocks, ...closingLines(wish, day, manner, telling.say)],
    ...(menu && { menu }),
    buttons: part.buttons,
    footer: [],
    solemn,
  }
  const [first] = matter.kind === 'day' ? events : []
  const subject = first?.title[wish.locale] ?? part.title
  return { reply, subject, shows: showing(shelf, events, wish.locale), ...(wish.role !== undefined && !solemn && { ping: wish.role }) }
}

function partOf(shelf: Shelf, wish: Wish, date: Day, matter: Matter, telling: Telling): Part | undefined {
  switch (matter.kind) {
    case 'day':
      return dayPart(shelf, wish, date, matter.found, telling)
    case 'week':
      return weekPart(shelf, date, matter.coming, telling)
    case 'quiet':
      return quietPart(shelf, wish, date, telling)
    case 'quiet-week':
      return quietWeekPart(shelf, wish, date, telling)
    case 'replay':
      return replayPart(shelf, wish, matter.told, telling)
    case 'question': {
      const { say } = telling
      return {
        title: say('schedule.questionTitle'),
        blocks: [paragraph(say('schedule.questionBody'))],
        events: [],
        buttons: buttons([say('button.help'), toActionId('griot.help')]),
      }
    }
  }
}

const testLine = ({ test }: Manner, say: Say): readonly Block[] => (test ? [note(say('post.test'))] : [])

/** That it is late, and that it was corrected: the last words of a post. */
function closingLines(wish: Wish, date: Day, { lateMs, corrected }: Manner, say: Say): readonly Block[] {
  const lines: Body[] = []
  if (lateMs !== undefined) {
    const time = clockText(wish.locale, Math.floor(wish.minute / 60), wish.minute % 60)
    const late = lateText(lateMs, say)
    const day = dayText(wish.locale, { month: date.month, day: date.day })
    lines.push([lateMs < DAY_MS / 2 ? say('post.late', { late, time }) : say('post.lateSince', { late, day, time })])
  }
  const on = corrected && fromIso(corrected.date)
  if (on) lines.push([say('post.corrected', { date: dayText(wish.locale, on) })])
  return lines.map((line) => note(...line))
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** `40 minutes`, `3 h`, `2 days`: as exact as it matters, rounded down. */
function lateText(lateMs: number, say: Say): string {
  if (lateMs < HOUR_MS) return say('post.lateBy', { unit: 'minutes', n: Math.max(1, Math.floor(lateMs / MINUTE_MS)) })
  return lateMs < 2 * DAY_MS
    ? say('post.lateBy', { unit: 'hours', n: Math.floor(lateMs / HOUR_MS) })
    : say('post.lateBy', { unit: 'days', n: Math.floor(lateMs / DAY_MS) })
}
