import type { Answer, Call, Driver, From, Wire } from './driver.ts'
import { lineOf } from './driver.ts'

type Link = { readonly label: string; readonly href: string }
type Held = { readonly html: string; readonly buttons: readonly Link[]; readonly menu: readonly Link[] }

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const decoded = (html: string): string => html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
const bare = (html: string): string => decoded(html.replace(/<[^>]*>/g, ''))

/** The elements of an answer and the attributes that each may have. */
const ELEMENTS: Readonly<Record<string, RegExp>> = {
  article: /^ class="reply(?: solemn)?" lang="(?:en|fr|pl)" data-audience="(?:everyone|asker)"(?: data-failure="[a-z-]+")?$/,
  a: /^(?: class="button")? href="(?:\/\?press=[^"<>]*" data-action="[^"<>]*"|https?:\/\/[^"<>]*" rel="noopener noreferrer external")$/,
  p: /^(?: class="(?:note|buttons)")?$/,
  details: /^ class="menu"$/,
}
const PLAIN = new Set(['h2', 'h3', 'strong', 'em', 'code', 'ul', 'li', 'hr', 'small', 'summary', 'footer'])

const tagFaults = (html: string): string[] =>
  [...html.matchAll(/<(\/?)([^\s>]*)([^>]*)>/g)].flatMap(([whole, closing, name = '', attributes = '']) => {
    const fine = closing || PLAIN.has(name) ? attributes === '' && (PLAIN.has(name) || name in ELEMENTS) : ELEMENTS[name]?.test(attributes)
    return fine ? [] : [whole]
  })

const linksIn = (html: string): Link[] =>
  [...html.matchAll(/<a[^>]* href="([^"]*)" data-action="[^"]*">(.*?)<\/a>/g)].map(([, href = '', label = '']) => ({
    href: decoded(href),
    label: decoded(label),
  }))

function toAnswer(page: string): Answer {
  const html = /<article.*?<\/article>/s.exec(page)?.[0] ?? ''
  const menu = /<details.*?<\/details>/s.exec(html)?.[0] ?? ''
  const buttons = /<p class="buttons">.*?<\/p>/s.exec(html)?.[0] ?? ''
  const words = html.replace(menu, '').replace(buttons, '')
  const controls = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.exec(html)
  const handle: Held = { html, buttons: linksIn(buttons), menu: linksIn(menu) }
  return {
    private: /^<article[^>]* data-audience="asker"/.test(html),
    text: words
      .split(/\n|<\/li>|<ul>/)
      .map(bare)
      .filter(Boolean)
      .join('\n'),
    buttons: handle.buttons.map(({ label }) => label),
    menu: handle.menu.map(({ label }) => label),
    replaced: false,
    faults: [...(html === '' ? ['no answer'] : []), ...tagFaults(html), ...(controls ? ['a control character'] : [])],
    handle,
  }
}

export function webWire(url: string): Wire {
  let answers = 0
  async function opened(path: string, { locale = 'en' }: From = {}): Promise<Answer> {
    const response = await fetch(url + path, { headers: { 'accept-language': locale } })
    if (response.status !== 200) throw new Error(`${response.status} for ${path}`)
    answers += 1
    return toAnswer(await response.text())
  }
  const query = (values: Readonly<Record<string, string>>): string => new URLSearchParams(values).toString()
  const held = (answer: Answer) => answer.handle as Held
  const follow = (links: readonly Link[], label: string, from?: From) => {
    const link = links.find((one) => one.label === label)
    if (!link) throw new Error(`there is nothing called “${label}”`)
    return opened(link.href, from)
  }
  return {
    ask: (call, from) => opened(`/answer?${query({ line: lineOf(call) })}`, from),
    press: async (answer, label, from) => follow(held(answer).buttons, label, from),
    choose: async (answer, label, from) => follow(held(answer).menu, label, from),
    forge: (_, id) => opened(`/?${query({ press: id, locale: 'en' })}`),
    standing: async (answer) => held(answer).html,
    async complete(call: Call, _option, typed, { locale = 'en' } = {}) {
      const response = await fetch(`${url}/api/complete?${query({ line: `${lineOf(call)} ${typed}`, locale })}`)
      answers += 1
      const found = (await response.json()) as readonly { readonly line: string; readonly label: string }[]
      // A whole line is offered, and asked as it is.
      return found.map(({ line, label }) => ({ shown: label, call: { root: line.slice(1), sub: '' } }))
    },
    async malformed() {
      for (const path of [
        '/?line=%',
        '/answer?line=%ff%fe',
        '/?press=%00',
        '/?at=x&at[]=y',
        '/answer?line[]=x',
        '/?locale=__proto__&line=x',
        '/api/ask?press=|||',
        '/api/complete?line=%F0',
      ])
        await (await fetch(url + path)).text()
      for (const method of ['POST', 'PUT', 'DELETE'])
        await (await fetch(`${url}/answer`, { method, body: '{"line":7}', headers: { 'content-type': 'application/json' } })).text()
    },
    traffic: async () => answers,
  }
}

export const webDriver: Driver = {
  name: 'web',
  exceptions: {
    place: 'a page has no place with a language of its own: only its visitor has one',
    bystander: 'a page is its visitor’s alone: nobody else can press under an answer in it',
    replace: 'a page keeps every answer: a press adds one below and takes nothing away',
    outside: 'the web is served by the process itself: there is nothing that could be out of reach or refuse a token',
    direct: 'a page has no direct messages',
  },
  async open() {
    const nothing = async () => undefined
    return {
      environment: {},
      secrets: [],
      reach: async (url) => webWire(url),
      stop: nothing,
      start: nothing,
      revoke: nothing,
      close: nothing,
    }
  },
}
