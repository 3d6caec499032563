import { createHash } from 'node:crypto'
import type { Shelf } from '../almanac/shelf.ts'
import type { Ledger, Sent } from '../delivery/ledger.ts'
import type { Delivery, Shows } from '../delivery/outbox.ts'
import type { Timing } from '../delivery/timing.ts'
import { digest } from './digest.ts'
import { DIGEST } from './plan.ts'
import { CORRECTION, type CorrectionSubject } from './posts/correction.ts'
import { DigestSubject, latenessMs } from './posts/subject.ts'
import { eventShown, meansOther, versionOf } from './version.ts'

/** A post that shows something that the pack says no more. */
export type Affected = {
  readonly sent: Sent
  readonly subject: DigestSubject
  /** What the pack says now of the events that it shows; an event that is gone is missing. */
  readonly now: Shows
  /** Events that are told differently now, named as in what a message shows. */
  readonly changed: readonly string[]
  readonly gone: readonly string[]
  /** Whether it says something different, and not the same in other words. An event that is gone does. */
  readonly meaning: boolean
}

const PAGE = 500

/** Every sent post whose events have changed since, in order of the keys. What belongs to a pack that is not loaded is left alone: nobody knows what it says now. */
export async function* affected(ledger: Ledger, shelves: readonly Shelf[]): AsyncGenerator<Affected> {
  let after: string | undefined
  for (;;) {
    const page = await ledger.sent(after, PAGE)
    for (const sent of page) {
      const found = change(sent, shelves)
      if (found) yield found
    }
    after = page.at(-1)?.key
    if (page.length < PAGE) return
  }
}

function change(sent: Sent, shelves: readonly Shelf[]): Affected | undefined {
  const subject = sent.post === DIGEST ? DigestSubject.safeParse(sent.subject) : undefined
  if (!subject?.success) return undefined
  const { locale } = subject.data.wish
  const shown = Object.entries(sent.shows).filter(([id]) => shelves.some(({ almanac }) => id.startsWith(`${almanac.pack.id}/`)))
  const versions = shown.map(([id, before]) => {
    const event = eventShown(shelves, id)?.event
    return { id, before, after: event && versionOf(event, locale) }
  })
  const different = versions.filter(({ before, after }) => before !== after)
  if (different.length === 0) return undefined
  return {
    sent,
    subject: subject.data,
    now: Object.fromEntries(versions.flatMap(({ id, after }) => (after === undefined ? [] : [[id, after]]))),
    changed: different.flatMap(({ id, after }) => (after === undefined ? [] : [id])),
    gone: different.flatMap(({ id, after }) => (after === undefined ? [id] : [])),
    meaning: different.some(({ before, after }) => after === undefined || meansOther(before, after)),
  }
}

/** The delivery that edits one post. Its key says which post and to which versions, so that each change edits it once. */
function correction(
  { sent, subject, now: versions, changed, gone, meaning }: Affected,
  shelves: readonly Shelf[],
  now: Date,
  timing: Timing,
): Delivery {
  const lateMs = latenessMs(sent.dueAt, sent.sentAt, timing)
  const content: CorrectionSubject = {
    key: sent.key,
    original: subject,
    ...(lateMs !== undefined && { lateMs }),
    shows: { ...digest(shelves, subject.wish, subject.date)?.shows },
    changed: [...changed],
    gone: [...gone],
    meaning,
  }
  return {
    key: `correct/${sent.key}/${signOf(versions, gone)}`,
    to: sent.to,
    post: CORRECTION,
    subject: content,
    dueAt: now,
    expiresAt: new Date(now.getTime() + CORRECTION_HOURS * timing.hourMs),
    ...(sent.owner !== undefined && { owner: sent.owner }),
    amends: sent.message,
  }
}

/** So long a correction is tried. */
const CORRECTION_HOURS = 30 * 24

const signOf = (versions: Shows, gone: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([Object.entries(versions).toSorted(([a], [b]) => (a < b ? -1 : 1)), gone.toSorted()]))
    .digest('base64url')
    .slice(0, 16)

const BATCH = 100

/** Writes a correction for every post that needs one and has none yet; says how many posts are affected and how many corrections are new. */
export async function correct(
  ledger: Ledger,
  shelves: readonly Shelf[],
  now: Date,
  timing: Timing,
): Promise<{ readonly affected: number; readonly written: number }> {
  let [count, written] = [0, 0]
  let batch: Delivery[] = []
  const write = async (): Promise<void> => {
    if (batch.length > 0) written += await ledger.write(batch, now)
    batch = []
  }
  for await (const one of affected(ledger, shelves)) {
    count += 1
    batch.push(correction(one, shelves, now, timing))
    if (batch.length >= BATCH) await write()
  }
  await write()
  return { affected: count, written }
}

/** One affected post as the shell shows it: where and when it was posted, and which of its events changed how. */
export const affectedLine = ({ sent, subject, changed, gone, meaning }: Affected): string =>
  [
    `${sent.to.platform} ${subject.date} ${sent.key}: ${meaning ? 'says something different now' : 'is worded differently now'}`,
    ...(changed.length > 0 ? [`changed: ${changed.join(', ')}`] : []),
    ...(gone.length > 0 ? [`gone: ${gone.join(', ')}`] : []),
  ].join('; ')
