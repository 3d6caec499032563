import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleLine, type Root } from '../../src/chat/command.ts'
import type { Ear, Heard } from '../../src/chat/platform.ts'
import { toPlain } from '../../src/chat/plain.ts'
import type { Reply } from '../../src/chat/reply.ts'
import type { RouteAnswer } from '../../src/chat/route.ts'
import { preferred } from '../../src/platforms/web/asked.ts'
import { web } from '../../src/platforms/web/web.ts'
import { dayText } from '../../src/words/dates.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { installation, shipped } from '../support/installation.ts'

let app: Awaited<ReturnType<typeof installation>>
beforeAll(async () => {
  app = await installation()
})
afterAll(() => app.close())

const get = (path: string, init?: RequestInit) => fetch(app.url + path, init)
const pathOf = (path: string, query: Readonly<Record<string, string>>) => `${path}?${new URLSearchParams(query).toString()}`
const ask = async (query: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await get(pathOf('/api/ask', query), { headers })
  return { status: answer.status, headers: answer.headers, reply: (await answer.json()) as Reply }
}
const wordsOf = (reply: Reply): string => JSON.stringify(reply.blocks)

describe('the page', () => {
  test('says what may be done with it', async () => {
    const answer = await get('/?locale=fr')
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'fr',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      vary: 'accept-language',
    })
  })

  test('sets no cookie', async () => expect((await get('/')).headers.get('set-cookie')).toBeNull())

  test.each(['/', '/?line=/griot+help', '/?line=%22onload%3D1', '/?press=mali.on%7C18-8'])(
    '%s has no script, style or handler of its own',
    async (path) => {
      const html = await (await get(path)).text()
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
      expect([...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
        '<script src="/theme.js">',
        '<script src="/app.js" type="module">',
      ])
    },
  )

  test('asks for nothing that is not ours, and for nothing that is not there', async () => {
    const html = await (await get('/')).text()
    const wanted = [...html.matchAll(/<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"/g)].map(([, path]) => path ?? '')
    const script = await (await get('/app.js')).text()
    wanted.push(...[...script.matchAll(/^import .* from '\.(.+)'/gm)].map(([, path]) => path ?? ''))
    expect(wanted.toSorted()).toEqual(['/app.js', '/completion.js', '/icon.svg', '/style.css', '/theme.js'])
    expect(await Promise.all(wanted.map(async (path) => (await get(path)).status))).toEqual(wanted.map(() => 200))
  })

  test.each(LOCALES)('shows a newcomer three questions that work, in %s', async (locale) => {
    const html = await (await get(`/?locale=${locale}`)).text()
    const lines = [...html.matchAll(/data-line="([^"]+)"/g)].map(([, line]) => line ?? '')
    expect(lines).toHaveLength(3)
    for (const line of lines) expect((await ask({ line, locale })).reply).toMatchObject({ locale, title: expect.any(String) })
    expect(await (await get(`/?line=x&locale=${locale}`)).text()).not.toContain('data-line')
  })

  test.each(LOCALES)('is written in %s, its first answer and its buttons included', async (locale) => {
    const say = sayer(locale)
    const html = await (await get(`/?locale=${locale}`)).text()
    const title = say('day.today', { date: dayText(locale, { month: 8, day: 18 }) })
    expect(html).toContain(`<html lang="${locale}">`)
    expect(html.replaceAll('&#39;', "'")).toContain(`<title>${title} · Griot</title>`)
    expect([...html.matchAll(/href="\/\?press=[^"]*"/g)].every(([href]) => href.includes(`locale=${locale}`))).toBe(true)
  })

  test('keeps the day that is pretended in every link but that of the start', async () => {
    const html = await (await get('/?at=2026-03-25&locale=en')).text()
    const links = [...html.matchAll(/href="(\/\?[^"]+)"/g)].map(([, href]) => href ?? '').filter((href) => href !== '/?locale=en')
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((href) => !href.includes('at=2026-03-25'))).toEqual([])
  })

  test('repeats no more of a line than can be asked', async () => {
    const html = await (await get(`/?line=${'x'.repeat(9000)}`)).text()
    expect(html).not.toContain('x'.repeat(1001))
    expect(html).toContain(sayer('en')('error.lineLong', { max: 1000 }))
  })

  test('shows what is typed as text', async () => {
    const html = await (await get(pathOf('/', { line: '</p><script>alert(1)</script>"\'&\u202e\u0000\u2066' }))).text()
    expect(html).toContain('&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
    expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
  })
})

describe('methods and addresses', () => {
  test.each(['/', '/answer?line=x', '/api/ask?line=/mali+today', '/healthz', '/style.css'])(
    'HEAD %s has the headers of GET and no body',
    async (path) => {
      const [got, head] = [await get(path), await get(path, { method: 'HEAD' })]
      expect(head.status).toBe(200)
      expect(await head.text()).toBe('')
      expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'))
      expect(head.headers.get('content-length')).toBe(got.headers.get('content-length'))
    },
  )

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is refused', async (method) => {
    const answer = await get('/api/ask?line=/mali+today', { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test.each(['/nothing', '/assets/app.js', '/..%2fpackage.json', '/app.js/', '//'])('%s is not there', async (path) =>
    expect((await get(path)).status).toBe(404),
  )
})

describe('files', () => {
  test.each([
    ['/app.js', 'text/javascript; charset=utf-8'],
    ['/completion.js', 'text/javascript; charset=utf-8'],
    ['/theme.js', 'text/javascript; charset=utf-8'],
    ['/style.css', 'text/css; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml'],
  ])('%s is %s, and sent again only when it changed', async (path, type) => {
    const first = await get(path)
    const etag = first.headers.get('etag') ?? ''
    expect([first.status, first.headers.get('content-type'), first.headers.get('cache-control')]).toEqual([200, type, 'no-cache'])
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    const again = await get(path, { headers: { 'if-none-match': `"other", W/${etag}` } })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    expect((await get(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })
})

describe('GET /api/ask', () => {
  test('answers with the neutral reply', async () => {
    const { status, headers, reply } = await ask({ line: '/mali on 18 August', locale: 'en' })
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/json; charset=utf-8',
      'no-store',
    ])
    expect(Object.keys(reply).toSorted()).toEqual(['audience', 'blocks', 'buttons', 'footer', 'locale', 'menu', 'self', 'solemn', 'title'])
    expect(reply).toMatchObject({ locale: 'en', audience: 'everyone', title: dayText('en', { month: 8, day: 18 }) })
    const titles = shipped!.almanac.on({ month: 8, day: 18 }).map(({ event }) => event.title.en)
    expect(titles.filter((title) => wordsOf(reply).includes(JSON.stringify(title).slice(1, -1))).length).toBeGreaterThan(0)
  })

  test('every command that only reads answers its own example, in every language', async () => {
    // What is somebody's own is not asked by a stranger: tests/adapters/web-play.test.ts and web-trust.test.ts.
    for (const root of app.roots.filter(({ managed, personal }) => managed !== true && personal !== true))
      for (const spec of root.commands.filter(({ personal }) => personal !== true))
        for (const locale of LOCALES) {
          const { status, reply } = await ask({ line: exampleLine(spec, locale), locale })
          expect({ line: exampleLine(spec, locale), status, locale: reply.locale, failure: reply.failure }).toEqual({
            line: exampleLine(spec, locale),
            status: 200,
            locale,
            failure: undefined,
          })
        }
  })

  test('a line needs no slash, and words that are no command are looked for', async () => {
    const [bare, slashed] = [await ask({ line: 'mali on 18 August' }), await ask({ line: '/mali on 18 August' })]
    expect(bare.reply).toEqual(slashed.reply)
    const [loose, search] = [await ask({ line: 'Kati' }), await ask({ line: '/mali search Kati' })]
    expect(loose.reply).toEqual(search.reply)
  })

  test('every button and every option that an answer carries can be pressed', async () => {
    const { reply } = await ask({ line: '/mali on 18 August', locale: 'pl' })
    const actions = [...reply.buttons, ...(reply.menu?.options ?? [])].map(({ action }) => action)
    expect(actions.length).toBeGreaterThan(2)
    for (const press of actions)
      expect((await ask({ press, locale: 'pl' })).reply).toMatchObject({ audience: 'asker', locale: 'pl', title: expect.any(String) })
  })

  test('speaks the language that is named, else the browser’s, else the installation’s', async () => {
    const speaks = async (query: Record<string, string>, header?: string) =>
      (await ask({ line: '/mali today', ...query }, header ? { 'accept-language': header } : {})).reply.locale
    expect(await speaks({ locale: 'pl' }, 'fr')).toBe('pl')
    expect(await speaks({ locale: 'fr-CA' })).toBe('fr')
    expect(await speaks({}, 'de, pl;q=0.7, fr;q=0.9')).toBe('fr')
    expect(await speaks({}, 'de')).toBe('en')
  })

  test('today is the day that is pretended', async () => {
    expect((await ask({ line: '/mali today', at: '2027-03-25', locale: 'en' })).reply.title).toBe(
      sayer('en')('day.today', { date: dayText('en', { month: 3, day: 25 }) }),
    )
    expect((await ask({ line: '/mali today', locale: 'en' })).reply.title).toBe(
      sayer('en')('day.today', { date: dayText('en', { month: 8, day: 18 }) }),
    )
  })

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-8-18',
    '18 August',
    '20260818',
    '0',
    'undefined',
    '2026-08-18T09:00:00Z',
    '+275760-09-13',
    '<script>',
    '٢٠٢٦-٠٨-١٨',
  ])('a day that there is not, %s, is refused in words', async (at) => {
    for (const locale of LOCALES) {
      const { status, reply } = await ask({ line: '/mali today', at, locale })
      expect([status, reply.failure, reply.audience]).toEqual([400, 'bad-input', 'asker'])
      expect(reply.blocks).toEqual([{ kind: 'text', body: [sayer(locale)('web.badDay', { said: at })] }])
      expect(await (await get(pathOf('/', { at, locale }))).text()).toContain('data-failure="bad-input"')
    }
  })

  test.each(['0001-01-01', '9999-12-31', '2028-02-29', '1900-01-01'])('on %s everything can be asked', async (at) => {
    for (const line of ['/mali today', '/mali next', '/mali on 18 August', '/mali timeline', '/onthisday'])
      expect((await ask({ line, at })).status, line).toBe(200)
  })

  test.each([
    [{}, 400, 'bad-input'],
    [{ line: '   ' }, 400, 'bad-input'],
    [{ line: '/mali today', locale: 'de' }, 400, 'bad-input'],
    [{ line: '/mali on 30 February' }, 400, 'bad-input'],
    [{ line: '/mali on 2020-13-45' }, 400, 'bad-input'],
    [{ line: '/mali on' }, 400, 'bad-input'],
    [{ line: '/mali next 99' }, 400, 'bad-input'],
    [{ line: '/mali today zone:Mars/Olympus' }, 400, 'bad-input'],
    [{ line: `/mali ${'x'.repeat(10_000)}` }, 400, 'bad-input'],
    [{ line: '/nothing at all' }, 404, 'not-found'],
    [{ line: '/' }, 404, 'not-found'],
    [{ line: 'zzxxqqvv' }, 404, 'not-found'],
    [{ press: 'old.button|1' }, 404, 'not-found'],
    [{ press: '../../etc/passwd' }, 404, 'not-found'],
    [{ press: `mali.on|${'9'.repeat(200)}` }, 404, 'not-found'],
    [{ press: 'mali.on|1|2|3|4|5|6|7|8|9' }, 404, 'not-found'],
    [{ press: 'mali.on|30-2' }, 400, 'bad-input'],
    [{ press: 'mali.next|x' }, 400, 'bad-input'],
  ] as const)('%j is refused with %i', async (query, status, failure) => {
    const refused = await ask(query)
    expect([refused.status, refused.reply.failure, refused.reply.audience]).toEqual([status, failure, 'asker'])
    expect(toPlain(refused.reply).length).toBeGreaterThan(10)
  })

  test('odd characters are words like others', async () => {
    for (const line of [
      '\u202e\u2066/mali today',
      '/mali \u0000today',
      '/mali search <b>*_`@everyone',
      '/mali search \ud800',
      '/mali who 👩‍👩‍👧‍👦',
      '%',
      '/mali search {n, plural, other {#}}',
    ])
      expect([200, 400, 404], line).toContain((await ask({ line })).status)
    expect(app.logged).toEqual([])
  })

  test('a repeated or unknown parameter changes nothing', async () => {
    const twice = await get('/api/ask?line=/mali+today&line=/griot+help&locale=en&callback=alert&__proto__=x')
    expect(await twice.json()).toEqual((await ask({ line: '/mali today', locale: 'en' })).reply)
  })
})

describe('GET /api/complete', () => {
  const complete = async (line: string, locale = 'en') =>
    (await (await get(pathOf('/api/complete', { line, locale }))).json()) as { line: string; label: string; hint: string }[]

  test('offers commands, then the values of what is being typed', async () => {
    expect((await complete('/')).length).toBeGreaterThan(5)
    expect((await complete('/mali w')).map(({ label }) => label)).toContain('/mali who')
    const events = await complete('/mali event ')
    expect(events.length).toBeGreaterThan(5)
    expect(events.every(({ line }) => line.startsWith('/mali event '))).toBe(true)
  })

  test('what it offers is a line that works', async () => {
    for (const locale of LOCALES)
      for (const start of ['/mali event ', '/mali who ', '/mali where ', '/mali why ', '/mali sources '])
        for (const { line } of await complete(start, locale)) expect((await ask({ line, locale })).status, line).toBe(200)
  }, 60_000)

  test.each(['', '/nothing ', '/mali on 18', '\u0000', 'x'.repeat(9000), '/mali event \ud800'])(
    'has nothing or something to offer for %j, and never fails',
    async (line) => {
      expect(await complete(line)).toBeInstanceOf(Array)
      expect((await complete(line)).length).toBeLessThanOrEqual(12)
    },
  )
})

describe('what the web runs', () => {
  const heard: Heard[] = []
  const said: Reply = { locale: 'en', audience: 'everyone', blocks: [], buttons: [], footer: [], solemn: false }
  const ear: Ear = { answer: async (h) => (heard.push(h), said), complete: () => [], home: async () => said }
  const spec = (root: string, sub: string) =>
    ({
      root,
      sub,
      key: 'today',
      audience: 'everyone',
      example: { en: '', fr: '', pl: '' },
      params: [],
      action: `${root}.${sub}`,
      run: () => said,
    }) as const
  const reading: readonly Root[] = [{ name: 'mali', summary: { en: '', fr: '', pl: '' }, commands: [spec('mali', 'today')] }]
  const surface = web({ roots: reading, locale: 'en' })
  const route = async (path: string, query: Record<string, string>): Promise<RouteAnswer> =>
    surface.routes
      .find((r) => r.path === path)!
      .handle({ method: 'GET', path, query: new URLSearchParams(query), headers: {}, rawBody: Buffer.alloc(0) })

  test('is ready when it listens, and says so', async () => {
    expect([surface.ready().ready, (await route('/', {})).status]).toEqual([false, 503])
    await surface.listen(ear)
    expect([surface.ready().ready, (await route('/', {})).status]).toEqual([true, 200])
  })

  test.each(['/', '/answer', '/api/ask'])('%s runs the commands that it was given, and no other', async (path) => {
    heard.length = 0
    for (const query of [
      { line: '/schedule add' },
      { line: '/SCHEDULE add' },
      { press: 'schedule.add|1' },
      { press: 'pl:2#schedule.add' },
      { press: '' },
    ])
      await route(path, query)
    expect(heard).toEqual([])
    await route(path, { line: '/mali today' })
    await route(path, { line: 'schedule add' })
    await route(path, { press: 'pl:2#mali.today' })
    expect(heard.map((h) => (h.kind === 'line' ? `${h.root} ${h.text}` : h.kind === 'press' ? h.action : ''))).toEqual([
      'mali today',
      'mali schedule add',
      'pl:2#mali.today',
    ])
  })

  test('answers nothing any more when it is closed', async () => {
    await surface.close()
    expect((await route('/api/ask', { line: '/mali today' })).status).toBe(503)
  })
})

test.each([
  [undefined, undefined],
  ['', undefined],
  ['*', undefined],
  ['pl', 'pl'],
  ['pl-PL,pl;q=0.9,en;q=0.8', 'pl'],
  ['de-DE, fr;q=0.3, en;q=0.2', 'fr'],
  ['fr;q=0, en;q=0.1', 'en'],
  ['en;q=0.5, fr;Q=0.6', 'fr'],
  ['en;q=x, pl;q=0.1', 'en'],
  [`${'x,'.repeat(400)}fr`, undefined],
])('Accept-Language %j means %s', (header, locale) => expect(preferred(header)).toBe(locale))

test('it is alive and ready', async () => {
  expect(await (await get('/healthz')).json()).toEqual({ status: 'alive' })
  const { status, parts } = (await (await get('/readyz')).json()) as { status: string; parts: readonly object[] }
  expect([status, parts]).toEqual(['ready', expect.arrayContaining([{ name: 'web', ready: true, detail: 'listening' }])])
})

test('a rehearsal is named under the answers of every address', async () => {
  const rehearsal = await installation({ GRIOT_NOW: '2026-03-25T08:00:00Z' })
  try {
    const footer = sayer('en')('footer.rehearsal', {
      date: dayText('en', { year: 2026, month: 3, day: 25 }),
      time: '8:00',
      zone: 'UTC',
      speed: '1',
    }).slice(0, 9)
    for (const path of ['/', '/answer?line=/griot+help', '/api/ask?line=/mali+today'])
      expect(await (await fetch(rehearsal.url + path)).text()).toContain(footer)
  } finally {
    await rehearsal.close()
  }
})
