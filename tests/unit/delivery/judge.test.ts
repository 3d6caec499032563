import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding, Outcome } from '../../../src/chat/platform.ts'
import { backoffMs, judge, later, nothingToSay, released, tooLate, weigh } from '../../../src/delivery/judge.ts'
import type { Claim, Verdict } from '../../../src/delivery/outbox.ts'
import { scaled, TIMING } from '../../../src/delivery/timing.ts'

const NOW = new Date('2026-08-18T09:00:00Z')
const after = (ms: number): Date => new Date(NOW.getTime() + ms)
const bench = { now: NOW, random: () => 0.5, timing: TIMING }
const HOUR = 3_600_000

const claimed = (changes: Partial<Claim> = {}): Claim => ({
  key: 'k',
  to: { kind: 'channel', platform: 'discord', server: 'S', channel: 'C' },
  post: 'digest',
  subject: {},
  dueAt: NOW,
  expiresAt: after(12 * HOUR),
  token: 't',
  until: after(TIMING.leaseMs),
  attempt: 1,
  doubt: false,
  ...changes,
})
const clear = { claim: claimed(), doubt: false }
const doubtful = { claim: claimed({ doubt: true, lastTriedAt: NOW }), doubt: true }

describe('an attempt', () => {
  test('that succeeded is done', () =>
    expect(judge({ kind: 'sent', message: 'm' }, doubtful, bench)).toEqual({
      verdict: { kind: 'done', message: 'm' },
      ended: { kind: 'done', message: 'm' },
    }))

  test.each(['message', 'channel'] as const)('that was refused for its %s is dropped, and its post learns why', (scope) => {
    const refused = { kind: 'refused', scope, reason: 'forbidden', why: '50013' } as const
    expect(judge(refused, clear, bench)).toEqual({ verdict: { kind: 'dropped', why: '50013' }, ended: refused })
  })

  test.each(['server', 'platform'] as const)('that was refused for its whole %s is put back, and its post learns nothing', (scope) =>
    expect(judge({ kind: 'refused', scope, reason: 'token', why: '401' }, clear, bench)).toEqual({
      verdict: { kind: 'again', at: after(TIMING.probeMs), doubt: false, why: '401' },
    }),
  )

  test('that was refused while an earlier one is in doubt is not called dropped', () =>
    expect(judge({ kind: 'refused', scope: 'channel', reason: 'forbidden', why: '50013' }, doubtful, bench).verdict).toEqual({
      kind: 'silent',
      why: '50013',
    }))

  test('that was put off waits as long as it was told, and a little longer', () => {
    const { verdict } = judge({ kind: 'not-yet', scope: 'channel', afterMs: 90_000, why: '429' }, clear, bench)
    expect(verdict).toEqual({ kind: 'again', at: after(94_500), doubt: false, why: '429' })
  })

  test('that was put off for no stated time waits its pause', () =>
    expect(judge({ kind: 'not-yet', scope: 'message', why: '503' }, clear, bench).verdict).toEqual({
      kind: 'again',
      at: after(3750),
      doubt: false,
      why: '503',
    }))

  test('of which nothing is known is in doubt', () =>
    expect(judge({ kind: 'unknown', why: '500' }, clear, bench).verdict).toEqual({
      kind: 'again',
      at: after(3750),
      doubt: true,
      why: '500',
    }))

  test('to edit of which nothing is known is simply made again', () =>
    expect(judge({ kind: 'unknown', why: '500' }, { claim: claimed({ amends: 'm' }), doubt: false }, bench).verdict).toMatchObject({
      kind: 'again',
      doubt: false,
    }))

  test('that was put off past its time is too late', () => {
    const given = { claim: claimed({ expiresAt: after(60_000) }), doubt: false }
    expect(judge({ kind: 'not-yet', scope: 'channel', afterMs: 60_000, why: '429' }, given, bench)).toEqual({
      verdict: { kind: 'dropped', why: 'too late: 429' },
      ended: { kind: 'expired' },
    })
  })

  test('with nothing to say is dropped, but silent where an earlier one is in doubt', () => {
    expect(nothingToSay(clear)).toEqual({ verdict: { kind: 'dropped', why: 'nothing to say' } })
    expect(nothingToSay(doubtful)).toEqual({ verdict: { kind: 'silent', why: 'nothing to say' }, ended: { kind: 'silent' } })
  })
})

