import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toActionId } from '../../src/chat/action.ts'
import { paragraph, type Reply } from '../../src/chat/reply.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { listener } from '../support/event-stream.ts'
import { channelOf, cookieIn, markIn, NOW, ownDatabase, webRig, type WebRig } from '../support/web-rig.ts'

const en = sayer('en')
const SCRIPT = { 'x-griot-script': 'yes' }
const { database, remove } = ownDatabase()
let rig: WebRig
let closed: WebRig
beforeAll(async () => {
  rig = await webRig(database)
  closed = await webRig(database, { writing: 'closed' })
})
afterAll(async () => {
  for (const one of [rig, closed]) await one.close()
  remove()
})
beforeEach(() => void rig.played.splice(0))

const question = (more: Partial<Reply> = {}): Reply => ({
  locale: 'en',
  audience: 'everyone',
  title: 'Question 1 of 3',
  blocks: [paragraph('When?')],
  buttons: ['A', 'B'].map((label) => ({ label, action: toActionId('play.pick', label)! })),
  footer: [],
  solemn: false,
  ...more,
})
let channels = 0
/** A channel of somebody else in which a question stands. */
const asked = async (more: Partial<Reply> = {}): Promise<string> => {
  const name = `play-${(channels += 1)}`
  await rig.store.channels.claim(name, 'somebody', NOW)
  for (const key of ['first', 'second']) await rig.platform.send(channelOf(name), { reply: question(more) }, key)
  return name
}
const page = async (name: string, cookie = '', query = '', from = rig): Promise<string> =>
  (await fetch(`${from.url}/channels/${name}${query}`, { headers: { cookie } })).text()
const post = (html: string, number: number): string => new RegExp(`<li id="post-${number}".*?</li>`, 's').exec(html)?.[0] ?? ''
const press = (name: string, label: string, cookie = '', request = label) =>
  rig.post(`/channels/${name}/answer`, { press: `play.pick|${label}`, request }, { ...SCRIPT, cookie })
const known = async (): Promise<string> => cookieIn(await press(await asked(), 'A'))

