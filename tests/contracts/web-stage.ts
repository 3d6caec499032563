import type { Root } from '../../src/chat/command.ts'
import { httpServer } from '../../src/http/server.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { web } from '../../src/platforms/web/web.ts'
import { openStore } from '../../src/store/store.ts'
import { smallEar } from '../support/small-commands.ts'
import { cookieIn, markIn, ownDatabase } from '../support/web-rig.ts'
import { lineOf, type Given, type Paper, type Stage, type Window } from './driver.ts'
import { decoded, linksIn, toAnswer } from './web-answer.ts'

const SECRET = 'a secret of sixteen'
const CHANNEL = 'stage'
const CALLED = 'Grażyna'

/** A page as somebody without script has it, and where on it the answer stands: beside a post, or above all posts. */
type Held = { readonly page: string; readonly html: string; readonly post?: string }

const part = (html: string, pattern: RegExp): string => pattern.exec(html)?.[0] ?? ''
const hiddenIn = (form: string): [string, string][] =>
  [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [name, decoded(value)])

/** The surface as it is served, with these commands behind it, and one person in a channel of it who has no script. */
export async function webStage(roots: readonly Root[]): Promise<Stage> {
  const { database, remove } = ownDatabase()
  const lines: string[] = []
  const log = logger({ level: 'debug', secrets: [], write: (line) => void lines.push(line) })
  const [clock, random] = [systemClock(), systemRandom()]
  const store = openStore({ database, secret: SECRET, clock, random, log })
  await store.opened
  await store.channels.claim(CHANNEL, 'somebody', clock.now())
  const personal = roots.map((root): Root => ({ ...root, personal: true }))
  const channels = { store: store.channels, secret: SECRET, writing: 'here', random, clock, wall: clock, zone: 'UTC' } as const
  const platform = web({ roots: personal, locale: 'en', channels })
  await platform.listen(smallEar(personal))
  const server = httpServer({ host: '127.0.0.1', port: 0, log, routes: platform.routes, ready: () => [] })
  const { url } = await server.listen()
  let cookie = ''

  async function sent(to: string, fields: readonly (readonly [string, string | File])[], inParts = false): Promise<Response> {
    const body = inParts ? new FormData() : new URLSearchParams()
    for (const [name, value] of fields) body.append(name, value as string)
    const answer = await fetch(new URL(to, url), { method: 'POST', headers: { cookie, origin: url }, body })
    cookie = cookieIn(answer) || cookie
    return answer
  }
  const shown = async (): Promise<string> => (await fetch(`${url}/channels/${CHANNEL}`, { headers: { cookie } })).text()

  /** What a page that came back says to whoever sent it; `before` was pressed and is gone, if it was theirs alone. */
  async function given(page: string, post: string | undefined, before?: Held): Promise<Given> {
    const receipt =
      post === undefined ? '' : part(page, new RegExp(`<li id="${post}".*?</div>\n</li>`, 's')).replace(/^.*<div class="receipt"/s, '')
    const html = part(receipt || part(page, /<div id="log".*?<section/s), /<article.*?<\/article>/s)
    const held: Held = { page, html, ...(post !== undefined && { post }) }
    const form = part(html, /<form class="fill".*?<\/form>/s)
    if (form) return { window: windowOf(form), files: [], handle: held }
    const isAlone = [...page.matchAll(/data-audience="asker"/g)].length === 1
    const isReplaced = before?.html.includes('data-audience="asker"') === true && before.post === post && isAlone
    return { answer: { ...toAnswer(html), replaced: isReplaced, handle: held }, files: await filesIn(html), handle: held }
  }
  async function filesIn(html: string): Promise<Paper[]> {
    const form = part(html, /<form class="file".*?<\/form>/s)
    if (!form) return []
    const answer = await sent(`/channels/${CHANNEL}/file`, hiddenIn(form))
    const name = /filename\*=UTF-8''(\S+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? ''
    return [{ name: decodeURIComponent(name), text: await answer.text() }]
  }
  async function pressed({ handle }: Given, label: string): Promise<Given> {
    const held = handle as Held
    const button = linksIn(held.html).find((one) => one.label === label)
    if (!button) throw new Error(`there is nothing called “${label}”`)
    const to = button.href || `/channels/${CHANNEL}`
    const page = await (
      await sent(to, [
        ['press', button.action],
        ['mark', markIn(held.page)],
        ['locale', 'en'],
      ])
    ).text()
    return given(page, /#(post-\d+)$/.exec(to)?.[1], held)
  }
  await sent(`/channels/${CHANNEL}`, [
    ['name', CALLED],
    ['mark', markIn(await shown())],
    ['locale', 'en'],
  ])
  return {
    called: CALLED,
    lines,
    async ask(call) {
      const page = await (
        await sent(`/channels/${CHANNEL}`, [
          ['line', lineOf(call)],
          ['mark', markIn(await shown())],
          ['locale', 'en'],
        ])
      ).text()
      const own = await given(page, undefined)
      if (!own.answer?.text.includes('newest post')) return own
      // It is for everybody, and so it stands in the channel.
      const html = part(page, /<li id="post-.*?<\/article>/s)
      const held: Held = { page, html: part(html, /<article.*?<\/article>/s), post: /id="(post-\d+)"/.exec(html)?.[1] ?? '' }
      return { answer: { ...toAnswer(held.html), handle: held }, files: [], handle: held }
    },
    press: pressed,
    choose: pressed,
    async submit({ handle }, values) {
      const form = part((handle as Held).html, /<form class="fill".*?<\/form>/s)
      const [, to = ''] = /action="([^"]*)"/.exec(form) ?? []
      // A browser ends the lines of a text in its own way.
      const filled = Object.entries(values).map(([name, value]): [string, string | File] => [
        `field.${name}`,
        typeof value === 'string' ? value.replaceAll('\n', '\r\n') : new File([value.text], value.name),
      ])
      const page = await (await sent(decoded(to), [...hiddenIn(form), ...filled], form.includes('multipart/form-data'))).text()
      return given(page, /#(post-\d+)$/.exec(to)?.[1])
    },
    async standing({ handle }) {
      const { html, post } = handle as Held
      const now = await (await fetch(`${url}/channels/${CHANNEL}`)).text()
      return post === undefined ? html : part(now, new RegExp(`<li id="${post}".*?</article>`, 's'))
    },
    async close() {
      await platform.close()
      await server.close()
      await store.close()
      remove()
    },
  }
}

const KINDS = [
  [/<textarea/, 'long'],
  [/<select/, 'choice'],
  [/type="file"/, 'file'],
] as const

const windowOf = (form: string): Window => ({
  title: decoded(/aria-label="([^"]*)"/.exec(form)?.[1] ?? ''),
  fields: [...form.matchAll(/<div class="field"><label for="[^"]*">(.*?)<\/label>(.*?)<\/div>/gs)].map(([, label = '', control = '']) => ({
    name: /name="field\.([^"]*)"/.exec(control)?.[1] ?? '',
    label: decoded(label),
    kind: KINDS.find(([pattern]) => pattern.test(control))?.[1] ?? 'text',
    required: / required/.test(control),
    value: decoded(
      (/<textarea[^>]*>\n?(.*?)<\/textarea>/s.exec(control) ??
        /<option value="([^"]*)" selected>/.exec(control) ??
        / value="([^"]*)"/.exec(control))?.[1] ?? '',
    ),
  })),
})
