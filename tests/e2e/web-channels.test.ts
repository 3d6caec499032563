import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { toActionId } from '../../src/chat/action.ts'
import { paragraph, type Reply } from '../../src/chat/reply.ts'
import { httpServer } from '../../src/http/server.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { visitor } from '../support/visit.ts'
import { NOW, channelOf, webRig } from '../support/web-rig.ts'
import { webVisits } from '../support/web-visits.ts'

const en = sayer('en')
const web = webVisits()
const { database, visit } = web

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const
const SILENT = { javaScriptEnabled: false } as const

let channels = 0
/** A channel of somebody else, that nobody else of these tests uses. */
const channel = async (): Promise<string> => {
  const name = `hall-${(channels += 1)}`
  await web.rig.store.channels.claim(name, 'somebody', NOW)
  return name
}
const words = (title: string): Reply => ({
  locale: 'en',
  audience: 'everyone',
  title,
  blocks: [paragraph('Soldiers mutinied at Kati, near Bamako. '.repeat(4))],
  buttons: [{ label: 'Today', action: toActionId('mali.today')! }],
  footer: [],
  solemn: true,
})
const send = (name: string, title: string) => web.rig.platform.send(channelOf(name), { reply: words(title) }, `key-${title}`)
const amend = (name: string, number: number, title: string) =>
  web.rig.platform.amend(channelOf(name), String(number), { reply: words(title) }, 'any')

const titles = (page: Page) => page.locator('#messages h2').allTextContents()
const withTitle = (page: Page, title: string) => page.locator('#messages h2').getByText(title, { exact: true })
const news = (page: Page, text: string) => page.locator('#news').getByText(text, { exact: true })
const inPage = <T>(page: Page, expression: string): Promise<T> => page.evaluate(expression) as Promise<T>
const topOf = (page: Page, id: string) => inPage<number>(page, `document.querySelector('${id}').getBoundingClientRect().top`)

/** Types a line and waits for its answer. */
async function ask(page: Page, line: string): Promise<void> {
  const answer = page.waitForResponse((response) => response.url().endsWith('/answer'))
  await page.locator('#line').fill(line)
  await page.locator('#line').press('Escape')
  await page.locator('#line').press('Enter')
  await answer
  await page.locator('#line').and(page.locator(':placeholder-shown')).waitFor()
}

describe('a post', () => {
  test('appears by itself for everyone who has the channel open, the newest first, and is read out', async () => {
    const name = await channel()
    await send(name, 'before')
    const [one, two] = [await visit(`/channels/${name}`), await visit(`/channels/${name}?locale=fr`)]
    await send(name, 'live')
    for (const { page } of [one, two]) {
      await withTitle(page, 'live').waitFor()
      expect(await titles(page)).toEqual(['live', 'before'])
    }
    await news(one.page, en('web.arrived', { title: 'live' })).waitFor()
    await news(two.page, sayer('fr')('web.arrived', { title: 'live' })).waitFor()
    expect(await one.page.locator('#news').getAttribute('role')).toBe('status')
  })

  test('that is changed changes in its place, and that is read out', async () => {
    const name = await channel()
    for (const title of ['a', 'b', 'c']) await send(name, title)
    const { page } = await visit(`/channels/${name}`)
    await amend(name, 2, 'b, mended')
    await withTitle(page, 'b, mended').waitFor()
    expect(await titles(page)).toEqual(['c', 'b, mended', 'a'])
    await news(page, en('web.changed', { title: 'b, mended' })).waitFor()
    expect(await page.locator('#post-2 .stamp').textContent()).toContain(en('web.changedAt', { at: '' }).trim())
  })

  test('stands there after a reload, and without script', async () => {
    const name = await channel()
    const { page } = await visit(`/channels/${name}`)
    await send(name, 'a')
    await send(name, 'b')
    await amend(name, 1, 'a, mended')
    await withTitle(page, 'a, mended').waitFor()
    await withTitle(page, 'b').waitFor()
    const shown = await titles(page)
    await page.reload()
    const silent = await visit(`/channels/${name}`, SILENT)
    expect([await titles(page), await titles(silent.page), shown]).toEqual([shown, shown, ['b', 'a, mended']])
  })

  test('has buttons that answer the presser alone, with and without script', async () => {
    const name = await channel()
    await send(name, 'with a button')
    const { page } = await visit(`/channels/${name}`)
    await page.locator('#messages').getByRole('link', { name: 'Today', exact: true }).click()
    await page.locator('#log .private').waitFor()
    expect(await inPage(page, 'document.activeElement.closest("#log") !== null')).toBe(true)
    const silent = await visit(`/channels/${name}`, SILENT)
    await silent.page.locator('#messages').getByRole('link', { name: 'Today', exact: true }).click()
    expect(await silent.page.locator('#log article').count()).toBe(1)
    expect((await web.rig.store.channels.latest(name, 9)).messages).toHaveLength(1)
  })
})

