import type { Outcome, Place } from '../chat/platform.ts'
import type { Log } from '../kernel/log.ts'
import type { Claim } from './outbox.ts'
import type { Timing } from './timing.ts'

export type Refused = Extract<Outcome, { readonly kind: 'refused' }>

/** A whole platform or server that refuses us, since when, and when it is tried again. */
export type Hold = { readonly reason: Refused['reason']; readonly why: string; readonly sinceMs: number; readonly probeMs: number }

export type Closed = { readonly untilMs: number; readonly why: string }

/** What one platform told us about its ways: which of them are closed, and until when. Kept in memory; who forgets it learns it again. */
export type Road = {
  /** What is closed on the way to a place, and until when; undefined when the way is open, or is to be tried. */
  closed(to: Place, nowMs: number): Closed | undefined
  /** The same for one who goes at once: where a way that refused us is to be tried, he is the one who tries it, and it is closed to the next. */
  enter(to: Place, nowMs: number): Closed | undefined
  /** Until when nothing at all is worth claiming; a platform that refuses us is tried with `most` 1 at a time. */
  gate(nowMs: number): { readonly untilMs: number; readonly most: number }
  /** The refusal of this place that came while the claim was already in our hands. */
  refusal(claim: Claim): Refused | undefined
  note(to: Place, outcome: Outcome, nowMs: number): void
  /** The platform's own hold, and how many servers are held. */
  standing(): { readonly hold?: Hold | undefined; readonly servers: number }
}

/** One name for one channel, whatever hangs under it, or for one person. */
export const placeName = (place: Place): string => `${place.server ?? ''}/${place.kind === 'person' ? `@${place.user}` : place.channel}`

const serverName = (place: Place): string => `${place.server ?? ''}/`

/** With more than so many waits remembered, those that are over are forgotten. */
const MOST_WAITS = 1000

/** How a hold is named that concerns everybody. */
const ALL = ''

export function road(platform: string, { timing, log }: { readonly timing: Timing; readonly log: Log }): Road {
  const waits = new Map<string, Closed>()
  const holds = new Map<string, Hold>()
  const refusals = new Map<string, { readonly refused: Refused; readonly atMs: number }>()
  const loggedMs = new Map<string, number>()
  const namesOf = (to: Place): readonly string[] => [ALL, serverName(to), placeName(to)]

  function wait(name: string, untilMs: number, why: string, nowMs: number): void {
    if (waits.size >= MOST_WAITS) for (const [other, { untilMs }] of waits) if (untilMs <= nowMs) waits.delete(other)
    if ((waits.get(name)?.untilMs ?? 0) < untilMs) waits.set(name, { untilMs, why })
  }

  function hold(name: string, { reason, why }: Refused, nowMs: number): void {
    const sinceMs = holds.get(name)?.sinceMs ?? nowMs
    holds.set(name, { reason, why, sinceMs, probeMs: nowMs + timing.probeMs })
    if (nowMs - (loggedMs.get(name) ?? Number.NEGATIVE_INFINITY) < timing.hourMs) return
    loggedMs.set(name, nowMs)
    log.error(name === ALL ? 'platform refuses us' : 'server refuses us', { platform, reason, why, since: new Date(sinceMs) })
  }

  function mend(name: string, nowMs: number): void {
    const before = holds.get(name)
    if (!before) return
    holds.delete(name)
    log.info(name === ALL ? 'platform takes messages again' : 'server takes messages again', { platform, afterMs: nowMs - before.sinceMs })
  }

  const waiting = (name: string, nowMs: number) => {
    const found = waits.get(name)
    if (found && found.untilMs <= nowMs) waits.delete(name)
    return found && found.untilMs > nowMs ? found : undefined
  }

  function closed(to: Place, nowMs: number): Closed | undefined {
    for (const name of namesOf(to)) {
      const found = waiting(name, nowMs)
      if (found) return found
      const held = holds.get(name)
      if (held && held.probeMs > nowMs) return { untilMs: untilMs(held, nowMs), why: held.why }
    }
    return undefined
  }

  return {
    closed,
    enter(to, nowMs) {
      const found = closed(to, nowMs)
      if (found) return found
      for (const name of namesOf(to)) {
        const held = holds.get(name)
        if (held) holds.set(name, { ...held, probeMs: nowMs + timing.probeMs })
      }
      return undefined
    },
    gate(nowMs) {
      const held = holds.get(ALL)
      const untilMs = Math.max(waiting(ALL, nowMs)?.untilMs ?? 0, held?.probeMs ?? 0)
      return { untilMs, most: held ? 1 : Number.POSITIVE_INFINITY }
    },
    refusal(claim) {
      const found = refusals.get(placeName(claim.to))
      return found && found.atMs >= claim.until.getTime() - timing.leaseMs ? found.refused : undefined
    },
    note(to, outcome, nowMs) {
      if (outcome.kind === 'unknown') return
      const [, server = '', place = ''] = namesOf(to)
      if (outcome.kind === 'not-yet') {
        if (outcome.scope === 'message') return
        const name = outcome.scope === 'platform' ? ALL : outcome.scope === 'server' ? server : place
        return wait(name, nowMs + Math.min(outcome.afterMs ?? timing.backoffMs, timing.hourMs), outcome.why, nowMs)
      }
      if (outcome.kind === 'refused' && outcome.scope === 'platform') return hold(ALL, outcome, nowMs)
      mend(ALL, nowMs)
      if (outcome.kind === 'refused' && outcome.scope === 'server') return hold(server, outcome, nowMs)
      mend(server, nowMs)
      if (outcome.kind === 'sent' || outcome.scope !== 'channel') return
      for (const [name, { atMs }] of refusals) if (atMs + timing.leaseMs < nowMs) refusals.delete(name)
      refusals.set(place, { refused: outcome, atMs: nowMs })
    },
    standing: () => ({ hold: holds.get(ALL), servers: holds.size - (holds.has(ALL) ? 1 : 0) }),
  }

  /** What waits for a server that refuses us is put off the longer the longer it lasts: never less than one trial, never more than the longest pause. */
  function untilMs(held: Hold, nowMs: number): number {
    return nowMs + Math.min(timing.longestBackoffMs, Math.max(timing.probeMs, (nowMs - held.sinceMs) / 4))
  }
}
