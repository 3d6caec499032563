import { parse } from 'discord-markdown-parser'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { code, em, link, strong, type Body } from '../../../src/chat/reply.ts'
import { shortened, toMarkdown, toMarkdownWithin, visible } from '../../../src/platforms/discord/markdown.ts'
import { anyBody, anyText } from '../../support/replies.ts'

type Node = { readonly type: string; readonly content?: string | readonly Node[]; readonly name?: string; readonly target?: string }

/** As somebody else's parser of Discord's Markdown reads it: our own would only agree with us. */
const read = (line: string): readonly Node[] => parse(line, 'extended')

const nodesOf = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) => [node, ...(typeof node.content === 'object' ? nodesOf(node.content) : [])])
const wordsOf = (nodes: readonly Node[]): string =>
  nodes.map((node) => (typeof node.content === 'object' ? wordsOf(node.content) : (node.name ?? node.content ?? ''))).join('')

describe('text', () => {
  test.each([
    ['a mention', 'for <@12345678901234567> and <@&12345678901234567> in <#12345678901234567>'],
    ['everyone', '@everyone @here'],
    ['an address', 'see https://example.org/a_b or <https://example.org>'],
    ['a time stamp', '<t:1597708800:R>'],
    ['an emoji', '<:x:12345678901234567> <a:x:12345678901234567> :smile:'],
    ['a command', '</mali today:12345678901234567> <id:guide>'],
    ['emphasis', '**a** *b* __c__ _d_ ~~e~~ ||f|| `g` ```h```'],
    ['a link', '[a](https://b.c) [a](<https://b.c>) ![a](https://b.c)'],
    ['small print', '-# small'],
    ['a heading', '### big'],
    ['a quotation', '> quoted'],
    ['a quotation to the end', '>>> quoted'],
    ['backslashes', 'a\\b \\* \\\\'],
  ])('%s is shown as it was written', (_, words) => {
    expect(nodesOf(read(toMarkdown([words]))).filter(({ type }) => type !== 'text')).toEqual([])
    expect(wordsOf(read(toMarkdown([words])))).toBe(words)
  })

  test.each(['- a', '+ a', '1. a', '12) a', '* a', '-# a'])('%s begins no list: the sign has a backslash', (words) => {
    expect(toMarkdown([words])).toMatch(/^\\[-+*]|^\d+\\[.)]/)
    expect(toMarkdown(words.split(''))).toBe(toMarkdown([words]))
  })

  test('whatever it is, nothing in it is markup, and all that can be seen of it is there', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        const nodes = read(toMarkdown([words]))
        expect(nodesOf(nodes).filter(({ type }) => type !== 'text' && type !== 'twemoji')).toEqual([])
        expect(wordsOf(nodes)).toBe(visible(words).trim())
      }),
      { numRuns: 1000 },
    )
  })

  test('controls, lone surrogates, line breaks and marks of direction are gone; joiners and narrow blanks stay', () => {
    expect(visible('a\u202Eb\u2066c\u2069\u200Fd\uFEFF\u200Be')).toBe('abcde')
    expect(visible('a\0\r\n\u2028b\uD800c')).toBe('a b\uFFFDc')
    expect(visible('\u{1F468}\u200D\u{1F469} qui\u202F?')).toBe('\u{1F468}\u200D\u{1F469} qui\u202F?')
  })
})

