import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActionId, Reply } from '../../../src/chat/reply.ts'
import { divider, heading, list, note, paragraph, strong } from '../../../src/chat/reply.ts'
import { toMessage, type Message } from '../../../src/platforms/discord/render.ts'
import { messageFaults } from '../../support/discord-limits.ts'
import { discordSpec, withoutSpec, wrongWithMessage } from '../../support/discord-schema.ts'
import { anyReply } from '../../support/replies.ts'

const reply = (parts: Partial<Reply> = {}): Reply => ({
  locale: 'en',
  audience: 'everyone',
  blocks: [],
  buttons: [],
  footer: [],
  solemn: false,
  ...parts,
})
const button = (id: string, label = id) => ({ label, action: id as ActionId })
type Part = { readonly type: number; readonly content?: string; readonly components?: readonly Record<string, unknown>[] }
const partsOf = (message: Message): readonly Part[] => message.components[0].components as readonly Part[]
const textsOf = (message: Message): string[] =>
  partsOf(message).flatMap(({ type, content }) => (type === 10 && content !== undefined ? [content] : []))
const rowsOf = (message: Message) => partsOf(message).filter(({ type }) => type === 1)
const everyText = (message: Message): string => textsOf(message).join('\n')

describe('a message', () => {
  test('is one container with title, blocks, footer, menu and buttons in this order', () => {
    const message = toMessage(
      reply({
        title: 'Kati',
        blocks: [
          heading('What is known'),
          paragraph('Soldiers ', strong('mutinied'), '.'),
          list([['one'], ['two']]),
          divider,
          note('small'),
        ],
        menu: { label: 'Open', options: [{ label: 'First', hint: 'in May', action: 'mali.event|a' as ActionId }] },
        buttons: [button('mali.today', 'Today')],
        footer: ['Page 1'],
      }),
    )
    expect(message).toEqual({
      flags: 1 << 15,
      allowed_mentions: { parse: [] },
      components: [
        {
          type: 17,
          accent_color: expect.any(Number) as number,
          components: [
            { type: 10, content: '## Kati\n### What is known\nSoldiers **mutinied**.' },
            { type: 10, content: '- one\n- two' },
            { type: 14, divider: true, spacing: 1 },
            { type: 10, content: '-# small' },
            { type: 10, content: '-# Page 1' },
            {
              type: 1,
              components: [
                {
                  type: 3,
                  custom_id: '#menu',
                  placeholder: 'Open',
                  options: [{ label: 'First', value: 'mali.event|a', description: 'in May' }],
                },
              ],
            },
            { type: 1, components: [{ type: 2, style: 2, custom_id: 'mali.today', label: 'Today' }] },
          ],
        },
      ],
    })
  })

  test('keeps a heading with its small print and what it heads', () => {
    const blocks = [heading('Kati'), note('18 August'), paragraph('one'), paragraph('two'), heading('Later'), divider, paragraph('three')]
    expect(textsOf(toMessage(reply({ blocks })))).toEqual(['### Kati\n-# 18 August\none', 'two', '### Later', 'three'])
  })

  test('is ephemeral for the asker alone', () => {
    expect(toMessage(reply({ audience: 'asker' })).flags).toBe((1 << 15) | (1 << 6))
    expect(toMessage(reply()).flags).toBe(1 << 15)
  })

  test('is muted where people died', () => {
    const colour = (solemn: boolean) => toMessage(reply({ solemn })).components[0].accent_color ?? 0
    const channels = (rgb: number) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]
    expect(Math.max(...channels(colour(true))) - Math.min(...channels(colour(true)))).toBeLessThan(32)
    expect(colour(false)).not.toBe(colour(true))
  })

  test.each([
    ['en', 'There is nothing to show.'],
    ['fr', 'Il n’y a rien à afficher.'],
    ['pl', 'Nie ma nic do pokazania.'],
  ] as const)('that would be empty says so in %s', (locale, words) => {
    const message = toMessage(reply({ locale, title: '\u200B', blocks: [paragraph(' '), list([]), divider] }))
    expect(everyText(message)).toBe(words)
    expect(wrongWithMessage(message)).toEqual([])
  })

  test('has buttons in rows of five, each id once, and no button that Discord would refuse', () => {
    const message = toMessage(
      reply({
        title: 't',
        buttons: [
          ...Array.from({ length: 7 }, (_, i) => button(`a${i}`)),
          button('a0'),
          button('x'.repeat(101)),
          button(''),
          button('#menu'),
          button('b', ' '),
        ],
      }),
    )
    expect(rowsOf(message).map(({ components = [] }) => components.map(({ custom_id }) => custom_id))).toEqual([
      ['a0', 'a1', 'a2', 'a3', 'a4'],
      ['a5', 'a6', 'b'],
    ])
    expect(rowsOf(message)[1]?.components?.[2]).toMatchObject({ label: '…' })
  })

  test('has a menu of at most 25 choices, each once, and says that there were more', () => {
    const options = Array.from({ length: 30 }, (_, i) => ({ label: `L${i}`, action: `a${i}` as ActionId }))
    const message = toMessage(reply({ title: 't', menu: { label: 'm', options: [...options.slice(0, 3), ...options] } }))
    const [select] = rowsOf(message)[0]?.components ?? []
    expect(select?.['options']).toMatchObject(options.slice(0, 25).map(({ action }) => ({ value: action })))
    expect(everyText(message)).toContain('Cut short')
  })

  test.each(['en', 'fr', 'pl'] as const)('that is too long is cut at a word and says so in %s', (locale) => {
    const message = toMessage(
      reply({ locale, title: 'Long', blocks: Array.from({ length: 30 }, () => paragraph('word '.repeat(60))), footer: ['the footer'] }),
    )
    const texts = textsOf(message)
    expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeGreaterThan(3800)
    expect(texts.at(-3)).toMatch(/\bword…?$/)
    expect(texts.at(-2)).toMatch({ en: /^-# Cut short/, fr: /^-# Réponse abrégée/, pl: /^-# Odpowiedź skrócona/ }[locale])
    expect(texts.at(-1)).toBe('-# the footer')
    expect(wrongWithMessage(message)).toEqual([])
  })

  test('of very many blocks has fewer lines, then joined texts, and every word', () => {
    const blocks = Array.from({ length: 60 }, (_, i) => [divider, paragraph(`w${i}`)]).flat()
    const message = toMessage(reply({ blocks, buttons: Array.from({ length: 15 }, (_, i) => button(`a${i}`)) }))
    expect(wrongWithMessage(message)).toEqual([])
    expect(everyText(message).split('\n')).toEqual(Array.from({ length: 60 }, (_, i) => `w${i}`))
  })

  test(`keeps every limit whatever the reply is${withoutSpec}`, () => {
    fc.assert(
      fc.property(anyReply, (any) => {
        expect(wrongWithMessage(toMessage(any))).toEqual([])
      }),
      { numRuns: 600 },
    )
  })

  test.skipIf(!discordSpec)(`is checked by a schema that refuses what is wrong${withoutSpec}`, () => {
    const good = toMessage(reply({ title: 't', buttons: [button('a')] }))
    expect(wrongWithMessage(good)).toEqual([])
    expect(wrongWithMessage({ ...good, components: [{ type: 17, components: [{ type: 10, content: 7 }] }] }).join()).toContain(
      'IncomingWebhookInteractionRequest',
    )
    expect(wrongWithMessage({ ...good, components: [{ type: 99 }] }).join()).toContain('IncomingWebhookInteractionRequest')
  })
})

describe('the limit table refuses', () => {
  const good = toMessage(
    reply({ title: 't', buttons: [button('a')], menu: { label: 'm', options: [{ label: 'l', action: 'v' as ActionId }] } }),
  )
  const holding = (...components: unknown[]) => ({ ...good, components: [{ type: 17, components }] })
  const text = (content: string) => ({ type: 10, content })
  const key = (custom_id: string, label = 'x') => ({ type: 2, style: 2, custom_id, label })

  test('nothing that is good', () => expect(messageFaults(good)).toEqual([]))

  test.each([
    ['no flag', { ...good, flags: 0 }],
    ['content beside components', { ...good, content: 'x' }],
    ['pings', { ...good, allowed_mentions: { parse: ['everyone'] } }],
    ['no mention rule', { ...good, allowed_mentions: undefined }],
    ['nothing at all', { ...good, components: [] }],
    ['41 components', holding(...Array.from({ length: 40 }, () => text('x')))],
    ['4001 characters in two texts', holding(text('x'.repeat(2000)), text('x'.repeat(2001)))],
    ['an empty text', holding(text(' '))],
    ['half a character', holding(text('\uD800'))],
    ['an id twice', holding({ type: 1, components: [key('a'), key('a')] })],
    ['an id too long in bytes', holding({ type: 1, components: [key('ł'.repeat(51))] })],
    ['six buttons in a row', holding({ type: 1, components: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => key(id)) })],
    ['an empty row', holding({ type: 1, components: [] })],
    ['an unlabelled button', holding({ type: 1, components: [key('a', ' ')] })],
    ['a container in a container', holding({ type: 17, components: [text('x')] })],
    [
      'a choice twice',
      holding({
        type: 1,
        components: [
          {
            type: 3,
            custom_id: 'm',
            options: [
              { label: 'a', value: 'v' },
              { label: 'b', value: 'v' },
            ],
          },
        ],
      }),
    ],
  ])('%s', (_, body) => expect(messageFaults(body)).toHaveLength(1))
})
