import type { Answer, Call, Driver, From, Wire } from './driver.ts'
import { toAnswer, type Held, type Link } from './web-answer.ts'
import { webBoard } from './web-board.ts'
import { webStage } from './web-stage.ts'
import { lineOf } from './driver.ts'

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
    network: 'between the process and its own channels there is only its database, of which the store’s own suite tells',
    people: 'the web reaches nobody but by a page',
    threads: 'a channel of the web has no discussions',
    ping: 'nothing on the web can ring',
    attach: 'a line carries no file: a form of the page does',
    history: 'a channel of the web is its own history, and always to be read',
  },
  lacks: ['gone'],
  stage: webStage,
  async open() {
    const nothing = async () => undefined
    return {
      environment: {},
      secrets: [],
      reach: async (url) => webWire(url),
      stop: nothing,
      start: nothing,
      revoke: nothing,
      board: webBoard,
      close: nothing,
    }
  },
}
