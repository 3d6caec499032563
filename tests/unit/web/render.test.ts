import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { link, list, paragraph, strong, type ActionId, type Inline, type Reply } from '../../../src/chat/reply.ts'
import { toHtml } from '../../../src/platforms/web/render.ts'

const replyOf = (...body: Inline[]): Reply => ({
  locale: 'en',
  audience: 'asker',
  blocks: [paragraph(...body)],
  buttons: [],
  footer: [],
  solemn: false,
})

/** The tags that a reply may be made of, with the attributes of each. */
const TAGS = /<\/?(article|h2|h3|p|ul|li|hr|br|strong|em|code|a|small|footer|details|summary)( [a-z-]+="[^"<>]*")*>/g

describe('a reply as HTML', () => {
  test.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', ' javascript:x', '//elsewhere.example', '/here'])(
    'a link to %s is only its words',
    (url) => expect(toHtml(replyOf(link('words', url)))).toContain('<p>words</p>'),
  )

  test('a link to a page is a link that tells that page nothing about where it came from', () =>
    expect(toHtml(replyOf(link('words', 'https://example.org/?a=1&b="2"')))).toContain(
      '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;" rel="noopener noreferrer external">words</a>',
    ))

  test('words of several lines stand in several lines', () =>
    expect(toHtml(replyOf('Which came first?\nA. <b>\nB. ', strong('one\ntwo')))).toContain(
      '<p>Which came first?<br>A. &lt;b&gt;<br>B. <strong>one<br>two</strong></p>',
    ))

  test('whatever the words, nothing but our own tags is left', () => {
    const words = fc.string({ unit: 'binary', maxLength: 60 })
    fc.assert(
      fc.property(words, words, words, (a, b, url) => {
        const reply: Reply = {
          ...replyOf(a, strong(b), link(a, url)),
          title: b,
          menu: { label: a, options: [{ label: b, hint: a, action: 'mali.today' as ActionId }] },
          buttons: [{ label: b, action: `mali.on|${url}` as ActionId }],
        }
        const html = toHtml({ ...reply, blocks: [...reply.blocks, list([[a], [b]])] })
        expect(html.replace(TAGS, '')).not.toMatch(/[<>]/)
      }),
    )
  })
})
