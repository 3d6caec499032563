import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sayer } from '../../src/words/say.ts'
import { cookieIn, markIn, ownDatabase, webRig, type WebRig } from '../support/web-rig.ts'

const en = sayer('en')
const { database, remove } = ownDatabase()
let rig: WebRig
let open: WebRig
let closed: WebRig
beforeAll(async () => {
  rig = await webRig(database)
  open = await webRig(database, { writing: 'open', publicUrl: 'https://griot.example.org' })
  closed = await webRig(database, { writing: 'closed' })
})
afterAll(async () => {
  for (const one of [rig, open, closed]) await one.close()
  remove()
})
beforeEach(() => {
  for (const one of [rig, open, closed]) one.managed.splice(0)
})

const SCRIPT = { 'x-griot-script': 'yes' }
const page = async (name: string, cookie = '', from = rig): Promise<string> =>
  (await fetch(`${from.url}/channels/${name}`, { headers: { cookie } })).text()

describe('somebody new', () => {
  test('reads without becoming known', async () => {
    for (const path of ['/channels', '/channels/fresh', '/channels/fresh?line=/mali+today'])
      expect((await fetch(rig.url + path)).headers.get('set-cookie')).toBeNull()
  })

  test('asks what changes nothing without becoming known', async () => {
    const answer = await rig.post('/channels/fresh/answer', { line: '/mali today' }, { origin: 'https://elsewhere.example' })
    expect([answer.status, answer.headers.get('set-cookie'), (await answer.text()).includes('Kati')]).toEqual([200, null, true])
  })

  test('becomes known by writing, in a cookie that no script and no other page can use', async () => {
    const answer = await rig.post('/channels/cookies', { line: '/schedule add daily', mark: markIn(await page('cookies')) })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^griot=[a-z2-7]{26}\.[\w-]{43}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Strict$/,
    )
    const again = await rig.post(
      '/channels/cookies/answer',
      { line: '/schedule list', request: '1' },
      { ...SCRIPT, cookie: cookieIn(answer) },
    )
    expect(cookieIn(again)).toBe(cookieIn(answer))
    expect(rig.managed.map(({ sub, asker }) => [sub, asker.manages])).toEqual([
      ['add', true],
      ['list', true],
    ])
    expect(new Set(rig.managed.map(({ asker }) => asker.user)).size).toBe(1)
  })

  test('is known under https by a cookie that nothing else can have set', async () => {
    const headers = { ...SCRIPT, origin: 'https://griot.example.org' }
    const answer = await open.post('/channels/secure/answer', { line: '/schedule list', request: '1' }, headers)
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-griot=.*; Secure$/)
    const user = open.managed.at(-1)?.asker.user
    const tossed = cookieIn(answer).replace('__Host-', '')
    await open.post('/channels/secure/answer', { line: '/schedule list', request: '2' }, { ...headers, cookie: tossed })
    expect(open.managed.at(-1)?.asker.user).not.toBe(user)
    await open.post('/channels/secure/answer', { line: '/schedule list', request: '3' }, { ...headers, cookie: cookieIn(answer) })
    expect(open.managed.at(-1)?.asker.user).toBe(user)
  })

  test('is nobody else by a cookie that was made up or changed', async () => {
    const real = cookieIn(await rig.post('/channels/forged/answer', { line: '/schedule add daily', request: '1' }, SCRIPT))
    const owner = rig.managed.at(-1)?.asker.user
    const id = /=(\w+)\./.exec(real)?.[1] ?? ''
    for (const cookie of [
      `griot=${id}`,
      `griot=${id}.`,
      `griot=${id}.${'A'.repeat(43)}`,
      real.slice(0, -1),
      `other${real}`,
      'griot=../../x.y',
    ]) {
      await rig.post('/channels/forged/answer', { line: '/schedule list', request: cookie }, { ...SCRIPT, cookie })
      expect([cookie, rig.managed.at(-1)?.asker.user === owner, rig.managed.at(-1)?.asker.manages]).toEqual([cookie, false, false])
    }
  })
})

