import { afterAll, beforeAll, expect, test } from 'vitest'
import { sayer } from '../../src/words/say.ts'
import { openHouse, type House } from '../contracts/house.ts'
import { discordServer, type Answered, type DiscordServer } from '../support/discord-server.ts'
import { messageFaults } from '../support/discord-limits.ts'
import { command, press, type Value } from '../support/discord-payloads.ts'
import { isPrivate, keyOf, partsOf, textOf } from '../support/discord-client.ts'

type Fields = Record<string, unknown>

const en = sayer('en')
/** View Channel and Send Messages; and with them Manage Server. */
const MEMBER = String((1n << 10n) | (1n << 11n))
const MANAGER = String((1n << 10n) | (1n << 11n) | (1n << 5n))

let server: DiscordServer
let house: House

beforeAll(async () => {
  server = await discordServer()
  house = await openHouse({ DISCORD_TOKEN: server.token, DISCORD_APP_ID: server.appId, DISCORD_API_URL: server.apiUrl })
  await server.listening()
})
afterAll(async () => {
  await house.close()
  await server.close()
})

const values = (given: Readonly<Record<string, string>>): readonly Value[] =>
  Object.entries(given).map(([name, value]) => ({ name, value }))
const told = (sub: string, given: Readonly<Record<string, string>> = {}, change: Fields = {}): Promise<Answered> =>
  server.interact({ ...command('schedule', sub, values(given)), ...change })
/** The same interaction by somebody with these rights. */
const by = (permissions: string, payload: Fields): Fields => ({
  ...payload,
  member: { ...(payload['member'] as Fields), permissions },
})
const pressed = (under: Answered, id: string): Promise<Answered> => server.interact(by(MANAGER, press(under.message ?? { id: '0' }, id)))

let made: Answered

test('whoever manages the server sets up a schedule with kind, time and zone, and sees it privately', async () => {
  made = await told('add', { kind: 'daily', time: '09:00', zone: 'Paris' })
  expect(isPrivate(made)).toBe(true)
  expect(textOf(made)).toContain('Europe/Paris')
  expect(messageFaults(made.data)).toEqual([])
  expect(textOf(await told('list'))).toContain('Europe/Paris')
})

test('the same interaction delivered twice makes one schedule', async () => {
  const before = textOf(await told('list'))
  const payload = command('schedule', 'add', values({ kind: 'weekly', time: '10:00', zone: 'Bamako' }))
  await server.interact(payload)
  await server.dispatch(payload)
  const after = textOf(await told('list'))
  expect(after).not.toBe(before)
  expect(after.split('Africa/Bamako').length).toBe(textOf(await told('list')).split('Africa/Bamako').length)
  expect(after).not.toMatch(/\b3\b.*10:00.*Africa\/Bamako/)
})

test('a button checks again who presses it', async () => {
  const list = await told('list', { schedule: '1' })
  const id = keyOf(list, 'schedule.pause')
  const refused = await server.interact(by(MEMBER, press(list.message ?? { id: '0' }, id)))
  expect(textOf(refused)).toContain(en('schedule.forbiddenDiscord'))
  expect(textOf(await pressed(list, id))).not.toContain(en('schedule.forbiddenDiscord'))
  const paused = await told('list', { schedule: '1' })
  expect(partsOf(paused).some(({ custom_id }) => custom_id?.includes('schedule.resume'))).toBe(true)
  await pressed(paused, keyOf(paused, 'schedule.resume'))
})

test('a test post reaches its channel once, labelled, with its nonce and its mark', async () => {
  const posted = async () => (await server.accepted()).filter(({ nonce }) => nonce !== undefined)
  const before = (await posted()).length
  const posts = (await server.received({ method: 'POST', path: '/messages' })).length
  await told('test', { schedule: '1' })
  await server.waitFor({ method: 'POST', path: '/messages' }, posts + 1)
  const [post, ...more] = (await posted()).slice(before)
  expect(more).toEqual([])
  expect(post).toMatchObject({
    channel: '700000000000000002',
    times: 1,
    nonce: expect.stringMatching(/^.{25}$/),
    marks: [expect.any(String)],
  })
  const message = (await server.messages(post?.channel)).find(({ id }) => id === post?.id)
  expect(JSON.stringify(message)).toContain(en('post.test'))
})

test('a channel in which we may not post is refused, with what to grant, and nothing is stored', async () => {
  const shut = await told(
    'add',
    { kind: 'daily', time: '09:00', zone: 'Paris' },
    { channel_id: '700000000000000077', app_permissions: String(1n << 10n) },
  )
  expect(textOf(shut)).toContain(en('lack.send', { platform: 'discord' }))
  expect(textOf(await told('list', {}, { channel_id: '700000000000000077' }))).not.toContain('Europe/Paris')
})