test('whoever is told to wait keeps the line, with what was said of it, and can send it once more', async () => {
  let nowMs = NOW.getTime()
  const open = await webRig(database, { writing: 'open', wall: { ...systemClock(), now: () => new Date(nowMs) } })
  for (let n = 0; n < 60; n += 1)
    await open.post('/channels/crowd/answer', { line: '/schedule list', request: String(n) }, { 'x-griot-script': 'yes' })
  const { page, faults, leave } = await visitor(web.browser, open.url)
  await page.goto('/channels/crowd')
  await page.locator('#line').fill('/schedule list')
  await page.locator('#line').press('Enter')
  await page
    .locator('#status')
    .getByText(en('web.tooMany', { wait: '1 second' }), { exact: true })
    .waitFor()
  expect([await page.locator('#line').inputValue(), await page.locator('#log article').count()]).toEqual(['/schedule list', 0])
  nowMs += 1000
  await ask(page, '/schedule list')
  expect(await page.locator('#log h2').allTextContents()).toEqual(['list done'])
  expect(faults.filter((fault) => !fault.includes('429'))).toEqual([])
  await leave()
  await open.close()
})

test('a connection that breaks is told, and what was posted meanwhile comes when it is back', async () => {
  const name = await channel()
  const other = await webRig(database)
  const port = Number(new URL(other.url).port)
  const reader = await visitor(web.browser, other.url)
  await reader.page.goto(`/channels/${name}`)
  await reader.page.locator('#posts[data-state=live]').waitFor()
  await other.server.close()
  await reader.page.getByText(en('web.lost')).and(reader.page.locator('#lost')).waitFor()
  await reader.page.locator('#line').fill('/schedule list')
  await reader.page.locator('#line').press('Escape')
  await reader.page.locator('#line').press('Enter')
  await reader.page.locator('#status').getByText(en('web.failed')).waitFor()
  await send(name, 'meanwhile')
  const again = httpServer({
    host: '127.0.0.1',
    port,
    log: logger({ level: 'silent', secrets: [] }),
    routes: other.platform.routes,
    ready: () => [],
  })
  await again.listen()
  await withTitle(reader.page, 'meanwhile').waitFor()
  expect(await reader.page.locator('#lost').isHidden()).toBe(true)
  expect(await reader.page.locator('#status').textContent()).toBe('')
  expect(await reader.page.locator('#line').inputValue()).toBe('/schedule list')
  await reader.leave()
  await again.close()
  await other.close()
})

describe('the page stays calm', () => {
  test('what is being read stays where it is while posts come, and the way to them is offered', async () => {
    const name = await channel()
    for (let i = 1; i <= 12; i += 1) await send(name, `post ${i}`)
    const { page } = await visit(`/channels/${name}`)
    await page.locator('#post-4').scrollIntoViewIfNeeded()
    const before = await topOf(page, '#post-4')
    for (let i = 13; i <= 17; i += 1) await send(name, `post ${i}`)
    const fresh = page.getByRole('button', { name: en('web.newPosts', { n: 5 }) })
    await fresh.waitFor()
    expect(Math.abs((await topOf(page, '#post-4')) - before)).toBeLessThan(2)
    await amend(name, 15, 'post 15, mended and a good deal longer than it was before, so that it takes more room')
    await page.locator('#post-15[data-revision="18"]').waitFor({ state: 'attached' })
    expect(Math.abs((await topOf(page, '#post-4')) - before)).toBeLessThan(2)
    await fresh.click()
    await withTitle(page, 'post 17').waitFor()
    expect([await page.locator('#fresh').isHidden(), await inPage(page, 'document.activeElement.closest("li").id')]).toEqual([
      true,
      'post-17',
    ])
  })

  test('however much comes: at most a hundred posts are kept, and the window does not move', async () => {
    const name = await channel()
    for (let i = 1; i <= 95; i += 1) await send(name, `post ${i}`)
    const { page } = await visit(`/channels/${name}`)
    for (let i = 96; i <= 160; i += 1) await send(name, `post ${i}`)
    await withTitle(page, 'post 160').waitFor()
    const shown = await titles(page)
    expect([shown.length, shown[0], shown.at(-1), await inPage(page, 'scrollY')]).toEqual([100, 'post 160', 'post 61', 0])
    expect(await page.locator('#older').isVisible()).toBe(true)
  })

  test('what has the focus keeps it and its place while posts come', async () => {
    const name = await channel()
    for (let i = 1; i <= 6; i += 1) await send(name, `post ${i}`)
    const { page } = await visit(`/channels/${name}`)
    await page.locator('#post-6 .button').focus()
    const before = await topOf(page, '#post-6')
    for (let i = 7; i <= 9; i += 1) await send(name, `post ${i}`)
    await withTitle(page, 'post 9').waitFor({ state: 'attached' })
    expect(await inPage(page, 'document.activeElement.closest("li").id')).toBe('post-6')
    expect(Math.abs((await topOf(page, '#post-6')) - before)).toBeLessThan(2)
  })
})

