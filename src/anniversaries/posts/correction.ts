import * as z from 'zod'
import { eventMenu, type Telling } from '../../almanac/shelf.ts'
import { whenText } from '../../almanac/when.ts'
import { toActionId } from '../../chat/action.ts'
import { buttons } from '../../chat/dispatch.ts'
import { heading, note, paragraph, type Block, type Reply } from '../../chat/reply.ts'
import type { Claim, Delivery, Effect } from '../../delivery/outbox.ts'
import { definePost, type Composed, type Ended, type PostSpec } from '../../delivery/post.ts'
import { dayText, fromIso, toIso, today } from '../../words/dates.ts'
import { sayer } from '../../words/say.ts'
import { shelfOf } from '../digest.ts'
import { eventWays } from '../part.ts'
import { eventShown } from '../version.ts'
import { pausedNotice } from './notice.ts'
import { composed, DigestSubject, type PostParts } from './subject.ts'

export const CORRECTION = 'correction'
export const ERRATUM = 'erratum'

export const CorrectionSubject = z.strictObject({
  /** The key of the post that is corrected. */
  key: z.string(),
  original: DigestSubject,
  /** How late the post was, in milliseconds, where it said so. */
  lateMs: z.number().optional(),
  /** What it shows once it is corrected. */
  shows: z.record(z.string(), z.string()),
  changed: z.array(z.string()),
  gone: z.array(z.string()),
  /** Whether it says something different, and not the same in other words. */
  meaning: z.boolean(),
})
export type CorrectionSubject = z.output<typeof CorrectionSubject>

/** The same, of a post that was wrong and is followed by what the pack says now. */
const ErratumSubject = CorrectionSubject.pick({ key: true, original: true, shows: true, changed: true, gone: true })
type ErratumSubject = z.output<typeof ErratumSubject>

/** Puts what the pack says now in the place of what a post said, with a dated note. One that cannot be edited any more is followed by an erratum, if its meaning changed. */
export const correctionPost = (parts: PostParts): PostSpec =>
  definePost({
    name: CORRECTION,
    inDoubt: 'say-again',
    subject: CorrectionSubject,
    compose: ({ original, lateMs }, _, now) => corrected(parts, original, lateMs, now),
    after: (subject, claim, ended, now) => consequences(parts, subject, claim, ended, now),
  })

function corrected(parts: PostParts, original: DigestSubject, lateMs: number | undefined, now: Date): Composed {
  const date = toIso(today(now, original.wish.zone))
  const made = composed(parts, original, { lateMs, corrected: { date } })
  // An edit pings nobody a second time.
  return made ? { reply: made.reply, shows: made.shows } : { reply: withdrawn(parts, original, date), shows: {} }
}

/** Where the pack has nothing left of what a post told, the post says so. */
function withdrawn({ footer }: PostParts, { wish: { locale }, date }: DigestSubject, on: string): Reply {
  const say = sayer(locale)
  const day = fromIso(on)
  const title = fromIso(date)
  return {
    locale,
    audience: 'everyone',
    ...(title && { title: dayText(locale, title) }),
    blocks: [paragraph(say('post.withdrawn')), ...(day ? [note(say('post.corrected', { date: dayText(locale, day) }))] : [])],
    buttons: [],
    footer: footer?.(say) ?? [],
    solemn: true,
  }
}

function consequences(parts: PostParts, subject: CorrectionSubject, claim: Claim, ended: Ended, now: Date): readonly Effect[] {
  const cannotBeEdited = ended.kind === 'refused' && ended.scope === 'message'
  if (!cannotBeEdited) return noted(parts, subject, claim, ended, now)
  if (!subject.meaning) return []
  const { key, original, shows, changed, gone } = subject
  const erratum: ErratumSubject = { key, original, shows, changed, gone }
  const delivery: Delivery = {
    key: `${ERRATUM}/${claim.key}`,
    to: claim.to,
    post: ERRATUM,
    subject: erratum,
    dueAt: now,
    expiresAt: new Date(now.getTime() + ERRATUM_HOURS * parts.timing.hourMs),
    ...(claim.owner !== undefined && { owner: claim.owner }),
  }
  return [{ kind: 'deliver', deliveries: [delivery] }]
}

/** What the channel has been told is told once; a channel that refuses us is asked no more. */
function noted(parts: PostParts, { key, original, shows }: ErratumSubject, { to }: Claim, ended: Ended, now: Date): readonly Effect[] {
  if (ended.kind === 'done') return [{ kind: 'shown', key, shows }]
  if (ended.kind !== 'refused' || ended.scope !== 'channel' || to.kind !== 'channel') return []
  const { reason, why } = ended
  return [{ kind: 'halt', place: to, reason, why, tell: pausedNotice(parts, original, to, reason, now) }]
}

/** So long an erratum is still worth posting. */
const ERRATUM_HOURS = 7 * 24

/** Posted beside a message that was wrong and can no longer be edited: what the pack says now. */
export const erratumPost = (parts: PostParts): PostSpec =>
  definePost({
    name: ERRATUM,
    inDoubt: 'stay-silent',
    subject: ErratumSubject,
    compose: (subject) => ({ reply: erratumOf(parts, subject) }),
    after: (subject, claim, ended, now) => noted(parts, subject, claim, ended, now),
  })

function erratumOf({ shelves, footer }: PostParts, { original, changed, gone }: ErratumSubject): Reply {
  const { date, wish } = original
  const { locale, pack } = wish
  const telling: Telling = { say: sayer(locale), locale }
  const { say } = telling
  const day = fromIso(date)
  const shelf = shelfOf(shelves, { pack })
  const events = changed.flatMap((id) => eventShown(shelves, id)?.event ?? [])
  const [first] = events
  const menu = shelf && events.length > 1 ? eventMenu(shelf, telling, events) : undefined
  return {
    locale,
    audience: 'everyone',
    title: say('erratum.title', { date: day ? dayText(locale, day) : date }),
    blocks: [
      ...(events.length > 0 ? [paragraph(say('erratum.body'))] : []),
      ...events
        .slice(0, TOLD)
        .flatMap((event): Block[] => [heading(event.title[locale]), note(whenText(say, event.when)), paragraph(event.summary[locale])]),
      ...(gone.length > 0 ? [note(say('erratum.gone', { count: gone.length }))] : []),
    ],
    ...(menu && { menu }),
    buttons: shelf && first ? eventWays(shelf, first, telling) : buttons([say('button.help'), toActionId('griot.help')]),
    footer: footer?.(say) ?? [],
    solemn: true,
  }
}

const TOLD = 4
