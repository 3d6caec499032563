import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, divider, em, heading, link, list, note, paragraph, strong, type ActionId, type Reply } from '../../../src/chat/reply.ts'
import { toBlocks, toMessage } from '../../../src/platforms/slack/render.ts'
import { askModal, toHome, toModal } from '../../../src/platforms/slack/views.ts'
import { cut, cutBody, divided } from '../../../src/platforms/slack/text.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { wordsOf } from '../../../src/chat/reply.ts'
import { anyBody, anyReply, anyText } from '../../support/replies.ts'
import { slackMessageFaults, slackViewFaults } from '../../support/slack-schema.ts'

const replyOf = (parts: Partial<Reply>): Reply => ({
  locale: 'en',
  audience: 'everyone',
  blocks: [],
  buttons: [],
  footer: [],
  solemn: false,
  ...parts,
})
const action = (id: string) => id as ActionId
const CUT = sayer('en')('slack.cut')
const textOf = (blocks: unknown): string => JSON.stringify(blocks)

describe('a message', () => {
  it('writes text as rich text and plain text, each mark as a style, and never as markup', () => {
    const { blocks } = toMessage(
      replyOf({
        title: 'Title :x:',
        blocks: [
          heading('Part'),
          paragraph('a *b* ', strong('c'), em('d'), code('e'), link('f', 'https://x.y/ą')),
          list([['one'], ['two']]),
          divider,
          note('small'),
        ],
        footer: ['foot'],
      }),
    )
    expect(blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'Title :x:', emoji: false } },
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Part', style: { bold: true } }] }] },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'a *b* ' },
              { type: 'text', text: 'c', style: { bold: true } },
              { type: 'text', text: 'd', style: { italic: true } },
              { type: 'text', text: 'e', style: { code: true } },
              { type: 'link', url: 'https://x.y/%C4%85', text: 'f' },
            ],
          },
        ],
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] },
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'two' }] },
            ],
          },
        ],
      },
      { type: 'divider' },
      { type: 'context', elements: [{ type: 'plain_text', text: 'small', emoji: false }] },
      { type: 'context', elements: [{ type: 'plain_text', text: 'foot', emoji: false }] },
    ])
  })

  it('carries the whole reply as plain words, with the three signs escaped that Slack reads', () => {
    const message = toMessage(replyOf({ title: 'A & B', blocks: [paragraph('Ring <!channel>? ', link('no', 'https://x.y/?a&b'))] }))
    expect(message.text).toBe('A &amp; B\n\nRing &lt;!channel&gt;? no (https://x.y/?a&amp;b)')
    expect(message).toMatchObject({ mrkdwn: false, unfurl_links: false, unfurl_media: false })
  })

  it('is for the channel or for one person, and replaces only where it is told to', () => {
    expect(toMessage(replyOf({}))).toMatchObject({ response_type: 'in_channel' })
    expect(toMessage(replyOf({}))).not.toHaveProperty('replace_original')
    expect(toMessage(replyOf({ audience: 'asker' })).response_type).toBe('ephemeral')
    expect(toMessage(replyOf({}), 'instead')).toMatchObject({ response_type: 'ephemeral', replace_original: true })
    expect(toMessage(replyOf({}), 'beside')).toMatchObject({ response_type: 'ephemeral', replace_original: false })
  })

  it('keeps the address of a link in small print', () => {
    expect(textOf(toBlocks(replyOf({ footer: [link('code', 'https://x.y/')] })))).toContain('"url":"https://x.y/"')
  })

  it('shows the words of a link that leads nowhere safe', () => {
    for (const url of ['javascript:alert(1)', 'mailto:a@b.c', '', 'https://', `https://x.y/${'z'.repeat(3000)}`])
      expect(toBlocks(replyOf({ blocks: [paragraph(link('words', url))] }))).toEqual([
        { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'words' }] }] },
      ])
  })

  it('puts actions into the values of buttons and options, and gives each element an id of its own', () => {
    const blocks = toBlocks(
      replyOf({
        buttons: [
          { label: 'A', action: action('mali.today') },
          { label: 'B', action: action('mali.today') },
        ],
        menu: { label: 'Pick', options: [{ label: 'x', hint: 'y', action: action('mali.event|x') }] },
      }),
    )
    expect(blocks).toEqual([
      {
        type: 'actions',
        elements: [
          {
            type: 'static_select',
            action_id: 'menu',
            placeholder: { type: 'plain_text', text: 'Pick', emoji: false },
            options: [
              {
                text: { type: 'plain_text', text: 'x', emoji: false },
                value: 'mali.event|x',
                description: { type: 'plain_text', text: 'y', emoji: false },
              },
            ],
          },
        ],
      },
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'button-0', text: { type: 'plain_text', text: 'A', emoji: false }, value: 'mali.today' },
          { type: 'button', action_id: 'button-1', text: { type: 'plain_text', text: 'B', emoji: false }, value: 'mali.today' },
        ],
      },
    ])
  })

  it('says nothing rather than an empty text', () => {
    for (const empty of ['', '   ', '\n\t', '\u200b', '\0'])
      expect(
        slackMessageFaults(
          toMessage(
            replyOf({
              title: empty,
              blocks: [heading(empty), paragraph(empty), note(empty), list([[empty], []])],
              footer: [empty],
              buttons: [{ label: empty, action: action('a') }],
              menu: { label: empty, options: [{ label: empty, hint: empty, action: action('a') }] },
            }),
          ),
        ),
      ).toEqual([])
  })
})