describe('emphasis and links', () => {
  test('are read as meant', () => {
    const body: Body = ['a ', strong('b*c'), ' ', em('d_e'), ' ', code('f`g*h'), ' ', link('i_j', 'https://example.org/k_(l)?m=n#o')]
    expect(
      read(toMarkdown(body))
        .filter(({ type }) => type !== 'text')
        .map(({ type, content, target }) => [type, target, typeof content === 'string' ? content : wordsOf(content ?? [])]),
    ).toEqual([
      ['strong', undefined, 'b*c'],
      ['em', undefined, 'd_e'],
      ['inlineCode', undefined, 'fˋg*h'],
      ['link', 'https://example.org/k_%28l%29?m=n#o', 'i_j'],
    ])
  })

  test.each([
    [
      [strong('a'), strong('b')],
      ['strong', 'strong'],
    ],
    [
      [strong('a'), em('b')],
      ['strong', 'em'],
    ],
    [
      [em('a'), strong('b')],
      ['em', 'strong'],
    ],
    [
      [code('a'), code('b')],
      ['inlineCode', 'inlineCode'],
    ],
    [['*', strong(' a '), '*'], ['strong']],
    [[strong(''), em('  '), code('')], []],
  ] satisfies [Body, string[]][])('beside each other stay apart: %j', (body, kinds) => {
    expect(
      read(toMarkdown(body))
        .map(({ type }) => type)
        .filter((type) => type !== 'text'),
    ).toEqual(kinds)
  })

  test.each([
    'javascript:alert(1)',
    'ftp://a.b',
    'mailto:a@b.c',
    '//a.b',
    'a.b',
    '',
    'https://user:secret@a.b',
    `https://a.b/${'x'.repeat(600)}`,
  ])('%s is no address to lead to: only the words are shown', (url) => {
    expect(toMarkdown([link('words', url)])).toBe('words')
  })

  test('an address cannot end its own link', () => {
    const line = toMarkdown([link('a', 'https://a.b/)>[x](https://evil.example)\n@everyone <@1>')])
    expect(line).toBe('[a](<https://a.b/%29%3E%5Bx%5D%28https://evil.example%29@everyone%20%3C@1%3E>)')
    expect(read(line).map(({ type }) => type)).toEqual(['link'])
  })

  test('words that look like an address lose what makes Discord distrust the link, and brackets become round', () => {
    expect(toMarkdown([link('https://a.b/[c]', 'https://a.b')])).toBe('[a.b/\\(c)](<https://a.b/>)')
    expect(toMarkdown([link('', 'https://a.b/c')])).toBe('[a.b](<https://a.b/c>)')
  })

  test('any body is read as text, our own emphasis, and links to its own http addresses', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const nodes = nodesOf(read(toMarkdown(body)))
        expect(
          nodes.map(({ type }) => type).filter((type) => !['text', 'twemoji', 'strong', 'em', 'inlineCode', 'link'].includes(type)),
        ).toEqual([])
        const links = body.filter((part) => typeof part !== 'string' && part.kind === 'link').length
        expect(nodes.filter(({ type }) => type === 'link').length).toBeLessThanOrEqual(links)
        for (const { target } of nodes.filter(({ type }) => type === 'link')) expect(target).toMatch(/^https?:\/\/[^\s<>()]*$/)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('too much', () => {
  test('is cut at a word, with an ellipsis, and emphasis is closed', () => {
    expect(toMarkdownWithin(['one two three four'], 12)).toBe('one two…')
    expect(toMarkdownWithin(['one ', strong('two three four')], 16)).toBe('one **two**…')
    expect(shortened('one two three', 9)).toBe('one two…')
    expect(shortened('unbrokenunbroken', 9)).toBe('unbroken…')
  })

  test('never tears a character', () => {
    expect(shortened('\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(3), 12)).toBe('\u{1F468}\u200D\u{1F469}\u200D\u{1F467}…')
  })

  test('never takes more room than there is, nor leaves room unused that a word would fit', () => {
    fc.assert(
      fc.property(anyBody, fc.integer({ min: 0, max: 300 }), (body, room) => {
        const whole = toMarkdown(body)
        const line = toMarkdownWithin(body, room)
        expect(line.length).toBeLessThanOrEqual(room)
        expect(line.isWellFormed()).toBe(true)
        expect(line === whole || (whole.length > room && (line === '' || line.endsWith('…')))).toBe(true)
      }),
    )
  })
})
