import type * as z from 'zod'
import type { Sending } from '../chat/platform.ts'
import type { Reason } from '../chat/platform.ts'
import type { Claim, Effect, Shows } from './outbox.ts'

/** What is to be sent, and which versions of which events it shows. */
export type Composed = Sending & { readonly shows?: Shows | undefined }

/** How a delivery ended, or that it did not: `refused` ends it, `expired` came too late. */
export type Ended =
  | { readonly kind: 'done'; readonly message: string }
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'refused'
      readonly scope: 'message' | 'channel' | 'server' | 'platform'
      readonly reason: Reason
      readonly why: string
    }
  | { readonly kind: 'expired' }

/** A command is what people ask for; a post is what time asks for. Both end in a reply. */
export type PostSpec = {
  readonly name: string
  /** When we cannot learn whether it was posted: a missing anniversary beats a doubled one, a stalled quiz does not. */
  readonly inDoubt: 'stay-silent' | 'say-again'
  /** Must be repeatable: it runs once per attempt, not once per delivery. `now` is the instant of sending. */
  readonly compose: (claim: Claim, now: Date) => Promise<Composed | 'nothing-to-say'>
  /** What becomes necessary by how it ended. Pure. */
  readonly after: (claim: Claim, ended: Ended, now: Date) => readonly Effect[]
}

/** Declares a post whose subject is checked before it is used. */
export const definePost = <S extends z.ZodType>(given: {
  readonly name: string
  readonly inDoubt: PostSpec['inDoubt']
  readonly subject: S
  readonly compose: (subject: z.output<S>, claim: Claim, now: Date) => Promise<Composed | 'nothing-to-say'> | Composed | 'nothing-to-say'
  readonly after?: (subject: z.output<S>, claim: Claim, ended: Ended, now: Date) => readonly Effect[]
}): PostSpec => {
  const checked = new WeakMap<object, z.output<S>>()
  /** Composing and what comes after it read the same subject: it is checked once. */
  const read = ({ subject }: Claim): z.output<S> => {
    if (typeof subject !== 'object' || subject === null) return given.subject.parse(subject)
    const known = checked.get(subject)
    if (known !== undefined) return known
    const parsed = given.subject.parse(subject)
    checked.set(subject, parsed)
    return parsed
  }
  return {
    name: given.name,
    inDoubt: given.inDoubt,
    compose: async (claim, now) => given.compose(read(claim), claim, now),
    after: (claim, ended, now) => given.after?.(read(claim), claim, ended, now) ?? [],
  }
}
