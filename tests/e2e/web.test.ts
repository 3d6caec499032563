import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dayText } from '../../src/words/dates.ts'
import { LOCALES, type Locale } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { launchChromium } from '../support/chromium.ts'
import { installation, shipped } from '../support/installation.ts'
import { visitor, type Visit } from '../support/visit.ts'

let app: Awaited<ReturnType<typeof installation>>
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([installation(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const visits: Visit[] = []
afterEach(async () => {
  const faults = [...visits.flatMap((visit) => visit.faults), ...app.logged.splice(0).map((entry) => JSON.stringify(entry))]
  await Promise.all(visits.splice(0).map((visit) => visit.leave()))
  if (faults.length > 0) throw new Error(`the visit was not clean:\n${faults.join('\n')}`)
})

async function visit(path = '/', options: BrowserContextOptions = {}): Promise<Visit & { readonly page: Page }> {
  const visit = await visitor(browser, app.url, options)
  visits.push(visit)
  await visit.page.goto(path)
  return visit
}

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const
const { almanac } = shipped!
const COUP = { month: 8, day: 18 }
const dayOf = (locale: Locale, day = COUP) => dayText(locale, day)
const todayTitle = (locale: Locale, day = COUP) => sayer(locale)('day.today', { date: dayOf(locale, day) })
const onCoup: Readonly<Record<Locale, string>> = { en: '/mali on 18 August', fr: '/mali le 18 août', pl: '/mali dnia 18 sierpnia' }
/** An event with names in it, so that its card has a menu. */
const event = almanac.events.toSorted((a, b) => b.weight - a.weight).find((e) => e.people.length > 1 && e.causes.length > 0)!
const lineTo = (path: string, line: string) => `${path}?${new URLSearchParams({ line }).toString()}`

const articles = (page: Page) => page.locator('#log article')
const lastArticle = (page: Page) => articles(page).last()
const titleOf = async (page: Page) => lastArticle(page).locator('h2').textContent()
/** What runs in the page is written as text: this program's own types know no page. */
const inPage = <T>(page: Page, expression: string): Promise<T> => page.evaluate(expression) as Promise<T>
const focused = (page: Page) =>
  inPage<{ id: string; tag: string; text: string }>(
    page,
    '(({ id, tagName, textContent }) => ({ id, tag: tagName, text: textContent.trim() }))(document.activeElement)',
  )
/** The completion list has come to rest: what it offers belongs to the whole of what was typed. */
const offered = (page: Page) => page.locator('#ways:not([aria-busy]) [role=option]').first().waitFor()
const withTitle = (page: Page, title: string) => articles(page).filter({ has: page.locator('h2').getByText(title, { exact: true }) })
const label = (key: 'button.event' | 'button.sources' | 'button.why', locale: Locale = 'en') => sayer(locale)(key)

describe('asking', () => {
  test('the first page holds today’s answer', async () => {
    const { page } = await visit()
    expect(await titleOf(page)).toBe(todayTitle('en'))
    expect(await page.title()).toBe(`${todayTitle('en')} · Griot`)
  })

  test('a line is answered below the last answer, and can be followed by another', async () => {
    const { page, ask } = await visit()
    await ask(onCoup.en)
    expect([await articles(page).count(), await titleOf(page)]).toEqual([2, dayOf('en')])
    expect(await page.locator('.question').last().textContent()).toContain(onCoup.en)
    const [occasion] = almanac.on(COUP)
    expect(await lastArticle(page).locator('h3').allTextContents()).toContain(occasion?.event.title.en)
    await ask(`/mali event ${event.title.en}`)
    expect([await articles(page).count(), await titleOf(page), (await focused(page)).id]).toEqual([3, event.title.en, 'line'])
  })

  test('the examples on the first page are asked by a click', async () => {
    const { page } = await visit()
    const line = (await page.locator('.intro a').first().textContent()) ?? ''
    await page.locator('.intro a').first().click()
    await articles(page).nth(1).waitFor()
    expect(await page.locator('.question').last().textContent()).toContain(line)
    expect(await focused(page)).toMatchObject({ tag: 'H2', text: await titleOf(page) })
  })

  test('a refusal is an answer too', async () => {
    const { page, ask } = await visit()
    await ask('/mali on 30 February')
    expect(await lastArticle(page).textContent()).toContain(sayer('en')('error.noSuchDay', { said: '30 February' }))
  })

  test('an empty line asks nothing new', async () => {
    const { page } = await visit()
    await page.getByRole('button', { name: sayer('en')('web.send') }).click()
    await page.waitForURL(/line=&/)
    expect(await titleOf(page)).toBe(todayTitle('en'))
  })

  test('a server that cannot be reached is told, and the question stays', async () => {
    const { page, faults } = await visit()
    await page.route('**/answer?*', (route) => route.abort())
    await page.locator('#line').fill(onCoup.en)
    await page.locator('#line').press('Enter')
    await page.getByRole('status').getByText(sayer('en')('web.failed')).waitFor()
    expect(await page.locator('#line').inputValue()).toBe(onCoup.en)
    await page.locator('#log [data-action]').first().click()
    await page.getByRole('status').getByText(sayer('en')('web.unreachable')).waitFor()
    expect(faults.splice(0)).toEqual(Array.from({ length: 2 }, () => 'console: Failed to load resource: net::ERR_FAILED'))
    await page.unroute('**/answer?*')
    await page.locator('#line').press('Enter')
    await withTitle(page, dayOf('en')).waitFor()
    expect(await page.getByRole('status').textContent()).toBe('')
  })
})

describe('pressing', () => {
  test('under an answer for everyone it answers the presser alone; under a private one it changes that one', async () => {
    const { page, ask } = await visit()
    await ask(`/mali event ${event.title.en}`)
    expect([await articles(page).count(), await lastArticle(page).getAttribute('data-audience')]).toEqual([2, 'everyone'])
    await lastArticle(page)
      .getByRole('link', { name: label('button.why'), exact: true })
      .click()
    await withTitle(page, sayer('en')('why.title', { event: event.title.en })).waitFor()
    expect([await articles(page).count(), await lastArticle(page).getAttribute('data-audience')]).toEqual([3, 'asker'])
    expect(await lastArticle(page).locator('.private').textContent()).toBe(sayer('en')('web.private'))
    await lastArticle(page)
      .getByRole('link', { name: label('button.sources'), exact: true })
      .click()
    await withTitle(page, sayer('en')('sources.title', { event: event.title.en })).waitFor()
    expect(await articles(page).count()).toBe(3)
    expect(await lastArticle(page).locator('.private').count()).toBe(1)
    expect(await articles(page).nth(1).locator('h2').textContent()).toBe(event.title.en)
  })

  test('a choice of the menu opens what it names', async () => {
    const { page, ask } = await visit()
    await ask(onCoup.en)
    await lastArticle(page).locator('summary').click()
    const choice = lastArticle(page).locator('.menu a').first()
    const name = (await choice.textContent()) ?? ''
    await choice.click()
    await withTitle(page, name).waitFor()
    expect(almanac.events.map((e) => e.title.en)).toContain(name)
  })

  test('a source opens where it is, not in the log', async () => {
    const { page, ask } = await visit()
    await ask(`/mali sources ${event.title.en}`)
    const link = lastArticle(page).locator('a[href^=http]').first()
    expect(await link.getAttribute('data-action')).toBeNull()
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer external')
  })
})

describe('addresses', () => {
  test('every answer has one: reload shows it again, and back returns to it', async () => {
    const { page, ask } = await visit()
    await ask(onCoup.en)
    expect(new URL(page.url()).searchParams.get('line')).toBe(onCoup.en)
    expect(await page.title()).toBe(`${dayOf('en')} · Griot`)
    await ask(`/mali event ${event.title.en}`)
    await page.goBack()
    expect(await focused(page)).toMatchObject({ tag: 'H2', text: dayOf('en') })
    expect([await articles(page).count(), await page.title()]).toEqual([3, `${dayOf('en')} · Griot`])
    await page.goForward()
    expect(await focused(page)).toMatchObject({ tag: 'H2', text: event.title.en })
    await page.reload()
    expect([await articles(page).count(), await titleOf(page)]).toEqual([1, event.title.en])
    await page.goBack()
    await withTitle(page, dayOf('en')).waitFor()
    await page.goBack()
    await withTitle(page, todayTitle('en')).waitFor()
  })

  test('a press has one as well', async () => {
    const { page } = await visit(lineTo('/', `/mali event ${event.title.en}`))
    await lastArticle(page)
      .getByRole('link', { name: label('button.why'), exact: true })
      .click()
    await page.waitForURL(/press=/)
    await page.reload()
    expect(await titleOf(page)).toBe(sayer('en')('why.title', { event: event.title.en }))
  })

  test('the language changes and the question stays, whether it came with the page or after it', async () => {
    const { page, ask } = await visit()
    await ask(onCoup.en)
    for (const [name, locale] of [
      ['Français', 'fr'],
      ['Polski', 'pl'],
      ['English', 'en'],
    ] as const) {
      await page.getByRole('link', { name, exact: true }).click()
      await withTitle(page, dayOf(locale)).waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe(locale)
      expect(await page.locator('.question').textContent()).toContain(onCoup.en)
    }
  })

  test.each([
    ['fr-FR', 'fr'],
    ['pl-PL', 'pl'],
    ['en-GB', 'en'],
    ['de-DE', 'en'],
  ] as const)('a browser that speaks %s is answered in %s', async (speaks, locale) => {
    const { page } = await visit('/', { locale: speaks })
    expect([await page.locator('html').getAttribute('lang'), await titleOf(page)]).toEqual([locale, todayTitle(locale)])
  })
})

describe('another day', () => {
  test('today’s answer changes in its place, and the focus stays in the date', async () => {
    const { page } = await visit()
    await page.locator('#at').fill('2027-03-25')
    await withTitle(page, todayTitle('en', { month: 3, day: 25 })).waitFor()
    expect([await articles(page).count(), (await focused(page)).id, new URL(page.url()).searchParams.get('at')]).toEqual([
      1,
      'at',
      '2027-03-25',
    ])
    await page.locator('#at').fill('2027-07-10')
    await withTitle(page, todayTitle('en', { month: 7, day: 10 })).waitFor()
    await page.reload()
    expect([await page.locator('#at').inputValue(), await titleOf(page)]).toEqual(['2027-07-10', todayTitle('en', { month: 7, day: 10 })])
    await page.locator('#at').fill('')
    await withTitle(page, todayTitle('en')).waitFor()
  })

  test('later questions and presses are asked on that day', async () => {
    const { page, ask } = await visit('/?at=2030-08-18')
    await ask(onCoup.en)
    await lastArticle(page)
      .getByText(/10 years ago/)
      .first()
      .waitFor()
    await page.locator('#at').fill('2031-08-18')
    await withTitle(page, todayTitle('en')).nth(1).waitFor()
    expect(await articles(page).count()).toBe(3)
    await lastArticle(page).locator('summary').click()
    await lastArticle(page).locator('.menu a').first().click()
    await lastArticle(page).locator('.private').waitFor()
    expect(await lastArticle(page).textContent()).toContain('11 years ago')
  })

  test('a day that there is not is refused in words, and the way on is open', async () => {
    const { page } = await visit('/?at=2026-02-30')
    expect(await lastArticle(page).textContent()).toContain(sayer('en')('web.badDay', { said: '2026-02-30' }))
    await page.locator('#at').fill('2026-03-25')
    await withTitle(page, todayTitle('en', { month: 3, day: 25 })).waitFor()
  })
})

describe('completion', () => {
  const combobox = (page: Page) =>
    Promise.all(['role', 'aria-expanded', 'aria-controls', 'aria-activedescendant'].map((name) => page.locator('#line').getAttribute(name)))

  const arrowTo = async (page: Page, text: string) => {
    const wanted = page.locator('[role=option][aria-selected=true]').getByText(text, { exact: true })
    for (let i = 0; i < 12 && (await wanted.count()) === 0; i++) await page.keyboard.press('ArrowDown')
  }

  test('a whole question by keyboard: arrows, Enter, Escape', async () => {
    const { page } = await visit()
    const options = page.getByRole('option')
    await page.locator('#line').focus()
    expect(await combobox(page)).toEqual(['combobox', 'false', 'ways', null])
    await page.keyboard.type('/mali w')
    await offered(page)
    expect(await combobox(page)).toEqual(['combobox', 'true', 'ways', null])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('[role=option][aria-selected=true]').count()).toBe(1)
    expect((await combobox(page))[3]).toBe('ways-1')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    expect((await combobox(page))[3]).toBe(`ways-${(await options.count()) - 1}`)
    await page.keyboard.press('Escape')
    expect([await combobox(page), await page.locator('#line').inputValue()]).toEqual([['combobox', 'false', 'ways', null], '/mali w'])
    await page.keyboard.press('ArrowDown')
    await offered(page)
    await arrowTo(page, '/mali why')
    await page.keyboard.press('Enter')
    expect(await page.locator('#line').inputValue()).toBe('/mali why ')
    await page.keyboard.type(event.title.en.slice(0, 14))
    await offered(page)
    await arrowTo(page, event.title.en)
    await page.keyboard.press('Enter')
    expect([await page.locator('#line').inputValue(), await articles(page).count()]).toEqual([`/mali why ${event.title.en}`, 1])
    await page.keyboard.press('Enter')
    await withTitle(page, sayer('en')('why.title', { event: event.title.en })).waitFor()
  })

  test('by mouse, and gone when the focus goes', async () => {
    const { page } = await visit()
    await page.locator('#line').pressSequentially('/mali wher')
    await offered(page)
    await page.getByRole('option').first().click()
    expect([await page.locator('#line').inputValue(), (await focused(page)).id]).toEqual(['/mali where ', 'line'])
    await offered(page)
    await page.locator('#at').focus()
    await page.getByRole('listbox').waitFor({ state: 'hidden' })
  })

  test('the page stays where it is while the line is written', async () => {
    const { page } = await visit()
    await page.locator('#line').click()
    await page.keyboard.type('/mali w')
    await offered(page)
    expect(await inPage(page, 'window.scrollY')).toBe(0)
  })
})

describe('by keyboard alone', () => {
  test('from the start to an answer and on to a button under it', async () => {
    const { page } = await visit()
    await page.keyboard.press('Tab')
    expect((await focused(page)).text).toBe(sayer('en')('web.skip'))
    await page.keyboard.press('Enter')
    expect((await focused(page)).id).toBe('line')
    await page.keyboard.type(`/mali event ${event.title.en}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await withTitle(page, event.title.en).waitFor()
    for (let i = 0; i < 10 && (await focused(page)).text !== label('button.why'); i++) await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await withTitle(page, sayer('en')('why.title', { event: event.title.en })).waitFor()
    expect(await focused(page)).toMatchObject({ tag: 'H2', text: sayer('en')('why.title', { event: event.title.en }) })
    await page.keyboard.press('Tab')
    expect((await focused(page)).tag).toMatch(/^(A|SUMMARY)$/)
  })

  test('an answer is read out once: by the log when the focus stays in the line, by the focus when it moves', async () => {
    const { page, ask } = await visit()
    await ask(onCoup.en)
    expect([await page.getByRole('log').getAttribute('aria-live'), (await focused(page)).id]).toEqual(['polite', 'line'])
    await lastArticle(page).locator('.button').last().click()
    await lastArticle(page).locator('.private').waitFor()
    expect([await page.getByRole('log').getAttribute('aria-live'), (await focused(page)).tag]).toEqual(['off', 'H2'])
  })

  test.each([
    ['on a phone', PHONE, 1],
    ['on a phone whose letters are twice as large', PHONE, 2],
    ['at 200% of a small window', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, 1],
    ['at 200% of a window', { viewport: { width: 640, height: 540 }, deviceScaleFactor: 2 }, 1],
    ['without script', { ...PHONE, javaScriptEnabled: false }, 1],
  ] as const)('nothing that gets the focus lies under the form, %s', async (_name, options, letters) => {
    const { page } = await visit(lineTo('/', `/mali sources ${event.title.en}`), options)
    if (letters > 1) await setLetters(page, letters)
    const hidden: string[] = []
    let seen = 0
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press(key)
        const found = await coveredFocus(page)
        if (found === undefined) break
        seen++
        if (found) hidden.push(`${key}: ${found}`)
      }
    }
    expect(hidden).toEqual([])
    expect(seen).toBeGreaterThan(20)
  })
})

/** What a person sets in the browser for every page, so that the page's own units and media queries follow it. */
async function setLetters(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.setFontSizes', { fontSizes: { standard: 16 * times } })
  await page.reload()
}

/** The focused element where the form or the window's edge hides some of it; false where it is seen, undefined where nothing has the focus. */
const coveredFocus = (page: Page) =>
  inPage<string | false | undefined>(
    page,
    `(() => {
      const element = document.activeElement
      if (!element || element === document.body) return undefined
      const form = document.querySelector('#ask')
      const [box, bar] = [element.getBoundingClientRect(), form.getBoundingClientRect()]
      const limit = form.contains(element) || getComputedStyle(form).position === 'static' ? innerHeight : bar.top
      return box.top < -1 || box.bottom > limit + 1 ? element.outerHTML.slice(0, 80) + ' ' + box.top + ' to ' + box.bottom + ', limit ' + limit : false
    })()`,
  )

describe('without script', () => {
  test('the form asks, the buttons lead, the menu unfolds, the language and the day change', async () => {
    const { page } = await visit('/', { javaScriptEnabled: false })
    await page.locator('#line').fill(`/mali event ${event.title.en}`)
    await page.getByRole('button', { name: sayer('en')('web.send') }).click()
    expect(await titleOf(page)).toBe(event.title.en)
    await page.locator('summary').click()
    expect(await page.locator('.menu a').first().isVisible()).toBe(true)
    await page.getByRole('link', { name: label('button.why'), exact: true }).click()
    expect(await titleOf(page)).toBe(sayer('en')('why.title', { event: event.title.en }))
    await page.getByRole('link', { name: 'Français', exact: true }).click()
    expect(await titleOf(page)).toBe(sayer('fr')('why.title', { event: event.title.fr }))
    await page.locator('#at').fill('2027-03-25')
    await page.locator('#line').press('Enter')
    expect(await titleOf(page)).toBe(todayTitle('fr', { month: 3, day: 25 }))
    const line = (await page.locator('.intro a').first().textContent()) ?? ''
    await page.locator('.intro a').first().click()
    expect(await page.locator('.question').textContent()).toContain(line)
    expect(await page.locator('#at').inputValue()).toBe('2027-03-25')
    expect(await page.locator('#theme').isVisible()).toBe(false)
  })
})

describe('looks', () => {
  test.each(
    LOCALES.flatMap(
      (locale) =>
        [
          [locale, 1],
          [locale, 2],
        ] as const,
    ),
  )('nothing is wider than a phone of 360 pixels, in %s with letters %i times as large', async (locale, letters) => {
    const { page, ask } = await visit(`/?locale=${locale}`, PHONE)
    await setLetters(page, letters)
    const width = () => inPage<number>(page, 'document.documentElement.scrollWidth')
    expect(await width()).toBe(360)
    const say = sayer(locale)
    for (const line of [
      onCoup[locale],
      `/mali event ${event.title[locale]}`,
      `/mali sources ${event.title[locale]}`,
      '/mali timeline',
      '/griot help',
      'Ż'.repeat(900),
    ]) {
      await ask(line)
      await inPage(page, `document.querySelectorAll('details').forEach((menu) => { menu.open = true })`)
      expect(await width(), line).toBe(360)
    }
    await page.locator('#line').pressSequentially(`/mali ${say('cmd.event.name')} `)
    await offered(page)
    expect(await width()).toBe(360)
  })

  test('light or dark by the system, until somebody chooses, and then that', async () => {
    const paper = (page: Page) => inPage<string>(page, 'getComputedStyle(document.body).backgroundColor')
    const { page } = await visit('/', { colorScheme: 'light' })
    const light = await paper(page)
    const button = page.locator('#theme')
    expect(await button.textContent()).toBe(sayer('en')('web.dark'))
    await button.click()
    const dark = await paper(page)
    expect([dark === light, await button.textContent()]).toEqual([false, sayer('en')('web.light')])
    await page.reload()
    expect([await paper(page), await button.textContent()]).toEqual([dark, sayer('en')('web.light')])
    await page.emulateMedia({ colorScheme: 'dark' })
    await button.click()
    expect(await paper(page)).toBe(light)
    const other = await visit('/', { colorScheme: 'dark' })
    expect([await paper(other.page), await other.page.locator('#theme').textContent()]).toEqual([dark, sayer('en')('web.light')])
  })

  test('on paper there are questions and answers, and no controls', async () => {
    const { page } = await visit(lineTo('/', onCoup.en))
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('#ask, nav, #theme, .buttons, .menu').filter({ visible: true }).count()).toBe(0)
    expect(await page.locator('.question').isVisible()).toBe(true)
  })
})

describe.each(LOCALES)('axe-core has nothing against it, in %s', (locale) => {
  test.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
    const { page, ask, violations } = await visit(`/?locale=${locale}`, { colorScheme })
    expect(await violations()).toEqual([])
    await ask(`/mali event ${event.title[locale]}`)
    await lastArticle(page).locator('summary').click()
    await lastArticle(page).locator('.button').first().click()
    await lastArticle(page).locator('.private').waitFor()
    await ask('/mali on 30 February')
    await page.locator('#line').pressSequentially('/mali ')
    await offered(page)
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('details[open]').count()).toBe(1)
    expect(await violations()).toEqual([])
  })
})

describe('hostile input', () => {
  const HOSTILE: readonly string[] = [
    '<img src=x onerror=alert(1)>',
    '</p></article><script>alert(1)</script>',
    '"><svg/onload=alert(1)>',
    '/mali search <iframe src=javascript:alert(1)>',
    'javascript:alert(1)',
    '{{7*7}} ${alert(1)} %3Cscript%3E',
    '/mali event \u202e\u2066gnp.exe\u2069',
    'a\u0000b\u0007c\u001b[31m',
    '&lt;b&gt;&#x3c;b&#62;',
  ]

  test.each(HOSTILE)('%j stays text, with script and in an address', async (line) => {
    const { page, ask } = await visit()
    const bad = () => page.locator('#log :is(img, script, svg, iframe, style, form, input)').count()
    const badLinks = () => page.locator('#log a:not([href^="/?"], [href^="http"])').count()
    await ask(line)
    expect([await bad(), await badLinks()]).toEqual([0, 0])
    const shown = await page.locator('.question').last().textContent()
    expect(shown).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
    expect(shown).toContain(line.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ').trim())
    await page.goto(lineTo('/', line))
    expect([await bad(), await badLinks()]).toEqual([0, 0])
    expect(await page.locator('.question').textContent()).toBe(shown)
  })

  test('10,000 characters are refused in words, and the page stays whole', async () => {
    const { page } = await visit(lineTo('/', 'x'.repeat(10_000)))
    expect(await lastArticle(page).textContent()).toContain(sayer('en')('error.lineLong', { max: 1000 }))
    await page.locator('#line').fill('ż'.repeat(10_000))
    const answer = page.waitForResponse((response) => response.url().includes('/answer'))
    await page.locator('#line').press('Enter')
    expect((await answer).status()).toBe(200)
    await articles(page).nth(1).waitFor()
  })
})
