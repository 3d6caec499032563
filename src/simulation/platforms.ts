import type { PlatformName, Platform } from '../chat/platform.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { exchanger, type Network } from '../platforms/discord/exchange.ts'
import { sender } from '../platforms/discord/sending.ts'
import { sending } from '../platforms/slack/sending.ts'
import type { Answer, Request } from './fates.ts'

/** Carries a request to the world. */
export type Carried = (request: Request) => Promise<Answer>

type Wired = { readonly carry: Carried; readonly clock: Clock; readonly log: Log }

/** Discord's sending as it is, with the world in the place of the network. */
export function simulatedDiscord({ carry, clock, log }: Wired): Platform {
  const network: Network = async (url, init) => toResponse(await carry(toRequest(url, init?.method ?? 'GET', init?.body)))
  const exchange = exchanger({ apiUrl: 'http://discord.invalid/api', token: 'simulated', clock, network })
  return { ...deaf('discord'), ...sender({ exchange, clock, log, sendMs: SEND_MS }) }
}

/** Slack's sending as it is, likewise. */
export function simulatedSlack({ carry, clock, log }: Wired): Platform {
  return {
    ...deaf('slack'),
    ...sending({
      botToken: 'xoxb-simulated',
      apiUrl: 'http://slack.invalid/api/',
      log,
      clock,
      standing: { team: TEAM },
      fetch: async (url, init) => toResponse(await carry(toRequest(String(url), 'POST', init?.body))),
      sendMs: 0,
    }),
  }
}

/** The one workspace of the simulated Slack. */
export const TEAM = 'T0SIMULATED'
const SEND_MS = 15_000

const deaf = (name: PlatformName): Pick<Platform, 'name' | 'routes' | 'listen' | 'ready' | 'close'> => ({
  name,
  routes: [],
  listen: async () => undefined,
  ready: () => ({ name, ready: true, detail: 'simulated' }),
  close: async () => undefined,
})

function toRequest(address: string, method: string, body: unknown): Request {
  const url = new URL(address)
  return { method, path: url.pathname, query: url.searchParams, body: typeof body === 'string' ? body : '' }
}

const toResponse = ({ status, headers = {}, body }: Answer): Response => new Response(body, { status, headers })
