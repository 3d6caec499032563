import { writeFileSync } from 'node:fs'
import { launchChromium } from '../tests/support/chromium.ts'
import { installation } from '../tests/support/installation.ts'

/** The picture in the README: the web surface after one question, on the day and by the clock that the tests use. */
const QUESTION = '/mali on 18 August'
const FILE = new URL('../docs/screenshot.png', import.meta.url)

const app = await installation()
const browser = await launchChromium()
try {
  const page = await browser.newPage({
    baseURL: app.url,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await page.goto(`/?${new URLSearchParams({ line: QUESTION, locale: 'en' }).toString()}`)
  await page.locator('article h2').waitFor()
  writeFileSync(FILE, await page.screenshot({ type: 'png' }))
} finally {
  await browser.close()
  await app.close()
}
