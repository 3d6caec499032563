import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { toActionId } from '../../src/chat/action.ts'
import { paragraph, type Reply } from '../../src/chat/reply.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { NOW, channelOf } from '../support/web-rig.ts'
import { webVisits } from '../support/web-visits.ts'

const en = sayer('en')
const web = webVisits()
const { visit } = web

const SILENT = { javaScriptEnabled: false } as const
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const
const inPage = <T>(page: Page, expression: string): Promise<T> => page.evaluate(expression) as Promise<T>
const focusedText = (page: Page) => inPage<string>(page, 'document.activeElement.textContent.trim()')
const button = (page: Page, name: string) => page.locator('#messages').getByRole('button', { name, exact: true })
const receipt = (page: Page, number: number) => page.locator(`#post-${number} .receipt`)
const told = (page: Page, number: number, text: string | RegExp) => receipt(page, number).getByText(text).waitFor()

const question = (title: string, more: Partial<Reply> = {}): Reply => ({
  locale: 'en',
  audience: 'everyone',
  title,
  blocks: [paragraph('When did soldiers mutiny at Kati?')],
  buttons: [
    ...['A', 'B'].map((label) => ({ label, action: toActionId('play.pick', label)! })),
    { label: 'See for yourself', action: toActionId('play.open')! },
    { label: 'Write it', action: toActionId('play.typed')! },
  ],
  footer: [],
  solemn: false,
  ...more,
})
let channels = 0
const channel = async (): Promise<string> => {
  const name = `pressing-${(channels += 1)}`
  await web.rig.store.channels.claim(name, 'somebody', NOW)
  return name
}
const send = (name: string, title: string, more: Partial<Reply> = {}) =>
  web.rig.platform.send(channelOf(name), { reply: question(title, more) }, title)
const amend = (name: string, number: number, title: string, more: Partial<Reply> = {}) =>
  web.rig.platform.amend(channelOf(name), String(number), { reply: question(title, more) }, 'any')

