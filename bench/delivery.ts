import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { databases } from './delivery/databases.ts'
import { rates, type Rates } from './delivery/rates.ts'
import { type Tick, ticks } from './delivery/ticks.ts'
import { table } from './table.ts'

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: 'ticks,rates' },
    rounds: { type: 'string', default: '3' },
    deliveries: { type: 'string', default: '20000' },
    workers: { type: 'string', default: '1,2,4' },
    subscriptions: { type: 'string', default: '1000,100000,1000000' },
  },
})
const wanted = new Set(given.only.split(','))
const numbers = (text: string): readonly number[] => text.split(',').map(Number)

/** What was asked before it was built, and what came of it; nothing fails by it. */
function aims({ ticks: looked = {}, rates: carried = {} }: Partial<Rates> & { readonly ticks?: Readonly<Record<string, Tick>> }) {
  return [
    ...Object.entries(looked).map(([name, { minuteMs }]) => ({
      aim: `all that is asked each minute when nothing is due, ${name}: under 5 ms`,
      measured: minuteMs,
      met: minuteMs < 5,
    })),
    ...Object.entries(carried).map(([name, rate]) => ({
      aim: `${name}: at least half of the bare loop`,
      measured: Number(rate['of bare']),
      met: Number(rate['of bare']) >= 0.5,
    })),
    ...Object.entries(carried)
      .filter(([, rate]) => rate['of pg-boss'] !== '')
      .map(([name, rate]) => ({
        aim: `${name}: ahead of pg-boss`,
        measured: Number(rate['of pg-boss']),
        met: Number(rate['of pg-boss']) > 1,
      })),
  ]
}

const begun = {
  at: new Date().toISOString(),
  machine: { cores: availableParallelism(), model: cpus()[0]?.model ?? '', node: process.version },
}
const from = await databases()
const measured = {
  ...(wanted.has('ticks') && { ticks: await ticks(from, numbers(given.subscriptions)) }),
  ...(wanted.has('rates') &&
    (await rates(from, { rounds: Number(given.rounds), deliveries: Number(given.deliveries), workers: numbers(given.workers) }))),
}
await from.end()

const results = { ...begun, ...measured, aims: aims(measured) }

const tables = [
  table('Nothing due, among', measured.ticks),
  table('Deliveries a second', measured.rates),
  table('For 1,000 deliveries', measured.costs),
]
const lines = results.aims.map(({ aim, measured: value, met }) => `- ${aim}: ${value}${met ? '' : ', NOT MET'}`)
const page = `${results.at}, ${results.machine.cores} cores (${results.machine.model}), Node ${results.machine.node}.\n\n${tables.join('')}${lines.join('\n')}\n`

console.log(given.json ? JSON.stringify(results, undefined, 2) : page)
if (given.write) write(page)

/** Puts the figures where README.md keeps those of the last run. */
function write(figures: string): void {
  const readme = new URL('README.md', import.meta.url)
  const text = readFileSync(readme, 'utf8')
  const section = /(?<=\n## One run of it\n\n)[\s\S]*?(?=\n## Where it stands\n)/
  if (!section.test(text)) throw new Error('README.md has no place for the figures')
  writeFileSync(
    readme,
    text.replace(section, () => figures),
  )
}
