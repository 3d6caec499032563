import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A program of the benchmark in a process of its own: `begun` is what it said when it was ready, `ask` gives it one job after another. */
export type Child<Begun> = {
  readonly begun: Begun
  ask<Done>(job: unknown): Promise<Done>
  end(): Promise<void>
}

export type ChildSettings = {
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  /** For Node itself. */
  readonly flags?: readonly string[]
}

type Said = { readonly done: unknown } | { readonly error: string }

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill()
})

/** Starts `file`, beside this one; it inherits nothing of the environment but PATH. One that ends by itself ends the benchmark. */
export async function child<Begun>(file: string, { env = {}, args = [], flags = [] }: ChildSettings = {}): Promise<Child<Begun>> {
  const started = fork(new URL(file, import.meta.url), [...args], {
    execArgv: [...flags],
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let ending = false
  running.add(started)
  started.once('exit', () => {
    running.delete(started)
    if (ending) return
    console.error(`${file} ended by itself`)
    process.exit(1)
  })
  const heard = async (): Promise<unknown> => {
    const [said] = (await once(started, 'message')) as [Said]
    if ('error' in said) throw new Error(`${file}: ${said.error}`)
    return said.done
  }
  const begun = (await heard()) as Begun
  return {
    begun,
    async ask<Done>(job: unknown) {
      const answer = heard()
      started.send(job as object)
      return (await answer) as Done
    },
    async end() {
      ending = true
      const gone = once(started, 'exit')
      started.disconnect()
      await gone
    },
  }
}

/** The other side: says that it is ready, does each job it is given, and ends with its parent. */
export function serve(begun: unknown, work: (job: unknown) => Promise<unknown>): void {
  const say = (said: Said) => void process.send?.(said)
  process.on('message', (job: unknown) => {
    work(job).then(
      (done) => say({ done }),
      (error: unknown) => say({ error: String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
  say({ done: begun })
}
