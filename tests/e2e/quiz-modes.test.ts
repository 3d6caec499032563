import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sayer } from '../../src/words/say.ts'
import { launchChromium } from '../support/chromium.ts'
import { visitor, type Visit } from '../support/visit.ts'
import { focused, playground, postCalled, tabTo, type, type Playground } from '../support/web-round.ts'

const say = sayer('en')
const TITLE = say('quiz.title', { number: 1, of: 1 })
const ANSWER = say('quiz.answerTitle', { title: TITLE })
const REPORT = say('quiz.reportTitle')
/** One question, open until it is closed by hand. */
const CALM = '/quiz start 1 seconds:0 pace:by-hand language:en'

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
  const faults = visits.flatMap((visit) => visit.faults)
  await Promise.all(visits.splice(0).map((visit) => visit.leave()))
  if (faults.length > 0) throw new Error(`the visit was not clean:\n${faults.join('\n')}`)
})

async function visit(name: string, url = play.url, options: BrowserContextOptions = {}): Promise<Visit> {
  const one = await visitor(browser, url, options)
  one.page.setDefaultTimeout(30_000)
  visits.push(one)
  await one.page.goto(`/channels/${name}?locale=en`)
  if (options.javaScriptEnabled !== false) await one.page.locator('#posts[data-state=live]').waitFor()
  return one
}

const receiptOf = (page: Page) => postCalled(page, TITLE).locator('.receipt')
const openView = async (page: Page): Promise<void> => {
  await postCalled(page, TITLE)
    .getByRole('button', { name: say('quiz.answer'), exact: true })
    .press('Enter')
  await receiptOf(page).locator('article').waitFor()
}
const close = async (page: Page): Promise<void> => {
  await type(page, '/quiz close')
  await postCalled(page, ANSWER).waitFor()
  await postCalled(page, REPORT).waitFor()
}

describe('every mode', () => {
  test('shuffled: each person opens a view of their own, and answers in it', async () => {
    const { page, violations } = await visit('shuffled')
    await type(page, `${CALM} shuffle:yes`)
    await openView(page)
    const [question] = play.asked('shuffled')
    const right = question?.options[question.right] ?? ''
    const items = await receiptOf(page).locator('li').allTextContents()
    const at = items.findIndex((item) => item.endsWith(` · ${right}`))
    expect([items.length, at >= 0, await violations()]).toEqual([question?.options.length, true, []])
    await receiptOf(page).locator('.buttons button').nth(at).press('Enter')
    await receiptOf(page).locator('strong').getByText(right).waitFor()
    await close(page)
    expect(await postCalled(page, REPORT).textContent()).toContain(say('quiz.standing', { right: 1, of: 1 }))
  })

  test('typed: the answer is written in a form, and it is told as what it was taken', async () => {
    const { page, violations } = await visit('typed')
    await type(page, `${CALM} typed:yes`)
    await openView(page)
    const [question] = play.asked('typed')
    const right = question?.options[question.right] ?? ''
    expect(await receiptOf(page).textContent()).not.toContain(right)
    expect(await violations()).toEqual([])
    await receiptOf(page).locator('[name="field.text"]').fill(right.toLowerCase())
    await page.keyboard.press('Enter')
    await receiptOf(page).locator('strong').getByText(right.toLowerCase()).waitFor()
    await close(page)
    expect(await postCalled(page, REPORT).textContent()).toContain(say('quiz.standing', { right: 1, of: 1 }))
  })

  test('a class: nobody is named to others, and its teacher takes the results along as a file', async () => {
    const [teacher, learner] = [await visit('class'), await visit('class')]
    await learner.page.getByLabel(say('web.name')).fill('Zuzanna')
    await learner.page.keyboard.press('Enter')
    await learner.page.locator('#called-hint').getByText('Zuzanna').waitFor()
    await type(teacher.page, '/quiz start 1 mode:class language:en')
    await postCalled(learner.page, TITLE).locator('.buttons button').first().press('Enter')
    await receiptOf(learner.page).locator('article').waitFor()
    await close(teacher.page)
    expect(await teacher.page.locator('#messages').textContent()).not.toContain('Zuzanna')
    await type(teacher.page, '/quiz export')
    const [taken] = await Promise.all([teacher.page.waitForEvent('download'), teacher.page.locator('form.file button').click()])
    expect(taken.suggestedFilename()).toMatch(/\.csv$/)
    await type(learner.page, '/quiz export')
    await learner.page.locator('#log').getByText(say('quiz.export.none')).waitFor()
    expect(await learner.page.locator('form.file').count()).toBe(0)
  })

  test('paused and going on: everybody in the channel is told', async () => {
    const [starter, other] = [await visit('paused'), await visit('paused')]
    await type(starter.page, CALM)
    await postCalled(other.page, TITLE).waitFor()
    await type(starter.page, '/quiz pause')
    await other.page.locator('#messages').getByText(say('quiz.done.pause')).waitFor()
    await postCalled(other.page, TITLE).locator('.buttons button').first().press('Enter')
    await receiptOf(other.page).getByText(say('quiz.no.paused')).waitFor()
    await type(starter.page, '/quiz resume')
    await other.page.locator('#messages').getByText(say('quiz.done.resume')).first().waitFor()
    await postCalled(other.page, TITLE).locator('.buttons button').first().press('Enter')
    await receiptOf(other.page).locator('article:not([data-failure])').waitFor()
    await type(starter.page, '/quiz stop')
    await postCalled(other.page, REPORT).waitFor()
    expect(await postCalled(other.page, ANSWER).count()).toBe(0)
  })
})

