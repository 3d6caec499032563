import { PgBoss } from 'pg-boss'
import { serve } from '../child.ts'
import { batches, computing, preciseNow, WRITTEN_AT_ONCE, type Order, type Ran, type Run } from './run.ts'

/** pg-boss with empty jobs, in the fastest way that it offers: written, fetched and completed in batches, without the pauses of its polling. */
const QUEUE = 'empty'

let standing: { readonly run: Run; readonly boss: PgBoss } | undefined

async function ready(run: Run): Promise<void> {
  if (run.database.kind !== 'postgres') throw new Error('pg-boss knows PostgreSQL only')
  const boss = new PgBoss({ connectionString: run.database.url, supervise: false, schedule: false })
  boss.on('error', (error) => console.error(error))
  await boss.start()
  await boss.createQueue(QUEUE)
  standing = { run, boss }
}

async function work({ run, boss }: NonNullable<typeof standing>): Promise<Ran> {
  let done = 0
  let transactions = 0
  const cpuMs = computing()
  const beganAt = preciseNow()
  for (const many of batches(run.share, WRITTEN_AT_ONCE)) {
    await boss.insert(
      QUEUE,
      Array.from({ length: many }, () => ({ data: {} })),
    )
    transactions += 1
  }
  for (;;) {
    const jobs = await boss.fetch(QUEUE, { batchSize: run.batch })
    if (jobs.length === 0) break
    await boss.complete(
      QUEUE,
      jobs.map(({ id }) => id),
    )
    done += jobs.length
    transactions += 2
  }
  const endedAt = preciseNow()
  await boss.stop({ graceful: false })
  return { beganAt, endedAt, done, transactions, cpuMs: cpuMs() }
}

serve({}, async (job) => {
  const order = job as Order
  if (order.kind === 'ready') return ready(order.run)
  if (!standing) throw new Error('nobody said what is to be done')
  return work(standing)
})
