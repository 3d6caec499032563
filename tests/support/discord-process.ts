import { fork } from 'node:child_process'
import { once } from 'node:events'
import { discordServer, type DiscordServer, type DiscordServerSettings } from './discord-server.ts'

type Call = { readonly id: number; readonly method: string; readonly args: readonly unknown[] }
type Back = { readonly id: number; readonly value?: unknown; readonly error?: string }
type Begun = { readonly apiUrl: string; readonly token: string; readonly appId: string }

/** The same server in a process of its own, spoken to over IPC, so that client and server share no event loop. */
export async function discordProcess(settings: DiscordServerSettings = {}): Promise<DiscordServer> {
  const child = fork(new URL(import.meta.url), [JSON.stringify(settings)], { execArgv: [], serialization: 'json' })
  const [begun] = (await once(child, 'message')) as [Begun]
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let calls = 0
  child.on('message', ({ id, value, error }: Back) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.resolve(value)
    else call?.reject(new Error(error))
  })
  const ask = (method: string, args: readonly unknown[]): Promise<unknown> => {
    const call = Promise.withResolvers<unknown>()
    calls += 1
    waiting.set(calls, call)
    child.send({ id: calls, method, args } satisfies Call)
    return call.promise
  }
  const close = async (): Promise<void> => {
    if (child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.disconnect()
    await gone
  }
  return new Proxy({ ...begun, close } as unknown as DiscordServer, {
    get: (target, name: string) =>
      name in target || name === 'then' ? Reflect.get(target, name) : (...args: unknown[]) => ask(name, args),
  })
}

async function serve(settings: DiscordServerSettings): Promise<void> {
  const server = await discordServer(settings)
  process.on('message', ({ id, method, args }: Call) => {
    const call = Reflect.get(server, method) as (...given: readonly unknown[]) => Promise<unknown>
    call(...args).then(
      (value) => process.send?.({ id, value } satisfies Back),
      (error: unknown) => process.send?.({ id, error: String(error) } satisfies Back),
    )
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ apiUrl: server.apiUrl, token: server.token, appId: server.appId } satisfies Begun)
}

if (import.meta.main) await serve(JSON.parse(process.argv[2] ?? '{}') as DiscordServerSettings)
