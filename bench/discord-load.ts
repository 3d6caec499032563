import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
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
const taken = new Set<string>()

const askedBy = ({ url = '' }: IncomingMessage): string => /\/interactions\/(\d+)\//.exec(url)?.[1] ?? ''

// Read where the request ends and not where the fake has judged it, so that its checks of a long message do not count.
subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage }
  const id = askedBy(request)
  const at = sentAt.get(id)
  if (at !== undefined) request.once('end', () => tookMs.set(id, performance.now() - at))
})
subscribe('http.server.response.finish', (message) => {
  const { request, response } = message as { readonly request: IncomingMessage; readonly response: ServerResponse }
  if (response.statusCode < 300 && sentAt.has(askedBy(request))) taken.add(askedBy(request))
})

/** How long the last answers of a job may be under way. */
const PATIENCE_MS = 5000

async function load({ root, sub, perSecond, count }: DiscordJob): Promise<DiscordDone> {
  await server.listening()
  sentAt.clear()
  tookMs.clear()
  taken.clear()
  const began = performance.now()
  for (let n = 0; n < count; n += 1) {
    const due = began + (n * 1000) / perSecond
    if (due > performance.now()) await pause(due - performance.now())
    const payload = command(root, sub)
    sentAt.set(String(payload['id']), performance.now())
    await server.dispatch(payload)
  }
  const enough = performance.now() + PATIENCE_MS
  while (taken.size < count && performance.now() < enough) await pause(20)
  return { tookMs: [...tookMs.values()], failures: count - taken.size }
}

serve({ apiUrl: server.apiUrl, token: server.token, appId: server.appId } satisfies DiscordBegun, (job) => load(job as DiscordJob))
