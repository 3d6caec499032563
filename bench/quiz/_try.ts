import { databases } from '../delivery/databases.ts'
import { programs } from './programs.ts'
const from = await databases()
const kind = (process.argv[2] ?? 'sqlite') as 'sqlite'
const all = await programs({ fresh: () => from.fresh(kind), people: 5000, flags: process.argv[3] ? ['--cpu-prof', `--cpu-prof-dir=${process.argv[3]}`] : [] })
const N = 2000
for (let r=0;r<3;r++) for (const p of ['slack','discord'] as const) {
  const stand = await all.griot[p].stage()
  if (r==0) console.log(stand.actions, JSON.stringify(stand.message).length)
  for (const who of ['bare','griot'] as const) {
    const way = all[who][p]
    const s = await way.spent()
    const t = performance.now()
    const done = await way.press(stand, { people: N, first: 0, atOnce: 32 })
    const rec = await way.receipts?.(N)
    console.log(p, who, (N/done.lastedMs*1000).toFixed(0), '/s', done.failures, 'cpu us', ((await way.spent()-s)*1000/N).toFixed(0), rec && (performance.now()-t).toFixed(0), done.lastedMs.toFixed(0))
  }
}
await all.end(); await from.end()