describe('a channel', () => {
  const send = (name: string, line: string, cookie: string, request = line) =>
    rig.post(`/channels/${name}/answer`, { line, request }, { ...SCRIPT, cookie })

  test('belongs to the first who gives it something to do, and to nobody by being looked at', async () => {
    const first = cookieIn(await send('mine', '/schedule list', ''))
    const second = cookieIn(await send('mine', '/schedule add', ''))
    expect([await rig.store.channels.owner('mine'), rig.managed.map(({ asker }) => asker.manages)]).toEqual([undefined, [true, true]])
    await send('mine', '/schedule add weekly', second)
    await send('mine', '/schedule add daily', first)
    expect(rig.managed.slice(2).map(({ sub, asker }) => [sub, asker.manages])).toEqual([
      ['add', true],
      ['add', false],
    ])
    expect(await rig.store.channels.owner('mine')).toBe(rig.managed[2]?.asker.user)
  })

  test('of two who come at the same time belongs to one', async () => {
    await Promise.all(Array.from({ length: 12 }, () => send('race', '/schedule add daily', '')))
    expect(rig.managed.filter(({ asker }) => asker.manages)).toHaveLength(1)
  })

  test('says to its reader whose it is', async () => {
    const owner = cookieIn(await send('told', '/schedule add daily', ''))
    const stranger = cookieIn(await send('elsewhere', '/schedule list', ''))
    expect(await page('told', owner)).toContain(en('web.yours'))
    for (const cookie of [stranger, '']) expect(await page('told', cookie)).toContain(en('web.others'))
    expect(await page('nobodys')).toContain(en('web.unmade', { button: en('web.startQuiz'), command: '/schedule add' }))
  })

  test('tells the commands all that they need to know of the asker', async () => {
    await send('asker', '/schedule add daily', '')
    expect(rig.managed[0]?.asker).toEqual({
      platform: 'web',
      channel: 'asker',
      user: expect.stringMatching(/^[a-z2-7]{26}$/) as string,
      name: expect.stringMatching(/^Guest [2-9][A-Z][2-9][A-Z]$/) as string,
      locale: 'en',
      site: 'channel',
      manages: true,
      request: expect.stringMatching(/^[\w-]{22}$/) as string,
      askedAt: expect.any(Date) as Date,
      rights: { kind: 'known', lacks: ['threads'], history: true },
    })
  })

  test('what is sent twice has one id, and what is sent anew another', async () => {
    const cookie = cookieIn(await send('twice', '/schedule add daily', ''))
    for (const request of ['a', 'a', 'b']) await send('twice', '/schedule list', cookie, request)
    const mark = markIn(await page('twice', cookie))
    for (let i = 0; i < 2; i += 1) await rig.post('/channels/twice', { line: '/schedule list', mark }, { cookie })
    await rig.post('/channels/twice', { press: 'schedule.pause|1', mark }, { cookie })
    const [, one, two, three, four, five, six] = rig.managed.map(({ asker }) => asker.request)
    expect([one === two, two === three, three === four, four === five, five === six]).toEqual([true, false, false, true, false])
  })
})

