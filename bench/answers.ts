import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type DiscordFigures, discordFigures, type MemoryFigures, memoryFigures, type SlackFigures, slackFigures } from './measures.ts'
import { type Start, starts } from './starts.ts'
import { table } from './table.ts'

/** What was asked of Griot before it was written, and what came of it. Nothing fails by a time: `met` is for people to read. */
type Aim = { readonly aim: string; readonly measured: number; readonly met: boolean }

type Results = {
  readonly at: string
  readonly machine: { readonly cores: number; readonly model: string; readonly node: string }
  readonly slack?: Readonly<Record<string, SlackFigures>>
  readonly discord?: Readonly<Record<string, DiscordFigures>>
  readonly start?: Readonly<Record<string, Start>>
  readonly memory?: Readonly<Record<string, MemoryFigures>>
  readonly aims: readonly Aim[]
}

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: 'slack,discord,start,memory' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1.5' },
    profile: { type: 'string' },
  },
})
const wanted = new Set(given.only.split(','))
const rounds = Number(given.rounds)
const sizes = {
  rounds,
  seconds: Number(given.seconds),
  connections: 32,
  dispatches: 250,
  flags: given.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${given.profile}`],
}

function aims({ slack, discord, start, memory }: Omit<Results, 'aims'>): Aim[] {
  const [ours, bare] = ['Griot, Discord and Slack', 'bare discord.js and Bolt']
  const most = (aim: string, limit: number, measured: number | undefined): Aim[] =>
    measured === undefined ? [] : [{ aim, measured, met: measured <= limit }]
  const rate = slack?.['/mali today']?.ratio
  const [idle, idleBare] = [memory?.[ours]?.idleMb, memory?.[bare]?.idleMb]
  return [
    ...(rate === undefined
      ? []
      : [{ aim: 'Slack /mali today: at least 1.0 of the bare echo’s requests per second', measured: rate, met: rate >= 1 }]),
    ...most('Discord /mali today: p50 within 1.25 of the bare echo’s', 1.25, discord?.['/mali today']?.ratio),
    ...most('start, all surfaces, as npm start runs it (compile cache): under 700 ms', 700, start?.[`${ours}, compile cache`]?.aliveMs),
    ...most(
      'idle memory: within 40 MB of the bare clients',
      40,
      idle === undefined || idleBare === undefined ? undefined : Math.round((idle - idleBare) * 10) / 10,
    ),
  ]
}

const begun = {
  at: new Date().toISOString(),
  machine: { cores: availableParallelism(), model: cpus()[0]?.model ?? '', node: process.version },
}
const measured = {
  ...begun,
  ...(wanted.has('slack') && { slack: await slackFigures(sizes) }),
  ...(wanted.has('discord') && { discord: await discordFigures(sizes) }),
  ...(wanted.has('start') && { start: await starts(rounds) }),
  ...(wanted.has('memory') && { memory: await memoryFigures(sizes) }),
}
const results: Results = { ...measured, aims: aims(measured) }

if (given.json) console.log(JSON.stringify(results, undefined, 2))
else {
  const { slack, discord, start, memory } = results
  const heads = [table('Slack over HTTP', slack), table('Discord’s gateway', discord), table('Start', start), table('Memory', memory)]
  const lines = results.aims.map(({ aim, measured: value, met }) => `- ${aim}: ${value}${met ? '' : ', NOT MET'}`)
  console.log(
    `${results.at}, ${results.machine.cores} cores (${results.machine.model}), Node ${results.machine.node}\n\n${heads.join('')}${lines.join('\n')}`,
  )
}

const failures = [...Object.values(results.slack ?? {}), ...Object.values(results.discord ?? {})].reduce(
  (sum, row) => sum + row.failures,
  0,
)
if (failures > 0) {
  console.error(`${failures} answers were wrong: the figures are worth nothing`)
  process.exitCode = 1
}
