import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toActionId } from '../../src/chat/action.ts'
import { link, paragraph, type Reply } from '../../src/chat/reply.ts'
import { Failure } from '../../src/kernel/failure.ts'
import type { WebChannels } from '../../src/platforms/web/channels.ts'
import { web } from '../../src/platforms/web/web.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { NOW, channelOf, cookieIn, markIn, ownDatabase, webRig, type WebRig } from '../support/web-rig.ts'

const en = sayer('en')
const { database, remove } = ownDatabase()
let rig: WebRig
let away: WebRig
beforeAll(async () => {
  rig = await webRig(database)
  const gone = () => Promise.reject(new Failure('unavailable', 'error.store'))
  away = await webRig(database, {}, (store) => Object.fromEntries(Object.keys(store).map((name) => [name, gone])) as unknown as WebChannels)
})
afterAll(async () => {
  for (const one of [rig, away]) await one.close()
  remove()
})

const get = async (path: string, from = rig, headers: Record<string, string> = {}) => {
  const answer = await fetch(from.url + path, { redirect: 'manual', headers: { 'accept-language': 'en', ...headers } })
  return { status: answer.status, headers: answer.headers, html: await answer.text() }
}
const words = (text: string, more: Partial<Reply> = {}): Reply => ({
  locale: 'en',
  audience: 'everyone',
  title: text,
  blocks: [paragraph(text)],
  buttons: [],
  footer: [],
  solemn: false,
  ...more,
})
const send = (name: string, text: string, more?: Partial<Reply>) =>
  rig.platform.send(channelOf(name), { reply: words(text, more) }, `key-${text}`)