describe('a press by keyboard', () => {
  test('is answered beside its post, read out politely, while the focus stays on the button', async () => {
    const name = await channel()
    await send(name, 'One')
    const { page } = await visit(`/channels/${name}`)
    await button(page, 'B').focus()
    await page.keyboard.press('Enter')
    await told(page, 1, /B counts for Guest/)
    expect([await focusedText(page), await receipt(page, 1).getAttribute('aria-live')]).toEqual(['B', 'polite'])
    expect(await receipt(page, 1).locator('.private').textContent()).toBe(en('web.private'))
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Space')
    await told(page, 1, /A counts for Guest/)
    expect([await receipt(page, 1).locator('article').count(), await page.locator('#log article').count()]).toEqual([1, 0])
  })

  test('is seen by nobody else', async () => {
    const name = await channel()
    await send(name, 'One')
    const [one, two] = [await visit(`/channels/${name}`), await visit(`/channels/${name}`)]
    await button(one.page, 'A').press('Enter')
    await told(one.page, 1, /A counts/)
    await send(name, 'Two')
    await two.page.locator('#post-2').waitFor()
    expect([await two.page.getByText('counts for').count(), await two.page.locator('.receipt article').count()]).toEqual([0, 0])
  })

  test('opens a view of one’s own, whose buttons lead on in its place', async () => {
    const name = await channel()
    await send(name, 'One')
    const { page } = await visit(`/channels/${name}`)
    await button(page, 'See for yourself').press('Enter')
    await receipt(page, 1).getByRole('heading', { name: 'Only for you' }).waitFor()
    expect(await focusedText(page)).toBe('See for yourself')
    for (let i = 0; i < 6 && (await focusedText(page)) !== 'My B'; i += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await told(page, 1, /B counts for/)
    expect([
      await receipt(page, 1).locator('article').count(),
      await inPage(page, 'document.activeElement.closest(".receipt") !== null'),
    ]).toEqual([1, true])
  })

  test('opens a form, and what is written there is answered in its place', async () => {
    const name = await channel()
    await send(name, 'One')
    const { page } = await visit(`/channels/${name}`)
    await button(page, 'Write it').press('Enter')
    await receipt(page, 1).getByLabel('In your words').fill('18 August 2020')
    await page.keyboard.press('Enter')
    await told(page, 1, /18 August 2020 counts for/)
    expect([await receipt(page, 1).locator('form').count(), web.rig.played.at(-1)?.input]).toEqual([0, { name: '18 August 2020' }])
  })
})

describe('what was answered', () => {
  test('is there again after a reload, and not in another tab', async () => {
    const name = await channel()
    await send(name, 'One')
    const { page } = await visit(`/channels/${name}`)
    await button(page, 'A').press('Enter')
    await told(page, 1, /A counts/)
    await page.reload()
    await told(page, 1, /A counts/)
    const other = await page.context().newPage()
    await other.goto(`/channels/${name}`)
    await other.locator('#posts[data-state=live]').waitFor()
    expect(await other.locator('.receipt article').count()).toBe(0)
  })

  test('stays with its post when that is drawn anew, and the focus on the same button', async () => {
    const name = await channel()
    await send(name, 'One')
    const { page } = await visit(`/channels/${name}`)
    await button(page, 'B').press('Enter')
    await told(page, 1, /B counts/)
    await amend(name, 1, 'One, mended')
    await page.getByRole('heading', { name: 'One, mended' }).waitFor()
    await told(page, 1, /B counts/)
    expect(await focusedText(page)).toBe('B')
    await amend(name, 1, 'One, closed', { buttons: [] })
    await page.getByRole('heading', { name: 'One, closed' }).waitFor()
    await told(page, 1, /B counts/)
    expect(await inPage(page, 'document.activeElement.matches("#post-1 article")')).toBe(true)
  })

  test('is the last that was pressed, however fast, and nothing is lost on the way', async () => {
    const name = await channel()
    await send(name, 'One')
    const { page } = await visit(`/channels/${name}`)
    web.rig.played.splice(0)
    for (const label of ['A', 'B', 'A', 'B']) await button(page, label).click({ noWaitAfter: true })
    await expect.poll(() => web.rig.played.length).toBe(4)
    await told(page, 1, /B counts/)
    expect(web.rig.played.map(({ input }) => input['name'])).toEqual(['A', 'B', 'A', 'B'])
    expect(new Set(web.rig.played.map(({ asker }) => asker.user)).size).toBe(1)
  })

  test('and could not be sent is said to be so, and sent once more under the same id', async () => {
    const name = await channel()
    await send(name, 'One')
    const { page, faults } = await visit(`/channels/${name}`)
    const requests: (string | null)[] = []
    await page.route('**/answer', async (route) => {
      requests.push(new URLSearchParams(route.request().postData() ?? '').get('request'))
      // It was done, and the answer is lost on its way.
      if (requests.length === 1) return await route.fetch(), route.abort()
      return route.continue()
    })
    await button(page, 'A').press('Enter')
    await page.locator('#status').getByText(en('web.unreachable')).waitFor()
    await page.context().clearCookies()
    await button(page, 'A').press('Enter')
    await told(page, 1, /A counts/)
    const [first, second] = web.rig.played.slice(-2).map(({ asker }) => asker)
    expect([requests[0] === requests[1], requests.length]).toEqual([true, 2])
    expect([first?.user === second?.user, first?.request === second?.request]).toEqual([true, true])
    expect(faults.splice(0).filter((fault) => !fault.includes('ERR_FAILED'))).toEqual([])
  })
})

describe('a name', () => {
  test('is chosen on the page by keyboard, told back, and stays', async () => {
    const name = await channel()
    await send(name, 'One')
    const { page } = await visit(`/channels/${name}`)
    await page.getByLabel(en('web.name')).fill('Żółw <b>')
    await page.keyboard.press('Enter')
    await page
      .locator('#called-hint')
      .getByText(en('web.called', { name: 'Żółw <b>' }))
      .waitFor()
    await button(page, 'A').press('Enter')
    await told(page, 1, 'A counts for Żółw <b>')
    await page.reload()
    expect(await page.getByLabel(en('web.name')).inputValue()).toBe('Żółw <b>')
  })
})

describe('files', () => {
  test('are given and taken by the page, and one that is too large is refused at once', async () => {
    const name = await channel()
    const { page } = await visit(`/channels/${name}`)
    await page.locator('#line').fill('/play add')
    await page.locator('#line').press('Escape')
    await page.locator('#line').press('Enter')
    await page.getByLabel('What it is called').fill('Week 7')
    const file = page.getByLabel('The file')
    await file.setInputFiles({ name: 'big.csv', mimeType: 'text/csv', buffer: Buffer.alloc(256_001, 'x') })
    await page.getByRole('button', { name: 'Check it' }).click()
    await page
      .locator('#status')
      .getByText(en('error.fileLarge', { file: 'big.csv', kilobytes: 256 }))
      .waitFor()
    await file.setInputFiles({ name: 'deck.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b\n') })
    await page.getByRole('button', { name: 'Check it' }).click()
    await page.locator('#log').getByText('deck.csv: 4').waitFor()
    await page.locator('#line').fill('/play marks Ada')
    await page.locator('#line').press('Enter')
    const [taken] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: en('web.download', { name: 'réponses de Ada.csv' }) }).click(),
    ])
    expect(taken.suggestedFilename()).toBe('réponses de Ada.csv')
    expect(await page.locator('#posts[data-state=live]').count()).toBe(1)
  })

  test('are given without script as well', async () => {
    const name = await channel()
    const { page } = await visit(`/channels/${name}`, SILENT)
    await page.locator('#line').fill('/play add')
    await page.keyboard.press('Enter')
    await page.getByLabel('What it is called').fill('Week 7')
    await page.getByLabel('The file').setInputFiles({ name: 'deck.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b\n') })
    await page.getByRole('button', { name: 'Check it' }).click()
    expect(await page.locator('#log').textContent()).toContain('deck.csv: 4')
    await page.getByRole('link', { name: en('web.back') }).click()
    expect(await page.locator('#log article').count()).toBe(0)
  })
})

