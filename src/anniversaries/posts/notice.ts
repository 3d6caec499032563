import * as z from 'zod'
import { toActionId } from '../../chat/action.ts'
import { buttons } from '../../chat/dispatch.ts'
import type { ChannelPlace, PlatformName, Reason } from '../../chat/platform.ts'
import { link, note, paragraph, type Block, type Reply } from '../../chat/reply.ts'
import type { Claim, Delivery, Tell } from '../../delivery/outbox.ts'
import { definePost, type PostSpec } from '../../delivery/post.ts'
import { clockText, dayText, fromIso } from '../../words/dates.ts'
import { LOCALES } from '../../words/locale.ts'
import { sayer, type Say } from '../../words/say.ts'
import { refusalText } from '../desk/phrases.ts'
import { KINDS, type Wish } from '../subscription.ts'
import type { DigestSubject, PostParts } from './subject.ts'

export const NOTICE = 'notice'

const REASONS = [
  'forbidden',
  'no-channel',
  'archived',
  'not-member',
  'no-person',
  'no-threads',
  'no-message',
  'token',
  'server',
  'malformed',
] as const satisfies readonly Reason[]

const about = {
  locale: z.enum(LOCALES),
  subscription: z.string(),
  /** Where the channel is, if it has an address. */
  address: z.url({ protocol: /^https?$/ }).optional(),
  /** Which of the channel's schedules it is, where that is known. */
  schedule: z.strictObject({ kind: z.enum(KINDS), minute: z.int().min(0).max(1439), zone: z.string() }).optional(),
}

const NoticeSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paused'), ...about, reason: z.enum(REASONS), others: z.int().min(1).optional() }),
  z.strictObject({ kind: z.literal('silent'), ...about, date: z.string() }),
])
export type NoticeSubject = z.output<typeof NoticeSubject>

/** What a schedule's maker is told in private: that it was paused and how to mend that, or that only they can tell whether a post arrived. */
export const noticePost: PostSpec = definePost({
  name: NOTICE,
  inDoubt: 'stay-silent',
  subject: NoticeSubject,
  compose: (subject, { to }) => ({ reply: noticeOf(subject, to.platform) }),
})

function noticeOf(subject: NoticeSubject, platform: PlatformName): Reply {
  const say = sayer(subject.locale)
  const common = { locale: subject.locale, audience: 'asker', footer: [], solemn: false } as const
  if (subject.kind === 'paused')
    return {
      ...common,
      title: say('notice.paused.title'),
      blocks: [
        paragraph(say('notice.paused.body')),
        paragraph(refusalText(say, subject.reason, platform)),
        ...whereLines(subject, say),
        ...(subject.others === undefined ? [] : [paragraph(say('notice.paused.others', { count: subject.others }))]),
      ],
      buttons: buttons([say('button.resume'), toActionId('schedule.resume', subject.subscription)]),
    }
  const day = fromIso(subject.date)
  const judge = (verdict: 'there' | 'post') => toActionId('schedule.judge', subject.subscription, subject.date, verdict)
  return {
    ...common,
    title: say('notice.silent.title'),
    blocks: [
      paragraph(say('notice.silent.body', { date: day ? dayText(subject.locale, day) : subject.date })),
      ...whereLines(subject, say),
    ],
    buttons: buttons([say('button.there'), judge('there')], [say('button.postNow'), judge('post')]),
  }
}

/** Which schedule it is, and the way to its channel. */
function whereLines({ locale, schedule, address }: NoticeSubject, say: Say): readonly Block[] {
  const which = schedule && {
    kind: say(`kind.${schedule.kind}`),
    time: clockText(locale, Math.floor(schedule.minute / 60), schedule.minute % 60),
    zone: schedule.zone,
  }
  return [
    ...(which ? [note(say('notice.schedule', which))] : []),
    ...(address === undefined ? [] : [paragraph(link(say('notice.channel'), address))]),
  ]
}

/** So long it is worth telling. */
const NOTICE_HOURS = 7 * 24

const scheduleOf = ({ kind, minute, zone }: Wish) => ({ kind, minute, zone })

/** Each maker of subscriptions that a refusal paused is told once of all of them, with the way to mend it. */
export const pausedNotice =
  (
    parts: PostParts,
    { subscription, wish }: Pick<DigestSubject, 'subscription' | 'wish'>,
    place: ChannelPlace,
    reason: Reason,
    now: Date,
  ): Tell =>
  ({ owner: first, others = [], maker }) => {
    // Of several, the one whose post was refused is spoken of.
    const owner = others.includes(subscription) ? subscription : first
    return (
      maker &&
      written(parts, now, maker, `notice/paused/${owner}/${now.toISOString()}`, {
        kind: 'paused',
        locale: wish.locale,
        subscription: owner,
        reason,
        ...addressOf(parts, place),
        ...(owner === subscription && { schedule: scheduleOf(wish) }),
        ...(others.length > 0 && { others: others.length }),
      })
    )
  }

/** Where nobody can tell whether a post arrived, its maker is asked. */
export const silentNotice =
  (parts: PostParts, { subscription, wish, date }: DigestSubject, place: ChannelPlace, claim: Claim, now: Date): Tell =>
  ({ maker }) =>
    maker &&
    written(parts, now, maker, `notice/silent/${claim.key}`, {
      kind: 'silent',
      locale: wish.locale,
      subscription,
      date,
      ...addressOf(parts, place),
      schedule: scheduleOf(wish),
    })

const addressOf = ({ linkTo }: PostParts, place: ChannelPlace): { address?: string } => {
  const address = linkTo?.(place)
  return address === undefined ? {} : { address }
}

/** A notice belongs to no subscription: what halts a channel must not take the word of it away. */
const written = ({ timing }: PostParts, now: Date, to: Delivery['to'], key: string, subject: NoticeSubject): Delivery => ({
  key,
  to,
  post: NOTICE,
  subject,
  dueAt: now,
  expiresAt: new Date(now.getTime() + NOTICE_HOURS * timing.hourMs),
})
