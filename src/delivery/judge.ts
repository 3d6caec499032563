import type { Finding, Outcome } from '../chat/platform.ts'
import type { Random } from '../kernel/random.ts'
import type { Claim, Verdict } from './outbox.ts'
import type { Ended, PostSpec } from './post.ts'
import type { Timing } from './timing.ts'

/** What to write about a claim, and how its delivery ended, if it did. */
export type Judgement = { readonly verdict: Verdict; readonly ended?: Ended | undefined }

/** What is asked of a judgement besides the facts. */
export type Bench = { readonly now: Date; readonly random: Random; readonly timing: Timing }

/** A claim, and whether it is still in doubt after whatever has been learnt about it. */
export type Case = { readonly claim: Claim; readonly doubt: boolean }

/** After looking: send it (now in doubt or not), or write this. */
export type Looked = { readonly kind: 'send'; readonly doubt: boolean } | { readonly kind: 'settle'; readonly judgement: Judgement }

/** How long a post is still looked for that is in doubt and no longer sent. */
const LOOKED_FOR_HOURS = 24

/** The first pause doubles with each attempt up to the longest; half of it is chance, so that what failed together does not come back together. */
export const backoffMs = (attempt: number, { random, timing }: Pick<Bench, 'random' | 'timing'>): number => {
  const longest = Math.min(timing.longestBackoffMs, timing.backoffMs * 2 ** Math.min(attempt - 1, 30))
  return (longest * (1 + random())) / 2
}

export const isExpired = ({ expiresAt }: Claim, now: Date): boolean => expiresAt !== undefined && expiresAt <= now

/** What an attempt came to. */
export function judge(outcome: Outcome, given: Case, bench: Bench): Judgement {
  switch (outcome.kind) {
    case 'sent':
      return { verdict: { kind: 'done', message: outcome.message }, ended: { kind: 'done', message: outcome.message } }
    case 'refused':
      if (outcome.scope === 'server' || outcome.scope === 'platform')
        return later(given, { why: outcome.why, ms: bench.timing.probeMs }, bench)
      return { verdict: ending(given, outcome.why), ended: outcome }
    case 'not-yet':
      return later(given, { why: outcome.why, leastMs: outcome.afterMs }, bench)
    case 'unknown':
      // An edit that is made twice is made once.
      return later({ ...given, doubt: given.claim.amends === undefined || given.doubt }, { why: outcome.why }, bench)
  }
}

/** What looking for an earlier attempt came to. An absence counts only when whatever was on its way must have arrived. */
export function weigh(finding: Finding, claim: Claim, inDoubt: PostSpec['inDoubt'], bench: Bench): Looked {
  const settle = (judgement: Judgement): Looked => ({ kind: 'settle', judgement })
  const given = { claim, doubt: true }
  switch (finding.kind) {
    case 'there':
      return settle(judge({ kind: 'sent', message: finding.message }, given, bench))
    case 'cannot-tell':
      if (inDoubt === 'say-again' && !isExpired(claim, bench.now)) return { kind: 'send', doubt: true }
      return settle({ verdict: { kind: 'silent', why: finding.why }, ended: { kind: 'silent' } })
    case 'not-yet':
      return settle(later(given, { why: finding.why, leastMs: finding.afterMs }, bench))
    case 'absent': {
      const trustedAt = (claim.lastTriedAt ?? claim.firstTriedAt ?? claim.dueAt).getTime() + bench.timing.doubtMs
      const leftMs = trustedAt - bench.now.getTime()
      if (leftMs > 0) {
        const at = new Date(bench.now.getTime() + Math.min(leftMs, backoffMs(claim.attempt, bench)))
        return settle({ verdict: { kind: 'again', at, doubt: true, why: 'not there so far' } })
      }
      return isExpired(claim, bench.now) ? settle(tooLate({ claim, doubt: false }, 'not there')) : { kind: 'send', doubt: false }
    }
  }
}

/** There was nothing to send after all. */
export const nothingToSay = (given: Case): Judgement => ({
  verdict: ending(given, 'nothing to say'),
  ended: given.doubt ? { kind: 'silent' } : undefined,
})

/** It was not sent and will not be: the time in which it made sense is over. In doubt nobody knows. */
export const tooLate = (given: Case, why: string): Judgement => ({
  verdict: ending(given, `too late: ${why}`),
  ended: { kind: given.doubt ? 'silent' : 'expired' },
})

/** Put back untried: nothing is known that was not known before. */
export const released = ({ claim, doubt }: Case, at: Date, why: string): Judgement => ({
  verdict: { kind: 'again', at: claim.expiresAt && !doubt && claim.expiresAt < at ? claim.expiresAt : at, doubt, why },
})

type Pause = {
  readonly why: string
  /** What somebody else asked us to wait at least. */
  readonly leastMs?: number | undefined
  /** Exactly how long to wait, in place of a growing pause. */
  readonly ms?: number | undefined
}

/**
 * Again, but not once it has expired: a pause of our own choosing is at most half of what is left. What is in doubt is looked for a
 * while longer, though no longer sent.
 */
export function later(given: Case, { why, leastMs, ms }: Pause, bench: Bench): Judgement {
  const nowMs = bench.now.getTime()
  const expiresMs = given.claim.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY
  const endsMs = given.doubt ? expiresMs + LOOKED_FOR_HOURS * bench.timing.hourMs : expiresMs
  const leftMs = (nowMs < expiresMs ? expiresMs : endsMs) - nowMs
  const own = Math.min(ms ?? backoffMs(given.claim.attempt, bench), Math.max(bench.timing.backoffMs, leftMs / 2))
  const asked = leastMs === undefined ? 0 : leastMs * (1 + bench.random() / 10)
  const atMs = Math.ceil(nowMs + Math.max(own, asked))
  if (atMs >= endsMs) return tooLate(given, why)
  return { verdict: { kind: 'again', at: new Date(atMs), doubt: given.doubt, why } }
}

/** The end of what was not sent: silent where an earlier attempt may have succeeded. */
const ending = ({ doubt }: Case, why: string): Verdict => (doubt ? { kind: 'silent', why } : { kind: 'dropped', why })
