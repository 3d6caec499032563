import { afterAll, beforeAll, expect, test } from 'vitest'
import { sayer } from '../../src/words/say.ts'
import { openHouse, type House } from '../contracts/house.ts'
import { commandPayload, formPayload, pressPayload, signedRequest, viewPressPayload } from '../support/slack-payloads.ts'
import { slackServer, type SlackServer } from '../support/slack-server.ts'
import { postFaults } from '../support/slack-world.ts'

type Fields = Readonly<Record<string, unknown>>

const BOT_TOKEN = 'xoxb-0000-secret-bot'
const SECRET = '0123456789abcdef-signing'
const CHIEF = { user: 'U0000CHIEF' }
const OTHER = { user: 'U0000OTHER' }
const en = sayer('en')

let slack: SlackServer
let house: House
let triggers = 0

beforeAll(async () => {
  slack = await slackServer({ botToken: BOT_TOKEN })
  slack.setUser(CHIEF.user, { locale: 'en-GB', tz: 'Europe/Paris', is_owner: true })
  slack.setUser(OTHER.user, { locale: 'en-GB', tz: 'Europe/London' })
  house = await openHouse({ SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: slack.apiUrl })
})
afterAll(async () => {
  await house.close()
  await slack.close()
})

async function deliver(payload: Fields): Promise<Fields> {
  const trigger_id = `trigger-${(triggers += 1)}`
  const response = await fetch(`${house.url}/slack/events`, signedRequest(SECRET, { ...payload, trigger_id }))
  expect(response.status).toBe(200)
  return JSON.parse((await response.text()) || '{}') as Fields
}

/** A command whose answer may come with the acknowledgement or after it. */
async function told(line: string, place = CHIEF): Promise<string> {
  const hook = slack.hook(`h${triggers}`)
  const hooks = slack.came.filter(({ kind }) => kind === 'hook').length
  const answer = await deliver(commandPayload(line, hook, place))
  return JSON.stringify(answer['text'] === undefined ? (await slack.nth('hook', hooks + 1)).body : answer)
}
const window = async (): Promise<Fields> => (await slack.nth('views.open')).body['view'] as Fields
const filled = (time: string) => ({ kind: { value: 'daily' }, time, zone: 'Paris', language: { value: 'en' } })
const actionOf = (view: unknown, name: string): string =>
  new RegExp(`"value":"([^"]*schedule\\.${name}[^"]*)"`).exec(JSON.stringify(view))?.[1] ?? name
let made: unknown

test('a workspace’s owner fills in the form of a schedule, is told what is wrong beside it, and sees what was made', async () => {
  await deliver(commandPayload('/schedule add', slack.hook(), CHIEF))
  expect((await slack.nth('views.open')).faults).toEqual([])
  expect(await deliver(formPayload(await window(), filled('25:99'), CHIEF))).toMatchObject({
    response_action: 'errors',
    errors: { time: expect.stringContaining('25:99') as string },
  })
  const done = await deliver(formPayload(await window(), filled('09:00'), CHIEF))
  expect(done['response_action']).toBe('update')
  made = done['view']
  expect(await told('/schedule list')).toContain('Europe/Paris')
})

test('the same window submitted twice makes one schedule', async () => {
  const before = await told('/schedule list')
  expect(await deliver(formPayload(await window(), filled('09:00'), CHIEF))).toMatchObject({ response_action: 'update' })
  expect(await told('/schedule list')).toBe(before)
})

test('a button in the window it was made in knows its channel', async () => {
  const metadata = (made as Fields)['private_metadata']
  await deliver(viewPressPayload({ type: 'modal', value: actionOf(made, 'preview'), metadata }, CHIEF))
  const { body, faults } = await slack.nth('views.update')
  expect([faults, JSON.stringify(body).includes('August')]).toEqual([[], true])
})

test('nobody else may, by a command or by a button', async () => {
  expect(await told('/schedule list', OTHER)).toContain(en('schedule.forbiddenSlack'))
  const hooks = slack.came.filter(({ kind }) => kind === 'hook').length
  await deliver(pressPayload({ value: actionOf(made, 'pause'), hook: slack.hook() }, OTHER))
  expect(JSON.stringify((await slack.nth('hook', hooks + 1)).body)).toContain(en('schedule.forbiddenSlack'))
  expect(await told('/schedule list')).not.toContain(en('button.resume'))
})

test('a test post reaches its channel once, whole, under its key', async () => {
  await told('/schedule test')
  const { body } = await slack.nth('chat.postMessage')
  expect([body['channel'], postFaults(body)]).toEqual(['C0000PLACE', []])
  expect(Object.entries(slack.world.account())).toEqual([[expect.stringMatching(/^test\//), 1]])
})

test('a channel in which we may not post is refused, and nothing is stored', async () => {
  slack.world.setChannel('C0CLOSED', { is_member: false })
  const place = { ...CHIEF, channel: 'C0CLOSED' }
  expect(await told('/schedule add daily 9:00 Paris', place)).toContain(en('lack.member', { platform: 'slack' }))
  expect(await told('/schedule list', place)).not.toContain('Europe/Paris')
})
