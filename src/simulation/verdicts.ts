import { between, rhythmOf } from '../anniversaries/slots.ts'
import type { Logged } from '../anniversaries/subscription.ts'
import type { Blow } from './fortune.ts'
import type { Inhabitant } from './population.ts'

/** What became of every post that was due. */
export type Verdicts = {
  due: number
  sent: number
  /** Of those sent: more than ten minutes after their time. */
  late: number
  /** Nobody could tell whether they had arrived, and they were not sent again. */
  silent: number
  /** Not sent because their channel had taken our rights away. */
  paused: number
  /** Not sent because the bot was away for longer than their channel wants to be caught up with. */
  skipped: number
  lost: number
  doubled: number
}

export type Evidence = {
  readonly startAt: Date
  readonly endAt: Date
  readonly lateMs: number
  readonly blows: readonly Blow[]
  /** Whether there is anything to say on a date, and the last date of a story. */
  readonly speaks: (inhabitant: Inhabitant, date: string) => boolean
  readonly last: (inhabitant: Inhabitant) => string | undefined
  /** The log of a schedule, whole. */
  readonly log: (inhabitant: Inhabitant) => Promise<readonly Logged[]>
  /** When a post appeared. */
  readonly appeared: (inhabitant: Inhabitant, key: string) => readonly number[]
  /** Whether something struck the sending of a post after which nobody could know how it ended. */
  readonly doubtful: (inhabitant: Inhabitant, key: string) => boolean
  /** Whether anything struck it at all. */
  readonly struck: (inhabitant: Inhabitant, key: string) => boolean
  /** Whether the platform lets us look for what we posted there. */
  readonly seeing: (inhabitant: Inhabitant) => boolean
}

export type Judged = { readonly verdicts: Verdicts; readonly unexplained: readonly string[] }

const HOUR_MS = 3_600_000

/** Judges every post of every channel by what could be seen on the platforms, and answers each that is missing with what befell it. */
export async function judged(inhabitants: readonly Inhabitant[], evidence: Evidence): Promise<Judged> {
  const verdicts: Verdicts = { due: 0, sent: 0, late: 0, silent: 0, paused: 0, skipped: 0, lost: 0, doubled: 0 }
  const unexplained: string[] = []
  for (const [n, inhabitant] of inhabitants.entries()) {
    const logged = new Map((await evidence.log(inhabitant)).map((line) => [line.key, line]))
    const slots = between(rhythmOf(inhabitant.wish, evidence.last(inhabitant)), evidence.startAt, evidence.endAt)
    for (const { date, at } of slots) {
      if (!evidence.speaks(inhabitant, date)) continue
      const key = `anniversaries/${inhabitant.id}/${date}`
      const fault = count(verdicts, evidence, { n, inhabitant, key, at, line: logged.get(key) })
      if (fault) unexplained.push(`${key} due ${at.toISOString()} (${inhabitant.place.platform}, ${inhabitant.wish.catchUp}): ${fault}`)
    }
  }
  return { verdicts, unexplained }
}

type Occasion = {
  readonly n: number
  readonly inhabitant: Inhabitant
  readonly key: string
  readonly at: Date
  readonly line: Logged | undefined
}

/** Counts one post; the words say what is wrong with it, if anything is. */
function count(verdicts: Verdicts, evidence: Evidence, occasion: Occasion): string | undefined {
  const { inhabitant, key, at, line } = occasion
  const times = evidence.appeared(inhabitant, key)
  verdicts.due += 1
  if (times.length > 1) {
    verdicts.doubled += 1
    return 'it appeared more than once'
  }
  if (line?.state === 'silent') {
    verdicts.silent += 1
    if (evidence.seeing(inhabitant) && !wasShut(evidence, occasion)) return 'silent where we could have looked'
    return evidence.doubtful(inhabitant, key) ? undefined : 'silent, and nothing had befallen it'
  }
  const [appearedMs] = times
  if (appearedMs !== undefined) {
    verdicts.sent += 1
    if (appearedMs > at.getTime() + evidence.lateMs) verdicts.late += 1
    return line?.state === 'done' ? undefined : `it appeared, and its log says ${line?.state ?? 'nothing'} (${line?.why ?? ''})`
  }
  if (wasWithdrawn(evidence, occasion)) {
    verdicts.paused += 1
    return undefined
  }
  if (wasAway(evidence, occasion) || evidence.struck(inhabitant, key)) {
    verdicts.skipped += 1
    return undefined
  }
  verdicts.lost += 1
  return `lost: its log says ${line?.state ?? 'nothing'} (${line?.why ?? ''})`
}

/** How far back the channel wants to be caught up with. */
const windowMs = ({ wish }: Inhabitant, lateMs: number): number =>
  wish.catchUp === 'skip' ? lateMs : wish.catchUp === 'latest' ? 12 * HOUR_MS : wish.catchUpHours * HOUR_MS

/** A channel that refused us is left alone from its first refusal to its Resume; what fell due before is caught up with as the wish says. */
const wasWithdrawn = ({ blows, lateMs }: Evidence, { n, inhabitant, at }: Occasion): boolean =>
  blows.some(
    (blow) =>
      blow.kind === 'withdrawn' &&
      blow.inhabitant === n &&
      at.getTime() >= blow.fromMs - windowMs(inhabitant, lateMs) &&
      at.getTime() <= blow.toMs + lateMs,
  )

/** Whoever takes our rights away takes with them the right to look for what we posted. */
const wasShut = ({ blows }: Evidence, { n, at, line }: Occasion): boolean =>
  blows.some(
    (blow) =>
      blow.kind === 'withdrawn' &&
      blow.inhabitant === n &&
      blow.toMs >= at.getTime() &&
      blow.fromMs <= (line?.endedAt?.getTime() ?? Number.POSITIVE_INFINITY),
  )

/** Away when it was due, or soon after, for so long that the window of its catch-up closed, or that a later one took its place. */
const wasAway = ({ blows, lateMs }: Evidence, { inhabitant, at }: Occasion): boolean =>
  blows.some(
    (blow) =>
      (blow.kind === 'down' || (blow.kind === 'revoked' && blow.platform === inhabitant.place.platform)) &&
      blow.fromMs <= at.getTime() + lateMs &&
      blow.toMs >= at.getTime() &&
      (blow.toMs + lateMs >= at.getTime() + windowMs(inhabitant, lateMs) || inhabitant.wish.catchUp !== 'all'),
  )
