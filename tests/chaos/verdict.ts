import { markOf, nonceOf } from '../../src/platforms/discord/mark.ts'
import type { Ended } from '../support/replica.ts'
import type { Struck } from '../support/slack-faults.ts'
import type { Given, Heard, Injected } from './chaos.ts'
import { SHORT } from './chaos.ts'
import type { Expected } from './population.ts'
import type { Stage } from './stage.ts'

/** What came of it. It is perfect where every list is empty. */
export type Verdict = {
  readonly given: Given
  readonly seconds: number
  /** What fell due, what stands once, and what is silent because nobody could look: of these some stand there and some do not. */
  readonly due: number
  readonly sent: number
  readonly silent: { readonly there: number; readonly missing: number }
  readonly notices: number
  readonly injected: { readonly kills: number; readonly openAtTheLast: number; readonly outages: number; readonly faults: Readonly<Record<string, number>> }
  /** How often a delivery was taken up, and how many of them by more than one. */
  readonly attempts: number
  readonly retried: number
  readonly wrong: Readonly<Record<Wrong, readonly string[]>>
  readonly perfect: boolean
}

type Wrong =
  /** Not there, and not silent. */
  | 'lost'
  | 'doubled'
  /** There, and nobody asked for it. */
  | 'stray'
  /** Silent where it could be looked for. */
  | 'blind'
  /** Silent without a fault, a kill or an outage at that time. */
  | 'unexplained'
  /** Neither sent nor silent in the database. */
  | 'unsettled'
  /** A notice about what is not silent, or none about what is. */
  | 'notices'
  /** What the replicas logged as faults of their own, and how they ended. */
  | 'faults'
  | 'ends'

type Facts = {
  readonly given: Given
  readonly there: Stage
  readonly expected: readonly Expected[]
  readonly injected: Injected
  readonly heard: Heard
  readonly ends: readonly Ended[]
  readonly ms: number
}

type Row = {
  readonly key: string
  readonly state: string
  readonly why: string | null
  readonly attempt: number
  readonly last_tried_at: string | number | null
  readonly platform: string
}

export async function verdict({ given, there, expected, injected, heard, ends, ms }: Facts): Promise<Verdict> {
  const rows = new Map(((await there.look('select key, state, why, attempt, last_tried_at, platform from delivery')) as Row[]).map((row) => [row.key, row]))
  const keys = [...rows.keys()]
  const accepted = await acceptedOf(there, keys)
  const struck = await struckOf(there, keys)
  const wanted = new Set(expected.map(({ key }) => key))
  const times = (key: string): number => accepted.counts.get(key) ?? 0
  const silent = expected.filter(({ key }) => rows.get(key)?.state === 'silent')
  const asked = silent.filter(({ key }) => !key.startsWith('test/'))
  const isNotice = (key: string): boolean => key.startsWith('notice/silent/')
  const isExplained = (key: string): boolean => struck.has(key) || heard.late.has(key) || wasHit(injected, Number(rows.get(key)?.last_tried_at ?? 0))
  const wrong: Record<Wrong, readonly string[]> = {
    lost: expected.filter(({ key }) => times(key) === 0 && rows.get(key)?.state !== 'silent').map(({ key }) => key),
    doubled: [...accepted.counts].flatMap(([key, n]) => (n > 1 ? [`${key} ×${n}`] : [])),
    stray: [...accepted.strays, ...[...accepted.counts.keys()].filter((key) => !wanted.has(key) && !isNotice(key))],
    blind: silent.filter(({ readable }) => readable).map(({ key }) => `${key}: ${rows.get(key)?.why}`),
    unexplained: silent.filter(({ key }) => !isExplained(key)).map(({ key }) => `${key}: ${rows.get(key)?.why}`),
    unsettled: [...rows.values()].filter(({ state }) => state !== 'done' && state !== 'silent').map((row) => `${row.key}: ${row.state} ${row.why}`),
    notices: noticesAmiss(rows, asked, times),
    faults: heard.faults,
    ends: ends.flatMap(({ code, signal }) => (code === 0 ? [] : [`${code ?? signal}`])),
  }
  return {
    given,
    seconds: Math.round(ms / 1000),
    due: expected.length,
    sent: expected.filter(({ key }) => rows.get(key)?.state === 'done' && times(key) === 1).length,
    silent: { there: silent.filter(({ key }) => times(key) === 1).length, missing: silent.filter(({ key }) => times(key) === 0).length },
    notices: [...accepted.counts.keys()].filter(isNotice).length,
    injected: { kills: injected.kills.length, openAtTheLast: injected.openAtTheLast, outages: injected.outages.length, faults: await metBy(there) },
    attempts: [...rows.values()].reduce((sum, { attempt }) => sum + Number(attempt), 0),
    retried: [...rows.values()].filter(({ attempt }) => Number(attempt) > 1).length,
    wrong,
    perfect: Object.values(wrong).every((list) => list.length === 0),
  }
}