describe('a review', () => {
  const heading = (page: Page, key: 'review.title' | 'review.right' | 'review.wrong') =>
    page.locator('#log h2').getByText(say(key), { exact: true })

  test('goes on by keyboard in one private answer, and is nobody else’s', async () => {
    const [{ page, violations }, other] = [await visit('reviewing'), await visit('reviewing')]
    await type(page, '/quiz review language:en')
    await heading(page, 'review.title').waitFor()
    expect(await violations()).toEqual([])
    for (let n = 0; n < 2; n += 1) {
      await tabTo(page, ({ text }) => /^A\b/.test(text))
      await page.keyboard.press('Enter')
      await heading(page, 'review.right').or(heading(page, 'review.wrong')).waitFor()
      expect([await page.locator('#log article').count(), (await focused(page)).text]).toEqual([
        1,
        await page.locator('#log h2').textContent(),
      ])
      await tabTo(page, ({ text }) => text === say('review.button.next'))
      await page.keyboard.press('Enter')
      await heading(page, 'review.title').waitFor()
    }
    expect(await violations()).toEqual([])
    await other.page.reload()
    expect(await other.page.getByText(say('review.title'), { exact: true }).count()).toBe(0)
  })

  test('goes on without script, page by page', async () => {
    const { page } = await visit('reviewing', play.url, { javaScriptEnabled: false })
    await page.locator('#line').fill('/quiz review language:en')
    await page.keyboard.press('Enter')
    await page.locator('#log').getByRole('button', { name: /^A\b/ }).click()
    expect([say('review.right'), say('review.wrong')]).toContain(await page.locator('#log h2').textContent())
    await page
      .locator('#log')
      .getByRole('button', { name: say('review.button.next'), exact: true })
      .click()
    expect(await page.locator('#log h2').textContent()).toBe(say('review.title'))
  })
})

test('a timed question says when it closes, closes by itself, and so does the round', async () => {
  // Ten seconds, the two for who comes late and the three before the report pass in one.
  const fast = await playground({ GRIOT_NOW: '2026-08-18T09:00:00Z', GRIOT_SPEED: '15' })
  const { page } = await visit('timed', fast.url)
  await type(page, '/quiz start 1 seconds:10 language:en')
  await postCalled(page, TITLE).locator('.closing time').waitFor()
  await postCalled(page, ANSWER).waitFor()
  await postCalled(page, REPORT).waitFor()
  await postCalled(page, TITLE).locator('.buttons button').first().press('Enter')
  await receiptOf(page).locator('[data-failure=conflict]').waitFor()
  expect([say('quiz.no.closed'), say('quiz.no.over')]).toContain(await receiptOf(page).locator('article > p:not(.private)').textContent())
  await page.goto('about:blank')
  await fast.close()
})
