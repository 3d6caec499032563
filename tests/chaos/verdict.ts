import { markOf, nonceOf } from '../../src/platforms/discord/mark.ts'
import type { Ended } from '../support/replica.ts'
import type { Struck } from '../support/slack-faults.ts'
import type { Standing } from '../support/slack-world.ts'
import { type Given, type Heard, type Injected, SHORT } from './given.ts'
import type { Expected } from './population.ts'
import type { Stage } from './stage.ts'

/** What came of it. It is perfect where every list is empty. */
export type Verdict = {
  readonly given: Given
  readonly seconds: number
  /** What fell due, what stands once, and what is silent because nobody could look: of these some stand there and some do not. */
  readonly due: number
  /** Of these, discussions under posts. */
  readonly threads: number
  readonly sent: number
  readonly silent: { readonly there: number; readonly missing: number }
  readonly notices: number
  readonly injected: {
    readonly kills: number
    readonly openHalfway: number
    readonly openAtTheLast: number
    readonly outages: number
    readonly faults: Readonly<Record<string, number>>
  }
  /** What was done, but could not be written before another could have taken it up. */
  readonly settledTooLate: number
  /** How often deliveries were taken up, and how many of them more than once. */
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
  /** In another channel. */
  | 'misplaced'
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
  /** PostgreSQL gives its large integers as text. */
  readonly attempt: number | string
  readonly last_tried_at: string | number | null
  readonly platform: string
  readonly message: string | null
}

/** What everybody saw: the platforms, and the database afterwards. */
type Seen = {
  readonly rows: ReadonlyMap<string, Row>
  readonly accepted: Accepted
  /** The keys whose message met a fault after which nobody could know. */
  readonly struck: ReadonlySet<string>
}

type Accepted = {
  /** In which channels the messages of each key stand. */
  readonly places: ReadonlyMap<string, readonly string[]>
  /** Messages under no key of ours. */
  readonly strays: readonly string[]
}

export async function verdict(facts: Facts): Promise<Verdict> {
  const { given, there, injected, heard, ms } = facts
  const { kills, outages, openHalfway, openAtTheLast } = injected
  const rows = new Map((await there.look('select key, state, why, attempt, last_tried_at, platform, message from delivery')).map(toEntry))
  const accepted = await acceptedOf(there, [...rows.keys()])
  const seen: Seen = { rows, accepted, struck: await struckOf(there, [...rows.keys()]) }
  const times = timesIn(accepted)
  const threads = facts.expected.filter(({ thread }) => thread).flatMap((one) => threadOf(one, rows.get(one.key)))
  const expected = [...facts.expected, ...threads]
  const silent = expected.filter(({ key }) => rows.get(key)?.state === 'silent')
  const wrong = wrongs({ ...facts, expected }, seen, silent)
  const attempts = [...rows.values()].map(({ attempt }) => Number(attempt))
  return {
    given,
    seconds: Math.round(ms / 1000),
    due: expected.length,
    threads: threads.length,
    sent: expected.filter(({ key }) => rows.get(key)?.state === 'done' && times(key) === 1).length,
    silent: { there: silent.filter(({ key }) => times(key) === 1).length, missing: silent.filter(({ key }) => times(key) === 0).length },
    notices: [...accepted.places.keys()].filter(isNotice).length,
    injected: { kills: kills.length, openHalfway, openAtTheLast, outages: outages.length, faults: await metBy(there) },
    settledTooLate: heard.late.size,
    attempts: attempts.reduce((sum, n) => sum + n, 0),
    retried: attempts.filter((n) => n > 1).length,
    wrong,
    perfect: Object.values(wrong).every((list) => list.length === 0),
  }
}

/** The discussion under a post that stands. On Discord it has the id of the message, and whether it was begun can always be seen. */
function threadOf(post: Expected, row: Row | undefined): readonly Expected[] {
  if (row?.state !== 'done' || row.message === null) return []
  const isDiscord = post.place.platform === 'discord'
  const place = isDiscord ? { ...post.place, channel: row.message } : post.place
  return [{ ...post, key: `${post.key}/thread`, place, readable: post.readable || isDiscord }]
}

const toEntry = (row: Readonly<Record<string, unknown>>): [string, Row] => [String(row['key']), row as Row]
const isNotice = (key: string): boolean => key.startsWith('notice/silent/')
const timesIn =
  ({ places }: Accepted) =>
  (key: string): number =>
    places.get(key)?.length ?? 0

function wrongs(facts: Facts, { rows, accepted, struck }: Seen, silent: readonly Expected[]): Readonly<Record<Wrong, readonly string[]>> {
  const { expected, injected, heard, ends } = facts
  const { places, strays } = accepted
  const wanted = new Map(expected.map((one) => [one.key, one]))
  const times = timesIn(accepted)
  const isExplained = (key: string): boolean =>
    struck.has(key) || heard.late.has(key) || wasHit(injected, Number(rows.get(key)?.last_tried_at ?? 0))
  const withWhy = (key: string): string => `${key}: ${rows.get(key)?.state} ${rows.get(key)?.why}`
  return {
    lost: expected.filter(({ key }) => times(key) === 0 && rows.get(key)?.state !== 'silent').map(({ key }) => withWhy(key)),
    doubled: [...places].flatMap(([key, { length }]) => (length > 1 ? [`${key} ×${length}`] : [])),
    stray: [...strays, ...[...places.keys()].filter((key) => !wanted.has(key) && !isNotice(key))],
    misplaced: expected.filter(({ key, place }) => places.get(key)?.some((channel) => channel !== place.channel)).map(({ key }) => key),
    blind: silent.filter(({ readable }) => readable).map(({ key }) => withWhy(key)),
    unexplained: silent.filter(({ key }) => !isExplained(key)).map(({ key }) => withWhy(key)),
    unsettled: [...rows.values()].filter(({ state }) => state !== 'done' && state !== 'silent').map(({ key }) => withWhy(key)),
    notices: noticesAmiss(
      rows,
      silent.filter(({ key }) => !/^test\/|\/thread$/.test(key)),
      times,
    ),
    faults: heard.faults,
    ends: ends.flatMap(({ code, signal }) => (code === 0 ? [] : [`${code ?? signal}`])),
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

/** Where each key was accepted by its platform, and what was accepted under no key of ours. */
export async function acceptedOf({ discord, slack }: Pick<Stage, 'discord' | 'slack'>, keys: readonly string[]): Promise<Accepted> {
  const known = new Set(keys)
  const marks = new Map(keys.flatMap((key) => [markOf(key), nonceOf(key)].map((mark) => [mark, key])))
  const places = new Map<string, string[]>()
  const strays: string[] = []
  const add = (key: string | undefined, channel: string): void => {
    if (key === undefined || !known.has(key)) strays.push(`${key} in ${channel}`)
    else places.set(key, [...(places.get(key) ?? []), channel])
  }
  for (const { channel, marks: found, nonce } of await discord.accepted()) add(marks.get(found[0] ?? nonce ?? ''), channel)
  for (const { channel, ours, key } of await slack.tell<readonly Standing[]>('messages')) if (ours) add(key, channel)
  return { places, strays }
}

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
