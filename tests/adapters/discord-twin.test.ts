import { ChannelType } from 'discord-api-types/v10'
import { DigitalDiscord } from 'discord-digital-twin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Platform } from '../../src/chat/platform.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { discord } from '../../src/platforms/discord/discord.ts'
import { logBook, type LogBook } from '../support/discord-client.ts'
import { smallEar, smallRoots } from '../support/small-commands.ts'

/** Somebody else's Discord, so that our own fake does not judge itself. It knows no GET of commands, no token check and no limits. */
const CHANNEL = '1100000000000000001'
const PERSON = '1100000000000000002'
const twin = new DigitalDiscord({
  channels: [{ id: CHANNEL, name: 'history', type: ChannelType.GuildText }],
  users: [{ id: PERSON, username: 'awa' }],
})
let platform: Platform
let book: LogBook

beforeAll(async () => {
  await twin.start()
  book = logBook()
  const roots = smallRoots()
  const apiUrl = twin.restUrl.replace(/\/v10\/?$/, '')
  platform = discord({ token: twin.botToken, appId: twin.botUserId, apiUrl, roots, log: book.log, clock: systemClock() })
  await platform.listen(smallEar(roots))
})
afterAll(async () => {
  await platform.close()
  await twin.stop()
})

type Part = { readonly type: number; readonly content?: string; readonly custom_id?: string; readonly components?: readonly Part[] }
const whole = (parts: readonly Part[]): Part[] => parts.flatMap((part) => [part, ...whole(part.components ?? [])])

/** What the twin keeps as the answer to an interaction. */
async function answerTo({ id }: { readonly id: string }) {
  const { messageId, acknowledged } = await twin.channel(CHANNEL).waitForInteractionAck({ interactionId: id })
  const message = (await twin.channel(CHANNEL).getMessages()).find((one) => one.id === messageId)
  const parts = whole(message?.components ?? [])
  return {
    acknowledged,
    message,
    text: parts.map(({ content = '' }) => content).join('\n'),
    keys: parts.flatMap(({ type, custom_id }) => (type === 2 && custom_id ? [custom_id] : [])),
  }
}

const command = (sub: string, options: { name: string; type: number; value: string | boolean }[] = []) =>
  twin
    .channel(CHANNEL)
    .user(PERSON)
    .runSlashCommand({ name: 'mali', options: [{ name: sub, type: 1, options }] as never })

describe('against discord-digital-twin', () => {
  test('connects', () => expect(platform.ready()).toEqual({ name: 'discord', ready: true, detail: 'connected' }))

  test('answers a command', async () => {
    const answer = await answerTo(await command('today'))
    expect(answer.acknowledged).toBe(true)
    expect(answer.text).toContain('Soldiers **mutinied** at Kati')
    expect(answer.message?.flags).toBe(1 << 15)
  })

  test('answers privately', async () => {
    const answer = await answerTo(await command('sources', [{ name: 'event', type: 3, value: 'x' }]))
    expect(answer.message?.flags).toBe((1 << 15) | (1 << 6))
  })

  test('answers a press under a public message with a message of its own', async () => {
    const first = await answerTo(await command('today'))
    const pressed = await answerTo(
      await twin
        .channel(CHANNEL)
        .user(PERSON)
        .clickButton({ messageId: first.message?.id ?? '', customId: first.keys[0] ?? '' }),
    )
    expect(pressed.message?.id).not.toBe(first.message?.id)
    expect(pressed.text).toContain('AFP')
  })

  test('answers a press under a private message by updating it', async () => {
    const first = await answerTo(await command('sources', [{ name: 'event', type: 3, value: 'event-1' }]))
    const pressed = await answerTo(
      await twin
        .channel(CHANNEL)
        .user(PERSON)
        .clickButton({ messageId: first.message?.id ?? '', customId: first.keys[0] ?? '' }),
    )
    expect(pressed.message?.id).toBe(first.message?.id)
    expect(pressed.text).toContain('told for asker')
  })

  test('answers a choice of a menu', async () => {
    const first = await answerTo(await command('today'))
    const chosen = await answerTo(
      await twin
        .channel(CHANNEL)
        .user(PERSON)
        .selectMenu({ messageId: first.message?.id ?? '', customId: '#menu', values: ['mali.event|event-2'] }),
    )
    expect(chosen.text).toContain('## event-2')
  })

  test('leaves no trouble in the log but that of the commands, which the twin cannot give back', async () => {
    await book.said('discord: commands')
    const entries = book.lines.map((line) => JSON.parse(line) as { level: string; event: string; status?: number })
    expect(entries.filter(({ level }) => level !== 'info').map(({ event, status }) => [event, status])).toEqual([
      ['discord: commands could not be registered', 404],
    ])
  })
})
