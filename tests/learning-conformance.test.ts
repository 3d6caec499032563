import { describe, expect, test } from 'vitest'
import { LEARNING } from '../scripts/golden-learning.ts'
import { fromActionId } from '../src/chat/action.ts'
import { toMessage as toDiscord } from '../src/platforms/discord/render.ts'
import { toMessage as toSlack } from '../src/platforms/slack/render.ts'
import { LOCALES } from '../src/words/locale.ts'
import { sayer } from '../src/words/say.ts'
import { withoutSpec, wrongWithMessage } from './support/discord-schema.ts'
import { slackMessageFaults } from './support/slack-schema.ts'

describe.each(LOCALES)(`every card of reviews, decks and one’s own data in %s${withoutSpec}`, async (locale) => {
  const say = sayer(locale)
  const cards = await Promise.all(Object.entries(LEARNING).map(async ([name, make]) => [name, await make(locale)] as const))

  test.each(cards)('%s is valid for Discord and Slack, is for the asker alone, and no button of it is missing or cut', (_, reply) => {
    expect(wrongWithMessage(toDiscord(reply))).toEqual([])
    expect(slackMessageFaults(toSlack(reply))).toEqual([])
    expect(reply.audience).toBe('asker')
    for (const { label, action } of reply.buttons) {
      expect(label.length).toBeLessThanOrEqual(80)
      expect(fromActionId(action)).toBeDefined()
    }
    expect(JSON.stringify(toDiscord(reply))).not.toContain(say('discord.cut'))
    expect(JSON.stringify(toSlack(reply))).not.toContain(say('slack.cut'))
  })

  test('solemn ones have neither emoji nor exclamation', () => {
    const solemn = cards.filter(([, reply]) => reply.solemn)
    expect(solemn.length).toBeGreaterThan(1)
    for (const [, reply] of solemn) expect(JSON.stringify(reply)).not.toMatch(/!|\p{Extended_Pictographic}/u)
  })
})
