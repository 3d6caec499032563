import { type Receiver, SocketModeReceiver, type webApi } from '@slack/bolt'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { libraryLog } from './api.ts'

export type Socketing = {
  readonly appToken: string
  readonly clientOptions: webApi.WebClientOptions
  /** The real time: it limits how long Slack may take. */
  readonly clock: Clock
  readonly log: Log
  /** Takes what the app threw. */
  readonly report: (error: unknown) => void
}

/** One connection of Socket Mode, which does not mend itself: whoever holds it connects again. */
export type Socket = {
  readonly receiver: Receiver
  /** Resolves when Slack has said hello; rejects when it cannot be had within 15 seconds. */
  connect(): Promise<void>
  /** Resolves when the connection that `connect` made is gone. */
  ended(): Promise<void>
  close(): Promise<void>
}

const CONNECT_MS = 15_000
const GOODBYE_MS = 1000

/** Bolt's own receiver for Socket Mode. Its reconnecting is off: it ends the process where Slack refuses it (an unhandled rejection). */
export function socket({ appToken, clientOptions, clock, log, report }: Socketing): Socket {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: libraryLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
    processEventErrorHandler: async ({ error }) => {
      report(error)
      return false
    },
  })
  const { client } = receiver
  guardMessages(client, report)
  let gone = Promise.resolve()
  return {
    receiver,
    async connect() {
      const enough = new AbortController()
      const late = clock.sleep(CONNECT_MS, enough.signal).then(() => Promise.reject(new Error('Slack did not say hello')))
      gone = new Promise((resolve) => void client.once('disconnected', () => resolve()))
      try {
        await Promise.race([client.start(), late])
      } catch (error) {
        await parted(client, clock)
        throw error ?? new Error('the connection was refused')
      } finally {
        enough.abort()
        late.catch(() => undefined)
      }
    },
    ended: () => gone,
    close: () => parted(client, clock),
  }
}

type Client = SocketModeReceiver['client']

/** A message that is not what Slack sends would end the process, because the client reads it in a promise that nobody holds. */
function guardMessages(client: Client, report: (error: unknown) => void): void {
  const readers = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  for (const read of readers) client.on('ws_message', (...message: unknown[]) => void Promise.resolve(read(...message)).catch(report))
}

async function parted(client: Client, clock: Clock): Promise<void> {
  const enough = new AbortController()
  await Promise.race([client.disconnect(), clock.sleep(GOODBYE_MS, enough.signal).catch(() => undefined)])
  enough.abort()
}
