import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { start } from '../../src/main.ts'
import { configOf, ownData } from '../support/installation.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

test('an installation notes again and again that answers are heard, from when a question stands open', async () => {
  const { GRIOT_DATA, remove } = ownData()
  const config = configOf({ GRIOT_DATA })
  const app = await start({ ...config, web: { ...config.web, host: '127.0.0.1', port: 0 } }, { log, tell: () => {} })
  const database = new DatabaseSync(`${GRIOT_DATA}/griot.db`, { readOnly: true })
  onTestFinished(async () => {
    database.close()
    await app.close()
    remove()
  })
  const heardUntil = () => Number(database.prepare("select until_at from lease where name = 'quiz answers'").get()?.['until_at'] ?? 0)
  expect(heardUntil()).toBe(0)
  await fetch(`${app.url}/channels/lesson/answer`, {
    method: 'POST',
    headers: { origin: app.url, 'x-griot-script': 'yes' },
    body: new URLSearchParams({ request: 'start', locale: 'en', line: '/quiz start 1 seconds:60' }),
  })
  await expect.poll(heardUntil, { timeout: 15_000 }).toBeGreaterThan(0)
  const first = heardUntil()
  await expect.poll(heardUntil, { timeout: 15_000 }).toBeGreaterThan(first)
})
