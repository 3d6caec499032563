import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export type Memory = { readonly rss: number; readonly heap: number }

/** The memory of this process, in bytes, after everything that can be given back was given back. */
export async function settled(): Promise<Memory> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: object) => void
  for (let round = 0; round < 3; round += 1) {
    await pause(300)
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  }
  await pause(600)
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heap: heapUsed }
}
