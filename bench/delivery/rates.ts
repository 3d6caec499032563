import type { Database } from '../../src/store/store.ts'
import { child, type Child } from '../child.ts'
import { digits, median } from '../figures.ts'
import type { Databases } from './databases.ts'
import { DUE_AT, fillSubscriptions, hand, open } from './filling.ts'
import { type Ran, type Run, TABLES } from './run.ts'

/** Medians of the rounds; a ratio is the median of the ratios of single rounds. What PostgreSQL alone has is empty for SQLite. */
export type Rate = Readonly<Record<string, number | string>>

/** What a thousand deliveries cost the database, each with the planning of its subscription; and the size of one row with its indexes. */
export type Cost = Readonly<Record<'our CPU ms' | 'transactions' | 'flushes' | 'log kB' | 'row bytes', number | string>>

export type Rates = { readonly rates: Readonly<Record<string, Rate>>; readonly costs: Readonly<Record<string, Cost>> }

export type Sizes = { readonly rounds: number; readonly deliveries: number; readonly workers: readonly number[] }

/** Our courier claims so many at once; the bare loop is run with as many, too. */
const OURS_AT_ONCE = 200

const CONTENDERS = {
  griot: { file: 'griot', batch: OURS_AT_ONCE },
  bare: { file: 'bare', batch: 50 },
  wide: { file: 'bare', batch: OURS_AT_ONCE },
  boss: { file: 'boss', batch: OURS_AT_ONCE },
} as const
type Contender = keyof typeof CONTENDERS
type File = (typeof CONTENDERS)[Contender]['file']
type Crew = Readonly<Record<File, readonly Child<unknown>[]>>
type Measured = { readonly perSecond: number; readonly cost: Cost }

const KINDS = { sqlite: ['griot', 'bare', 'wide'], postgres: ['griot', 'bare', 'wide', 'boss'] } as const
const LABELS = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const

/** Deliveries a second, from the subscription that is due to the row that is settled: ours, the bare loop and pg-boss by turns. */
export async function rates(from: Databases, sizes: Sizes): Promise<Rates> {
  const most = Math.max(...sizes.workers)
  const starting = async (file: File) => Promise.all(Array.from({ length: most }, () => child<unknown>(`delivery/${file}.ts`)))
  const crew: Crew = { griot: await starting('griot'), bare: await starting('bare'), boss: await starting('boss') }
  const figures: Record<string, Rate> = {}
  const costs: Record<string, Cost> = {}
  for (const kind of ['sqlite', 'postgres'] as const) {
    const measured = new Map<string, Measured[]>()
    for (let round = -1; round < sizes.rounds; round += 1)
      for (const workers of sizes.workers)
        for (const contender of KINDS[kind]) {
          const one = await raced(from, crew[CONTENDERS[contender].file], { contender, kind, workers, total: sizes.deliveries })
          const name = `${contender} ${workers}`
          // The first round warms everybody up.
          if (round >= 0) measured.set(name, [...(measured.get(name) ?? []), one])
        }
    for (const workers of sizes.workers) {
      const label = `${LABELS[kind]}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`
      const of = (contender: Contender) => measured.get(`${contender} ${workers}`) ?? []
      figures[label] = rateOf(of)
      costs[label] = costOf(of('griot').map((one) => one.cost))
    }
  }
  await Promise.all(Object.values(crew).flatMap((all) => all.map((one) => one.end())))
  return { rates: figures, costs }
}

function rateOf(of: (contender: Contender) => readonly Measured[]): Rate {
  const perSecond = (contender: Contender) => digits(median(of(contender).map((one) => one.perSecond)))
  const ratio = (contender: Contender) =>
    digits(median(of('griot').map((one, n) => one.perSecond / (of(contender)[n]?.perSecond ?? Number.NaN))), 3)
  const hasBoss = of('boss').length > 0
  return {
    perSecond: perSecond('griot'),
    bare: perSecond('bare'),
    'of bare': ratio('bare'),
    [`bare, ${OURS_AT_ONCE} at once`]: perSecond('wide'),
    [`of it`]: ratio('wide'),
    'pg-boss': hasBoss ? perSecond('boss') : '',
    'of pg-boss': hasBoss ? ratio('boss') : '',
  }
}

