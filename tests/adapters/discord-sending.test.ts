import { DefaultRestOptions } from 'discord.js'
import { describe, expect, test } from 'vitest'
import type { Network } from '../../src/platforms/discord/exchange.ts'
import { nonceOf } from '../../src/platforms/discord/mark.ts'
import { POSTS, poster, sentTo, words } from '../support/discord-posting.ts'
import { schemaFaults, withoutSpec, wrongWithMessage } from '../support/discord-schema.ts'
import type { FakeMessage } from '../support/discord-rest.ts'

const ROLE = '700000000000000010'
const refused = (scope: string, reason: string) => ({ kind: 'refused', scope, reason })

describe('what Discord says to a message', () => {
  test.each([
    [404, 10003, refused('channel', 'no-channel')],
    [404, 10004, refused('channel', 'no-channel')],
    [403, 50001, refused('channel', 'forbidden')],
    [403, 50013, refused('channel', 'forbidden')],
    [400, 50008, refused('channel', 'forbidden')],
    [403, 50009, refused('channel', 'forbidden')],
    [403, 99999, refused('channel', 'forbidden')],
    [400, 50083, refused('channel', 'archived')],
    [403, 160005, refused('channel', 'archived')],
    [403, 50007, refused('channel', 'no-person')],
    [403, 50278, refused('channel', 'no-person')],
    [400, 200000, refused('message', 'forbidden')],
    [400, 50035, refused('message', 'malformed')],
    [400, 50006, refused('message', 'malformed')],
    [401, 0, refused('platform', 'token')],
    [403, 0, { kind: 'not-yet', scope: 'message' }],
    // An outage of everything, and no judgement of a channel.
    [403, 40333, { kind: 'not-yet', scope: 'platform' }],
    [404, 0, { kind: 'not-yet', scope: 'message' }],
    [408, 0, { kind: 'unknown' }],
  ])('(%i, code %i) is said to be %j', async (status, code, expected) => {
    const one = await poster()
    const to = await one.channel()
    await one.server.fault({ ...POSTS, kind: 'told', status, code })
    expect(await one.platform.send(to, { reply: words('x') }, 'k')).toMatchObject(expected)
    expect(await one.server.received({ kind: 'rest', method: 'POST' })).toHaveLength(1)
    expect(one.lines.join('')).not.toContain(to.channel)
  })

  test.each([401, 403, 404, 429])('in a page of somebody in between (%i) is no refusal', async (status) => {
    const one = await poster()
    await one.server.fault({ ...POSTS, kind: 'page', status })
    expect(await one.platform.send(await one.channel(), { reply: words('x') }, 'k')).toMatchObject({ kind: 'not-yet' })
  })

  test.each([200, 302, 500, 502, 504])('in a page of somebody in between (%i) may be anything', async (status) => {
    const one = await poster()
    await one.server.fault({ ...POSTS, kind: 'page', status })
    expect(await one.platform.send(await one.channel(), { reply: words('x') }, 'k')).toMatchObject({ kind: 'unknown' })
  })

  test('of a malformed message is loud in the log, by its paths and not by its words', async () => {
    const one = await poster()
    const to = await one.channel()
    await one.server.fault({ ...POSTS, kind: 'told', status: 400, code: 50035 })
    await one.platform.send(to, { reply: words('of these words') }, 'secret-key')
    expect(one.lines.filter((line) => line.includes('"level":"error"'))).toHaveLength(1)
    expect(one.lines.join('')).toContain('refused as malformed')
    for (const secret of ['of these words', 'secret-key', to.channel, one.server.token]) expect(one.lines.join('')).not.toContain(secret)
  })
})

describe('a limit', () => {
  test('of the route concerns its channel, and says for how long', async () => {
    const one = await poster()
    await one.server.fault({ ...POSTS, kind: 'limit', ms: 1_500 })
    const outcome = await one.platform.send(await one.channel(), { reply: words('x') }, 'k')
    expect(outcome).toMatchObject({ kind: 'not-yet', scope: 'channel', afterMs: 1_500 })
  })

  test.each([{ global: true }, { bare: true }])('of everything (%j) concerns everything', async (how) => {
    const one = await poster()
    await one.server.fault({ ...POSTS, kind: 'limit', ms: 65_000, ...how })
    const outcome = await one.platform.send(await one.channel(), { reply: words('x') }, 'k')
    expect(outcome).toMatchObject({ kind: 'not-yet', scope: 'platform', afterMs: 65_000 })
  })

  test('that an answer says is used up is waited for without asking, and no other channel waits', async () => {
    const asked: string[] = []
    let now = new Date('2026-08-18T09:00:00Z')
    const network: Network = async (url, init) => {
      asked.push(url)
      const answer = await DefaultRestOptions.makeRequest(url, init)
      const headers = new Headers(answer.headers)
      headers.set('x-ratelimit-remaining', '0')
      headers.set('x-ratelimit-reset-after', '2.5')
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers })
    }
    const one = await poster({ network, clock: { now: () => now, sleep: () => new Promise(() => undefined) } })
    const [here, there] = [await one.channel(), await one.channel()]
    const send = async (to: typeof here, key: string) => one.platform.send(to, { reply: words(key) }, key)
    expect(await send(here, 'a')).toMatchObject({ kind: 'sent' })
    now = new Date('2026-08-18T09:00:01Z')
    expect(await send(here, 'b')).toMatchObject({ kind: 'not-yet', scope: 'channel', afterMs: 1_500 })
    expect(await send(there, 'c')).toMatchObject({ kind: 'sent' })
    expect(asked).toHaveLength(2)
    now = new Date('2026-08-18T09:00:02.500Z')
    expect(await send(here, 'b')).toMatchObject({ kind: 'sent' })
  })
})

