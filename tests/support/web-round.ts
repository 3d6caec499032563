import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Environment } from '../../src/config.ts'
import type { LogFields } from '../../src/kernel/log.ts'
import { start } from '../../src/main.ts'
import type { Locale } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { configOf, ownData } from './installation.ts'

/** A question as the database has it, with what nobody may learn before its answer is told. */
export type Kept = { readonly text: string; readonly options: readonly string[]; readonly right: number; readonly explanation: string }

/** A whole installation on this machine, by the world's clock and chance. */
export async function playground(environment: Environment = {}) {
  const { GRIOT_DATA, remove } = ownData()
  const logged: LogFields[] = []
  const entry =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void logged.push({ level, event, ...fields })
  const log = { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') }
  const config = configOf({ GRIOT_DATA, ...environment })
  const app = await start({ ...config, web: { ...config.web, host: '127.0.0.1', port: 0 } }, { log, tell: () => {} })
  return {
    url: app.url,
    logged,
    /** The questions of the last round of a channel. */
    asked(channel: string): readonly Kept[] {
      const path = config.database.kind === 'sqlite' ? config.database.path : join(GRIOT_DATA, 'griot.db')
      const database = new DatabaseSync(path, { readOnly: true })
      const row = database.prepare('select asked from quiz_round where channel = ? order by started_at desc limit 1').get(channel)
      database.close()
      return JSON.parse(String(row?.['asked'] ?? '[]')) as readonly Kept[]
    },
    async close() {
      await app.close()
      remove()
    },
  }
}
export type Playground = Awaited<ReturnType<typeof playground>>

const inPage = <T>(page: Page, expression: string): Promise<T> => page.evaluate(expression) as Promise<T>
const MOST_TABS = 120

/** What has the focus, in a few words. */
export const focused = (page: Page) =>
  inPage<{ readonly text: string; readonly name: string; readonly id: string; readonly post: string }>(
    page,
    `(({ textContent, name, id }) => ({ text: textContent.trim(), name: name ?? '', id, post: document.activeElement.closest('li')?.id ?? '' }))(document.activeElement)`,
  )

/** Goes on by the Tab key until that has the focus which is looked for. */
export async function tabTo(page: Page, wanted: (one: Awaited<ReturnType<typeof focused>>) => boolean): Promise<void> {
  for (let i = 0; i < MOST_TABS; i += 1) {
    if (wanted(await focused(page))) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the Tab key never led there')
}

/** Puts another text into the field of this name. */
export async function fillIn(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, (one) => one.name === name)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/** A line, typed and sent by keyboard. */
export async function type(page: Page, line: string): Promise<void> {
  await tabTo(page, ({ id }) => id === 'line')
  await page.keyboard.type(line)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await page.locator('#line').and(page.locator(':placeholder-shown')).waitFor()
}

/** Starts a round by the button of the page and the form that it opens: so many questions, called by hand, each open until it is closed. */
export async function startByForm(page: Page, locale: Locale, number: number): Promise<void> {
  const say = sayer(locale)
  await tabTo(page, ({ text }) => text === say('web.startQuiz'))
  await page.keyboard.press('Enter')
  await page.locator('form.fill').waitFor()
  await fillIn(page, 'field.number', String(number))
  await fillIn(page, 'field.seconds', '0')
  await tabTo(page, ({ name }) => name === 'field.pace')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, ({ text }) => text === say('quiz.setup.submit'))
  await page.keyboard.press('Enter')
}

/** The post of a channel with this title, which comes by itself. */
export const postCalled = (page: Page, title: string) =>
  page.locator('#messages > li').filter({ has: page.locator('h2').getByText(title, { exact: true }) })