const costOf = (costs: readonly Cost[]): Cost => {
  const middle = (name: keyof Cost) =>
    costs.some((cost) => cost[name] === '') ? '' : digits(median(costs.map((cost) => Number(cost[name]))), 3)
  return {
    'our CPU ms': middle('our CPU ms'),
    transactions: middle('transactions'),
    flushes: middle('flushes'),
    'log kB': middle('log kB'),
    'row bytes': middle('row bytes'),
  }
}

type Race = { readonly contender: Contender; readonly kind: Database['kind']; readonly workers: number; readonly total: number }

/** One run on a fresh database: SQLite has one process with so many workers, PostgreSQL so many processes with one each. */
async function raced(from: Databases, crew: readonly Child<unknown>[], { contender, kind, workers, total }: Race): Promise<Measured> {
  const database = await from.fresh(kind)
  await prepared(contender, database, total)
  const processes = crew.slice(0, kind === 'sqlite' ? 1 : workers)
  const run: Run = {
    database,
    loops: workers / processes.length,
    share: Math.ceil(total / processes.length),
    batch: CONTENDERS[contender].batch,
    total,
  }
  for (const one of processes) await one.ask({ kind: 'ready', run })
  const by = await hand(database)
  const before = await written(by, kind)
  const rans = await Promise.all(processes.map((one) => one.ask<Ran>({ kind: 'go' })))
  const after = await written(by, kind)
  const done = rans.reduce((sum, ran) => sum + ran.done, 0)
  const settled = await by.number(contender === 'griot' ? "select count(*) from delivery where state = 'done'" : `select ${done}`)
  if (settled < total || done !== settled) throw new Error(`${contender}: of ${total} ${settled} are settled, ${done} were done`)
  const bytes = contender === 'griot' ? await sizeOf(by, kind) : 0
  await by.close()
  await from.forget(database)
  const tookMs = Math.max(...rans.map((ran) => ran.endedAt)) - Math.min(...rans.map((ran) => ran.beganAt))
  const perThousand = (value: number) => digits((value * 1000) / total, 3)
  return {
    perSecond: (done * 1000) / tookMs,
    cost: {
      'our CPU ms': perThousand(rans.reduce((sum, ran) => sum + ran.cpuMs, 0)),
      transactions: perThousand(rans.reduce((sum, ran) => sum + ran.transactions, 0)),
      flushes: kind === 'sqlite' ? '' : perThousand(after.flushes - before.flushes),
      'log kB': kind === 'sqlite' ? '' : perThousand((after.bytes - before.bytes) / 1024),
      'row bytes': digits(bytes / total, 3),
    },
  }
}

async function prepared(contender: Contender, database: Database, total: number): Promise<void> {
  if (contender === 'boss') return
  if (contender === 'griot') {
    await (await open(database)).close()
    return fillSubscriptions(database, total, {
      nextAt: new Date(DUE_AT.getTime() - 120_000),
      through: new Date(DUE_AT.getTime() - 3_600_000),
    })
  }
  const by = await hand(database)
  for (const statement of TABLES[database.kind]) await by.run(statement)
  await by.close()
}

type Hand = Awaited<ReturnType<typeof hand>>

/** How often PostgreSQL has flushed its log to the disk, and how long that is. */
async function written(by: Hand, kind: Database['kind']): Promise<{ readonly flushes: number; readonly bytes: number }> {
  if (kind === 'sqlite') return { flushes: 0, bytes: 0 }
  return {
    flushes: await by.number("select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal'"),
    bytes: await by.number("select pg_current_wal_lsn() - '0/0'::pg_lsn"),
  }
}

/** What the rows of deliveries take on the disk, with their indexes. */
const sizeOf = (by: Hand, kind: Database['kind']): Promise<number> =>
  kind === 'sqlite'
    ? by.number('select page_count * page_size from pragma_page_count, pragma_page_size')
    : by.number("select pg_total_relation_size('delivery')")
