import { chaos } from './chaos.ts'
import type { Given } from './given.ts'

/**
 * The whole of it: `npm run chaos`, or one engine with `npm run chaos -- postgres`, and another seed with `-- postgres 7`. Prints one JSON
 * of both verdicts, and exits with 1 unless both are perfect.
 */
const [only, seed = '1'] = process.argv.slice(2)

const ALL: readonly Given[] = [
  {
    seed,
    engine: 'postgres',
    replicas: 3,
    kills: 200,
    restarts: 20,
    everyMs: 1000,
    discord: 300,
    slack: 40,
    days: 12,
    soon: 1500,
    withinMs: 480_000,
    calmly: false,
  },
  {
    seed,
    engine: 'sqlite',
    replicas: 1,
    kills: 200,
    restarts: 0,
    everyMs: 1000,
    discord: 300,
    slack: 40,
    days: 12,
    soon: 1500,
    withinMs: 480_000,
    calmly: false,
  },
]

const verdicts = []
for (const given of ALL) {
  if (only !== undefined && only !== given.engine) continue
  const verdict = await chaos(given)
  process.stderr.write(`${given.engine}: ${verdict.perfect ? 'perfect' : 'not perfect'} after ${verdict.seconds} s\n`)
  verdicts.push(verdict)
}
process.stdout.write(`${JSON.stringify(verdicts, null, 2)}\n`)
process.exitCode = verdicts.length > 0 && verdicts.every(({ perfect }) => perfect) ? 0 : 1