describe('the list of channels', () => {
  test('says that there is none yet, then which there are, the last posted to first', async () => {
    expect((await get('/channels')).html).toContain(en('web.noChannels'))
    for (const [i, name] of ['old', 'new'].entries())
      await rig.store.channels.claim(name, 'owner', new Date(NOW.getTime() - 60_000 * (2 - i)))
    const { status, headers, html } = await get('/channels')
    expect([status, headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("default-src 'none'")])
    expect([...html.matchAll(/<li><a href="\/channels\/([^?]*)/g)].map(([, name]) => name)).toEqual(['new', 'old'])
    await send('old', 'a')
    expect([...(await get('/channels')).html.matchAll(/<li><a href="\/channels\/([^?]*)/g)].map(([, name]) => name)).toEqual(['old', 'new'])
  })

  test.each([
    ['history-7b', 'history-7b'],
    ['  Histoire 4B ', 'histoire-4b'],
    ['Żółw_i_łódź', 'zolw-i-lodz'],
  ])('leads whoever names %j to its page', async (name, channel) => {
    const { status, headers } = await get(`/channels?${new URLSearchParams({ name, locale: 'pl' }).toString()}`)
    expect([status, headers.get('location')]).toEqual([303, `/channels/${channel}?locale=pl`])
  })

  test.each(['<script>alert(1)</script>', '../etc', 'a'.repeat(41), '.', 'Мали'])('says of %j that it can be no name', async (name) => {
    for (const locale of LOCALES) {
      const { status, html } = await get(`/channels?${new URLSearchParams({ name, locale }).toString()}`)
      expect([status, html.includes('aria-invalid="true"'), /<script>alert/.test(html)]).toEqual([400, true, false])
    }
  })

  test.each([
    '/channels/',
    '/channels/No',
    '/channels/a/b',
    '/channels/a/live/',
    '/channels/a/answer',
    '/channels/%3Cscript%3E',
    '/channels/a%2Fb',
  ])('%s is no channel, and the way to one is shown', async (path) => {
    const { status, html } = await get(path)
    expect([status, html.includes('id="open"'), html.includes('<script>alert')]).toEqual([404, true, false])
  })
})

describe('the page of a channel', () => {
  test('may be told from the start page by what it says of itself, and has nothing of its own to run', async () => {
    const { status, headers, html } = await get('/channels/new?locale=fr')
    expect([status, headers.get('content-language'), headers.get('referrer-policy'), headers.get('set-cookie')]).toEqual([
      200,
      'fr',
      'same-origin',
      null,
    ])
    expect(html).toContain('<html lang="fr">')
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
    expect([...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
      '<script src="/theme.js">',
      '<script src="/channel.js" type="module">',
    ])
  })

  test('asks for nothing that is not there', async () => {
    const script = (await get('/channel.js')).html
    const wanted = [...script.matchAll(/^import .*'\.(.+)'/gm)].map(([, path]) => path ?? '')
    expect(wanted.toSorted()).toEqual(['/closing.js', '/completion.js', '/posts.js', '/receipts.js'])
    for (const path of wanted) expect((await get(path)).status).toBe(200)
  })

  test('shows what was posted, the newest first, with its time, and at most a hundred', async () => {
    await rig.store.channels.claim('many', 'owner', NOW)
    for (let i = 1; i <= 103; i += 1) await send('many', `post ${i}`)
    const { html } = await get('/channels/many')
    const numbers = [...html.matchAll(/<li id="post-(\d+)"/g)].map(([, number]) => Number(number))
    expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([100, 103, 4])
    expect(html).toContain(`<time datetime="${NOW.toISOString()}">${en('web.at', { date: '18 August 2026', time: '09:00' })}</time>`)
    expect(html).toContain('data-revision="103"')
    expect(html).toContain(en('web.newest', { n: 100 }))
  })

  test('says of a changed post when it was changed', async () => {
    await rig.store.channels.claim('mended', 'owner', NOW)
    await send('mended', 'wrong')
    await rig.platform.amend(channelOf('mended'), '1', { reply: words('right') }, 'key-wrong')
    const { html } = await get('/channels/mended')
    expect(html).toContain(en('web.changedAt', { at: `<time datetime="${NOW.toISOString()}">` }).split('<')[0])
    expect([html.includes('<h2>right</h2>'), html.includes('<h2>wrong</h2>')]).toEqual([true, false])
  })

  test('shows what is posted as text, whatever it is', async () => {
    await rig.store.channels.claim('hostile', 'owner', NOW)
    await send('hostile', '<img src=x onerror=alert(1)>@everyone', { blocks: [paragraph(link('words', 'javascript:alert(1)'))] })
    const { html } = await get('/channels/hostile')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;@everyone')
    expect(html).not.toMatch(/<img|href="javascript/)
  })

  test('answers a button of a post on the same page, for the presser alone', async () => {
    await rig.store.channels.claim('pressed', 'owner', NOW)
    await send('pressed', 'with a button', { buttons: [{ label: 'Today', action: toActionId('mali.today')! }] })
    const href = /href="(\/channels\/pressed\?press=[^"]*)"/.exec((await get('/channels/pressed')).html)?.[1] ?? ''
    const { html } = await get(href.replaceAll('&amp;', '&'))
    expect(/<div id="log".*?<\/article>/s.exec(html)?.[0]).toContain('data-audience="asker"')
    expect((await rig.store.channels.latest('pressed', 9)).messages).toHaveLength(1)
  })

  test.each(LOCALES)('is whole in %s', async (locale) => {
    const { html } = await get(`/channels/hostile?locale=${locale}`)
    const say = sayer(locale)
    for (const key of ['web.others', 'web.posts', 'web.send', 'web.line'] as const)
      expect(html.replaceAll('&#39;', "'")).toContain(say(key).replaceAll('&', '&amp;'))
    expect(html).toContain(`/channels/hostile/live?locale=${locale}`)
  })
})

describe('what is sent from a page', () => {
  test('is answered on the page, and buttons for those who manage are sent as a form', async () => {
    const first = await get('/channels/forms')
    const answer = await rig.post('/channels/forms', { line: '/schedule add daily', mark: markIn(first.html), locale: 'en' })
    const html = await answer.text()
    expect([answer.status, html.includes('<h2>add done</h2>'), html.includes(en('web.yours'))]).toEqual([200, true, true])
    expect(html).toMatch(
      /<button class="button" form="press" name="press" value="schedule.pause\|1" data-action="schedule.pause\|1">Pause<\/button>/,
    )
    expect(html).toMatch(/<a class="button" href="\/channels\/forms\?press=mali.today&amp;locale=en" data-action="mali.today">Today<\/a>/)
    await rig.post('/channels/forms', { press: 'schedule.pause|1', mark: markIn(html) }, { cookie: cookieIn(answer) })
    expect(rig.managed.at(-1)).toMatchObject({ sub: 'pause', input: { schedule: '1' }, asker: { manages: true, channel: 'forms' } })
  })

  test('may be a form with labels, hints and choices, and what is filled in is heard as its command', async () => {
    const first = await get('/channels/filled')
    const answer = await rig.post('/channels/filled', { line: '/schedule add', mark: markIn(first.html) })
    const form = /<form class="fill".*?<\/form>/s.exec(await answer.text())?.[0] ?? ''
    expect([...form.matchAll(/<label for="([^"]+)">([^<]*)/g)].map(([, id, label]) => [form.includes(` id="${id}"`), label])).toEqual([
      [true, 'What'],
      [true, 'How many'],
    ])
    expect(form).toMatch(
      /<select id="(.*?)" name="field.kind" required aria-describedby="\1-hint"><option value="daily" selected>Every day/,
    )
    const fields = { root: 'schedule', sub: 'add', mark: markIn(form), 'field.kind': 'weekly', 'field.count': ' 3 ', 'field.other': 'x' }
    const filled = await rig.post('/channels/filled', fields, { cookie: cookieIn(answer) })
    expect([filled.status, rig.managed.at(-1)]).toMatchObject([
      200,
      { sub: 'add', input: { kind: 'weekly', count: 3 }, asker: { manages: true } },
    ])
    expect(await rig.store.channels.owner('filled')).toBe(rig.managed.at(-1)?.asker.user)
    await rig.post('/channels/filled', { ...fields, 'field.count': '' }, { cookie: cookieIn(answer) })
    expect(rig.managed.at(-1)?.input).toEqual({ kind: 'weekly' })
  })

  test.each([
    { root: 'schedule', sub: 'none' },
    { root: '__proto__', sub: 'add' },
    { press: 'schedule.gone|1' },
    { press: '../../x' },
    { line: '/nothing there' },
  ])('and names nothing that there is is refused kindly: %j', async (fields) => {
    const before = rig.managed.length
    const answer = await rig.post('/channels/filled/answer', { ...fields, request: '1' }, { 'x-griot-script': 'yes' })
    expect([answer.status, rig.managed.length, (await answer.text()).includes('data-failure="not-found"')]).toEqual([200, before, true])
  })

  test('is at most 64 KiB', async () => {
    expect((await rig.post('/channels/filled', { line: 'x'.repeat(70_000) })).status).toBe(413)
  })
})

describe('completion', () => {
  const offered = async (query: Record<string, string>) =>
    (JSON.parse((await get(`/api/complete?${new URLSearchParams(query).toString()}`)).html) as { label: string }[]).map(
      ({ label }) => label,
    )

  test('offers the commands of a channel in a channel, and nowhere else', async () => {
    expect(await offered({ line: '/schedule a', channel: 'filled', locale: 'en' })).toContain('/schedule add')
    expect(await offered({ line: '/sched', locale: 'en' })).toEqual([])
  })
})

describe('while the database is away', () => {
  test.each(['/channels', '/channels/many'])('%s says so in words, and the start page answers', async (path) => {
    const { status, html } = await get(`${path}?locale=pl`, away)
    expect([status, html.includes(sayer('pl')('error.store').slice(0, 20))]).toEqual([503, true])
    expect((await get('/?line=/mali+today', away)).html).toContain('Kati')
  })

  test('nothing is said to have been sent, or to be missing', async () => {
    const { platform } = away
    const to = channelOf('many')
    expect(await platform.send(to, { reply: words('x') }, 'key')).toMatchObject({ kind: 'unknown' })
    expect(await platform.amend(to, '1', { reply: words('x') }, 'key')).toMatchObject({ kind: 'unknown' })
    expect(await platform.find(to, 'key', NOW)).toMatchObject({ kind: 'not-yet' })
    expect(await platform.rights(to)).toMatchObject({ kind: 'unknown' })
  })
})

test('a web without channels has no addresses for them, and posts nowhere', async () => {
  const bare = web({ roots: [], locale: 'en' })
  expect(bare.routes.map(({ path }) => path).filter((path) => path.startsWith('/channels'))).toEqual([])
  const to = channelOf('any')
  expect(await bare.send(to, { reply: words('x') }, 'k')).toMatchObject({ kind: 'refused', scope: 'channel', reason: 'no-channel' })
  expect([await bare.find(to, 'k', NOW), await bare.rights(to)]).toMatchObject([{ kind: 'absent' }, { lacks: ['gone'] }])
})
