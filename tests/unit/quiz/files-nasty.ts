import fc from 'fast-check'
import { sameness } from '../../../src/quiz/files/clean.ts'
import type { NewDeck } from '../../../src/quiz/files/deck-file.ts'
import { readDeck } from '../../../src/quiz/files/deck-file.ts'
import { LOCALES } from '../../../src/words/locale.ts'

/** Pieces of text that some format gives a meaning to, or that some program has broken before. */
const PIECES = [
  '"',
  "'",
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\\',
  '\\n',
  '\\\\',
  '\\=',
  '~',
  '=',
  '#',
  '####',
  '{',
  '}',
  ':',
  '::',
  '->',
  '//',
  '%',
  '%50%',
  '[plain]',
  '[html]',
  '[',
  ']',
  '[tag:x]',
  '[id:7]',
  '$CATEGORY: x',
  '<b>',
  '</b>',
  '<br>',
  '<script>',
  '&',
  '&lt;',
  '&amp;lt;',
  '&#10;',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  "'=",
  "'",
  '＝1',
  '\n',
  '\r\n',
  '\r',
  '\u2028',
  '\0',
  '\u000b',
  '\ufeff',
  '\u202e',
  '\ud800',
  'zażółć gęślą jaźń',
  'Œuvre déjà reçue',
  'e\u0301',
  'مالي',
  'שלום',
  '👩🏾‍🏫',
  '🇲🇱',
  '\u00a0',
  '\u202f',
  'ﬁ',
  'İ',
  '…',
  '“”',
  '«\u202f»',
  'true',
  'null',
  '1e9',
  '0x1',
  '{"a":1}',
  'sep=;',
  '#separator:tab',
  '\\|',
  '_____',
  'T',
  'FALSE',
  ' ',
]

/** Texts made of such pieces and of letters, beginning with any of them. */
export const nasty = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 6 })
  .map((pieces) => pieces.join('').replaceAll('\ufffd', ''))

/** The same, with something to be seen. */
const seen = nasty.map((text) => `${text}x`)

const options = fc.uniqueArray(seen, { minLength: 2, maxLength: 6, selector: sameness })

const question = fc
  .record({
    question: seen,
    options,
    explanation: nasty,
    accepts: fc.array(nasty, { maxLength: 3 }),
    sources: fc.array(
      fc.record({
        title: seen,
        publisher: nasty,
        url: fc.constantFrom('https://example.org/a?b=c&d=e#f', 'http://exämple.org/ł%20;,|~{}', "https://example.org/'="),
      }),
      { maxLength: 3 },
    ),
    topic: nasty.map((text) => text.slice(0, 40)),
    difficulty: fc.integer({ min: 1, max: 5 }),
    solemn: fc.boolean(),
  })
  .map(({ options: [right = '', ...wrong], accepts, ...rest }) => {
    const wrongs = new Set(wrong.map(sameness))
    return { ...rest, right, wrong, accepts: accepts.filter((text) => !wrongs.has(sameness(text))) }
  })

/** Decks of such texts, as a first reading of JSON leaves them. */
export const nastyDeck: fc.Arbitrary<NewDeck> = fc
  .record({
    questions: fc.uniqueArray(question, { minLength: 1, maxLength: 4, selector: (one) => sameness(one.question) }),
    locale: fc.constantFrom(...LOCALES),
  })
  .map(({ questions, locale }) => {
    const { deck, faults } = readDeck('deck.json', JSON.stringify({ name: 'A deck', language: locale, questions }), 'en')
    if (faults.length > 0) throw new Error(JSON.stringify(faults))
    return deck
  })
