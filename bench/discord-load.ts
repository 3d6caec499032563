import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { command } from '../tests/support/discord-payloads.ts'
import { discordServer } from '../tests/support/discord-server.ts'
import { serve } from './child.ts'

/** Hands over so many interactions at an even pace. */
export type DiscordJob = { readonly root: string; readonly sub: string; readonly perSecond: number; readonly count: number }

/** One latency for each answer that was taken, from the dispatch until the whole callback had come in; `failures` is the number of the others. */
export type DiscordDone = { readonly tookMs: readonly number[]; readonly failures: number }

export type DiscordBegun = { readonly apiUrl: string; readonly token: string; readonly appId: string }

const server = await discordServer()
const sentAt = new Map<string, number>()
const tookMs = new Map<string, number>()

// Read where the request ends and not where the fake has judged it, so that its checks of a long message do not count.
subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage }
  const id = /\/interactions\/(\d+)\//.exec(request.url ?? '')?.[1] ?? ''
  const at = sentAt.get(id)
  if (at !== undefined) request.once('end', () => tookMs.set(id, performance.now() - at))
})

async function load({ root, sub, perSecond, count }: DiscordJob): Promise<DiscordDone> {
  await server.listening()
  sentAt.clear()
  tookMs.clear()
  const began = performance.now()
  const answers: Promise<boolean>[] = []
  for (let n = 0; n < count; n += 1) {
    const due = began + (n * 1000) / perSecond
    if (due > performance.now()) await pause(due - performance.now())
    const payload = command(root, sub)
    sentAt.set(String(payload['id']), performance.now())
    const taken = server.interact(payload).then(() => true)
    answers.push(Promise.race([taken, pause(5000, false, { ref: false })]))
  }
  const taken = (await Promise.all(answers)).filter(Boolean).length
  return { tookMs: [...tookMs.values()], failures: count - taken }
}

serve({ apiUrl: server.apiUrl, token: server.token, appId: server.appId } satisfies DiscordBegun, (job) => load(job as DiscordJob))