describe('looking for it', () => {
  test('and finding it is done', () =>
    expect(weigh({ kind: 'there', message: 'm' }, doubtful.claim, 'stay-silent', bench)).toEqual({
      kind: 'settle',
      judgement: { verdict: { kind: 'done', message: 'm' }, ended: { kind: 'done', message: 'm' } },
    }))

  test('and not finding it is believed two minutes after the last attempt, and not before', () => {
    const tried = (ms: number) => claimed({ doubt: true, firstTriedAt: after(-HOUR), lastTriedAt: after(-ms) })
    expect(weigh({ kind: 'absent' }, tried(TIMING.doubtMs), 'stay-silent', bench)).toEqual({ kind: 'send', doubt: false })
    expect(weigh({ kind: 'absent' }, tried(TIMING.doubtMs - 1), 'stay-silent', bench)).toEqual({
      kind: 'settle',
      judgement: { verdict: { kind: 'again', at: after(1), doubt: true, why: 'not there so far' } },
    })
    expect(weigh({ kind: 'absent' }, tried(0), 'stay-silent', bench)).toMatchObject({
      judgement: { verdict: { at: after(3750), doubt: true } },
    })
  })

  test('and not finding it when its time is over is too late', () =>
    expect(weigh({ kind: 'absent' }, claimed({ doubt: true, lastTriedAt: after(-HOUR), expiresAt: NOW }), 'say-again', bench)).toEqual({
      kind: 'settle',
      judgement: { verdict: { kind: 'dropped', why: 'too late: not there' }, ended: { kind: 'expired' } },
    }))

  test('where nobody can tell keeps an anniversary silent, and says a quiz step again while it makes sense', () => {
    const unclear: Finding = { kind: 'cannot-tell', why: 'no history' }
    const silent = { kind: 'settle', judgement: { verdict: { kind: 'silent', why: 'no history' }, ended: { kind: 'silent' } } }
    expect(weigh(unclear, doubtful.claim, 'stay-silent', bench)).toEqual(silent)
    expect(weigh(unclear, doubtful.claim, 'say-again', bench)).toEqual({ kind: 'send', doubt: true })
    expect(weigh(unclear, { ...doubtful.claim, expiresAt: NOW }, 'say-again', bench)).toEqual(silent)
  })

  test('that failed is done again, even for a day after its time', () => {
    const failed: Finding = { kind: 'not-yet', afterMs: 30_000, why: '429' }
    const expired = (ms: number) => ({ ...doubtful.claim, expiresAt: after(-ms), attempt: 20 })
    expect(weigh(failed, doubtful.claim, 'stay-silent', bench)).toMatchObject({
      judgement: { verdict: { at: after(31_500), doubt: true } },
    })
    expect(weigh(failed, expired(23 * HOUR), 'stay-silent', bench)).toMatchObject({
      judgement: { verdict: { kind: 'again', doubt: true } },
    })
    expect(weigh(failed, expired(24 * HOUR), 'stay-silent', bench)).toMatchObject({
      judgement: { verdict: { kind: 'silent' }, ended: { kind: 'silent' } },
    })
  })
})

describe('a pause', () => {
  test('doubles with each attempt up to the longest, and half of it is chance', () => {
    const pause = (attempt: number, chance: number) => backoffMs(attempt, { timing: TIMING, random: () => chance })
    expect([1, 2, 3, 7].map((attempt) => pause(attempt, 0))).toEqual([2500, 5000, 10_000, 160_000])
    expect([1, 2, 3].map((attempt) => pause(attempt, 0.999))).toEqual([4997.5, 9995, 19_990])
    expect(pause(1000, 0)).toBe(TIMING.longestBackoffMs / 2)
  })

  test('of our own is at most half of what is left', () => {
    const given = { claim: claimed({ attempt: 20, expiresAt: after(100_000) }), doubt: false }
    expect(later(given, { why: '503' }, bench).verdict).toMatchObject({ at: after(50_000) })
  })

  test('is as much longer on a clock that runs faster', () => {
    const fast = { ...bench, timing: scaled(TIMING, 86_400) }
    expect(later(clear, { why: '503' }, { ...fast }).verdict).toEqual({ kind: 'dropped', why: 'too late: 503' })
    const open = { claim: claimed({ expiresAt: undefined }), doubt: false }
    expect(later(open, { why: '503' }, fast).verdict).toMatchObject({ at: after(3750 * 86_400) })
  })

  test('for what was not tried does not pass its end', () => {
    const given = { claim: claimed({ expiresAt: after(1000) }), doubt: false }
    expect(released(given, after(5000), 'stopped').verdict).toEqual({ kind: 'again', at: after(1000), doubt: false, why: 'stopped' })
  })
})

