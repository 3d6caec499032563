import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export type Visit = {
  readonly page: Page
  /** Everything that a careful visitor would not want to see: errors in the console, refusals by the policy, requests to other hosts, failed answers. */
  readonly faults: string[]
  /** Types a line, sends it and waits for its answer. */
  readonly ask: (line: string) => Promise<void>
  /** What axe-core has against the page as it stands. */
  readonly violations: () => Promise<readonly string[]>
  readonly leave: () => Promise<void>
}

/** A visitor with a browser of their own: nothing is remembered from another one. */
export async function visitor(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
    baseURL: url,
    ...options,
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
  page.on('dialog', (dialog) => (faults.push(`dialog: ${dialog.message()}`), void dialog.dismiss()))
  page.on('response', (response) => response.status() >= 400 && faults.push(`${response.status()}: ${response.url()}`))
  context.on('request', (request) => !request.url().startsWith(`${url}/`) && faults.push(`elsewhere: ${request.url()}`))
  return {
    page,
    faults,
    async ask(line) {
      const answer = page.waitForResponse((response) => new URL(response.url()).pathname === '/answer')
      await page.locator('#line').fill(line)
      await page.locator('#line').press('Enter')
      await answer
      await page.locator('#line').and(page.locator(':placeholder-shown')).waitFor()
    },
    async violations() {
      // Evaluated from outside, where the page's policy does not reach.
      await page.evaluate(axe.source)
      const found = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')
      return (found as axe.AxeResults).violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 150)} ${node.failureSummary ?? ''}`),
      )
    },
    leave: () => context.close(),
  }
}
