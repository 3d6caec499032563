import type { Claim, Delivery, Effect } from '../../delivery/outbox.ts'
import { definePost, type Ended, type PostSpec } from '../../delivery/post.ts'
import { sayer } from '../../words/say.ts'
import type { Digest } from '../digest.ts'
import { DIGEST } from '../plan.ts'
import { pausedNotice, silentNotice } from './notice.ts'
import { composed, DigestSubject, latenessMs, type PostParts } from './subject.ts'
import { telling } from './telling.ts'
import { THREAD, type ThreadSubject } from './thread.ts'

/**
 * The post of one date of a subscription. Where nobody can tell whether it arrived, its maker is asked; where a channel refuses it,
 * the channel's subscriptions rest and their makers are told.
 */
export const digestPost = (parts: PostParts): PostSpec => {
  const tell = telling(parts)
  return definePost({
    name: DIGEST,
    inDoubt: 'stay-silent',
    subject: DigestSubject,
    compose: (subject, claim, now) => {
      const lateMs = subject.test ? undefined : latenessMs(claim.dueAt, now, parts.timing)
      return (lateMs === undefined ? tell(subject, now) : composed(parts, subject, { lateMs })) ?? 'nothing-to-say'
    },
    after: (subject, claim, ended, now) => consequences(parts, subject, claim, ended, now),
  })
}

function consequences(parts: PostParts, subject: DigestSubject, claim: Claim, ended: Ended, now: Date): readonly Effect[] {
  const { to } = claim
  if (to.kind !== 'channel') return []
  switch (ended.kind) {
    case 'done': {
      const thread = subject.wish.thread && !subject.test ? threadOf(parts, subject, claim, ended.message, now) : undefined
      return thread ? [{ kind: 'deliver', deliveries: [thread] }] : []
    }
    case 'silent': {
      const tell = silentNotice(parts, subject, to, claim, now)
      return subject.test ? [] : [{ kind: 'ask', owner: subject.subscription, tell }]
    }
    case 'refused': {
      const tell = pausedNotice(parts, subject, to, ended.reason, now)
      return ended.scope === 'channel' ? [{ kind: 'halt', place: to, reason: ended.reason, why: ended.why, tell }] : []
    }
    case 'expired':
      return []
  }
}

/** The beginning of a discussion under a post; the web has none. */
function threadOf(parts: PostParts, subject: DigestSubject, claim: Claim, message: string, now: Date): Delivery | undefined {
  const made = claim.to.kind === 'channel' && claim.to.platform !== 'web' ? composed(parts, subject, {}) : undefined
  if (claim.to.kind !== 'channel' || !made) return undefined
  const { wish, date } = subject
  const thread: ThreadSubject = { locale: wish.locale, date, solemn: made.reply.solemn, ...sourcesOf(made) }
  return {
    key: `${claim.key}/thread`,
    to: { ...claim.to, kind: 'thread', under: message, title: made.reply.title ?? '' },
    post: THREAD,
    subject: thread,
    dueAt: now,
    expiresAt: new Date(now.getTime() + THREAD_HOURS * parts.timing.hourMs),
    ...(claim.owner !== undefined && { owner: claim.owner }),
  }
}

/** A discussion that begins half a day after its post begins too late. */
const THREAD_HOURS = 12

/** The post's own way to its sources, if it has one. */
const sourcesOf = ({ reply }: Digest): Pick<ThreadSubject, 'sources'> => {
  const sources = reply.buttons.find(({ label }) => label === sayer(reply.locale)('button.sources'))
  return sources ? { sources: sources.action } : {}
}
