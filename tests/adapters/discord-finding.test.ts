import { describe, expect, test } from 'vitest'
import type { ChannelPlace } from '../../src/chat/platform.ts'
import { connected } from '../support/discord-client.ts'
import { command, PERSON } from '../support/discord-payloads.ts'
import { BEFORE, person, POSTS, poster, READS, sentTo, threadUnder, words } from '../support/discord-posting.ts'

const THERE = (message: string) => ({ kind: 'there', message })
const ABSENT = { kind: 'absent' }

describe('looking for a message', () => {
  test('that was accepted after its connection was gone finds it as soon as it is there', async () => {
    const one = await poster()
    const to = await one.channel()
    await one.server.fault({ ...POSTS, kind: 'late', ms: 30 })
    expect(await one.platform.send(to, { reply: words('a') }, 'a')).toMatchObject({ kind: 'unknown' })
    await one.server.waitFor({ kind: 'late' })
    const [late] = await one.server.messages(to.channel)
    expect(await one.platform.find(to, 'a', BEFORE)).toEqual(THERE(late?.id ?? ''))
    // Sent again within Discord's few minutes, it is still the same.
    expect(await sentTo(one, to, 'a')).toBe(late?.id)
  })

  test('reads page after page, and no further than it must', async () => {
    const one = await poster()
    const to = await one.channel()
    const messages: string[] = []
    for (let i = 0; i < 205; i += 1) messages.push(await sentTo(one, to, `key ${i}`))
    const pages = async (key: string) => {
      const before = (await one.server.received({ kind: 'rest', method: 'GET', path: '/messages' })).length
      const finding = await one.platform.find(to, key, BEFORE)
      return [finding, (await one.server.received({ kind: 'rest', method: 'GET', path: '/messages' })).length - before]
    }
    expect(await pages('key 0')).toEqual([THERE(messages[0]!), 1])
    expect(await pages('key 204')).toEqual([THERE(messages[204]!), 3])
    expect(await pages('another')).toEqual([ABSENT, 3])
  })

  test('begins a minute before the first try, by the time in the ids', async () => {
    const one = await poster()
    const to = await one.channel()
    await sentTo(one, to, 'a')
    const since = new Date('2026-08-18T09:00:00Z')
    await one.platform.find(to, 'b', since)
    const [record] = await one.server.received({ kind: 'rest', method: 'GET', path: '/messages' })
    const after = new URLSearchParams(record?.kind === 'rest' ? record.query : '').get('after') ?? '0'
    expect(Number(BigInt(after) >> 22n) + 1_420_070_400_000).toBe(since.getTime() - 60_000)
  })

  test('begins where a rehearsal’s clock stood in the world’s time', async () => {
    const one = await poster({ worldTime: (at) => new Date(at.getTime() - 3_600_000) })
    await one.platform.find(await one.channel(), 'a', new Date('2026-08-18T09:00:00Z'))
    const [record] = await one.server.received({ kind: 'rest', method: 'GET', path: '/messages' })
    expect(record).toMatchObject({ query: `?after=${BigInt(Date.UTC(2026, 7, 18, 7, 59) - 1_420_070_400_000) << 22n}&limit=100` })
  })

  test('reads all where the try is dated by a clock that is ahead of the world’s', async () => {
    const one = await poster()
    const to = await one.channel()
    const message = await sentTo(one, to, 'a')
    expect(await one.platform.find(to, 'a', new Date('2126-01-01T00:00:00Z'))).toEqual(THERE(message))
  })

  test('in a channel where too much was said since cannot tell', async () => {
    const page = Array.from({ length: 100 }, (_, i) => ({ id: String(1_000 + i), type: 0, author: { id: '5' }, components: [] }))
    let asked = 0
    const one = await poster({
      network: async () => {
        asked += 1
        return Response.json(page.map((message) => ({ ...message, id: String(BigInt(message.id) + BigInt(asked * 100)) })))
      },
    })
    expect(await one.platform.find(await one.channel(), 'a', BEFORE)).toMatchObject({ kind: 'cannot-tell' })
    expect(asked).toBe(20)
  })

  test('cannot tell where a message of ours has no mark, and is not misled by answers to commands', async () => {
    const { server, platform } = await connected()
    const answer = await server.interact(command('mali', 'sources', [{ name: 'event', value: 'x' }]))
    const to: ChannelPlace = { kind: 'channel', platform: 'discord', channel: answer.message?.channel_id ?? '' }
    expect(await platform.find(to, 'a', BEFORE)).toEqual(ABSENT)
    await platform.send(to, { reply: words('a', { buttons: [] }) }, 'a')
    expect(await platform.find(to, 'a', BEFORE)).toMatchObject({ kind: 'cannot-tell' })
  })

  test('in an empty channel rests on the right to read it', async () => {
    const one = await poster()
    expect(await one.platform.find(await one.channel(), 'a', BEFORE)).toEqual(ABSENT)
    expect(await one.platform.find(await one.channel(['history']), 'a', BEFORE)).toMatchObject({ kind: 'cannot-tell' })
    await one.server.fault({ method: 'GET', path: '/guilds/', kind: 'break' })
    expect(await one.platform.find(await one.channel(), 'a', BEFORE)).toMatchObject({ kind: 'not-yet' })
  })

  test('in a channel that is gone finds nothing, and in one that is hidden cannot tell', async () => {
    const one = await poster()
    expect(await one.platform.find(await one.channel(['gone']), 'a', BEFORE)).toEqual(ABSENT)
    expect(await one.platform.find(await one.channel(['view']), 'a', BEFORE)).toMatchObject({ kind: 'cannot-tell' })
  })

  test.each([401, 403, 404])('that meets a page of somebody in between (%i) is for later', async (status) => {
    const one = await poster()
    await one.server.fault({ ...READS, kind: 'page', status })
    expect(await one.platform.find(await one.channel(), 'a', BEFORE)).toMatchObject({ kind: 'not-yet' })
  })

  test('that is limited is for after the limit', async () => {
    const one = await poster()
    await one.server.fault({ ...READS, kind: 'limit', ms: 3_000 })
    expect(await one.platform.find(await one.channel(), 'a', BEFORE)).toMatchObject({ kind: 'not-yet', afterMs: 3_000 })
  })

  test('between us and one person needs no right', async () => {
    const one = await poster()
    const to = person(PERSON)
    expect(await one.platform.find(to, 'a', BEFORE)).toEqual(ABSENT)
    expect(await one.platform.find(to, 'b', BEFORE)).toEqual(ABSENT)
    expect(await one.platform.find(to, 'a', BEFORE)).toEqual(ABSENT)
    const message = await sentTo(one, to, 'a')
    expect(await one.platform.find(to, 'a', BEFORE)).toEqual(THERE(message))
    await one.server.fault({ method: 'POST', path: '/users/@me/channels', kind: 'break' })
    expect(await one.platform.find(to, 'a', BEFORE)).toMatchObject({ kind: 'not-yet' })
  })

  test('under a message finds nothing and asks nobody: beginning again does no harm', async () => {
    const one = await poster()
    const to = await one.channel()
    expect(await one.platform.find(threadUnder(to, '1'), 'a', BEFORE)).toEqual(ABSENT)
    expect(await one.server.received({ kind: 'rest' })).toEqual([])
  })
})
