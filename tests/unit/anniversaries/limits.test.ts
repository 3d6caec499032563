import { describe, expect, test } from 'vitest'
import { digest } from '../../../src/anniversaries/digest.ts'
import type { Wish } from '../../../src/anniversaries/subscription.ts'
import type { Reply } from '../../../src/chat/reply.ts'
import { toMessage as toDiscord } from '../../../src/platforms/discord/render.ts'
import { toMessage as toSlack } from '../../../src/platforms/slack/render.ts'
import { addDays, toIso } from '../../../src/words/dates.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { messageFaults as discordFaults } from '../../support/discord-limits.ts'
import { mali } from '../../support/shelves.ts'
import { messageFaults as slackFaults } from '../../support/slack-limits.ts'
import { wishFor } from '../../support/wishes.ts'

const dates = Array.from({ length: 366 }, (_, n) => toIso(addDays({ year: 2026, month: 1, day: 1 }, n)))
const manner = { lateMs: 60 * 3_600_000, test: true, corrected: { date: '2027-09-30' } } as const
const wishes: readonly Partial<Wish>[] = [
  { kind: 'anniversaries' },
  { kind: 'daily', quiet: 'nearest' },
  { kind: 'daily', quiet: 'background' },
  { kind: 'weekly', quiet: 'background' },
  ...([1, 2, 4, 7] as const).map((pace) => ({ kind: 'replay', quiet: 'nearest', starts: '2026-01-01', pace }) as const),
]

describe.each(LOCALES)('every post of a year in %s', (locale) => {
  const say = sayer(locale)
  const posts = wishes.flatMap((wish) => dates.flatMap((date) => digest([mali], wishFor({ ...wish, locale }), date, manner)?.reply ?? []))
  const every = (check: (reply: Reply) => readonly string[]): readonly string[] =>
    posts.flatMap((reply) => check(reply).map((fault) => `${reply.title}: ${fault}`)).slice(0, 5)

  test('is there', () => expect(posts.length).toBeGreaterThan(1000))
  test('keeps the limits of Discord', () => expect(every((reply) => discordFaults(toDiscord(reply)))).toEqual([]))
  test('keeps the limits of Slack', () => expect(every((reply) => slackFaults(toSlack(reply)))).toEqual([]))
  test('is cut by neither, however late, tested and corrected it is', () => {
    expect(every((reply) => (JSON.stringify(toDiscord(reply)).includes(say('discord.cut')) ? ['cut'] : []))).toEqual([])
    expect(every((reply) => (JSON.stringify(toSlack(reply)).includes(say('slack.cut')) ? ['cut'] : []))).toEqual([])
  })
})
