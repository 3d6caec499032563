import * as fc from 'fast-check'
import type { ActionId, Block, Body, Inline, Reply } from '../../src/chat/reply.ts'
import { LOCALES } from '../../src/words/locale.ts'

/** What people and packs could hold that a chat might read as something else. */
const NASTY = [
  '<@1>',
  '<@!1>',
  '<@&1>',
  '<#1>',
  '@everyone',
  '@here',
  'https://example.org/x',
  'http://a.b',
  'discord.gg/x',
  '<t:1>',
  '<t:1:R>',
  '<:x:1>',
  '<a:x:1>',
  ':smile:',
  '</a:1>',
  '<id:guide>',
  '-# small',
  '# big',
  '### head',
  '> quote',
  '>>> all',
  '- item',
  '* item',
  '+ item',
  '1. item',
  '12) item',
  '**b**',
  '__u__',
  '~~s~~',
  '||spoiler||',
  '`code`',
  '```js\nx\n```',
  '[a](https://b.c)',
  '[a](<https://b.c>)',
  '![a](https://b.c)',
  '\\',
  '\\*',
  '*',
  '**',
  '_',
  '`',
  ']',
  ')',
  '](',
  '<',
  '>',
  '\n',
  '\r\n# x',
  '\u2028# x',
  '\0',
  '\u202Eevil',
  '\u2066x\u2069',
  '\u200B',
  '\uD800',
  '\uDC00',
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
  'é',
  'Keïta',
  'źródło',
  'سومايلا سيسي',
  '1',
  '.',
  ' ',
  '\t',
  '&lt;',
  '&amp;',
  '<!channel>',
  '<@U1>',
  '<script>',
]

export const anyText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 6 })
      .map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...NASTY, 'word ', 'a'), fc.integer({ min: 1, max: 3000 }))
      .map(([part, times]) => part.repeat(times)),
  },
)

const anyUrl: fc.Arbitrary<string> = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  anyText,
  fc.constantFrom(
    'javascript:alert(1)',
    'https://a.b/)>[x](https://evil',
    'https://user:secret@a.b/',
    `https://a.b/${'x'.repeat(3000)}`,
    'https://a.b/> @everyone',
  ),
)

const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  anyText,
  fc.record({ kind: fc.constantFrom('strong' as const, 'em' as const, 'code' as const), text: anyText }),
  fc.record({ kind: fc.constant('link' as const), text: anyText, url: anyUrl }),
  fc.record({
    kind: fc.constant('lead' as const),
    text: anyText,
    action: fc.constantFrom('mali.today', 'mali.event|x').map((id) => id as ActionId),
  }),
)

export const anyBody: fc.Arbitrary<Body> = fc.array(anyInline, { maxLength: 6 })

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: anyText }),
  fc.record({ kind: fc.constantFrom('text' as const, 'note' as const), body: anyBody }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(anyBody, { maxLength: 8 }) }),
  fc.constant({ kind: 'divider' as const }),
)

const anyAction = fc
  .oneof(fc.constantFrom('mali.today', 'mali.event|x', '#menu', '', 'a'.repeat(101), 'ł'.repeat(60)), anyText, fc.uuid())
  .map((id) => id as ActionId)

/** Any reply at all, also such as no feature would make. */
export const anyReply: fc.Arbitrary<Reply> = fc.record(
  {
    locale: fc.constantFrom(...LOCALES),
    audience: fc.constantFrom('everyone' as const, 'asker' as const),
    title: anyText,
    blocks: fc.array(anyBlock, { maxLength: 30 }),
    menu: fc.record({
      label: anyText,
      options: fc.array(fc.record({ label: anyText, hint: anyText, action: anyAction }), { maxLength: 40 }),
    }),
    buttons: fc.array(fc.record({ label: anyText, action: anyAction }), { maxLength: 40 }),
    footer: anyBody,
    solemn: fc.boolean(),
  },
  { requiredKeys: ['locale', 'audience', 'blocks', 'buttons', 'footer', 'solemn'] },
)
