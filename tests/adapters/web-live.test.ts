import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { paragraph, type Reply } from '../../src/chat/reply.ts'
import { Failure } from '../../src/kernel/failure.ts'
import type { WebChannels } from '../../src/platforms/web/channels.ts'
import { sayer } from '../../src/words/say.ts'
import { listener, type Listener } from '../support/event-stream.ts'
import { NOW, channelOf, ownDatabase, webRig, type WebRig } from '../support/web-rig.ts'

const { database, remove } = ownDatabase()
const rigs: WebRig[] = []
const opened = async (...given: Parameters<typeof webRig>): Promise<WebRig> => {
  const rig = await webRig(...given)
  rigs.push(rig)
  return rig
}
let rig: WebRig
beforeAll(async () => {
  // Only what this process posts itself is told at once.
  rig = await opened(database, { lookMs: 3_600_000 })
})
const listeners: Listener[] = []
afterEach(async () => void (await Promise.all(listeners.splice(0).map((one) => one.leave()))))
afterAll(async () => {
  for (const one of rigs) await one.close()
  remove()
})

let channels = 0
/** A channel that nobody else of these tests uses. */
const channel = async (): Promise<string> => {
  const name = `live-${(channels += 1)}`
  await rig.store.channels.claim(name, 'owner', NOW)
  return name
}
const words = (text: string): Reply => ({
  locale: 'en',
  audience: 'everyone',
  title: text,
  blocks: [paragraph(text)],
  buttons: [],
  footer: [],
  solemn: false,
})
const send = (name: string, text: string, from = rig) => from.platform.send(channelOf(name), { reply: words(text) }, `key-${text}`)
const listen = async (name: string, from = rig, lastEventId?: string, query = ''): Promise<Listener> => {
  const one = await listener(`${from.url}/channels/${name}/live${query}`, lastEventId)
  listeners.push(one)
  return one
}
const heardBy = async (one: Listener) => {
  const came = await one.next()
  const { number, title, isChange } = JSON.parse(came?.data ?? '{}') as { number: number; title: string; isChange: boolean }
  return [came?.id, number, title, isChange]
}

describe('whoever follows a channel', () => {
  test('hears what is posted there, drawn as on the page, and nothing of other channels', async () => {
    const [here, there] = [await channel(), await channel()]
    const one = await listen(here)
    expect([one.status, one.type]).toEqual([200, 'text/event-stream; charset=utf-8'])
    await send(there, 'elsewhere')
    await send(here, 'first')
    const came = await one.next()
    const { html } = JSON.parse(came?.data ?? '') as { html: string }
    const page = await (await fetch(`${rig.url}/channels/${here}`)).text()
    expect([came?.id, html.includes('<h2>first</h2>'), page.includes(html)]).toEqual(['1', true, true])
  })

  test('hears first what was there before, then what comes, each once and in order', async () => {
    const name = await channel()
    for (const text of ['a', 'b', 'c']) await send(name, text)
    const one = await listen(name)
    await send(name, 'd')
    await send(name, 'd')
    await send(name, 'e')
    for (const [at, text] of ['a', 'b', 'c', 'd', 'e'].entries()) expect(await heardBy(one)).toEqual([String(at + 1), at + 1, text, false])
  })

  test('goes on where the connection broke', async () => {
    const name = await channel()
    for (const text of ['a', 'b', 'c']) await send(name, text)
    expect(await heardBy(await listen(name, rig, '2', '?after=0'))).toEqual(['3', 3, 'c', false])
    expect(await heardBy(await listen(name, rig, undefined, '?after=1'))).toEqual(['2', 2, 'b', false])
  })

  test('hears of a change, and of one that came while the connection was broken', async () => {
    const name = await channel()
    await send(name, 'a')
    await send(name, 'b')
    const one = await listen(name, rig, '2')
    await rig.platform.amend(channelOf(name), '1', { reply: words('a, mended') }, 'key-a')
    expect(await heardBy(one)).toEqual(['3', 1, 'a, mended', true])
    await rig.platform.amend(channelOf(name), '1', { reply: words('a, mended') }, 'key-a')
    await send(name, 'c')
    expect(await heardBy(one)).toEqual(['4', 3, 'c', false])
    expect(await heardBy(await listen(name, rig, '2'))).toEqual(['3', 1, 'a, mended', true])
  })

  test('is told to read anew where the channel has less than was seen', async () => {
    const name = await channel()
    const one = await listen(name, rig, '99')
    expect([(await one.next())?.event, await one.next()]).toEqual(['anew', undefined])
  })

  test('may follow a channel that nobody has made yet', async () => {
    const one = await listen('not-yet-made')
    await rig.store.channels.claim('not-yet-made', 'owner', NOW)
    await send('not-yet-made', 'first')
    expect(await heardBy(one)).toEqual(['1', 1, 'first', false])
  })

  test('reads the frame in their own language', async () => {
    const name = await channel()
    await send(name, 'a')
    for (const locale of ['en', 'fr', 'pl'] as const) {
      const came = await (await listen(name, rig, undefined, `?locale=${locale}`)).next()
      const time = sayer(locale)('date.clock', { hour: locale === 'en' ? '09' : '9', minute: '00' })
      expect((JSON.parse(came?.data ?? '') as { html: string }).html).toContain(`${time}</time>`)
    }
  })

  test('hears in silence that the line is open', async () => {
    const quick = await opened(database, { heartbeatMs: 5 })
    const one = await listen(await channel(), quick)
    for (let i = 0; i < 3; i += 1) expect(await one.comment()).toEqual({ comment: true })
  })

  test('is let go when the server closes', async () => {
    const closing = await opened(database)
    const one = await listen(await channel(), closing)
    const left = one.next()
    await closing.server.close()
    expect(await left).toBeUndefined()
  })
})

