import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Locale } from '../../src/words/locale.ts'
import { sayer, type Say } from '../../src/words/say.ts'
import { launchChromium } from '../support/chromium.ts'
import { listener } from '../support/event-stream.ts'
import { visitor, type Visit } from '../support/visit.ts'
import { fillIn, focused, playground, postCalled, startByForm, tabTo, type, type Kept, type Playground } from '../support/web-round.ts'

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
  const faults = [
    ...visits.flatMap((visit) => visit.faults),
    ...play.logged.filter(({ level }) => level === 'error').map((one) => JSON.stringify(one)),
  ]
  await Promise.all(visits.splice(0).map((visit) => visit.leave()))
  play.logged.splice(0)
  if (faults.length > 0) throw new Error(`the visit was not clean:\n${faults.join('\n')}`)
})

async function visit(path: string, options: BrowserContextOptions = {}, url = play.url): Promise<Visit> {
  const one = await visitor(browser, url, options)
  one.page.setDefaultTimeout(30_000)
  visits.push(one)
  await one.page.goto(path)
  if (options.javaScriptEnabled !== false) await one.page.locator('#posts[data-state=live]').waitFor()
  return one
}

const letter = (place: number): string => 'ABCDEFGH'.charAt(place)
const titleOf = (say: Say, number: number, of: number) => say('quiz.title', { number, of })
const receiptOf = (page: Page, title: string) => postCalled(page, title).locator('.receipt')

/** Answers by keyboard, from wherever the focus is, and waits for the receipt. */
async function answer(page: Page, title: string, place: number): Promise<void> {
  await postCalled(page, title).waitFor()
  const post = await postCalled(page, title).getAttribute('id')
  await tabTo(page, (one) => one.post === post && one.text.startsWith(letter(place)))
  await page.keyboard.press('Enter')
  await receiptOf(page, title).locator('strong').getByText(letter(place)).waitFor()
}

/** A post as everybody gets it: once in the page, and once from the stream. */
async function seen(name: string, post: string, locale: Locale): Promise<readonly string[]> {
  const html = await (await fetch(`${play.url}/channels/${name}?locale=${locale}`)).text()
  const { events, leave } = await listening(`${play.url}/channels/${name}/live?after=0&locale=${locale}`, post)
  await leave()
  return [new RegExp(`<li id="${post}".*?class="receipt"`, 's').exec(html)?.[0] ?? '', events].map(read)
}

/** Everything that the stream brings, up to this post. */
async function listening(address: string, post: string) {
  const stream = await listener(address)
  let html = ''
  while (!html.includes(`<li id="${post}"`)) html = String((JSON.parse((await stream.next())?.data ?? '{}') as { html?: string }).html)
  return { events: html, leave: () => stream.leave() }
}

