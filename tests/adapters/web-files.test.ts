import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { cookieIn, markIn, NOW, ownDatabase, webRig, type WebRig } from '../support/web-rig.ts'

const en = sayer('en')
const SCRIPT = { 'x-griot-script': 'yes' }
const { database, remove } = ownDatabase()
let rig: WebRig
beforeAll(async () => {
  rig = await webRig(database)
})
afterAll(async () => {
  await rig.close()
  remove()
})
beforeEach(() => void rig.played.splice(0))

const NAME = 'files'
const plain = (html: string): string => html.replaceAll('&#39;', "'")
const page = async (query = ''): Promise<string> => (await fetch(`${rig.url}/channels/${NAME}${query}`)).text()

/** Sends a form in parts, as a browser does that has a file in it. */
const give = (file: File | undefined, fields: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) => {
  const body = new FormData()
  const all = { root: 'play', sub: 'add', request: '1', locale: 'en', 'field.name': 'Week 7', ...fields }
  for (const [name, value] of Object.entries(all)) body.append(name, value)
  if (file) body.append('field.file', file)
  return fetch(`${rig.url}/channels/${NAME}/answer`, { method: 'POST', body, headers: { origin: rig.url, ...SCRIPT, ...headers } })
}
const csv = (text: string | Uint8Array<ArrayBuffer>, name = 'deck.csv') => new File([text], name, { type: 'text/csv' })

describe('a file that is given', () => {
  test('reaches its command with its name, its size and its text, beside the other fields', async () => {
    const answer = await give(csv('\uFEFFquestion;réponse\r\nŻółw?;tak\r\n'), {
      'field.count': '3',
      'field.sure': 'true',
      'field.kind': 'hard',
    })
    expect([answer.status, (await answer.text()).includes('deck.csv: 29')]).toEqual([200, true])
    expect(rig.played[0]?.input).toMatchObject({
      name: 'Week 7',
      count: 3,
      sure: true,
      kind: 'hard',
      text: 'question;réponse\r\nŻółw?;tak\r\n',
      file: { name: 'deck.csv', size: 36 },
    })
  })

  test('is asked for by a form that can carry it, with the lines to be written instead', async () => {
    const answer = await rig.post(`/channels/${NAME}/answer`, { line: '/play add', request: '1' }, SCRIPT)
    const form = /<form class="fill".*?<\/form>/s.exec(await answer.text())?.[0] ?? ''
    expect(form).toContain('enctype="multipart/form-data"')
    expect(form).toMatch(/<label for="(.*?)">The file<\/label><input id="\1" name="field.file" aria-describedby="\1-hint" type="file">/)
    expect(form).toMatch(/<label for="(.*?)">Or its lines<\/label><textarea id="\1" name="field.words" rows="6"/)
  })

  test('may be no file at all: what a browser sends for none is nothing', async () => {
    await give(csv('', ''), { 'field.words': 'a;b' })
    expect(rig.played[0]?.input).toMatchObject({ words: 'a;b', text: 'a;b' })
    expect(rig.played[0]?.input['file']).toBeUndefined()
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ada\\deck.csv', 'deck.csv'],
    ['a\u202Egnp.csv', 'agnp.csv'],
  ])('called %j is called %j', async (given, name) => {
    await give(csv('a', given))
    expect(rig.played[0]?.input['file']).toMatchObject({ name })
  })

  test.each(LOCALES)('of more than 256 kB, or of no text, is refused in %s', async (locale) => {
    const name = 'deck.csv'
    const large = await give(csv('x'.repeat(256_001)), { locale })
    const odd = await give(csv(new Uint8Array([0xff, 0xfe, 0x41, 0x00])), { locale })
    expect(plain(await large.text())).toContain(sayer(locale)('error.fileLarge', { file: name, kilobytes: 256 }))
    expect(plain(await odd.text())).toContain(sayer(locale)('error.fileText', { name }))
    expect(rig.played).toEqual([])
    expect((await give(csv('x'.repeat(256_000)), { locale })).status).toBe(200)
    expect(rig.played).toHaveLength(1)
  })

  test('of more than a mebibyte is not even read', async () => {
    expect((await give(csv('x'.repeat(1_100_000)))).status).toBe(413)
  })

  test('makes another request of what is otherwise the same', async () => {
    const cookie = cookieIn(await give(csv('a')))
    for (const text of ['a', 'a', 'b']) await give(csv(text), {}, { cookie })
    const [, one, two, three] = rig.played.map(({ asker }) => asker.request)
    expect([one === two, two === three]).toEqual([true, false])
  })

  test('from elsewhere, or in parts that cannot be read, reaches nobody', async () => {
    const foreign = await give(csv('a'), {}, { origin: 'https://elsewhere.example' })
    const torn = await fetch(`${rig.url}/channels/${NAME}/answer`, {
      method: 'POST',
      headers: { origin: rig.url, ...SCRIPT, 'content-type': 'multipart/form-data; boundary=x' },
      body: '--y\r\nnot a part',
    })
    expect([foreign.status, torn.status, rig.played.length]).toEqual([403, 400, 0])
  })
})

