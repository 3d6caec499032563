import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from './slack-rig.ts'

const FILE = fileURLToPath(new URL('slack-process.ts', import.meta.url))

/** The loopback Slack in a process of its own. */
export type SlackApart = {
  /** What an installation needs to speak to it, over HTTP. */
  readonly environment: Readonly<Record<string, string>>
  /** Where it takes answers that come later. */
  readonly hook: string
  /** Tells it one of the verbs of `slack-process.ts`. */
  tell<T>(verb: string, ...given: readonly unknown[]): Promise<T>
  close(): Promise<void>
}

export async function slackApart(): Promise<SlackApart> {
  const child = spawn(process.execPath, [FILE, BOT_TOKEN, APP_TOKEN], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const gone = once(child, 'exit')
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  const { apiUrl, controlUrl } = JSON.parse(line) as { apiUrl: string; controlUrl: string }
  return {
    environment: { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_API_URL: apiUrl },
    hook: new URL('/hooks/later', apiUrl).href,
    async tell<T>(verb: string, ...given: readonly unknown[]) {
      const response = await fetch(`${controlUrl}/${verb}`, { method: 'POST', body: JSON.stringify(given) })
      if (!response.ok) throw new Error(`${verb}: ${await response.text()}`)
      return (await response.json()) as T
    },
    async close() {
      child.kill()
      await gone
    },
  }
}
