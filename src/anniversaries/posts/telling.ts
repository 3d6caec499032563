import { kept } from '../../chat/kept.ts'
import { sayer } from '../../words/say.ts'
import { digest, type Digest } from '../digest.ts'
import type { DigestSubject, PostParts } from './subject.ts'

/**
 * The posts of one minute, each with what stands under every post: what several channels wish alike is composed once, and is then the
 * same object, so that a platform draws it once too.
 */
export function telling({ shelves, footer }: PostParts): (subject: DigestSubject, now: Date) => Digest | undefined {
  const told = kept<{ readonly made: Digest | undefined }>()

  const onTime = ({ wish, date, test }: DigestSubject, now: Date): Digest | undefined => {
    // Where and when it is posted changes no word of a post that is not late.
    const { zone: _zone, minute: _minute, catchUp: _catchUp, catchUpHours: _hours, thread: _thread, ...heard } = wish
    const key = JSON.stringify([date, test, heard])
    const known = told.get(key, now)
    if (known) return known.made
    const made = digest(shelves, wish, date, { test })
    told.put(key, now, { made })
    return made
  }

  return (subject, now) => {
    const made = onTime(subject, now)
    const under = footer?.(sayer(subject.wish.locale)) ?? []
    return made && under.length > 0 ? { ...made, reply: { ...made.reply, footer: under } } : made
  }
}
