import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromActionId } from '../../../src/chat/action.ts'
import type { ActionId } from '../../../src/chat/reply.ts'
import { marked, MARK_BYTES, markOf, marksIn, nonceOf, unmarked } from '../../../src/platforms/discord/mark.ts'
import { toPost } from '../../../src/platforms/discord/post.ts'
import { messageFaults } from '../../support/discord-limits.ts'
import { words } from '../../support/discord-posting.ts'
import { anyReply } from '../../support/replies.ts'

const idsIn = (components: unknown): string[] => [...JSON.stringify(components).matchAll(/"custom_id":"([^"]*)"/g)].map(([, id = '']) => id)
const button = (action: string) => ({ label: 'x', action: action as ActionId })

describe('a key', () => {
  test('has one nonce of 25 characters and one mark of 12, and they say nothing of each other', () => {
    const keys = Array.from({ length: 2_000 }, (_, i) => `anniversaries/abcdefghij/${i}`)
    for (const hash of [nonceOf, markOf]) expect(new Set(keys.map(hash)).size).toBe(keys.length)
    for (const key of keys) {
      expect([nonceOf(key), markOf(key)]).toEqual([expect.stringMatching(/^[a-z2-7]{25}$/), expect.stringMatching(/^[a-z2-7]{12}$/)])
      expect(nonceOf(key)).not.toContain(markOf(key))
    }
  })

  // RFC 4648 base32 of SHA-256, as another program writes it: printf a | sha256sum | xxd -r -p | base32 | tr A-Z a-z
  test('has the same ones in every version: what is on its way is found after an update', () => {
    expect([nonceOf('a'), markOf('a')]).toEqual(['zklycewkdo64v6wcggzzui64j', 'wtyn37ycr6e4'])
  })
})

describe('a mark', () => {
  test('is put before an id and taken off again, whatever the id', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), fc.string(), (id, key) => unmarked(marked(id, markOf(key))) === id))
  })

  test('is taken off nothing that was not marked: no action begins like one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (id) => fromActionId(id) === undefined || unmarked(id) === id),
      { numRuns: 1_000 },
    )
    for (const id of ['pl:2#mali.on|~abcdefghijkl', 'mali.on|x~abcdefghijkl', '#menu', '~short', '']) expect(unmarked(id)).toBe(id)
  })

  test('is read from components however deeply nested, and from nothing else', () => {
    const id = marked('mali.today', 'abcdefghijkl')
    expect(marksIn([{ components: [{ components: [{ custom_id: id }] }] }, { custom_id: 'mali.today' }])).toEqual(['abcdefghijkl'])
    for (const odd of [undefined, null, 7, 'x', [null], [7], [{ custom_id: 7 }], { custom_id: id }, [{ content: id }]])
      expect(marksIn(odd)).toEqual([])
  })
})

describe('a post', () => {
  test('that can be marked is, keeps every limit and stays what it was without the mark', () => {
    fc.assert(
      fc.property(anyReply, fc.option(fc.constant('700000000000000010'), { nil: undefined }), (reply, ping) => {
        const post = toPost({ reply, ping }, 'a')
        expect(messageFaults(post)).toEqual([])
        const ids = idsIn(post.components)
        const room = ids.some((id) => Buffer.byteLength(unmarked(id)) + MARK_BYTES <= 100)
        expect(marksIn(post.components)).toEqual(room ? [markOf('a')] : [])
      }),
      { numRuns: 300 },
    )
  })

  test('is marked in its menu, or else in its shortest button, once', () => {
    const buttons = [button(`mali.event|${'x'.repeat(60)}`), button('mali.on|18-8')]
    const menu = { label: 'm', options: [{ label: 'o', action: 'mali.who|a' as ActionId }] }
    const mark = markOf('a')
    expect(idsIn(toPost({ reply: words('x', { buttons }) }, 'a').components)).toEqual([buttons[0]?.action, `~${mark}mali.on|18-8`])
    expect(idsIn(toPost({ reply: words('x', { buttons, menu }) }, 'a').components)).toEqual([
      `~${mark}#menu`,
      ...buttons.map(({ action }) => action),
    ])
  })

  test('whose ids leave no room, or that has none, goes unmarked', () => {
    for (const buttons of [[], [button(`mali.event|${'x'.repeat(80)}`)]])
      expect(marksIn(toPost({ reply: words('x', { buttons }) }, 'a').components)).toEqual([])
  })
})
