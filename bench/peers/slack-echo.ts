import type { AddressInfo } from 'node:net'
import { App, LogLevel } from '@slack/bolt'
import { serve } from '../child.ts'
import { settled } from '../settled.ts'

/** The least that Bolt can do: an app as its documentation begins, on its stock receiver, which says the words back in the acknowledgement. */
const { SLACK_BOT_TOKEN: token = '', SLACK_SIGNING_SECRET: signingSecret = '', SLACK_API_URL: slackApiUrl = '' } = process.env
const app = new App({ token, signingSecret, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR })
app.command('/echo', async ({ command, ack }) => {
  await ack({ response_type: 'in_channel', text: command.text })
})
const server = await app.start({ port: 0, host: '127.0.0.1' })
serve({ port: (server.address() as AddressInfo).port }, settled)
