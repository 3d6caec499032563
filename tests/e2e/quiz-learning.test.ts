import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { sayer } from '../../src/words/say.ts'
import { launchChromium } from '../support/chromium.ts'
import { visitor, type Visit } from '../support/visit.ts'
import { playground, tabTo, type, type Playground } from '../support/web-round.ts'

const say = sayer('en')
let play: Playground
let browser: Browser
beforeAll(async () => {
  ;[play, browser] = await Promise.all([playground(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await play?.close()
})

const visits: Visit[] = []
afterEach(async () => {
  const errors = play.logged.filter(({ level }) => level === 'error').map((one) => JSON.stringify(one))
  const faults = [...visits.flatMap((visit) => visit.faults), ...errors]
  await Promise.all(visits.splice(0).map((visit) => visit.leave()))
  if (faults.length > 0) throw new Error(`the visit was not clean:\n${faults.join('\n')}`)
})

async function visit(): Promise<Visit> {
  const one = await visitor(browser, play.url)
  one.page.setDefaultTimeout(6_000)
  visits.push(one)
  await one.page.goto('/channels/lesson')
  await one.page.locator('#posts[data-state=live]').waitFor()
  return one
}

/** The newest answer. */
const last = (page: Page, title: string) =>
  page
    .locator('#log article')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) })
    .last()

/** Presses a button of what was said last, by keyboard alone. */
async function press(page: Page, text: string | RegExp): Promise<void> {
  const matches = (said: string) => (typeof text === 'string' ? said === text : text.test(said))
  await tabTo(page, (one) => matches(one.text))
  await page.keyboard.press('Enter')
}

test('somebody reviews by keyboard alone: asked, answered, taken back, and left out', async () => {
  const { page, violations } = await visit()
  await type(page, '/quiz review')
  await last(page, say('review.title')).waitFor()
  await press(page, /^A\b/)
  const answer = page
    .locator('#log article')
    .filter({ hasText: say('quiz.right', { answer: '' }).trim() })
    .last()
  await answer.waitFor()
  expect(await violations()).toEqual([])
  await press(page, say('review.button.undo'))
  await page
    .locator('#log article')
    .filter({ hasText: say('review.undone') })
    .last()
    .waitFor()
})

test('somebody who gave a deck and reviewed sees, takes along and deletes what is kept, and nothing is left', async () => {
  const { page } = await visit()
  await type(page, '/quiz deck add')
  const csv = 'question,right,wrong1\nWhere is Kati?,near Bamako,near Gao\nWho?,she,\n'
  await page.locator('input[type=file]').setInputFiles({ name: 'My deck.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByRole('button', { name: say('deck.addSubmit'), exact: true }).click()
  await last(page, say('deck.dryTitle', { name: 'My deck' }))
    .getByText('Line 3, wrong1')
    .waitFor()
  await page.getByRole('button', { name: say('deck.keepGood', { count: 1 }), exact: true }).click()
  await last(page, say('deck.keptTitle', { name: 'My deck' })).waitFor()
  await type(page, '/quiz review')
  const card = last(page, say('review.title'))
  await card.getByText('Where is Kati?').waitFor()
  await card.getByRole('button', { name: /near Bamako/ }).click()
  await last(page, say('review.right')).waitFor()
  await type(page, '/griot privacy show')
  const shown = last(page, say('privacy.title'))
  for (const sort of ['decks', 'cards', 'reviews'] as const) await shown.getByText(say(`privacy.kept.${sort}`, { count: 1 })).waitFor()
  await type(page, '/griot privacy export')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: say('web.download', { name: 'griot-privacy.json' }) }).click()
  const kept = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as {
    readonly kept: Readonly<Record<string, readonly unknown[]>>
  }
  expect(Object.keys(kept.kept).toSorted()).toEqual(['cards', 'decks', 'reviews'])
  await type(page, '/griot privacy delete')
  await last(page, say('privacy.deleteTitle')).waitFor()
  await page.getByRole('button', { name: say('privacy.button.sure'), exact: true }).click()
  await last(page, say('privacy.deletedTitle')).waitFor()
  await type(page, '/griot privacy show')
  await last(page, say('privacy.title')).getByText(say('privacy.nothing')).waitFor()
})