describe('a message', () => {
  test('goes under a nonce of its key that Discord enforces: the same key again is the same message', async () => {
    const one = await poster()
    const [here, there] = [await one.channel(), await one.channel()]
    const first = await sentTo(one, here, 'a')
    expect(await sentTo(one, here, 'a')).toBe(first)
    expect([await sentTo(one, here, 'b'), await sentTo(one, there, 'a')]).not.toContain(first)
    expect((await one.server.accepted()).map(({ channel, nonce, times }) => [channel, nonce, times])).toEqual([
      [here.channel, nonceOf('a'), 2],
      [here.channel, nonceOf('b'), 1],
      [there.channel, nonceOf('a'), 1],
    ])
  })

  test(`is what Discord takes, with a role to ring for and without, and so is its edit${withoutSpec}`, async () => {
    const one = await poster()
    const to = await one.channel()
    for (const ping of [undefined, ROLE]) {
      const outcome = await one.platform.send(to, { reply: words('x'), ping }, `key ${ping}`)
      await one.platform.amend(to, (outcome as { message: string }).message, { reply: words('y'), ping }, `key ${ping}`)
    }
    const records = await one.server.received({ kind: 'rest', path: '/messages' })
    const bodies = records.flatMap((record) => (record.kind === 'rest' ? [[record.method, record.body] as const] : []))
    expect(bodies.map(([method]) => method)).toEqual(['POST', 'PATCH', 'POST', 'PATCH'])
    for (const [, body] of bodies) expect(wrongWithMessage(body)).toEqual([])
    for (const [, body] of bodies.filter(([method]) => method === 'PATCH'))
      expect(schemaFaults('MessageEditRequestPartial', body)).toEqual([])
    expect(bodies.map(([, body]) => (body as FakeMessage)['allowed_mentions'])).toEqual([
      { parse: [] },
      { parse: [] },
      { parse: [], roles: [ROLE] },
      // Nobody is rung for twice.
      { parse: [] },
    ])
  })

  test('that calls a role keeps every limit, however long it is', async () => {
    const one = await poster()
    const to = await one.channel()
    const reply = words('', { blocks: Array.from({ length: 80 }, (_, i) => ({ kind: 'text', body: [`${i} ${'word '.repeat(30)}`] })) })
    expect(await one.platform.send(to, { reply, ping: ROLE }, 'k')).toMatchObject({ kind: 'sent' })
    const [shown] = await one.server.messages(to.channel)
    expect([shown?.['mention_roles'], JSON.stringify(shown?.components).includes(`<@&${ROLE}>`)]).toEqual([[ROLE], true])
  })

  test.each(['everyone', '1> @everyone', ''])('calls nothing that is no id (%j)', async (ping) => {
    const one = await poster()
    const to = await one.channel()
    await one.platform.send(to, { reply: words('x'), ping }, 'k')
    expect(JSON.stringify(await one.server.messages(to.channel))).not.toContain('<@&')
  })
})

describe('a send', () => {
  test('that hangs holds back no other to the same channel', async () => {
    const one = await poster()
    const to = await one.channel()
    await one.server.fault({ ...POSTS, kind: 'stall' })
    const hanging = one.platform.send(to, { reply: words('a') }, 'a')
    await one.server.waitFor({ kind: 'rest', method: 'POST' })
    expect(await one.platform.send(to, { reply: words('b') }, 'b')).toMatchObject({ kind: 'sent' })
    await one.server.stop()
    expect(await hanging).toMatchObject({ kind: 'unknown' })
  })

  test('is cut off in the middle of an answer, too', async () => {
    const network: Network = async () =>
      new Response(new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{"id":"1')) }), {
        status: 200,
        headers: { 'content-type': 'application/json' },
      })
    const one = await poster({ network, sendMs: 50 })
    expect(await one.platform.send(await one.channel(), { reply: words('x') }, 'k')).toMatchObject({ kind: 'unknown' })
  })

  test('to a name that nobody has was certainly not taken', async () => {
    const one = await poster({ apiUrl: 'http://griot.invalid/api' })
    expect(await one.platform.send(await one.channel(), { reply: words('x') }, 'k')).toMatchObject({ kind: 'not-yet', scope: 'platform' })
  })

  test('to somebody who cannot prove to be Discord was not taken as far as is known', async () => {
    const there = await poster()
    const one = await poster({ apiUrl: there.server.apiUrl.replace('http:', 'https:') })
    expect(await one.platform.send(await one.channel(), { reply: words('x') }, 'k')).toMatchObject({
      kind: expect.stringMatching(/^(not-yet|unknown)$/) as string,
    })
    expect(await there.server.accepted()).toEqual([])
  })

  test('refused for its token turns readiness red, once loudly, until something is taken', async () => {
    const one = await poster()
    const to = await one.channel()
    await one.server.fault({ ...POSTS, kind: 'told', status: 401, code: 0, times: 2 })
    for (const key of ['a', 'b']) await sentTo(one, to, key)
    expect(one.platform.ready()).toMatchObject({ ready: false, detail: expect.stringContaining('DISCORD_TOKEN') as string })
    expect(one.lines.filter((line) => line.includes('"level":"error"'))).toHaveLength(1)
    expect(await one.platform.send(to, { reply: words('c') }, 'c')).toMatchObject({ kind: 'sent' })
    expect(one.platform.ready().detail).not.toContain('DISCORD_TOKEN')
  })
})
