import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Database } from '../src/store/store.ts'
import { databases } from './delivery/databases.ts'
import { measured, type Rate } from './quiz/measures.ts'
import { PLATFORMS } from './quiz/programs.ts'
import { table } from './table.ts'

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: 'sqlite,postgres,slack,discord' },
    rounds: { type: 'string', default: '5' },
    answers: { type: 'string', default: '2000' },
    bursts: { type: 'string', default: '3' },
    profile: { type: 'string' },
  },
})
const wanted = new Set(given.only.split(','))

/** What was asked before it was built, and what came of it; nothing fails by it. */
const aims = (rates: Readonly<Record<string, Rate>>) =>
  Object.entries(rates).map(([name, rate]) => ({
    aim: `${name}: at least 0.7 of the bare inserts’ answers a second`,
    measured: Number(rate['of bare']),
    met: Number(rate['of bare']) >= 0.7,
  }))

const begun = {
  at: new Date().toISOString(),
  machine: { cores: availableParallelism(), model: cpus()[0]?.model ?? '', node: process.version },
}
const from = await databases()
const { rates, waits, answers, wrong } = await measured(from, {
  rounds: Number(given.rounds),
  answers: Number(given.answers),
  bursts: Number(given.bursts),
  kinds: (['sqlite', 'postgres'] as const satisfies readonly Database['kind'][]).filter((kind) => wanted.has(kind)),
  platforms: PLATFORMS.filter((platform) => wanted.has(platform)),
  flags: given.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${given.profile}`],
})
await from.end()

const results = { ...begun, rates, waits, answers, wrong, aims: aims(rates) }
const lines = [
  `- of ${answers.toLocaleString('en')} answers given to Griot, and as many to the bare peers, ${wrong === 0 ? 'every one is in its database once, as what was pressed' : `${wrong} are missing or wrong`}`,
  ...results.aims.map(({ aim, measured: value, met }) => `- ${aim}: ${value}${met ? '' : ', NOT MET'}`),
]
const tables = [table('Answers a second', rates), table('Until the acknowledgement', waits)]
const page = `${results.at}, ${results.machine.cores} cores (${results.machine.model}), Node ${results.machine.node}.\n\n${tables.join('')}${lines.join('\n')}\n`

console.log(given.json ? JSON.stringify(results, undefined, 2) : page)
if (wrong > 0) {
  console.error(`${wrong} answers are missing or wrong: the figures are worth nothing`)
  process.exitCode = 1
} else if (given.write) write(page)

/** Puts the figures where README.md keeps those of the last run. */
function write(figures: string): void {
  const readme = new URL('README.md', import.meta.url)
  const text = readFileSync(readme, 'utf8')
  const section = /(?<=\n## A run of the quiz\n\n)[\s\S]*?(?=\n## What stands behind it\n)/
  if (!section.test(text)) throw new Error('README.md has no place for the figures')
  writeFileSync(
    readme,
    text.replace(section, () => figures),
  )
}