const SIGNS: Readonly<Record<string, string>> = { '&#39;': "'", '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>', '<br>': '\n' }
/** HTML with its signs and line breaks as they are read. */
const read = (html: string): string => html.replace(/&(?:#39|quot|amp|lt|gt);|<br>/g, (sign) => SIGNS[sign] ?? sign)

describe.each(['en', 'fr'] as const)('two people in one channel, by keyboard alone, in %s', (locale) => {
  const say = sayer(locale)
  const name = `class-${locale}`
  const path = `/channels/${name}?locale=${locale}`

  test('play a round of three questions: both answer, both see what was right and how it went', async () => {
    const [ada, eve] = [await visit(path), await visit(path)]
    for (const [{ page }, called] of [
      [ada, 'Ada'],
      [eve, 'Ève <b>'],
    ] as const) {
      await fillIn(page, 'name', called)
      await page.keyboard.press('Enter')
      await page.locator('#called-hint').getByText(called).waitFor()
    }
    await startByForm(ada.page, locale, 3)
    await postCalled(eve.page, titleOf(say, 1, 3)).waitFor()
    const questions = play.asked(name)
    expect(questions).toHaveLength(3)
    for (const [at, question] of questions.entries()) await round(ada, eve, at, question)
    for (const { page, violations } of [ada, eve]) {
      const report = postCalled(page, say('quiz.reportTitle'))
      await report.waitFor()
      const ranking = await report.locator('li').allTextContents()
      const line = (place: number, who: string, right: number) =>
        `${place}. ${who}${say('punctuation.colon')}${say('quiz.standing', { right, of: 3 })}`
      expect(ranking.slice(0, 2)).toEqual([line(1, 'Ada', 3), line(2, 'Ève <b>', 1)])
      expect(await violations()).toEqual([])
    }
  })

  /** One question: Ada is always right, Eve the first time only, and she changes her mind once and reloads on the way. */
  async function round(ada: Visit, eve: Visit, at: number, question: Kept): Promise<void> {
    const title = titleOf(say, at + 1, 3)
    const wrong = (question.right + 1) % question.options.length
    await answer(ada.page, title, question.right)
    expect((await focused(ada.page)).text.startsWith(letter(question.right))).toBe(true)
    await answer(eve.page, title, wrong)
    if (at === 0) {
      await answer(eve.page, title, question.right)
      await eve.page.reload()
      await eve.page.locator('#posts[data-state=live]').waitFor()
      await receiptOf(eve.page, title).locator('strong').getByText(letter(question.right)).waitFor()
    }
    expect(await (at === 1 ? ada : eve).violations()).toEqual([])
    const post = (await postCalled(ada.page, title).getAttribute('id')) ?? ''
    for (const shown of await seen(name, post, locale)) {
      // What is asked and offered may well be what explains it.
      const rest = [question.text, ...question.options].reduce((left, words) => left.replaceAll(words, ''), shown)
      expect([shown.includes(question.text), rest.includes(question.explanation)]).toEqual([true, false])
      const options = [...shown.matchAll(/<button[^>]*data-action="([^"]*)"/g)].map(([tag, action = '']) =>
        tag.replaceAll(action, action.replace(/\d+$/, 'N')),
      )
      expect([options.length, new Set(options).size]).toEqual([question.options.length, 1])
    }
    await type(eve.page, '/quiz close')
    await eve.page.locator('#log').getByText(say('quiz.forbiddenWeb')).last().waitFor()
    await type(ada.page, '/quiz close')
    for (const { page, violations } of [ada, eve]) {
      const told = postCalled(page, say('quiz.answerTitle', { title }))
      await told.waitFor()
      expect(await told.textContent()).toContain(`${letter(question.right)} · ${question.options[question.right]}`)
      expect(await violations()).toEqual([])
    }
    if (at < 2) await type(ada.page, '/quiz next')
  }
})

test('a press after the close says so kindly, and changes nothing', async () => {
  const say = sayer('en')
  const { page } = await visit('/channels/late?locale=en')
  await startByForm(page, 'en', 1)
  const title = titleOf(say, 1, 1)
  await answer(page, title, 0)
  const [question] = play.asked('late')
  await type(page, '/quiz close')
  await postCalled(page, say('quiz.answerTitle', { title })).waitFor()
  await postCalled(page, title).locator('.buttons button').nth(1).press('Enter')
  await receiptOf(page, title).locator('[data-failure=conflict]').waitFor()
  expect([say('quiz.no.closed'), say('quiz.no.over')]).toContain(
    await receiptOf(page, title).locator('article > p:not(.private)').textContent(),
  )
  const report = postCalled(page, say('quiz.reportTitle'))
  await report.waitFor()
  expect(await report.textContent()).toContain(say('quiz.standing', { right: question?.right === 0 ? 1 : 0, of: 1 }))
})

test('without script a round can be played', async () => {
  const say = sayer('en')
  const { page } = await visit('/channels/silent?locale=en', { javaScriptEnabled: false })
  const look = async (title: string): Promise<void> => {
    for (let i = 0; i < 100 && (await postCalled(page, title).count()) === 0; i += 1)
      await page.getByRole('link', { name: say('web.look') }).click()
    expect(await postCalled(page, title).count()).toBe(1)
  }
  await page.getByRole('button', { name: say('web.startQuiz') }).click()
  await page.locator('[name="field.number"]').fill('1')
  await page.locator('[name="field.seconds"]').fill('0')
  await page.locator('[name="field.pace"]').selectOption('by-hand')
  await page.getByRole('button', { name: say('quiz.setup.submit'), exact: true }).click()
  const title = titleOf(say, 1, 1)
  await look(title)
  const [question] = play.asked('silent')
  await postCalled(page, title)
    .locator('.buttons button')
    .nth(question?.right ?? 0)
    .click()
  expect(await receiptOf(page, title).textContent()).toContain(say('quiz.counted', { answer: '' }).slice(0, 8))
  await page.locator('#line').fill('/quiz close')
  await page.locator('#line').press('Enter')
  await look(say('quiz.answerTitle', { title }))
  await look(say('quiz.reportTitle'))
  expect(await postCalled(page, say('quiz.reportTitle')).textContent()).toContain(say('quiz.standing', { right: 1, of: 1 }))
})
