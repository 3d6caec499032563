import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { databases } from './delivery/databases.ts'
import { rates } from './delivery/rates.ts'
import { ticks } from './delivery/ticks.ts'
import { table } from './table.ts'

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: 'ticks,rates' },
    rounds: { type: 'string', default: '3' },
    deliveries: { type: 'string', default: '10000' },
    workers: { type: 'string', default: '1,2,4' },
    subscriptions: { type: 'string', default: '1000,100000,1000000' },
  },
})
const wanted = new Set(given.only.split(','))
const numbers = (text: string): readonly number[] => text.split(',').map(Number)

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

if (given.json) console.log(JSON.stringify({ ...begun, ...measured }, undefined, 2))
else
  console.log(
    `${begun.at}, ${begun.machine.cores} cores (${begun.machine.model}), Node ${begun.machine.node}\n\n${[
      table('Nothing due, among', measured.ticks),
      table('Deliveries a second', measured.rates),
      table('For 1,000 deliveries', measured.costs),
    ].join('')}`,
  )
