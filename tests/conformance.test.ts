import { describe, expect, test } from 'vitest'
import { goldenEar } from '../scripts/write-golden.ts'
import { toPlain } from '../src/chat/plain.ts'
import type { Asker } from '../src/chat/platform.ts'
import type { ActionId, Reply } from '../src/chat/reply.ts'
import { toMessage as toDiscord } from '../src/platforms/discord/render.ts'
import { toMessage as toSlack } from '../src/platforms/slack/render.ts'
import { toHtml } from '../src/platforms/web/render.ts'
import { LOCALES, type Locale } from '../src/words/locale.ts'
import { sayer } from '../src/words/say.ts'
import { withoutSpec, wrongWithMessage } from './support/discord-schema.ts'
import { slackMessageFaults } from './support/slack-schema.ts'

const { ear, events } = goldenEar()

const asker = (locale: Locale): Asker => ({ platform: 'web', user: 'crawler', locale })

/** Everything that can be reached from the first page, the timeline and every event by pressing, each once: the whole of what the pack can say. */
async function crawl(locale: Locale): Promise<ReadonlyMap<string, Reply>> {
  const said = new Map<string, Reply>()
  const line = async (text: string): Promise<Reply> => ear.answer({ kind: 'line', root: 'mali', text, asker: asker(locale) })
  const first = [
    await ear.home(asker(locale)),
    await line('timeline'),
    ...(await Promise.all(events.map((event) => line(`event ${event}`)))),
  ]
  let rim = first.flatMap(actionsOf)
  while (rim.length > 0) {
    const fresh = [...new Set(rim)].filter((action) => !said.has(action))
    for (const action of fresh) said.set(action, await ear.answer({ kind: 'press', action, asker: asker(locale) }))
    rim = fresh.flatMap((action) => actionsOf(said.get(action)))
  }
  return said
}

const actionsOf = (reply: Reply | undefined): readonly ActionId[] =>
  reply ? [...reply.buttons, ...(reply.menu?.options ?? [])].map(({ action }) => action) : []

describe.each(LOCALES)(`everything the pack can say in %s${withoutSpec}`, async (locale) => {
  const said = await crawl(locale)
  const say = sayer(locale)
  const every = (check: (reply: Reply) => readonly string[]): readonly string[] =>
    [...said].flatMap(([action, reply]) => check(reply).map((fault) => `${action}: ${fault}`)).slice(0, 5)

  test('is a closed world: every button and every choice leads to an answer', () => {
    expect(said.size).toBeGreaterThan(events.length * 3)
    // This ear remembers nobody: what is kept of a person it cannot say.
    const isMemory = ([action]: readonly [string, Reply]): boolean => action.startsWith('griot.privacy')
    const memory = [...said].filter(isMemory)
    expect(memory.map(([, { failure }]) => failure)).toEqual(memory.map(() => 'unavailable'))
    expect([...said].filter((one) => !isMemory(one) && one[1].failure).map(([action]) => action)).toEqual([])
  })
  test('is valid for Discord', () => expect(every((reply) => wrongWithMessage(toDiscord(reply)))).toEqual([]))
  test('is valid for Slack', () => expect(every((reply) => slackMessageFaults(toSlack(reply)))).toEqual([]))
  test('is never cut by a renderer, since pages are cut before', () => {
    expect(every((reply) => (JSON.stringify(toDiscord(reply)).includes(say('discord.cut')) ? ['cut on Discord'] : []))).toEqual([])
    expect(every((reply) => (JSON.stringify(toSlack(reply)).includes(say('slack.cut')) ? ['cut on Slack'] : []))).toEqual([])
  })
  test('is one article of HTML with nothing active in it', () =>
    expect(every((reply) => (/<(script|style|iframe|object)|\son\w+=|javascript:/i.test(toHtml(reply)) ? ['active'] : []))).toEqual([]))
  test('is said whole in plain words', () => expect(every((reply) => (toPlain(reply).length < 20 ? ['too little'] : []))).toEqual([]))
  test('is private: a press answers the presser alone', () =>
    expect(every((reply) => (reply.audience === 'asker' ? [] : ['public']))).toEqual([]))
})
