import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromActionId, toActionId } from '../../../src/chat/action.ts'
import { PAGE, page, pagesOf, weight } from '../../../src/chat/pages.ts'
import {
  divider,
  heading,
  list,
  note,
  paragraph,
  strong,
  wordsOf,
  type ActionId,
  type Block,
  type Body,
  type Inline,
  type Reply,
} from '../../../src/chat/reply.ts'

const text = fc.oneof(
  fc.lorem({ maxCount: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constant('Ouagadougou '.repeat(300)),
  fc.constant('x'.repeat(4000)),
)
const inline: fc.Arbitrary<Inline> = fc.oneof(
  text,
  fc.record({ kind: fc.constantFrom('strong' as const, 'em' as const, 'code' as const), text }),
  fc.record({ kind: fc.constant('link' as const), text, url: fc.webUrl() }),
)
const body: fc.Arbitrary<Body> = fc.array(inline, { maxLength: 5 })
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: fc.lorem({ maxCount: 12 }) }),
  fc.record({ kind: fc.constantFrom('text' as const, 'note' as const), body }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(body, { maxLength: 30 }) }),
  fc.constant(divider),
)
const blocks = fc.array(block, { maxLength: 40 })

const bodiesOf = (of: Block): readonly Body[] => {
  switch (of.kind) {
    case 'heading':
      return [[of.text]]
    case 'text':
    case 'note':
      return [of.body]
    case 'list':
      return of.items
    case 'divider':
      return []
  }
}
/** All that is said, in order, without blanks: what no cut may change. */
const said = (of: readonly Block[]): string => of.flatMap(bodiesOf).map(wordsOf).join('').replace(/\s+/g, '')
const heft = (of: readonly Block[]): number => of.reduce((sum, b) => sum + weight(b), 0)

describe('pages of any reply', () => {
  test('no word is lost and none is doubled', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        expect(said(pagesOf(given).flat())).toBe(said(given))
      }),
    )
  })

  test('every page keeps the measure', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        for (const of of pagesOf(given)) {
          expect(of.length).toBeLessThanOrEqual(PAGE.blocks)
          expect(heft(of)).toBeLessThanOrEqual(PAGE.characters)
        }
      }),
    )
  })

  test('no page ends with a heading that announces what stands on the next', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.lorem({ maxCount: 8 }),
            fc.lorem({ maxCount: 8 }),
            fc.array(
              block.filter((b) => b.kind !== 'heading' && b.kind !== 'divider'),
              { minLength: 1, maxLength: 3 },
            ),
          ),
        ),
        (sections) => {
          const given = sections.flatMap(([pack, title, rest]): Block[] => [divider, heading(pack), heading(title), ...rest])
          for (const of of pagesOf(given)) expect(of.at(-1)?.kind).not.toBe('heading')
        },
      ),
    )
  })

  test('no page begins or ends with a divider, and none is empty', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        for (const of of pagesOf(given)) {
          expect(of.length).toBeGreaterThan(0)
          expect([of.at(0)?.kind, of.at(-1)?.kind]).not.toContain('divider')
        }
      }),
    )
  })
})

describe('where it is cut', () => {
  const words = Array.from({ length: 900 }, (_, i) => `word${i}`)

  test('between words, when one paragraph is longer than a page', () => {
    const pages = pagesOf([paragraph(words.join(' '))])
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.flat().flatMap((of) => bodiesOf(of).flatMap((b) => wordsOf(b).trim().split(/\s+/)))).toEqual(words)
  })

  test('between items, when a list is longer than a page', () => {
    const items = words.map((word): Body => [strong(word), ' Lorem ipsum'])
    const kept = pagesOf([list(items)])
      .flat()
      .flatMap((of) => (of.kind === 'list' ? of.items : []))
    expect(kept).toEqual(items)
  })

  test('only between pages: a list that fits is one list, however long', () => {
    const items = Array.from({ length: 20 }, (_, i): Body => [`${i} ${'x'.repeat(80)}`])
    expect(pagesOf([list(items)])).toEqual([[list(items)]])
  })

  test('two lists that stood beside each other stay two', () => {
    const two = [list([['a']]), list([['b']])]
    expect(pagesOf(two)).toEqual([two])
  })

  test('a heading that would be the last block of a full page goes over with its text', () => {
    const given = [...Array.from({ length: PAGE.blocks - 1 }, (_, i) => note(`n${i}`)), heading('h'), note('t')]
    expect(pagesOf(given).map((of) => of.length)).toEqual([PAGE.blocks - 1, 2])
  })

  test('each piece of a long link leads where the whole did', () => {
    const url = 'https://example.org/a'
    const links = pagesOf([paragraph({ kind: 'link', text: words.join(' '), url })])
      .flat()
      .flatMap((of) => bodiesOf(of).flat())
    expect(links.length).toBeGreaterThan(1)
    for (const link of links) expect(link).toMatchObject({ kind: 'link', url })
  })

  test('no character is halved', () => {
    const pages = pagesOf([paragraph('𓀀'.repeat(5000))])
    for (const of of pages.flat()) expect(bodiesOf(of).map(wordsOf).join('').isWellFormed()).toBe(true)
  })
})

describe('turning pages', () => {
  const self = toActionId('mali.event', 'x') as ActionId
  const long: Reply = {
    locale: 'en',
    audience: 'everyone',
    blocks: Array.from({ length: 100 }, (_, i) => paragraph(`${i} `.repeat(40))),
    buttons: [],
    footer: ['own'],
    solemn: false,
    self,
  }
  const turn = (reply: Reply, n: number) =>
    page(
      reply,
      n,
      (kind, to, of) => `${kind} ${to}/${of}`,
      (at, of) => `${at}/${of}`,
    )

  test('every page is reached from the first by its own buttons, and there are no others', () => {
    const seen: number[] = []
    const visit = (n: number) => {
      if (seen.includes(n)) return
      seen.push(n)
      for (const { action } of turn(long, n).buttons) {
        expect(fromActionId(action)?.name).toBe('mali.event')
        visit(fromActionId(action)?.page ?? 1)
      }
    }
    visit(1)
    expect(seen.toSorted((a, b) => a - b)).toEqual(pagesOf(long.blocks).map((_, i) => i + 1))
  })

  test('a page that there is not is the nearest that there is', () => {
    const last = pagesOf(long.blocks).length
    expect(turn(long, 999).footer[0]).toBe(`${last}/${last}`)
    expect(turn(long, -1).footer[0]).toBe(`1/${last}`)
  })

  test('a page says where it is, before what the reply says itself', () => expect(wordsOf(turn(long, 1).footer)).toMatch(/^1\/\d+ · own$/))

  test('a reply that fits is not touched', () => {
    const short = { ...long, blocks: long.blocks.slice(0, 2) }
    expect(turn(short, 5)).toBe(short)
  })

  test('a reply that cannot say itself again is left whole', () => {
    const { self: _, ...once } = long
    expect(turn(once, 2)).toBe(once)
  })
})
