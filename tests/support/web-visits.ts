import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Database } from '../../src/store/store.ts'
import { launchChromium } from './chromium.ts'
import { visitor, type Visit } from './visit.ts'
import { ownDatabase, webRig, type WebRig } from './web-rig.ts'

export type WebVisits = {
  readonly database: Database
  readonly rig: WebRig
  readonly browser: Browser
  /** Opens a page there; a channel's is waited for until its posts come by themselves. */
  readonly visit: (path: string, options?: BrowserContextOptions) => Promise<Visit>
}

/** A web surface and a browser for the tests of one file. After each test its visits end, and fail it unless each was clean. */
export function webVisits(): WebVisits {
  const { database, remove } = ownDatabase()
  const visits: Visit[] = []
  let rig: WebRig
  let browser: Browser
  beforeAll(async () => {
    ;[rig, browser] = await Promise.all([webRig(database), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await rig?.close()
    remove()
  })
  afterEach(async () => {
    const faults = visits.flatMap((visit) => visit.faults)
    await Promise.all(visits.splice(0).map((visit) => visit.leave()))
    if (faults.length > 0) throw new Error(`the visit was not clean:\n${faults.join('\n')}`)
  })
  return {
    database,
    get rig() {
      return rig
    },
    get browser() {
      return browser
    },
    async visit(path, options = {}) {
      const one = await visitor(browser, rig.url, options)
      visits.push(one)
      await one.page.goto(path)
      if (options.javaScriptEnabled !== false && /^\/channels\/./.test(path)) await one.page.locator('#posts[data-state=live]').waitFor()
      return one
    },
  }
}