describe('what writes is refused', () => {
  const attempts = ['/schedule add daily', '/schedule list', '/SCHEDULE add daily', 'schedule list'] as const
  const refusal = async (from: WebRig, headers: Readonly<Record<string, string>>, fields: Readonly<Record<string, string>> = {}) => {
    const answer = await from.post(
      '/channels/guarded/answer',
      { line: '/schedule add daily', request: '1', ...fields },
      { ...SCRIPT, ...headers },
    )
    return [answer.status, from.managed.length, answer.headers.get('set-cookie'), await answer.text()] as const
  }

  test.each([
    ['another site', { origin: 'https://elsewhere.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['another name', { origin: 'http://localhost.elsewhere.example' }],
    ['no page at all', { origin: 'null' }],
    ['something odd', { origin: 'file:///x' }],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ] as const)('from %s', async (_name, headers) => {
    expect(await refusal(rig, headers)).toEqual([403, 0, null, expect.stringContaining(en('web.foreign'))])
  })

  test('without an origin', async () => {
    const answer = await fetch(`${rig.url}/channels/guarded/answer`, {
      method: 'POST',
      headers: { ...SCRIPT, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'line=/schedule+add+daily&request=1',
    })
    expect([answer.status, rig.managed.length, await rig.store.channels.owner('guarded')]).toEqual([403, 0, undefined])
  })

  test.each(attempts)('by a link: %s', async (line) => {
    const answer = await fetch(`${rig.url}/channels/guarded?${new URLSearchParams({ line }).toString()}`)
    expect([answer.status, rig.managed.length]).toEqual([403, 0])
    expect(await answer.text()).toContain(en('web.justPress'))
  })

  test.each(attempts)('outside of all channels, with the way to them: %s', async (line) => {
    const answer = await fetch(`${rig.url}/?${new URLSearchParams({ line }).toString()}`)
    expect([rig.managed.length, (await answer.text()).includes('<a href="/channels">')]).toEqual([0, true])
  })

  test('by a press outside of all channels', async () => {
    expect((await fetch(`${rig.url}/api/ask?press=schedule.pause%7C1`)).status).toBe(403)
    expect(rig.managed).toEqual([])
  })

  test('with the mark of another channel, of another person, or none, but can be sent once more', async () => {
    const cookie = cookieIn(await rig.post('/channels/marks/answer', { line: '/schedule add daily', request: '1' }, SCRIPT))
    const stranger = cookieIn(await rig.post('/channels/other/answer', { line: '/schedule list', request: '1' }, SCRIPT))
    rig.managed.splice(0)
    const marks = [
      markIn(await page('other', cookie)),
      markIn(await page('marks', stranger)),
      markIn(await page('marks')),
      '',
      'x'.repeat(26),
    ]
    let last = ''
    for (const mark of marks) {
      const answer = await rig.post('/channels/marks', { line: '/schedule list', mark }, { cookie })
      last = await answer.text()
      expect([answer.status, rig.managed.length, last.includes(en('web.stale')), last.includes('value="/schedule list"')]).toEqual([
        403,
        0,
        true,
        true,
      ])
    }
    await rig.post('/channels/marks', { line: '/schedule list', mark: markIn(last) }, { cookie })
    expect(rig.managed.map(({ asker }) => asker.manages)).toEqual([true])
  })

  test('in a body that is no form', async () => {
    const answer = await fetch(`${rig.url}/channels/guarded`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.status).toBe(415)
  })

  test('where writing is off, and what would turn it on is said', async () => {
    expect(await refusal(closed, {})).toEqual([403, 0, null, expect.stringContaining('GRIOT_WEB=open')])
    expect(await page('guarded', '', closed)).toContain('GRIOT_WEB=open')
  })

  test.each([
    ['a proxy', { 'x-forwarded-for': '203.0.113.7' }],
    ['a proxy that says so in the standard way', { forwarded: 'for=203.0.113.7' }],
  ] as const)('beyond this machine, through %s', async (_name, headers) => {
    expect(await refusal(rig, headers)).toEqual([403, 0, null, expect.stringContaining('GRIOT_WEB=open')])
  })
})

test('where writing is open, it is so for the address by which the world knows us, and only under its scheme', async () => {
  const from = async (origin: string) =>
    (
      await open.post(
        '/channels/world/answer',
        { line: '/schedule list', request: '1' },
        { ...SCRIPT, origin, 'x-forwarded-for': '203.0.113.7' },
      )
    ).status
  expect(await from('https://griot.example.org')).toBe(200)
  expect(await from('http://griot.example.org')).toBe(403)
  expect(await from('https://griot.example.org:8443')).toBe(403)
})