describe('whatever happens', () => {
  const scope = fc.constantFrom('message', 'channel', 'server', 'platform')
  const waiting = fc.option(fc.integer({ min: 0, max: 100 * HOUR }), { nil: undefined })
  const asked = waiting.map((afterMs) => (afterMs === undefined ? {} : { afterMs }))
  const outcome: fc.Arbitrary<Outcome> = fc.oneof(
    fc.constant<Outcome>({ kind: 'sent', message: 'm' }),
    scope.map((of): Outcome => ({ kind: 'refused', scope: of, reason: 'forbidden', why: 'no' })),
    fc.tuple(scope, asked).map(([of, wait]): Outcome => ({ kind: 'not-yet', scope: of, ...wait, why: '429' })),
    fc.constant<Outcome>({ kind: 'unknown', why: '500' }),
  )
  const finding: fc.Arbitrary<Finding> = fc.oneof(
    fc.constant<Finding>({ kind: 'there', message: 'm' }),
    fc.constant<Finding>({ kind: 'absent' }),
    fc.constant<Finding>({ kind: 'cannot-tell', why: 'no history' }),
    asked.map((wait): Finding => ({ kind: 'not-yet', ...wait, why: '503' })),
  )
  const claim = fc
    .record({
      attempt: fc.integer({ min: 1, max: 2000 }),
      expires: fc.option(fc.integer({ min: -2 * HOUR, max: 100 * HOUR }), { nil: undefined }),
      tried: fc.option(fc.integer({ min: 0, max: 10 * 60_000 }), { nil: undefined }),
      amends: fc.option(fc.constant('m'), { nil: undefined }),
    })
    .map(({ attempt, expires, tried, amends }) =>
      claimed({
        attempt,
        amends,
        expiresAt: expires === undefined ? undefined : after(expires),
        lastTriedAt: tried === undefined ? undefined : after(-tried),
      }),
    )
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  const lucky = (luck: number) => ({ ...bench, random: () => luck })
  /** It goes on in doubt, or its end says that nobody knows. */
  const isHonest = (verdict: Verdict): boolean => (verdict.kind === 'again' ? verdict.doubt : verdict.kind !== 'dropped')
  const rules = fc.constantFrom('stay-silent', 'say-again')

  test('nothing that is not in doubt is ever put off to its end or past it', () =>
    fc.assert(
      fc.property(outcome, claim, chance, (said, given, luck) => {
        const { verdict } = judge(said, { claim: given, doubt: false }, lucky(luck))
        return verdict.kind !== 'again' || verdict.doubt || !given.expiresAt || verdict.at < given.expiresAt
      }),
      { numRuns: 3000 },
    ))

  test('nothing is put off to before now, and what a platform asked for is kept', () =>
    fc.assert(
      fc.property(outcome, claim, fc.boolean(), chance, (said, given, doubt, luck) => {
        const { verdict } = judge(said, { claim: given, doubt }, lucky(luck))
        const least = said.kind === 'not-yet' ? (said.afterMs ?? 0) : 0
        return verdict.kind !== 'again' || verdict.at.getTime() - NOW.getTime() >= Math.max(1, least)
      }),
      { numRuns: 3000 },
    ))

  test('what is in doubt stays in doubt until it is found, or its absence can be trusted', () =>
    fc.assert(
      fc.property(outcome, finding, claim, rules, chance, (said, found, given, rule, luck) => {
        const { verdict } = judge(said, { claim: given, doubt: true }, lucky(luck))
        const looked = weigh(found, given, rule, lucky(luck))
        const isTrusted = found.kind === 'absent' && NOW.getTime() - (given.lastTriedAt ?? given.dueAt).getTime() >= TIMING.doubtMs
        const isKept = looked.kind === 'send' ? looked.doubt && rule === 'say-again' : isHonest(looked.judgement.verdict)
        return isHonest(verdict) && (isTrusted || isKept)
      }),
      { numRuns: 3000 },
    ))

  test('what makes us doubt is never forgotten', () =>
    fc.assert(
      fc.property(claim, chance, (given, luck) => {
        const { verdict } = judge({ kind: 'unknown', why: '500' }, { claim: given, doubt: false }, lucky(luck))
        return given.amends !== undefined || isHonest(verdict)
      }),
      { numRuns: 1000 },
    ))

  test('nothing is sent after its end', () =>
    fc.assert(
      fc.property(finding, claim, rules, (found, given, rule) => {
        const looked = weigh(found, given, rule, bench)
        return looked.kind !== 'send' || !given.expiresAt || given.expiresAt > NOW
      }),
      { numRuns: 1000 },
    ))

  test('what is too late is told as what is known of it', () => {
    expect(tooLate(clear, 'x').ended).toEqual({ kind: 'expired' })
    expect(tooLate(doubtful, 'x').ended).toEqual({ kind: 'silent' })
  })
})