describe('a button under a post', () => {
  test('is pressed as somebody: in this channel, by an id that stays, by a name', async () => {
    const name = await asked()
    const cookie = cookieIn(await press(name, 'A'))
    await press(name, 'B', cookie)
    const [first, second] = rig.played.map(({ asker }) => asker)
    expect(first).toEqual({
      platform: 'web',
      channel: name,
      user: expect.stringMatching(/^[a-z2-7]{26}$/) as string,
      name: expect.stringMatching(/^Guest [2-9][A-Z][2-9][A-Z]$/) as string,
      locale: 'en',
      site: 'channel',
      manages: false,
      request: expect.any(String) as string,
      askedAt: NOW,
      rights: { kind: 'known', lacks: ['threads'], history: true },
    })
    expect([second?.user, second?.name]).toEqual([first?.user, first?.name])
  })

  test('answers a script with the private answer alone', async () => {
    const answer = await press(await asked(), 'A')
    expect(await answer.text()).toMatch(
      /^<article class="reply" lang="en" data-audience="asker">\n<p>A counts for Guest \w{4}<\/p>\n<\/article>$/,
    )
  })

  test('answers a form with the whole page, the answer beside its post, and a way back', async () => {
    const name = await asked()
    const html = await page(name)
    const to = /formaction="([^"]*)" name="press" value="play.pick\|B"/.exec(post(html, 2))?.[1] ?? ''
    expect(to).toBe(`/channels/${name}?post=2#post-2`)
    const answer = await rig.post(to.split('#')[0] ?? '', { press: 'play.pick|B', mark: markIn(html), locale: 'fr' })
    const after = await answer.text()
    expect(answer.status).toBe(200)
    expect(post(after, 2)).toContain('B counts for Anonyme')
    expect(post(after, 2)).toContain(`<p class="back"><a href="/channels/${name}?locale=fr#post-2">`)
    expect([post(after, 1).includes('counts for'), /<div id="log"[^>]*><\/div>/.test(after)]).toEqual([false, true])
  })

  test('leads on beside its post without script: what is pressed in the answer is answered in its place', async () => {
    const name = await asked({ buttons: [{ label: 'See', action: toActionId('play.open')! }] })
    const first = await rig.post(`/channels/${name}?post=1`, { press: 'play.open', mark: markIn(await page(name)), locale: 'en' })
    const own = post(await first.text(), 1)
    expect(own).toContain(`formaction="/channels/${name}?post=1#post-1" name="press" value="play.pick|B"`)
    const cookie = cookieIn(first)
    const second = await rig.post(`/channels/${name}?post=1`, { press: 'play.pick|B', mark: markIn(await page(name, cookie)) }, { cookie })
    const after = post(await second.text(), 1)
    expect([after.includes('B counts for'), after.includes('Only for you')]).toEqual([true, false])
  })

  test.each(['0', '99', '-1', '1e1', '1;2', ''])('under no post of the page (%j) is answered above all posts', async (number) => {
    const name = await asked()
    const answer = await rig.post(`/channels/${name}?post=${number}`, {
      press: 'play.pick|B',
      mark: markIn(await page(name)),
      locale: 'en',
    })
    expect(await answer.text()).toMatch(/<div id="log"[^>]*>\n<article[^>]*>\n<p>B counts for/)
  })

  test('tells nobody else what was pressed: neither on their page nor to who follows', async () => {
    const name = await asked()
    const following = await listener(`${rig.url}/channels/${name}/live?after=2`)
    const before = await page(name, 'griot=none')
    await press(name, 'A', await known())
    await rig.platform.send(channelOf(name), { reply: question({ title: 'The next one' }) }, 'third')
    const came = (await following.next())?.data ?? ''
    await following.leave()
    const after = (await page(name, await known())).replace(/<li id="post-3".*?<\/li>/s, '')
    expect([came.includes('counts for'), after.includes('counts for'), before.includes('counts for')]).toEqual([false, false, false])
    expect([came.includes('The next one'), post(after, 1) === post(before, 1)]).toEqual([true, true])
  })

  test('says of every option the same, but for its place and its words', async () => {
    const html = post(await page(await asked()), 1)
    const shapes = [...html.matchAll(/<button.*?<\/button>/g)].map(([tag], at) => tag.replaceAll(at === 0 ? 'A' : 'B', 'X'))
    expect([shapes.length, new Set(shapes).size]).toEqual([2, 1])
  })

  test('has one id each time it is drawn, and what is sent twice from one page has the same', async () => {
    const name = await asked()
    const cookie = cookieIn(await press(name, 'A'))
    const send = async (html: string) => rig.post(`/channels/${name}?post=1`, { press: 'play.pick|A', mark: markIn(html) }, { cookie })
    const [one, two] = [await page(name, cookie), await page(name, cookie)]
    for (const html of [one, one, two]) await send(html)
    const [a, b, c] = rig.played.slice(1).map(({ asker }) => asker.request)
    expect([a === b, b === c]).toEqual([true, false])
  })

  test('is pressed by no link, by no other site and with the mark of nobody else', async () => {
    const name = await asked()
    const link = await fetch(`${rig.url}/channels/${name}?press=play.pick%7CA`)
    expect([link.status, (await link.text()).includes(en('web.justPress'))]).toEqual([403, true])
    const foreign = await rig.post(
      `/channels/${name}/answer`,
      { press: 'play.pick|A', request: '1' },
      { ...SCRIPT, origin: 'https://elsewhere.example' },
    )
    const mine = markIn(await page(name, await known()))
    rig.played.splice(0)
    const other = await rig.post(`/channels/${name}`, { press: 'play.pick|A', mark: mine }, { cookie: await known() })
    expect([foreign.status, other.status, rig.played.length]).toEqual([403, 403, 1])
  })

  test.each(LOCALES)('is pressed in channels alone, where people are known, and that is said in %s', async (locale) => {
    const query = new URLSearchParams({ press: 'play.pick|A', locale }).toString()
    for (const path of ['/', '/answer', '/api/ask']) {
      const text = await (await fetch(`${rig.url}${path}?${query}`)).text()
      expect(text.replaceAll('&#39;', "'")).toContain(sayer(locale)('web.knownInChannel'))
    }
    expect(rig.played).toEqual([])
  })
})

describe('what somebody brings about for everybody', () => {
  const titles = async (name: string) => (await rig.store.channels.latest(name, 9)).messages.map(({ reply }) => reply.title)
  const board = (name: string, line: string, request = line) => rig.post(`/channels/${name}/answer`, { line, request }, SCRIPT)

  test('is posted in the channel, once, and they are told so', async () => {
    const name = await asked()
    const following = await listener(`${rig.url}/channels/${name}/live?after=2`)
    const cookie = cookieIn(await press(name, 'A'))
    for (let i = 0; i < 2; i += 1) {
      const answer = await rig.post(`/channels/${name}/answer`, { line: '/play board', request: 'one' }, { ...SCRIPT, cookie })
      expect(await answer.text()).toContain(en('web.posted'))
    }
    const came = (await following.next())?.data ?? ''
    await following.leave()
    expect(came).toContain('A board for everyone')
    expect(await titles(name)).toEqual(['A board for everyone', 'Question 1 of 3', 'Question 1 of 3'])
  })

  test('is for them alone where they say so, and where nobody has made the channel', async () => {
    const name = await asked()
    expect(await (await board(name, '/play board share:no')).text()).toContain('A board for asker')
    expect(await (await board('nobody-made-it', '/play board')).text()).toContain('A board for everyone')
    expect([await titles(name), await rig.store.channels.owner('nobody-made-it')]).toEqual([
      ['Question 1 of 3', 'Question 1 of 3'],
      undefined,
    ])
  })
})