/** A process that had marked a post was killed, or its database was gone, before the claim ran out. */
function wasHit({ kills, outages }: Injected, triedMs: number): boolean {
  const isIn = (fromMs: number, toMs: number): boolean => fromMs <= triedMs + SHORT.leaseMs && toMs >= triedMs
  return kills.some((ms) => isIn(ms, ms)) || outages.some(([from, to]) => isIn(from, to))
}

/** Whose post is silent is asked once: on Discord, where a private conversation can be read, certainly; on Slack once at most. */
function noticesAmiss(rows: ReadonlyMap<string, Row>, asked: readonly Expected[], times: (key: string) => number): string[] {
  const due = new Set(asked.map(({ key }) => `notice/silent/${key}`))
  const missing = [...due].filter((key) => !rows.has(key) || (rows.get(key)?.platform === 'discord' && times(key) !== 1))
  return [...missing, ...[...rows.keys()].filter((key) => key.startsWith('notice/') && !due.has(key))]
}

/** How often each key was accepted by its platform, and what was accepted under no key of ours. */
export async function acceptedOf({ discord, slack }: Pick<Stage, 'discord' | 'slack'>, keys: readonly string[]) {
  const marks = new Map(keys.map((key) => [markOf(key), key]))
  const counts = new Map<string, number>()
  const strays: string[] = []
  const add = (key: string | undefined, name: string, n: number): void =>
    key === undefined ? void strays.push(name) : void counts.set(key, (counts.get(key) ?? 0) + n)
  for (const { id, marks: found } of await discord.accepted()) add(marks.get(found[0] ?? ''), `discord ${id}`, 1)
  for (const [key, n] of Object.entries(await slack.tell<Record<string, number>>('account'))) add(keys.includes(key) ? key : undefined, key, n)
  return { counts, strays }
}

/** The keys whose message met a fault after which nobody could know. */
async function struckOf({ discord, slack }: Stage, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const nonces = new Map(keys.map((key) => [nonceOf(key), key]))
  const cut = await discord.received({ kind: 'rest', method: 'POST', path: '/messages', status: 0 })
  const broken = await discord.received({ kind: 'rest', method: 'POST', path: '/messages', status: 500 })
  const onDiscord = [...cut, ...broken].map((one) => nonces.get(String(('body' in one ? (one.body as { nonce?: string }) : {}).nonce)))
  const onSlack = (await slack.tell<readonly Struck[]>('struck')).filter(({ kind }) => kind !== 'limited').map(({ key }) => key)
  return new Set([...onDiscord, ...onSlack].flatMap((key) => key ?? []))
}

async function metBy({ discord, slack }: Stage): Promise<Record<string, number>> {
  const met: Record<string, number> = {}
  for (const [kind, n] of Object.entries(await discord.met())) met[`discord ${kind}`] = n
  for (const { kind } of await slack.tell<readonly Struck[]>('struck')) met[`slack ${kind}`] = (met[`slack ${kind}`] ?? 0) + 1
  return met
}
