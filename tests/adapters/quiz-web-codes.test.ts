import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { type App, start } from '../../src/main.ts'
import { sayer } from '../../src/words/say.ts'
import { configOf, ownData } from '../support/installation.ts'

const say = sayer('en')
const { GRIOT_DATA, remove } = ownData()
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
let app: App
beforeAll(async () => {
  const config = configOf({ GRIOT_DATA })
  // Two visitors have two ids: chance must not be the same each time.
  const parts = { clock: systemClock(), random: seededRandom('visitors'), log, tell: () => {} }
  app = await start({ ...config, web: { ...config.web, host: '127.0.0.1', port: 0 } }, parts)
})
afterAll(async () => {
  await app.close()
  remove()
})

/** What a browser with its script sends, and what it is told. */
const visitor = () => {
  let cookie: string | undefined
  return async (line: string): Promise<string> => {
    const answer = await fetch(`${app.url}/channels/lesson/answer`, {
      method: 'POST',
      headers: { origin: app.url, 'x-griot-script': 'yes', ...(cookie !== undefined && { cookie }) },
      body: new URLSearchParams({ request: line, locale: 'en', line }),
    })
    cookie ??= answer.headers.get('set-cookie')?.split(';')[0]
    return answer.text()
  }
}

test('whoever makes codes in a channel of the web that nobody has made owns it: nobody else changes them', async () => {
  const [teacher, pupil] = [visitor(), visitor()]
  expect(await teacher('quiz roster "A1 B2"')).toContain(say('quiz.rosterTitle'))
  for (const line of ['quiz roster', 'quiz roster X9']) expect(await pupil(line)).toContain(say('quiz.rosterForbidden'))
  expect(await teacher('quiz roster')).toContain('B2')
})