describe('when it closes', () => {
  test('is told by the clock of the place, with what is left for eyes alone', async () => {
    const html = post(await page(await asked({ openMs: 30_000 })), 1)
    expect(html).toContain('<time datetime="2026-08-18T09:00:30.000Z">09:00:30</time>')
    expect(html).toMatch(/<span aria-hidden="true" data-left="30000" data-words="[^"]*\{left\}[^"]*"><\/span>/)
  })

  test('is told of nothing that is open without end, or closed already', async () => {
    expect(post(await page(await asked()), 1)).not.toContain('class="closing"')
    const later = await webRig(database, { clock: { now: () => new Date(NOW.getTime() + 30_000), sleep: async () => undefined } })
    const html = await page(await asked({ openMs: 30_000 }), '', '', later)
    await later.close()
    expect([post(html, 1).includes('Question 1'), html.includes('class="closing"')]).toEqual([true, false])
  })
})

describe('a name', () => {
  const call = (cookie: string, name: string, locale = 'en') =>
    rig.post('/channels/names/answer', { name, locale, request: `call ${name}` }, { ...SCRIPT, cookie })
  const nameAfter = async (cookie: string, name: string) => {
    const renamed = cookieIn(await call(cookie, name))
    await press(await asked(), 'A', renamed)
    return rig.played.at(-1)?.asker.name
  }

  test.each([
    ['Ada', 'Ada'],
    ['  Żółw   4B ', 'Żółw 4B'],
    ['x'.repeat(50), 'x'.repeat(40)],
    ['🐢'.repeat(41), '🐢'.repeat(40)],
    ['a\u202Eb\u0000c\nd', 'ab c d'],
    ['E\u0301mile', 'Émile'],
    ['<b>&"\'', '<b>&"\''],
  ])('%j is kept as %j', async (said, name) => expect(await nameAfter(await known(), said)).toBe(name))

  test.each(['', '   ', '\u200B\u202E'])('%j is no name: its owner is a guest again', async (said) => {
    const cookie = await known()
    const guest = rig.played.at(-1)?.asker.name
    const named = cookieIn(await call(cookie, 'Ada'))
    expect([await nameAfter(named, said), guest]).toEqual([guest, guest])
  })

  test.each(LOCALES)('is told back in words, and stands in its field as text, in %s', async (locale) => {
    const answer = await call(await known(), '"><b>Ada', locale)
    const html = await page('names', cookieIn(answer), `?locale=${locale}`)
    const said = sayer(locale)('web.named', { name: '&quot;&gt;&lt;b&gt;Ada' })
    expect((await answer.text()).replaceAll('&#39;', "'")).toContain(said)
    expect(decodeURIComponent(answer.headers.get('x-griot-name') ?? '')).toBe('"><b>Ada')
    expect(html).toMatch(/<input id="called" name="name" type="text" maxlength="40"[^>]* value="&quot;&gt;&lt;b&gt;Ada">/)
  })

  test('is chosen without script as well', async () => {
    const answer = await rig.post('/channels/names', { name: 'Ada', mark: markIn(await page('names')), locale: 'en' })
    expect([answer.status, (await answer.text()).includes(en('web.named', { name: 'Ada' }))]).toEqual([200, true])
    expect(await page('names', cookieIn(answer))).toContain(en('web.called', { name: 'Ada' }))
  })

  test('is sealed with its owner: nobody can change it in a cookie, nor take that of another', async () => {
    const [ada, eve] = [cookieIn(await call(await known(), 'Ada')), cookieIn(await call(await known(), 'Eve'))]
    const parts = (cookie: string) => cookie.split(/[=.]/).slice(1)
    const [[adaId, adaName, adaSeal], [eveId, eveName]] = [parts(ada), parts(eve)]
    await press(await asked(), 'A', ada)
    const user = rig.played.at(-1)?.asker.user
    for (const forged of [
      `${adaId}.${eveName}.${adaSeal}`,
      `${eveId}.${adaName}.${adaSeal}`,
      `${adaId}.${adaSeal}`,
      `${adaId}..${adaSeal}`,
    ]) {
      await press(await asked(), 'A', `griot=${forged}`)
      expect([forged, rig.played.at(-1)?.asker.user === user]).toEqual([forged, false])
    }
  })

  test('is neither asked for nor kept where nobody may write', async () => {
    expect(await page('names', '', '', closed)).not.toContain('id="calling"')
    const answer = await closed.post('/channels/names/answer', { name: 'Ada', request: '1' }, SCRIPT)
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
  })
})