describe('several processes on one database', () => {
  test('tell what another one posted or changed', async () => {
    const [here, there] = [await opened(database), await opened(database)]
    const name = await channel()
    const ones = [await listen(name, here), await listen(name, there), await listen(name, there)]
    await send(name, 'from here', here)
    for (const one of ones) expect(await heardBy(one)).toEqual(['1', 1, 'from here', false])
    await there.platform.amend(channelOf(name), '1', { reply: words('mended there') }, 'x')
    for (const one of ones) expect(await heardBy(one)).toEqual(['2', 1, 'mended there', true])
  })

  test('send one key once', async () => {
    const [here, there] = [await opened(database), await opened(database)]
    const name = await channel()
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => send(name, 'once', i % 2 ? here : there)))
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: 'sent', message: '1' })))
    expect((await rig.store.channels.latest(name, 10)).messages).toHaveLength(1)
  })
})

describe('following', () => {
  test('costs one look for all channels and one reading for all who wait for the same', async () => {
    const counts = { revisions: 0, since: 0 }
    const counted = (store: WebChannels): WebChannels => ({
      ...store,
      revisions: (names) => ((counts.revisions += 1), store.revisions(names)),
      since: (...what) => ((counts.since += 1), store.since(...what)),
    })
    const busy = await opened(database, { lookMs: 3_600_000 }, counted)
    const name = await channel()
    const ones = await Promise.all(Array.from({ length: 20 }, () => listen(name, busy)))
    await send(name, 'warm', busy)
    for (const one of ones) await one.next()
    // Everybody has read that there is nothing more when they all wait again.
    await send(name, 'second', busy)
    for (const one of ones) await one.next()
    const before = counts.since
    await send(name, 'third', busy)
    for (const one of ones) expect(await heardBy(one)).toEqual(['3', 3, 'third', false])
    expect(counts.since - before).toBeLessThanOrEqual(4)
  })

  test('is for so many at a time', async () => {
    const small = await opened(database, { mostFollowers: 2 })
    const name = await channel()
    await send(name, 'a')
    const ones = [await listen(name, small), await listen(name, small)]
    for (const one of ones) await one.next()
    const refused = await fetch(`${small.url}/channels/${name}/live`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
    expect((await fetch(`${small.url}/channels/${name}`)).status).toBe(200)
  })

  test('outlives a database that is away for a while', async () => {
    let away = false
    let failed = Promise.withResolvers<void>()
    const gone = () => (failed.resolve(), Promise.reject(new Failure('unavailable', 'error.store')))
    const shaky = (store: WebChannels): WebChannels => ({
      ...store,
      revisions: (names) => (away ? gone() : store.revisions(names)),
      since: (...what) => (away ? gone() : store.since(...what)),
    })
    const other = await opened(database, {}, shaky)
    const name = await channel()
    const one = await listen(name, other)
    await send(name, 'before')
    expect(await heardBy(one)).toEqual(['1', 1, 'before', false])
    away = true
    failed = Promise.withResolvers()
    await failed.promise
    const late = await listen(name, other, '1')
    await send(name, 'meanwhile')
    failed = Promise.withResolvers()
    await failed.promise
    away = false
    for (const follower of [one, late]) expect(await heardBy(follower)).toEqual(['2', 2, 'meanwhile', false])
  })
})
