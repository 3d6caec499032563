import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { durationText } from '../../src/words/durations.ts'
import { sayer } from '../../src/words/say.ts'
import { cookieIn, markIn, ownDatabase, webRig, type WebRig } from '../support/web-rig.ts'

const SCRIPT = { 'x-griot-script': 'yes' }
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const { database, remove } = ownDatabase()
let nowMs = Date.parse('2026-08-18T09:00:00Z')
const later = (ms: number): void => void (nowMs += ms)
let rig: WebRig
beforeAll(async () => {
  rig = await webRig(database, { writing: 'open', wall: { ...systemClock(), now: () => new Date(nowMs) } })
})
afterAll(async () => {
  await rig.close()
  remove()
})

let requests = 0
const send = (name: string, line: string, cookie = '', locale = 'en') =>
  rig.post(`/channels/${name}/answer`, { line, locale, request: String((requests += 1)) }, { ...SCRIPT, cookie })
const known = async (): Promise<string> => cookieIn(await send('anywhere', '/schedule list'))
const many = async <T>(n: number, one: (i: number) => Promise<T>): Promise<T[]> => {
  const all: T[] = []
  for (let i = 0; i < n; i += 1) all.push(await one(i))
  return all
}
const statuses = async (n: number, one: (i: number) => Promise<Response>) => (await many(n, one)).map(({ status }) => status)
const times = (n: number, status: number): number[] => Array.from({ length: n }, () => status)

describe('a visitor', () => {
  test.each(LOCALES)('who changes too much within a minute is told when to try again in %s, and nothing is done', async (locale) => {
    later(HOUR_MS)
    const cookie = await known()
    expect(await statuses(19, () => send('busy', '/schedule list', cookie))).toEqual(times(19, 200))
    const before = rig.managed.length
    const refused = await send('busy', '/schedule list', cookie, locale)
    expect([refused.status, refused.headers.get('retry-after'), rig.managed.length]).toEqual([429, '3', before])
    const words = sayer(locale)('web.tooMany', { wait: durationText(locale, 3000) })
    expect((await refused.text()).replaceAll('&#39;', "'")).toContain(words)
    later(3000)
    expect((await send('busy', '/schedule list', cookie)).status).toBe(200)
    expect((await send('busy', '/schedule list', cookie)).status).toBe(429)
  })

  test('without script is held to the same, and finds the line to be sent once more', async () => {
    later(HOUR_MS)
    const cookie = await known()
    const page = async () => markIn(await (await fetch(`${rig.url}/channels/bare`, { headers: { cookie } })).text())
    await many(19, () => send('bare', '/schedule list', cookie))
    const refused = await rig.post('/channels/bare', { line: '/schedule log', mark: await page(), locale: 'en' }, { cookie })
    const html = await refused.text()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3'])
    expect(html).toMatch(/<input id="line"[^>]* value="\/schedule log"/)
    const pressed = await rig.post('/channels/bare', { press: 'schedule.pause|1', mark: markIn(html), locale: 'en' }, { cookie })
    expect([pressed.status, await pressed.text()]).toEqual([
      429,
      expect.stringContaining('name="press" value="schedule.pause|1" data-action="schedule.pause|1">Send it once more'),
    ])
  })

  test('takes nothing from another, and asking what changes nothing is not counted', async () => {
    later(HOUR_MS)
    const [one, other] = [await known(), await known()]
    await many(25, () => send('mine', '/schedule list', one))
    expect((await send('mine', '/schedule list', one)).status).toBe(429)
    expect((await send('mine', '/mali today', one)).status).toBe(200)
    expect(await statuses(19, () => send('mine', '/schedule list', other))).toEqual(times(19, 200))
  })

  test('makes at most five new channels within an hour', async () => {
    later(HOUR_MS)
    const cookie = await known()
    const add = (name: string) => send(name, '/schedule add daily', cookie)
    expect(await statuses(5, (i) => add(`five-${i}`))).toEqual(times(5, 200))
    const refused = await add('sixth')
    expect([refused.status, refused.headers.get('retry-after'), await rig.store.channels.owner('sixth')]).toEqual([429, '720', undefined])
    expect(await refused.text()).toContain(sayer('en')('web.tooManyChannels', { wait: '12 minutes' }))
    expect((await add('five-0')).status).toBe(200)
    later(720_000)
    expect((await add('sixth')).status).toBe(200)
  })
})

describe('visitors together', () => {
  test('who never come back with a cookie have no more than sixty changes in a minute between them, and others keep theirs', async () => {
    later(HOUR_MS)
    const cookie = await known()
    later(MINUTE_MS)
    expect(await statuses(61, () => send('crowd', '/schedule list'))).toEqual([...times(60, 200), 429])
    expect((await send('crowd', '/schedule list')).headers.get('set-cookie')).toBeNull()
    expect((await send('crowd', '/schedule list', cookie)).status).toBe(200)
  })

  test('have no more than three hundred changes in a minute, whoever they are', async () => {
    later(HOUR_MS)
    const cookies = await many(20, known)
    later(MINUTE_MS)
    const all = (await Promise.all(cookies.map(async (cookie) => statuses(20, () => send('crowd', '/schedule list', cookie))))).flat()
    expect([all.filter((status) => status === 200).length, all.filter((status) => status === 429).length]).toEqual([300, 100])
  })

  test('have no more than a thousand channels: the next is refused clearly, and those that there are go on', async () => {
    later(HOUR_MS)
    const cookie = await known()
    await send('mine', '/schedule add daily', cookie)
    const there = (await rig.store.channels.list(2000)).length
    await many(1000 - there, (i) => rig.store.channels.claim(`filled-${i}`, 'somebody', new Date(nowMs)))
    for (const locale of LOCALES) {
      const refused = await send('one-more', '/schedule add daily', cookie, locale)
      expect([refused.status, (await refused.text()).replaceAll('&#39;', "'")]).toEqual([
        409,
        expect.stringContaining(sayer(locale)('web.full', { most: 1000 })),
      ])
    }
    expect([await rig.store.channels.owner('one-more'), (await rig.store.channels.list(2000)).length]).toEqual([undefined, 1000])
    expect((await send('mine', '/schedule add weekly', cookie)).status).toBe(200)
  })
})

test('whoever uses this machine alone is not held to anything', async () => {
  const own = await webRig(database)
  const ask = (i: number) => own.post('/channels/own/answer', { line: '/schedule list', request: String(i) }, SCRIPT)
  const all = await statuses(70, ask)
  await own.close()
  expect(all).toEqual(times(70, 200))
})
