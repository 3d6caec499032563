import * as z from 'zod'
import type { Shelf } from '../../almanac/shelf.ts'
import type { ChannelPlace } from '../../chat/platform.ts'
import type { Body } from '../../chat/reply.ts'
import type { Timing } from '../../delivery/timing.ts'
import { sayer, type Say } from '../../words/say.ts'
import { digest, type Digest, type Manner } from '../digest.ts'
import { Wish } from '../subscription.ts'

/** What every post of this room is made with. */
export type PostParts = {
  readonly shelves: readonly Shelf[]
  readonly timing: Timing
  /** What stands under every post, such as the notice of a rehearsal. */
  readonly footer?: ((say: Say) => Body) | undefined
  /** The address of a channel, for a private message that speaks of it. */
  readonly linkTo?: ((place: ChannelPlace) => string | undefined) | undefined
}

export const DigestSubject = z.strictObject({ subscription: z.string(), date: z.string(), wish: Wish, test: z.literal(true).optional() })
export type DigestSubject = z.output<typeof DigestSubject>

/** The post of a subject, with what stands under every post. */
export function composed({ shelves, footer }: PostParts, { wish, date, test }: DigestSubject, manner: Manner): Digest | undefined {
  const made = digest(shelves, wish, date, { ...manner, test })
  return made && { ...made, reply: { ...made.reply, footer: footer?.(sayer(wish.locale)) ?? [] } }
}

/** How late a post is, in milliseconds; undefined where nobody would call it late. */
export const latenessMs = (dueAt: Date, at: Date, { lateMs }: Timing): number | undefined => {
  const ms = at.getTime() - dueAt.getTime()
  return ms > lateMs ? ms : undefined
}