describe('what is too long', () => {
  const words = (n: number, word = 'word') => Array.from({ length: n }, (_, i) => `${word}${i}`).join(' ')

  it('goes into several blocks while there is room, and loses no word', () => {
    const text = words(900)
    const blocks = toBlocks(replyOf({ blocks: [paragraph(text)] }))
    const told = blocks
      .map((block) =>
        block.type === 'rich_text'
          ? block.elements.flatMap((part) => part.elements.map((leaf) => ('text' in leaf ? leaf.text : ''))).join('')
          : '',
      )
      .join('')
    expect(text.length).toBeGreaterThan(3000)
    expect([told, textOf(blocks).includes(CUT)]).toEqual([text, false])
  })

  it('is cut at a word with an ellipsis, and a line in the language of the answer says so', () => {
    for (const locale of LOCALES) {
      const blocks = toBlocks(replyOf({ locale, blocks: [paragraph(words(5000))] }))
      expect(textOf(blocks)).toMatch(/ word\d+…"/)
      expect(blocks.at(-1)).toEqual({ type: 'context', elements: [{ type: 'plain_text', text: sayer(locale)('slack.cut'), emoji: false }] })
    }
  })

  it('is said to be cut wherever it was', () => {
    const cases: readonly Partial<Reply>[] = [
      { title: words(60) },
      { footer: [words(200)] },
      { blocks: [heading(words(600))] },
      { blocks: Array.from({ length: 60 }, () => paragraph('x')) },
      { blocks: [list(Array.from({ length: 900 }, (_, i) => [`item ${i}`]))] },
      { buttons: Array.from({ length: 26 }, (_, i) => ({ label: String(i), action: action(`a${i}`) })) },
      { menu: { label: 'm', options: Array.from({ length: 101 }, (_, i) => ({ label: String(i), action: action(`a${i}`) })) } },
    ]
    for (const parts of cases) expect(textOf(toBlocks(replyOf(parts)))).toContain(CUT)
  })

  it('leaves room for a menu and buttons under a long body', () => {
    const message = toMessage(
      replyOf({
        blocks: [paragraph(words(5000))],
        buttons: [{ label: 'More', action: action('mali.more') }],
        menu: { label: 'm', options: Array.from({ length: 25 }, (_, i) => ({ label: `Option ${i}`, action: action(`mali.event|${i}`) })) },
      }),
    )
    expect(slackMessageFaults(message)).toEqual([])
    expect(textOf(message.blocks)).toContain('mali.more')
    expect(textOf(message.blocks)).toContain('mali.event|15')
  })

  it('takes away a heading of which nothing follows any more', () => {
    const blocks = toBlocks(
      replyOf({ blocks: [...Array.from({ length: 47 }, () => paragraph('x')), divider, heading('Lonely'), paragraph('y')] }),
    )
    expect(textOf(blocks)).not.toContain('Lonely')
    expect(blocks.filter(({ type }) => type === 'divider')).toEqual([])
  })

  it('keeps the plain text below what Slack takes for a changed message', () => {
    const { text } = toMessage(replyOf({ blocks: [paragraph('<'.repeat(9000))] }))
    expect(text.length).toBeLessThanOrEqual(4000)
    expect(text.endsWith(CUT)).toBe(true)
  })

  it('has more room in a window', () => {
    const reply = replyOf({ blocks: Array.from({ length: 90 }, (_, i) => paragraph(`Line ${i}`)) })
    expect(toModal(reply).blocks.length).toBe(90)
    expect(slackViewFaults(toModal(reply))).toEqual([])
  })
})

describe('cutting', () => {
  it('never makes a text longer than asked, breaks no pair and keeps a prefix', () => {
    fc.assert(
      fc.property(
        anyText.map((text) => text.toWellFormed()),
        fc.integer({ min: 2, max: 50 }),
        (text, max) => {
          const short = cut(text, max)
          expect(short.length).toBeLessThanOrEqual(max)
          expect(short.isWellFormed()).toBe(true)
          expect(text.startsWith(short.replace(/…$/, '')) || text === short).toBe(true)
        },
      ),
    )
  })

  it('divides a body without losing a word', () => {
    fc.assert(
      fc.property(anyBody, fc.integer({ min: 5, max: 200 }), (body, max) => {
        const pieces = divided(body, max)
        for (const piece of pieces) expect(wordsOf(piece).length).toBeLessThanOrEqual(max)
        const bare = (text: string) => text.replace(/[\s\p{Cf}]/gu, '')
        expect(bare(pieces.map(wordsOf).join(''))).toBe(bare(wordsOf(body)))
        expect(wordsOf(cutBody(body, max)).length).toBeLessThanOrEqual(max)
      }),
    )
  })
})

describe('whatever a feature returns', () => {
  it('is a message that Slack takes', () => {
    fc.assert(
      fc.property(anyReply, fc.constantFrom('new' as const, 'instead' as const, 'beside' as const), (reply, placing) => {
        expect(slackMessageFaults(toMessage(reply, placing))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('is a window and a home tab that Slack takes', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        expect(slackViewFaults(toModal(reply))).toEqual([])
        expect(slackViewFaults(toHome(reply))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('the window that asks for a line', () => {
  it('is one that Slack takes, in every language', () => {
    for (const locale of LOCALES) expect(slackViewFaults(askModal(locale))).toEqual([])
  })
})
