import { expect, test } from 'vitest'
import { toPlain } from '../../../src/chat/plain.ts'
import { code, divider, em, heading, link, list, note, paragraph, strong, wordsOf, type Reply } from '../../../src/chat/reply.ts'

const whole: Reply = {
  locale: 'en',
  audience: 'everyone',
  title: 'Title',
  blocks: [
    heading('Heading'),
    paragraph(strong('bold'), ' and ', em('soft'), ' and ', code('/mali')),
    divider,
    list([['one'], ['two ', link('source', 'https://example.org/a')]]),
    note('small'),
  ],
  buttons: [],
  footer: ['Page 1'],
  solemn: false,
}

test('every word is there, in order, and an address beside its link', () => {
  expect(toPlain(whole)).toBe(
    'Title\n\nHeading\n\nbold and soft and /mali\n\n- one\n- two source (https://example.org/a)\n\nsmall\n\nPage 1',
  )
})

test('the words of a body are without its emphasis and its addresses', () =>
  expect(wordsOf([strong('a'), 'b', link('c', 'https://example.org')])).toBe('abc'))