describe('a file that is taken', () => {
  /** The fields of the form by which an answer's file is taken. */
  const formIn = (html: string): Record<string, string> => {
    const form = /<form class="file".*?<\/form>/s.exec(html)?.[0] ?? ''
    return Object.fromEntries(
      [...form.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name ?? '', (value ?? '').replaceAll('&quot;', '"')]),
    )
  }
  const asked = async () => {
    const answer = await rig.post(`/channels/${NAME}`, { line: '/play marks Ada', mark: markIn(await page()), locale: 'fr' })
    return { cookie: cookieIn(answer), html: await answer.text() }
  }

  test('is behind a button of the answer, and asked for once more by whoever got that', async () => {
    const { cookie, html } = await asked()
    expect(html).toContain(`>${sayer('fr')('web.download', { name: 'réponses de Ada.csv' })}</button>`)
    expect(html).not.toContain('Żółw')
    const answer = await rig.post(`/channels/${NAME}/file`, formIn(html), { cookie })
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="r_ponses de Ada.csv"; filename*=UTF-8''r%C3%A9ponses%20de%20Ada.csv`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(Buffer.from(await answer.arrayBuffer()).toString('utf8')).toBe('\uFEFFname,right\r\nŻółw,1\r\n')
    expect(rig.played.map(({ sub, asker }) => [sub, asker.user])).toEqual([
      ['marks', rig.played[0]?.asker.user],
      ['marks', rig.played[0]?.asker.user],
    ])
  })

  test('is nobody else’s, and no link’s', async () => {
    const { html } = await asked()
    rig.played.splice(0)
    const stranger = cookieIn(await give(csv('a')))
    rig.played.splice(0)
    const other = await rig.post(`/channels/${NAME}/file`, formIn(html), { cookie: stranger })
    expect([other.status, other.headers.get('content-type'), rig.played.length]).toEqual([403, 'text/html; charset=utf-8', 0])
    expect((await fetch(`${rig.url}/channels/${NAME}/file?line=/play+marks`)).status).toBe(404)
    expect((await fetch(`${rig.url}/file?line=/play+marks`)).status).toBe(403)
    expect(rig.played).toEqual([])
  })

  test('that is not there is a page that says what is instead', async () => {
    const { cookie, html } = await asked()
    const answer = await rig.post(`/channels/${NAME}/file`, { ...formIn(html), line: '/mali today' }, { cookie })
    expect([answer.headers.get('content-type'), (await answer.text()).includes('Kati')]).toEqual(['text/html; charset=utf-8', true])
  })
})

describe('who plays, where everybody may write', () => {
  const standing = { ...systemClock(), now: () => NOW }
  const pick = (from: WebRig, request: number, cookie = '') =>
    from.post(`/channels/${NAME}/answer`, { press: 'play.pick|A', request: String(request) }, { ...SCRIPT, cookie })

  test('is a whole class of newcomers in one moment, more than may change things', async () => {
    const open = await webRig(database, { writing: 'open', wall: standing })
    const statuses = await Promise.all(Array.from({ length: 200 }, async (_, i) => (await pick(open, i)).status))
    await open.close()
    expect(statuses.every((status) => status === 200)).toBe(true)
  })

  test('is held to ninety presses within a minute, told so, and nothing is done', async () => {
    const open = await webRig(database, { writing: 'open', wall: standing })
    const cookie = cookieIn(await pick(open, 0))
    for (let i = 1; i < 90; i += 1) expect((await pick(open, i, cookie)).status).toBe(200)
    const refused = await pick(open, 90, cookie)
    const text = await refused.text()
    await open.close()
    expect([refused.status, open.played.length, text.includes(en('web.again'))]).toEqual([429, 90, true])
  })
})
