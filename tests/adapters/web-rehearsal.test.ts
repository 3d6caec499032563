import { afterAll, beforeAll, expect, test } from 'vitest'
import { logger } from '../../src/kernel/log.ts'
import { start, type App } from '../../src/main.ts'
import { dayText } from '../../src/words/dates.ts'
import { listener } from '../support/event-stream.ts'
import { configOf, ownData } from '../support/installation.ts'

const lines: string[] = []
const { GRIOT_DATA, remove } = ownData()
let app: App
beforeAll(async () => {
  const log = logger({ level: 'warn', secrets: [], write: (line) => void lines.push(line) })
  const environment = { GRIOT_DATA, GRIOT_NOW: '2026-08-14T00:00:00Z', GRIOT_SPEED: '86400', GRIOT_ZONE: 'Africa/Bamako', PORT: '0' }
  app = await start(configOf(environment), { log, tell: () => undefined })
})
afterAll(async () => {
  await app.close()
  remove()
})

test('a rehearsal shows day after day in a channel, each once and in order, to somebody who has no account', async () => {
  const reader = await listener(`${app.url}/channels/course/live?locale=en`)
  const answer = await fetch(`${app.url}/channels/course/answer`, {
    method: 'POST',
    headers: { origin: app.url, 'x-griot-script': 'yes', 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' },
    body: new URLSearchParams({ line: '/schedule add daily 9:00 Bamako', request: '1' }).toString(),
  })
  expect([answer.status, answer.headers.get('x-griot-standing'), (await answer.text()).includes('data-failure')]).toEqual([
    200,
    'yours',
    false,
  ])
  const posts: { readonly number: number; readonly html: string }[] = []
  while (!posts.some(({ html }) => html.includes(dayText('en', { year: 2020, month: 8, day: 18 })))) {
    const came = await reader.next()
    posts.push(JSON.parse(came?.data ?? '{}') as (typeof posts)[number])
  }
  await reader.leave()
  expect(posts.map(({ number }) => number)).toEqual(posts.map((_, at) => at + 1))
  expect(new Set(posts.map(({ html }) => html)).size).toBe(posts.length)
  expect(lines).toEqual([])
}, 60_000)