test('without script a press shows the answer beside its post, where the page then is, and a way back', async () => {
  const name = await channel()
  for (const title of ['One', 'Two', 'Three']) await send(name, title, { blocks: Array.from({ length: 30 }, () => paragraph('Kati.')) })
  const { page } = await visit(`/channels/${name}`, SILENT)
  await page.locator('#post-1').getByRole('button', { name: 'B', exact: true }).click()
  expect(await receipt(page, 1).textContent()).toContain('B counts for Guest')
  expect(await inPage<number>(page, 'Math.abs(document.querySelector("#post-1").getBoundingClientRect().top)')).toBeLessThan(40)
  await page.locator('#post-1').getByRole('button', { name: 'A', exact: true }).click()
  expect(await receipt(page, 1).textContent()).toContain('A counts for Guest')
  await send(name, 'Four')
  await page.getByRole('link', { name: en('web.back') }).click()
  expect([await page.locator('#messages h2').first().textContent(), await page.locator('.receipt article').count()]).toEqual(['Four', 0])
  expect(new Set(web.rig.played.slice(-2).map(({ asker }) => asker.user)).size).toBe(1)
})

test('the closing time is said once by the clock; what is left of it counts down for eyes alone', async () => {
  const name = await channel()
  await send(name, 'One', { openMs: 30_000 })
  const { page } = await visit(`/channels/${name}`, { reducedMotion: 'no-preference' })
  await page
    .locator('#post-1 .closing span')
    .getByText(/^\(2\d s left\)$/)
    .waitFor()
  expect(await page.locator('#post-1 .closing time').getAttribute('datetime')).toBe('2026-08-18T09:00:30.000Z')
  expect(await inPage(page, 'document.querySelector(".closing").closest("[aria-live], [role=status], [role=log]")')).toBeNull()
})

test('once the time is over, nobody is told any more until when to answer', async () => {
  const name = await channel()
  await send(name, 'One', { openMs: 2_000 })
  const { page } = await visit(`/channels/${name}`, { reducedMotion: 'no-preference' })
  await page.locator('#post-1 .closing').waitFor({ state: 'detached' })
  expect(await page.locator('#post-1 h2').textContent()).toBe('One')
})

test('on a phone, an answer to a press is not left under the form', async () => {
  const name = await channel()
  await send(name, 'One', { blocks: Array.from({ length: 9 }, () => paragraph('When did soldiers mutiny at Kati?')) })
  const { page } = await visit(`/channels/${name}`, PHONE)
  await button(page, 'A').tap()
  await told(page, 1, /counts for/)
  const edgeOf = (side: string, selector: string) =>
    inPage<number>(page, `document.querySelector('${selector}').getBoundingClientRect().${side}`)
  expect(await edgeOf('bottom', '.receipt article')).toBeLessThanOrEqual(await edgeOf('top', '#ask'))
})

describe.each(LOCALES)('axe-core has nothing against it, and nothing is wider than a phone, in %s', (locale) => {
  test.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
    const name = await channel()
    await send(name, 'One', { openMs: 30_000 })
    const { page, violations } = await visit(`/channels/${name}?locale=${locale}`, { colorScheme, ...PHONE })
    await button(page, 'See for yourself').press('Enter')
    await receipt(page, 1).getByRole('heading', { name: 'Only for you' }).waitFor()
    await page.locator('#line').fill('/play add')
    await page.locator('#line').press('Escape')
    await page.locator('#line').press('Enter')
    await page.getByLabel('The file').waitFor()
    const width = () => inPage<number>(page, 'document.documentElement.scrollWidth')
    expect([await violations(), await width()]).toEqual([[], 360])
  })
})
