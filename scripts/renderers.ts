import { toPlain } from '../src/chat/plain.ts'
import type { Reply } from '../src/chat/reply.ts'
import { toMessage as toDiscord } from '../src/platforms/discord/render.ts'
import { toMessage as toSlack } from '../src/platforms/slack/render.ts'
import { toHtml } from '../src/platforms/web/render.ts'

/** Every renderer that golden files are kept of, and how such a file ends. */
export const RENDERERS: Readonly<Record<string, { readonly ending: string; readonly render: (reply: Reply) => string }>> = {
  discord: { ending: 'json', render: (reply) => `${JSON.stringify(toDiscord(reply), null, 1)}\n` },
  slack: { ending: 'json', render: (reply) => `${JSON.stringify(toSlack(reply), null, 1)}\n` },
  web: { ending: 'html', render: (reply) => `${toHtml(reply)}\n` },
  text: { ending: 'txt', render: (reply) => `${toPlain(reply)}\n` },
}
