import type { AddressInfo } from 'node:net'
import { App, LogLevel } from '@slack/bolt'
import { serve } from '../child.ts'
import { spent } from './spent.ts'
import { databaseOf, inserting, questionIn } from './insert.ts'

/** The least that Bolt can do with an answer: on its stock receiver, one durable row, and then the acknowledgement. */
const { SLACK_BOT_TOKEN: token = '', SLACK_SIGNING_SECRET: signingSecret = '', SLACK_API_URL: slackApiUrl = '' } = process.env
const insert = await inserting(databaseOf(process.env))
const app = new App({ token, signingSecret, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR })
app.action({ type: 'block_actions' }, async ({ body, payload, ack }) => {
  const { round, option } = questionIn('value' in payload ? payload.value : '')
  await insert(round, body.user.id, option)
  await ack()
})
const server = await app.start({ port: 0, host: '127.0.0.1' })
serve({ port: (server.address() as AddressInfo).port }, spent)