describe('a schedule', () => {
  test('is set up by a form, makes the channel its maker’s, and nobody else can change it', async () => {
    const maker = await visit('/channels/made-by-form')
    const other = await visit('/channels/made-by-form')
    await ask(maker.page, '/schedule add')
    await maker.page.getByLabel('What', { exact: true }).selectOption({ label: 'Every week' })
    await maker.page.getByLabel('How many', { exact: true }).fill('3')
    await maker.page.getByRole('button', { name: 'Add it' }).click()
    await maker.page.locator('#log h2').getByText('add done', { exact: true }).waitFor()
    expect(web.rig.managed.at(-1)).toMatchObject({ sub: 'add', input: { kind: 'weekly', count: 3 }, asker: { manages: true } })
    expect(await maker.page.locator('#standing').textContent()).toBe(en('web.yours'))
    await maker.page.getByRole('button', { name: 'Pause', exact: true }).click()
    await maker.page.locator('#log h2').getByText('pause done', { exact: true }).waitFor()
    await ask(other.page, '/schedule pause 1')
    await other.page.locator('#log h2').getByText('pause refused', { exact: true }).waitFor()
    await maker.page.reload()
    expect(await maker.page.locator('#standing').textContent()).toBe(en('web.yours'))
  })

  test('can be set up and changed without script', async () => {
    const { page } = await visit('/channels', SILENT)
    await page.getByLabel(en('web.channelName')).fill('Without Script')
    await page.getByRole('button', { name: en('web.open'), exact: true }).click()
    expect(new URL(page.url()).pathname).toBe('/channels/without-script')
    await page.locator('#line').fill('/schedule add')
    await page.getByRole('button', { name: en('web.send') }).click()
    await page.getByLabel('What', { exact: true }).selectOption('daily')
    await page.getByRole('button', { name: 'Add it' }).click()
    expect(await page.locator('#log h2').textContent()).toBe('add done')
    expect(await page.locator('#standing').textContent()).toBe(en('web.yours'))
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    expect([await page.locator('#log h2').textContent(), web.rig.managed.at(-1)?.asker.channel]).toEqual(['pause done', 'without-script'])
  })

  test('is found by completion in a channel', async () => {
    const { page } = await visit('/channels/complete')
    await page.locator('#line').pressSequentially('/schedule a')
    await page.getByRole('option').getByText('/schedule add', { exact: true }).click()
    expect(await page.locator('#line').inputValue()).toBe('/schedule add ')
  })

  test('asked for on the first page leads to the channels', async () => {
    const { page } = await visit('/?line=/schedule+add')
    await page
      .locator('#log')
      .getByRole('link', { name: en('web.channels'), exact: true })
      .click()
    await page.waitForURL(/\/channels$/)
    expect(await page.locator('h2').textContent()).toBe(en('web.channels'))
  })
})

describe('looks', () => {
  test.each(LOCALES)('nothing is wider than a phone of 360 pixels, in %s', async (locale) => {
    const name = await channel()
    await send(name, `${'x'.repeat(90)} ${'Żółć '.repeat(20)}`)
    const { page, faults } = await visit(`/channels/${name}?locale=${locale}`, PHONE)
    const width = () => inPage<number>(page, 'document.documentElement.scrollWidth')
    await ask(page, '/schedule add')
    expect(await width()).toBe(360)
    await page.goto(`/channels?locale=${locale}&name=${'x'.repeat(50)}`)
    faults.splice(0)
    expect(await width()).toBe(360)
  })
})

describe.each(LOCALES)('axe-core has nothing against it, in %s', (locale) => {
  test.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
    const name = await channel()
    await send(name, 'a')
    const { page, violations } = await visit(`/channels/${name}?locale=${locale}`, { colorScheme })
    await ask(page, '/schedule list')
    await send(name, 'b')
    await withTitle(page, 'b').waitFor()
    expect(await violations()).toEqual([])
    await page.goto(`/channels/own-${name}?locale=${locale}`)
    await page.locator('#posts[data-state=live]').waitFor()
    await ask(page, '/schedule add')
    expect([await page.locator('form.fill').count(), await violations()]).toEqual([1, []])
    await page.goto(`/channels?locale=${locale}`)
    expect(await violations()).toEqual([])
  })
})
